// What goes through a NETLINK_ROUTE socket (rtnetlink(7)): the same messages with the same attributes, as records instead of bytes. A request
// is answered at once: with the objects asked for, or with what NLMSG_ERROR carries.

import type { Errno } from './errno.ts';
import type { Family, Ip } from './inet.ts';

/** IFLA_STATS64 */
export interface LinkStats {
  rxPackets: number;
  txPackets: number;
  rxBytes: number;
  txBytes: number;
  rxErrors: number;
  txErrors: number;
  rxDropped: number;
  txDropped: number;
  multicast: number;
  collisions: number;
}

/** A bridge port's IFLA_INFO_SLAVE_DATA. */
export interface BridgePortInfo {
  readonly state: number;
  readonly priority: number;
  readonly cost: number;
}

export interface LinkInfo {
  readonly index: number;
  /** ARPHRD_* */
  readonly type: number;
  /** IFF_* */
  readonly flags: number;
  readonly ifname: string;
  readonly mtu: number;
  readonly minMtu: number;
  readonly maxMtu: number;
  /** Null in an AF_INET6 dump, which tells less. */
  readonly qdisc: string | null;
  readonly operstate: number;
  readonly group: number | null;
  readonly txqlen: number;
  readonly promiscuity: number;
  readonly address: string;
  readonly broadcast: string;
  /** IFLA_LINK: the other end; IFLA_LINK_NETNSID when it is elsewhere. */
  readonly link: number | null;
  readonly linkNetnsid: number | null;
  readonly master: number | null;
  /** IFLA_INFO_KIND: veth, bridge … */
  readonly kind: string | null;
  readonly alias: string | null;
  readonly stats: LinkStats | null;
  readonly bridgePort: BridgePortInfo | null;
}

export interface AddrInfo {
  readonly family: Family;
  readonly index: number;
  readonly prefixlen: number;
  readonly scope: number;
  /** IFA_F_* */
  readonly flags: number;
  readonly local: Ip;
  /** IFA_ADDRESS: the peer of a point-to-point address, else as local. */
  readonly address: Ip;
  readonly broadcast: Ip | null;
  readonly label: string | null;
  readonly preferred: number;
  readonly valid: number;
}

export interface RouteInfo {
  readonly family: Family;
  readonly dst: Ip;
  readonly dstLen: number;
  readonly src: Ip | null;
  readonly srcLen: number;
  readonly tos: number;
  readonly table: number;
  readonly protocol: number;
  readonly scope: number;
  readonly type: number;
  readonly gateway: Ip | null;
  readonly oif: number | null;
  readonly prefsrc: Ip | null;
  readonly metric: number | null;
  /** RTNH_F_* */
  readonly flags: number;
  /** RTAX_MTU */
  readonly mtu: number | null;
  /** RTA_CACHEINFO's answer to RTM_GETROUTE: `cache` with these words. */
  readonly cache: readonly string[] | null;
  readonly iif: number | null;
  readonly uid: number | null;
}

export interface RuleInfo {
  readonly family: Family;
  readonly priority: number;
  readonly src: Ip;
  readonly srcLen: number;
  readonly dst: Ip;
  readonly dstLen: number;
  readonly iif: string | null;
  readonly oif: string | null;
  readonly fwmark: number | null;
  readonly table: number;
  /** lookup (to_tbl), blackhole, unreachable, prohibit: the route type that stands for it; 1 is lookup. */
  readonly action: number;
}

export interface NeighInfo {
  readonly family: Family;
  readonly index: number;
  readonly dst: Ip;
  readonly lladdr: string | null;
  /** NUD_* */
  readonly state: number;
  readonly isRouter: boolean;
  readonly isProxy: boolean;
}

export interface NsidInfo {
  /** -1: none. */
  readonly nsid: number;
}

/** An end of a link to be made: the peer's message inside IFLA_INFO_DATA. */
export interface LinkWish {
  readonly ifname?: string;
  readonly index?: number;
  readonly address?: string;
  readonly broadcast?: string;
  readonly mtu?: number;
  readonly txqlen?: number;
  readonly alias?: string;
  readonly group?: number;
  readonly master?: number;
  /** IFLA_LINKINFO */
  readonly kind?: string;
  readonly peer?: LinkWish;
  /** IFF_* to set or clear: those in `change`. */
  readonly flags?: number;
  readonly change?: number;
  /** IFLA_NET_NS_PID, IFLA_NET_NS_FD */
  readonly netNsPid?: number;
  readonly netNsFd?: number;
}

