// alias unalias getopts umask ulimit times caller (bash's builtins/*.def).

import { Errno } from '../../../abi/errno.ts';
import {
  RLIM_INFINITY,
  RLIMIT_AS,
  RLIMIT_CORE,
  RLIMIT_CPU,
  RLIMIT_DATA,
  RLIMIT_FSIZE,
  RLIMIT_LOCKS,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RSS,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} from '../../../abi/flags.ts';
import { Complaint } from '../errors.ts';
import { complain, complainError, print, printError } from '../output.ts';
import { singleQuote } from '../quote.ts';
import { unsetVar } from '../scopes.ts';
import type { Shell } from '../state.ts';
import { formatSeconds } from '../time-command.ts';
import { READONLY } from '../variable.ts';
import { getVar, isIdentifier, setVar } from '../vars.ts';
import { plain } from './builtin.ts';
import { sortedNames } from './declare.ts';
import { invalidNumber, parseOptions, usage } from './options.ts';

function alias(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'p');
  const show = (name: string, value: string): void => print(sh, `${sh.options.posix ? '' : 'alias '}${name}=${singleQuote(value)}\n`);
  if (rest.length === 0 || flags.has('p')) for (const name of sortedNames(sh.aliases.keys())) show(name, sh.aliases.get(name) ?? '');
  let status = 0;
  for (const arg of rest) {
    const eq = arg.indexOf('=', 1);
    if (eq > 0) {
      const name = arg.slice(0, eq);
      if (/[\s$`'"\\/|&;()<>]/.test(name)) {
        complain(sh, `alias: \`${name}': invalid alias name`);
        status = 1;
      } else sh.aliases.set(name, arg.slice(eq + 1));
      continue;
    }
    const value = sh.aliases.get(arg);
    if (value === undefined) {
      complain(sh, `alias: ${arg}: not found`);
      status = 1;
    } else show(arg, value);
  }
  return status;
}

function unalias(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'a');
  if (flags.has('a')) {
    sh.aliases.clear();
    return 0;
  }
  if (rest.length === 0) usage(sh, 'unalias');
  let status = 0;
  for (const name of rest) {
    if (sh.aliases.delete(name)) continue;
    complain(sh, `unalias: ${name}: not found`);
    status = 1;
  }
  return status;
}

function getopts(sh: Shell, args: readonly string[]): number {
  const { rest } = parseOptions(sh, args, '');
  if (rest.length < 2) usage(sh, 'getopts');
  const [optstring, name] = rest;
  const words = rest.length > 2 ? rest.slice(2) : sh.args;
  const isSilent = optstring.startsWith(':');
  const letters = isSilent ? optstring.slice(1) : optstring;
  const reports = !isSilent && (Number.parseInt(getVar(sh, 'OPTERR') ?? '1', 10) || 0) !== 0;
  // getopts counts from the start again after 0 and less, and never beyond the words.
  let index = Math.min(Math.max(Number.parseInt(getVar(sh, 'OPTIND') ?? '1', 10) || 1, 1), words.length + 1);
  let at = sh.getoptsChar;
  const finish = (value: string, optarg: string | null): number => {
    const keep = at;
    setVar(sh, 'OPTIND', String(index));
    sh.getoptsChar = keep;
    if (optarg === null) unsetVar(sh, 'OPTARG');
    else setVar(sh, 'OPTARG', optarg);
    if (!isIdentifier(name)) {
      complain(sh, `getopts: \`${name}': not a valid identifier`);
      return 1;
    }
    if (((sh.vars.get(name)?.attrs ?? 0) & READONLY) !== 0) {
      complainError(sh, `${name}: readonly variable`);
      return 2;
    }
    setVar(sh, name, value);
    return value === '?' && optarg === null && ended ? 1 : 0;
  };
  let ended = false;
  const word = words[index - 1];
  if (at === 0) {
    if (word === undefined || word === '-' || word[0] !== '-') ended = true;
    else if (word === '--') {
      index++;
      ended = true;
    }
    if (ended) return finish('?', null);
    at = 1;
  }
  const current = word ?? '';
  const c = current[at];
  at++;
  const found = c === ':' || c === undefined ? -1 : letters.indexOf(c);
  if (found < 0 || letters[found + 1] !== ':') {
    if (at >= current.length) {
      index++;
      at = 0;
    }
    if (found >= 0) return finish(c, null);
    if (reports) printError(sh, `${sh.name}: illegal option -- ${c}\n`);
    return finish('?', isSilent ? (c ?? '') : null);
  }
  let value: string | undefined = current.slice(at);
  at = 0;
  index++;
  if (value === '') {
    value = words[index - 1];
    if (value === undefined) {
      if (reports) printError(sh, `${sh.name}: option requires an argument -- ${c}\n`);
      return finish(isSilent ? ':' : '?', isSilent ? c : null);
    }
    index++;
  }
  return finish(c, value);
}

