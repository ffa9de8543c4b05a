// ip link (iproute2 ip/iplink.c, ip/iplink_bridge.c, link_veth.c; ip-link(8)).

import { IFF_ALLMULTI, IFF_MULTICAST, IFF_NOARP, IFF_PROMISC, IFF_UP, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../../abi/net.ts';
import type { LinkInfo, LinkWish } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Exit } from '../../../libc/proc.ts';
import { Args, FAILED, type Ip2, matches, USAGE } from './context.ts';
import { briefLink, linkJson, linkText } from './link-show.ts';
import { GROUPS, numberIn } from './names.ts';
import { openNetns } from './netns-names.ts';
import { BRIDGE_TYPE_USAGE, LINK_USAGE } from './usage.ts';

/** What was said of a device, before it is known which. */
interface Wish {
  name?: string;
  dev?: string;
  index?: number;
  type?: string;
  /** `link DEV`: what a device of some kinds stands on. */
  lower?: number;
  body: { -readonly [K in keyof LinkWish]: LinkWish[K] };
}

export function* doLink(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'show', ...rest] = words;
  if (matches(command, 'add')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_EXCL);
  if (matches(command, 'set') || matches(command, 'change')) return yield* modify(ip, rest, 0);
  if (matches(command, 'replace')) return yield* modify(ip, rest, NLM_F_CREATE | NLM_F_REPLACE);
  if (matches(command, 'delete')) return yield* deleteLink(ip, rest);
  if (matches(command, 'show') || matches(command, 'lst') || matches(command, 'list')) return yield* listLinks(ip, rest, true);
  if (matches(command, 'help')) return yield* ip.usage(LINK_USAGE);
  return yield* ip.unknownCommand(command, 'link');
}

const isInterfaceName = (name: string): boolean => name !== '' && !/[/\s]/.test(name);

/** check_ifname */
function* interfaceName(ip: Ip2, name: string, key: string): Sys<string> {
  if (!isInterfaceName(name)) yield* ip.invarg(`"${key}" not a valid ifname`, name);
  return name;
}

/** `netns`: a name, or the number of a process. The descriptor stays open until the message has been sent. */
function* netnsArgument(ip: Ip2, text: string): Sys<Pick<LinkWish, 'netNsFd' | 'netNsPid'>> {
  const fd = yield* openNetns(ip.p, text);
  if (fd >= 0) return { netNsFd: fd };
  if (/^\d+$/.test(text)) return { netNsPid: Number(text) };
  return yield* ip.invarg('Invalid "netns" value\n', text);
}

function* number(ip: Ip2, text: string, key: string): Sys<number> {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) yield* ip.invarg(`Invalid "${key}" value\n`, text);
  return Number(text);
}

/** ll_addr_a2n: hexadecimal bytes between colons; any length that fits, checked by the caller. */
function* hardwareAddress(ip: Ip2, text: string): Sys<string> {
  const parts = text.split(':');
  const isHex = parts.every((x) => /^[0-9a-fA-F]{1,2}$/.test(x));
  if (!isHex) {
    const bad = parts.find((x) => !/^[0-9a-fA-F]+$/.test(x)) ?? text;
    yield* ip.fail(`"${bad}" is invalid lladdr.`);
  }
  return parts.map((x) => x.toLowerCase().padStart(2, '0')).join(':');
}

/** Keyword → the flag it switches, and whether `on` clears it. */
const SWITCHES: ReadonlyMap<string, readonly [flag: number, isInverted: boolean]> = new Map([
  ['multicast', [IFF_MULTICAST, false]],
  ['allmulticast', [IFF_ALLMULTI, false]],
  ['promisc', [IFF_PROMISC, false]],
  ['arp', [IFF_NOARP, true]],
]);

function setFlag(w: Wish, flag: number, on: boolean): void {
  const flags = w.body.flags ?? 0;
  w.body.flags = on ? flags | flag : flags & ~flag;
  w.body.change = (w.body.change ?? 0) | flag;
}

function* switchValue(ip: Ip2, key: string, args: Args): Sys<boolean> {
  const text = yield* args.value();
  if (text !== 'on' && text !== 'off') return yield* ip.fail(`Error: argument of "${key}" must be "on" or "off", not "${text}"`);
  return text === 'on';
}

