// The forwarding tables (net/ipv4/fib_trie.c, fib_semantics.c, net/ipv6/route.c; ip-route(8)): adding, removing, looking up.

import { EACCES, EEXIST, EHOSTUNREACH, EINVAL, ENETDOWN, ENETUNREACH, ENODEV, ENOENT, type Errno, ESRCH } from '../../abi/errno.ts';
import { AF_INET, AF_INET6, addressBits, type Family, type Ip, networkOf, sameNetwork } from '../../abi/inet.ts';
import {
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_BLACKHOLE,
  RTN_LOCAL,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTNH_F_LINKDOWN,
  RTNH_F_ONLINK,
} from '../../abi/net.ts';
import type { RouteWish } from '../../abi/rtnetlink.ts';
import { addressesOf, type IfAddr, isTentative } from './address.ts';
import { deviceByIndex, ExtAck, type NetDevice } from './device.ts';
import type { NetNs } from './netns.ts';
import { eitherSetting } from './settings.ts';

export interface Route {
  readonly family: Family;
  readonly dst: Ip;
  readonly length: number;
  readonly tos: number;
  readonly metric: number;
  readonly type: number;
  readonly scope: number;
  readonly protocol: number;
  readonly table: number;
  readonly dev: NetDevice | null;
  readonly gateway: Ip | null;
  readonly prefsrc: Ip | null;
  /** Scope of the next hop: NOWHERE for an address of one's own (fib_nh_scope). */
  readonly nhScope: number;
  readonly flags: number;
  readonly mtu: number | null;
  /** The address it follows from. */
  readonly ifa: IfAddr | null;
}

/** The tables of one family; the local and the main one are always there. */
export class Fib {
  readonly family: Family;
  readonly tables = new Map<number, Route[]>();
  /** fib_trie: as long as nobody made a rule, local is part of main, and look-ups say `main` for both. */
  isMerged = true;

  constructor(family: Family) {
    this.family = family;
    this.tables.set(RT_TABLE_LOCAL, []);
    this.tables.set(RT_TABLE_MAIN, []);
  }
}

/** What a look-up of such a route ends with (fib_props). */
const TYPE_ERRORS: ReadonlyMap<number, Errno> = new Map([
  [RTN_BLACKHOLE, EINVAL],
  [RTN_UNREACHABLE, EHOSTUNREACH],
  [RTN_PROHIBIT, EACCES],
]);

/** The error that the type stands for; undefined for a route that leads somewhere. */
export const routeError = (type: number): Errno | undefined => TYPE_ERRORS.get(type);

/** Longest prefix first, then type of service, then metric: the order of look-ups. */
const compare = (a: Route, b: Route): number => b.length - a.length || b.tos - a.tos || a.metric - b.metric;

const isSamePlace = (a: Route, b: Route): boolean => a.dst === b.dst && a.length === b.length && a.tos === b.tos && a.metric === b.metric;

const isSameHop = (a: Route, b: Route): boolean =>
  a.dev === b.dev &&
  a.gateway === b.gateway &&
  a.type === b.type &&
  a.scope === b.scope &&
  a.prefsrc === b.prefsrc &&
  a.protocol === b.protocol;

type NewRoute = Pick<Route, 'family' | 'dst' | 'length' | 'type' | 'scope' | 'protocol' | 'table' | 'dev' | 'ifa'> &
  Partial<Omit<Route, 'family' | 'dst' | 'length' | 'type' | 'scope' | 'protocol' | 'table' | 'dev' | 'ifa'>>;

function makeRoute(r: NewRoute): Route {
  const nhScope = r.scope === RT_SCOPE_HOST ? RT_SCOPE_NOWHERE : r.gateway != null ? RT_SCOPE_LINK : RT_SCOPE_HOST;
  return { tos: 0, metric: 0, gateway: null, prefsrc: null, nhScope, flags: 0, mtu: null, ...r };
}

function put(fib: Fib, route: Route): void {
  let table = fib.tables.get(route.table);
  if (table === undefined) {
    table = [];
    fib.tables.set(route.table, table);
  }
  const at = table.findIndex((r) => compare(route, r) < 0);
  table.splice(at < 0 ? table.length : at, 0, route);
}

