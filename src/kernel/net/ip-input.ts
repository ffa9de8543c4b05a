// Receiving and forwarding IP packets (net/ipv4/ip_input.c, route.c: ip_route_input, ip_forward.c; net/ipv6).

import { EACCES, EHOSTUNREACH, ENETUNREACH, type Errno } from '../../abi/errno.ts';
import { AF_INET, type Ip } from '../../abi/inet.ts';
import { RTN_BROADCAST, RTN_LOCAL } from '../../abi/net.ts';
import { UdpSocket } from './datagram.ts';
import type { NetDevice } from './device.ts';
import { icmpReceive, sendIcmpError } from './icmp.ts';
import { ICMP_FAILURES } from './icmp-codes.ts';
import { findSocket } from './inet-socket.ts';
import { emit } from './ip-output.ts';
import { isMulticast } from './neigh.ts';
import { hook } from './netfilter.ts';
import type { Packet, Tcp, Udp } from './packet.ts';
import { fibLookup, isLocalAddress, type Route } from './route.ts';
import { deviceSetting, eitherSetting, setting } from './settings.ts';
import { TcpSocket } from './tcp.ts';
import { sendReset } from './tcp-connection.ts';

/** @param isUnicast the frame was addressed to this device alone */
export function ipReceive(dev: NetDevice, given: Packet, isUnicast: boolean): void {
  const { net } = dev;
  // What another host noted on the packet is not in it.
  const arrived: Packet =
    given.mark === undefined && given.connection === undefined ? given : { ...given, mark: undefined, connection: undefined };
  const packet = hook(net, 'PREROUTING', arrived, dev, null);
  if (packet === null) return;
  const { family, src, dst } = packet;
  const isLoopback = dev === net.loopback;
  if (!isLoopback && isMartian(dev, packet)) return;
  if (isMulticast(family, dst)) {
    localDeliver(dev, packet, false);
    return;
  }
  let route: Route;
  try {
    route = fibLookup(net, family, { dst, src, iif: dev, ...(packet.mark === undefined ? undefined : { mark: packet.mark }) });
  } catch (e) {
    unroutable(dev, packet, e as Errno);
    return;
  }
  if (route.type === RTN_LOCAL) localDeliver(dev, packet, true);
  else if (route.type === RTN_BROADCAST || (family === AF_INET && dst === 0xffffffffn)) localDeliver(dev, packet, false);
  else if (isUnicast) forward(dev, packet, route);
}

const isLoopbackNet = (ip: Ip): boolean => ip >> 24n === 127n;

/** ip_route_input_slow: addresses that cannot come from outside. */
function isMartian(dev: NetDevice, { family, src, dst }: Packet): boolean {
  const { net } = dev;
  if (family !== AF_INET) return dst === 1n || src === 1n;
  if ((isLoopbackNet(src) || isLoopbackNet(dst)) && !eitherSetting(dev, 'ipv4', 'route_localnet')) return true;
  if (isLocalAddress(net, family, src) && !eitherSetting(dev, 'ipv4', 'accept_local')) return true;
  return failsReversePath(dev, src);
}

/** rp_filter: 1, the best way back is where it came from; 2, there is a way back (RFC 3704). */
function failsReversePath(dev: NetDevice, src: Ip): boolean {
  const { net } = dev;
  const mode = Math.max(deviceSetting(dev, 'ipv4', 'rp_filter'), setting(net, 'ipv4/conf/all/rp_filter'));
  if (mode === 0 || src === 0n) return false;
  try {
    const back = fibLookup(net, AF_INET, { dst: src, src: null });
    return mode === 1 && back.dev !== dev;
  } catch {
    return true;
  }
}

const canForward = (dev: NetDevice, packet: Packet): boolean =>
  deviceSetting(dev, packet.family === AF_INET ? 'ipv4' : 'ipv6', 'forwarding') !== 0;

/** ip_error: a router says why it cannot pass a packet on; a blackhole does not. */
function unroutable(dev: NetDevice, packet: Packet, error: Errno): void {
  if (!canForward(dev, packet)) return;
  if (error === ENETUNREACH || error === EHOSTUNREACH || error === EACCES) {
    const failure = error === ENETUNREACH ? 'noRoute' : error === EHOSTUNREACH ? 'unreachable' : 'prohibited';
    sendIcmpError(dev.net, packet, ICMP_FAILURES[failure], dev);
  }
}

/** ip_forward */
function forward(dev: NetDevice, packet: Packet, route: Route): void {
  const out = route.dev;
  if (!canForward(dev, packet) || out === null) return;
  if (packet.ttl <= 1) {
    sendIcmpError(dev.net, packet, ICMP_FAILURES.timeExceeded, dev);
    return;
  }
  const passed = hook(dev.net, 'FORWARD', { ...packet, ttl: packet.ttl - 1 }, dev, out);
  if (passed === null) return;
  if (passed.size > out.mtu) sendIcmpError(dev.net, packet, ICMP_FAILURES.tooBig, dev, out.mtu);
  else emit(out, route.gateway ?? packet.dst, passed);
}

/** ip_local_deliver. @param isHost addressed to this host, not to a group of them */
function localDeliver(dev: NetDevice, given: Packet, isHost: boolean): void {
  const packet = hook(dev.net, 'INPUT', given, dev, null);
  if (packet === null) return;
  const { body } = packet;
  if (body.kind === 'icmp') icmpReceive(dev, packet, body, isHost);
  else if (body.kind === 'udp') udpReceive(dev, packet, body, isHost);
  else if (isHost) tcpReceive(dev, packet, body);
}

const where = (dev: NetDevice, packet: Packet, ports: { readonly sport: number; readonly dport: number }) => ({
  src: packet.src,
  dst: packet.dst,
  sport: ports.sport,
  dport: ports.dport,
  ifindex: dev.ifindex,
});

function udpReceive(dev: NetDevice, packet: Packet, udp: Udp, isHost: boolean): void {
  const socket = findSocket(dev.net, UdpSocket, packet.family, where(dev, packet, udp));
  if (socket !== undefined)
    socket.deliver({ data: udp.data, from: { family: packet.family, ip: packet.src, port: udp.sport }, ttl: packet.ttl });
  else if (isHost) sendIcmpError(dev.net, packet, ICMP_FAILURES.port, dev);
}

function tcpReceive(dev: NetDevice, packet: Packet, tcp: Tcp): void {
  const socket = findSocket(dev.net, TcpSocket, packet.family, where(dev, packet, tcp));
  if (socket === undefined) sendReset(packet, tcp, dev.net);
  else socket.receiveSegment(packet, tcp);
}
