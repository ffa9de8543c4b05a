// What ls(1) was asked for: the options in the order given, later ones overriding (coreutils 9.1 src/ls.c decode_switches).

import { type BlockSize, BYTES, blockSizeProblem, KILOBYTES, parseBlockSize } from '../../../libc/blocksize.ts';
import { quote } from '../../../libc/coreutils.ts';
import { compileGlob, type Glob } from '../../../libc/glob/glob.ts';
import type { GivenOption, Options } from '../../../libc/options.ts';

export type Layout = 'long' | 'one' | 'many' | 'across' | 'commas';
export type SortKey = 'name' | 'size' | 'time' | 'extension' | 'version' | 'width' | 'none';
export type Quoting =
  | 'literal'
  | 'shell'
  | 'shell-always'
  | 'shell-escape'
  | 'shell-escape-always'
  | 'c'
  | 'c-maybe'
  | 'escape'
  | 'locale'
  | 'clocale';

export interface LsOptions {
  layout: Layout;
  sort: SortKey;
  reverse: boolean;
  time: 'mtime' | 'ctime' | 'atime' | 'btime';
  shows: 'visible' | 'almost' | 'all';
  quoting: Quoting;
  /** -q: unprintable characters as ?. */
  hidesControls: boolean;
  indicator: 'none' | 'slash' | 'file-type' | 'classify';
  directory: boolean;
  recursive: boolean;
  /** Which symbolic links are followed. */
  dereference: 'never' | 'command-line' | 'command-line-dir' | 'always';
  inode: boolean;
  blocks: boolean;
  owner: boolean;
  group: boolean;
  author: boolean;
  numeric: boolean;
  context: boolean;
  blockSize: BlockSize;
  sizeUnit: BlockSize;
  hyperlinks: boolean;
  timeStyle: string;
  color: 'never' | 'auto' | 'always';
  directoriesFirst: boolean;
  width: number | null;
  tabSize: number;
  ends: '\n' | '\0';
  ignore: Glob[];
  hide: Glob[];
}

/** What is wrong with an option's value. */
export interface Problem {
  readonly message: string;
  readonly lines: readonly string[];
  /** The usage hint follows, and the status is argmatch's. */
  readonly isUsage: boolean;
}

const defaults = (isTty: boolean): LsOptions => ({
  layout: isTty ? 'many' : 'one',
  sort: 'name',
  reverse: false,
  time: 'mtime',
  shows: 'visible',
  quoting: isTty ? 'shell-escape' : 'literal',
  hidesControls: isTty,
  indicator: 'none',
  directory: false,
  recursive: false,
  dereference: 'command-line-dir',
  inode: false,
  blocks: false,
  owner: true,
  group: true,
  author: false,
  numeric: false,
  context: false,
  blockSize: KILOBYTES,
  sizeUnit: BYTES,
  hyperlinks: false,
  timeStyle: 'locale',
  color: 'never',
  directoriesFirst: false,
  width: null,
  tabSize: 8,
  ends: '\n',
  ignore: [],
  hide: [],
});

const QUOTINGS: readonly Quoting[] = [
  'literal',
  'shell',
  'shell-always',
  'shell-escape',
  'shell-escape-always',
  'c',
  'c-maybe',
  'escape',
  'locale',
  'clocale',
];
const SORTS: Readonly<Record<string, SortKey>> = {
  none: 'none',
  time: 'time',
  size: 'size',
  extension: 'extension',
  version: 'version',
  width: 'width',
};
const TIMES: Readonly<Record<string, LsOptions['time']>> = {
  atime: 'atime',
  access: 'atime',
  use: 'atime',
  ctime: 'ctime',
  status: 'ctime',
  birth: 'btime',
  creation: 'btime',
};
const FORMATS: Readonly<Record<string, Layout>> = {
  verbose: 'long',
  long: 'long',
  commas: 'commas',
  horizontal: 'across',
  across: 'across',
  vertical: 'many',
  'single-column': 'one',
};
const INDICATORS: Readonly<Record<string, LsOptions['indicator']>> = {
  none: 'none',
  slash: 'slash',
  'file-type': 'file-type',
  classify: 'classify',
};
const WHEN: Readonly<Record<string, LsOptions['color']>> = {
  always: 'always',
  yes: 'always',
  force: 'always',
  never: 'never',
  no: 'never',
  none: 'never',
  auto: 'auto',
  tty: 'auto',
  'if-tty': 'auto',
};

