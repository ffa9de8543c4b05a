// Sockets as open files (net/socket.c, socket(2)): what all have in common, and sockfs, where their inodes live out of everybody's sight.

import { EAFNOSUPPORT, EINVAL, ENOTSOCK, ENOTSUP, ENXIO, EPERM, EPIPE, EPROTONOSUPPORT, ESOCKTNOSUPPORT } from '../../abi/errno.ts';
import { O_NONBLOCK, O_RDWR, RLIMIT_NOFILE } from '../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, type Family } from '../../abi/inet.ts';
import {
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  NETLINK_NETFILTER,
  NETLINK_ROUTE,
  NETLINK_SOCK_DIAG,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../../abi/net.ts';
import { SIGPIPE } from '../../abi/signal.ts';
import { MSG_NOSIGNAL, type SockAddr } from '../../abi/socket.ts';
import { S_IFDIR, S_IFSOCK } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { kernMount } from '../mount/boot.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { newFile } from '../vfs/open.ts';
import { PingSocket, UdpSocket } from './datagram.ts';
import { Socket, type SocketOwner } from './sock.ts';
import { TcpSocket } from './tcp.ts';
import { UnixSocket } from './unix.ts';

/** sock_sendmsg. When the other end does not listen any more: SIGPIPE with the EPIPE, unless MSG_NOSIGNAL. */
export function* sendMessage(task: Task, socket: Socket, data: Uint8Array, to: SockAddr | null, flags: number): Sys<number> {
  try {
    return yield* socket.send(task, data, to, flags);
  } catch (e) {
    if (e === EPIPE && (flags & MSG_NOSIGNAL) === 0) sendSignal(task, SIGPIPE, task);
    throw e;
  }
}

/** A netlink socket only carries requests (netlink.ts); nothing is ever waiting in it. */
class NetlinkSocket extends Socket {
  release(): void {
    // Nothing but the file.
  }
}

const SOCKFS: FsType = {
  name: 'sockfs',
  magic: 0x534f434b,
  isNodev: true,
  userMount: false,
  mount() {
    throw EINVAL;
  },
};

class SocketInodeOps implements InodeOps {
  readonly socket: Socket;
  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** sock_no_open: not by /proc/PID/fd. */
  open(): never {
    throw ENXIO;
  }
}

const sockfs = new WeakMap<Kernel, Superblock>();

/** Made with the first socket. */
function sockfsOf(kernel: Kernel): Superblock {
  const known = sockfs.get(kernel);
  if (known !== undefined) return known;
  const sb = new Superblock(kernel, SOCKFS, kernel.ids.anonDev.next(), kernel.init.user, 0);
  const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o777, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, root);
  sb.dname = (dentry) => `socket:[${dentry.inode.ino}]`;
  kernMount(sb);
  sockfs.set(kernel, sb);
  return sb;
}

/** The socket behind an open file. ENOTSOCK */
export function socketOf(file: File): Socket {
  const { ops } = file.inode;
  if (!(ops instanceof SocketInodeOps)) throw ENOTSOCK;
  return ops.socket;
}

function* readSocket(file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
  return (yield* socketOf(file).receive(task, count, 0)).data;
}

function* writeSocket(file: File, data: Uint8Array, _offset: number, task: Task): Sys<number> {
  return yield* sendMessage(task, socketOf(file), data, null, 0);
}

function releaseSocket(file: File): void {
  const socket = socketOf(file);
  socket.file = null;
  socket.release();
  socket.net.refs.drop(socket);
}

const FILE_OPS: FileOps = {
  read: readSocket,
  write: writeSocket,
  poll: (file) => socketOf(file).poll(),
  queues: (file) => [socketOf(file).queue],
  isSeekable: false,
  release: releaseSocket,
};

