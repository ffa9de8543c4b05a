// The packet filter of a network namespace (net/netfilter; iptables(8)): tables of chains of rules, and the hooks that ask them. What belongs
// to a connection is in conntrack.ts.

import { EBUSY, EEXIST, EINVAL, ELOOP, ENOENT } from '../../abi/errno.ts';
import { AF_INET, type Family, sameNetwork } from '../../abi/inet.ts';
import type {
  NfChain,
  NfMatch,
  NfName,
  NfNetwork,
  NfPolicy,
  NfPorts,
  NfRequest,
  NfRule,
  NfTableName,
  NfTarget,
} from '../../abi/netfilter.ts';
import type { Connection, Conntrack } from './conntrack.ts';
import type { NetDevice } from './device.ts';
import { sendIcmpError } from './icmp.ts';
import { ICMP_FAILURES, type IcmpFailure } from './icmp-codes.ts';
import type { NetNs } from './netns.ts';
import { type Body, ICMP_DEST_UNREACH, type Packet, PROTOCOL } from './packet.ts';
import { selectSource } from './route.ts';
import { sendReset } from './tcp-connection.ts';

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

interface Rule {
  readonly match: NfMatch;
  readonly target: NfTarget;
  packets: number;
  bytes: number;
}

interface Chain {
  name: string;
  policy: NfPolicy | null;
  packets: number;
  bytes: number;
  rules: Rule[];
}

