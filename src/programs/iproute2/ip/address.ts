// ip address (iproute2 ip/ipaddress.c; ip-address(8)).

import { AF_INET, broadcastOf, type Family, formatIp, type Ip, networkOf, sameNetwork } from '../../../abi/inet.ts';
import {
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_TENTATIVE,
  IFF_UP,
  INFINITY_LIFE_TIME,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  RT_SCOPE_HOST,
} from '../../../abi/net.ts';
import type { AddrInfo, AddrWish, LinkInfo } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import type { Json } from './json.ts';
import { findLinks } from './link.ts';
import { briefLink, linkJson, linkText } from './link-show.ts';
import { GROUPS, nameIn, numberIn, SCOPES } from './names.ts';
import { ADDRESS_USAGE } from './usage.ts';

export function* doAddress(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'show', ...rest] = words;
  if (matches(command, 'add')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_EXCL);
  if (matches(command, 'change') || command === 'chg') return yield* modify(ip, rest, NLM_F_REPLACE);
  if (matches(command, 'replace')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_REPLACE);
  if (matches(command, 'delete')) return yield* modify(ip, rest, null);
  if (matches(command, 'show') || matches(command, 'lst') || matches(command, 'list')) return yield* listAddresses(ip, rest);
  if (matches(command, 'flush')) return yield* flush(ip, rest);
  if (matches(command, 'help')) return yield* ip.usage(ADDRESS_USAGE);
  return yield* ip.unknownCommand(command, 'address');
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [IFA_F_NODAD, 'nodad'],
  [IFA_F_DADFAILED, 'dadfailed'],
  [IFA_F_DEPRECATED, 'deprecated'],
  [IFA_F_TENTATIVE, 'tentative'],
  [IFA_F_NOPREFIXROUTE, 'noprefixroute'],
];

function flagWords(a: AddrInfo): string[] {
  const words: string[] = [];
  if ((a.flags & IFA_F_SECONDARY) !== 0) words.push(a.family === AF_INET ? 'secondary' : 'temporary');
  for (const [bit, name] of FLAG_NAMES) {
    if (bit === IFA_F_NOPREFIXROUTE && (a.flags & IFA_F_PERMANENT) === 0) words.push('dynamic');
    if ((a.flags & bit) !== 0) words.push(name);
  }
  return words;
}

const familyName = (family: Family): string => (family === AF_INET ? 'inet' : 'inet6');
const lifetime = (seconds: number): string => (seconds === INFINITY_LIFE_TIME ? 'forever' : `${seconds}sec`);
const isPeer = (a: AddrInfo): boolean => a.local !== a.address;
const localText = (a: AddrInfo): string =>
  isPeer(a)
    ? `${formatIp(a.family, a.local)} peer ${formatIp(a.family, a.address)}/${a.prefixlen}`
    : `${formatIp(a.family, a.local)}/${a.prefixlen}`;

/** print_addrinfo */
function addressText(ip: Ip2, a: AddrInfo): string {
  const nl = ip.options.oneline ? '\\' : '\n';
  let s = ip.options.oneline ? `${a.index}: ${ip.nameOf(a.index)}` : '';
  s += `    ${familyName(a.family)} ${localText(a)} `;
  if (a.broadcast !== null) s += `brd ${formatIp(a.family, a.broadcast)} `;
  s += `scope ${nameIn(SCOPES, a.scope)} `;
  for (const word of flagWords(a)) s += `${word} `;
  if (a.label !== null) s += a.label;
  return `${s}${nl}       valid_lft ${lifetime(a.valid)} preferred_lft ${lifetime(a.preferred)}\n`;
}

