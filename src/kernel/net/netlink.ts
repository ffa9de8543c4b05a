// NETLINK_ROUTE (rtnetlink(7), net/core/rtnetlink.c): requests about links, addresses, routes, rules, neighbours and namespace ids. Whoever
// may ask may not change: that takes CAP_NET_ADMIN over the namespace of the socket.

import { CAP_NET_ADMIN } from '../../abi/caps.ts';
import { ENODEV, ENOENT, EPERM, Errno } from '../../abi/errno.ts';
import { AF_INET, AF_INET6, type Family } from '../../abi/inet.ts';
import { NLM_F_REPLACE, RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from '../../abi/net.ts';
import type { AddrInfo, Dump, NeighInfo, RouteInfo, RouteQuery, RtMessages, RtReply, RtType } from '../../abi/rtnetlink.ts';
import { nsCapable } from '../cred/capability.ts';
import { showUid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import { addAddress, addressesOf, deleteAddress, isTentative, shownAddressFlags } from './address.ts';
import { deviceByIndex, ExtAck, type NetDevice } from './device.ts';
import { routeOutput } from './ip-output.ts';
import { addNeighbour, deleteNeighbour, neighboursOf, shownState } from './neigh.ts';
import type { NetNs } from './netns.ts';
import { nsidOf, setNsid } from './nsid.ts';
import { addRoute, deleteRoute, type Route, shownRouteFlags } from './route.ts';
import { deleteLink, listLinks, netNsByWish, newLink, setLink } from './rtnl-link.ts';
import { addRule, deleteRule } from './rule.ts';

/** Who asks what of which namespace. */
export interface Request<T extends RtType> {
  readonly net: NetNs;
  readonly task: Task;
  readonly body: RtMessages[T]['body'];
  /** NLM_F_* */
  readonly flags: number;
}

type Handler<T extends RtType> = (request: Request<T>) => RtMessages[T]['answer'];

const FAMILIES: readonly Family[] = [AF_INET, AF_INET6];

const familiesOf = (dump: Dump): readonly Family[] =>
  FAMILIES.filter((f) => dump.family === undefined || dump.family === 0 || dump.family === f);

function deviceOf(net: NetNs, index: number): NetDevice {
  const dev = deviceByIndex(net, index);
  if (dev === undefined) throw ENODEV;
  return dev;
}

function listAddresses({ net, body }: Request<'RTM_GETADDR'>): AddrInfo[] {
  const out: AddrInfo[] = [];
  for (const family of familiesOf(body)) {
    for (const dev of net.devices) {
      if (body.index !== undefined && body.index !== dev.ifindex) continue;
      for (const a of addressesOf(dev, family))
        out.push({
          family,
          index: dev.ifindex,
          prefixlen: a.length,
          scope: a.scope,
          flags: shownAddressFlags(dev, a),
          local: a.local,
          address: a.address,
          broadcast: a.broadcast,
          label: a.label,
          preferred: a.preferred,
          valid: a.valid,
        });
    }
  }
  return out;
}

const routeInfo = (r: Route): RouteInfo => ({
  family: r.family,
  dst: r.dst,
  dstLen: r.length,
  src: null,
  srcLen: 0,
  tos: r.tos,
  table: r.table,
  protocol: r.protocol,
  scope: r.family === AF_INET ? r.scope : 0,
  type: r.type,
  gateway: r.gateway,
  oif: r.dev?.ifindex ?? null,
  prefsrc: r.family === AF_INET ? r.prefsrc : (r.prefsrc ?? null),
  metric: r.metric === 0 && r.family === AF_INET ? null : r.metric,
  flags: shownRouteFlags(r),
  mtu: r.mtu,
  cache: null,
  iif: null,
  uid: null,
});

/** In the order of the trie: by prefix, the longer of one address first; in IPv6 a network stands behind what is inside it. */
function dumpOrder(a: Route, b: Route): number {
  if (a.family === AF_INET6 && a.length !== b.length) {
    const [outer, inner] = a.length < b.length ? [a, b] : [b, a];
    const rest = BigInt(128 - outer.length);
    if (outer.dst >> rest === inner.dst >> rest) return outer === a ? 1 : -1;
  }
  if (a.dst !== b.dst) return a.dst < b.dst ? -1 : 1;
  return b.length - a.length || b.tos - a.tos || a.metric - b.metric;
}

const isShown = (r: Route): boolean =>
  r.family === AF_INET || r.type !== RTN_LOCAL || r.ifa === null || r.dev === null || !isTentative(r.dev, r.ifa);

function dumpRoutes(net: NetNs, dump: Dump): RouteInfo[] {
  const out: RouteInfo[] = [];
  for (const family of familiesOf(dump)) {
    const { tables } = net.fib[family];
    const wanted = dump.table ?? 0;
    if (wanted !== 0 && !tables.has(wanted)) throw new ExtAck(ENOENT, `${family === AF_INET ? 'ipv4' : 'ipv6'}: FIB table does not exist`);
    const ids = wanted !== 0 ? [wanted] : [...tables.keys()].sort((a, b) => a - b);
    for (const id of ids) for (const r of (tables.get(id) ?? []).filter(isShown).sort(dumpOrder)) out.push(routeInfo(r));
  }
  return out;
}

/** RTCF_* of the types that are for this host. */
const CACHE_WORDS: ReadonlyMap<number, readonly string[]> = new Map([
  [RTN_LOCAL, ['local']],
  [RTN_BROADCAST, ['local', 'brd']],
  [RTN_MULTICAST, ['local', 'mc']],
]);

/** inet_rtm_getroute: the way a packet would take. */
function getRoute(request: Request<'RTM_GETROUTE'>, query: RouteQuery): RouteInfo[] {
  const { net, task } = request;
  const { family, dst } = query;
  const path = routeOutput(net, family, {
    dst,
    src: query.src ?? null,
    ...(query.oif === undefined ? undefined : { oif: query.oif }),
    ...(query.mark === undefined ? undefined : { mark: query.mark }),
  });
  const { route } = path;
  const isMergedLocal = family === AF_INET && net.fib[family].isMerged;
  const cache = CACHE_WORDS.get(path.type) ?? [];
  return [
    {
      family,
      dst,
      dstLen: family === AF_INET ? 32 : 128,
      src: query.src ?? null,
      srcLen: query.src === undefined ? 0 : family === AF_INET ? 32 : 128,
      tos: 0,
      table: isMergedLocal && (route?.table ?? 254) === 255 ? 254 : (route?.table ?? 254),
      protocol: family === AF_INET ? 0 : (route?.protocol ?? 0),
      scope: 0,
      type: path.type,
      gateway: path.route?.gateway ?? null,
      oif: path.dev.ifindex,
      prefsrc: query.src === undefined || query.src === 0n ? path.src : null,
      metric: family === AF_INET ? null : (route?.metric ?? 0),
      flags: 0,
      mtu: null,
      cache: family === AF_INET ? cache : null,
      iif: null,
      uid: family === AF_INET ? showUid(task.cred.uid, task.cred.userNs) : null,
    },
  ];
}

function listNeighbours({ net, body }: Request<'RTM_GETNEIGH'>): NeighInfo[] {
  const out: NeighInfo[] = [];
  for (const family of familiesOf(body))
    for (const n of neighboursOf(net, family)) {
      if (body.index !== undefined && body.index !== n.dev.ifindex) continue;
      out.push({ family, index: n.dev.ifindex, dst: n.ip, lladdr: n.lladdr, state: shownState(n), isRouter: false, isProxy: false });
    }
  return out;
}

const HANDLERS: { readonly [T in RtType]: Handler<T> } = {
  RTM_NEWLINK: newLink,
  RTM_SETLINK: setLink,
  RTM_DELLINK: deleteLink,
  RTM_GETLINK: listLinks,
  RTM_NEWADDR: ({ net, body, flags }) => void addAddress(deviceOf(net, body.index), body, (flags & NLM_F_REPLACE) !== 0),
  RTM_DELADDR: ({ net, body }) => void deleteAddress(deviceOf(net, body.index), body),
  RTM_GETADDR: listAddresses,
  RTM_NEWROUTE: ({ net, body, flags }) => void addRoute(net, body, flags),
  RTM_DELROUTE: ({ net, body }) => void deleteRoute(net, body),
  RTM_GETROUTE: (request) => ('dst' in request.body ? getRoute(request, request.body) : dumpRoutes(request.net, request.body)),
  RTM_NEWRULE: ({ net, body }) => void addRule(net, body),
  RTM_DELRULE: ({ net, body }) => void deleteRule(net, body),
  RTM_GETRULE: ({ net, body }) => familiesOf(body).flatMap((f) => net.rules[f]),
  RTM_NEWNEIGH: ({ net, body, flags }) => void addNeighbour(deviceOf(net, body.index), body, flags),
  RTM_DELNEIGH: ({ net, body }) => void deleteNeighbour(deviceOf(net, body.index), body),
  RTM_GETNEIGH: listNeighbours,
  RTM_NEWNSID: ({ net, task, body }) => void setNsid(net, netNsByWish(task, body), body.nsid ?? -1),
  RTM_GETNSID(request) {
    const { net, task, body } = request;
    if (body.fd === undefined && body.pid === undefined) return [...net.nsids.values()].sort((a, b) => a - b).map((nsid) => ({ nsid }));
    return [{ nsid: nsidOf(net, netNsByWish(task, body)) }];
  },
};

/** rtnetlink_rcv_msg */
export function rtnetlink<T extends RtType>(task: Task, net: NetNs, type: T, body: RtMessages[T]['body'], flags: number): RtReply<T> {
  try {
    if (!type.startsWith('RTM_GET') && !nsCapable(task, net.owner, CAP_NET_ADMIN)) throw EPERM;
    const handler: Handler<T> = HANDLERS[type];
    return { error: null, answer: handler({ net, task, body, flags }) };
  } catch (e) {
    if (e instanceof ExtAck) return { error: e.errno, text: e.text };
    if (e instanceof Errno) return { error: e, text: null };
    throw e;
  }
}
