// ip(8): show and change addresses, links, routes, rules, neighbours and network namespaces (iproute2 6.1.0, ip/ip.c).

import { AF_BRIDGE, AF_INET, AF_INET6, AF_PACKET } from '../../abi/inet.ts';
import type { Sys } from '../../abi/sys.ts';
import { Exit, type Proc, type Program, readFile } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { doAddress } from './ip/address.ts';
import { defaultOptions, FAILED, Ip2, type IpOptions, matches, USAGE } from './ip/context.ts';
import { doLink } from './ip/link.ts';
import { doNeigh } from './ip/neigh.ts';
import { doNetns } from './ip/netns.ts';
import { switchNetns } from './ip/netns-names.ts';
import { doRoute } from './ip/route.ts';
import { doRule } from './ip/rule.ts';
import { IP_USAGE } from './ip/usage.ts';

type Command = (ip: Ip2, words: readonly string[]) => Sys<number>;

function notSimulated(name: string): Command {
  return (ip) => ip.fail(`ns-shell: not simulated: ip ${name}`);
}

/** In the order in which abbreviations are looked up. */
const OBJECTS: readonly (readonly [string, Command])[] = [
  ['address', doAddress],
  ['addrlabel', notSimulated('addrlabel')],
  ['maddress', notSimulated('maddress')],
  ['route', doRoute],
  ['rule', doRule],
  ['neighbor', doNeigh],
  ['neighbour', doNeigh],
  ['ntable', notSimulated('ntable')],
  ['ntbl', notSimulated('ntable')],
  ['link', doLink],
  ['l2tp', notSimulated('l2tp')],
  ['fou', notSimulated('fou')],
  ['ila', notSimulated('ila')],
  ['macsec', notSimulated('macsec')],
  ['tunnel', notSimulated('tunnel')],
  ['tunl', notSimulated('tunnel')],
  ['tuntap', notSimulated('tuntap')],
  ['tap', notSimulated('tuntap')],
  ['token', notSimulated('token')],
  ['tcpmetrics', notSimulated('tcpmetrics')],
  ['tcp_metrics', notSimulated('tcpmetrics')],
  ['monitor', notSimulated('monitor')],
  ['xfrm', notSimulated('xfrm')],
  ['mroute', notSimulated('mroute')],
  ['mrule', notSimulated('mrule')],
  ['netns', doNetns],
  ['netconf', notSimulated('netconf')],
  ['vrf', notSimulated('vrf')],
  ['sr', notSimulated('sr')],
  ['nexthop', notSimulated('nexthop')],
  ['mptcp', notSimulated('mptcp')],
  ['ioam', notSimulated('ioam')],
  ['help', (ip) => ip.usage(IP_USAGE)],
  ['stats', notSimulated('stats')],
];

const FAMILIES: ReadonlyMap<string, number> = new Map([
  ['inet', AF_INET],
  ['inet6', AF_INET6],
  ['link', AF_PACKET],
  ['bridge', AF_BRIDGE],
]);

/** What the options have said so far. */
class Context {
  readonly p: Proc;
  readonly o: IpOptions;
  readonly ip: Ip2;
  readonly words: string[];
  netns: string | null = null;
  batch: string | null = null;

  constructor(p: Proc, o: IpOptions, ip: Ip2) {
    this.p = p;
    this.o = o;
    this.ip = ip;
    this.words = [...p.args];
  }

  /** The word behind the option. */
  *value(): Sys<string> {
    this.words.shift();
    if (this.words.length === 0) return yield* this.ip.incomplete();
    return this.words[0];
  }
}

/** Either switches something, or does more. */
type OptionRow = { readonly set: (o: IpOptions) => void } | { readonly run: (c: Context) => Sys<void> };

const set = (change: (o: IpOptions) => void): OptionRow => ({ set: change });

