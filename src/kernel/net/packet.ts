// IP packets and what they carry (RFC 791, 8200, 792, 4443, 768, 9293), as records: a header's fields, and the payload as the program sees it.

import type { Family, Ip } from '../../abi/inet.ts';
import { AF_INET } from '../../abi/inet.ts';
import type { Connection } from './conntrack.ts';

/** An echo request or reply, or an error about a packet. */
export interface Icmp {
  readonly kind: 'icmp';
  /** Of ICMP or ICMPv6, by the packet's family. */
  readonly type: number;
  readonly code: number;
  /** Echo: identifier and sequence number. */
  readonly id: number;
  readonly seq: number;
  readonly data: Uint8Array;
  /** Errors: the packet that could not be delivered. */
  readonly about: Packet | null;
  /** Fragmentation needed: the next hop's MTU; redirect: none. */
  readonly info: number;
}

export interface Udp {
  readonly kind: 'udp';
  readonly sport: number;
  readonly dport: number;
  readonly data: Uint8Array;
}

export interface Tcp {
  readonly kind: 'tcp';
  readonly sport: number;
  readonly dport: number;
  readonly seq: number;
  readonly ack: number;
  readonly syn: boolean;
  readonly isAck: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly window: number;
  readonly data: Uint8Array;
}

export type Body = Icmp | Udp | Tcp;

export interface Packet {
  readonly family: Family;
  readonly src: Ip;
  readonly dst: Ip;
  readonly ttl: number;
  readonly body: Body;
  /** Total length in bytes. */
  readonly size: number;
  /** SO_MARK and MARK: goes along inside one host only. */
  readonly mark?: number;
  /** What it belongs to, inside one host (skb->_nfct). */
  readonly connection?: Connection;
}

export const ICMP_ECHOREPLY = 0;
export const ICMP_DEST_UNREACH = 3;
export const ICMP_ECHO = 8;
export const ICMP_TIME_EXCEEDED = 11;

export const ICMP_NET_UNREACH = 0;
export const ICMP_HOST_UNREACH = 1;
export const ICMP_PORT_UNREACH = 3;
export const ICMP_FRAG_NEEDED = 4;
export const ICMP_PKT_FILTERED = 13;

export const ICMPV6_DEST_UNREACH = 1;
export const ICMPV6_PKT_TOOBIG = 2;
export const ICMPV6_TIME_EXCEED = 3;
export const ICMPV6_ECHO_REQUEST = 128;
export const ICMPV6_ECHO_REPLY = 129;

const HEADER = { icmp: 8, udp: 8, tcp: 32 } as const;

/** Bytes of a packet: its headers (with TCP's timestamps) and its data. */
export function packetSize(family: Family, body: Body): number {
  const ip = family === AF_INET ? 20 : 40;
  const about = body.kind === 'icmp' && body.about !== null ? Math.min(body.about.size, 548) : 0;
  return ip + HEADER[body.kind] + body.data.length + about;
}

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17 } as const;
