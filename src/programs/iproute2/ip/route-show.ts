// How ip route shows a route.

import { AF_INET, AF_INET6, type Family, formatIp } from '../../../abi/inet.ts';
import {
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTN_UNICAST,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from '../../../abi/net.ts';
import type { RouteInfo } from '../../../abi/rtnetlink.ts';
import type { Ip2 } from './context.ts';
import type { Json } from './json.ts';
import { nameIn, PROTOCOLS, ROUTE_TYPES, SCOPES, TABLES } from './names.ts';

export const bitsOf = (family: Family): number => (family === AF_INET ? 32 : 128);

export const destination = (r: RouteInfo): string =>
  r.dstLen === 0 ? 'default' : r.dstLen === bitsOf(r.family) ? formatIp(r.family, r.dst) : `${formatIp(r.family, r.dst)}/${r.dstLen}`;

const source = (r: RouteInfo): string | null =>
  r.src === null ? null : r.srcLen === bitsOf(r.family) ? formatIp(r.family, r.src) : `${formatIp(r.family, r.src)}/${r.srcLen}`;

const HOP_FLAGS: readonly (readonly [number, string])[] = [
  [RTNH_F_DEAD, 'dead'],
  [RTNH_F_ONLINK, 'onlink'],
  [RTNH_F_LINKDOWN, 'linkdown'],
];

const hopFlags = (r: RouteInfo): string[] => HOP_FLAGS.filter(([bit]) => (r.flags & bit) !== 0).map(([, name]) => name);

const isResolved = (r: RouteInfo): boolean => r.cache !== null;

/** What was asked for is not repeated in every line. */
export interface Hidden {
  readonly table?: boolean;
  readonly via?: boolean;
  readonly dev?: boolean;
  readonly protocol?: boolean;
  readonly scope?: boolean;
  readonly src?: boolean;
}

/** print_route */
export function routeText(ip: Ip2, r: RouteInfo, hidden: Hidden): string {
  const { details, oneline } = ip.options;
  let s = r.type !== RTN_UNICAST || details ? `${nameIn(ROUTE_TYPES, r.type)} ` : '';
  s += `${destination(r)} `;
  const from = source(r);
  if (from !== null) s += `from ${from} `;
  if (r.tos !== 0) s += `tos 0x${r.tos.toString(16)} `;
  if (r.gateway !== null && hidden.via !== true) s += `via ${formatIp(r.family, r.gateway)} `;
  if (r.oif !== null && hidden.dev !== true) s += `dev ${ip.nameOf(r.oif)} `;
  if (r.table !== RT_TABLE_MAIN && hidden.table !== true) s += `table ${nameIn(TABLES, r.table)} `;
  if (!isResolved(r)) {
    if ((r.protocol !== RTPROT_BOOT || details) && hidden.protocol !== true) s += `proto ${nameIn(PROTOCOLS, r.protocol)} `;
    if ((r.scope !== RT_SCOPE_UNIVERSE || details) && hidden.scope !== true) s += `scope ${nameIn(SCOPES, r.scope)} `;
  }
  if (r.prefsrc !== null && hidden.src !== true) s += `src ${formatIp(r.family, r.prefsrc)} `;
  if (r.metric !== null) s += `metric ${r.metric} `;
  for (const word of hopFlags(r)) s += `${word} `;
  if (r.uid !== null) s += `uid ${r.uid} `;
  if (r.cache !== null) s += `${oneline ? '\\' : '\n'}    cache ${r.cache.length === 0 ? '' : `<${r.cache.join(',')}> `}`;
  if (r.mtu !== null) s += `mtu ${r.mtu} `;
  if (r.iif !== null) s += `iif ${ip.nameOf(r.iif)} `;
  return `${s}${r.family === AF_INET6 ? 'pref medium' : ''}\n`;
}

export function routeJson(ip: Ip2, r: RouteInfo, hidden: Hidden): Json {
  const { details } = ip.options;
  const o: Record<string, Json> = {};
  if (r.type !== RTN_UNICAST || details) o.type = nameIn(ROUTE_TYPES, r.type);
  o.dst = destination(r);
  const from = source(r);
  if (from !== null) o.from = from;
  if (r.gateway !== null && hidden.via !== true) o.gateway = formatIp(r.family, r.gateway);
  if (r.oif !== null && hidden.dev !== true) o.dev = ip.nameOf(r.oif);
  if (r.table !== RT_TABLE_MAIN && hidden.table !== true) o.table = nameIn(TABLES, r.table);
  if (!isResolved(r)) {
    if ((r.protocol !== RTPROT_BOOT || details) && hidden.protocol !== true) o.protocol = nameIn(PROTOCOLS, r.protocol);
    if ((r.scope !== RT_SCOPE_UNIVERSE || details) && hidden.scope !== true) o.scope = nameIn(SCOPES, r.scope);
  }
  if (r.prefsrc !== null && hidden.src !== true) o.prefsrc = formatIp(r.family, r.prefsrc);
  if (r.metric !== null) o.metric = r.metric;
  o.flags = hopFlags(r);
  if (r.uid !== null) o.uid = r.uid;
  if (r.cache !== null) o.cache = r.cache;
  if (r.mtu !== null) o.metrics = [{ mtu: r.mtu }];
  if (r.family === AF_INET6) o.pref = 'medium';
  return o;
}

/** What list and flush are restricted to. */
