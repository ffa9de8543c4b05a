// Unix domain sockets (net/unix/af_unix.c; unix(7)): streams and datagrams inside the machine. A path is found in the file system, whatever
// the network namespace; an abstract name belongs to the namespace.

import {
  EADDRINUSE,
  EAGAIN,
  ECONNREFUSED,
  ECONNRESET,
  EDESTADDRREQ,
  EEXIST,
  EINVAL,
  EISCONN,
  ENOTCONN,
  ENOTSUP,
  EPIPE,
  EPROTOTYPE,
  ERESTARTSYS,
} from '../../abi/errno.ts';
import { AT_FDCWD, POLLHUP, POLLIN, POLLOUT } from '../../abi/flags.ts';
import { AF_UNIX } from '../../abi/inet.ts';
import { SOCK_DGRAM } from '../../abi/net.ts';
import {
  MSG_PEEK,
  type Received,
  SHUT_RD,
  SHUT_WR,
  type SockAddr,
  type SockDiag,
  TCP_CLOSE,
  TCP_ESTABLISHED,
  TCP_LISTEN,
  type UnixAddr,
} from '../../abi/socket.ts';
import { isSock, S_IFSOCK } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Kuid } from '../cred/cred.ts';
import { showUid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, wakeUp } from '../sched/wait.ts';
import { mknodAt } from '../vfs/dir.ts';
import type { Inode } from '../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { inodePermission, MAY_WRITE } from '../vfs/permission.ts';
import { Socket } from './sock.ts';

const BUFFER = 212992;
const NOTHING = new Uint8Array(0);

/** The socket bound to a file. */
const bound = new WeakMap<Inode, UnixSocket>();

interface Message {
  data: Uint8Array;
  readonly from: UnixAddr;
}

export class UnixSocket extends Socket {
  path = '';
  private inode: Inode | null = null;
  private peer: UnixSocket | null = null;
  private state: number = TCP_CLOSE;
  private backlog = 0;
  private readonly pending: UnixSocket[] = [];
  private readonly messages: Message[] = [];
  private size = 0;
  private isReadShut = false;
  private isWriteShut = false;
  private isReset = false;

  get isListening(): boolean {
    return this.state === TCP_LISTEN;
  }

  get isConnected(): boolean {
    return this.state === TCP_ESTABLISHED;
  }

  private get isDatagram(): boolean {
    return this.type === SOCK_DGRAM;
  }

  private unixAddr(addr: SockAddr | null): UnixAddr {
    if (addr === null || addr.family !== AF_UNIX) throw EINVAL;
    return addr as UnixAddr;
  }

  override bind(task: Task, given: SockAddr): void {
    const { path } = this.unixAddr(given);
    if (this.path !== '') throw EINVAL;
    if (path.startsWith('\0')) {
      if (this.net.abstract.has(path)) throw EADDRINUSE;
      this.net.abstract.set(path, this);
    } else {
      try {
        mknodAt(task, AT_FDCWD, path, S_IFSOCK | (0o777 & ~task.fs.umask), 0);
      } catch (e) {
        throw e === EEXIST ? EADDRINUSE : e;
      }
      this.inode = lookupPath(task, AT_FDCWD, path, 0).dentry.inode;
      bound.set(this.inode, this);
    }
    this.path = path;
    this.net.sockets.add(this);
  }

  private find(task: Task, path: string): UnixSocket {
    if (path.startsWith('\0')) {
      const named = this.net.abstract.get(path);
      if (named === undefined) throw ECONNREFUSED;
      return named;
    }
    const { inode } = lookupPath(task, AT_FDCWD, path, LOOKUP_FOLLOW).dentry;
    inodePermission(task, inode, MAY_WRITE);
    const socket = isSock(inode.mode) ? bound.get(inode) : undefined;
    if (socket === undefined || socket.file === null) throw ECONNREFUSED;
    if (socket.type !== this.type) throw EPROTOTYPE;
    return socket;
  }