/** fib_magic: a route of the kernel's own; one that is there already stays. */
export function insertRoute(r: NewRoute): void {
  const { dev } = r;
  if (dev === null) return;
  const fib = dev.net.fib[r.family];
  const route = makeRoute(r);
  const known = fib.tables.get(route.table) ?? [];
  if (known.some((x) => isSamePlace(x, route) && isSameHop(x, route))) return;
  put(fib, route);
}

export function removeRoutes(net: NetNs, family: Family, which: (r: Route) => boolean): void {
  const { tables } = net.fib[family];
  for (const [id, table] of tables)
    if (table.some(which))
      tables.set(
        id,
        table.filter((r) => !which(r)),
      );
}

/** fib_sync_down_dev: the routes over a device that went down; an address of one's own stays reachable unless `force`. */
export function removeDeviceRoutes(dev: NetDevice, family: Family, force: boolean): void {
  removeRoutes(dev.net, family, (r) => r.dev === dev && (force || r.nhScope !== RT_SCOPE_NOWHERE));
}

/** RTNH_F_LINKDOWN goes by the carrier. */
export const shownRouteFlags = (r: Route): number =>
  r.flags | (r.dev !== null && !r.dev.hasCarrier && r.nhScope !== RT_SCOPE_NOWHERE ? RTNH_F_LINKDOWN : 0);

// Looking up

export interface Flow {
  readonly dst: Ip;
  /** Null: not chosen yet. */
  readonly src: Ip | null;
  readonly oif?: number;
  readonly iif?: NetDevice | null;
  readonly mark?: number;
  readonly scope?: number;
}

/** fib_table_lookup: the best route of one table, whatever its type. */
export function lookupTable(net: NetNs, family: Family, table: number, flow: Flow): Route | undefined {
  for (const r of net.fib[family].tables.get(table) ?? []) {
    if (!sameNetwork(family, r.dst, flow.dst, r.length) || r.scope < (flow.scope ?? RT_SCOPE_UNIVERSE)) continue;
    if (r.dev !== null && flow.oif !== undefined && flow.oif !== 0 && r.dev.ifindex !== flow.oif) continue;
    if (
      r.dev !== null &&
      !r.dev.hasCarrier &&
      r.nhScope !== RT_SCOPE_NOWHERE &&
      eitherSetting(r.dev, 'ipv4', 'ignore_routes_with_linkdown')
    )
      continue;
    if (r.type === RTN_LOCAL && r.ifa !== null && r.dev !== null && isTentative(r.dev, r.ifa)) continue;
    return r;
  }
  return undefined;
}

/** fib_lookup: table by table as the rules say. Throws the error of the route, or ENETUNREACH. */
export function fibLookup(net: NetNs, family: Family, flow: Flow): Route {
  for (const rule of net.rules[family]) {
    if (rule.srcLen > 0 && (flow.src === null || !sameNetwork(family, rule.src, flow.src, rule.srcLen))) continue;
    if (rule.dstLen > 0 && !sameNetwork(family, rule.dst, flow.dst, rule.dstLen)) continue;
    if (rule.iif !== null && (flow.iif?.name ?? 'lo') !== rule.iif) continue;
    if (rule.oif !== null && deviceByIndex(net, flow.oif ?? 0)?.name !== rule.oif) continue;
    if (rule.fwmark !== null && rule.fwmark !== (flow.mark ?? 0)) continue;
    const refusal = routeError(rule.action);
    if (refusal !== undefined) throw refusal;
    const route = lookupTable(net, family, rule.table, flow);
    if (route === undefined || route.type === RTN_THROW) continue;
    const error = routeError(route.type);
    if (error !== undefined) throw error;
    return route;
  }
  throw ENETUNREACH;
}

/** The type of an address as a table sees it: local, broadcast … (inet_addr_type). */
export function addressType(net: NetNs, family: Family, ip: Ip): number {
  return lookupTable(net, family, RT_TABLE_LOCAL, { dst: ip, src: null })?.type ?? RTN_UNICAST;
}

export const isLocalAddress = (net: NetNs, family: Family, ip: Ip): boolean => addressType(net, family, ip) === RTN_LOCAL;

// RTM_NEWROUTE, RTM_DELROUTE

const invalidGateway = (errno: Errno): ExtAck => new ExtAck(errno, 'Nexthop has invalid gateway');