function addressJson(ip: Ip2, a: AddrInfo): Json {
  const local = formatIp(a.family, a.local);
  const peer = isPeer(a) ? { address: formatIp(a.family, a.address) } : undefined;
  if (ip.options.brief) return { local, ...peer, prefixlen: a.prefixlen };
  const o: Record<string, Json> = { family: familyName(a.family), local, ...peer, prefixlen: a.prefixlen };
  if (a.broadcast !== null) o.broadcast = formatIp(a.family, a.broadcast);
  o.scope = nameIn(SCOPES, a.scope);
  for (const word of flagWords(a)) o[word] = true;
  if (a.label !== null) o.label = a.label;
  return { ...o, valid_life_time: a.valid, preferred_life_time: a.preferred };
}

interface Filter {
  dev?: string;
  up: boolean;
  scope?: number;
  to?: Prefix;
  label?: string;
  kind?: string;
  master?: number;
  group?: number;
  /** IFA_F_* that must be set, or with `not` must not. */
  flags: { bit: number; isSet: boolean }[];
}

/** Words that select by a flag. */
const FLAG_FILTERS: ReadonlyMap<string, { bit: number; isSet: boolean }> = new Map([
  ['dynamic', { bit: IFA_F_PERMANENT, isSet: false }],
  ['permanent', { bit: IFA_F_PERMANENT, isSet: true }],
  ['secondary', { bit: IFA_F_SECONDARY, isSet: true }],
  ['primary', { bit: IFA_F_SECONDARY, isSet: false }],
  ['temporary', { bit: IFA_F_SECONDARY, isSet: true }],
  ['tentative', { bit: IFA_F_TENTATIVE, isSet: true }],
  ['-tentative', { bit: IFA_F_TENTATIVE, isSet: false }],
  ['deprecated', { bit: IFA_F_DEPRECATED, isSet: true }],
  ['-deprecated', { bit: IFA_F_DEPRECATED, isSet: false }],
  ['dadfailed', { bit: IFA_F_DADFAILED, isSet: true }],
  ['-dadfailed', { bit: IFA_F_DADFAILED, isSet: false }],
]);

function* scopeOf(ip: Ip2, text: string): Sys<number> {
  return numberIn(SCOPES, text) ?? (yield* ip.invarg('invalid scope value.', text));
}

function* parseFilter(ip: Ip2, words: readonly string[]): Sys<Filter> {
  const args = new Args(ip, words);
  const f: Filter = { up: false, flags: [] };
  while (!args.isEmpty) {
    const word = args.shift();
    const flag = FLAG_FILTERS.get(word);
    if (word === 'to') f.to = yield* ip.prefix(yield* args.value());
    else if (word === 'scope') f.scope = yield* scopeOf(ip, yield* args.value());
    else if (word === 'up') f.up = true;
    else if (flag !== undefined) f.flags.push(flag);
    else if (word === 'label') f.label = yield* args.value();
    else if (word === 'type') f.kind = yield* args.value();
    else if (word === 'group') {
      const name = yield* args.value();
      f.group = numberIn(GROUPS, name, 0x7fffffff) ?? (yield* ip.invarg('Invalid "group" value\n', name));
    } else if (word === 'master') {
      const name = yield* args.value();
      f.master = ip.indexOf(name);
      if (f.master === 0) yield* ip.invarg('Device does not exist\n', name);
    } else {
      if (word !== 'dev' && matches(word, 'help')) return yield* ip.usage(ADDRESS_USAGE);
      const name = word === 'dev' ? yield* args.value() : word;
      if (f.dev !== undefined) yield* ip.duparg2('dev', name);
      f.dev = name;
    }
  }
  return f;
}

const globToRegex = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

const isWanted = (f: Filter, a: AddrInfo): boolean =>
  (f.scope === undefined || a.scope === f.scope) &&
  (f.to === undefined || (a.family === f.to.family && sameNetwork(a.family, a.local, f.to.ip, f.to.length))) &&
  (f.label === undefined || (a.label !== null && globToRegex(f.label).test(a.label))) &&
  f.flags.every(({ bit, isSet }) => ((a.flags & bit) !== 0) === isSet);

interface Entry {
  readonly link: LinkInfo;
  readonly addresses: readonly AddrInfo[];
}

