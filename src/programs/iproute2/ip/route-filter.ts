// Which routes ip route show and flush are about.

import { AF_INET, type Ip, sameNetwork } from '../../../abi/inet.ts';
import { RT_TABLE_MAIN } from '../../../abi/net.ts';
import type { RouteInfo } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import { numberIn, PROTOCOLS, ROUTE_TYPES, SCOPES, TABLES } from './names.ts';
import { ROUTE_USAGE } from './usage.ts';

export interface Filter {
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

export function* tableOf(ip: Ip2, text: string): Sys<number> {
  return numberIn(TABLES, text, 0xffffffff) ?? (yield* ip.invarg('table id value is invalid\n', text));
}

export function* deviceOf(ip: Ip2, name: string): Sys<number> {
  const index = ip.indexOf(name);
  return index === 0 ? yield* ip.nodev(name) : index;
}

export function* parseFilter(ip: Ip2, words: readonly string[]): Sys<Filter> {
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
export function familyOf(ip: Ip2, f: Filter): number {
  if (ip.options.family !== 0) return ip.options.family;
  const prefix = f.root ?? f.match;
  if (prefix !== undefined && !prefix.isWord) return prefix.family;
  return f.table === 0 ? 0 : AF_INET;
}

export function* findRoutes(ip: Ip2, f: Filter): Sys<RouteInfo[]> {
  const table = f.table === 0 ? undefined : { table: f.table };
  return (yield* ip.dump('RTM_GETROUTE', { family: familyOf(ip, f), ...table })).filter((r) => isWanted(f, r));
}