/** Keyword → what it does with its value. */
type Keyword = (ip: Ip2, w: Wish, value: string) => Sys<void>;
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    'name',
    function* (ip, w, v) {
      if (w.name !== undefined) yield* ip.duparg('name', v);
      w.name = yield* interfaceName(ip, v, 'name');
    },
  ],
  [
    'index',
    function* (ip, w, v) {
      if (!/^\d+$/.test(v) || Number(v) < 1) yield* ip.invarg('Invalid "index" value', v);
      w.index = Number(v);
    },
  ],
  [
    'link',
    function* (ip, w, v) {
      w.lower = ip.indexOf(v);
      if (w.lower === 0) yield* ip.nodev(v);
    },
  ],
  [
    'address',
    function* (ip, w, v) {
      w.body.address = yield* hardwareAddress(ip, v);
    },
  ],
  [
    'broadcast',
    function* (ip, w, v) {
      w.body.broadcast = yield* hardwareAddress(ip, v);
    },
  ],
  [
    'txqueuelen',
    function* (ip, w, v) {
      w.body.txqlen = yield* number(ip, v, 'txqueuelen');
    },
  ],
  [
    'mtu',
    function* (ip, w, v) {
      w.body.mtu = yield* number(ip, v, 'mtu');
    },
  ],
  [
    'netns',
    function* (ip, w, v) {
      Object.assign(w.body, yield* netnsArgument(ip, v));
    },
  ],
  [
    'master',
    function* (ip, w, v) {
      const index = ip.indexOf(v);
      if (index === 0) yield* ip.invarg('Device does not exist\n', v);
      w.body.master = index;
    },
  ],
  [
    'alias',
    function* (_ip, w, v) {
      w.body.alias = v;
    },
  ],
  [
    'group',
    function* (ip, w, v) {
      const n = numberIn(GROUPS, v, 0x7fffffff);
      if (n === null) yield* ip.invarg('Invalid "group" value\n', v);
      else w.body.group = n;
    },
  ],
]);

/** Abbreviations and other names of keywords. */
function keywordOf(word: string): string {
  if (word === 'brd') return 'broadcast';
  if (word === 'qlen' || word === 'txqlen') return 'txqueuelen';
  for (const long of ['link', 'address', 'broadcast', 'txqueuelen']) if (matches(word, long)) return long;
  return word;
}

/** iplink_parse: up to `type`, whose own words follow. */
function* parseWish(ip: Ip2, args: Args): Sys<Wish> {
  const w: Wish = { body: {} };
  while (!args.isEmpty) {
    const word = args.shift();
    const keyword = keywordOf(word);
    const handler = KEYWORDS.get(keyword);
    const toggle = SWITCHES.get(word);
    if (word === 'up' || word === 'down') setFlag(w, IFF_UP, word === 'up');
    else if (handler !== undefined) yield* handler(ip, w, yield* args.value());
    else if (toggle !== undefined) {
      const on = yield* switchValue(ip, word, args);
      setFlag(w, toggle[0], on !== toggle[1]);
    } else if (word === 'nomaster') w.body.master = 0;
    else if (matches(word, 'type')) {
      w.type = yield* args.value();
      break;
    } else if (matches(word, 'help')) return yield* ip.usage(LINK_USAGE);
    else {
      const name = word === 'dev' ? yield* args.value() : word;
      // `dev` and `name` say the same of a device to be made.
      if (w.dev !== w.name) return yield* ip.duparg2('dev', name);
      if (w.dev !== undefined) return yield* ip.duparg2('dev', name);
      w.dev = yield* interfaceName(ip, name, 'dev');
    }
  }
  return w;
}

const VETH_USAGE = `Usage: ip link <options> type veth [peer <options>]
To get <options> type 'ip link add help'
`;

/** Kinds that Linux has and the simulator has not. */
const NOT_SIMULATED = new Set(
  'amt bareudp bond dsa erspan geneve gre gretap gtp ifb ip6erspan ip6gre ip6gretap ip6tnl ipip ipoib ipvlan ipvtap macsec macvlan macvtap netdevsim nlmon rmnet sit team vcan vlan vrf vti vxcan vxlan wwan xfrm virt_wifi tun tap wireguard'.split(
    ' ',
  ),
);

/** The words behind `type KIND`. */
function* parseKind(ip: Ip2, w: Wish, args: Args): Sys<void> {
  if (w.type !== undefined && NOT_SIMULATED.has(w.type)) yield* ip.fail(`ns-shell: not simulated: ip link add type ${w.type}`);
  if (w.type === 'bridge' && !args.isEmpty && !matches(args.current, 'help')) {
    yield* ip.p.error(`bridge: unknown command "${args.current}"?\n${BRIDGE_TYPE_USAGE}`);
    throw new Exit(FAILED);
  }
  if (w.type === 'veth' && !args.isEmpty) {
    if (args.shift() !== 'peer') {
      yield* ip.p.error(VETH_USAGE);
      throw new Exit(FAILED);
    }
    const peer = yield* parseWish(ip, args);
    const name = peer.name ?? peer.dev;
    w.body.peer = {
      ...peer.body,
      ...(name === undefined ? undefined : { ifname: name }),
      ...(peer.index === undefined ? undefined : { index: peer.index }),
    };
  }
  if (args.isEmpty) return;
  if (matches(args.current, 'help')) yield* ip.usage(LINK_USAGE);
  yield* ip.fail(`Garbage instead of arguments "${args.current} ...". Try "ip link help".`);
}