const CHAINS: Readonly<Record<NfTableName, readonly Hook[]>> = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** At each hook the tables in this order; nat decides about the first packet of a connection only. */
const ORDER: Readonly<Record<Hook, readonly NfTableName[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

export type Tables = Map<NfTableName, Map<string, Chain>>;

const newChain = (name: string, policy: NfPolicy | null): Chain => ({ name, policy, packets: 0, bytes: 0, rules: [] });

function tableOf(net: NetNs, family: Family, name: NfTableName): Map<string, Chain> {
  const tables = net.netfilter[family];
  let table = tables.get(name);
  if (table === undefined) {
    table = new Map(CHAINS[name].map((hook) => [hook, newChain(hook, 'ACCEPT')]));
    tables.set(name, table);
  }
  return table;
}

// Requests

function chainOf(table: Map<string, Chain>, name: string): Chain {
  const chain = table.get(name);
  if (chain === undefined) throw ENOENT;
  return chain;
}

const text = (rule: Pick<NfRule, 'match' | 'target'>): string =>
  JSON.stringify([rule.match, rule.target], (_k, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));

function newRule(table: Map<string, Chain>, request: NfRequest, { match, target }: Pick<NfRule, 'match' | 'target'>): Rule {
  const isNat = target.name === 'MASQUERADE' || target.name === 'SNAT' || target.name === 'DNAT' || target.name === 'REDIRECT';
  if (isNat && request.table !== 'nat') throw EINVAL;
  if (!TARGETS.has(target.name) && target.name !== '' && !table.has(target.name)) throw ENOENT;
  if (CHAINS[request.table].includes(target.name as Hook)) throw ELOOP;
  return { match, target, packets: 0, bytes: 0 };
}

const TARGETS = new Set(['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'LOG', 'MASQUERADE', 'SNAT', 'DNAT', 'REDIRECT', 'MARK']);

/** Answers the chains of the table as they are afterwards. */
export function changeTables(net: NetNs, request: NfRequest): readonly NfChain[] {
  const table = tableOf(net, request.family, request.table);
  switch (request.op) {
    case 'list':
      break;
    case 'append':
      chainOf(table, request.chain).rules.push(newRule(table, request, request.rule));
      break;
    case 'insert': {
      const { rules } = chainOf(table, request.chain);
      if (request.at < 1 || request.at > rules.length + 1) throw EINVAL;
      rules.splice(request.at - 1, 0, newRule(table, request, request.rule));
      break;
    }
    case 'replace': {
      const { rules } = chainOf(table, request.chain);
      if (request.at < 1 || request.at > rules.length) throw EINVAL;
      rules[request.at - 1] = newRule(table, request, request.rule);
      break;
    }
    case 'deleteAt': {
      const { rules } = chainOf(table, request.chain);
      if (request.at < 1 || request.at > rules.length) throw EINVAL;
      rules.splice(request.at - 1, 1);
      break;
    }
    case 'delete':
    case 'check': {
      const { rules } = chainOf(table, request.chain);
      const at = rules.findIndex((r) => text(r) === text(request.rule));
      if (at < 0) throw ENOENT;
      if (request.op === 'delete') rules.splice(at, 1);
      break;
    }
    case 'flush':
      for (const c of chainsOf(table, request.chain)) c.rules = [];
      break;
    case 'zero':
      for (const c of chainsOf(table, request.chain)) {
        c.packets = 0;
        c.bytes = 0;
        for (const r of c.rules) {
          r.packets = 0;
          r.bytes = 0;
        }
      }
      break;
    case 'newChain':
      if (table.has(request.chain)) throw EEXIST;
      table.set(request.chain, newChain(request.chain, null));
      break;
    case 'deleteChain':
      for (const c of chainsOf(table, request.chain)) {
        if (c.policy !== null) {
          if (request.chain !== null) throw EINVAL;
          continue;
        }
        if (c.rules.length > 0 || isUsed(table, c.name)) throw EBUSY;
        table.delete(c.name);
      }
      break;
    case 'rename': {
      const chain = chainOf(table, request.chain);
      if (table.has(request.to)) throw EEXIST;
      if (chain.policy !== null) throw EINVAL;
      table.delete(chain.name);
      for (const c of table.values())
        c.rules = c.rules.map((r) => (r.target.name === chain.name ? { ...r, target: { ...r.target, name: request.to } } : r));
      chain.name = request.to;
      table.set(chain.name, chain);
      break;
    }
    case 'policy': {
      const chain = chainOf(table, request.chain);
      if (chain.policy === null) throw EINVAL;
      chain.policy = request.policy;
    }
  }
  return [...table.values()];
}

const chainsOf = (table: Map<string, Chain>, name: string | null): Chain[] =>
  name === null ? [...table.values()] : [chainOf(table, name)];

const isUsed = (table: Map<string, Chain>, name: string): boolean =>
  [...table.values()].some((c) => c.rules.some((r) => r.target.name === name));

// Hooks

/** The packet as it goes on, or null when it goes no further. */
export function hook(net: NetNs, at: Hook, given: Packet, iif: NetDevice | null, oif: NetDevice | null): Packet | null {
  const tables = net.netfilter[given.family];
  if (tables.size === 0) return given;
  let packet = given;
  const { conntrack } = net;
  if (at === 'PREROUTING' || at === 'OUTPUT') packet = conntrack.track(packet);
  const visit: Visit = { net, at, iif, oif, conntrack, connection: packet.connection ?? null };
  for (const name of ORDER[at]) {
    const table = tables.get(name);
    if (name === 'nat') {
      if (table !== undefined) translate(visit, table, packet);
      packet = conntrack.apply(packet, at);
      continue;
    }
    if (table === undefined) continue;
    const verdict = runTable(visit, table, packet);
    if (verdict === null) {
      conntrack.forgetNew(packet);
      return null;
    }
    packet = verdict;
  }
  if (at === 'INPUT' || at === 'POSTROUTING') conntrack.confirm(packet);
  return packet;
}

interface Visit {
  readonly net: NetNs;
  readonly at: Hook;
  readonly iif: NetDevice | null;
  readonly oif: NetDevice | null;
  readonly conntrack: Conntrack;
  readonly connection: Connection | null;
}

/** nf_nat_inet_fn: the nat table is asked once, at the first packet. */
function translate(v: Visit, table: Map<string, Chain>, packet: Packet): void {
  const { connection } = packet;
  if (connection === undefined || connection.state !== 'NEW' || connection.asked.has(v.at)) return;
  connection.asked.add(v.at);
  runTable(v, table, packet);
}

/** Null: dropped. A packet may come out with a mark. */
function runTable(v: Visit, table: Map<string, Chain>, packet: Packet): Packet | null {
  const chain = table.get(v.at);
  if (chain === undefined) return packet;
  const result = runChain(v, table, chain, packet, 0);
  if (result.verdict === 'drop') return null;
  if (result.verdict === 'end') {
    chain.packets++;
    chain.bytes += packet.size;
    if (chain.policy === 'DROP') return null;
  }
  return result.packet;
}

interface Result {
  readonly verdict: 'accept' | 'drop' | 'end';
  readonly packet: Packet;
}

/** A chain may call another, as deep as there are chains. */
function runChain(v: Visit, table: Map<string, Chain>, chain: Chain, given: Packet, depth: number): Result {
  let packet = given;
  if (depth > 16) return { verdict: 'drop', packet };
  for (const rule of chain.rules) {
    if (!isMatch(v, rule.match, packet)) continue;
    rule.packets++;
    rule.bytes += packet.size;
    const { target } = rule;
    switch (target.name) {
      case '':
      case 'LOG':
        continue;
      case 'ACCEPT':
        return { verdict: 'accept', packet };
      case 'DROP':
        return { verdict: 'drop', packet };
      case 'RETURN':
        return { verdict: 'end', packet };
      case 'REJECT':
        reject(v, packet, target.rejectWith ?? 'icmp-port-unreachable');
        return { verdict: 'drop', packet };
      case 'MARK':
        packet = { ...packet, mark: target.mark ?? 0 };
        continue;
      case 'MASQUERADE':
      case 'SNAT':
      case 'DNAT':
      case 'REDIRECT':
        setNat(v, packet, target);
        return { verdict: 'accept', packet };
    }
    const next = table.get(target.name);
    if (next === undefined) continue;
    const result = runChain(v, table, next, packet, depth + 1);
    if (result.verdict !== 'end') return result;
    packet = result.packet;
  }
  return { verdict: 'end', packet };
}

const REJECTS: Readonly<Record<string, IcmpFailure>> = {
  'icmp-net-unreachable': ICMP_FAILURES.noRoute,
  'icmp-host-unreachable': ICMP_FAILURES.unreachable,
  'icmp-port-unreachable': ICMP_FAILURES.port,
  'icmp-proto-unreachable': { 2: [ICMP_DEST_UNREACH, 2], 10: [1, 4] },
  'icmp-net-prohibited': { 2: [ICMP_DEST_UNREACH, 9], 10: [1, 1] },
  'icmp-host-prohibited': { 2: [ICMP_DEST_UNREACH, 10], 10: [1, 1] },
  'icmp-admin-prohibited': { 2: [ICMP_DEST_UNREACH, 13], 10: [1, 1] },
};

function reject(v: Visit, packet: Packet, how: string): void {
  if (how === 'tcp-reset') {
    if (packet.body.kind === 'tcp') sendReset(packet, packet.body, v.net);
  } else sendIcmpError(v.net, packet, REJECTS[how] ?? ICMP_FAILURES.port, v.iif);
}

/** nf_nat_setup_info: what the connection's packets will look like. */
function setNat(v: Visit, packet: Packet, target: NfTarget): void {
  const { connection } = packet;
  if (connection === undefined) return;
  if (target.name === 'MASQUERADE' || target.name === 'SNAT') {
    const ip = target.toIp ?? (v.oif === null ? null : selectSource(v.net, packet.family, v.oif, packet.dst, null));
    if (ip !== null) v.conntrack.setSource(connection, ip, target.toPort ?? null);
    return;
  }
  const own = v.iif === null ? 0x7f000001n : (selectSource(v.net, packet.family, v.iif, packet.src, null) ?? packet.dst);
  const ip = target.name === 'REDIRECT' ? own : (target.toIp ?? packet.dst);
  v.conntrack.setDestination(connection, ip, target.toPort ?? null);
}

// Matching

const inNetwork = (family: Family, ip: bigint, n: NfNetwork | undefined): boolean =>
  n === undefined || sameNetwork(family, ip, n.ip, n.length) !== n.isNot;

function isNamed(dev: NetDevice | null, n: NfName | undefined): boolean {
  if (n === undefined) return true;
  const name = dev?.name ?? '';
  const fits = n.name.endsWith('+') ? name.startsWith(n.name.slice(0, -1)) : name === n.name;
  return fits !== n.isNot;
}

const inPorts = (port: number | null, r: NfPorts | undefined): boolean =>
  r === undefined || (port !== null && (port >= r.low && port <= r.high) !== r.isNot);

const portsOf = (body: Body): { sport: number | null; dport: number | null } =>
  body.kind === 'icmp' ? { sport: null, dport: null } : { sport: body.sport, dport: body.dport };

/** ICMPv6 has a number of its own. */
const protocolOf = (packet: Packet): number => (packet.body.kind === 'icmp' && packet.family !== AF_INET ? 58 : PROTOCOL[packet.body.kind]);

function isMatch(v: Visit, m: NfMatch, packet: Packet): boolean {
  const { family, body } = packet;
  const { sport, dport } = portsOf(body);
  if (m.protocol !== undefined && m.protocol.number !== 0 && (protocolOf(packet) === m.protocol.number) === m.protocol.isNot) return false;
  if (!inNetwork(family, packet.src, m.src) || !inNetwork(family, packet.dst, m.dst)) return false;
  if (!isNamed(v.iif, m.iif) || !isNamed(v.oif, m.oif)) return false;
  if (!inPorts(sport, m.sport) || !inPorts(dport, m.dport)) return false;
  if (m.dports !== undefined && !m.dports.some((r) => inPorts(dport, r))) return false;
  if (m.icmpType !== undefined && (body.kind !== 'icmp' || body.type !== m.icmpType)) return false;
  if (m.mark !== undefined && (packet.mark ?? 0) !== m.mark) return false;
  if (m.states === undefined) return true;
  return m.states.names.includes(v.conntrack.stateOf(packet)) !== m.states.isNot;
}