function umask(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'Sp');
  const mask = sh.sys.umask(0);
  sh.sys.umask(mask);
  if (rest.length > 0) {
    const [mode] = rest;
    const next = /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : /^\d/.test(mode) ? -1 : symbolicMask(sh, mode, mask);
    if (next === null) return 1;
    if (next < 0 || next > 0o7777) throw new Complaint(`${mode}: octal number out of range`);
    sh.sys.umask(next & 0o777);
    if (flags.has('S')) print(sh, `${symbolic(next)}\n`);
    return 0;
  }
  const text = flags.has('S') ? symbolic(mask) : mask.toString(8).padStart(4, '0');
  print(sh, flags.has('p') ? `umask ${flags.has('S') ? '-S ' : ''}${text}\n` : `${text}\n`);
  return 0;
}

function symbolic(mask: number): string {
  const bits = (shift: number): string => ['r', 'w', 'x'].filter((_, i) => ((mask >> shift) & (4 >> i)) === 0).join('');
  return `u=${bits(6)},g=${bits(3)},o=${bits(0)}`;
}

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const PERMISSION: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

/** `u=rwx,g-w`: allowed permissions, so a mask turned around (umask.def parse_symbolic_mode). Of what is missing bash shows the null byte. */
function symbolicMask(sh: Shell, mode: string, mask: number): number | null {
  let allowed = ~mask & 0o777;
  for (let at = 0; ; at++) {
    const sum = (bits: Readonly<Record<string, number>>): number => {
      let all = 0;
      while (Object.hasOwn(bits, mode[at] ?? '')) all |= bits[mode[at++]];
      return all;
    };
    const who = sum(WHO);
    const op = mode[at++] ?? '\0';
    if (op !== '+' && op !== '-' && op !== '=') return badMode(sh, op, 'operator');
    const permissions = sum(PERMISSION) & (who === 0 ? 0o777 : who);
    const next = mode[at];
    if (next !== undefined && next !== ',') return badMode(sh, next, 'character');
    if (op === '+') allowed |= permissions;
    else if (op === '-') allowed &= ~permissions;
    else allowed = (allowed & ~(who === 0 ? 0o777 : who)) | permissions;
    if (next === undefined) return ~allowed & 0o777;
  }
}

function badMode(sh: Shell, at: string, what: string): null {
  complain(sh, `umask: \`${at}': invalid symbolic mode ${what}`);
  return null;
}

interface LimitRow {
  readonly letter: string;
  readonly resource: number;
  readonly text: string;
  readonly unit: string;
  /** Bytes (or the kernel's unit) in one of the unit shown. */
  readonly factor: number;
}

const limit = (letter: string, resource: number, text: string, unit: string, factor: number): LimitRow => ({
  letter,
  resource,
  text,
  unit,
  factor,
});
const PIPE = -1;

const LIMITS: readonly LimitRow[] = [
  limit('R', RLIMIT_RTTIME, 'real-time non-blocking time', 'microseconds, ', 1),
  limit('c', RLIMIT_CORE, 'core file size', 'blocks, ', 1024),
  limit('d', RLIMIT_DATA, 'data seg size', 'kbytes, ', 1024),
  limit('e', RLIMIT_NICE, 'scheduling priority', '', 1),
  limit('f', RLIMIT_FSIZE, 'file size', 'blocks, ', 1024),
  limit('i', RLIMIT_SIGPENDING, 'pending signals', '', 1),
  limit('l', RLIMIT_MEMLOCK, 'max locked memory', 'kbytes, ', 1024),
  limit('m', RLIMIT_RSS, 'max memory size', 'kbytes, ', 1024),
  limit('n', RLIMIT_NOFILE, 'open files', '', 1),
  limit('p', PIPE, 'pipe size', '512 bytes, ', 512),
  limit('q', RLIMIT_MSGQUEUE, 'POSIX message queues', 'bytes, ', 1),
  limit('r', RLIMIT_RTPRIO, 'real-time priority', '', 1),
  limit('s', RLIMIT_STACK, 'stack size', 'kbytes, ', 1024),
  limit('t', RLIMIT_CPU, 'cpu time', 'seconds, ', 1),
  limit('u', RLIMIT_NPROC, 'max user processes', '', 1),
  limit('v', RLIMIT_AS, 'virtual memory', 'kbytes, ', 1024),
  limit('x', RLIMIT_LOCKS, 'file locks', '', 1),
];

