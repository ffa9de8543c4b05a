// Connection tracking and address translation (net/netfilter/nf_conntrack_core.c, nf_nat_core.c). A connection is two tuples: what its first
// packet looked like, and what an answer to it will look like; translating means that the two do not mirror each other.

import { AF_INET, type Family, type Ip } from '../../abi/inet.ts';
import type { Kernel } from '../kernel.ts';
import { type Body, ICMP_ECHO, ICMP_ECHOREPLY, ICMPV6_ECHO_REPLY, ICMPV6_ECHO_REQUEST, type Packet } from './packet.ts';

interface Tuple {
  readonly family: Family;
  readonly kind: Body['kind'];
  readonly src: Ip;
  readonly sport: number;
  readonly dst: Ip;
  readonly dport: number;
}

/** A packet's part in a connection. */
export interface Connection {
  readonly entry: Entry;
  readonly direction: 'original' | 'reply';
  /** An error about one of its packets. */
  readonly isRelated: boolean;
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
  /** Hooks at which the nat table has been asked. */
  readonly asked: Set<string>;
}

interface Entry {
  original: Tuple;
  reply: Tuple;
  isConfirmed: boolean;
  sawReply: boolean;
  /** Monotonic nanoseconds at which it is forgotten. */
  expires: number;
  readonly asked: Set<string>;
}

const SECOND = 1_000_000_000;
/** nf_conntrack_*_timeout: first packets, answered ones. */
const TIMEOUTS = { icmp: [30, 30], udp: [30, 120], tcp: [120, 432000] } as const;

const keyOf = (t: Tuple): string => `${t.kind} ${t.src} ${t.sport} ${t.dst} ${t.dport}`;
const invert = (t: Tuple): Tuple => ({ ...t, src: t.dst, sport: t.dport, dst: t.src, dport: t.sport });

/** The identifier of an echo stands for both ports. Null: not the start or part of a connection. */
function tupleOf({ family, src, dst, body }: Packet): Tuple | null {
  if (body.kind !== 'icmp') return { family, kind: body.kind, src, sport: body.sport, dst, dport: body.dport };
  const echoes: readonly number[] = family === AF_INET ? [ICMP_ECHO, ICMP_ECHOREPLY] : [ICMPV6_ECHO_REQUEST, ICMPV6_ECHO_REPLY];
  return echoes.includes(body.type) ? { family, kind: 'icmp', src, sport: body.id, dst, dport: body.id } : null;
}

const withPorts = (body: Body, sport: number, dport: number): Body =>
  body.kind === 'icmp' ? { ...body, id: sport } : { ...body, sport, dport };

export class Conntrack {
  private readonly kernel: Kernel;
  private readonly table = new Map<string, { readonly entry: Entry; readonly direction: Connection['direction'] }>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  private find(t: Tuple): { entry: Entry; direction: Connection['direction'] } | undefined {
    const found = this.table.get(keyOf(t));
    if (found === undefined) return undefined;
    if (found.entry.expires >= this.kernel.clock.mono) return found;
    this.remove(found.entry);
    return undefined;
  }

  private remove(entry: Entry): void {
    this.table.delete(keyOf(entry.original));
    this.table.delete(keyOf(entry.reply));
  }

  private store(entry: Entry): void {
    this.table.set(keyOf(entry.original), { entry, direction: 'original' });
    this.table.set(keyOf(entry.reply), { entry, direction: 'reply' });
  }

  /** nf_conntrack_in: which connection a packet belongs to; a new one, if none. */
  track(packet: Packet): Packet {
    const { body } = packet;
    if (body.kind === 'icmp' && body.about !== null) return this.trackError(packet, body.about);
    const t = tupleOf(packet);
    if (t === null) return packet;
    const known = this.find(t);
    if (known === undefined) {
      const entry: Entry = { original: t, reply: invert(t), isConfirmed: false, sawReply: false, expires: Infinity, asked: new Set() };
      return { ...packet, connection: { entry, direction: 'original', isRelated: false, state: 'NEW', asked: entry.asked } };
    }
    const { entry, direction } = known;
    if (direction === 'reply') entry.sawReply = true;
    const state = entry.sawReply ? 'ESTABLISHED' : 'NEW';
    entry.expires = this.kernel.clock.mono + TIMEOUTS[t.kind][entry.sawReply ? 1 : 0] * SECOND;
    return { ...packet, connection: { entry, direction, isRelated: false, state, asked: entry.asked } };
  }