/** fib_check_nh_gw: the gateway must be reachable directly. Answers the device it is reached by. */
function checkGateway(net: NetNs, wish: RouteWish, gateway: Ip): { dev: NetDevice; onlink: boolean } {
  const { family } = wish;
  const given = wish.oif === undefined ? undefined : deviceByIndex(net, wish.oif);
  if (wish.oif !== undefined && given === undefined) throw ENODEV;
  if (family === AF_INET && wish.scope >= RT_SCOPE_LINK) throw new ExtAck(EINVAL, 'Nexthop has invalid scope');
  if (((wish.flags ?? 0) & RTNH_F_ONLINK) !== 0) {
    if (given === undefined) throw new ExtAck(ENODEV, 'Nexthop device required for onlink');
    if (!given.isUp) throw new ExtAck(ENETDOWN, 'Nexthop device is not up');
    return { dev: given, onlink: true };
  }
  if (family === AF_INET6) return { dev: checkGatewayV6(net, gateway, given), onlink: false };
  let hop: Route;
  try {
    hop = fibLookup(net, family, {
      dst: gateway,
      src: null,
      scope: RT_SCOPE_LINK,
      ...(wish.oif === undefined ? undefined : { oif: wish.oif }),
    });
  } catch {
    throw invalidGateway(ENETUNREACH);
  }
  if (hop.type !== RTN_UNICAST && hop.type !== RTN_LOCAL) throw invalidGateway(EINVAL);
  if (hop.dev === null || !hop.dev.isUp) throw new ExtAck(ENETDOWN, 'Nexthop device is not up');
  return { dev: hop.dev, onlink: false };
}

/** ip6_route_check_nh: a link-local gateway needs its device; another one a route without a gateway. */
function checkGatewayV6(net: NetNs, gateway: Ip, given: NetDevice | undefined): NetDevice {
  if (isLocalAddress(net, AF_INET6, gateway)) throw new ExtAck(EINVAL, 'Gateway can not be a local address');
  if (gateway >> 118n === 0xfe80n >> 6n) {
    if (given === undefined) throw new ExtAck(EINVAL, 'Egress device not specified');
    return given;
  }
  const hop = findV6(net, gateway, given);
  if (hop === undefined || hop.dev === null || hop.gateway !== null) throw EHOSTUNREACH;
  return hop.dev;
}

function findV6(net: NetNs, dst: Ip, dev: NetDevice | undefined): Route | undefined {
  try {
    return fibLookup(net, AF_INET6, { dst, src: null, ...(dev === undefined ? undefined : { oif: dev.ifindex }) });
  } catch {
    return undefined;
  }
}

function routeOf(net: NetNs, wish: RouteWish): Route {
  const { family, dstLen, table, protocol, scope, type, tos } = wish;
  // IPv6 takes the network of whatever is given.
  const dst = family === AF_INET6 && dstLen <= 128 ? networkOf(family, wish.dst, dstLen) : wish.dst;
  if (dstLen > addressBits(family)) throw new ExtAck(EINVAL, 'Invalid prefix length');
  if (networkOf(family, dst, dstLen) !== dst) throw new ExtAck(EINVAL, 'Invalid prefix for given prefix length');
  const isDead = routeError(type) !== undefined || type === RTN_THROW;
  const common = { family, dst, length: dstLen, table, protocol, scope, type, tos, ifa: null, mtu: wish.mtu ?? null };
  const metric = wish.metric ?? (family === AF_INET6 ? 1024 : 0);
  if (isDead) {
    if (wish.gateway !== undefined || wish.oif !== undefined)
      throw new ExtAck(
        EINVAL,
        family === AF_INET ? 'Gateway, device and multipath can not be specified for this route type' : 'Invalid route',
      );
    return makeRoute({ ...common, metric, dev: family === AF_INET6 ? net.loopback : null });
  }
  let dev: NetDevice | undefined;
  let flags = 0;
  if (wish.gateway !== undefined) {
    const hop = checkGateway(net, wish, wish.gateway);
    dev = hop.dev;
    if (hop.onlink) flags |= RTNH_F_ONLINK;
  } else {
    dev = wish.oif === undefined ? undefined : deviceByIndex(net, wish.oif);
    if (dev === undefined) throw ENODEV;
    if (!dev.isUp && scope !== RT_SCOPE_HOST)
      throw new ExtAck(ENETDOWN, family === AF_INET ? 'Device for nexthop is not up' : 'Nexthop device is not up');
  }
  const { prefsrc } = wish;
  if (prefsrc !== undefined && !isLocalAddress(net, family, prefsrc) && !(type === RTN_LOCAL && prefsrc === dst))
    throw new ExtAck(EINVAL, family === AF_INET ? 'Invalid prefsrc address' : 'Invalid source address');
  return makeRoute({ ...common, metric, dev, flags, gateway: wish.gateway ?? null, prefsrc: prefsrc ?? null });
}

