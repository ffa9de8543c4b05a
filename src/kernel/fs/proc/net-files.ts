// The texts of /proc/PID/net (proc_pid_net(5); net/core/net-procfs.c, net/ipv4/fib_trie.c, arp.c, net/ipv6/addrconf.c …).

import { AF_INET, AF_INET6, formatIpv4, type Ip } from '../../../abi/inet.ts';
import { NUD_NOARP, NUD_PERMANENT, RTN_LOCAL, RTN_UNICAST } from '../../../abi/net.ts';
import { addressesOf, isTentative, shownAddressFlags } from '../../net/address.ts';
import { ETH_ZERO, type NetDevice } from '../../net/device.ts';
import { neighboursOf, shownState } from '../../net/neigh.ts';
import type { NetNs } from '../../net/netns.ts';
import { type Route, routeError } from '../../net/route.ts';
import { socketText } from './net-sockets.ts';

const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');
export const hexUpper = (n: number, width: number): string => hex(n, width).toUpperCase();

/** A 32-bit address as the processor holds it: the first byte last. */
export const littleEndian = (ip: Ip): string => {
  const n = Number(ip);
  return [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24].map((b) => hexUpper(b, 2)).join('');
};
const hex128 = (ip: Ip): string => ip.toString(16).padStart(32, '0');

function devText(net: NetNs): string {
  let s =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
  const p = (n: number, width: number): string => String(n).padStart(width);
  for (const { name, stats: st } of net.devices)
    s +=
      `${name.padStart(6)}: ${p(st.rxBytes, 7)} ${p(st.rxPackets, 7)} ${p(st.rxErrors, 4)} ${p(st.rxDropped, 4)} ${p(0, 4)} ${p(0, 5)} ${p(0, 10)} ${p(st.multicast, 9)} ` +
      `${p(st.txBytes, 8)} ${p(st.txPackets, 7)} ${p(st.txErrors, 4)} ${p(st.txDropped, 4)} ${p(0, 4)} ${p(st.collisions, 5)} ${p(0, 7)} ${p(0, 10)}\n`;
  return s;
}

const ROUTE_HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
const RTF_UP = 1;
const RTF_GATEWAY = 2;
const RTF_HOST = 4;
const RTF_REJECT = 0x200;

/** The main table, unicast and rejecting routes (fib_route_seq_show); lines are padded to 127 columns. */
function routeText(net: NetNs): string {
  let s = `${ROUTE_HEAD.padEnd(127)}\n`;
  for (const r of sorted(net.fib[AF_INET].tables.get(254) ?? [])) {
    if (r.type !== RTN_UNICAST && routeError(r.type) === undefined) continue;
    const rejects = r.type !== RTN_UNICAST;
    const flags = RTF_UP | (r.gateway !== null ? RTF_GATEWAY : 0) | (r.length === 32 ? RTF_HOST : 0) | (rejects ? RTF_REJECT : 0);
    const mask = r.length === 0 ? 0n : (0xffffffffn << BigInt(32 - r.length)) & 0xffffffffn;
    const line = `${r.dev?.name ?? '*'}\t${littleEndian(r.dst)}\t${littleEndian(r.gateway ?? 0n)}\t${hexUpper(flags, 4)}\t0\t0\t${r.metric}\t${littleEndian(mask)}\t0\t0\t0`;
    s += `${line.padEnd(127)}\n`;
  }
  return s;
}

const sorted = (routes: readonly Route[]): Route[] =>
  [...routes].sort((a, b) => (a.dst < b.dst ? -1 : a.dst > b.dst ? 1 : b.length - a.length || a.metric - b.metric));

const ATF_COM = 2;
const ATF_PERM = 4;

function arpText(net: NetNs): string {
  let s = 'IP address       HW type     Flags       HW address            Mask     Device\n';
  for (const n of neighboursOf(net, AF_INET)) {
    const state = shownState(n);
    if ((state & NUD_NOARP) !== 0) continue;
    const flags = (state & NUD_PERMANENT) !== 0 ? ATF_COM | ATF_PERM : n.lladdr !== null && (state & 0x5e) !== 0 ? ATF_COM : 0;
    const columns = `${formatIpv4(n.ip).padEnd(16)} 0x${n.dev.type.toString(16).padEnd(10)}0x${flags.toString(16).padEnd(10)}`;
    s += `${columns}${(flags === 0 ? ETH_ZERO : (n.lladdr ?? ETH_ZERO)).padEnd(17)}     *        ${n.dev.name}\n`;
  }
  return s;
}

const SCOPE_V6 = { 0: 0x00, 253: 0x20, 254: 0x10 } as const;

function ifInet6Text(net: NetNs): string {
  let s = '';
  for (const dev of net.devices)
    for (const a of addressesOf(dev, AF_INET6)) {
      const scope = SCOPE_V6[a.scope as keyof typeof SCOPE_V6] ?? 0;
      s += `${hex128(a.local)} ${hex(dev.ifindex, 2)} ${hex(a.length, 2)} ${hex(scope, 2)} ${hex(shownAddressFlags(dev, a) & 0xff, 2)} ${dev.name.padStart(8)}\n`;
    }
  return s;
}

function ipv6RouteText(net: NetNs): string {
  let s = '';
  const line = (r: Route, dev: NetDevice, flags: number): string =>
    `${hex128(r.dst)} ${hex(r.length, 2)} ${hex128(0n)} 00 ${hex128(r.gateway ?? 0n)} ${hex(r.metric, 8)} ${hex(1, 8)} ${hex(0, 8)} ${hex(flags, 8)} ${dev.name.padStart(8)}\n`;
  const nothing = `${hex128(0n)} 00 ${hex128(0n)} 00 ${hex128(0n)} ffffffff ${hex(1, 8)} ${hex(0, 8)} 00200200 ${'lo'.padStart(8)}\n`;
  for (const id of [254, 255]) {
    for (const r of sorted(net.fib[AF_INET6].tables.get(id) ?? [])) {
      if (r.dev === null || (r.ifa !== null && r.type === RTN_LOCAL && isTentative(r.dev, r.ifa))) continue;
      s += line(r, r.dev, RTF_UP | (r.gateway !== null ? RTF_GATEWAY : 0) | (r.type === RTN_LOCAL ? 0x80200000 : 0));
    }
    s += nothing;
  }
  return s;
}

const headOnly = (head: string): (() => string) => {
  return () => `${head}\n`;
};

const TRAILER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** File name → its text. */
export const NET_TEXTS: Readonly<Record<string, (net: NetNs) => string>> = {
  arp: arpText,
  dev: devText,
  if_inet6: ifInet6Text,
  ipv6_route: ipv6RouteText,
  raw: headOnly(`${TRAILER} ref pointer drops`),
  route: routeText,
  rt_cache: headOnly(
    'Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst'.padEnd(128),
  ),
  icmp: (net) => socketText(net, 'icmp'),
  icmp6: (net) => socketText(net, 'icmp6'),
  tcp: (net) => socketText(net, 'tcp'),
  tcp6: (net) => socketText(net, 'tcp6'),
  udp: (net) => socketText(net, 'udp'),
  udp6: (net) => socketText(net, 'udp6'),
  unix: (net) => socketText(net, 'unix'),
};