export interface AddrWish {
  readonly family: Family;
  readonly index: number;
  readonly prefixlen: number;
  readonly scope: number;
  readonly flags: number;
  readonly local?: Ip;
  readonly address?: Ip;
  readonly broadcast?: Ip;
  readonly label?: string;
  readonly preferred?: number;
  readonly valid?: number;
}

export interface RouteWish {
  readonly family: Family;
  readonly dst: Ip;
  readonly dstLen: number;
  readonly table: number;
  readonly protocol: number;
  readonly scope: number;
  readonly type: number;
  readonly tos: number;
  readonly gateway?: Ip;
  readonly oif?: number;
  readonly prefsrc?: Ip;
  readonly metric?: number;
  readonly mtu?: number;
  readonly flags?: number;
}

export interface RuleWish {
  readonly family: Family;
  readonly priority?: number;
  readonly src?: Ip;
  readonly srcLen: number;
  readonly dst?: Ip;
  readonly dstLen: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly fwmark?: number;
  readonly table: number;
  readonly action: number;
}

export interface NeighWish {
  readonly family: Family;
  readonly index: number;
  readonly dst: Ip;
  readonly lladdr?: string;
  readonly state: number;
}

/** A namespace as NETNSA_FD or NETNSA_PID names it. */
export interface NsidWish {
  readonly fd?: number;
  readonly pid?: number;
  /** RTM_NEWNSID: -1 lets the kernel choose. */
  readonly nsid?: number;
}

/** Which objects of a dump: 0 or absent for all. */
export interface Dump {
  readonly family?: number;
  readonly index?: number;
  readonly table?: number;
  readonly ifname?: string;
  readonly master?: number;
  readonly kind?: string;
}

/** Message type → what it carries and what comes back. */
export interface RtMessages {
  RTM_NEWLINK: { body: LinkWish; answer: undefined };
  RTM_SETLINK: { body: LinkWish; answer: undefined };
  RTM_DELLINK: { body: LinkWish; answer: undefined };
  RTM_GETLINK: { body: Dump; answer: readonly LinkInfo[] };
  RTM_NEWADDR: { body: AddrWish; answer: undefined };
  RTM_DELADDR: { body: AddrWish; answer: undefined };
  RTM_GETADDR: { body: Dump; answer: readonly AddrInfo[] };
  RTM_NEWROUTE: { body: RouteWish; answer: undefined };
  RTM_DELROUTE: { body: RouteWish; answer: undefined };
  /** A dump of a table, or with dst the route that a packet would take. */
  RTM_GETROUTE: { body: Dump | RouteQuery; answer: readonly RouteInfo[] };
  RTM_NEWRULE: { body: RuleWish; answer: undefined };
  RTM_DELRULE: { body: RuleWish; answer: undefined };
  RTM_GETRULE: { body: Dump; answer: readonly RuleInfo[] };
  RTM_NEWNEIGH: { body: NeighWish; answer: undefined };
  RTM_DELNEIGH: { body: NeighWish; answer: undefined };
  RTM_GETNEIGH: { body: Dump; answer: readonly NeighInfo[] };
  RTM_NEWNSID: { body: NsidWish; answer: undefined };
  RTM_GETNSID: { body: NsidWish; answer: readonly NsidInfo[] };
}

export interface RouteQuery {
  readonly family: Family;
  readonly dst: Ip;
  readonly src?: Ip;
  readonly oif?: number;
  readonly iif?: number;
  readonly mark?: number;
}

export type RtType = keyof RtMessages;

export type RtReply<T extends RtType> =
  | { readonly error: null; readonly answer: RtMessages[T]['answer'] }
  /** `text`: NLMSGERR_ATTR_MSG, the kernel's own words. `isDump`: it came as the end of a dump. */
  | { readonly error: Errno; readonly text: string | null };