type Setter = (o: LsOptions, value: string) => unknown;

/** One word of a list, abbreviations allowed. */
function choose<T>(option: string, table: Readonly<Record<string, T>>, set: (o: LsOptions, v: T) => void): Setter {
  return (o, value) => {
    const names = Object.keys(table);
    const found = Object.hasOwn(table, value) ? [value] : names.filter((n) => n.startsWith(value));
    if (found.length === 1) return set(o, table[found[0]]);
    const distinct = new Set(found.map((n) => table[n]));
    if (found.length > 1 && distinct.size === 1) return set(o, table[found[0]]);
    const groups = new Map<T, string[]>();
    for (const n of names) groups.set(table[n], [...(groups.get(table[n]) ?? []), n]);
    return {
      message: `${found.length === 0 ? 'invalid' : 'ambiguous'} argument ‘${value}’ for ‘--${option}’`,
      lines: ['Valid arguments are:', ...[...groups.values()].map((g) => `  - ${g.map((n) => `‘${n}’`).join(', ')}`)],
      isUsage: true,
    };
  };
}

/** The unit of -s and of `total`, and of sizes in the long format. */
function setBlockSize(o: LsOptions, value: string): Problem | undefined {
  const size = parseBlockSize(value);
  if (size === null) return { message: blockSizeProblem('--block-size', value), lines: [], isUsage: false };
  o.blockSize = size;
  o.sizeUnit = size;
  return undefined;
}

/** A number of columns; 0 is no limit. */
function columns(what: string, set: (o: LsOptions, n: number) => void): Setter {
  return (o, value) => {
    if (!/^\d+$/.test(value)) return { message: `invalid ${what}: ${quote(value)}`, lines: [], isUsage: false };
    return set(o, Number(value));
  };
}

const long: Setter = (o) => {
  o.layout = 'long';
};

/** By option key (the long name, or the letter where there is none). */
const SETTERS: Readonly<Record<string, Setter>> = {
  all: (o) => {
    o.shows = 'all';
  },
  'almost-all': (o) => {
    o.shows = 'almost';
  },
  author: (o) => {
    o.author = true;
  },
  escape: (o) => {
    o.quoting = 'escape';
  },
  'block-size': setBlockSize,
  'ignore-backups': (o) => {
    o.ignore.push(compileGlob('*~'), compileGlob('.*~'));
  },
  c: (o) => {
    o.time = 'ctime';
  },
  C: (o) => {
    o.layout = 'many';
  },
  color: choose('color', WHEN, (o, v) => {
    o.color = v;
  }),
  directory: (o) => {
    o.directory = true;
  },
  dired: () => {},
  f: (o) => {
    o.shows = 'all';
    o.sort = 'none';
    o.color = 'never';
    if (o.layout === 'long') o.layout = 'one';
  },
  classify: (o, v) => {
    o.indicator = v === 'never' || v === 'no' || v === 'none' ? 'none' : 'classify';
  },
  'file-type': (o) => {
    o.indicator = 'file-type';
  },
  format: choose('format', FORMATS, (o, v) => {
    o.layout = v;
  }),
  'full-time': (o) => {
    o.layout = 'long';
    o.timeStyle = 'full-iso';
  },
  g: (o) => {
    o.layout = 'long';
    o.owner = false;
  },
  'group-directories-first': (o) => {
    o.directoriesFirst = true;
  },
  'no-group': (o) => {
    o.group = false;
  },
  'human-readable': (o) => {
    o.blockSize = { human: 1024, unit: 1, suffix: '' };
    o.sizeUnit = o.blockSize;
  },
  si: (o) => {
    o.blockSize = { human: 1000, unit: 1, suffix: '' };
    o.sizeUnit = o.blockSize;
  },
  'dereference-command-line': (o) => {
    o.dereference = 'command-line';
  },
  'dereference-command-line-symlink-to-dir': (o) => {
    o.dereference = 'command-line-dir';
  },
  hide: (o, v) => {
    o.hide.push(compileGlob(v));
  },
  hyperlink: choose('hyperlink', WHEN, (o, v) => {
    o.hyperlinks = v === 'always';
  }),
  'indicator-style': choose('indicator-style', INDICATORS, (o, v) => {
    o.indicator = v;
  }),
  inode: (o) => {
    o.inode = true;
  },
  ignore: (o, v) => {
    o.ignore.push(compileGlob(v));
  },
  kibibytes: (o) => {
    o.blockSize = KILOBYTES;
  },
  l: long,
  dereference: (o) => {
    o.dereference = 'always';
  },
  m: (o) => {
    o.layout = 'commas';
  },
  'numeric-uid-gid': (o) => {
    o.layout = 'long';
    o.numeric = true;
  },
  literal: (o) => {
    o.quoting = 'literal';
  },
  o: (o) => {
    o.layout = 'long';
    o.group = false;
  },
  p: (o) => {
    o.indicator = 'slash';
  },
  'hide-control-chars': (o) => {
    o.hidesControls = true;
  },
  'show-control-chars': (o) => {
    o.hidesControls = false;
  },
  'quote-name': (o) => {
    o.quoting = 'c';
  },
  'quoting-style': choose('quoting-style', Object.fromEntries(QUOTINGS.map((q) => [q, q])), (o, v) => {
    o.quoting = v;
  }),
  reverse: (o) => {
    o.reverse = true;
  },
  recursive: (o) => {
    o.recursive = true;
  },
  size: (o) => {
    o.blocks = true;
  },
  S: (o) => {
    o.sort = 'size';
  },
  sort: choose('sort', SORTS, (o, v) => {
    o.sort = v;
  }),
  time: choose('time', TIMES, (o, v) => {
    o.time = v;
  }),
  'time-style': (o, v) => {
    o.timeStyle = v;
  },
  t: (o) => {
    o.sort = 'time';
  },
  tabsize: columns('tab size', (o, n) => {
    o.tabSize = n;
  }),
  u: (o) => {
    o.time = 'atime';
  },
  U: (o) => {
    o.sort = 'none';
  },
  v: (o) => {
    o.sort = 'version';
  },
  width: columns('line width', (o, n) => {
    o.width = n;
  }),
  x: (o) => {
    o.layout = 'across';
  },
  X: (o) => {
    o.sort = 'extension';
  },
  context: (o) => {
    o.context = true;
  },
  zero: (o) => {
    o.ends = '\0';
    o.color = 'never';
    o.quoting = 'literal';
    o.hidesControls = false;
    if (o.layout !== 'long') o.layout = 'one';
  },
  '1': (o) => {
    if (o.layout !== 'long') o.layout = 'one';
  },
};

