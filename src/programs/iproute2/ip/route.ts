// ip route (iproute2 ip/iproute.c; ip-route(8)).

import { AF_INET, AF_INET6 } from '../../../abi/inet.ts';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, RTN_UNICAST } from '../../../abi/net.ts';
import type { RouteInfo, RouteWish } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import { modify } from './route-change.ts';
import { deviceOf, findRoutes, parseFilter } from './route-filter.ts';
import { bitsOf, type Hidden, routeJson, routeText } from './route-show.ts';
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
