// Packet filter rules as iptables(8) and the kernel exchange them (nf_tables over nfnetlink, as records).

import type { Family, Ip } from './inet.ts';

export type NfTableName = 'filter' | 'nat' | 'mangle' | 'raw' | 'security';
export type NfPolicy = 'ACCEPT' | 'DROP';

export interface NfNetwork {
  readonly ip: Ip;
  readonly length: number;
  readonly isNot: boolean;
}

export interface NfPorts {
  readonly low: number;
  readonly high: number;
  readonly isNot: boolean;
}

export interface NfName {
  /** `eth+` stands for all that begin so. */
  readonly name: string;
  readonly isNot: boolean;
}

export interface NfMatch {
  readonly src?: NfNetwork;
  readonly dst?: NfNetwork;
  /** Number; 0: all. */
  readonly protocol?: { readonly number: number; readonly isNot: boolean };
  readonly iif?: NfName;
  readonly oif?: NfName;
  readonly sport?: NfPorts;
  readonly dport?: NfPorts;
  readonly icmpType?: number;
  /** -m conntrack --ctstate, -m state --state */
  readonly states?: { readonly names: readonly string[]; readonly isNot: boolean; readonly extension: 'conntrack' | 'state' };
  readonly mark?: number;
  readonly comment?: string;
  /** -m multiport --dports */
  readonly dports?: readonly NfPorts[];
}

export interface NfTarget {
  /** ACCEPT, DROP, REJECT, RETURN, LOG, MASQUERADE, SNAT, DNAT, REDIRECT, MARK, or a chain; empty: only counts. */
  readonly name: string;
  readonly rejectWith?: string;
  /** --to-source, --to-destination */
  readonly toIp?: Ip;
  readonly toPort?: number;
  readonly mark?: number;
  readonly logPrefix?: string;
}

export interface NfRule {
  readonly match: NfMatch;
  readonly target: NfTarget;
  readonly packets: number;
  readonly bytes: number;
}

export interface NfChain {
  readonly name: string;
  /** Null: made by somebody. */
  readonly policy: NfPolicy | null;
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly NfRule[];
}

type NewRule = Pick<NfRule, 'match' | 'target'>;

/** One change or question. Errors: ENOENT no such chain or rule, EEXIST, EBUSY, EINVAL. */
export type NfRequest = { readonly family: Family; readonly table: NfTableName } & (
  | { readonly op: 'list' }
  | { readonly op: 'insert'; readonly chain: string; readonly at: number; readonly rule: NewRule }
  | { readonly op: 'append'; readonly chain: string; readonly rule: NewRule }
  | { readonly op: 'replace'; readonly chain: string; readonly at: number; readonly rule: NewRule }
  | { readonly op: 'deleteAt'; readonly chain: string; readonly at: number }
  | { readonly op: 'delete' | 'check'; readonly chain: string; readonly rule: NewRule }
  | { readonly op: 'flush' | 'zero' | 'deleteChain'; readonly chain: string | null }
  | { readonly op: 'newChain'; readonly chain: string }
  | { readonly op: 'rename'; readonly chain: string; readonly to: string }
  | { readonly op: 'policy'; readonly chain: string; readonly policy: NfPolicy }
);
