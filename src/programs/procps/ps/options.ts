// The options of ps(1), each with what it changes (procps-ng parser.c).

import type { Sys } from '../../../abi/sys.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { PsArgs } from './state.ts';
import { psError } from './usage.ts';

export type Taker = (p: Proc, a: PsArgs, value: string) => Sys<void>;

type NumberKind = 'pid' | 'ppid' | 'sid' | 'pgid';
type NameKind = 'comm' | 'tty' | 'euser' | 'ruser' | 'egroup' | 'rgroup';

export const numbers =
  (by: NumberKind, what = 'process ID'): Taker =>
  (p, a, value) =>
    takeNumbers(p, a, value, by, what);
const names =
  (by: NameKind): Taker =>
  (p, a, value) =>
    takeNames(p, a, value, by);

function* takeNumbers(p: Proc, a: PsArgs, value: string, by: NumberKind, what: string): Sys<void> {
  const list = value.split(/[\s,]+/).filter((s) => s !== '');
  if (list.length === 0 || list.some((s) => !/^\d+$/.test(s))) yield* psError(p, `${what} list syntax error`);
  if (list.some((s) => Number(s) === 0)) yield* psError(p, 'process ID out of range');
  a.selectors.push({ by, numbers: list.map(Number) });
}

function* takeNames(p: Proc, a: PsArgs, value: string, by: NameKind): Sys<void> {
  const list = value.split(/[\s,]+/).filter((s) => s !== '');
  if (list.length === 0) yield* psError(p, 'list of names must follow');
  a.selectors.push({ by, names: list });
}

/** Columns of the AIX descriptors: `%p`, `%c` … */
const AIX: Readonly<Record<string, string>> = {
  C: 'pcpu',
  G: 'group',
  P: 'ppid',
  U: 'user',
  a: 'args',
  c: 'comm',
  g: 'rgroup',
  n: 'nice',
  p: 'pid',
  r: 'pgid',
  t: 'etime',
  u: 'ruser',
  x: 'time',
  y: 'tname',
  z: 'vsz',
};

function* takeAixColumns(p: Proc, a: PsArgs, value: string): Sys<void> {
  const list = [...value.matchAll(/%(.)|(\S)/g)];
  if (list.some(([, letter]) => letter === undefined || AIX[letter] === undefined)) yield* psError(p, 'improper AIX field descriptor');
  for (const [, letter] of list) a.columns?.push({ name: AIX[letter], heading: null, width: null });
}

function* takeAdded(p: Proc, a: PsArgs, value: string): Sys<void> {
  const list = value.split(/[\s,]+/).filter((s) => s !== '');
  if (list.length === 0) yield* psError(p, 'improper format list');
  a.added = [...(a.added ?? []), ...list];
}

function* takeColumns(p: Proc, a: PsArgs, value: string): Sys<void> {
  a.columns ??= [];
  if (value.includes('%') && !/^%(cpu|mem)\b/.test(value) && !/,%(cpu|mem)\b/.test(value)) return yield* takeAixColumns(p, a, value);
  const list = value.split(/[\s,]+/).filter((s) => s !== '');
  if (list.length === 0) yield* psError(p, 'improper format list');
  for (const word of list) {
    const eq = word.indexOf('=');
    const [name, width] = (eq < 0 ? word : word.slice(0, eq)).split(':');
    a.columns.push({ name, heading: eq < 0 ? null : word.slice(eq + 1), width: width === undefined ? null : Number(width) });
  }
}

function* takeSort(_p: Proc, a: PsArgs, value: string): Sys<void> {
  a.sort = [
    ...a.sort,
    ...value
      .split(/[\s,]+/)
      .filter((s) => s !== '')
      .map((s) => ({ key: s.replace(/^[+-]/, ''), isDown: s[0] === '-' })),
  ];
}

function* takeWidth(_p: Proc, a: PsArgs, value: string): Sys<void> {
  a.columnsLimit = Number(value);
}

export type Flag = (a: PsArgs) => void;
const format =
  (letter: string, isBsd = false): Flag =>
  (a) => {
    a.format = letter;
    if (!isBsd) a.unixFormats.add(letter);
    if (isBsd) a.isBsd = true;
  };

