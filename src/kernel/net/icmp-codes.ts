// What a packet's sender can be told, as ICMP and ICMPv6 number it (RFC 792, 4443).

import type { Family } from '../../abi/inet.ts';
import {
  ICMP_DEST_UNREACH,
  ICMP_FRAG_NEEDED,
  ICMP_HOST_UNREACH,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_TIME_EXCEEDED,
  ICMPV6_DEST_UNREACH,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_TIME_EXCEED,
} from './packet.ts';

/** Type and code of an error, in ICMP and in ICMPv6. */
export type IcmpFailure = Readonly<Record<Family, readonly [type: number, code: number]>>;

export const ICMP_FAILURES = {
  noRoute: { 2: [ICMP_DEST_UNREACH, ICMP_NET_UNREACH], 10: [ICMPV6_DEST_UNREACH, 0] },
  unreachable: { 2: [ICMP_DEST_UNREACH, ICMP_HOST_UNREACH], 10: [ICMPV6_DEST_UNREACH, 3] },
  prohibited: { 2: [ICMP_DEST_UNREACH, ICMP_PKT_FILTERED], 10: [ICMPV6_DEST_UNREACH, 1] },
  port: { 2: [ICMP_DEST_UNREACH, ICMP_PORT_UNREACH], 10: [ICMPV6_DEST_UNREACH, 4] },
  tooBig: { 2: [ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED], 10: [ICMPV6_PKT_TOOBIG, 0] },
  timeExceeded: { 2: [ICMP_TIME_EXCEEDED, 0], 10: [ICMPV6_TIME_EXCEED, 0] },
} as const satisfies Readonly<Record<string, IcmpFailure>>;
