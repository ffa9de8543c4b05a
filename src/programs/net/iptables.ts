// iptables(8), ip6tables(8), iptables-save(8): rules of the packet filter (iptables 1.8.9, nf_tables).

import { EBUSY, EEXIST, EINVAL, ENOENT, EPERM, type Errno } from '../../abi/errno.ts';
import { AF_INET, AF_INET6, AF_NETLINK, type Family } from '../../abi/inet.ts';
import { NETLINK_NETFILTER, SOCK_RAW } from '../../abi/net.ts';
import type { NfChain, NfPolicy, NfRequest, NfTableName } from '../../abi/netfilter.ts';
import type { Sys } from '../../abi/sys.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { die, nameOf } from './iptables/die.ts';
import { type Draft, hasTargetOptions, parseRuleWord, ruleOf } from './iptables/rule-words.ts';
import { listText, saveText, specText } from './iptables/show.ts';

const usage = `iptables v1.8.9

Usage: iptables -[ACD] chain rule-specification [options]
       iptables -I chain [rulenum] rule-specification [options]
       iptables -R chain rulenum rule-specification [options]
       iptables -D chain rulenum [options]
       iptables -[LS] [chain [rulenum]] [options]
       iptables -[FZ] [chain] [options]
       iptables -[NX] chain
       iptables -E old-chain-name new-chain-name
       iptables -P chain target [options]
       iptables -h (print this help information)
`;

const TABLES: readonly NfTableName[] = ['filter', 'nat', 'mangle', 'raw', 'security'];

/** Command letter, its long name, and how many words it takes itself. */
const COMMANDS: readonly (readonly [letter: string, long: string, least: number, most: number])[] = [
  ['A', 'append', 1, 1],
  ['C', 'check', 1, 1],
  ['D', 'delete', 1, 2],
  ['I', 'insert', 1, 2],
  ['R', 'replace', 2, 2],
  ['L', 'list', 0, 2],
  ['S', 'list-rules', 0, 2],
  ['F', 'flush', 0, 1],
  ['Z', 'zero', 0, 1],
  ['N', 'new-chain', 1, 1],
  ['X', 'delete-chain', 0, 1],
  ['E', 'rename-chain', 2, 2],
  ['P', 'policy', 2, 2],
];

interface Line {
  command: string | null;
  operands: string[];
  table: NfTableName;
  isVerbose: boolean;
  isNumeric: boolean;
  isExact: boolean;
  hasNumbers: boolean;
  draft: Draft;
}

function* parse(p: Proc, family: Family): Sys<Line> {
  const words = [...p.args];
  const line: Line = {
    command: null,
    operands: [],
    table: 'filter',
    isVerbose: false,
    isNumeric: false,
    isExact: false,
    hasNumbers: false,
    draft: { family, isNot: false, match: {}, target: null },
  };
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const command = COMMANDS.find(([letter, long]) => word === `-${letter}` || word === `--${long}`);
    if (command !== undefined) {
      if (line.command !== null) yield* die(p, `Cannot use -${command[0]} with -${line.command}`);
      line.command = command[0];
      while (line.operands.length < command[3] && words.length > 0 && !words[0].startsWith('-') && words[0] !== '!') {
        // The second word of -D and -I is a number, or belongs to the rule.
        if (line.operands.length >= 1 && (command[0] === 'D' || command[0] === 'I') && !/^\d+$/.test(words[0])) break;
        line.operands.push(words.shift() ?? '');
      }
      if (line.operands.length < command[2]) yield* die(p, `option "${word}" requires an argument`);
    } else if (word === '-t' || word === '--table') line.table = yield* tableName(p, words.shift());
    else if (word === '-v' || word === '--verbose') line.isVerbose = true;
    else if (word === '-n' || word === '--numeric') line.isNumeric = true;
    else if (word === '-x' || word === '--exact') line.isExact = true;
    else if (word === '--line-numbers' || word === '--line') line.hasNumbers = true;
    else if (word === '-w' || word === '--wait') {
      if (/^\d+$/.test(words[0] ?? '')) words.shift();
    } else if (word === '-h' || word === '--help') {
      p.print(usage);
      throw new Exit(0);
    } else if (word === '-V' || word === '--version') {
      p.print(`${nameOf(p)} v1.8.9 (nf_tables)\n`);
      throw new Exit(0);
    } else if (/^-[A-Za-z]{2,}$/.test(word) && /^[vnxLSFZ]+$/.test(word.slice(1)))
      for (const c of [...word.slice(1)].reverse()) words.unshift(`-${c}`);
    else yield* parseRuleWord(p, line.draft, word, words);
  }
  return line;
}

function* tableName(p: Proc, name: string | undefined): Sys<NfTableName> {
  const table = TABLES.find((t) => t === name);
  if (table !== undefined) return table;
  return yield* die(p, `table '${name ?? ''}' does not exist\nPerhaps iptables or your kernel needs to be upgraded.`, 3);
}

class Kernel {
  readonly p: Proc;
  private readonly fd: number;

  constructor(p: Proc) {
    this.p = p;
    this.fd = p.sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  }

  ask(request: NfRequest): { readonly error: Errno | null; readonly chains: readonly NfChain[] } {
    return this.p.sys.nf_tables(this.fd, request);
  }
}