  override *connect(task: Task, given: SockAddr): Sys<void> {
    const { path } = this.unixAddr(given);
    if (this.isDatagram) {
      this.peer = this.find(task, path);
      return;
    }
    if (this.state === TCP_ESTABLISHED) throw EISCONN;
    if (this.state === TCP_LISTEN) throw EINVAL;
    for (;;) {
      const listener = this.find(task, path);
      if (listener.state !== TCP_LISTEN || listener.isReadShut) throw ECONNREFUSED;
      if (listener.pending.length <= listener.backlog) {
        this.join(listener);
        return;
      }
      if (this.isNonblocking(0)) throw EAGAIN;
      yield* sleepOn(task, listener.queue, 'unix_wait_for_peer');
    }
  }

  private join(listener: UnixSocket): void {
    const child = new UnixSocket(listener, AF_UNIX, listener.type, 0);
    child.path = listener.path;
    child.pair(this);
    this.net.sockets.add(this);
    listener.net.sockets.add(child);
    listener.pending.push(child);
    wakeUp(listener.queue);
  }

  /** Joins two sockets (socketpair(2)). */
  pair(other: UnixSocket): void {
    this.peer = other;
    other.peer = this;
    this.state = TCP_ESTABLISHED;
    other.state = TCP_ESTABLISHED;
  }

  override listen(backlog: number): void {
    if (this.isDatagram) throw ENOTSUP;
    if (this.path === '' || this.state === TCP_ESTABLISHED) throw EINVAL;
    this.state = TCP_LISTEN;
    this.backlog = Math.max(0, backlog);
  }

  override *accept(task: Task, isNonblocking: boolean): Sys<UnixSocket> {
    if (this.state !== TCP_LISTEN) throw EINVAL;
    for (;;) {
      const child = this.pending.shift();
      if (child !== undefined) {
        wakeUp(this.queue);
        return child;
      }
      if (isNonblocking) throw EAGAIN;
      yield* sleepOn(task, this.queue, '__skb_wait_for_more_packets');
    }
  }

  override *send(task: Task, data: Uint8Array, to: SockAddr | null, flags: number): Sys<number> {
    if (this.isDatagram) return yield* this.sendDatagram(task, data, to, flags);
    if (this.state !== TCP_ESTABLISHED) throw ENOTCONN;
    let done = 0;
    while (done < data.length) {
      const { peer } = this;
      if (peer === null || this.isWriteShut || peer.isReadShut) {
        if (done > 0) return done;
        throw EPIPE;
      }
      const room = BUFFER - peer.size;
      if (room > 0) {
        const piece = data.slice(done, done + room);
        peer.put({ data: piece, from: this.address() });
        done += piece.length;
        continue;
      }
      if (this.isNonblocking(flags)) {
        if (done > 0) return done;
        throw EAGAIN;
      }
      try {
        yield* sleepOn(task, peer.queue, 'sock_alloc_send_pskb');
      } catch (e) {
        if (e === ERESTARTSYS && done > 0) return done;
        throw e;
      }
    }
    return done;
  }

  private *sendDatagram(task: Task, data: Uint8Array, to: SockAddr | null, flags: number): Sys<number> {
    for (;;) {
      const peer = to === null ? this.peer : this.find(task, this.unixAddr(to).path);
      if (peer === null) throw to === null ? EDESTADDRREQ : ENOTCONN;
      if (peer.file === null) throw ECONNREFUSED;
      if (peer.size + data.length <= BUFFER) {
        peer.put({ data: data.slice(), from: this.address() });
        return data.length;
      }
      if (this.isNonblocking(flags)) throw EAGAIN;
      yield* sleepOn(task, peer.queue, 'unix_wait_for_peer');
    }
  }

  private put(message: Message): void {
    this.messages.push(message);
    this.size += message.data.length;
    wakeUp(this.queue);
  }

  private address(): UnixAddr {
    return { family: AF_UNIX, path: this.path };
  }

