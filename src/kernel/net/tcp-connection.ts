// A TCP connection (net/ipv4/tcp_input.c, tcp_output.c, tcp_timer.c; RFC 9293): the state machine, in-order delivery, retransmission by going
// back to what was not acknowledged. Congestion control and options are left out: the simulated wires do not congest.

import { ECONNREFUSED, ECONNRESET, EPIPE, type Errno, ETIMEDOUT } from '../../abi/errno.ts';
import { AF_INET } from '../../abi/inet.ts';
import {
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
import type { Timer } from '../sched/scheduler.ts';
import { wakeUp } from '../sched/wait.ts';
import { routeTo } from './inet-bind.ts';
import { type IcmpReport, InetSocket } from './inet-socket.ts';
import { routeOutput, sendOn } from './ip-output.ts';
import type { NetNs } from './netns.ts';
import type { Packet, Tcp } from './packet.ts';
import { setting } from './settings.ts';

const SECOND = 1_000_000_000;
export const FIRST_RTO = SECOND;
const MIN_RTO = 200_000_000;
const MAX_RTO = 120 * SECOND;
export const LINGER = 60 * SECOND;
export const WINDOW = 65535;
/** Bytes that may wait to be sent (tcp_wmem). */
export const SEND_BUFFER = 2_500_000;
export const NOTHING = new Uint8Array(0);

type Flags = Partial<Pick<Tcp, 'syn' | 'isAck' | 'fin' | 'rst'>>;

export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
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

export abstract class TcpConnection extends InetSocket {
  readonly portSpace = 'tcp';
  state: number = TCP_CLOSE;
  // A listener's
  protected backlog = 0;
  protected readonly acceptQueue: TcpConnection[] = [];
  protected parent: TcpConnection | null = null;
  // What goes out: `out` starts at sndUna.
  protected out: Uint8Array = NOTHING;
  protected sndUna = 0;
  protected sndNxt = 0;
  protected peerWindow = WINDOW;
  protected wantsFin = false;
  protected finSeq = -1;
  // What comes in
  protected rcvNxt = 0;
  protected in: Uint8Array = NOTHING;
  protected sawFin = false;
  protected isReadShut = false;
  protected timer: Timer | null = null;
  protected rto = FIRST_RTO;
  protected retries = 0;
  protected mss = 1448;
  protected isOrphan = false;
  /** A connect(2) is under way: its outcome has not been told yet. */
  protected isConnecting = false;

  /** What a listener makes for who connects. */
  protected abstract newConnection(): TcpConnection;

  protected reset(): void {
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

  protected transmit(flags: Flags, seq: number, data: Uint8Array): void {
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

  protected acknowledge(): void {
    this.transmit({ isAck: true }, this.sndNxt, NOTHING);
  }

  /** tcp_push_pending_frames: as much as the other side has room for. */
  protected push(): void {
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

  protected startTimer(delay: number): void {
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
    const child = this.newConnection();
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
export const segmentSize = (mtu: number, isV4: boolean): number => mtu - (isV4 ? 20 : 40) - 32;