/** sock_alloc_file: a socket's descriptor. `flags`: SOCK_NONBLOCK, SOCK_CLOEXEC. EMFILE before anything is held. */
export function installSocket(task: Task, socket: Socket, flags: number): number {
  const { kernel } = task;
  const sb = sockfsOf(kernel);
  if (sb.kernMount === null) throw new Error('sockfs is not mounted');
  const limit = task.rlimits[RLIMIT_NOFILE].cur;
  task.files.unused(0, limit);
  socket.ino = ++kernel.net.lastSocketIno;
  const inode = new Inode({
    sb,
    ino: socket.ino,
    mode: S_IFSOCK | 0o777,
    uid: task.cred.fsuid,
    gid: task.cred.fsgid,
    ops: new SocketInodeOps(socket),
    time: kernel.clock.now(),
  });
  const path = { mnt: sb.kernMount, dentry: new Dentry(sb, '', sb.root, inode) };
  socket.file = newFile(path, O_RDWR | ((flags & SOCK_NONBLOCK) !== 0 ? O_NONBLOCK : 0), FILE_OPS, task.cred);
  socket.net.refs.add(socket, 'socket');
  return task.files.install(socket.file, (flags & SOCK_CLOEXEC) !== 0, 0, limit);
}

/** socket(2). EAFNOSUPPORT: no such family; ESOCKTNOSUPPORT, EPROTONOSUPPORT: not in it. */
export function createSocket(task: Task, family: number, typeAndFlags: number, protocol: number): number {
  const type = typeAndFlags & 0xf;
  if ((typeAndFlags & ~(0xf | SOCK_NONBLOCK | SOCK_CLOEXEC)) !== 0 || task.nsproxy === null) throw EINVAL;
  const owner: SocketOwner = { net: task.nsproxy.net, kuid: task.cred.fsuid as number };
  return installSocket(task, newSocket(owner, family, type, protocol), typeAndFlags);
}

/** socketpair(2): two unix sockets joined to each other. */
export function socketPair(task: Task, family: number, typeAndFlags: number, protocol: number): [number, number] {
  if (family !== AF_UNIX) throw ENOTSUP;
  const first = createSocket(task, family, typeAndFlags, protocol);
  const second = createSocket(task, family, typeAndFlags, protocol);
  const a = socketOf(task.files.get(first));
  const b = socketOf(task.files.get(second));
  if (a instanceof UnixSocket && b instanceof UnixSocket) a.pair(b);
  return [first, second];
}

function newSocket(owner: SocketOwner, family: number, type: number, protocol: number): Socket {
  if (family === AF_NETLINK) {
    if (type !== SOCK_RAW && type !== SOCK_DGRAM) throw ESOCKTNOSUPPORT;
    if (protocol !== NETLINK_ROUTE && protocol !== NETLINK_SOCK_DIAG && protocol !== NETLINK_NETFILTER) throw EPROTONOSUPPORT;
    return new NetlinkSocket(owner, family, type, protocol);
  }
  if (family === AF_UNIX) {
    if (type !== SOCK_STREAM && type !== SOCK_DGRAM && type !== SOCK_SEQPACKET) throw ESOCKTNOSUPPORT;
    return new UnixSocket(owner, family, type, protocol);
  }
  if (family !== AF_INET && family !== AF_INET6) throw EAFNOSUPPORT;
  return newInetSocket(owner, family, type, protocol);
}

function newInetSocket(owner: SocketOwner, family: Family, type: number, protocol: number): Socket {
  const icmp = family === AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  if (type === SOCK_STREAM && (protocol === 0 || protocol === IPPROTO_TCP)) return new TcpSocket(owner, family, type, IPPROTO_TCP);
  if (type === SOCK_DGRAM && (protocol === 0 || protocol === IPPROTO_UDP)) return new UdpSocket(owner, family, type, IPPROTO_UDP);
  if (type === SOCK_DGRAM && protocol === icmp) return new PingSocket(owner, family, type, icmp);
  if (type === SOCK_RAW) throw EPERM;
  throw type === SOCK_STREAM || type === SOCK_DGRAM ? EPROTONOSUPPORT : ESOCKTNOSUPPORT;
}

export function netlinkSocketOf(file: File): Socket {
  const socket = socketOf(file);
  if (!(socket instanceof NetlinkSocket)) throw EINVAL;
  return socket;
}
