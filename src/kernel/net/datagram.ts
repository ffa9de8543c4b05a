// UDP and ICMP echo sockets (net/ipv4/udp.c, ping.c; udp(7), icmp(7)): datagrams in, datagrams out, and what came back as errors.

import { EACCES, EAGAIN, EDESTADDRREQ, EINVAL, EMSGSIZE, ENOTCONN, type Errno } from '../../abi/errno.ts';
import { POLLERR, POLLIN, POLLOUT } from '../../abi/flags.ts';
import { AF_INET, type Ip } from '../../abi/inet.ts';
import { RTN_BROADCAST } from '../../abi/net.ts';
import {
  type ExtendedError,
  MSG_ERRQUEUE,
  MSG_PEEK,
  type Received,
  SHUT_WR,
  type SockAddr,
  TCP_CLOSE,
  TCP_ESTABLISHED,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, wakeUp } from '../sched/wait.ts';
import { autobind, bindInet, routeTo } from './inet-bind.ts';
import { type IcmpReport, InetSocket } from './inet-socket.ts';
import { type OutPath, sendOn } from './ip-output.ts';
import { type Body, ICMP_ECHO, ICMP_ECHOREPLY, ICMPV6_ECHO_REPLY, ICMPV6_ECHO_REQUEST, type Packet } from './packet.ts';

interface Datagram {
  readonly data: Uint8Array;
  readonly from: SockAddr;
  readonly ttl: number;
}

/** sk_rcvbuf, counted as the data alone. */
const RECEIVE_BUFFER = 212992;
const NOTHING = new Uint8Array(0);

abstract class DatagramSocket extends InetSocket {
  private readonly queueIn: Datagram[] = [];
  private readonly errors: { readonly error: ExtendedError; readonly data: Uint8Array }[] = [];
  private size = 0;
  private isShut = false;

  get state(): number {
    return this.remotePort !== 0 ? TCP_ESTABLISHED : TCP_CLOSE;
  }

  override bind(task: Task, addr: SockAddr): void {
    bindInet(task, this, addr);
  }

  /** What goes out for `data`. */
  protected abstract body(data: Uint8Array, port: number): Body;

  /** ip4_datagram_connect: nothing is sent; only answers from there are received. */
  override *connect(_task: Task, given: SockAddr): Sys<void> {
    const addr = this.inetAddr(given);
    const path = routeTo(this, addr.ip, addr.scopeId);
    this.checkBroadcast(path);
    autobind(this);
    if (this.localIp === 0n) this.localIp = path.src;
    this.remoteIp = path.dst;
    this.remotePort = addr.port === 0 ? 1 : addr.port;
  }

  private checkBroadcast(path: OutPath): void {
    if (this.inet === AF_INET && (path.type === RTN_BROADCAST || path.dst === 0xffffffffn) && this.optionValue('broadcast') === 0)
      throw EACCES;
  }

  override *send(_task: Task, data: Uint8Array, to: SockAddr | null): Sys<number> {
    this.throwError();
    const addr = to === null ? null : this.inetAddr(to);
    if (addr === null && this.remotePort === 0) throw EDESTADDRREQ;
    if (data.length > 65507) throw EMSGSIZE;
    if (addr !== null && addr.port === 0 && this.portSpace === 'udp') throw EINVAL;
    const path = routeTo(this, addr?.ip ?? this.remoteIp, addr?.scopeId);
    this.checkBroadcast(path);
    autobind(this);
    sendOn(path, this.inet, this.body(data, addr?.port ?? this.remotePort), {
      ttl: this.ttl,
      ...(this.mark === 0 ? undefined : { mark: this.mark }),
    });
    return data.length;
  }

  deliver(datagram: Datagram): void {
    if (this.size + datagram.data.length > RECEIVE_BUFFER) return;
    this.size += datagram.data.length;
    this.queueIn.push(datagram);
    wakeUp(this.queue);
  }

