// ICMP and ICMPv6 (net/ipv4/icmp.c, net/ipv6/icmp.c; RFC 792, 4443): echo, and what became of packets that could not be delivered.

import { EACCES, ECONNREFUSED, EHOSTUNREACH, EMSGSIZE, ENETUNREACH, type Errno } from '../../abi/errno.ts';
import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import { echoBytes, PingSocket, UdpSocket } from './datagram.ts';
import type { NetDevice } from './device.ts';
import { ICMP_FAILURES, type IcmpFailure } from './icmp-codes.ts';
import { findSocket, type InetSocket } from './inet-socket.ts';
import { routeOutput, sendOn } from './ip-output.ts';
import { isMulticast } from './neigh.ts';
import type { NetNs } from './netns.ts';
import {
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_FRAG_NEEDED,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_TIME_EXCEEDED,
  ICMPV6_ECHO_REPLY,
  ICMPV6_ECHO_REQUEST,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_TIME_EXCEED,
  type Icmp,
  type Packet,
} from './packet.ts';
import { isLocalAddress } from './route.ts';
import { setting } from './settings.ts';
import { TcpSocket } from './tcp.ts';

const EMPTY = new Uint8Array(0);

/** An error message: not a request, not an answer. */
const isError = (family: Family, type: number): boolean =>
  family === AF_INET ? type === ICMP_DEST_UNREACH || type === ICMP_TIME_EXCEEDED || type === 4 || type === 5 || type === 12 : type < 128;

/** icmp_send: tells the sender of a packet. Never about an error, a group or nobody (RFC 1122). */
export function sendIcmpError(net: NetNs, about: Packet, failure: IcmpFailure, dev: NetDevice | null, info = 0): void {
  const { family, src, dst, body } = about;
  const [type, code] = failure[family];
  if (src === 0n || isMulticast(family, src) || (family === AF_INET && src === 0xffffffffn)) return;
  if (isMulticast(family, dst) || (family === AF_INET && dst === 0xffffffffn)) return;
  if (body.kind === 'icmp' && isError(family, body.type)) return;
  const own: Ip | null = isLocalAddress(net, family, dst) ? dst : null;
  try {
    const path = routeOutput(net, family, {
      dst: src,
      src: own,
      ...(family !== AF_INET && dev !== null && src >> 118n === 0xfe80n >> 6n ? { oif: dev.ifindex } : undefined),
    });
    sendOn(path, family, { kind: 'icmp', type, code, id: 0, seq: 0, data: EMPTY, about, info });
  } catch {
    // Who cannot be reached cannot be told.
  }
}

/** dst_link_failure: nobody answers for the next hop. */
export function linkFailure(dev: NetDevice, packet: Packet): void {
  sendIcmpError(dev.net, packet, ICMP_FAILURES.unreachable, dev);
}

/** icmp_rcv. @param isHost addressed to this host alone */
export function icmpReceive(dev: NetDevice, packet: Packet, icmp: Icmp, isHost: boolean): void {
  const { net } = dev;
  const { family } = packet;
  const isRequest = icmp.type === (family === AF_INET ? ICMP_ECHO : ICMPV6_ECHO_REQUEST);
  if (isRequest) answerEcho(net, dev, packet, icmp, isHost);
  else if (icmp.type === (family === AF_INET ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY)) {
    const at = { src: packet.src, sport: 0, dst: packet.dst, dport: icmp.id, ifindex: dev.ifindex };
    findSocket(net, PingSocket, family, at)?.answer(packet, icmp.seq, icmp.data);
  } else if (icmp.about !== null) tellSender(dev, packet, icmp, icmp.about);
}

/** icmp_err_convert: what an error means to the socket, and whether there is no use in trying again. */
function meaning(family: Family, { type, code }: Icmp): readonly [errno: Errno, isHard: boolean] {
  if (family === AF_INET) {
    if (type === ICMP_TIME_EXCEEDED) return [EHOSTUNREACH, false];
    if (code === ICMP_NET_UNREACH) return [ENETUNREACH, false];
    if (code === ICMP_PORT_UNREACH) return [ECONNREFUSED, true];
    if (code === ICMP_FRAG_NEEDED) return [EMSGSIZE, false];
    return [EHOSTUNREACH, code === ICMP_PKT_FILTERED];
  }
  if (type === ICMPV6_PKT_TOOBIG) return [EMSGSIZE, false];
  if (type === ICMPV6_TIME_EXCEED) return [EHOSTUNREACH, false];
  const table = [ENETUNREACH, EACCES, EHOSTUNREACH, EHOSTUNREACH, ECONNREFUSED] as const;
  return [table[code] ?? EHOSTUNREACH, code === 1 || code === 4];
}

/** icmp_socket_deliver: the error goes to the socket whose packet it was. */
function tellSender(dev: NetDevice, packet: Packet, icmp: Icmp, about: Packet): void {
  const { body, family } = about;
  const isPing = body.kind === 'icmp';
  const at = {
    src: about.dst,
    sport: isPing ? 0 : body.dport,
    dst: about.src,
    dport: isPing ? body.id : body.sport,
    ifindex: dev.ifindex,
  };
  const kind = isPing ? PingSocket : body.kind === 'udp' ? UdpSocket : TcpSocket;
  const [errno, isHard] = meaning(family, icmp);
  const report = {
    type: icmp.type,
    code: icmp.code,
    info: icmp.info,
    offender: packet.src,
    payload: isPing ? echoBytes(body.type, body.id, body.seq, body.data) : body.data,
  };
  const socket: InetSocket | undefined = findSocket<InetSocket>(dev.net, kind, family, at);
  socket?.icmpError(errno, isHard, report);
}

function answerEcho(net: NetNs, dev: NetDevice, packet: Packet, icmp: Icmp, isHost: boolean): void {
  const { family } = packet;
  if (setting(net, family === AF_INET ? 'ipv4/icmp_echo_ignore_all' : 'ipv6/icmp/echo_ignore_all') !== 0) return;
  if (!isHost && family === AF_INET && setting(net, 'ipv4/icmp_echo_ignore_broadcasts') !== 0) return;
  try {
    const path = routeOutput(net, family, {
      dst: packet.src,
      src: isHost ? packet.dst : null,
      ...(family !== AF_INET && packet.src >> 118n === 0xfe80n >> 6n ? { oif: dev.ifindex } : undefined),
    });
    sendOn(path, family, { ...icmp, type: family === AF_INET ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY });
  } catch {
    // No way back: silence.
  }
}