/** fib_table_insert: what NLM_F_* say about a route that is there already. */
export function addRoute(net: NetNs, wish: RouteWish, nlFlags: number): void {
  const fib = net.fib[wish.family];
  const route = routeOf(net, wish);
  const table = fib.tables.get(route.table) ?? [];
  const same = table.filter((r) => isSamePlace(r, route));
  if (same.length > 0) {
    if ((nlFlags & NLM_F_EXCL) !== 0) throw EEXIST;
    if ((nlFlags & NLM_F_REPLACE) !== 0) {
      // The first of its place gives way, and the new one stands where it stood.
      const at = table.indexOf(same[0]);
      table.splice(at, 1, route);
      return;
    }
    if (same.some((r) => isSameHop(r, route))) throw EEXIST;
    if (wish.family === AF_INET && (nlFlags & NLM_F_APPEND) === 0) {
      table.splice(table.indexOf(same[0]), 0, route);
      return;
    }
  } else if ((nlFlags & NLM_F_CREATE) === 0) throw ENOENT;
  put(fib, route);
}

/** fib_table_delete: the first route that has all that was named. */
export function deleteRoute(net: NetNs, wish: RouteWish): void {
  const table = net.fib[wish.family].tables.get(wish.table);
  const route = table?.find(
    (r) =>
      r.dst === wish.dst &&
      r.length === wish.dstLen &&
      (wish.tos === 0 || r.tos === wish.tos) &&
      (wish.type === 0 || r.type === wish.type) &&
      (wish.scope === RT_SCOPE_NOWHERE || wish.family === AF_INET6 || r.scope === wish.scope) &&
      (wish.protocol === 0 || r.protocol === wish.protocol) &&
      (wish.metric === undefined || wish.metric === 0 || r.metric === wish.metric) &&
      (wish.prefsrc === undefined || r.prefsrc === wish.prefsrc) &&
      (wish.gateway === undefined || r.gateway === wish.gateway) &&
      (wish.oif === undefined || r.dev?.ifindex === wish.oif),
  );
  if (table === undefined || route === undefined) {
    if (wish.family === AF_INET && table === undefined) throw new ExtAck(ESRCH, 'ipv4: FIB table does not exist');
    throw ESRCH;
  }
  table.splice(table.indexOf(route), 1);
}

/** Where a packet to a destination starts from: the address that the route prefers, else one of the device (inet_select_addr). */
export function selectSource(net: NetNs, family: Family, dev: NetDevice, dst: Ip, gateway: Ip | null): Ip | null {
  const target = gateway ?? dst;
  const own = addressesOf(dev, family).filter((a) => !isTentative(dev, a));
  if (family === AF_INET6) {
    const wantsLink = target >> 118n === 0xfe80n >> 6n && gateway === null;
    const fits = own.filter((a) => (a.scope === RT_SCOPE_LINK) === wantsLink);
    const near = fits.find((a) => sameNetwork(family, a.local, dst, a.length)) ?? fits[0] ?? own[0];
    if (near !== undefined) return near.local;
    for (const d of net.devices)
      for (const a of addressesOf(d, family)) if (a.scope === RT_SCOPE_UNIVERSE && !isTentative(d, a)) return a.local;
    return null;
  }
  const primary = own.filter((a) => (a.flags & 1) === 0 && a.scope <= RT_SCOPE_LINK);
  const near = primary.find((a) => sameNetwork(family, a.address, target, a.length)) ?? primary[0];
  if (near !== undefined) return near.local;
  for (const d of net.devices) for (const a of addressesOf(d, family)) if (a.scope < RT_SCOPE_LINK) return a.local;
  return null;
}
