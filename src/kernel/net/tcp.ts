// TCP sockets (net/ipv4/tcp.c, tcp(7)): what the system calls do to a connection.

import { EADDRINUSE, EAGAIN, EALREADY, ECONNREFUSED, EINPROGRESS, EINVAL, EISCONN, ENOTCONN, EPIPE, ERESTARTSYS } from '../../abi/errno.ts';
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from '../../abi/flags.ts';
import { AF_INET, type Ip } from '../../abi/inet.ts';
import {
  MSG_PEEK,
  type Received,
  SHUT_RD,
  SHUT_WR,
  type SockAddr,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, wakeUp } from '../sched/wait.ts';
import { autobind, bindInet, routeTo } from './inet-bind.ts';
import type { NetNs } from './netns.ts';
import { setting } from './settings.ts';
import { concat, FIRST_RTO, LINGER, NOTHING, SEND_BUFFER, segmentSize, TcpConnection, WINDOW } from './tcp-connection.ts';

export class TcpSocket extends TcpConnection {
  protected override newConnection(): TcpSocket {
    return new TcpSocket(this, this.inet, this.type, this.protocol);
  }

  override get isListening(): boolean {
    return this.state === TCP_LISTEN;
  }

  override get recvQ(): number {
    return this.state === TCP_LISTEN ? this.acceptQueue.length : this.in.length;
  }

  override get sendQ(): number {
    return this.state === TCP_LISTEN ? this.backlog : this.out.length;
  }

  override bind(task: Task, addr: SockAddr): void {
    bindInet(task, this, addr);
  }

  /** inet_listen. EADDRINUSE: another one listens there. */
  override listen(backlog: number): void {
    if (this.state !== TCP_CLOSE && this.state !== TCP_LISTEN) throw EINVAL;
    autobind(this);
    for (const s of this.net.sockets) {
      if (!(s instanceof TcpSocket) || s === this || !s.isListening || s.localPort !== this.localPort || s.inet !== this.inet) continue;
      const overlaps = s.localIp === 0n || this.localIp === 0n || s.localIp === this.localIp;
      if (overlaps && !(s.reusesPort && this.reusesPort)) throw EADDRINUSE;
    }
    this.backlog = Math.min(Math.max(backlog, 0), setting(this.net, 'core/somaxconn'));
    this.state = TCP_LISTEN;
    this.net.sockets.add(this);
  }

  override *accept(task: Task, isNonblocking: boolean): Sys<TcpSocket> {
    if (this.state !== TCP_LISTEN) throw EINVAL;
    while (this.acceptQueue.length === 0) {
      if (isNonblocking) throw EAGAIN;
      yield* sleepOn(task, this.queue, 'inet_csk_accept');
    }
    const child = this.acceptQueue.shift();
    if (!(child instanceof TcpSocket)) throw EINVAL;
    child.parent = null;
    return child;
  }

  override *connect(task: Task, given: SockAddr): Sys<void> {
    const addr = this.inetAddr(given);
    if (this.state === TCP_CLOSE && !this.isConnecting) this.startConnect(addr.ip, addr.port, addr.scopeId ?? 0);
    else if (this.state !== TCP_SYN_SENT && !this.isConnecting) throw EISCONN;
    else if (this.isNonblocking(0)) throw EALREADY;
    if (this.state === TCP_SYN_SENT || this.state === TCP_SYN_RECV) {
      if (this.isNonblocking(0)) throw EINPROGRESS;
      while (this.state === TCP_SYN_SENT || this.state === TCP_SYN_RECV) yield* sleepOn(task, this.queue, 'inet_wait_for_connect');
    }
    this.isConnecting = false;
    this.throwError();
    if (this.state === TCP_CLOSE) throw ECONNREFUSED;
  }

  private startConnect(ip: Ip, port: number, scopeId: number): void {
    const path = routeTo(this, ip, scopeId);
    autobind(this);
    if (this.localIp === 0n) this.localIp = path.src;
    this.remoteIp = path.dst;
    this.remotePort = port;
    this.mss = segmentSize(path.dev.mtu, this.inet === AF_INET);
    this.sndUna = this.net.kernel.rng.next();
    this.sndNxt = this.sndUna + 1;
    this.state = TCP_SYN_SENT;
    this.isConnecting = true;
    this.net.sockets.add(this);
    this.startTimer(FIRST_RTO);
    this.transmit({ syn: true }, this.sndUna, NOTHING);
  }