/** A prefix decides for its family. */
const familyOf = (ip: Ip2, f: Filter): number =>
  ip.options.family === 0 && f.to !== undefined && !f.to.isWord ? f.to.family : ip.options.family;

function* collect(ip: Ip2, f: Filter): Sys<Entry[]> {
  const family = familyOf(ip, f);
  const links = (yield* findLinks(ip, f.dev, f.dev === undefined ? family : 0)).filter(
    (l) =>
      (!f.up || (l.flags & IFF_UP) !== 0) &&
      (f.kind === undefined || l.kind === f.kind) &&
      (f.master === undefined || l.master === f.master) &&
      (f.group === undefined || l.group === f.group),
  );
  const all = yield* ip.dump('RTM_GETADDR', { family });
  const entries: Entry[] = [];
  for (const link of links) {
    const own = all.filter((a) => a.index === link.index);
    const addresses = own.filter((a) => isWanted(f, a));
    // ipaddr_filter: an interface that has addresses, but none that was asked for, is left out.
    if (addresses.length > 0 || (family === 0 && own.length === 0)) entries.push({ link, addresses });
  }
  return entries;
}

function* listAddresses(ip: Ip2, words: readonly string[]): Sys<number> {
  const f = yield* parseFilter(ip, words);
  const { p, options } = ip;
  const family = familyOf(ip, f);
  const entries = yield* collect(ip, f);
  if (options.json) {
    ip.printJson(
      entries.map((e) => ({ ...linkJson(ip, e.link, { isLink: false, family }), addr_info: e.addresses.map((a) => addressJson(ip, a)) })),
    );
    return 0;
  }
  for (const { link, addresses } of entries) {
    if (options.brief) {
      p.print(briefLink(ip, link, false) + addresses.map((a) => `${localText(a)} `).join('') + '\n');
      continue;
    }
    if (!options.oneline) p.print(`${yield* linkText(ip, link, { isLink: false, family })}\n`);
    for (const a of addresses) p.print(addressText(ip, a));
  }
  return 0;
}

// add, change, replace, delete

interface Draft {
  local?: Prefix;
  peer?: Prefix;
  broadcast?: Ip | '+' | '-';
  scope?: number;
  dev?: string;
  label?: string;
  flags: number;
  valid?: number;
  preferred?: number;
}

const WORD_FLAGS: ReadonlyMap<string, number> = new Map([
  ['nodad', IFA_F_NODAD],
  ['noprefixroute', IFA_F_NOPREFIXROUTE],
]);

function* seconds(ip: Ip2, text: string, key: string): Sys<number> {
  if (text === 'forever') return INFINITY_LIFE_TIME;
  if (!/^\d+$/.test(text)) return yield* ip.invarg(`${key} value`, text);
  return Number(text);
}

function* parseDraft(ip: Ip2, words: readonly string[]): Sys<Draft> {
  const args = new Args(ip, words);
  const d: Draft = { flags: 0 };
  while (!args.isEmpty) {
    const word = args.shift();
    const family = (): number => d.local?.family ?? ip.options.family;
    const flag = WORD_FLAGS.get(word);
    if (word === 'peer' || word === 'remote') d.peer = yield* ip.prefix(yield* args.value(), family());
    else if (word === 'brd' || matches(word, 'broadcast')) {
      const text = yield* args.value();
      d.broadcast = text === '+' || text === '-' ? text : (yield* ip.address(text, family() === 0 ? AF_INET : family())).ip;
    } else if (word === 'scope') d.scope = yield* scopeOf(ip, yield* args.value());
    else if (word === 'dev') d.dev = yield* args.value();
    else if (word === 'label') d.label = yield* args.value();
    else if (word === 'metric' || word === 'priority' || word === 'preference') yield* args.value();
    else if (word === 'valid_lft') d.valid = yield* seconds(ip, yield* args.value(), 'valid_lft');
    else if (word === 'preferred_lft') d.preferred = yield* seconds(ip, yield* args.value(), 'preferred_lft');
    else if (flag !== undefined) d.flags |= flag;
    else {
      if (word !== 'local' && word === 'help') return yield* ip.usage(ADDRESS_USAGE);
      const text = word === 'local' ? yield* args.value() : word;
      if (d.local !== undefined) yield* ip.duparg2('local', text);
      d.local = yield* ip.prefix(text);
    }
  }
  return d;
}

