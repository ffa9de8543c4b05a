// What sockets of the internet families have in common (net/ipv4/af_inet.c, inet_connection_sock.c; ip(7)): addresses, ports, options.

import { CAP_NET_BIND_SERVICE } from '../../abi/caps.ts';
import { EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, ENODEV, type Errno } from '../../abi/errno.ts';
import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from '../../abi/net.ts';
import type { InetAddr, SockAddr, SockDiag } from '../../abi/socket.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Kuid } from '../cred/cred.ts';
import { showUid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import { deviceByIndex, deviceByName } from './device.ts';
import { type OutPath, routeOutput } from './ip-output.ts';
import type { NetNs } from './netns.ts';
import { addressType } from './route.ts';
import { setting, settingText } from './settings.ts';
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

  protected inetAddr(addr: SockAddr | null): InetAddr {
    if (addr === null) throw EINVAL;
    if (addr.family !== this.inet) throw EAFNOSUPPORT;
    return addr as InetAddr;
  }

  routeTo(dst: Ip, scopeId = 0): OutPath {
    const oif = this.boundIf !== 0 ? this.boundIf : scopeId;
    return routeOutput(this.net, this.inet, {
      dst,
      src: this.localIp === 0n ? null : this.localIp,
      ...(oif === 0 ? undefined : { oif }),
      ...(this.mark === 0 ? undefined : { mark: this.mark }),
    });
  }

  /** inet_bind. EADDRNOTAVAIL: not an address of this host; EACCES: a privileged port; EADDRINUSE. */
  override bind(task: Task, given: SockAddr): void {
    const addr = this.inetAddr(given);
    if (this.localPort !== 0) throw EINVAL;
    if (addr.ip !== 0n && !this.mayBind(addr.ip)) throw EADDRNOTAVAIL;
    const start = setting(this.net, 'ipv4/ip_unprivileged_port_start');
    if (addr.port !== 0 && addr.port < start && this.portSpace !== 'ping' && !nsCapable(task, this.net.owner, CAP_NET_BIND_SERVICE))
      throw EACCES;
    this.localIp = addr.ip;
    if (addr.port === 0) this.autobind();
    else {
      this.checkConflict(addr.port);
      this.localPort = addr.port;
    }
    this.net.sockets.add(this);
  }

  private mayBind(ip: Ip): boolean {
    if (setting(this.net, `${this.inet === AF_INET ? 'ipv4' : 'ipv6'}/ip_nonlocal_bind`) !== 0) return true;
    const type = addressType(this.net, this.inet, ip);
    return type === RTN_LOCAL || type === RTN_BROADCAST || type === RTN_MULTICAST;
  }

  /** inet_csk_bind_conflict: two sockets share a port only when both agree, or their addresses differ. */
  private checkConflict(port: number): void {
    for (const other of this.net.sockets) {
      if (!(other instanceof InetSocket) || other === this || other.portSpace !== this.portSpace || other.localPort !== port) continue;
      if (other.inet !== this.inet) continue;
      if (this.localIp !== 0n && other.localIp !== 0n && this.localIp !== other.localIp) continue;
      if (this.boundIf !== 0 && other.boundIf !== 0 && this.boundIf !== other.boundIf) continue;
      const bothReusePort = this.reusesPort && other.reusesPort && this.kuid === other.kuid;
      const bothReuse = this.reusesAddr && other.reusesAddr && !other.isListening;
      if (!bothReusePort && !bothReuse) throw EADDRINUSE;
    }
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

  /** A port out of the range, by chance, as __inet_hash_connect does. */
  autobind(): void {
    if (this.localPort !== 0) return;
    const [low, high] = settingText(this.net, 'ipv4/ip_local_port_range').split('\t').map(Number);
    const span = high - low + 1;
    const first = this.net.kernel.rng.next() % span;
    for (let i = 0; i < span; i++) {
      const port = low + ((first + i) % span);
      if (isPortFree(this.net, this, port)) {
        this.localPort = port;
        this.net.sockets.add(this);
        return;
      }
    }
    throw EADDRINUSE;
  }

  bindToDevice(name: string): void {
    if (name === '') this.boundIf = 0;
    else {
      const dev = deviceByName(this.net, name);
      if (dev === undefined) throw ENODEV;
      this.boundIf = dev.ifindex;
    }
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
      device: this.boundIf === 0 ? null : (deviceByIndex(this.net, this.boundIf)?.name ?? null),
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

const isPortFree = (net: NetNs, socket: InetSocket, port: number): boolean => {
  for (const s of net.sockets)
    if (s instanceof InetSocket && s !== socket && s.portSpace === socket.portSpace && s.inet === socket.inet && s.localPort === port)
      return false;
  return true;
};

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
