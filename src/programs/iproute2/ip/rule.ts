// ip rule (iproute2 ip/iprule.c; ip-rule(8)).

import { AF_INET, AF_INET6, type Family, formatIp } from '../../../abi/inet.ts';
import type { RuleInfo, RuleWish } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Args, type Ip2, matches, type Prefix } from './context.ts';
import type { Json } from './json.ts';
import { nameIn, numberIn, ROUTE_TYPES, TABLES } from './names.ts';
import { RULE_USAGE } from './usage.ts';

const FR_ACT_TO_TBL = 1;

export function* doRule(ip: Ip2, words: readonly string[]): Sys<number> {
  const [command = 'list', ...rest] = words;
  if (matches(command, 'list') || matches(command, 'lst') || matches(command, 'show')) return yield* listRules(ip, rest);
  if (matches(command, 'add')) return yield* modify(ip, rest, true);
  if (matches(command, 'delete')) return yield* modify(ip, rest, false);
  if (matches(command, 'flush')) return yield* flush(ip);
  if (matches(command, 'help')) return yield* ip.usage(RULE_USAGE);
  return yield* ip.unknownCommand(command, 'rule');
}

const bitsOf = (family: Family): number => (family === AF_INET ? 32 : 128);
const prefixText = (family: Family, ip: bigint, length: number): string =>
  length === bitsOf(family) ? formatIp(family, ip) : `${formatIp(family, ip)}/${length}`;

function ruleText(r: RuleInfo): string {
  let s = `${r.priority}:\tfrom ${r.srcLen > 0 ? prefixText(r.family, r.src, r.srcLen) : 'all'} `;
  if (r.dstLen > 0) s += `to ${prefixText(r.family, r.dst, r.dstLen)} `;
  if (r.fwmark !== null) s += `fwmark 0x${r.fwmark.toString(16)} `;
  if (r.iif !== null) s += `iif ${r.iif} `;
  if (r.oif !== null) s += `oif ${r.oif} `;
  s += r.action === FR_ACT_TO_TBL ? `lookup ${nameIn(TABLES, r.table)} ` : nameIn(ROUTE_TYPES, r.action);
  return `${s}\n`;
}

function ruleJson(r: RuleInfo): Json {
  const o: Record<string, Json> = { priority: r.priority, src: r.srcLen > 0 ? formatIp(r.family, r.src) : 'all' };
  if (r.srcLen > 0 && r.srcLen < bitsOf(r.family)) o.srclen = r.srcLen;
  if (r.dstLen > 0) o.dst = formatIp(r.family, r.dst);
  if (r.dstLen > 0 && r.dstLen < bitsOf(r.family)) o.dstlen = r.dstLen;
  if (r.fwmark !== null) o.fwmark = `0x${r.fwmark.toString(16)}`;
  if (r.iif !== null) o.iif = r.iif;
  if (r.oif !== null) o.oif = r.oif;
  if (r.action === FR_ACT_TO_TBL) o.table = nameIn(TABLES, r.table);
  else o.action = nameIn(ROUTE_TYPES, r.action);
  return o;
}

const familyOf = (ip: Ip2): Family => (ip.options.family === AF_INET6 ? AF_INET6 : AF_INET);

function* listRules(ip: Ip2, words: readonly string[]): Sys<number> {
  const w = yield* parseRule(ip, words);
  const rules = (yield* ip.dump('RTM_GETRULE', { family: w.family })).filter(
    (r) =>
      (w.priority === undefined || r.priority === w.priority) &&
      (w.srcLen === 0 || (r.src === w.src && r.srcLen === w.srcLen)) &&
      (w.dstLen === 0 || (r.dst === w.dst && r.dstLen === w.dstLen)) &&
      (w.iif === undefined || r.iif === w.iif) &&
      (w.table === 0 || r.table === w.table),
  );
  if (ip.options.json) ip.printJson(rules.map(ruleJson));
  else for (const r of rules) ip.p.print(ruleText(r));
  return 0;
}

/** All but the local one. */
function* flush(ip: Ip2): Sys<number> {
  const family = familyOf(ip);
  for (const r of yield* ip.dump('RTM_GETRULE', { family })) {
    if (r.priority === 0) continue;
    yield* ip.talk('RTM_DELRULE', {
      family,
      priority: r.priority,
      src: r.src,
      srcLen: r.srcLen,
      dst: r.dst,
      dstLen: r.dstLen,
      table: r.table,
      action: r.action,
    });
  }
  return 0;
}

function* number(ip: Ip2, text: string, message: string): Sys<number> {
  return numberIn([], text, 0xffffffff) ?? (yield* ip.invarg(message, text));
}

function* parseRule(ip: Ip2, words: readonly string[]): Sys<RuleWish & { hasTable: boolean }> {
  const args = new Args(ip, words);
  let src: Prefix | undefined;
  let dst: Prefix | undefined;
  let priority: number | undefined;
  let fwmark: number | undefined;
  let iif: string | undefined;
  let oif: string | undefined;
  let table: number | undefined;
  let action = 0;
  const family = (): number => src?.family ?? dst?.family ?? ip.options.family;
  while (!args.isEmpty) {
    const word = args.shift();
    if (word === 'from') src = yield* ip.prefix(yield* args.value(), family());
    else if (word === 'to') dst = yield* ip.prefix(yield* args.value(), family());
    else if (word !== 'p' && ['preference', 'order', 'priority'].some((k) => matches(word, k)))
      priority = yield* number(ip, yield* args.value(), 'preference value is invalid\n');
    else if (word === 'fwmark') fwmark = yield* number(ip, (yield* args.value()).split('/')[0], 'fwmark value is invalid\n');
    else if (matches(word, 'table') || word === 'lookup') {
      const text = yield* args.value();
      table = numberIn(TABLES, text, 0xffffffff) ?? (yield* ip.invarg('invalid table ID\n', text));
    } else if (word === 'iif' || word === 'dev') iif = yield* args.value();
    else if (word === 'oif') oif = yield* args.value();
    else {
      if (matches(word, 'help')) return yield* ip.usage(RULE_USAGE);
      const text = word === 'type' ? yield* args.value() : word;
      action = numberIn(ROUTE_TYPES, text) ?? (yield* ip.invarg('Failed to parse rule type', text));
    }
  }
  const f = family();
  return {
    family: f === AF_INET6 ? AF_INET6 : AF_INET,
    ...(src === undefined ? undefined : { src: src.ip }),
    srcLen: src?.length ?? 0,
    ...(dst === undefined ? undefined : { dst: dst.ip }),
    dstLen: dst?.length ?? 0,
    ...(priority === undefined ? undefined : { priority }),
    ...(fwmark === undefined ? undefined : { fwmark }),
    ...(iif === undefined ? undefined : { iif }),
    ...(oif === undefined ? undefined : { oif }),
    table: table ?? 0,
    hasTable: table !== undefined,
    action,
  };
}

function* modify(ip: Ip2, words: readonly string[], isAdd: boolean): Sys<number> {
  if (words.length === 0) return yield* ip.fail(`"ip rule ${isAdd ? 'add' : 'del'}" requires arguments.`);
  const w = yield* parseRule(ip, words);
  if (!isAdd) {
    yield* ip.talk('RTM_DELRULE', w);
    return 0;
  }
  const action = w.action === 0 ? FR_ACT_TO_TBL : w.action;
  // "ip rule add from …" without a table means main.
  yield* ip.talk('RTM_NEWRULE', { ...w, action, table: w.hasTable || action !== FR_ACT_TO_TBL ? w.table : 254 });
  return 0;
}
