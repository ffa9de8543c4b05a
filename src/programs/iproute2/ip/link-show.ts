// ip link show, and the first part of ip address show (iproute2 ip/ipaddress.c: print_linkinfo).

import { largest } from '../../../abi/list.ts';
import {
  IFF_ALLMULTI,
  IFF_BROADCAST,
  IFF_DORMANT,
  IFF_LOOPBACK,
  IFF_LOWER_UP,
  IFF_MASTER,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_POINTOPOINT,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_SLAVE,
  IFF_UP,
} from '../../../abi/net.ts';
import type { LinkInfo, LinkStats } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Ip2 } from './context.ts';
import type { Json } from './json.ts';
import { GROUPS, LINK_TYPES, nameIn, OPER_STATES, PORT_STATES } from './names.ts';
import { namesByNsid } from './netns-names.ts';

/** In the order of print_link_flags. */
const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [IFF_LOOPBACK, 'LOOPBACK'],
  [IFF_BROADCAST, 'BROADCAST'],
  [IFF_POINTOPOINT, 'POINTOPOINT'],
  [IFF_MULTICAST, 'MULTICAST'],
  [IFF_NOARP, 'NOARP'],
  [IFF_ALLMULTI, 'ALLMULTI'],
  [IFF_PROMISC, 'PROMISC'],
  [IFF_MASTER, 'MASTER'],
  [IFF_SLAVE, 'SLAVE'],
  [IFF_UP, 'UP'],
  [IFF_LOWER_UP, 'LOWER_UP'],
  [IFF_DORMANT, 'DORMANT'],
];

/** Where the link leads: `@v1`, `@if3` when that is not here, nothing for a device of its own; and whether the other end is down. */
export function otherEnd(ip: Ip2, l: LinkInfo): { name: string | null; isDown: boolean } {
  if (l.link === null) return { name: null, isDown: false };
  if (l.link === 0) return { name: 'NONE', isDown: false };
  if (l.linkNetnsid !== null) return { name: `if${l.link}`, isDown: false };
  return { name: ip.nameOf(l.link), isDown: (ip.flagsOf(l.link) & IFF_UP) === 0 };
}

export function linkFlagWords(l: LinkInfo, isDown: boolean): string[] {
  const words: string[] = [];
  if ((l.flags & IFF_UP) !== 0 && (l.flags & IFF_RUNNING) === 0) words.push('NO-CARRIER');
  for (const [bit, name] of FLAG_NAMES) if ((l.flags & bit) !== 0) words.push(name);
  if (isDown) words.push('M-DOWN');
  return words;
}

const stateName = (l: LinkInfo): string => OPER_STATES[l.operstate] ?? String(l.operstate);

/** @param isLink `ip link`: more of the link than in `ip address` */
export interface LinkStyle {
  readonly isLink: boolean;
  /** Of the addresses that are shown: for one family alone, nothing is said of the hardware. */
  readonly family: number;
}

/** print_linkinfo_brief, without the addresses and the newline. */
export function briefLink(ip: Ip2, l: LinkInfo, isLink: boolean): string {
  const { name, isDown } = otherEnd(ip, l);
  const label = name === null ? l.ifname : `${l.ifname}@${name}`;
  const s = `${label.padEnd(16)} ${stateName(l).padEnd(14)} `;
  return isLink ? `${s}${l.address} <${linkFlagWords(l, isDown).join(',')}> ` : s;
}

export function* linkText(ip: Ip2, l: LinkInfo, { isLink, family }: LinkStyle): Sys<string> {
  const { oneline, stats, details } = ip.options;
  const nl = oneline ? '\\' : '\n';
  const { name, isDown } = otherEnd(ip, l);
  let s = `${l.index}: ${name === null ? l.ifname : `${l.ifname}@${name}`}: <${linkFlagWords(l, isDown).join(',')}> mtu ${l.mtu} `;
  if (l.qdisc !== null) s += `qdisc ${l.qdisc} `;
  if (l.master !== null) s += `master ${ip.nameOf(l.master)} `;
  s += `state ${stateName(l)} `;
  if (isLink) s += 'mode DEFAULT ';
  if (l.group !== null) s += `group ${nameIn(GROUPS, l.group)} `;
  s += `qlen ${l.txqlen}`;
  if (family === 0 || family === 17 || details) {
    s += `${nl}    link/${nameIn(LINK_TYPES, l.type)} ${l.address} brd ${l.broadcast}`;
  }
  if (l.linkNetnsid !== null) {
    const named = (yield* namesByNsid(ip)).get(l.linkNetnsid);
    s += named === undefined ? ` link-netnsid ${l.linkNetnsid}` : ` link-netns ${named}`;
  }
  if (details) s += detailText(l, isLink, nl);
  if ((isLink || details) && l.alias !== null) s += `${nl}    alias ${l.alias}`;
  if (isLink && stats > 0 && l.stats !== null) s += statsText(l.stats, stats, nl);
  return s;
}

const queues = (n: number): string =>
  `numtxqueues ${n} numrxqueues ${n} gso_max_size 65536 gso_max_segs 65535 tso_max_size 524280 tso_max_segs 65535 gro_max_size 65536 `;

