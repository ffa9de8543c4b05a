// ip neighbour (iproute2 ip/ipneigh.c; ip-neighbour(8)).

import { formatIp, sameNetwork } from '../../../abi/inet.ts';
import {
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
} from '../../../abi/net.ts';
import type { NeighInfo } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import type { Json } from './json.ts';
import { type Names, numberIn } from './names.ts';
import { NEIGH_USAGE } from './usage.ts';

const STATES: Names = [
  [NUD_INCOMPLETE, 'INCOMPLETE'],
  [NUD_REACHABLE, 'REACHABLE'],
  [NUD_STALE, 'STALE'],
  [NUD_DELAY, 'DELAY'],
  [NUD_PROBE, 'PROBE'],
  [NUD_FAILED, 'FAILED'],
  [NUD_NOARP, 'NOARP'],
  [NUD_PERMANENT, 'PERMANENT'],
];

const LOWER_STATES: Names = STATES.map(([bit, name]) => [bit, name.toLowerCase()]);

export function* doNeigh(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'show', ...rest] = words;
  if (matches(command, 'add')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_EXCL);
  if (matches(command, 'change') || command === 'chg') return yield* modify(ip, rest, NLM_F_REPLACE);
  if (matches(command, 'replace')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_REPLACE);
  if (matches(command, 'delete')) return yield* modify(ip, rest, null);
  if (matches(command, 'get')) return yield* get(ip, rest);
  if (matches(command, 'show') || matches(command, 'lst') || matches(command, 'list')) return yield* list(ip, rest);
  if (matches(command, 'flush')) return yield* flush(ip, rest);
  if (matches(command, 'help')) return yield* ip.usage(NEIGH_USAGE);
  return yield* ip.unknownCommand(command, 'neigh');
}

interface Filter {
  dev?: number;
  to?: Prefix;
  /** Undefined: the default of the command. */
  states?: number;
}

function* stateOf(ip: Ip2, text: string): Sys<number> {
  if (text === 'none') return 0;
  return numberIn(LOWER_STATES, text) ?? (yield* ip.invarg('nud state is bad', text));
}

function* parseFilter(ip: Ip2, words: readonly string[]): Sys<Filter> {
  const args = new Args(ip, words);
  const f: Filter = {};
  while (!args.isEmpty) {
    const word = args.shift();
    if (word === 'dev') {
      const name = yield* args.value();
      f.dev = ip.indexOf(name);
      if (f.dev === 0) yield* ip.nodev(name);
    } else if (word === 'nud') {
      const text = yield* args.value();
      f.states = text === 'all' ? 0xffff : (f.states ?? 0) | ((yield* stateOf(ip, text)) || 0x100);
    } else if (word !== 'nomaster' && word !== 'unused') {
      const text = word === 'to' ? yield* args.value() : word;
      if (matches(text, 'help')) return yield* ip.usage(NEIGH_USAGE);
      f.to = yield* ip.prefix(text);
    }
  }
  return f;
}

const DEFAULT_STATES = 0xff & ~NUD_NOARP;

function* find(ip: Ip2, f: Filter, states: number): Sys<NeighInfo[]> {
  const all = yield* ip.dump('RTM_GETNEIGH', { family: ip.options.family, ...(f.dev === undefined ? undefined : { index: f.dev }) });
  return all.filter(
    (n) =>
      ((n.state || 0x100) & states) !== 0 &&
      (f.to === undefined || f.to.isWord || (n.family === f.to.family && sameNetwork(n.family, n.dst, f.to.ip, f.to.length))),
  );
}

const stateName = (n: NeighInfo): string => STATES.find(([bit]) => bit === n.state)?.[1] ?? 'NONE';