  override *receive(task: Task, count: number, flags: number): Sys<Received> {
    if ((flags & MSG_ERRQUEUE) !== 0) {
      const first = this.errors.shift();
      if (first === undefined) throw EAGAIN;
      return { data: first.data.subarray(0, count), from: first.error.offender, ttl: null, error: first.error };
    }
    for (;;) {
      this.throwError();
      const first = this.queueIn[0];
      if (first !== undefined) {
        if ((flags & MSG_PEEK) === 0) {
          this.queueIn.shift();
          this.size -= first.data.length;
        }
        return { data: first.data.subarray(0, count), from: first.from, ttl: first.ttl, error: null };
      }
      if (this.isShut) return { data: NOTHING, from: null, ttl: null, error: null };
      if (this.isNonblocking(flags)) throw EAGAIN;
      yield* sleepOn(task, this.queue, '__skb_wait_for_more_packets');
    }
  }

  override shutdown(how: number): void {
    if (this.remotePort === 0) throw ENOTCONN;
    if (how !== SHUT_WR) this.isShut = true;
    wakeUp(this.queue);
  }

  override icmpError(errno: Errno, isHard: boolean, report: IcmpReport): void {
    if (this.optionValue('recverr') !== 0) {
      const { type, code, info, payload } = report;
      const offender = { family: this.inet, ip: report.offender, port: 0 };
      this.errors.push({ error: { errno: errno.nr, type, code, info, offender }, data: payload });
      this.error = errno;
    } else if (isHard && this.remotePort !== 0) this.error = errno;
    else return;
    wakeUp(this.queue);
  }

  override poll(): number {
    let mask = POLLOUT;
    if (this.queueIn.length > 0 || this.isShut) mask |= POLLIN;
    if (this.error !== null || this.errors.length > 0) mask |= POLLERR;
    return mask;
  }

  override get recvQ(): number {
    return this.size;
  }

  release(): void {
    this.net.sockets.delete(this);
  }
}

export class UdpSocket extends DatagramSocket {
  readonly portSpace = 'udp';

  protected body(data: Uint8Array, port: number): Body {
    return { kind: 'udp', sport: this.localPort, dport: port, data: data.slice() };
  }
}

/** An ICMP socket of SOCK_DGRAM: it sends echo requests, and gets the answers to them. Its port is the identifier. */
export class PingSocket extends DatagramSocket {
  readonly portSpace = 'ping';

  protected body(data: Uint8Array): Body {
    if (data.length < 8) throw EINVAL;
    const isRequest = data[0] === (this.inet === AF_INET ? ICMP_ECHO : ICMPV6_ECHO_REQUEST);
    if (!isRequest || data[1] !== 0) throw EINVAL;
    const seq = data[6] * 256 + data[7];
    return { kind: 'icmp', type: data[0], code: 0, id: this.localPort, seq, data: data.slice(8), about: null, info: 0 };
  }

  /** An answer, header and all. */
  answer(packet: Packet, seq: number, payload: Uint8Array): void {
    const data = echoBytes(this.inet === AF_INET ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY, this.localPort, seq, payload);
    this.deliver({ data, from: { family: this.inet, ip: packet.src, port: 0 }, ttl: packet.ttl });
  }

  /** Answers come from whoever was asked, by the identifier alone. */
  override matches(src: Ip, _sport: number, dst: Ip, dport: number, ifindex: number): boolean {
    return (
      this.localPort === dport &&
      (this.localIp === 0n || this.localIp === dst) &&
      (this.remotePort === 0 || this.remoteIp === src) &&
      (this.boundIf === 0 || this.boundIf === ifindex)
    );
  }
}

/** An echo message as it is on the wire, but for the checksum. */
export function echoBytes(type: number, id: number, seq: number, payload: Uint8Array): Uint8Array {
  const data = new Uint8Array(8 + payload.length);
  data[0] = type;
  data[4] = id >> 8;
  data[5] = id & 255;
  data[6] = seq >> 8;
  data[7] = seq & 255;
  data.set(payload, 8);
  return data;
}
