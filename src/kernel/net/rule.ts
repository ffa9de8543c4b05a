// Policy routing rules (net/core/fib_rules.c, ip-rule(8)): which table is asked for which packets.

import { EEXIST, EINVAL, ENOENT } from '../../abi/errno.ts';
import { AF_INET, type Family, networkOf } from '../../abi/inet.ts';
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from '../../abi/net.ts';
import type { RuleInfo, RuleWish } from '../../abi/rtnetlink.ts';
import { ExtAck } from './device.ts';
import type { NetNs } from './netns.ts';

export type Rule = RuleInfo;

const FR_ACT_TO_TBL = 1;

const plain = (family: Family, priority: number, table: number): Rule => ({
  family,
  priority,
  src: 0n,
  srcLen: 0,
  dst: 0n,
  dstLen: 0,
  iif: null,
  oif: null,
  fwmark: null,
  table,
  action: FR_ACT_TO_TBL,
});

/** fib_default_rules_init; IPv6 has no table `default`. */
export const defaultRules = (family: Family): Rule[] => [
  plain(family, 0, RT_TABLE_LOCAL),
  plain(family, 32766, RT_TABLE_MAIN),
  ...(family === AF_INET ? [plain(family, 32767, RT_TABLE_DEFAULT)] : []),
];

/** fib_default_rule_pref: just before the first rule that is not the local one. */
function defaultPriority(rules: readonly Rule[]): number {
  const second = rules[1];
  return second === undefined || second.priority === 0 ? 0 : second.priority - 1;
}

function matches(r: Rule, wish: RuleWish): boolean {
  return (
    (wish.priority === undefined || r.priority === wish.priority) &&
    (wish.srcLen === 0 || (r.srcLen === wish.srcLen && r.src === wish.src)) &&
    (wish.dstLen === 0 || (r.dstLen === wish.dstLen && r.dst === wish.dst)) &&
    (wish.iif === undefined || r.iif === wish.iif) &&
    (wish.oif === undefined || r.oif === wish.oif) &&
    (wish.fwmark === undefined || r.fwmark === wish.fwmark) &&
    (wish.table === 0 || r.table === wish.table) &&
    (wish.action === 0 || r.action === wish.action)
  );
}

/** RTM_NEWRULE */
export function addRule(net: NetNs, wish: RuleWish): void {
  const { family } = wish;
  const rules = net.rules[family];
  if (wish.action === FR_ACT_TO_TBL && wish.table === 0) throw new ExtAck(EINVAL, 'Invalid table');
  const src = wish.src ?? 0n;
  const dst = wish.dst ?? 0n;
  if (networkOf(family, src, wish.srcLen) !== src || networkOf(family, dst, wish.dstLen) !== dst) throw EINVAL;
  const rule: Rule = {
    family,
    priority: wish.priority ?? defaultPriority(rules),
    src,
    srcLen: wish.srcLen,
    dst,
    dstLen: wish.dstLen,
    iif: wish.iif ?? null,
    oif: wish.oif ?? null,
    fwmark: wish.fwmark ?? null,
    table: wish.table,
    action: wish.action,
  };
  const isSame = (r: Rule): boolean =>
    r.priority === rule.priority &&
    r.src === src &&
    r.srcLen === rule.srcLen &&
    r.dst === dst &&
    r.dstLen === rule.dstLen &&
    r.iif === rule.iif &&
    r.oif === rule.oif &&
    r.fwmark === rule.fwmark &&
    r.table === rule.table &&
    r.action === rule.action;
  if (rules.some(isSame)) throw EEXIST;
  const at = rules.findIndex((r) => r.priority > rule.priority);
  rules.splice(at < 0 ? rules.length : at, 0, rule);
  net.fib[family].isMerged = false;
}

/** RTM_DELRULE: the first that has all that was named. */
export function deleteRule(net: NetNs, wish: RuleWish): void {
  const rules = net.rules[wish.family];
  const at = rules.findIndex((r) => matches(r, wish));
  if (at < 0) throw ENOENT;
  rules.splice(at, 1);
}