/** @param hidesDev the device was asked for */
function print(ip: Ip2, found: readonly NeighInfo[], hidesDev: boolean): void {
  if (ip.options.json) {
    ip.printJson(
      found.map((n) => {
        const o: Record<string, Json> = { dst: formatIp(n.family, n.dst) };
        if (!hidesDev) o.dev = ip.nameOf(n.index);
        if (n.lladdr !== null) o.lladdr = n.lladdr;
        return { ...o, state: [stateName(n)] };
      }),
    );
    return;
  }
  for (const n of found) {
    const dev = hidesDev ? '' : `dev ${ip.nameOf(n.index)} `;
    const used = ip.options.stats > 0 ? ' used 0/0/0probes 0 ' : '';
    ip.p.print(`${formatIp(n.family, n.dst)} ${dev}${n.lladdr === null ? '' : `lladdr ${n.lladdr} `}${used}${stateName(n)} \n`);
  }
}

function* list(ip: Ip2, words: readonly string[]): Sys<number> {
  const f = yield* parseFilter(ip, words);
  print(ip, yield* find(ip, f, f.states ?? DEFAULT_STATES), f.dev !== undefined);
  return 0;
}

function* flush(ip: Ip2, words: readonly string[]): Sys<number> {
  if (words.length === 0) return yield* ip.fail('Flush requires arguments.');
  const f = yield* parseFilter(ip, words);
  const found = yield* find(ip, f, f.states ?? DEFAULT_STATES & ~NUD_PERMANENT);
  for (const n of found) ip.ask('RTM_DELNEIGH', { family: n.family, index: n.index, dst: n.dst, state: 0 });
  if (ip.options.stats > 0) {
    if (found.length === 0) ip.p.print('Nothing to flush.\n');
    else ip.p.print(`\n*** Round 1, deleting ${found.length} entries ***\n*** Flush is complete after 1 round ***\n`);
  }
  return 0;
}

function* get(ip: Ip2, words: readonly string[]): Sys<number> {
  const f = yield* parseFilter(ip, words);
  if (f.to === undefined || f.dev === undefined) return yield* ip.fail('Device and address are required arguments.');
  const found = yield* find(ip, f, 0x1ff);
  if (found.length === 0) {
    yield* ip.p.error('RTNETLINK answers: No such file or directory\n');
    return 2;
  }
  print(ip, found.slice(0, 1), false);
  return 0;
}

/** @param flags NLM_F_*; null: delete */
function* modify(ip: Ip2, words: readonly string[], flags: number | null): Sys<number> {
  const args = new Args(ip, words);
  let dst: Prefix | undefined;
  let dev: string | undefined;
  let lladdr: string | undefined;
  let state = NUD_PERMANENT;
  while (!args.isEmpty) {
    const word = args.shift();
    if (word === 'lladdr') lladdr = yield* args.value();
    else if (word === 'nud') state = yield* stateOf(ip, yield* args.value());
    else if (word === 'dev') dev = yield* args.value();
    else if (word === 'proxy') return yield* ip.fail('ns-shell: not simulated: ip neigh … proxy');
    else if (word !== 'router' && word !== 'use' && word !== 'managed' && word !== 'extern_learn') {
      const text = word === 'to' ? yield* args.value() : word;
      if (matches(text, 'help')) return yield* ip.usage(NEIGH_USAGE);
      if (dst !== undefined) yield* ip.duparg2('to', text);
      dst = yield* ip.address(text);
    }
  }
  if (dev === undefined || dst === undefined) return yield* ip.fail('Device and destination are required arguments.');
  if (lladdr !== undefined && !/^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(lladdr)) return yield* ip.fail(`"${lladdr}" is invalid lladdr.`);
  const index = ip.indexOf(dev);
  if (index === 0) return yield* ip.nodev(dev);
  const body = {
    family: dst.family,
    index,
    dst: dst.ip,
    state,
    ...(lladdr === undefined
      ? undefined
      : {
          lladdr: lladdr
            .split(':')
            .map((b) => b.toLowerCase().padStart(2, '0'))
            .join(':'),
        }),
  };
  if (flags === null) yield* ip.talk('RTM_DELNEIGH', body);
  else yield* ip.talk('RTM_NEWNEIGH', body, flags);
  return 0;
}