export const UNIX_FLAGS: Readonly<Record<string, Flag>> = {
  A: (a) => {
    a.all = true;
  },
  e: (a) => {
    a.all = true;
  },
  a: (a) => {
    a.withTty = true;
    a.noLeaders = true;
  },
  d: (a) => {
    a.noLeaders = true;
    a.all = true;
  },
  N: (a) => {
    a.negate = true;
  },
  f: format('-f'),
  F: format('-F'),
  l: format('-l'),
  j: format('-j'),
  P: () => {},
  n: (a) => {
    a.isNumeric = true;
  },
  c: (a) => {
    a.hasClass = true;
  },
  y: (a) => {
    a.hasRss = true;
  },
  M: (a) => {
    a.hasLabel = true;
  },
  Z: (a) => {
    a.hasLabel = true;
  },
  m: () => {},
  H: (a) => {
    a.forest = 'indent';
  },
  T: (a) => {
    a.threads = 'spid';
  },
  L: (a) => {
    a.threads = 'lwp';
  },
  w: (a) => {
    a.wide++;
  },
  x: (a) => {
    a.bsdNoTty = true;
    a.isBsd = true;
  },
};

export const UNIX_VALUES: Readonly<Record<string, Taker>> = {
  p: numbers('pid'),
  q: numbers('pid'),
  s: numbers('sid', 'session'),
  g: numbers('sid', 'group'),
  C: names('comm'),
  t: names('tty'),
  u: names('euser'),
  U: names('ruser'),
  G: names('rgroup'),
  o: takeColumns,
  O: takeAdded,
};

export const BSD_FLAGS: Readonly<Record<string, Flag>> = {
  a: (a) => {
    a.bsdAll = true;
    a.isBsd = true;
  },
  x: (a) => {
    a.bsdNoTty = true;
    a.isBsd = true;
  },
  g: (a) => {
    a.isBsd = true;
  },
  u: format('u', true),
  j: format('j', true),
  l: format('l', true),
  v: format('v', true),
  s: format('s', true),
  X: format('X', true),
  f: (a) => {
    a.forest = 'art';
    a.isBsd = true;
  },
  r: (a) => {
    a.onlyRunning = true;
    a.isBsd = true;
  },
  h: (a) => {
    a.headings = false;
    a.isBsd = true;
  },
  w: (a) => {
    a.wide++;
    a.isBsd = true;
  },
  c: (a) => {
    a.isBsd = true;
  },
  e: (a) => {
    a.isBsd = true;
  },
  n: (a) => {
    a.isNumeric = true;
    a.isBsd = true;
  },
  T: (a) => {
    a.ownTty = true;
    a.isBsd = true;
  },
  S: (a) => {
    a.isBsd = true;
  },
  Z: (a) => {
    a.hasLabel = true;
    a.isBsd = true;
  },
  m: (a) => {
    a.isBsd = true;
  },
  H: (a) => {
    a.isBsd = true;
  },
};

export const BSD_VALUES: Readonly<Record<string, Taker>> = {
  p: numbers('pid'),
  q: numbers('pid'),
  t: names('tty'),
  U: names('euser'),
  o: takeColumns,
  O: takeAdded,
  k: takeSort,
};

export const LONG_FLAGS: Readonly<Record<string, Flag>> = {
  forest: (a) => {
    a.forest = 'art';
  },
  'no-heading': (a) => {
    a.headings = false;
  },
  'no-headings': (a) => {
    a.headings = false;
  },
  'no-headers': (a) => {
    a.headings = false;
  },
  'no-header': (a) => {
    a.headings = false;
  },
  noheader: (a) => {
    a.headings = false;
  },
  noheaders: (a) => {
    a.headings = false;
  },
  noheading: (a) => {
    a.headings = false;
  },
  noheadings: (a) => {
    a.headings = false;
  },
  deselect: (a) => {
    a.negate = true;
  },
  headers: () => {},
  heading: () => {},
  headings: () => {},
  header: () => {},
  cumulative: () => {},
  context: (a) => {
    a.columns = [...(a.columns ?? []), ...['pid', 'context', 'comm'].map((name) => ({ name, heading: null, width: null }))];
  },
};

export const LONG_VALUES: Readonly<Record<string, Taker>> = {
  pid: numbers('pid'),
  ppid: numbers('ppid'),
  'quick-pid': numbers('pid'),
  sid: numbers('sid', 'session'),
  group: names('egroup'),
  Group: names('rgroup'),
  user: names('euser'),
  User: names('ruser'),
  tty: names('tty'),
  format: takeColumns,
  sort: takeSort,
  cols: takeWidth,
  columns: takeWidth,
  width: takeWidth,
};
