// TCP sockets (net/ipv4/tcp.c, tcp_input.c, tcp_output.c, tcp_timer.c; tcp(7), RFC 9293): the state machine, in-order delivery, retransmission
// by going back to what was not acknowledged. Congestion control and options are left out: the simulated wires do not congest.

import {
  EADDRINUSE,
  EAGAIN,
  EALREADY,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EINVAL,
  EISCONN,
  ENOTCONN,
  EPIPE,
  ERESTARTSYS,
  type Errno,
  ETIMEDOUT,
} from '../../abi/errno.ts';
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
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Timer } from '../sched/scheduler.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, wakeUp } from '../sched/wait.ts';
import { autobind, bindInet, routeTo } from './inet-bind.ts';
import { type IcmpReport, InetSocket } from './inet-socket.ts';
import { routeOutput, sendOn } from './ip-output.ts';
import type { NetNs } from './netns.ts';
import type { Packet, Tcp } from './packet.ts';
import { setting } from './settings.ts';

const SECOND = 1_000_000_000;
const FIRST_RTO = SECOND;
const MIN_RTO = 200_000_000;
const MAX_RTO = 120 * SECOND;
const LINGER = 60 * SECOND;
const WINDOW = 65535;
/** Bytes that may wait to be sent (tcp_wmem). */
const SEND_BUFFER = 2_500_000;
const NOTHING = new Uint8Array(0);

type Flags = Partial<Pick<Tcp, 'syn' | 'isAck' | 'fin' | 'rst'>>;

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** tcp_v4_send_reset: nobody is here for such a segment. */
export function sendReset(packet: Packet, tcp: Tcp, net: NetNs): void {
  if (tcp.rst) return;
  const length = tcp.data.length + (tcp.syn ? 1 : 0) + (tcp.fin ? 1 : 0);
  try {
    const path = routeOutput(net, packet.family, { dst: packet.src, src: packet.dst });
    sendOn(path, packet.family, {
      kind: 'tcp',
      sport: tcp.dport,
      dport: tcp.sport,
      seq: tcp.isAck ? tcp.ack : 0,
      ack: tcp.isAck ? 0 : tcp.seq + length,
      syn: false,
      isAck: !tcp.isAck,
      fin: false,
      rst: true,
      window: 0,
      data: NOTHING,
    });
  } catch {
    // No way back.
  }
}

export class TcpSocket extends InetSocket {
  readonly portSpace = 'tcp';
  state: number = TCP_CLOSE;
  // A listener's
  private backlog = 0;
  private readonly acceptQueue: TcpSocket[] = [];
  private parent: TcpSocket | null = null;
  // What goes out: `out` starts at sndUna.
  private out: Uint8Array = NOTHING;
  private sndUna = 0;
  private sndNxt = 0;
  private peerWindow = WINDOW;
  private wantsFin = false;
  private finSeq = -1;
  // What comes in
  private rcvNxt = 0;
  private in: Uint8Array = NOTHING;
  private sawFin = false;
  private isReadShut = false;
  private timer: Timer | null = null;
  private rto = FIRST_RTO;
  private retries = 0;
  private mss = 1448;
  private isOrphan = false;
  /** A connect(2) is under way: its outcome has not been told yet. */
  private isConnecting = false;

  override get isListening(): boolean {
    return this.state === TCP_LISTEN;
  }

  override get recvQ(): number {
    return this.state === TCP_LISTEN ? this.acceptQueue.length : this.in.length;
  }

  override get sendQ(): number {
    return this.state === TCP_LISTEN ? this.backlog : this.out.length;
  }

  // System calls

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
    if (child === undefined) throw EINVAL;
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

  private reset(): void {
    this.transmit({ rst: true, isAck: true }, this.sndNxt, NOTHING);
    this.end();
  }

  /** Out of the tables for good. */
  end(): void {
    this.state = TCP_CLOSE;
    this.stopTimer();
    this.net.sockets.delete(this);
    wakeUp(this.queue);
  }

  // Segments out

  private transmit(flags: Flags, seq: number, data: Uint8Array): void {
    const isAck = flags.isAck === true;
    try {
      sendOn(routeTo(this, this.remoteIp), this.inet, {
        kind: 'tcp',
        sport: this.localPort,
        dport: this.remotePort,
        seq,
        ack: isAck ? this.rcvNxt : 0,
        syn: flags.syn === true,
        isAck,
        fin: flags.fin === true,
        rst: flags.rst === true,
        window: Math.max(0, WINDOW - this.in.length),
        data,
      });
    } catch {
      // As if it had been lost: the timer tries again.
    }
  }

  private acknowledge(): void {
    this.transmit({ isAck: true }, this.sndNxt, NOTHING);
  }

