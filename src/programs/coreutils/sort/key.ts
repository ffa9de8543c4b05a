// Sort keys: where they begin and end in a line, and how two are compared (coreutils 9.1 src/sort.c).
// Lines are bytes as characters 0 to 255, so that the order of C.UTF-8 is the order of the code units.

import { versionCompare } from '../../../libc/filevercmp.ts';

export interface KeyPosition {
  /** From 1. */
  readonly field: number;
  /** From 1; 0 in an end position: the field's end. */
  readonly char: number;
  readonly skipsBlanks: boolean;
}

export type Ordering = 'text' | 'numeric' | 'general' | 'human' | 'month' | 'version' | 'random';

export interface SortKey {
  readonly start: KeyPosition | null;
  readonly end: KeyPosition | null;
  readonly order: Ordering;
  readonly isReverse: boolean;
  readonly dictionary: boolean;
  readonly foldsCase: boolean;
  readonly printableOnly: boolean;
  readonly skipsBlanks: boolean;
}

const isBlank = (c: string): boolean => c === ' ' || c === '\t' || c === '\n';

function beginField(line: string, field: number, separator: string | null): number {
  let at = 0;
  for (let i = 1; i < field && at < line.length; i++) {
    if (separator !== null) {
      const next = line.indexOf(separator, at);
      at = next < 0 ? line.length : next + 1;
      continue;
    }
    while (at < line.length && isBlank(line[at])) at++;
    while (at < line.length && !isBlank(line[at])) at++;
  }
  return at;
}

function endField(line: string, end: KeyPosition, separator: string | null): number {
  let at = 0;
  // Without a character the end is that of the field, its separator excluded.
  let count = end.char === 0 ? end.field : end.field - 1;
  while (at < line.length && count-- > 0) {
    if (separator !== null) {
      const next = line.indexOf(separator, at);
      at = next < 0 ? line.length : next;
      if (at < line.length && (count > 0 || end.char !== 0)) at++;
      continue;
    }
    while (at < line.length && isBlank(line[at])) at++;
    while (at < line.length && !isBlank(line[at])) at++;
  }
  if (end.char !== 0) {
    if (end.skipsBlanks) while (at < line.length && isBlank(line[at])) at++;
    at = Math.min(line.length, at + end.char);
  }
  return at;
}

export function keyText(line: string, k: SortKey, separator: string | null): string {
  const [from, to] = keyBounds(line, k, separator);
  return to <= from ? '' : line.slice(from, to);
}

export function keyBounds(line: string, k: SortKey, separator: string | null): [number, number] {
  if (k.start === null) return [0, line.length];
  let from = beginField(line, k.start.field, separator);
  if (k.start.skipsBlanks) while (from < line.length && isBlank(line[from])) from++;
  from = Math.min(line.length, from + k.start.char - 1);
  const to = k.end === null ? line.length : endField(line, k.end, separator);
  return [from, to];
}

const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Decimal {
  readonly sign: number;
  readonly whole: string;
  readonly fraction: string;
  readonly rest: string;
}

function decimal(text: string): Decimal {
  const m = /^[ \t\n]*(-?)0*(\d*)(?:\.(\d*))?/.exec(text);
  const whole = m?.[2] ?? '';
  const fraction = (m?.[3] ?? '').replace(/0+$/, '');
  const isZero = whole === '' && fraction === '';
  return { sign: isZero ? 0 : m?.[1] === '-' ? -1 : 1, whole, fraction, rest: text.slice(m?.[0].length ?? 0) };
}

function compareDecimals(x: Decimal, y: Decimal): number {
  if (x.sign !== y.sign) return x.sign - y.sign;
  const d = x.whole.length - y.whole.length || plain(x.whole, y.whole) || plain(x.fraction, y.fraction);
  return d * (x.sign < 0 ? -1 : 1);
}

const SUFFIXES = 'KMGTPEZYRQ';
function humanOrder(d: Decimal): number {
  const c = d.rest[0];
  return d.sign * (c === undefined ? 0 : SUFFIXES.indexOf(c === 'k' ? 'K' : c) + 1);
}

/** A number strtold(3) reads; NaN sorts before numbers, what is no number before that. */
function general(text: string): { rank: number; value: number } {
  const m = /^\s*([+-]?)(0x[0-9a-f]+|inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i.exec(text);
  if (m === null) return { rank: 0, value: 0 };
  const body = m[2].toLowerCase();
  if (body === 'nan') return { rank: 1, value: 0 };
  const value = body.startsWith('inf') ? Infinity : Number(body);
  return { rank: 2, value: m[1] === '-' ? -value : value };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const month = (text: string): number => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase()) + 1;

/** A hash that the seed changes: FNV-1a. */
function hash(text: string, seed: number): number {
  let h = seed >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}

const upper = (text: string): string => text.replace(/[a-z]+/g, (s) => s.toUpperCase());

function filtered(text: string, k: SortKey): string {
  let t = text;
  if (k.dictionary) t = t.replace(/[^A-Za-z0-9 \t\n]+/g, '');
  if (k.printableOnly) t = t.replace(/[^\x20-\x7e]+/g, '');
  return k.foldsCase ? upper(t) : t;
}

/** Without the reversal. */
export function compareKeys(a: string, b: string, k: SortKey, seed: number): number {
  switch (k.order) {
    case 'numeric':
      return compareDecimals(decimal(a), decimal(b));
    case 'human': {
      const [x, y] = [decimal(a), decimal(b)];
      return humanOrder(x) - humanOrder(y) || compareDecimals(x, y);
    }
    case 'general': {
      const [x, y] = [general(a), general(b)];
      return x.rank - y.rank || (x.value < y.value ? -1 : x.value > y.value ? 1 : 0);
    }
    case 'month':
      return month(a) - month(b);
    case 'version':
      return versionCompare(filtered(a, k), filtered(b, k));
    case 'random': {
      const [x, y] = [filtered(a, k), filtered(b, k)];
      return hash(x, seed) - hash(y, seed) || plain(x, y);
    }
    default:
      return k.dictionary || k.foldsCase || k.printableOnly ? plain(filtered(a, k), filtered(b, k)) : plain(a, b);
  }
}