/** In the order of ip.c: the first that the word abbreviates. */
const OPTIONS: readonly (readonly [string, OptionRow])[] = [
  ['-loops', { run: ignoreValue }],
  ['-family', { run: family }],
  ['-4', set((o) => void (o.family = AF_INET))],
  ['-6', set((o) => void (o.family = AF_INET6))],
  ['-0', set((o) => void (o.family = AF_PACKET))],
  ['-M', set(() => undefined)],
  ['-B', set((o) => void (o.family = AF_BRIDGE))],
  ['-human-readable', set(() => undefined)],
  ['-iec', set(() => undefined)],
  ['-stats', set((o) => void o.stats++)],
  ['-statistics', set((o) => void o.stats++)],
  ['-details', set((o) => void (o.details = true))],
  ['-resolve', set((o) => void (o.resolve = true))],
  ['-oneline', set((o) => void (o.oneline = true))],
  ['-timestamp', set(() => undefined)],
  ['-tshort', set(() => undefined)],
  ['-Version', { run: version }],
  ['-force', set((o) => void (o.force = true))],
  ['-batch', { run: batchFile }],
  ['-brief', set((o) => void (o.brief = true))],
  ['-json', set((o) => void (o.json = true))],
  ['-pretty', set((o) => void (o.pretty = true))],
  ['-rcvbuf', { run: ignoreValue }],
  ['-help', { run: (c) => c.ip.usage(IP_USAGE) }],
  ['-netns', { run: netns }],
  ['-Numeric', set((o) => void (o.numeric = true))],
  ['-all', set((o) => void (o.all = true))],
  ['-echo', set(() => undefined)],
];

function* ignoreValue(c: Context): Sys<void> {
  yield* c.value();
}

function* family(c: Context): Sys<void> {
  const text = yield* c.value();
  const n = FAMILIES.get(text);
  if (n === undefined) yield* c.ip.invarg('invalid protocol family\n', text);
  else c.o.family = n;
}

/** Without a word behind it, C prints its null pointer. */
function* netns(c: Context): Sys<void> {
  c.words.shift();
  c.netns = c.words[0] ?? '(null)';
}

function* batchFile(c: Context): Sys<void> {
  c.batch = yield* c.value();
}

function* version(c: Context): Sys<void> {
  c.p.print('ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
  throw new Exit(0);
}

function* doCommand(ip: Ip2, words: readonly string[]): Sys<number> {
  const [object, ...rest] = words;
  for (const [name, run] of OBJECTS) if (matches(object, name)) return yield* run(ip, rest);
  return yield* ip.fail(`Object "${object}" is unknown, try "ip help".`, FAILED);
}

function* runBatch(ip: Ip2, path: string): Sys<number> {
  let text: string;
  try {
    text = yield* readFile(ip.p.sys, path === '-' ? '/dev/stdin' : path);
  } catch (e) {
    const reason = e instanceof Object && 'text' in e ? String(e.text) : '';
    return yield* ip.fail(`Cannot open file "${path}" for reading: ${reason}`);
  }
  let status = 0;
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    try {
      yield* doCommand(ip, words);
    } catch (e) {
      if (!(e instanceof Exit) || e.status === 0) throw e;
      yield* ip.p.error(`Command failed ${path}:${i + 1}\n`);
      status = FAILED;
      if (!ip.options.force) return status;
    }
  }
  return status;
}

function* main(p: Proc): Sys<number> {
  const o = defaultOptions();
  const ip = new Ip2(p, o);
  const context = new Context(p, o, ip);
  const { words } = context;
  for (; words.length > 0; words.shift()) {
    const word = words[0];
    if (word === '--') {
      words.shift();
      break;
    }
    if (!word.startsWith('-')) break;
    const short = word.startsWith('--') ? word.slice(1) : word;
    // -c[olor][=…] changes nothing on what is not a terminal.
    if (/^-c(o(l(o(r)?)?)?)?(=.*)?$/.test(short)) continue;
    const option = OPTIONS.find(([name]) => matches(short, name) && short.length > 1);
    if (option === undefined) return yield* ip.fail(`Option "${word}" is unknown, try "ip -help".`, USAGE);
    const row = option[1];
    if ('set' in row) row.set(o);
    else yield* row.run(context);
  }
  if (context.netns !== null) yield* switchNetns(p, context.netns);
  if (context.batch !== null) return yield* runBatch(ip, context.batch);
  if (words.length === 0) return yield* ip.usage(IP_USAGE);
  return yield* doCommand(ip, words);
}

export const program: Program = { name: 'ip', usage: IP_USAGE, main, onWriteError: UNCHECKED };
