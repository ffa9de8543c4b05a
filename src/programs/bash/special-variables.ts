// Variables the shell computes or listens to (bash(1), Shell Variables; bash's variables.c initialize_dynamic_variables and sv_*).

import { CLOCK_REALTIME } from '../../abi/flags.ts';
import { AssocArray, IndexedArray } from './array.ts';
import { commandName } from './command-text.ts';
import { limitOf } from './history.ts';
import { DEFAULT_IFS, makeIfs } from './ifs.ts';
import { changePosix } from './options.ts';
import { complain } from './output.ts';
import type { Shell } from './state.ts';
import { ARRAY, ASSOC, DYNAMIC, INTEGER, NOASSIGN, READONLY, type Special, Variable } from './variable.ts';
import { getVar } from './vars.ts';

const HOOKS: ReadonlyMap<string, (sh: Shell, value: string | null) => void> = new Map([
  ['IFS', changeIfs],
  ['PATH', forgetHashed],
  ['OPTIND', resetGetopts],
  ['POSIXLY_CORRECT', setPosix],
  ['BASH_XTRACEFD', setTraceFd],
  ['IGNOREEOF', setIgnoreEof],
  ['HISTSIZE', changeHistorySize],
  ['ignoreeof', setIgnoreEof],
  ['GLOBIGNORE', changeGlobignore],
  ['LC_ALL', changeLocale],
  ['LC_CTYPE', changeLocale],
  ['LANG', changeLocale],
]);

export const isHooked = (name: string): boolean => HOOKS.has(name);

/** After an assignment, an unset or the end of a scope: what the variable's value means to the shell. */
export function variableChanged(sh: Shell, name: string): void {
  HOOKS.get(name)?.(sh, getVar(sh, name));
}

function changeIfs(sh: Shell, value: string | null): void {
  sh.ifs = value === null || value === DEFAULT_IFS.text ? DEFAULT_IFS : makeIfs(value);
}

function forgetHashed(sh: Shell): void {
  sh.hashed.clear();
}

function resetGetopts(sh: Shell): void {
  sh.getoptsChar = 0;
}

function setPosix(sh: Shell, value: string | null): void {
  changePosix(sh, value !== null);
}

function changeHistorySize(sh: Shell, value: string | null): void {
  const limit = limitOf(value);
  if (limit !== null) sh.history?.setLimit(limit);
}

function setIgnoreEof(sh: Shell, value: string | null): void {
  sh.options.ignoreeof = value !== null;
}

function setTraceFd(sh: Shell, value: string | null): void {
  sh.xtraceFd = value !== null && /^\d+$/.test(value) ? Number(value) : 2;
}

function changeGlobignore(sh: Shell, value: string | null): void {
  sh.shopt.dotglob = value !== null && value !== '';
}

function changeLocale(sh: Shell): void {
  const locale = getVar(sh, 'LC_ALL') || getVar(sh, 'LC_CTYPE') || getVar(sh, 'LANG') || 'C';
  sh.isUtf8 = /utf-?8/i.test(locale);
}

/** Park and Miller's generator as bash's lib/sh/random.c has it. */
function nextSeed(last: number): number {
  const seed = last === 0 ? 123459876 : last;
  const high = Math.floor(seed / 127773);
  const t = 16807 * (seed - 127773 * high) - 2836 * high;
  return t < 0 ? t + 0x7fffffff : t;
}

function seed32(sh: Shell): number {
  const b = sh.sys.getrandom(4);
  return (b[0] | (b[1] << 8) | (b[2] << 16) | (b[3] << 24)) >>> 0;
}

function random(sh: Shell): string {
  if (sh.seededIn !== sh.subshellLevel) {
    sh.seed = seed32(sh) & 0x7fffffff;
    sh.seededIn = sh.subshellLevel;
  }
  let value: number;
  do {
    sh.seed = nextSeed(sh.seed);
    value = ((sh.seed >>> 16) ^ (sh.seed & 0xffff)) & 0x7fff;
  } while (value === sh.lastRandom);
  sh.lastRandom = value;
  return String(value);
}

function seedRandom(sh: Shell, value: string): void {
  sh.seed = Number(BigInt.asUintN(32, toBigInt(value)));
  sh.seededIn = sh.subshellLevel;
  sh.lastRandom = -1;
}

const toBigInt = (text: string): bigint => (/^\s*[-+]?\d+\s*$/.test(text) ? BigInt(text.trim()) : 0n);

const now = (sh: Shell): number => sh.sys.clock_gettime(CLOCK_REALTIME).sec;

function setSeconds(sh: Shell, value: string): void {
  sh.secondsStart = now(sh) - Number(toBigInt(value));
}

const two = (n: number, width: number): string => String(n).padStart(width, '0');

function epochRealtime(sh: Shell): string {
  const t = sh.sys.clock_gettime(CLOCK_REALTIME);
  return `${t.sec}.${two(Math.floor(t.nsec / 1000), 6)}`;
}

const framesOf = (sh: Shell, field: (frame: Shell['frames'][number]) => string): IndexedArray =>
  IndexedArray.of(sh.frames.map(field).reverse());

function funcNames(sh: Shell): IndexedArray {
  return sh.functionDepth === 0 ? new IndexedArray() : framesOf(sh, (f) => f.name);
}

