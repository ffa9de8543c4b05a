// ip route (iproute2 ip/iproute.c; ip-route(8)).

import { AF_INET, AF_INET6, type Family, formatIp, type Ip, sameNetwork } from '../../../abi/inet.ts';
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
  RTN_ANYCAST,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
  RTN_UNSPEC,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from '../../../abi/net.ts';
import type { RouteInfo, RouteWish } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import type { Json } from './json.ts';
import { nameIn, numberIn, PROTOCOLS, ROUTE_TYPES, SCOPES, TABLES } from './names.ts';
import { ROUTE_USAGE } from './usage.ts';

/** Command → NLM_F_* of RTM_NEWROUTE; null deletes. */
const CHANGES: readonly (readonly [string, number | null])[] = [
  ['add', NLM_F_CREATE | NLM_F_EXCL],
  ['change', NLM_F_REPLACE],
  ['chg', NLM_F_REPLACE],
  ['replace', NLM_F_CREATE | NLM_F_REPLACE],
  ['prepend', NLM_F_CREATE],
  ['append', NLM_F_CREATE | NLM_F_APPEND],
  ['delete', null],
];

export function* doRoute(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'list', ...rest] = words;
  if (matches(command, 'list') || matches(command, 'show') || command === 'lst') return yield* listRoutes(ip, rest);
  if (matches(command, 'get')) return yield* getRoute(ip, rest);
  for (const [name, flags] of CHANGES) if (matches(command, name)) return yield* modify(ip, rest, flags);
  if (matches(command, 'flush')) return yield* flush(ip, rest);
  if (matches(command, 'help')) return yield* ip.usage(ROUTE_USAGE);
  return yield* ip.unknownCommand(command, 'route');
}

const bitsOf = (family: Family): number => (family === AF_INET ? 32 : 128);

const destination = (r: RouteInfo): string =>
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
interface Hidden {
  readonly table?: boolean;
  readonly via?: boolean;
  readonly dev?: boolean;
  readonly protocol?: boolean;
  readonly scope?: boolean;
  readonly src?: boolean;
}