  /** An error goes the way of an answer to the packet that it is about. */
  private trackError(packet: Packet, about: Packet): Packet {
    const t = tupleOf(about);
    const known = t === null ? undefined : this.find(invert(t));
    if (known === undefined) return packet;
    const { entry, direction } = known;
    return { ...packet, connection: { entry, direction, isRelated: true, state: 'RELATED', asked: entry.asked } };
  }

  /** The word of --ctstate. */
  stateOf(packet: Packet): string {
    return packet.connection?.state ?? 'INVALID';
  }

  /** MASQUERADE, SNAT: answers will go to this address, and to a port that is free there. */
  setSource({ entry }: Connection, ip: Ip, port: number | null): void {
    let reply: Tuple = { ...entry.reply, dst: ip, dport: port ?? entry.reply.dport };
    for (let n = 0; this.isTaken(reply, entry) && n < 64512; n++) {
      const next = 1024 + ((reply.dport + 1 - 1024) % 64512);
      reply = reply.kind === 'icmp' ? { ...reply, sport: next, dport: next } : { ...reply, dport: next };
    }
    entry.reply = reply;
  }

  /** DNAT, REDIRECT: answers will come from this address. */
  setDestination({ entry }: Connection, ip: Ip, port: number | null): void {
    entry.reply = { ...entry.reply, src: ip, sport: port ?? entry.reply.sport };
  }

  private isTaken(t: Tuple, entry: Entry): boolean {
    const other = this.find(t);
    return other !== undefined && other.entry !== entry;
  }

  /** nf_nat_packet: the destination changes on the way in, the source on the way out. */
  apply(packet: Packet, at: string): Packet {
    const { connection } = packet;
    if (connection === undefined) return packet;
    const { entry, direction } = connection;
    const other = direction === 'original' ? entry.reply : entry.original;
    const isDestination = at === 'PREROUTING' || at === 'OUTPUT';
    if (connection.isRelated) return applyToError(packet, other, isDestination);
    const { body } = packet;
    if (isDestination) {
      if (packet.dst === other.src && (body.kind === 'icmp' ? body.id === other.sport : body.dport === other.sport)) return packet;
      return {
        ...packet,
        dst: other.src,
        body: body.kind === 'icmp' ? { ...body, id: other.sport } : withPorts(body, body.sport, other.sport),
      };
    }
    if (packet.src === other.dst && (body.kind === 'icmp' ? body.id === other.dport : body.sport === other.dport)) return packet;
    return {
      ...packet,
      src: other.dst,
      body: body.kind === 'icmp' ? { ...body, id: other.dport } : withPorts(body, other.dport, body.dport),
    };
  }

  /** nf_conntrack_confirm: a first packet that reached its end makes the connection known. */
  confirm(packet: Packet): void {
    const { connection } = packet;
    if (connection === undefined || connection.entry.isConfirmed || connection.isRelated) return;
    const { entry } = connection;
    entry.isConfirmed = true;
    entry.expires = this.kernel.clock.mono + TIMEOUTS[entry.original.kind][0] * SECOND;
    this.store(entry);
  }

  /** A first packet that was dropped leaves nothing: it was never confirmed. */
  forgetNew(packet: Packet): void {
    const entry = packet.connection?.entry;
    if (entry !== undefined && !entry.isConfirmed) this.remove(entry);
  }
}

/** The packet inside an error is the one that its sender knows. */
function applyToError(packet: Packet, other: Tuple, isDestination: boolean): Packet {
  const { body } = packet;
  if (!isDestination || body.kind !== 'icmp' || body.about === null || packet.dst === other.src) return packet;
  const { about } = body;
  const inner = about.body;
  const translated: Packet = {
    ...about,
    src: other.src,
    body: inner.kind === 'icmp' ? { ...inner, id: other.sport } : { ...inner, sport: other.sport },
  };
  return { ...packet, dst: other.src, body: { ...body, about: translated } };
}

export const newConntrack = (kernel: Kernel): Conntrack => new Conntrack(kernel);
