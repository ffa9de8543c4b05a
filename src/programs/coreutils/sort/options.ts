// What sort(1) was asked for: ordering options and key definitions (coreutils 9.1 src/sort.c: main, parse_field_count, check_ordering_compatibility).

import type { Sys } from '../../../abi/sys.ts';
import { argmatch } from '../../../libc/argmatch.ts';
import { quote } from '../../../libc/coreutils.ts';
import type { OptionStyle, Options } from '../../../libc/options.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import type { KeyPosition, Ordering, SortKey } from './key.ts';

/** Of any failure: 1 says that the input was disordered. */
export const FAILURE = 2;
const ORDERS: Readonly<Record<string, Ordering>> = {
  'numeric-sort': 'numeric',
  'general-numeric-sort': 'general',
  'human-numeric-sort': 'human',
  'month-sort': 'month',
  'random-sort': 'random',
  'version-sort': 'version',
};
const LETTERS: Readonly<Record<string, Ordering>> = { n: 'numeric', g: 'general', h: 'human', M: 'month', R: 'random', V: 'version' };
const WORDS = [['general-numeric'], ['human-numeric'], ['month'], ['numeric'], ['random'], ['version']];

interface Flags {
  readonly order: Ordering;
  readonly orders: readonly string[];
  readonly isReverse: boolean;
  readonly skipsBlanks: boolean;
  readonly dictionary: boolean;
  readonly foldsCase: boolean;
  readonly printableOnly: boolean;
}

export interface Wish {
  readonly keys: readonly SortKey[];
  readonly separator: string | null;
  readonly isUnique: boolean;
  readonly isStable: boolean;
  readonly isReverse: boolean;
  readonly seed: number;
  /** Ordering options stand before the keys: those apply where a key has none. */
  readonly hasGlobal: boolean;
  readonly end: string;
}

export function* die(p: Proc, message: string): Sys<never> {
  yield* p.warn(message);
  throw new Exit(FAILURE);
}

function* globalFlags(p: Proc, o: Options, style: OptionStyle): Sys<Flags> {
  let letters = '';
  for (const { key, value } of o.given) {
    const order = ORDERS[key];
    if (order !== undefined) letters += Object.keys(LETTERS).find((l) => LETTERS[l] === order) ?? '';
    if (key === 'sort') {
      const word = yield* argmatch(p, style, '--sort', value ?? '', WORDS);
      letters += Object.keys(LETTERS).find((l) => LETTERS[l] === ORDERS[`${word}-sort`]) ?? '';
    }
  }
  for (const [key, l] of [
    ['ignore-leading-blanks', 'b'],
    ['dictionary-order', 'd'],
    ['ignore-case', 'f'],
    ['ignore-nonprinting', 'i'],
    ['reverse', 'r'],
  ] as const)
    if (o.has(key)) letters += l;
  return flagsOf(letters);
}

const flagsOf = (letters: string): Flags => {
  const orders = [...new Set(letters)].filter((l) => l in LETTERS);
  return {
    order: orders.length === 0 ? 'text' : LETTERS[orders[orders.length - 1]],
    orders,
    isReverse: letters.includes('r'),
    skipsBlanks: letters.includes('b'),
    dictionary: letters.includes('d'),
    foldsCase: letters.includes('f'),
    printableOnly: letters.includes('i'),
  };
};

function* checkFlags(p: Proc, f: Flags): Sys<void> {
  const numbers = f.orders.filter((l) => l !== 'R' && l !== 'V');
  const texts = f.dictionary || f.printableOnly ? 1 : 0;
  const others = f.orders.filter((l) => l === 'R' || l === 'V').length;
  if (numbers.length + (others > 0 ? 1 : 0) + (numbers.length > 0 ? texts : 0) <= 1) return;
  const given = 'bdfgihMnRrV'
    .split('')
    .filter((l) => f.orders.includes(l) || (l === 'd' && f.dictionary) || (l === 'i' && f.printableOnly));
  yield* die(p, `options '-${given.join('')}' are incompatible`);
}