/** Each limit's letter may have a value behind it; without letters it is `-f`. */
function ulimit(sh: Shell, args: readonly string[]): number {
  const { flags, order, rest } = parseOptions(sh, args, 'SHaR;c;d;e;f;i;l;m;n;p;q;r;s;t;u;v;x;');
  const isHard = flags.has('H');
  const isSoft = flags.has('S');
  const asked = order.filter(({ letter }) => !'SHa'.includes(letter));
  if (flags.has('a')) {
    for (const row of LIMITS) print(sh, `${limitLabel(row)}${limitText(sh, row, isHard && !isSoft)}\n`);
    return 0;
  }
  if (asked.length === 0) asked.push({ letter: 'f', value: rest[0] });
  else if (asked.length === 1 && asked[0].value === undefined) asked[0] = { ...asked[0], value: rest[0] };
  for (const { letter, value } of asked) {
    const row = LIMITS.find((l) => l.letter === letter);
    if (row === undefined) continue;
    if (value !== undefined) setLimit(sh, row, value, isHard || !isSoft, isSoft || !isHard);
    else print(sh, `${asked.length > 1 ? limitLabel(row) : ''}${limitText(sh, row, isHard && !isSoft)}\n`);
  }
  return 0;
}

const limitLabel = (row: LimitRow): string => `${row.text.padEnd(20)}${`(${row.unit}-${row.letter})`.padStart(20)} `;

function limitText(sh: Shell, row: LimitRow, hard: boolean): string {
  if (row.resource === PIPE) return '8';
  const l = sh.sys.prlimit64(0, row.resource, null);
  const value = hard ? l.max : l.cur;
  return value === RLIM_INFINITY ? 'unlimited' : String(Math.floor(value / row.factor));
}

function setLimit(sh: Shell, row: LimitRow, value: string, hard: boolean, soft: boolean): void {
  if (row.resource === PIPE) throw new Complaint(`${row.text}: cannot modify limit: Invalid argument`);
  const old = sh.sys.prlimit64(0, row.resource, null);
  let next: number;
  if (value === 'unlimited') next = RLIM_INFINITY;
  else if (value === 'hard') next = old.max;
  else if (value === 'soft') next = old.cur;
  else if (/^\d*$/.test(value)) {
    // A number of more than 64 bits loses the upper ones (string_to_rlimtype).
    const number = BigInt.asUintN(64, BigInt(value));
    if (number * BigInt(row.factor) >= 1n << 64n) throw new Complaint(`${value}: limit out of range`);
    next = Number(number) * row.factor;
  } else throw new Complaint(invalidNumber(value));
  try {
    sh.sys.prlimit64(0, row.resource, { cur: soft ? next : old.cur, max: hard ? next : old.max });
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    throw new Complaint(`${row.text}: cannot modify limit: ${e.text}`);
  }
}

function times(sh: Shell, args: readonly string[]): number {
  parseOptions(sh, args, '');
  for (const who of ['self', 'children'] as const) {
    const r = sh.sys.getrusage(who);
    print(sh, `${formatSeconds(r.utime, 3, true)} ${formatSeconds(r.stime, 3, true)}\n`);
  }
  return 0;
}

function caller(sh: Shell, args: readonly string[]): number {
  const { rest } = parseOptions(sh, args, '');
  const { frames } = sh;
  if (frames.length === 0) return 1;
  const top = frames.length - 1;
  if (rest.length === 0) {
    print(sh, `${frames[top].callLine} ${frames[top - 1]?.source ?? 'NULL'}\n`);
    return 0;
  }
  if (!/^\d+$/.test(rest[0])) {
    complain(sh, `caller: ${invalidNumber(rest[0])}`);
    usage(sh, 'caller');
  }
  const at = top - Number(rest[0]);
  if (at < 1) return 1;
  print(sh, `${frames[at].callLine} ${frames[at - 1].name} ${frames[at - 1].source}\n`);
  return 0;
}

export const MISC = [
  plain('alias', alias, { isDeclaration: true }),
  plain('unalias', unalias),
  plain('getopts', getopts),
  plain('umask', umask),
  plain('ulimit', ulimit),
  plain('times', times, { isSpecial: true }),
  plain('caller', caller),
];