function* main(p: Proc): Sys<number> {
  const family: Family = p.name.startsWith('ip6') ? AF_INET6 : AF_INET;
  const kernel = new Kernel(p);
  if (p.name.endsWith('-save')) return yield* save(p, kernel, family);
  const line = yield* parse(p, family);
  if (line.command === null) return yield* die(p, 'no command specified');
  const base = { family, table: line.table };
  const list = kernel.ask({ ...base, op: 'list' });
  if (list.error === EPERM) return yield* die(p, 'Could not fetch rule set generation id: Permission denied (you must be root)', 4);
  if (line.command === 'L' || line.command === 'S') return yield* show(p, line, list.chains);
  const request = yield* requestOf(p, line, list.chains);
  const { error } = kernel.ask(request);
  return error === null ? 0 : yield* refused(p, line, request, error);
}

function* requestOf(p: Proc, line: Line, chains: readonly NfChain[]): Sys<NfRequest> {
  const base = { family: line.draft.family, table: line.table };
  const [chain = '', second = ''] = line.operands;
  const isKnown = (name: string): boolean => chains.some((c) => c.name === name);
  const needsRule = 'ACIR'.includes(line.command ?? '') || (line.command === 'D' && second === '');
  const rule = needsRule ? yield* ruleOf(p, line.draft) : null;
  if (rule !== null) {
    if (!isKnown(chain)) yield* die(p, `Chain '${chain}' does not exist`);
    const { name } = rule.target;
    if (name !== '' && !hasTargetOptions(name) && !isKnown(name)) yield* die(p, `Chain '${name}' does not exist`);
    switch (line.command) {
      case 'A':
        return { ...base, op: 'append', chain, rule };
      case 'I':
        return { ...base, op: 'insert', chain, at: second === '' ? 1 : Number(second), rule };
      case 'R':
        return { ...base, op: 'replace', chain, at: Number(second), rule };
      case 'C':
        return { ...base, op: 'check', chain, rule };
      default:
        return { ...base, op: 'delete', chain, rule };
    }
  }
  switch (line.command) {
    case 'D':
      return { ...base, op: 'deleteAt', chain, at: Number(second) };
    case 'F':
      return { ...base, op: 'flush', chain: chain === '' ? null : chain };
    case 'Z':
      return { ...base, op: 'zero', chain: chain === '' ? null : chain };
    case 'X':
      return { ...base, op: 'deleteChain', chain: chain === '' ? null : chain };
    case 'N':
      return { ...base, op: 'newChain', chain };
    case 'E':
      return { ...base, op: 'rename', chain, to: second };
    default:
      if (second !== 'ACCEPT' && second !== 'DROP') {
        yield* p.error(`${nameOf(p)}: Bad policy name. Run \`dmesg' for more information.\n`);
        throw new Exit(1);
      }
      return { ...base, op: 'policy', chain, policy: second as NfPolicy };
  }
}

function* refused(p: Proc, line: Line, request: NfRequest, error: Errno): Sys<number> {
  const say = (text: string): Sys<void> => p.error(`${nameOf(p)}: ${text}\n`);
  if (error === ENOENT && (request.op === 'delete' || request.op === 'check'))
    yield* say('Bad rule (does a matching rule exist in that chain?).');
  else if (error === ENOENT) yield* say('No chain/target/match by that name.');
  else if (error === EEXIST) yield* say(request.op === 'rename' ? 'File exists.' : 'Chain already exists.');
  else if (error === EBUSY) return yield* die(p, ` CHAIN_DEL failed (Device or resource busy): chain ${line.operands[0] ?? ''}`, 4);
  else if (error === EINVAL && request.op === 'deleteAt') yield* say('Index of deletion too big.');
  else if (error === EINVAL && request.op === 'insert') yield* say('Index of insertion too big.');
  else if (error === EINVAL && request.op === 'replace') yield* say('Index of replacement too big.');
  else if (error === EINVAL && request.op === 'policy') yield* say("Bad built-in chain name. Run `dmesg' for more information.");
  else return yield* die(p, ` RULE_APPEND failed (${error.text}): rule in chain ${line.operands[0] ?? ''}`, 4);
  return 1;
}

function* show(p: Proc, line: Line, all: readonly NfChain[]): Sys<number> {
  const [name, number] = line.operands;
  const chains = name === undefined ? all : all.filter((c) => c.name === name);
  if (name !== undefined && chains.length === 0) {
    yield* p.error(`${nameOf(p)}: No chain/target/match by that name.\n`);
    return 1;
  }
  const at = number === undefined ? null : Number(number);
  const style = { ...line, family: line.draft.family };
  p.print(line.command === 'S' ? specText(chains, style, at) : yield* listText(p, chains, all, style, at));
  return 0;
}

function* save(p: Proc, kernel: Kernel, family: Family): Sys<number> {
  const at = p.args.indexOf('-t');
  const only = at >= 0 ? p.args[at + 1] : undefined;
  for (const table of TABLES) {
    if (only !== undefined && only !== table) continue;
    const { error, chains } = kernel.ask({ family, table, op: 'list' });
    if (error === EPERM) return yield* die(p, 'Could not fetch rule set generation id: Permission denied (you must be root)', 4);
    const isUntouched = chains.every((c) => c.rules.length === 0 && c.policy === 'ACCEPT');
    if (isUntouched && only === undefined) continue;
    p.print(saveText(p, table, chains, family, p.args.includes('-c')));
  }
  return 0;
}

export const program: Program = { name: 'iptables', usage, main };