/** The arguments of the calls, the innermost first; outside of functions a reference begins with the script's own. */
function callArgs(sh: Shell): (readonly string[])[] {
  if (sh.mainArgs === null && (sh.functionDepth === 0 || sh.shopt.extdebug)) sh.mainArgs = sh.args;
  const calls = sh.frames.flatMap((frame) => (frame.args === null ? [] : [frame.args]));
  if (sh.mainArgs !== null) calls.unshift(sh.mainArgs);
  return calls.reverse();
}

function dirStack(sh: Shell): IndexedArray {
  return IndexedArray.of([getVar(sh, 'PWD') ?? sh.cwd, ...sh.dirStack]);
}

function groups(sh: Shell): IndexedArray {
  const gid = sh.sys.getgid();
  return IndexedArray.of([gid, ...sh.sys.getgroups().filter((g) => g !== gid)].map(String));
}

function aliasArray(sh: Shell): AssocArray {
  return new AssocArray(new Map(sh.aliases));
}

function hashArray(sh: Shell): AssocArray {
  return new AssocArray(new Map([...sh.hashed].map(([name, entry]) => [name, entry.path])));
}

function setHashed(sh: Shell, key: string, value: string): void {
  if (sh.shopt.restricted_shell && value.includes('/')) complain(sh, `${value}: restricted`);
  else sh.hashed.set(key, { path: value, hits: 0, isBehindDot: false });
}

const SPECIALS: readonly (readonly [name: string, attrs: number, special: Special])[] = [
  ['RANDOM', INTEGER, { get: random, set: seedRandom, isLazy: true }],
  ['SRANDOM', INTEGER, { get: (sh) => String(seed32(sh)), isLazy: true }],
  ['SECONDS', INTEGER, { get: (sh) => String(now(sh) - sh.secondsStart), set: setSeconds, isLazy: true }],
  ['EPOCHSECONDS', 0, { get: (sh) => String(now(sh)), isLazy: true }],
  ['EPOCHREALTIME', 0, { get: epochRealtime, isLazy: true }],
  ['LINENO', 0, { get: (sh) => String(sh.line), set: setLine, isLazy: true }],
  ['BASHPID', INTEGER, { get: (sh) => String(sh.sys.getpid()), isLazy: true }],
  ['BASH_SUBSHELL', 0, { get: (sh) => String(sh.subshellLevel), isLazy: true }],
  ['BASH_COMMAND', 0, { get: commandName, isLazy: true }],
  ['BASH_ARGV0', 0, { get: (sh) => sh.name, set: setName, isLazy: true }],
  ['HISTCMD', INTEGER, { get: (sh) => String(sh.options.history && sh.history !== null ? sh.history.nextNumber - 1 : 0), isLazy: true }],
  ['COMP_WORDBREAKS', 0, { get: () => ' \t\n"\'@><=;|&(:', isLazy: true }],
  ['_', 0, { get: (sh) => sh.lastArg, set: setLastArg, unset: 'never' }],
  ['FUNCNAME', ARRAY | NOASSIGN, { array: funcNames, unset: 'though constant' }],
  ['BASH_SOURCE', ARRAY | NOASSIGN, { array: (sh) => framesOf(sh, (f) => f.source) }],
  ['BASH_LINENO', ARRAY | NOASSIGN, { array: (sh) => framesOf(sh, (f) => String(f.callLine)) }],
  ['BASH_ARGC', ARRAY | NOASSIGN, { array: (sh) => IndexedArray.of(callArgs(sh).map((args) => String(args.length))), isLazy: true }],
  ['BASH_ARGV', ARRAY | NOASSIGN, { array: (sh) => IndexedArray.of(callArgs(sh).flatMap((args) => args.slice().reverse())), isLazy: true }],
  ['DIRSTACK', ARRAY, { array: dirStack, setElement: setDirectory, isLazy: true }],
  ['GROUPS', ARRAY | NOASSIGN, { array: groups, isLazy: true, unset: 'though constant' }],
  ['PIPESTATUS', ARRAY, { array: (sh) => IndexedArray.of(sh.pipeStatus.map(String)), unset: 'never' }],
  ['BASH_ALIASES', ASSOC, { array: aliasArray, setElement: (sh, key, value) => sh.aliases.set(key, value), isLazy: true }],
  ['BASH_CMDS', ASSOC, { array: hashArray, setElement: setHashed, isLazy: true }],
];

function setLine(sh: Shell, value: string): void {
  sh.line = Number(toBigInt(value));
}

function setName(sh: Shell, value: string): void {
  sh.name = value;
}

function setLastArg(sh: Shell, value: string): void {
  sh.lastArg = value;
}

function setDirectory(sh: Shell, key: string, value: string): void {
  const n = Number(key);
  if (n >= 1 && n <= sh.dirStack.length) sh.dirStack[n - 1] = value;
}

/** Puts the computed variables into a new shell's table. */
export function addSpecialVariables(sh: Shell): void {
  for (const [name, attrs, special] of SPECIALS) {
    const v = new Variable(null, attrs | DYNAMIC);
    v.special = special;
    sh.vars.set(name, v);
  }
  for (const [name, value] of [
    ['UID', sh.sys.getuid()],
    ['EUID', sh.sys.geteuid()],
    ['PPID', sh.ppid],
  ] as const)
    sh.vars.set(name, new Variable(String(value), INTEGER | READONLY));
}
