// The words of a rule: matches and targets (iptables(8), iptables-extensions(8)).

import { AF_INET, type Family, networkOf } from '../../../abi/inet.ts';
import type { NfMatch, NfName, NfNetwork, NfPorts, NfRule, NfTarget } from '../../../abi/netfilter.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Proc } from '../../../libc/proc.ts';
import { lookupHost, lookupPort, numericHost } from '../../../libc/resolve.ts';
import { die } from './die.ts';

/** A rule in the making. */
export interface Draft {
  readonly family: Family;
  /** A `!` stands before the next match. */
  isNot: boolean;
  match: { -readonly [K in keyof NfMatch]: NfMatch[K] };
  target: { -readonly [K in keyof NfTarget]: NfTarget[K] } | null;
}

export const PROTOCOLS: readonly (readonly [string, number])[] = [
  ['all', 0],
  ['icmp', 1],
  ['tcp', 6],
  ['udp', 17],
  ['ipv6-icmp', 58],
  ['icmpv6', 58],
  ['sctp', 132],
  ['udplite', 136],
];

export const ICMP_TYPES: readonly (readonly [string, number])[] = [
  ['echo-reply', 0],
  ['destination-unreachable', 3],
  ['redirect', 5],
  ['echo-request', 8],
  ['time-exceeded', 11],
];

const ICMPV6_TYPES: readonly (readonly [string, number])[] = [
  ['destination-unreachable', 1],
  ['time-exceeded', 3],
  ['echo-request', 128],
  ['echo-reply', 129],
];

const TARGETS = new Set(['ACCEPT', 'DROP', 'RETURN', 'REJECT', 'LOG', 'MASQUERADE', 'SNAT', 'DNAT', 'REDIRECT', 'MARK']);
const MATCHES = new Set(['tcp', 'udp', 'icmp', 'icmp6', 'state', 'conntrack', 'comment', 'mark', 'multiport']);

/** A target of the kernel's, not a chain. */
export const hasTargetOptions = (name: string): boolean => TARGETS.has(name);

export function* parseRuleWord(p: Proc, d: Draft, word: string, words: string[]): Sys<void> {
  if (word === '!') {
    d.isNot = true;
    return;
  }
  const handler = WORDS.get(word);
  if (handler === undefined) {
    if (!word.startsWith('-')) yield* die(p, `Bad argument \`${word}'`);
    yield* die(p, `unknown option "${word}"`);
    return;
  }
  const value = words.shift();
  if (value === undefined) yield* die(p, `option "${word}" requires an argument`);
  else yield* handler(p, d, value, word);
  d.isNot = false;
}

type Handler = (p: Proc, d: Draft, value: string, word: string) => Sys<void>;

function* network(p: Proc, family: Family, text: string, isNot: boolean): Sys<NfNetwork> {
  const [host, mask] = text.split('/');
  const bits = family === AF_INET ? 32 : 128;
  const [found] = yield* lookupHost(p.sys, host, family);
  if (found === undefined) return yield* die(p, `host/network \`${host}' not found`);
  const length = mask === undefined ? bits : /^\d+$/.test(mask) ? Number(mask) : netmask(mask);
  if (length === null || length > bits) return yield* die(p, `invalid mask \`${mask}' specified`);
  return { ip: networkOf(family, found.ip, length), length, isNot };
}

function netmask(text: string): number | null {
  const mask = numericHost(text, AF_INET);
  if (mask === null) return null;
  const ones = mask.ip.toString(2).padStart(32, '0');
  return /^1*0*$/.test(ones) ? ones.indexOf('0') + (ones.includes('0') ? 0 : 33) : null;
}

function* portRange(p: Proc, text: string, isNot: boolean): Sys<NfPorts> {
  const [low, high] = text.split(':');
  const a = low === '' ? 0 : yield* lookupPort(p.sys, low, 'tcp');
  const b = high === undefined ? a : high === '' ? 65535 : yield* lookupPort(p.sys, high, 'tcp');
  if (a === null || b === null) return yield* die(p, `invalid port/service \`${text}' specified`);
  return { low: a, high: b, isNot };
}

function* source(p: Proc, d: Draft, value: string): Sys<void> {
  d.match.src = yield* network(p, d.family, value, d.isNot);
}

function* destination(p: Proc, d: Draft, value: string): Sys<void> {
  d.match.dst = yield* network(p, d.family, value, d.isNot);
}

function* protocol(p: Proc, d: Draft, value: string): Sys<void> {
  const name = value.toLowerCase();
  const number = /^\d+$/.test(name) ? Number(name) : PROTOCOLS.find(([n]) => n === name)?.[1];
  if (number === undefined) yield* die(p, `unknown protocol "${value}" specified`);
  else if (number !== 0) d.match.protocol = { number, isNot: d.isNot };
}

const named = (value: string, isNot: boolean): NfName => ({ name: value, isNot });

function* inInterface(_p: Proc, d: Draft, value: string): Sys<void> {
  d.match.iif = named(value, d.isNot);
}

function* outInterface(_p: Proc, d: Draft, value: string): Sys<void> {
  d.match.oif = named(value, d.isNot);
}

/** Ports belong to a protocol that has them. */
function* needsPorts(p: Proc, d: Draft, word: string): Sys<void> {
  const number = d.match.protocol?.number;
  if (number !== 6 && number !== 17) yield* die(p, `unknown option "${word}"`);
}

function* sourcePort(p: Proc, d: Draft, value: string, word: string): Sys<void> {
  yield* needsPorts(p, d, word);
  d.match.sport = yield* portRange(p, value, d.isNot);
}

function* destinationPort(p: Proc, d: Draft, value: string, word: string): Sys<void> {
  yield* needsPorts(p, d, word);
  d.match.dport = yield* portRange(p, value, d.isNot);
}