/** `F[.C][OPTS][,F[.C][OPTS]]` */
function* parseKey(p: Proc, text: string, global: Flags): Sys<SortKey & { readonly flags: Flags }> {
  const bare = /^\d+(?:\.\d+)?[A-Za-z]*,(?!\d)(.*)$/s.exec(text);
  if (bare !== null) yield* die(p, `invalid number after ',': invalid count at start of ${quote(bare[1])}`);
  const m = /^(\d*)(?:\.(\d*))?([A-Za-z]*)(,(\d*)(?:\.(\d*))?([A-Za-z]*))?(.*)$/s.exec(text);
  if (m === null || m[1] === '') return yield* die(p, `invalid number at field start: invalid count at start of ${quote(text)}`);
  if (Number(m[1]) === 0) yield* die(p, `field number is zero: invalid field specification ${quote(text)}`);
  if (m[2] !== undefined && m[2] === '')
    yield* die(p, `invalid number after '.': invalid count at start of ${quote(text.slice(text.indexOf('.') + 1))}`);
  if (m[2] !== undefined && Number(m[2]) === 0) yield* die(p, `character offset is zero: invalid field specification ${quote(text)}`);
  const letters = m[3] + (m[7] ?? '');
  if (/[^bdfgihMnRrV]/.test(letters) || m[8] !== '')
    yield* die(p, `stray character in field spec: invalid field specification ${quote(text)}`);
  if (m[4] !== undefined && m[5] === '') yield* die(p, `invalid number after ',': invalid count at start of ${quote(m[4].slice(1))}`);
  if (m[4] !== undefined && Number(m[5]) === 0) yield* die(p, `field number is zero: invalid field specification ${quote(text)}`);
  // A key without options of its own has the global ones.
  const own = letters === '' ? global : flagsOf(letters);
  const start: KeyPosition = {
    field: Number(m[1]),
    char: Number(m[2] ?? 1),
    skipsBlanks: letters === '' ? global.skipsBlanks : m[3].includes('b'),
  };
  const end: KeyPosition | null =
    m[4] === undefined
      ? null
      : { field: Number(m[5]), char: Number(m[6] ?? 0), skipsBlanks: letters === '' ? global.skipsBlanks : m[7].includes('b') };
  return {
    start,
    end,
    order: own.order,
    isReverse: own.isReverse,
    dictionary: own.dictionary,
    foldsCase: own.foldsCase,
    printableOnly: own.printableOnly,
    skipsBlanks: own.skipsBlanks,
    flags: own,
  };
}

/** `+F[.C][OPTS] [-F[.C][OPTS]]`, counted from 0, as POSIX had it before 2001; rewritten as -k. */
export function modernKeys(args: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--') return [...out, ...args.slice(i)];
    const from = /^\+(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*)$/.exec(args[i]);
    if (from === null) {
      out.push(args[i]);
      continue;
    }
    const to = /^-(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*)$/.exec(args[i + 1] ?? '');
    if (to !== null) i++;
    const start = `${Number(from[1]) + 1}${from[2] === undefined ? '' : `.${Number(from[2]) + 1}`}${from[3]}`;
    const end =
      to === null ? '' : to[2] === undefined || Number(to[2]) === 0 ? `,${to[1]}${to[3]}` : `,${Number(to[1]) + 1}.${to[2]}${to[3]}`;
    out.push(`-k${start}${end}`);
  }
  return out;
}

/** Of -t, of which all must agree. */
function* separator(p: Proc, text: string, before: string | undefined): Sys<string> {
  if (text === '') yield* die(p, 'empty tab');
  if (text !== '\\0' && [...text].length > 1) yield* die(p, `multi-character tab ${quote(text)}`);
  const tab = text === '\\0' ? '\0' : text;
  if (before !== undefined && before !== tab) yield* die(p, 'incompatible tabs');
  return tab;
}

export function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const global = yield* globalFlags(p, o, style);
  const keys: SortKey[] = [];
  let tab: string | undefined;
  const flags: Flags[] = [];
  for (const { key, value = '' } of o.given) {
    if (key === 'field-separator') tab = yield* separator(p, value, tab);
    if (key !== 'key') continue;
    const one = yield* parseKey(p, value, global);
    keys.push(one);
    flags.push(one.flags);
  }
  for (const each of flags.length === 0 ? [global] : flags) yield* checkFlags(p, each);
  const hasGlobal = global.orders.length > 0 || global.skipsBlanks || global.dictionary || global.foldsCase || global.printableOnly;
  if (keys.length === 0 && hasGlobal)
    keys.push({ ...global, start: global.skipsBlanks ? { field: 1, char: 1, skipsBlanks: true } : null, end: null });
  const seed = p.sys.getrandom(4);
  yield* checkLimits(p, o);
  return {
    keys,
    separator: tab ?? null,
    isUnique: o.has('unique'),
    isStable: o.has('stable') || o.has('unique'),
    isReverse: global.isReverse,
    seed: seed[0] | (seed[1] << 8) | (seed[2] << 16) | (seed[3] << 24),
    hasGlobal,
    end: o.has('zero-terminated') ? '\0' : '\n',
  };
}

/** Options about memory and processors change nothing here, but must make sense. */
function* checkLimits(p: Proc, o: Options): Sys<void> {
  for (const text of o.values('buffer-size'))
    if (!/^\d+(?:[bkKMGTPEZY%]|[KMGTPEZY]i?B)?$/.test(text))
      yield* die(p, /^\d/.test(text) ? `invalid suffix in -S argument '${text}'` : `invalid -S argument '${text}'`);
  for (const text of o.values('parallel')) {
    if (!/^\d+$/.test(text)) yield* die(p, `invalid --parallel argument '${text}'`);
    if (Number(text) === 0) yield* die(p, 'number in parallel must be nonzero');
  }
  for (const text of o.values('batch-size')) {
    if (!/^\d+$/.test(text)) yield* die(p, `invalid --batch-size argument '${text}'`);
    if (Number(text) >= 2) continue;
    yield* p.warn(`invalid --batch-size argument ${quote(text)}`);
    yield* die(p, `minimum --batch-size argument is ${quote('2')}`);
  }
}
