// bridge(8): ports of bridges (iproute2 6.1.0, bridge/link.c).

import { IFF_UP } from '../../abi/net.ts';
import type { LinkInfo } from '../../abi/rtnetlink.ts';
import type { Sys } from '../../abi/sys.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { Args, defaultOptions, FAILED, Ip2, matches, USAGE } from './ip/context.ts';
import type { Json } from './ip/json.ts';
import { linkFlagWords, otherEnd } from './ip/link-show.ts';
import { PORT_STATES } from './ip/names.ts';
import { switchNetns } from './ip/netns-names.ts';

const usage = `Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
       bridge [ -force ] -batch filename
where  OBJECT := { link | fdb | mdb | vlan | monitor }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
                    -o[neline] | -t[imestamp] | -n[etns] name |
                    -c[ompressvlans] -color -p[retty] -j[son] }
`;

function* main(p: Proc): Sys<number> {
  const o = defaultOptions();
  const ip = new Ip2(p, o);
  const words = [...p.args];
  for (; words.length > 0 && words[0].startsWith('-'); words.shift()) {
    const word = words[0].startsWith('--') ? words[0].slice(1) : words[0];
    if (matches(word, '-help')) {
      yield* p.error(usage);
      return USAGE;
    }
    if (matches(word, '-Version')) {
      p.print('bridge utility, 6.1.0\n');
      return 0;
    }
    if (matches(word, '-netns')) {
      words.shift();
      yield* switchNetns(p, words[0] ?? '');
    } else if (matches(word, '-json')) o.json = true;
    else if (matches(word, '-pretty')) o.pretty = true;
    else if (matches(word, '-details')) o.details = true;
    else if (matches(word, '-oneline')) o.oneline = true;
    else if (!matches(word, '-stats') && !matches(word, '-statistics') && !/^-c(olor)?/.test(word) && !/^-[46]$/.test(word)) {
      yield* p.error(`Option "${words[0]}" is unknown, try "bridge help".\n`);
      return USAGE;
    }
  }
  const [object, ...rest] = words;
  if (object === undefined || matches(object, 'help')) {
    yield* p.error(usage);
    return USAGE;
  }
  if (matches(object, 'link')) return yield* doLink(ip, rest);
  for (const name of ['fdb', 'mdb', 'vlan', 'vni', 'monitor'])
    if (matches(object, name)) return yield* ip.fail(`ns-shell: not simulated: bridge ${name}`);
  return yield* ip.fail(`Object "${object}" is unknown, try "bridge help".`, FAILED);
}

function* doLink(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'show', ...rest] = words;
  if (matches(command, 'show') || matches(command, 'lst') || matches(command, 'list')) return yield* listPorts(ip, rest);
  if (matches(command, 'set')) return yield* ip.fail('ns-shell: not simulated: bridge link set');
  if (matches(command, 'help')) return yield* ip.usage(usage);
  yield* ip.p.error(`Command "${command}" is unknown, try "bridge link help".\n`);
  throw new Exit(USAGE);
}

function* listPorts(ip: Ip2, words: readonly string[]): Sys<number> {
  const args = new Args(ip, words);
  let dev: string | undefined;
  while (!args.isEmpty) {
    const word = args.shift();
    if (word !== 'dev' && dev !== undefined) return yield* ip.duparg('dev', word);
    dev = word === 'dev' ? yield* args.value() : word;
  }
  const links = yield* ip.dump('RTM_GETLINK', {});
  ip.remember(links);
  if (dev !== undefined && !links.some((l) => l.ifname === dev)) return yield* ip.fail(`Cannot find bridge device "${dev}"`);
  const ports = links.filter((l) => l.bridgePort !== null && (dev === undefined || l.ifname === dev));
  if (ip.options.json) ip.printJson(ports.map((l) => portJson(ip, l)));
  else for (const l of ports) ip.p.print(portText(ip, l));
  return 0;
}

function portText(ip: Ip2, l: LinkInfo): string {
  const { name, isDown } = otherEnd(ip, l);
  const port = l.bridgePort;
  let s = `${l.index}: ${name === null ? l.ifname : `${l.ifname}@${name}`}: <${linkFlagWords(l, isDown && (l.flags & IFF_UP) === 0).join(',')}> mtu ${l.mtu} `;
  if (l.master !== null) s += `master ${ip.nameOf(l.master)} `;
  if (port !== null) s += `state ${PORT_STATES[port.state]} priority ${port.priority} cost ${port.cost} `;
  return `${s}\n`;
}

function portJson(ip: Ip2, l: LinkInfo): Json {
  const { name } = otherEnd(ip, l);
  const port = l.bridgePort;
  return {
    ifindex: l.index,
    ...(name === null ? undefined : l.linkNetnsid === null ? { link: name } : { link_index: l.link }),
    ifname: l.ifname,
    flags: linkFlagWords(l, false),
    mtu: l.mtu,
    ...(l.master === null ? undefined : { master: ip.nameOf(l.master) }),
    ...(port === null ? undefined : { state: PORT_STATES[port.state], priority: port.priority, cost: port.cost }),
  };
}

export const program: Program = { name: 'bridge', usage, main, onWriteError: UNCHECKED };