  override *receive(task: Task, count: number, flags: number): Sys<Received> {
    if (!this.isDatagram && this.state !== TCP_ESTABLISHED && this.messages.length === 0 && this.peer === null && !this.isReset)
      throw EINVAL;
    for (;;) {
      if (this.messages.length > 0) return this.take(count, (flags & MSG_PEEK) !== 0);
      if (this.isReset) {
        this.isReset = false;
        throw ECONNRESET;
      }
      if (this.isReadShut || (!this.isDatagram && (this.peer === null || this.peer.isWriteShut)))
        return { data: NOTHING, from: null, ttl: null, error: null };
      if (this.isNonblocking(flags)) throw EAGAIN;
      yield* sleepOn(task, this.queue, 'unix_stream_read_generic');
    }
  }

  /** A stream gives all there is, a datagram socket one message. */
  private take(count: number, isPeek: boolean): Received {
    const first = this.messages[0];
    let data = first.data.subarray(0, count);
    if (this.isDatagram) {
      if (!isPeek) this.drop(first.data.length, true);
      return { data, from: first.from, ttl: null, error: null };
    }
    if (!isPeek) {
      for (let at = 1; data.length < count && at < this.messages.length; at++) {
        const next = this.messages[at].data.subarray(0, count - data.length);
        const all = new Uint8Array(data.length + next.length);
        all.set(data);
        all.set(next, data.length);
        data = all;
      }
      this.drop(data.length, false);
    }
    return { data, from: null, ttl: null, error: null };
  }

  private drop(length: number, isWhole: boolean): void {
    let rest = length;
    this.size -= length;
    while (this.messages.length > 0 && (rest > 0 || isWhole)) {
      const first = this.messages[0];
      if (isWhole || first.data.length <= rest) {
        rest -= first.data.length;
        this.messages.shift();
        if (isWhole) break;
      } else {
        first.data = first.data.subarray(rest);
        rest = 0;
      }
    }
    wakeUp(this.queue);
  }

  override shutdown(how: number): void {
    if (this.peer === null) throw ENOTCONN;
    if (how !== SHUT_WR) this.isReadShut = true;
    if (how !== SHUT_RD) this.isWriteShut = true;
    wakeUp(this.queue);
    wakeUp(this.peer.queue);
  }

  override poll(): number {
    if (this.state === TCP_LISTEN) return this.pending.length > 0 ? POLLIN : 0;
    let mask = 0;
    const isEnded = !this.isDatagram && this.state === TCP_ESTABLISHED && (this.peer === null || this.peer.isWriteShut);
    if (this.messages.length > 0 || isEnded || this.isReadShut) mask |= POLLIN;
    if (this.isDatagram || this.peer === null || this.peer.size < BUFFER) mask |= POLLOUT;
    if (!this.isDatagram && (this.state === TCP_CLOSE || this.peer === null)) mask |= POLLHUP;
    return mask;
  }

  release(): void {
    if (this.path.startsWith('\0') && this.net.abstract.get(this.path) === this) this.net.abstract.delete(this.path);
    if (this.inode !== null && bound.get(this.inode) === this) bound.delete(this.inode);
    for (const child of this.pending) child.release();
    const { peer } = this;
    if (peer !== null && peer.peer === this && !this.isDatagram) {
      // What was sent and never read is a reset for the sender.
      if (this.messages.length > 0) peer.isReset = true;
      peer.peer = null;
      wakeUp(peer.queue);
    }
    this.peer = null;
    this.net.sockets.delete(this);
    wakeUp(this.queue);
  }

  override local(): SockAddr {
    return this.address();
  }

  override remote(): SockAddr | null {
    return this.peer === null ? null : this.peer.address();
  }

  override diag(task: Task): SockDiag {
    return {
      family: AF_UNIX,
      type: this.type,
      protocol: 0,
      state: this.isDatagram && this.peer === null ? TCP_CLOSE : this.state,
      local: this.address(),
      remote: null,
      recvQ: this.state === TCP_LISTEN ? this.pending.length : this.size,
      sendQ: this.state === TCP_LISTEN ? this.backlog : 0,
      uid: showUid(this.kuid as Kuid, task.cred.userNs),
      ino: this.ino,
      peerIno: this.peer?.ino ?? 0,
      device: null,
      isV6Only: false,
    };
  }
}
