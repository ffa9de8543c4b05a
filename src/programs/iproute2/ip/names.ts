// Names of numbers (iproute2 lib/rt_names.c with its files as Debian ships them, ll_types.c, ip/rtm_map.c).

import {
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_SITE,
  RT_TABLE_DEFAULT,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
} from '../../../abi/net.ts';

export type Names = readonly (readonly [number, string])[];

export const LINK_TYPES: Names = [
  [ARPHRD_ETHER, 'ether'],
  [ARPHRD_LOOPBACK, 'loopback'],
];
export const SCOPES: Names = [
  [0, 'global'],
  [RT_SCOPE_NOWHERE, 'nowhere'],
  [RT_SCOPE_HOST, 'host'],
  [RT_SCOPE_LINK, 'link'],
  [RT_SCOPE_SITE, 'site'],
];
export const TABLES: Names = [
  [0, 'all'],
  [RT_TABLE_DEFAULT, 'default'],
  [RT_TABLE_MAIN, 'main'],
  [RT_TABLE_LOCAL, 'local'],
];
export const PROTOCOLS: Names = [
  [0, 'unspec'],
  [1, 'redirect'],
  [2, 'kernel'],
  [3, 'boot'],
  [4, 'static'],
  [8, 'gated'],
  [9, 'ra'],
  [11, 'zebra'],
  [12, 'bird'],
  [15, 'ntk'],
  [16, 'dhcp'],
  [18, 'keepalived'],
  [42, 'babel'],
  [186, 'bgp'],
  [188, 'ospf'],
  [189, 'rip'],
];
export const ROUTE_TYPES: Names = [
  [0, 'none'],
  [1, 'unicast'],
  [2, 'local'],
  [3, 'broadcast'],
  [4, 'anycast'],
  [5, 'multicast'],
  [6, 'blackhole'],
  [7, 'unreachable'],
  [8, 'prohibit'],
  [9, 'throw'],
  [10, 'nat'],
];
export const OPER_STATES = ['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP'] as const;
export const GROUPS: Names = [[0, 'default']];
export const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'] as const;

export const nameIn = (names: Names, n: number): string => names.find(([nr]) => nr === n)?.[1] ?? String(n);

/** The number behind a name or itself; null: neither. */
export function numberIn(names: Names, text: string, max = 255): number | null {
  const named = names.find(([, name]) => name === text);
  if (named !== undefined) return named[0];
  if (!/^(0x[0-9a-fA-F]+|\d+)$/.test(text)) return null;
  const n = Number(text);
  return n <= max ? n : null;
}