  /** tcp_push_pending_frames: as much as the other side has room for. */
  private push(): void {
    if (this.state === TCP_SYN_SENT || this.state === TCP_SYN_RECV || this.state === TCP_CLOSE) return;
    for (;;) {
      const sent = this.sndNxt - this.sndUna;
      const room = this.peerWindow - sent;
      const size = Math.min(this.mss, this.out.length - sent, room);
      if (size <= 0 || this.finSeq >= 0) break;
      const seq = this.sndNxt;
      this.sndNxt += size;
      this.armTimer();
      this.transmit({ isAck: true }, seq, this.out.slice(sent, sent + size));
    }
    if (this.wantsFin && this.finSeq < 0 && this.sndNxt - this.sndUna >= this.out.length) {
      this.finSeq = this.sndNxt++;
      this.armTimer();
      this.transmit({ isAck: true, fin: true }, this.finSeq, NOTHING);
    }
    if (this.out.length > 0) this.armTimer();
  }

  // Timers

  private startTimer(delay: number): void {
    this.stopTimer();
    const { kernel } = this.net;
    this.timer = {
      at: kernel.clock.mono + delay,
      fire: () => {
        this.timer = null;
        this.timedOut();
      },
    };
    kernel.sched.addTimer(this.timer);
  }

  private stopTimer(): void {
    if (this.timer !== null) this.net.kernel.sched.deleteTimer(this.timer);
    this.timer = null;
  }

  private armTimer(): void {
    if (this.timer === null) {
      this.rto = MIN_RTO;
      this.retries = 0;
      this.startTimer(this.rto);
    }
  }

  private timedOut(): void {
    if (this.state === TCP_TIME_WAIT || (this.state === TCP_FIN_WAIT2 && this.isOrphan)) {
      this.end();
      return;
    }
    const limit = this.state === TCP_SYN_SENT ? 'tcp_syn_retries' : this.state === TCP_SYN_RECV ? 'tcp_synack_retries' : 'tcp_retries2';
    if (this.retries >= setting(this.net, `ipv4/${limit}`)) {
      this.fail(ETIMEDOUT);
      return;
    }
    this.retries++;
    this.rto = Math.min(this.rto * 2, MAX_RTO);
    this.startTimer(this.rto);
    if (this.state === TCP_SYN_SENT) this.transmit({ syn: true }, this.sndUna, NOTHING);
    else if (this.state === TCP_SYN_RECV) this.transmit({ syn: true, isAck: true }, this.sndUna, NOTHING);
    else this.resend();
  }

  /** The first segment that was not acknowledged; a probe when the other side has no room. */
  private resend(): void {
    const size = Math.min(this.mss, this.out.length, Math.max(this.peerWindow, 1));
    if (size > 0) {
      this.sndNxt = Math.max(this.sndNxt, this.sndUna + size);
      this.transmit({ isAck: true }, this.sndUna, this.out.slice(0, size));
    } else if (this.finSeq >= 0) this.transmit({ isAck: true, fin: true }, this.finSeq, NOTHING);
  }

  private fail(error: Errno): void {
    this.error = error;
    this.end();
  }

  // Segments in

  /** tcp_rcv_state_process */
  receiveSegment(packet: Packet, tcp: Tcp): void {
    if (this.state === TCP_LISTEN) this.receiveAsListener(packet, tcp);
    else if (this.state === TCP_SYN_SENT) this.receiveInSynSent(packet, tcp);
    else this.receiveConnected(tcp);
  }

  private receiveAsListener(packet: Packet, tcp: Tcp): void {
    if (tcp.rst) return;
    if (tcp.isAck || !tcp.syn) {
      sendReset(packet, tcp, this.net);
      return;
    }
    // A full queue does not answer; who connects tries again.
    if (this.acceptQueue.length > this.backlog) return;
    const child = new TcpSocket(this, this.inet, this.type, this.protocol);
    child.parent = this;
    child.localIp = packet.dst;
    child.localPort = tcp.dport;
    child.remoteIp = packet.src;
    child.remotePort = tcp.sport;
    child.boundIf = this.boundIf;
    child.rcvNxt = tcp.seq + 1;
    child.peerWindow = tcp.window;
    child.sndUna = this.net.kernel.rng.next();
    child.sndNxt = child.sndUna + 1;
    child.state = TCP_SYN_RECV;
    try {
      child.mss = segmentSize(routeTo(child, packet.src).dev.mtu, this.inet === AF_INET);
    } catch {
      return;
    }
    this.net.sockets.add(child);
    child.startTimer(FIRST_RTO);
    child.transmit({ syn: true, isAck: true }, child.sndUna, NOTHING);
  }