const WILDCARD_WARNING = (text: string): string => `Warning: Executing wildcard deletion to stay compatible with old scripts.
         Explicitly specify the prefix length (${text}) to avoid this warning.
         This special behaviour is likely to disappear in further releases,
         fix your scripts!
`;

/** @param flags NLM_F_*; null: delete */
function* modify(ip: Ip2, words: readonly string[], flags: number | null): Sys<number> {
  const d = yield* parseDraft(ip, words);
  const { local, peer } = d;
  if (d.dev === undefined) return yield* ip.fail('Not enough information: "dev" argument is required.');
  const family = (local ?? peer)?.family ?? AF_INET;
  let address = peer?.ip;
  if (peer === undefined && local !== undefined) {
    if (flags === null && family === AF_INET && !local.isExplicit)
      yield* ip.p.error(WILDCARD_WARNING(`${formatIp(family, local.ip)}/${local.length}`));
    else address = local.ip;
  }
  const prefixlen = (peer ?? local)?.length ?? 0;
  const index = ip.indexOf(d.dev);
  let broadcast: Ip | undefined;
  if (d.broadcast === '+' || d.broadcast === '-') {
    const base = address ?? 0n;
    broadcast = d.broadcast === '+' ? broadcastOf(family, base, prefixlen) : networkOf(family, base, prefixlen);
  } else broadcast = d.broadcast;
  if (index === 0) return yield* ip.nodev(d.dev);
  if (d.label !== undefined && !d.label.startsWith(d.dev)) return yield* ip.fail(`"dev" (${d.dev}) must match "label" (${d.label}).`);
  const isLoopback = family === AF_INET && local !== undefined && local.ip >> 24n === 127n;
  const body: AddrWish = {
    family,
    index,
    prefixlen,
    scope: d.scope ?? (flags !== null && isLoopback ? RT_SCOPE_HOST : 0),
    flags: d.flags,
    ...(local === undefined ? undefined : { local: local.ip }),
    ...(address === undefined ? undefined : { address }),
    ...(broadcast === undefined ? undefined : { broadcast }),
    ...(d.label === undefined ? undefined : { label: d.label }),
    ...(d.valid === undefined ? undefined : { valid: d.valid }),
    ...(d.preferred === undefined ? undefined : { preferred: d.preferred }),
  };
  if (flags === null) yield* ip.talk('RTM_DELADDR', body);
  else yield* ip.talk('RTM_NEWADDR', body, flags);
  return 0;
}

function* flush(ip: Ip2, words: readonly string[]): Sys<number> {
  if (words.length === 0) return yield* ip.fail('Flush requires arguments.');
  const f = yield* parseFilter(ip, words);
  let round = 0;
  let total = 0;
  for (;;) {
    const reply = (yield* collect(ip, f)).flatMap((e) => e.addresses);
    if (reply.length === 0) break;
    round++;
    for (const a of reply) {
      // A primary address takes its secondaries along.
      const { error } = ip.ask('RTM_DELADDR', {
        family: a.family,
        index: a.index,
        prefixlen: a.prefixlen,
        scope: a.scope,
        flags: 0,
        local: a.local,
        address: a.address,
      });
      if (error === null) total++;
      else if (error.name !== 'EADDRNOTAVAIL') return yield* ip.fail(`Failed to send flush request: ${error.text}`);
    }
  }
  if (ip.options.stats > 0) {
    if (round === 0) ip.p.print('Nothing to flush.\n');
    else
      ip.p.print(
        `\n*** Round ${round}, deleting ${total} addresses ***\n*** Flush is complete after ${round} round${round > 1 ? 's' : ''} ***\n`,
      );
  }
  return 0;
}
