// ip route add, change, replace, append and delete.

import { AF_INET, AF_INET6, type Family, type Ip } from '../../../abi/inet.ts';
import {
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
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from '../../../abi/net.ts';
import type { RouteWish } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import { numberIn, PROTOCOLS, ROUTE_TYPES, SCOPES, TABLES } from './names.ts';
import { deviceOf } from './route-filter.ts';
import { ROUTE_USAGE } from './usage.ts';

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
export function* modify(ip: Ip2, words: readonly string[], flags: number | null): Sys<number> {
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
