// Neighbours: the hardware addresses behind the IP addresses of a link, and how they are asked for (net/core/neighbour.c, arp(7), RFC 4861;
// ip-neighbour(8)). ARP and neighbour discovery are one protocol here: ask all, the owner answers, who asked is remembered.

import { EEXIST, EINVAL, ENOENT } from '../../abi/errno.ts';
import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import {
  IFF_LOOPBACK,
  IFF_NOARP,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NONE,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
  RTN_BROADCAST,
} from '../../abi/net.ts';
import type { NeighWish } from '../../abi/rtnetlink.ts';
import type { Timer } from '../sched/scheduler.ts';
import { addressesOf } from './address.ts';
import { ETH_BROADCAST, ETH_ZERO, ExtAck, type NetDevice } from './device.ts';
import { transmit } from './frame.ts';
import { linkFailure } from './icmp.ts';
import type { NetNs } from './netns.ts';
import type { Packet } from './packet.ts';
import { addressType, isLocalAddress, selectSource } from './route.ts';
import { eitherSetting } from './settings.ts';

export interface Arp {
  readonly family: Family;
  readonly op: 'request' | 'reply';
  readonly senderAddress: string;
  readonly sender: Ip;
  readonly target: Ip;
}

export interface Neighbour {
  readonly family: Family;
  readonly dev: NetDevice;
  readonly ip: Ip;
  lladdr: string | null;
  state: number;
  /** Monotonic nanoseconds of the last proof that it is there. */
  confirmed: number;
  /** What waits for the answer. */
  queue: Packet[];
  probes: number;
  timer: Timer | null;
}

const SECOND = 1_000_000_000;
/** base_reachable_time, delay_first_probe_time, retrans_time, mcast_solicit, unres_qlen */
const REACHABLE_TIME = 30 * SECOND;
const DELAY_TIME = 5 * SECOND;
const RETRANS_TIME = SECOND;
const SOLICITATIONS = 3;
const QUEUE_LENGTH = 101;

const ARP_SIZE = { 2: 28, 10: 72 } as const;

const VALID = NUD_PERMANENT | NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE;

export function findNeighbour(dev: NetDevice, family: Family, ip: Ip): Neighbour | undefined {
  return dev.net.neighbours.find((n) => n.dev === dev && n.ip === ip && n.family === family);
}

function newNeighbour(dev: NetDevice, family: Family, ip: Ip): Neighbour {
  const n: Neighbour = { family, dev, ip, lladdr: null, state: NUD_NONE, confirmed: 0, queue: [], probes: 0, timer: null };
  dev.net.neighbours.push(n);
  return n;
}

function forget(n: Neighbour): void {
  stopTimer(n);
  n.queue = [];
  const { neighbours } = n.dev.net;
  neighbours.splice(neighbours.indexOf(n), 1);
}

/** neigh_ifdown: the link is down, nobody is known on it any more. */
export function dropNeighbours(dev: NetDevice): void {
  for (const n of dev.net.neighbours.filter((x) => x.dev === dev)) forget(n);
}

/** A proof grows old by itself. */
export const shownState = (n: Neighbour): number =>
  n.state === NUD_REACHABLE && n.dev.net.kernel.clock.mono - n.confirmed > REACHABLE_TIME ? NUD_STALE : n.state;

function stopTimer(n: Neighbour): void {
  if (n.timer !== null) n.dev.net.kernel.sched.deleteTimer(n.timer);
  n.timer = null;
}

function startTimer(n: Neighbour, delay: number): void {
  stopTimer(n);
  const { kernel } = n.dev.net;
  n.timer = {
    at: kernel.clock.mono + delay,
    fire: () => {
      n.timer = null;
      timedOut(n);
    },
  };
  kernel.sched.addTimer(n.timer);
}

/** neigh_timer_handler */
function timedOut(n: Neighbour): void {
  if (n.state === NUD_DELAY) {
    n.state = NUD_PROBE;
    n.probes = 0;
  }
  if (n.probes >= SOLICITATIONS) {
    n.state = NUD_FAILED;
    const lost = n.queue;
    n.queue = [];
    // dst_link_failure: who sent it is told that the host cannot be reached.
    for (const packet of lost) linkFailure(n.dev, packet);
    return;
  }
  solicit(n);
}

function solicit(n: Neighbour): void {
  n.probes++;
  startTimer(n, RETRANS_TIME);
  const packet = n.queue[0];
  const own = packet !== undefined && isLocalAddress(n.dev.net, n.family, packet.src) ? packet.src : null;
  const sender = own ?? selectSource(n.dev.net, n.family, n.dev, n.ip, null) ?? 0n;
  const arp: Arp = { family: n.family, op: 'request', senderAddress: n.dev.address, sender, target: n.ip };
  sendArp(n.dev, arp, n.state === NUD_PROBE && n.lladdr !== null ? n.lladdr : groupAddress(n.family, n.ip));
}

const hex = (bits: bigint): string => bits.toString(16).padStart(2, '0');

/** All hosts for ARP, the solicited-node group for neighbour discovery. */
const groupAddress = (family: Family, ip: Ip): string =>
  family === AF_INET ? ETH_BROADCAST : `33:33:ff:${hex((ip >> 16n) & 255n)}:${hex((ip >> 8n) & 255n)}:${hex(ip & 255n)}`;

const multicastAddress = (family: Family, ip: Ip): string =>
  family === AF_INET
    ? `01:00:5e:${hex((ip >> 16n) & 127n)}:${hex((ip >> 8n) & 255n)}:${hex(ip & 255n)}`
    : `33:33:${hex((ip >> 24n) & 255n)}:${hex((ip >> 16n) & 255n)}:${hex((ip >> 8n) & 255n)}:${hex(ip & 255n)}`;

