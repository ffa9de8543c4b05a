// Sending IP packets (net/ipv4/ip_output.c, route.c: ip_route_output_key): the route chooses device, next hop and source address.

import { ENETUNREACH, EPERM } from '../../abi/errno.ts';
import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from '../../abi/net.ts';
import { deviceByIndex, type NetDevice } from './device.ts';
import { isMulticast, sendToNeighbour } from './neigh.ts';
import { hook } from './netfilter.ts';
import type { NetNs } from './netns.ts';
import { type Body, type Packet, packetSize } from './packet.ts';
import { fibLookup, isLocalAddress, type Route, selectSource } from './route.ts';
import { deviceSetting, setting } from './settings.ts';

/** Where a packet goes (struct rtable). */
export interface OutPath {
  readonly dev: NetDevice;
  /** On the link: the gateway or the destination. */
  readonly hop: Ip;
  readonly src: Ip;
  readonly dst: Ip;
  /** RTN_* */
  readonly type: number;
  /** Null: made up, for a destination on a device that was named. */
  readonly route: Route | null;
}

export interface OutQuery {
  readonly dst: Ip;
  readonly src: Ip | null;
  readonly oif?: number;
  readonly mark?: number;
}

/** ip_route_output_key. ENETUNREACH: no route, or not an address of this host's to send from; else the error of the route. */
export function routeOutput(net: NetNs, family: Family, query: OutQuery): OutPath {
  const dst = query.dst === 0n ? (family === AF_INET ? 0x7f000001n : 1n) : query.dst;
  const { src } = query;
  if (src !== null && src !== 0n && !isLocalAddress(net, family, src)) throw ENETUNREACH;
  const wantedSrc = src === 0n ? null : src;
  let route: Route;
  try {
    route = fibLookup(net, family, { ...query, dst, src: wantedSrc });
  } catch (e) {
    const dev = query.oif === undefined ? undefined : deviceByIndex(net, query.oif);
    // "Apparently, routing tables are wrong. Assume, that the destination is on link" (ip_route_output_key_hash_rcu).
    if (e !== ENETUNREACH || dev === undefined || family !== AF_INET) throw e;
    return { dev, hop: dst, src: wantedSrc ?? selectSource(net, family, dev, dst, null) ?? 0n, dst, type: 1, route: null };
  }
  if (route.type === RTN_LOCAL) {
    return {
      dev: net.loopback,
      hop: dst,
      src: wantedSrc ?? (family === AF_INET ? (route.prefsrc ?? dst) : dst),
      dst,
      type: RTN_LOCAL,
      route,
    };
  }
  const { dev } = route;
  if (dev === null) throw ENETUNREACH;
  const own = wantedSrc ?? route.prefsrc ?? selectSource(net, family, dev, dst, route.gateway);
  if (own === null && family !== AF_INET) throw ENETUNREACH;
  return { dev, hop: route.gateway ?? dst, src: own ?? 0n, dst, type: groupType(family, dst) ?? route.type, route };
}

/** Groups of hosts are known by the address alone. */
function groupType(family: Family, dst: Ip): number | undefined {
  if (isMulticast(family, dst)) return RTN_MULTICAST;
  return family === AF_INET && dst === 0xffffffffn ? RTN_BROADCAST : undefined;
}

export const defaultTtl = (dev: NetDevice, family: Family): number =>
  family === AF_INET ? setting(dev.net, 'ipv4/ip_default_ttl') : deviceSetting(dev, 'ipv6', 'hop_limit');

export interface Sending {
  /** 0: the namespace's default. */
  readonly ttl?: number;
  readonly mark?: number;
}

/** Makes the packet and sends it. */
export function sendOn(path: OutPath, family: Family, body: Body, options: Sending = {}): void {
  const ttl =
    options.ttl !== undefined && options.ttl !== 0 ? options.ttl : isMulticast(family, path.dst) ? 1 : defaultTtl(path.dev, family);
  const made: Packet = { family, src: path.src, dst: path.dst, ttl, body, size: packetSize(family, body), mark: options.mark };
  const { net } = path.dev;
  const packet = hook(net, 'OUTPUT', made, null, path.dev);
  if (packet === null) throw EPERM;
  if (packet.dst === made.dst && packet.mark === made.mark) emit(path.dev, path.hop, packet);
  else {
    // ip_route_me_harder: the filter changed where it goes.
    const again = routeOutput(net, family, {
      dst: packet.dst,
      src: null,
      ...(packet.mark === undefined ? undefined : { mark: packet.mark }),
    });
    emit(again.dev, again.hop, packet);
  }
}

/** ip_finish_output: onto the link. */
export function emit(dev: NetDevice, hop: Ip, given: Packet): void {
  const packet = hook(dev.net, 'POSTROUTING', given, null, dev);
  if (packet !== null) sendToNeighbour(dev, hop, packet);
}