/** print_route */
function routeText(ip: Ip2, r: RouteInfo, hidden: Hidden): string {
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

function routeJson(ip: Ip2, r: RouteInfo, hidden: Hidden): Json {
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
interface Filter {
  /** 0: all tables. */
  table: number;
  protocol?: number;
  scope?: number;
  type?: number;
  oif?: number;
  via?: Ip;
  src?: Ip;
  root?: Prefix;
  match?: Prefix;
}

function* tableOf(ip: Ip2, text: string): Sys<number> {
  return numberIn(TABLES, text, 0xffffffff) ?? (yield* ip.invarg('table id value is invalid\n', text));
}

function* deviceOf(ip: Ip2, name: string): Sys<number> {
  const index = ip.indexOf(name);
  return index === 0 ? yield* ip.nodev(name) : index;
}

function* parseFilter(ip: Ip2, words: readonly string[]): Sys<Filter> {
  const args = new Args(ip, words);
  const f: Filter = { table: RT_TABLE_MAIN };
  while (!args.isEmpty) {
    let word = args.shift();
    if (matches(word, 'table')) f.table = yield* tableOf(ip, yield* args.value());
    else if (matches(word, 'protocol')) {
      const text = yield* args.value();
      if (text === 'all') f.protocol = undefined;
      else f.protocol = numberIn(PROTOCOLS, text) ?? (yield* ip.invarg('invalid "protocol"\n', text));
    } else if (matches(word, 'scope')) {
      const text = yield* args.value();
      if (text !== 'all') f.scope = numberIn(SCOPES, text) ?? (yield* ip.invarg('invalid "scope"\n', text));
    } else if (matches(word, 'type')) {
      const text = yield* args.value();
      f.type = numberIn(ROUTE_TYPES, text) ?? (yield* ip.invarg('node type value is invalid\n', text));
    } else if (word === 'dev' || word === 'oif') f.oif = yield* deviceOf(ip, yield* args.value());
    else if (word === 'via') f.via = (yield* ip.prefix(yield* args.value())).ip;
    else if (word === 'src') f.src = (yield* ip.prefix(yield* args.value())).ip;
    else {
      if (matches(word, 'to')) word = yield* args.value();
      if (matches(word, 'root')) f.root = yield* ip.prefix(yield* args.value());
      else if (matches(word, 'match')) f.match = yield* ip.prefix(yield* args.value());
      else {
        if (matches(word, 'exact')) word = yield* args.value();
        if (matches(word, 'help')) return yield* ip.usage(ROUTE_USAGE);
        f.match = yield* ip.prefix(word);
        f.root = f.match;
      }
    }
  }
  return f;
}

const isWanted = (f: Filter, r: RouteInfo): boolean =>
  (f.protocol === undefined || r.protocol === f.protocol) &&
  (f.scope === undefined || r.scope === f.scope) &&
  (f.type === undefined || r.type === f.type) &&
  (f.oif === undefined || r.oif === f.oif) &&
  (f.via === undefined || r.gateway === f.via) &&
  (f.src === undefined || r.prefsrc === f.src) &&
  (f.root === undefined ||
    (r.dstLen >= f.root.length &&
      (f.root.isWord || r.family === f.root.family) &&
      sameNetwork(r.family, r.dst, f.root.ip, f.root.length))) &&
  (f.match === undefined ||
    (r.dstLen <= f.match.length && (f.match.isWord || r.family === f.match.family) && sameNetwork(r.family, r.dst, f.match.ip, r.dstLen)));

/** A prefix decides for its family; a table for IPv4, as long as nobody asked for IPv6. */
function familyOf(ip: Ip2, f: Filter): number {
  if (ip.options.family !== 0) return ip.options.family;
  const prefix = f.root ?? f.match;
  if (prefix !== undefined && !prefix.isWord) return prefix.family;
  return f.table === 0 ? 0 : AF_INET;
}

function* findRoutes(ip: Ip2, f: Filter): Sys<RouteInfo[]> {
  const table = f.table === 0 ? undefined : { table: f.table };
  return (yield* ip.dump('RTM_GETROUTE', { family: familyOf(ip, f), ...table })).filter((r) => isWanted(f, r));
}

function* listRoutes(ip: Ip2, words: readonly string[]): Sys<number> {
  const f = yield* parseFilter(ip, words);
  const routes = yield* findRoutes(ip, f);
  const hidden: Hidden = {
    table: f.table !== 0,
    via: f.via !== undefined,
    dev: f.oif !== undefined,
    protocol: f.protocol !== undefined,
    scope: f.scope !== undefined,
    src: f.src !== undefined,
  };
  if (ip.options.json) ip.printJson(routes.map((r) => routeJson(ip, r, hidden)));
  else for (const r of routes) ip.p.print(routeText(ip, r, hidden));
  return 0;
}

function* flush(ip: Ip2, words: readonly string[]): Sys<number> {
  if (words.length === 0) return yield* ip.fail('"ip route flush" requires arguments.');
  // `cache`: there has been none since Linux 3.6.
  if (words[0] === 'cache') return 0;
  const f = yield* parseFilter(ip, words);
  const routes = (yield* findRoutes(ip, f)).filter((r) => r.family === AF_INET || r.type === RTN_UNICAST);
  for (const r of routes) ip.ask('RTM_DELROUTE', wishOf(r));
  if (ip.options.stats > 0) {
    if (routes.length === 0) ip.p.print('Nothing to flush.\n');
    else ip.p.print(`\n*** Round 1, deleting ${routes.length} entries ***\n*** Flush is complete after 1 round ***\n`);
  }
  return 0;
}

const wishOf = (r: RouteInfo): RouteWish => ({
  family: r.family,
  dst: r.dst,
  dstLen: r.dstLen,
  table: r.table,
  protocol: r.protocol,
  scope: r.scope,
  type: r.type,
  tos: r.tos,
  ...(r.gateway === null ? undefined : { gateway: r.gateway }),
  ...(r.oif === null ? undefined : { oif: r.oif }),
  ...(r.metric === null ? undefined : { metric: r.metric }),
});

// get

function* getRoute(ip: Ip2, words: readonly string[]): Sys<number> {
  const args = new Args(ip, words);
  let dst: Prefix | undefined;
  let src: Prefix | undefined;
  let oif: number | undefined;
  let iif: number | undefined;
  let mark: number | undefined;
  const family = (): number => dst?.family ?? ip.options.family;
  while (!args.isEmpty) {
    const word = args.shift();
    if (word === 'from') src = yield* ip.prefix(yield* args.value(), family());
    else if (word === 'iif') iif = yield* deviceOf(ip, yield* args.value());
    else if (word === 'oif' || word === 'dev') oif = yield* deviceOf(ip, yield* args.value());
    else if (word === 'mark') mark = Number(yield* args.value());
    else if (word === 'tos' || word === 'uid' || word === 'ipproto' || word === 'sport' || word === 'dport') yield* args.value();
    else if (word !== 'fibmatch' && word !== 'notify') {
      const text = word === 'to' ? yield* args.value() : word;
      if (matches(text, 'help')) return yield* ip.usage(ROUTE_USAGE);
      dst = yield* ip.prefix(text, family());
    }
  }
  if (dst === undefined) return yield* ip.fail('need at least a destination address');
  const bits = bitsOf(dst.family);
  if (dst.length !== bits) yield* ip.p.error(`Warning: /${dst.length} as prefix is invalid, only /${bits} (or none) is supported.\n`);
  if (iif !== undefined) return yield* ip.fail('ns-shell: not simulated: ip route get … iif');
  const routes = yield* ip.talk('RTM_GETROUTE', {
    family: dst.family,
    dst: dst.ip,
    ...(src === undefined ? undefined : { src: src.ip }),
    ...(oif === undefined ? undefined : { oif }),
    ...(mark === undefined ? undefined : { mark }),
  });
  const shown = routes.map((r) => (r.family === AF_INET6 && r.src === null ? { ...r, src: 0n, srcLen: 128 } : r));
  if (ip.options.json) ip.printJson(shown.map((r) => routeJson(ip, r, {})));
  else for (const r of shown) ip.p.print(routeText(ip, r, {}));
  return 0;
}

// add, change, replace, append, delete

interface Draft {
  dst?: Prefix;
  type?: number;
  gateway?: { readonly family: Family; readonly ip: Ip };
  dev?: string;
  src?: Ip;
  table?: number;
  protocol?: number;
  scope?: number;
  metric?: number;
  mtu?: number;
  tos: number;
  flags: number;
  family: number;
}

/** Keyword → what it does with its value. */
type Keyword = (ip: Ip2, d: Draft, args: Args) => Sys<void>;

const KEYWORDS: readonly (readonly [string, Keyword])[] = [
  [
    'src',
    function* (ip, d, args) {
      const a = yield* ip.address(yield* args.value(), d.family);
      if (d.family === 0) d.family = a.family;
      d.src = a.ip;
    },
  ],
  [
    'via',
    function* (ip, d, args) {
      let text = yield* args.value();
      if (text === 'inet' || text === 'inet6') text = yield* args.value();
      const a = yield* ip.address(text, d.family);
      if (d.family === 0) d.family = a.family;
      d.gateway = { family: a.family, ip: a.ip };
    },
  ],
  [
    'dev',
    function* (_ip, d, args) {
      d.dev = yield* args.value();
    },
  ],
  [
    'oif',
    function* (_ip, d, args) {
      d.dev = yield* args.value();
    },
  ],
  [
    'tos',
    function* (ip, d, args) {
      const text = yield* args.value();
      d.tos = numberIn([], text) ?? (yield* ip.invarg('"tos" value is invalid\n', text));
    },
  ],
  ['metric', metric],
  ['priority', metric],
  ['preference', metric],
  [
    'scope',
    function* (ip, d, args) {
      const text = yield* args.value();
      d.scope = numberIn(SCOPES, text) ?? (yield* ip.invarg('invalid "scope" value\n', text));
    },
  ],
  [
    'mtu',
    function* (ip, d, args) {
      let text = yield* args.value();
      if (text === 'lock') text = yield* args.value();
      d.mtu = numberIn([], text, 0xffffffff) ?? (yield* ip.invarg('"mtu" value is invalid\n', text));
    },
  ],
  [
    'onlink',
    function* (_ip, d) {
      d.flags |= RTNH_F_ONLINK;
    },
  ],
  [
    'protocol',
    function* (ip, d, args) {
      const text = yield* args.value();
      d.protocol = numberIn(PROTOCOLS, text) ?? (yield* ip.invarg('"protocol" value is invalid\n', text));
    },
  ],
  [
    'table',
    function* (ip, d, args) {
      const text = yield* args.value();
      d.table = numberIn(TABLES, text, 0xffffffff) ?? (yield* ip.invarg('"table" value is invalid\n', text));
    },
  ],
];

function* metric(ip: Ip2, d: Draft, args: Args): Sys<void> {
  const text = yield* args.value();
  d.metric = numberIn([], text, 0xffffffff) ?? (yield* ip.invarg('"metric" value is invalid\n', text));
}

/** Keywords that may be shortened (matches); the others must be whole. */
const SHORTENED = new Set(['priority', 'preference', 'protocol', 'table']);

const findKeyword = (word: string): Keyword | undefined =>
  KEYWORDS.find(([name]) => word === name || (SHORTENED.has(name) && word.length > 1 && matches(word, name)))?.[1];

function* parseDraft(ip: Ip2, words: readonly string[]): Sys<Draft> {
  const args = new Args(ip, words);
  const d: Draft = { tos: 0, flags: 0, family: ip.options.family };
  while (!args.isEmpty) {
    let word = args.shift();
    const keyword = findKeyword(word);
    if (keyword !== undefined) {
      yield* keyword(ip, d, args);
      continue;
    }
    if (word === 'nexthop' || word === 'encap' || word === 'nhid') return yield* ip.fail(`ns-shell: not simulated: ip route … ${word}`);
    if (word === 'to') word = yield* args.value();
    const type = /^\d/.test(word) ? undefined : ROUTE_TYPES.find(([, name]) => name === word)?.[0];
    if (type !== undefined) {
      d.type = type;
      word = yield* args.value();
    }
    if (matches(word, 'help')) return yield* ip.usage(ROUTE_USAGE);
    if (d.dst !== undefined) return yield* ip.duparg2('to', word);
    d.dst = yield* ip.prefix(word, d.family);
    if (d.family === 0 && !d.dst.isWord) d.family = d.dst.family;
  }
  return d;
}

/** @param flags NLM_F_*; null: delete */
function* modify(ip: Ip2, words: readonly string[], flags: number | null): Sys<number> {
  if (words.length === 0) return yield* ip.usage(ROUTE_USAGE);
  const d = yield* parseDraft(ip, words);
  const family: Family = d.family === AF_INET6 ? AF_INET6 : AF_INET;
  const oif = d.dev === undefined ? undefined : yield* deviceOf(ip, d.dev);
  const isDelete = flags === null;
  const type = d.type ?? (isDelete ? RTN_UNSPEC : RTN_UNICAST);
  const isLocalKind = type === RTN_LOCAL || type === RTN_BROADCAST || type === RTN_ANYCAST;
  const body: RouteWish = {
    family,
    dst: d.dst?.ip ?? 0n,
    dstLen: d.dst?.length ?? 0,
    table: d.table ?? (isLocalKind ? RT_TABLE_LOCAL : RT_TABLE_MAIN),
    protocol: d.protocol ?? (isDelete ? 0 : RTPROT_BOOT),
    scope: d.scope ?? defaultScope(type, isDelete, d.gateway !== undefined),
    type,
    tos: d.tos,
    flags: d.flags,
    ...(d.gateway === undefined ? undefined : { gateway: d.gateway.ip }),
    ...(oif === undefined ? undefined : { oif }),
    ...(d.src === undefined ? undefined : { prefsrc: d.src }),
    ...(d.metric === undefined ? undefined : { metric: d.metric }),
    ...(d.mtu === undefined ? undefined : { mtu: d.mtu }),
  };
  if (isDelete) yield* ip.talk('RTM_DELROUTE', body);
  else yield* ip.talk('RTM_NEWROUTE', body, flags);
  return 0;
}

function defaultScope(type: number, isDelete: boolean, hasGateway: boolean): number {
  if (type === RTN_LOCAL) return RT_SCOPE_HOST;
  if (type === RTN_BROADCAST || type === RTN_MULTICAST || type === RTN_ANYCAST) return RT_SCOPE_LINK;
  if (type !== RTN_UNICAST && type !== RTN_UNSPEC) return isDelete ? RT_SCOPE_NOWHERE : RT_SCOPE_UNIVERSE;
  if (isDelete) return RT_SCOPE_NOWHERE;
  return hasGateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
}