export const isMulticast = (family: Family, ip: Ip): boolean => (family === AF_INET ? ip >> 28n === 14n : ip >> 120n === 0xffn);

function sendArp(dev: NetDevice, arp: Arp, dst: string): void {
  transmit(dev, { src: dev.address, dst, size: ARP_SIZE[arp.family], payload: { arp } });
}

function sendTo(dev: NetDevice, lladdr: string, packet: Packet): void {
  transmit(dev, { src: dev.address, dst: lladdr, size: packet.size, payload: { packet } });
}

/** An address that nobody needs to be asked for (arp_mc_map). */
function knownAddress(dev: NetDevice, family: Family, ip: Ip): string | null {
  if ((dev.flags & (IFF_LOOPBACK | IFF_NOARP)) !== 0) return ETH_ZERO;
  if (isMulticast(family, ip)) return multicastAddress(family, ip);
  if (family !== AF_INET) return null;
  return ip === 0xffffffffn || addressType(dev.net, family, ip) === RTN_BROADCAST ? ETH_BROADCAST : null;
}

/** neigh_output: sends a packet to an address on the link, asking for its owner first if need be. */
export function sendToNeighbour(dev: NetDevice, ip: Ip, packet: Packet): void {
  const { family } = packet;
  const known = knownAddress(dev, family, ip);
  if (known !== null) {
    sendTo(dev, known, packet);
    return;
  }
  const n = findNeighbour(dev, family, ip) ?? newNeighbour(dev, family, ip);
  n.state = shownState(n);
  if (n.lladdr !== null && (n.state & VALID) !== 0) {
    if (n.state === NUD_STALE) {
      n.state = NUD_DELAY;
      startTimer(n, DELAY_TIME);
    }
    sendTo(dev, n.lladdr, packet);
    return;
  }
  if (n.queue.length < QUEUE_LENGTH) n.queue.push(packet);
  if (n.state === NUD_INCOMPLETE) return;
  n.state = NUD_INCOMPLETE;
  n.probes = 0;
  solicit(n);
}

/** neigh_update: an address was learned; what waited for it goes out. */
function learn(n: Neighbour, lladdr: string, state: number): void {
  if (n.state === NUD_PERMANENT) return;
  if (state === NUD_STALE && n.lladdr === lladdr && (shownState(n) & VALID) !== 0) return;
  stopTimer(n);
  n.lladdr = lladdr;
  n.state = state;
  if (state === NUD_REACHABLE) n.confirmed = n.dev.net.kernel.clock.mono;
  const waiting = n.queue;
  n.queue = [];
  for (const packet of waiting) sendToNeighbour(n.dev, n.ip, packet);
}

/** arp_process, ndisc_recv_ns, ndisc_recv_na */
export function arpReceive(dev: NetDevice, arp: Arp): void {
  const { family, sender, target } = arp;
  if ((dev.flags & IFF_NOARP) !== 0) return;
  const isOwn = arp.op === 'request' && answers(dev, family, target);
  const known = sender === 0n ? undefined : findNeighbour(dev, family, sender);
  if (arp.op === 'reply') {
    if (known !== undefined) learn(known, arp.senderAddress, NUD_REACHABLE);
    return;
  }
  if (!isOwn) {
    if (known !== undefined && family === AF_INET) learn(known, arp.senderAddress, NUD_STALE);
    return;
  }
  if (sender !== 0n) learn(known ?? newNeighbour(dev, family, sender), arp.senderAddress, NUD_STALE);
  sendArp(dev, { family, op: 'reply', senderAddress: dev.address, sender: target, target: sender }, arp.senderAddress);
}

/** arp_ignore: by default a host answers for every address it has, IPv6 for those of the interface. */
function answers(dev: NetDevice, family: Family, target: Ip): boolean {
  if (!isLocalAddress(dev.net, family, target)) return false;
  if (family === AF_INET && !eitherSetting(dev, 'ipv4', 'arp_ignore')) return target >> 24n !== 127n;
  return addressesOf(dev, family).some((a) => a.local === target);
}

// RTM_NEWNEIGH, RTM_DELNEIGH

export function addNeighbour(dev: NetDevice, wish: NeighWish, nlFlags: number): void {
  const { family, dst } = wish;
  let n = findNeighbour(dev, family, dst);
  if (n === undefined) {
    if ((nlFlags & NLM_F_CREATE) === 0) throw ENOENT;
    if (wish.lladdr === undefined && (wish.state & VALID) !== 0) throw new ExtAck(EINVAL, 'No link layer address given');
    n = newNeighbour(dev, family, dst);
  } else if ((nlFlags & NLM_F_EXCL) !== 0) throw EEXIST;
  else if ((nlFlags & NLM_F_REPLACE) === 0 && wish.lladdr !== undefined && n.lladdr !== null && n.lladdr !== wish.lladdr) return;
  stopTimer(n);
  n.lladdr = wish.lladdr ?? n.lladdr;
  n.state = wish.state;
  n.confirmed = dev.net.kernel.clock.mono;
}

export function deleteNeighbour(dev: NetDevice, wish: NeighWish): void {
  const n = findNeighbour(dev, wish.family, wish.dst);
  if (n === undefined) throw ENOENT;
  forget(n);
}

/** All of a namespace, in the order in which they were met. */
export const neighboursOf = (net: NetNs, family: Family): readonly Neighbour[] => net.neighbours.filter((n) => n.family === family);
