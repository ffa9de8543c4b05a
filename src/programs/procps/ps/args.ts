// The command line of ps(1): UNIX options (-ef), BSD options (aux) and long ones, mixed as people mix them (procps-ng parser.c).

import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

/** A list of pids, users, terminals … that selects; those of several options add up. */
export type Selector =
  | { readonly by: 'pid' | 'ppid' | 'sid' | 'pgid'; readonly numbers: readonly number[] }
  | { readonly by: 'comm' | 'tty' | 'euser' | 'ruser' | 'egroup' | 'rgroup'; readonly names: readonly string[] };

export interface PsArgs {
  readonly selectors: Selector[];
  /** -e -A: everything; -a, -d: all but session leaders (and those without a terminal). */
  all: boolean;
  withTty: boolean;
  noLeaders: boolean;
  /** BSD a and x. */
  bsdAll: boolean;
  bsdNoTty: boolean;
  negate: boolean;
  onlyRunning: boolean;
  /** Ready-made format, by its letter: `f`, `F`, `l`, `j`, `u` … */
  format: string | null;
  /** UNIX format letters that were given: -l goes together with -f or -F. */
  readonly unixFormats: Set<string>;
  /** -y: without F and ADDR, with RSS; -c: the scheduling class; -M, Z: security labels first. */
  hasRss: boolean;
  hasClass: boolean;
  hasLabel: boolean;
  /** -O: columns added to the usual ones. */
  added: readonly string[] | null;
  /** n: ids as numbers. */
  isNumeric: boolean;
  /** T: the processes of the caller's own terminal, or of none. */
  ownTty: boolean;
  isBsd: boolean;
  /** Columns of -o with their headings, null for the default. */
  columns: { readonly name: string; readonly heading: string | null; readonly width: number | null }[] | null;
  sort: readonly { readonly key: string; readonly isDown: boolean }[];
  forest: 'none' | 'art' | 'indent';
  headings: boolean;
  threads: 'none' | 'lwp' | 'spid';
  /** How often w was given. */
  wide: number;
  columnsLimit: number | null;
}

const fresh = (): PsArgs => ({
  selectors: [],
  all: false,
  withTty: false,
  noLeaders: false,
  bsdAll: false,
  bsdNoTty: false,
  negate: false,
  onlyRunning: false,
  format: null,
  unixFormats: new Set(),
  hasRss: false,
  hasClass: false,
  hasLabel: false,
  added: null,
  isNumeric: false,
  ownTty: false,
  isBsd: false,
  columns: null,
  sort: [],
  forest: 'none',
  headings: true,
  threads: 'none',
  wide: 0,
  columnsLimit: null,
});

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

export const PS_USAGE = USAGE;

export function* psError(p: Proc, message: string): Sys<never> {
  yield* p.error(`error: ${message}\n${USAGE}`);
  throw new Exit(1);
}

type Taker = (p: Proc, a: PsArgs, value: string) => Sys<void>;

type NumberKind = 'pid' | 'ppid' | 'sid' | 'pgid';
type NameKind = 'comm' | 'tty' | 'euser' | 'ruser' | 'egroup' | 'rgroup';

const numbers =
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

type Flag = (a: PsArgs) => void;
const format =
  (letter: string, isBsd = false): Flag =>
  (a) => {
    a.format = letter;
    if (!isBsd) a.unixFormats.add(letter);
    if (isBsd) a.isBsd = true;
  };

const UNIX_FLAGS: Readonly<Record<string, Flag>> = {
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

const UNIX_VALUES: Readonly<Record<string, Taker>> = {
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

const BSD_FLAGS: Readonly<Record<string, Flag>> = {
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

const BSD_VALUES: Readonly<Record<string, Taker>> = {
  p: numbers('pid'),
  q: numbers('pid'),
  t: names('tty'),
  U: names('euser'),
  o: takeColumns,
  O: takeAdded,
  k: takeSort,
};

const LONG_FLAGS: Readonly<Record<string, Flag>> = {
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

const LONG_VALUES: Readonly<Record<string, Taker>> = {
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

export function* parsePsArgs(p: Proc): Sys<PsArgs> {
  const a = fresh();
  const rest = [...p.args];
  while (rest.length > 0) {
    const arg = rest.shift() ?? '';
    if (arg.startsWith('--')) yield* longOption(p, a, arg.slice(2), rest);
    else if (arg.startsWith('-')) yield* letters(p, a, arg.slice(1), rest, UNIX_FLAGS, UNIX_VALUES, 'unsupported SysV option');
    else if (/^\d+(,\d+)*$/.test(arg)) {
      a.isBsd = true;
      yield* numbers('pid')(p, a, arg);
    } else yield* letters(p, a, arg, rest, BSD_FLAGS, BSD_VALUES, 'unsupported option (BSD syntax)');
  }
  return a;
}

function* longOption(p: Proc, a: PsArgs, text: string, rest: string[]): Sys<void> {
  const [name, ...more] = text.split('=');
  if (name === 'help') {
    p.print(USAGE);
    throw new Exit(0);
  }
  if (name === 'version') {
    p.print('ps from procps-ng 4.0.2\n');
    throw new Exit(0);
  }
  const flag = LONG_FLAGS[name];
  if (flag !== undefined) return flag(a);
  const take = LONG_VALUES[name];
  if (take === undefined) return yield* psError(p, 'unknown gnu long option');
  const value = more.length > 0 ? more.join('=') : rest.shift();
  if (value === undefined)
    return yield* psError(p, `${name === 'format' ? 'format specification' : 'list of process IDs'} must follow --${name}`);
  yield* take(p, a, value);
}

/** What an option that ends the line lacks. */
const MUST_FOLLOW: Readonly<Record<string, string>> = {
  C: 'list of command names',
  G: 'list of real groups',
  O: 'format or sort specification',
  U: 'list of real users',
  g: 'list of session leaders OR effective group IDs',
  o: 'format specification',
  p: 'list of process IDs',
  q: 'list of process IDs',
  s: 'list of session IDs',
  t: 'list of terminals (pty, tty...)',
  u: 'list of users',
};

function* letters(
  p: Proc,
  a: PsArgs,
  text: string,
  rest: string[],
  flags: Readonly<Record<string, Flag>>,
  values: Readonly<Record<string, Taker>>,
  unknown: string,
): Sys<void> {
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === 'V') {
      p.print('ps from procps-ng 4.0.2\n');
      throw new Exit(0);
    }
    const flag = flags[c];
    if (flag !== undefined) {
      flag(a);
      continue;
    }
    const take = values[c];
    if (take === undefined) yield* psError(p, unknown);
    else {
      const attached = text.slice(i + 1);
      const value = attached !== '' ? attached : rest.shift();
      if (value === undefined)
        return yield* psError(p, MUST_FOLLOW[c] === undefined ? 'improper list' : `${MUST_FOLLOW[c]} must follow -${c}`);
      if (values === BSD_VALUES) a.isBsd = true;
      return yield* take(p, a, value);
    }
  }
}