function* modify(ip: Ip2, words: readonly string[], flags: number): Sys<number> {
  const args = new Args(ip, words);
  const w = yield* parseWish(ip, args);
  const isNew = (flags & NLM_F_CREATE) !== 0;
  if (!isNew) return yield* change(ip, w);
  if (w.name !== undefined && w.dev !== undefined && w.name !== w.dev)
    yield* ip.fail('both "name" and "dev" cannot be used when creating devices.', USAGE);
  const name = w.name ?? w.dev;
  if (w.type === undefined) return yield* ip.fail('Not enough information: "type" argument is required');
  yield* parseKind(ip, w, args);
  yield* ip.talk(
    'RTM_NEWLINK',
    {
      ...w.body,
      kind: w.type,
      ...(name === undefined ? undefined : { ifname: name }),
      ...(w.index === undefined ? undefined : { index: w.index }),
    },
    flags,
  );
  return 0;
}

function* change(ip: Ip2, w: Wish): Sys<number> {
  if (w.dev === undefined) return yield* ip.fail('Not enough information: "dev" argument is required.', USAGE);
  if (w.index !== undefined) return yield* ip.fail('index can be used only when creating devices.', USAGE);
  const index = ip.indexOf(w.dev);
  if (index === 0) return yield* ip.nodev(w.dev);
  const bytes = w.body.address?.split(':').length ?? 6;
  if (bytes !== 6) return yield* ip.fail(`Invalid address length ${bytes} - must be 6 bytes`);
  const ifname = w.name !== undefined && w.name !== w.dev ? { ifname: w.name } : undefined;
  yield* ip.talk('RTM_SETLINK', { ...w.body, index, ...ifname });
  return 0;
}

function* deleteLink(ip: Ip2, words: readonly string[]): Sys<number> {
  const args = new Args(ip, words);
  const w = yield* parseWish(ip, args);
  if (w.dev === undefined) return yield* ip.fail('Not enough information: "dev" argument is required.', USAGE);
  const index = ip.indexOf(w.dev);
  if (index === 0) return yield* ip.nodev(w.dev);
  yield* ip.talk('RTM_DELLINK', { index });
  return 0;
}

/** What `show` is restricted to. */
interface Filter {
  dev?: string;
  up: boolean;
  master?: number;
  noMaster: boolean;
  kind?: string;
  group?: number;
}

function* parseFilter(ip: Ip2, words: readonly string[]): Sys<Filter> {
  const args = new Args(ip, words);
  const f: Filter = { up: false, noMaster: false };
  while (!args.isEmpty) {
    const word = args.shift();
    if (word === 'up') f.up = true;
    else if (word === 'master') {
      const name = yield* args.value();
      f.master = ip.indexOf(name);
      if (f.master === 0) yield* ip.invarg('Device does not exist\n', name);
    } else if (word === 'nomaster') f.noMaster = true;
    else if (word === 'type') f.kind = yield* args.value();
    else if (word === 'group') {
      const name = yield* args.value();
      f.group = numberIn(GROUPS, name, 0x7fffffff) ?? (yield* ip.invarg('Invalid "group" value\n', name));
    } else {
      if (word !== 'dev' && matches(word, 'help')) return yield* ip.usage(LINK_USAGE);
      const name = word === 'dev' ? yield* args.value() : word;
      if (f.dev !== undefined) yield* ip.duparg2('dev', name);
      f.dev = name;
    }
  }
  return f;
}

/** iplink_get and the dump: an interface that is named must be there. */
export function* findLinks(ip: Ip2, dev: string | undefined, family: number): Sys<readonly LinkInfo[]> {
  if (dev === undefined) {
    const links = yield* ip.dump('RTM_GETLINK', { family });
    if (family === 0) ip.remember(links);
    return links;
  }
  const reply = ip.ask('RTM_GETLINK', { ifname: dev });
  if (reply.error !== null) return yield* ip.fail(`Device "${dev}" does not exist.`);
  return reply.answer;
}

function* listLinks(ip: Ip2, words: readonly string[], isLink: boolean): Sys<number> {
  const f = yield* parseFilter(ip, words);
  const links = (yield* findLinks(ip, f.dev, 0)).filter(
    (l) =>
      (!f.up || (l.flags & IFF_UP) !== 0) &&
      (f.master === undefined || l.master === f.master) &&
      (!f.noMaster || l.master === null) &&
      (f.kind === undefined || l.kind === f.kind) &&
      (f.group === undefined || l.group === f.group),
  );
  if (ip.options.json) {
    ip.printJson(links.map((l) => linkJson(ip, l, { isLink, family: ip.options.family })));
    return 0;
  }
  for (const l of links)
    ip.p.print(`${ip.options.brief ? briefLink(ip, l, isLink) : yield* linkText(ip, l, { isLink, family: ip.options.family })}\n`);
  return 0;
}