function* multiport(p: Proc, d: Draft, value: string): Sys<void> {
  const list: NfPorts[] = [];
  for (const part of value.split(',')) list.push(yield* portRange(p, part, d.isNot));
  d.match.dports = list;
}

function* icmpType(p: Proc, d: Draft, value: string): Sys<void> {
  const names = d.family === AF_INET ? ICMP_TYPES : ICMPV6_TYPES;
  const type = /^\d+$/.test(value) ? Number(value) : names.find(([n]) => n === value)?.[1];
  if (type === undefined) yield* die(p, `Invalid ICMP type \`${value}'`);
  else d.match.icmpType = type;
}

function* states(p: Proc, d: Draft, value: string, word: string): Sys<void> {
  const names = value.split(',').map((s) => s.toUpperCase());
  for (const n of names) if (!STATE_ORDER.includes(n)) yield* die(p, `Bad state "${value}"`);
  const sorted = STATE_ORDER.filter((s) => names.includes(s));
  d.match.states = { names: sorted, isNot: d.isNot, extension: word === '--state' ? 'state' : 'conntrack' };
}

/** As they are printed. */
const STATE_ORDER: readonly string[] = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'];

function* comment(_p: Proc, d: Draft, value: string): Sys<void> {
  d.match.comment = value;
}

function* markMatch(_p: Proc, d: Draft, value: string): Sys<void> {
  d.match.mark = Number(value.split('/')[0]);
}

function* extension(p: Proc, _d: Draft, value: string): Sys<void> {
  if (!MATCHES.has(value)) yield* die(p, `Couldn't load match \`${value}':No such file or directory\n`);
}

function* jump(_p: Proc, d: Draft, value: string): Sys<void> {
  d.target = { ...(d.target ?? {}), name: value };
}

function* rejectWith(_p: Proc, d: Draft, value: string): Sys<void> {
  if (d.target !== null) d.target.rejectWith = value.startsWith('icmp') || value === 'tcp-reset' ? value : `icmp-${value}`;
}

/** `10.0.0.2:80` */
function* toAddress(p: Proc, d: Draft, value: string): Sys<void> {
  const m = /^(?:\[(.*)\]|([^:]*(?::[^:]*:.*)?))(?::(\d+)(?:-\d+)?)?$/.exec(value);
  const host = m?.[1] ?? m?.[2] ?? '';
  const ip = host === '' ? undefined : numericHost(host.split('-')[0], d.family)?.ip;
  if (host !== '' && ip === undefined) yield* die(p, `Bad IP address "${host}"`);
  if (d.target === null) return;
  if (ip !== undefined) d.target.toIp = ip;
  if (m?.[3] !== undefined) d.target.toPort = Number(m[3]);
}

function* toPorts(p: Proc, d: Draft, value: string): Sys<void> {
  if (!/^\d+(-\d+)?$/.test(value)) yield* die(p, `Port \`${value}' not valid`);
  if (d.target !== null) d.target.toPort = Number(value.split('-')[0]);
}

function* setMark(_p: Proc, d: Draft, value: string): Sys<void> {
  if (d.target !== null) d.target.mark = Number(value.split('/')[0]);
}

function* logPrefix(_p: Proc, d: Draft, value: string): Sys<void> {
  if (d.target !== null) d.target.logPrefix = value;
}

const WORDS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['-s', source],
  ['--source', source],
  ['--src', source],
  ['-d', destination],
  ['--destination', destination],
  ['--dst', destination],
  ['-p', protocol],
  ['--protocol', protocol],
  ['--proto', protocol],
  ['-i', inInterface],
  ['--in-interface', inInterface],
  ['-o', outInterface],
  ['--out-interface', outInterface],
  ['--sport', sourcePort],
  ['--source-port', sourcePort],
  ['--dport', destinationPort],
  ['--destination-port', destinationPort],
  ['--dports', multiport],
  ['--destination-ports', multiport],
  ['--icmp-type', icmpType],
  ['--icmpv6-type', icmpType],
  ['--ctstate', states],
  ['--state', states],
  ['--comment', comment],
  ['--mark', markMatch],
  ['-m', extension],
  ['--match', extension],
  ['-j', jump],
  ['--jump', jump],
  ['-g', jump],
  ['--reject-with', rejectWith],
  ['--to-source', toAddress],
  ['--to-destination', toAddress],
  ['--to-ports', toPorts],
  ['--set-mark', setMark],
  ['--set-xmark', setMark],
  ['--log-prefix', logPrefix],
  ['--log-level', comment0],
]);

/** Accepted, and of no consequence here. */
function* comment0(): Sys<void> {
  // The level of a message that nobody writes.
}

/** The finished rule; what a target needs must be there. */
export function* ruleOf(p: Proc, d: Draft): Sys<Pick<NfRule, 'match' | 'target'>> {
  const target: NfTarget = d.target ?? { name: '' };
  if (target.name === 'DNAT' && target.toIp === undefined && target.toPort === undefined)
    yield* die(p, 'DNAT: option "--to-destination" must be specified');
  if (target.name === 'SNAT' && target.toIp === undefined) yield* die(p, 'SNAT: option "--to-source" must be specified');
  if (target.name === 'MARK' && target.mark === undefined) yield* die(p, 'MARK: option "--set-mark" must be specified');
  const isV4 = d.family === AF_INET;
  const complete =
    target.name === 'REJECT' && target.rejectWith === undefined
      ? { ...target, rejectWith: isV4 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable' }
      : target;
  return { match: sortKeys(d.match), target: sortKeys(complete) };
}

/** Two rules that say the same are the same, in whatever order it was said. */
const sortKeys = <T extends object>(o: T): T => Object.fromEntries(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
