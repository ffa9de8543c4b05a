// The primaries of test, [ and [[ ]] (bash(1), CONDITIONAL EXPRESSIONS; bash's test.c).

import { Errno } from '../../abi/errno.ts';
import { AT_EACCESS, AT_FDCWD, AT_SYMLINK_NOFOLLOW, R_OK, W_OK, X_OK } from '../../abi/flags.ts';
import {
  compareTime,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  S_ISGID,
  S_ISUID,
  S_ISVTX,
  type Stat,
} from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { isatty } from '../../libc/tty.ts';
import { evalArithText } from './arith.ts';
import { AssocArray } from './array.ts';
import { Complaint } from './errors.ts';
import { expandSubscriptNow } from './expand/subscript.ts';
import { isSetOption } from './options.ts';
import type { Shell } from './state.ts';
import { NAMEREF } from './variable.ts';
import { arrayOf, findVar, getElement, getVar, splitReference } from './vars.ts';

const UNARY = 'abcdefghknoprstuvwxzGLNORS';
export const isUnaryOperator = (text: string): boolean => text.length === 2 && text[0] === '-' && UNARY.includes(text[1]);

const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);
export const isBinaryOperator = (text: string): boolean => BINARY.has(text);

function statOf(sh: Shell, path: string, flags = 0): Stat | null {
  if (path === '') return null;
  try {
    const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
    return fd === null ? sh.sys.newfstatat(AT_FDCWD, path, flags) : sh.sys.fstat(Number(fd[1]));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
}

function mayAccess(sh: Shell, path: string, mode: number): boolean {
  if (path === '') return false;
  try {
    sh.sys.faccessat2(AT_FDCWD, path, mode, AT_EACCESS);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

const TYPES: Readonly<Record<string, number>> = { b: S_IFBLK, c: S_IFCHR, d: S_IFDIR, f: S_IFREG, p: S_IFIFO, S: S_IFSOCK };
const BITS: Readonly<Record<string, number>> = { g: S_ISGID, u: S_ISUID, k: S_ISVTX };
const ACCESS: Readonly<Record<string, number>> = { r: R_OK, w: W_OK, x: X_OK };

/** `-X operand`, all but `-t`, which asks a terminal. */
export function testUnary(sh: Shell, op: string, operand: string): boolean {
  const letter = op[1];
  if (letter in TYPES) return ((statOf(sh, operand)?.mode ?? 0) & S_IFMT) === TYPES[letter];
  if (letter in BITS) return ((statOf(sh, operand)?.mode ?? 0) & BITS[letter]) !== 0;
  if (letter in ACCESS) return mayAccess(sh, operand, ACCESS[letter]);
  switch (letter) {
    case 'a':
    case 'e':
      return statOf(sh, operand) !== null;
    case 'h':
    case 'L':
      return ((statOf(sh, operand, AT_SYMLINK_NOFOLLOW)?.mode ?? 0) & S_IFMT) === S_IFLNK;
    case 's':
      return (statOf(sh, operand)?.size ?? 0) > 0;
    case 'n':
      return operand !== '';
    case 'z':
      return operand === '';
    case 'o':
      return isSetOption(operand) && sh.options[operand];
    case 'v':
      return isVariableSet(sh, operand);
    case 'R': {
      const v = sh.vars.get(operand);
      return v !== undefined && (v.attrs & NAMEREF) !== 0 && v.value !== null;
    }
    case 'O':
      return statOf(sh, operand)?.uid === sh.sys.geteuid();
    case 'G':
      return statOf(sh, operand)?.gid === sh.sys.getegid();
    case 'N': {
      const s = statOf(sh, operand);
      return s !== null && compareTime(s.mtime, s.atime) > 0;
    }
    default:
      return false;
  }
}

/** `-t fd` */
export function* testTerminal(sh: Shell, operand: string): Sys<boolean> {
  return /^\s*\d+\s*$/.test(operand) && (yield* isatty(sh.sys, Number(operand)));
}

function isVariableSet(sh: Shell, text: string): boolean {
  if (/^\d+$/.test(text)) return text === '0' || Number(text) <= sh.args.length;
  const { name, index } = splitReference(text);
  if (index === null) return getVar(sh, name) !== null;
  const v = findVar(sh, name);
  if (v === undefined || index === '') return false;
  const array = arrayOf(sh, v);
  if (index === '@' || index === '*') {
    if (array instanceof AssocArray && array.get(index) !== undefined) return true;
    return array === null ? getVar(sh, name) !== null : array.count > 0;
  }
  return getElement(sh, name, v, expandSubscriptNow(sh, index, array instanceof AssocArray)) !== undefined;
}

/** `a op b` for files and numbers; `arith`: the operands are expressions, as in [[ ]]. */
export function testBinary(sh: Shell, left: string, op: string, right: string, arith: boolean): boolean {
  switch (op) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compareText(left, right) < 0;
    case '>':
      return compareText(left, right) > 0;
    case '-nt':
    case '-ot':
      return isNewer(sh, op === '-nt' ? left : right, op === '-nt' ? right : left);
    case '-ef': {
      const a = statOf(sh, left);
      const b = statOf(sh, right);
      return a !== null && b !== null && a.dev === b.dev && a.ino === b.ino;
    }
    default:
      return compareNumbers(
        op,
        arith ? BigInt(evalArithText(sh, left)) : integer(left),
        arith ? BigInt(evalArithText(sh, right)) : integer(right),
      );
  }
}

/** strcoll in C.UTF-8: code points. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return (x[i].codePointAt(0) ?? 0) - (y[i].codePointAt(0) ?? 0);
  return x.length - y.length;
}

function isNewer(sh: Shell, left: string, right: string): boolean {
  const a = statOf(sh, left);
  const b = statOf(sh, right);
  if (a === null) return false;
  return b === null || compareTime(a.mtime, b.mtime) > 0;
}

const MAX = 0x7fffffffffffffffn;

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new Complaint(`${text}: integer expression expected`, 2);
  const value = BigInt(trimmed);
  if (value > MAX || value < -MAX - 1n) throw new Complaint(`${text}: integer expression expected`, 2);
  return value;
}

function compareNumbers(op: string, a: bigint, b: bigint): boolean {
  switch (op) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}