  private receiveInSynSent(packet: Packet, tcp: Tcp): void {
    if (tcp.isAck && tcp.ack !== this.sndNxt) {
      sendReset(packet, tcp, this.net);
      return;
    }
    if (tcp.rst) {
      if (tcp.isAck) this.fail(ECONNREFUSED);
      return;
    }
    if (!tcp.syn) return;
    this.rcvNxt = tcp.seq + 1;
    this.peerWindow = tcp.window;
    if (tcp.isAck) {
      this.sndUna = tcp.ack;
      this.established();
      this.acknowledge();
      this.push();
    } else {
      this.state = TCP_SYN_RECV;
      this.transmit({ syn: true, isAck: true }, this.sndUna, NOTHING);
    }
  }

  private established(): void {
    this.stopTimer();
    this.state = TCP_ESTABLISHED;
    wakeUp(this.queue);
  }

  private receiveConnected(tcp: Tcp): void {
    if (tcp.rst) {
      if (this.state !== TCP_TIME_WAIT)
        this.error = this.state === TCP_CLOSE_WAIT ? EPIPE : this.state === TCP_SYN_RECV ? ECONNREFUSED : ECONNRESET;
      if (this.isOrphan || this.parent !== null) this.error = null;
      this.end();
      return;
    }
    if (tcp.syn || tcp.seq > this.rcvNxt) {
      this.acknowledge();
      return;
    }
    if (tcp.isAck) this.takeAck(tcp);
    if (this.state === TCP_SYN_RECV || this.state === TCP_CLOSE) return;
    this.takeData(tcp);
  }

  private takeAck(tcp: Tcp): void {
    this.peerWindow = tcp.window;
    const acked = tcp.ack - this.sndUna;
    if (acked > 0 && tcp.ack <= this.sndNxt) {
      if (this.state === TCP_SYN_RECV) this.becomeEstablished();
      else this.out = this.out.subarray(Math.min(acked, this.out.length));
      this.sndUna = tcp.ack;
      this.retries = 0;
      if (this.sndUna === this.sndNxt && this.out.length === 0) this.stopTimer();
      else if (this.timer !== null) this.startTimer((this.rto = MIN_RTO));
      wakeUp(this.queue);
    }
    if (this.finSeq >= 0 && this.sndUna > this.finSeq) this.finAcknowledged();
    this.push();
  }

  private becomeEstablished(): void {
    this.established();
    const { parent } = this;
    if (parent === null) return;
    parent.acceptQueue.push(this);
    wakeUp(parent.queue);
  }

  private finAcknowledged(): void {
    if (this.state === TCP_FIN_WAIT1) {
      this.state = TCP_FIN_WAIT2;
      if (this.isOrphan) this.startTimer(LINGER);
    } else if (this.state === TCP_CLOSING) this.timeWait();
    else if (this.state === TCP_LAST_ACK) this.end();
  }

  private timeWait(): void {
    this.state = TCP_TIME_WAIT;
    this.startTimer(LINGER);
    wakeUp(this.queue);
  }

  private takeData(tcp: Tcp): void {
    const skip = this.rcvNxt - tcp.seq;
    const fresh = tcp.data.subarray(Math.min(skip, tcp.data.length));
    let mustAck = tcp.data.length > 0;
    if (fresh.length > 0 && !this.sawFin) {
      if (this.isOrphan) {
        // Nobody is there to read it any more.
        this.reset();
        return;
      }
      if (this.in.length + fresh.length > WINDOW) {
        this.acknowledge();
        return;
      }
      if (!this.isReadShut) this.in = concat(this.in, fresh);
      this.rcvNxt += fresh.length;
    }
    if (tcp.fin && tcp.seq + tcp.data.length === this.rcvNxt && !this.sawFin) {
      this.rcvNxt++;
      this.sawFin = true;
      mustAck = true;
      if (this.state === TCP_ESTABLISHED) this.state = TCP_CLOSE_WAIT;
      else if (this.state === TCP_FIN_WAIT1) this.state = TCP_CLOSING;
      else if (this.state === TCP_FIN_WAIT2) this.timeWait();
    } else if (tcp.fin) mustAck = true;
    wakeUp(this.queue);
    if (mustAck) this.acknowledge();
  }

  /** tcp_v4_err: an unreachable host ends an attempt to connect; later it is only a hint. */
  override icmpError(errno: Errno, _isHard: boolean, _report: IcmpReport): void {
    if (this.state === TCP_SYN_SENT) this.fail(errno);
  }
}

/** The room for data in a packet: past the IP header, TCP's and the time stamps. */
const segmentSize = (mtu: number, isV4: boolean): number => mtu - (isV4 ? 20 : 40) - 32;

/** Ends the connections of a namespace that ends: what was still to be sent when their last descriptor was closed. */
export function endConnections(net: NetNs): void {
  for (const socket of [...net.sockets]) if (socket instanceof TcpSocket) socket.end();
}