/** @param isTty standard output is a terminal */
/** @param layout of dir(1) and vdir(1), which do not look at the terminal */
export function readLsOptions(
  options: Options,
  isTty: boolean,
  env: ReadonlyMap<string, string>,
  layout: Layout | null,
): LsOptions | Problem {
  const o = defaults(isTty);
  if (layout !== null) Object.assign(o, { layout, quoting: 'escape', hidesControls: false });
  readEnvironment(o, env);
  let sorted = false;
  for (const g of options.given) {
    const problem = SETTERS[g.key]?.(o, g.value ?? (g.key === 'color' || g.key === 'hyperlink' ? 'always' : ''));
    if (isProblem(problem)) return problem;
    sorted ||= isSortOption(g);
  }
  // -c and -u without -l sort by that time (ls(1), -c).
  if (!sorted && o.layout !== 'long' && o.time !== 'mtime') o.sort = 'time';
  if (
    options.given.some((g) => g.key === 'S' || g.key === 't' || g.key === 'sort') &&
    o.sort === 'none' &&
    !options.has('U') &&
    !options.has('f')
  )
    o.sort = 'name';
  return o;
}

function readEnvironment(o: LsOptions, env: ReadonlyMap<string, string>): void {
  const quoting = QUOTINGS.find((q) => q === env.get('QUOTING_STYLE'));
  if (quoting !== undefined) o.quoting = quoting;
  o.timeStyle = env.get('TIME_STYLE') ?? o.timeStyle;
  const unit = parseBlockSize(env.get('LS_BLOCK_SIZE') ?? env.get('BLOCK_SIZE') ?? '');
  if (unit !== null) [o.blockSize, o.sizeUnit] = [unit, unit];
  else if (env.has('POSIXLY_CORRECT')) o.blockSize = { human: null, unit: 512, suffix: '' };
}

const isProblem = (x: unknown): x is Problem => typeof x === 'object' && x !== null && 'message' in x;

const isSortOption = (g: GivenOption): boolean => ['S', 'sort', 't', 'U', 'v', 'X', 'f'].includes(g.key);
