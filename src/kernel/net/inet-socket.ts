import { EAFNOSUPPORT, EINVAL, type Errno } from '../../abi/errno.ts';
import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import type { InetAddr, SockAddr, SockDiag } from '../../abi/socket.ts';
import type { Kuid } from '../cred/cred.ts';
import { showUid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import type { NetNs } from './netns.ts';
import { Socket, type SocketOwner } from './sock.ts';

export abstract class InetSocket extends Socket {
  readonly inet: Family;
  /** 0n: any. */
  localIp: Ip = 0n;
  localPort = 0;
  remoteIp: Ip = 0n;
  /** 0: not connected. */
  remotePort = 0;
  /** SO_BINDTODEVICE: an ifindex, 0 for none. */
  boundIf = 0;
  /** IP_TTL, IPV6_UNICAST_HOPS; 0: the default. */
  ttl = 0;

  constructor(owner: SocketOwner, family: Family, type: number, protocol: number) {
    super(owner, family, type, protocol);
    this.inet = family;
  }

  /** The state that ss shows, by TCP's numbers. */
  abstract get state(): number;
  /** Sockets that share the port numbers. */
  abstract readonly portSpace: 'tcp' | 'udp' | 'ping';

  inetAddr(addr: SockAddr | null): InetAddr {
    if (addr === null) throw EINVAL;
    if (addr.family !== this.inet) throw EAFNOSUPPORT;
    return addr as InetAddr;
  }

  get isListening(): boolean {
    return false;
  }

  get reusesAddr(): boolean {
    return this.optionValue('reuseaddr') !== 0;
  }

  get reusesPort(): boolean {
    return this.optionValue('reuseport') !== 0;
  }

  get mark(): number {
    return this.optionValue('mark');
  }

  override local(): SockAddr {
    return { family: this.inet, ip: this.localIp, port: this.localPort };
  }

  override remote(): SockAddr | null {
    return this.remotePort === 0 ? null : { family: this.inet, ip: this.remoteIp, port: this.remotePort };
  }

  /** The socket is for a packet from there to here. */
  matches(src: Ip, sport: number, dst: Ip, dport: number, ifindex: number): boolean {
    return (
      this.localPort === dport &&
      (this.localIp === 0n || this.localIp === dst) &&
      (this.remotePort === 0 || (this.remotePort === sport && this.remoteIp === src)) &&
      (this.boundIf === 0 || this.boundIf === ifindex)
    );
  }

  /** What came back about something sent (icmp_err). */
  icmpError(_errno: Errno, _isHard: boolean, _report: IcmpReport): void {
    // Who does not send does not hear.
  }

  override diag(task: Task): SockDiag {
    return {
      family: this.inet,
      type: this.type,
      protocol: this.protocol,
      state: this.state,
      local: this.local(),
      remote: this.remote(),
      recvQ: this.recvQ,
      sendQ: this.sendQ,
      uid: showUid(this.kuid as Kuid, task.cred.userNs),
      ino: this.file === null ? 0 : this.ino,
      peerIno: 0,
      device: this.net.devices.find((d) => d.ifindex === this.boundIf)?.name ?? null,
      isV6Only: this.inet !== AF_INET,
    };
  }

  get recvQ(): number {
    return 0;
  }

  get sendQ(): number {
    return 0;
  }
}

/** An ICMP error about a packet of the socket's. */
export interface IcmpReport {
  readonly type: number;
  readonly code: number;
  readonly info: number;
  readonly offender: Ip;
  /** The payload of the socket's packet. */
  readonly payload: Uint8Array;
}

/** The best of the sockets that a datagram could be for: connected before bound to an address before any. */
export function findSocket<S extends InetSocket>(
  net: NetNs,
  kind: abstract new (...args: never[]) => S,
  family: Family,
  at: { readonly src: Ip; readonly sport: number; readonly dst: Ip; readonly dport: number; readonly ifindex: number },
): S | undefined {
  let best: S | undefined;
  let bestScore = -1;
  for (const s of net.sockets) {
    if (!(s instanceof kind) || s.inet !== family || !s.matches(at.src, at.sport, at.dst, at.dport, at.ifindex)) continue;
    const score = (s.remotePort !== 0 ? 4 : 0) + (s.localIp !== 0n ? 2 : 0) + (s.boundIf !== 0 ? 1 : 0);
    if (score > bestScore) {
      best = s;
      bestScore = score;
    }
  }
  return best;
}

export const asInet = (socket: Socket): InetSocket | null => (socket instanceof InetSocket ? socket : null);