function detailText(l: LinkInfo, isLink: boolean, nl: string): string {
  let s = ` promiscuity ${l.promiscuity}  allmulti ${l.bridgePort === null ? 0 : 1} minmtu ${l.minMtu} maxmtu ${l.maxMtu} `;
  if (l.kind === 'bridge') {
    const id = `8000.${l.address}`;
    s += `${nl}    bridge forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 priority 32768 vlan_filtering 0 bridge_id ${id} designated_root ${id} root_port 0 root_path_cost 0 `;
  } else if (l.kind !== null) s += `${nl}    ${l.kind} `;
  if (l.bridgePort !== null) {
    const { state, priority, cost } = l.bridgePort;
    s += `${nl}    bridge_slave state ${PORT_STATES[state]} priority ${priority} cost ${cost} `;
  }
  if (isLink && l.bridgePort === null) s += 'addrgenmode eui64 ';
  return s + queues(l.kind === 'veth' ? 2 : 1);
}

/** The widest of a column's words. */
const width = (least: number, ...values: readonly number[]): number =>
  largest(
    values.map((v) => String(v).length),
    least,
  );

/** __print_link_stats */
function statsText(st: LinkStats, level: number, nl: string): string {
  const w = [
    width(10, st.rxBytes, st.txBytes),
    width(7, st.rxPackets, st.txPackets),
    width(6, st.rxErrors, st.txErrors),
    width(7, st.rxDropped, st.txDropped),
    7,
    width(7, st.multicast, st.collisions),
  ];
  const p = (text: string | number, i: number, less = 0): string => String(text).padStart(w[i] - less);
  const line = (...cells: readonly (string | number)[]): string => `    ${cells.map((c, i) => p(c, i)).join(' ')} `;
  const head = (title: string, words: readonly string[]): string =>
    `    ${title}${p(words[0], 0, title.length)} ${words
      .slice(1)
      .map((c, i) => p(c, i + 1))
      .join(' ')}`;
  const tail = ' '.repeat(11);
  let s = `${nl}${head('RX: ', ['bytes', 'packets', 'errors', 'dropped', 'missed', 'mcast'])}${tail}`;
  s += `${nl}${line(st.rxBytes, st.rxPackets, st.rxErrors, st.rxDropped, 0, st.multicast)}`;
  if (level > 1) s += `${nl}    RX errors:  length    crc   frame    fifo overrun${nl}${' '.repeat(21)}0      0       0       0       0 `;
  s += `${nl}${head('TX: ', ['bytes', 'packets', 'errors', 'dropped', 'carrier', 'collsns'])}${tail}`;
  s += `${nl}${line(st.txBytes, st.txPackets, st.txErrors, st.txDropped, 0, st.collisions)}`;
  if (level > 1) s += `${nl}    TX errors: aborted   fifo  window heartbt transns${nl}${' '.repeat(21)}0      0       0       0       0 `;
  return s;
}

export function linkJson(ip: Ip2, l: LinkInfo, { isLink, family }: LinkStyle): Record<string, Json> {
  const { brief, stats, details } = ip.options;
  const { name, isDown } = otherEnd(ip, l);
  const end: Record<string, Json> = l.link === null || l.link === 0 ? {} : l.linkNetnsid !== null ? { link_index: l.link } : { link: name };
  const flags = linkFlagWords(l, isDown);
  if (brief) {
    const head = { ...end, ifname: l.ifname, operstate: stateName(l) };
    return isLink ? { ...head, address: l.address, flags } : head;
  }
  const o: Record<string, Json> = { ifindex: l.index, ...end, ifname: l.ifname, flags, mtu: l.mtu };
  if (l.qdisc !== null) o.qdisc = l.qdisc;
  if (l.master !== null) o.master = ip.nameOf(l.master);
  o.operstate = stateName(l);
  if (isLink) o.linkmode = 'DEFAULT';
  if (l.group !== null) o.group = nameIn(GROUPS, l.group);
  o.txqlen = l.txqlen;
  if (family === 0 || family === 17 || details) {
    o.link_type = nameIn(LINK_TYPES, l.type);
    o.address = l.address;
    o.broadcast = l.broadcast;
  }
  if (l.linkNetnsid !== null) o.link_netnsid = l.linkNetnsid;
  if (details) Object.assign(o, detailJson(l, isLink));
  if ((isLink || details) && l.alias !== null) o.ifalias = l.alias;
  if (isLink && stats > 0 && l.stats !== null) o.stats64 = statsJson(l.stats);
  return o;
}

function detailJson(l: LinkInfo, isLink: boolean): Record<string, Json> {
  const o: Record<string, Json> = {
    promiscuity: l.promiscuity,
    allmulti: l.bridgePort === null ? 0 : 1,
    min_mtu: l.minMtu,
    max_mtu: l.maxMtu,
  };
  if (l.kind !== null) {
    o.linkinfo = l.bridgePort === null ? { info_kind: l.kind } : { info_kind: l.kind, info_slave_kind: 'bridge' };
  }
  if (isLink) o.inet6_addr_gen_mode = 'eui64';
  const n = l.kind === 'veth' ? 2 : 1;
  return {
    ...o,
    num_tx_queues: n,
    num_rx_queues: n,
    gso_max_size: 65536,
    gso_max_segs: 65535,
    tso_max_size: 524280,
    tso_max_segs: 65535,
    gro_max_size: 65536,
  };
}

const statsJson = (st: LinkStats): Json => ({
  rx: { bytes: st.rxBytes, packets: st.rxPackets, errors: st.rxErrors, dropped: st.rxDropped, over_errors: 0, multicast: st.multicast },
  tx: {
    bytes: st.txBytes,
    packets: st.txPackets,
    errors: st.txErrors,
    dropped: st.txDropped,
    carrier_errors: 0,
    collisions: st.collisions,
  },
});