  override *send(task: Task, data: Uint8Array, _to: SockAddr | null, flags: number): Sys<number> {
    let done = 0;
    while (done < data.length || data.length === 0) {
      this.throwError();
      while (this.state === TCP_SYN_SENT || this.state === TCP_SYN_RECV) {
        if (this.isNonblocking(flags)) throw EAGAIN;
        yield* sleepOn(task, this.queue, 'sk_stream_wait_connect');
      }
      if (this.wantsFin || (this.state !== TCP_ESTABLISHED && this.state !== TCP_CLOSE_WAIT)) {
        if (done > 0) return done;
        if (this.remotePort === 0) throw ENOTCONN;
        throw EPIPE;
      }
      if (data.length === 0) return 0;
      const room = SEND_BUFFER - this.out.length;
      if (room > 0) {
        const piece = data.subarray(done, done + room);
        this.out = concat(this.out, piece);
        done += piece.length;
        this.push();
        continue;
      }
      if (this.isNonblocking(flags)) {
        if (done > 0) return done;
        throw EAGAIN;
      }
      try {
        yield* sleepOn(task, this.queue, 'sk_stream_wait_memory');
      } catch (e) {
        if (e === ERESTARTSYS && done > 0) return done;
        throw e;
      }
    }
    return done;
  }

  override *receive(task: Task, count: number, flags: number): Sys<Received> {
    if (this.state === TCP_LISTEN || (this.state === TCP_CLOSE && this.remotePort === 0)) throw ENOTCONN;
    for (;;) {
      if (this.in.length > 0) {
        const data = this.in.slice(0, count);
        if ((flags & MSG_PEEK) === 0) this.consume(data.length);
        return { data, from: null, ttl: null, error: null };
      }
      this.throwError();
      if (this.sawFin || this.isReadShut || this.state === TCP_CLOSE) return { data: NOTHING, from: null, ttl: null, error: null };
      if (this.isNonblocking(flags)) throw EAGAIN;
      yield* sleepOn(task, this.queue, 'wait_woken');
    }
  }

  /** Room that was not there is announced. */
  private consume(length: number): void {
    const wasFull = this.in.length > WINDOW / 2;
    this.in = this.in.subarray(length);
    if (wasFull && this.in.length <= WINDOW / 2) this.acknowledge();
  }

  override shutdown(how: number): void {
    if (this.state === TCP_CLOSE || this.remotePort === 0) throw ENOTCONN;
    if (how !== SHUT_WR) this.isReadShut = true;
    if (how !== SHUT_RD) this.finish();
    wakeUp(this.queue);
  }

  /** Everything has been said: FIN follows the data. */
  private finish(): void {
    if (this.wantsFin) return;
    this.wantsFin = true;
    if (this.state === TCP_ESTABLISHED || this.state === TCP_SYN_RECV) this.state = TCP_FIN_WAIT1;
    else if (this.state === TCP_CLOSE_WAIT) this.state = TCP_LAST_ACK;
    this.push();
  }

  override poll(): number {
    if (this.state === TCP_LISTEN) return this.acceptQueue.length > 0 ? POLLIN : 0;
    let mask = 0;
    const isOpen = this.state !== TCP_SYN_SENT && this.state !== TCP_SYN_RECV;
    if (isOpen && (this.in.length > 0 || this.sawFin || this.isReadShut || this.state === TCP_CLOSE)) mask |= POLLIN;
    if (isOpen && (this.out.length < SEND_BUFFER || this.wantsFin)) mask |= POLLOUT;
    if (this.error !== null) mask |= POLLERR | POLLIN | POLLOUT;
    if (this.state === TCP_CLOSE || (this.wantsFin && this.sawFin)) mask |= POLLHUP;
    return mask;
  }

  /** tcp_close: data that nobody read is a reset; else what is still to be sent goes out, without the process. */
  release(): void {
    this.isOrphan = true;
    if (this.state === TCP_LISTEN) {
      for (const s of [...this.net.sockets]) if (s instanceof TcpSocket && s.parent === this) s.reset();
      this.end();
    } else if (this.state === TCP_CLOSE || this.state === TCP_SYN_SENT) this.end();
    else if (this.in.length > 0) this.reset();
    else {
      this.finish();
      if (this.state === TCP_FIN_WAIT2) this.startTimer(LINGER);
    }
  }
}

/** Ends the connections of a namespace that ends: what was still to be sent when their last descriptor was closed. */
export function endConnections(net: NetNs): void {
  for (const socket of [...net.sockets]) if (socket instanceof TcpSocket) socket.end();
}
