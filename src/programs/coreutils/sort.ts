// sort(1): sorts lines of text, in memory (coreutils 9.1 src/sort.c).

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, R_OK } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { quote, quotef } from '../../libc/coreutils.ts';
import { latin1, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import { compareKeys, type KeyPosition, keyText, type Ordering, type SortKey } from './sort/key.ts';

const usage = `Usage: sort [OPTION]... [FILE]...
  or:  sort [OPTION]... --files0-from=F
Write sorted concatenation of all FILE(s) to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
Ordering options:

  -b, --ignore-leading-blanks  ignore leading blanks
  -d, --dictionary-order      consider only blanks and alphanumeric characters
  -f, --ignore-case           fold lower case to upper case characters
  -g, --general-numeric-sort  compare according to general numerical value
  -i, --ignore-nonprinting    consider only printable characters
  -M, --month-sort            compare (unknown) < 'JAN' < ... < 'DEC'
  -h, --human-numeric-sort    compare human readable numbers (e.g., 2K 1G)
  -n, --numeric-sort          compare according to string numerical value
  -R, --random-sort           shuffle, but group identical keys.  See shuf(1)
      --random-source=FILE    get random bytes from FILE
  -r, --reverse               reverse the result of comparisons
      --sort=WORD             sort according to WORD:
                                general-numeric -g, human-numeric -h, month -M,
                                numeric -n, random -R, version -V
  -V, --version-sort          natural sort of (version) numbers within text

Other options:

      --batch-size=NMERGE   merge at most NMERGE inputs at once;
                            for more use temp files
  -c, --check, --check=diagnose-first  check for sorted input; do not sort
  -C, --check=quiet, --check=silent  like -c, but do not report first bad line
      --compress-program=PROG  compress temporaries with PROG;
                              decompress them with PROG -d
      --debug               annotate the part of the line used to sort,
                              and warn about questionable usage to stderr
      --files0-from=F       read input from the files specified by
                            NUL-terminated names in file F;
                            If F is - then read names from standard input
  -k, --key=KEYDEF          sort via a key; KEYDEF gives location and type
  -m, --merge               merge already sorted files; do not sort
  -o, --output=FILE         write result to FILE instead of standard output
  -s, --stable              stabilize sort by disabling last-resort comparison
  -S, --buffer-size=SIZE    use SIZE for main memory buffer
  -t, --field-separator=SEP  use SEP instead of non-blank to blank transition
  -T, --temporary-directory=DIR  use DIR for temporaries, not $TMPDIR or /tmp;
                              multiple options specify multiple directories
      --parallel=N          change the number of sorts run concurrently to N
  -u, --unique              with -c, check for strict ordering;
                              without -c, output only the first of an equal run
  -z, --zero-terminated     line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

KEYDEF is F[.C][OPTS][,F[.C][OPTS]] for start and stop position, where F is a
field number and C a character position in the field; both are origin 1, and
the stop position defaults to the line's end.  If neither -t nor -b is in
effect, characters in a field are counted from the beginning of the preceding
whitespace.  OPTS is one or more single-letter ordering options [bdfgiMhnRrV],
which override global ordering options for that key.  If no key is given, use
the entire line as the key.  Use --debug to diagnose incorrect key usage.

SIZE may be followed by the following multiplicative suffixes:
% 1% of memory, b 1, K 1024 (default), and so on for M, G, T, P, E, Z, Y.

*** WARNING ***
The locale specified by the environment affects sort order.
Set LC_ALL=C to get the traditional sort order that uses
native byte values.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sort>
or available locally via: info '(coreutils) sort invocation'
`;

const FAILURE = 2;
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

interface Wish {
  readonly keys: readonly SortKey[];
  readonly separator: string | null;
  readonly isUnique: boolean;
  readonly isStable: boolean;
  readonly isReverse: boolean;
  readonly seed: number;
  readonly end: string;
}

function* die(p: Proc, message: string): Sys<never> {
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
function* parseKey(p: Proc, text: string, global: Flags): Sys<SortKey> {
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
  yield* checkFlags(p, own);
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
  };
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const global = yield* globalFlags(p, o, style);
  const keys: SortKey[] = [];
  for (const text of o.values('key')) keys.push(yield* parseKey(p, text, global));
  if (keys.length === 0) yield* checkFlags(p, global);
  const hasGlobal = global.orders.length > 0 || global.skipsBlanks || global.dictionary || global.foldsCase || global.printableOnly;
  if (keys.length === 0 && hasGlobal)
    keys.push({ ...global, start: global.skipsBlanks ? { field: 1, char: 1, skipsBlanks: true } : null, end: null });
  const tab = o.value('field-separator');
  if (tab === '') yield* die(p, 'empty tab');
  if (tab !== undefined && tab !== '\\0' && tab.length > 1) yield* die(p, `multi-character tab ${quote(tab)}`);
  const seed = p.sys.getrandom(4);
  return {
    keys,
    separator: tab === undefined ? null : tab === '\\0' ? '\0' : tab,
    isUnique: o.has('unique'),
    isStable: o.has('stable') || o.has('unique'),
    isReverse: global.isReverse,
    seed: seed[0] | (seed[1] << 8) | (seed[2] << 16) | (seed[3] << 24),
    end: o.has('zero-terminated') ? '\0' : '\n',
  };
}

interface Row {
  readonly line: string;
  readonly keys: readonly string[];
}

const rowOf = (line: string, w: Wish): Row => ({ line, keys: w.keys.map((k) => keyText(line, k, w.separator)) });

function compare(a: Row, b: Row, w: Wish): number {
  for (let i = 0; i < w.keys.length; i++) {
    const d = compareKeys(a.keys[i], b.keys[i], w.keys[i], w.seed);
    if (d !== 0) return w.keys[i].isReverse ? -d : d;
  }
  if (w.keys.length > 0 && w.isStable) return 0;
  const d = a.line < b.line ? -1 : a.line > b.line ? 1 : 0;
  return w.isReverse ? -d : d;
}

/** The lines of all inputs; a file that cannot be read ends it. */
function* readLines(p: Proc, files: readonly string[], end: string): Sys<string[]> {
  const out: string[] = [];
  for (const file of files) {
    if (file === '-') continue;
    try {
      p.sys.faccessat2(AT_FDCWD, file, R_OK, 0);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* die(p, `cannot read: ${quotef(file)}: ${e.text}`);
    }
  }
  for (const file of files) {
    let text: string;
    let what = 'open failed';
    try {
      const fd = file === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, file, O_RDONLY);
      what = 'read failed';
      text = latin1(yield* readAll(p.sys, fd));
      if (fd !== 0) p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      return yield* die(p, `${what}: ${quotef(file)}: ${e.text}`);
    }
    const lines = text.split(end);
    if (lines[lines.length - 1] === '') lines.pop();
    for (const l of lines) out.push(l);
  }
  return out;
}

function* check(p: Proc, w: Wish, file: string, isQuiet: boolean): Sys<number> {
  const lines = yield* readLines(p, [file], w.end);
  let previous: Row | null = null;
  for (let i = 0; i < lines.length; i++) {
    const row = rowOf(lines[i], w);
    const d = previous === null ? -1 : compare(previous, row, w);
    if (d > 0 || (w.isUnique && d === 0)) {
      if (!isQuiet) yield* p.warn(`${quotef(file)}:${i + 1}: disorder: ${decode(latin1Bytes(lines[i]))}`);
      return 1;
    }
    previous = row;
  }
  return 0;
}

function* inputs(p: Proc, o: Options): Sys<string[]> {
  const list = o.value('files0-from');
  if (list === undefined) return o.operands.length === 0 ? ['-'] : [...o.operands];
  if (o.operands.length > 0) {
    yield* p.warn(`extra operand ${quotef(o.operands[0])}`);
    yield* p.error(`file operands cannot be combined with --files0-from\nTry '${p.name} --help' for more information.\n`);
    throw new Exit(FAILURE);
  }
  return (yield* readLines(p, [list], '\0')).map((n) => decode(latin1Bytes(n)));
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, FAILURE), hidden: ' -c\n -C\n     --check[=MODE]\n' };
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o, style);
  const files = yield* inputs(p, o);
  const checks = o.given.filter((g) => g.key === 'check' || g.key === 'C' || g.key === 'c').at(-1);
  if (o.has('debug')) yield* die(p, 'ns-shell: not simulated: --debug');
  if (checks !== undefined) {
    const isQuiet = checks.key === 'C' || checks.value === 'quiet' || checks.value === 'silent';
    if (files.length > 1) yield* die(p, `extra operand ${quote(files[1])} not allowed with -${isQuiet ? 'C' : 'c'}`);
    return yield* check(p, wish, files[0], isQuiet);
  }
  const rows = (yield* readLines(p, files, wish.end)).map((l) => rowOf(l, wish));
  rows.sort((a, b) => compare(a, b, wish));
  const output = o.value('output');
  if (output !== undefined) {
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      p.sys.dup2(fd, 1);
      p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* die(p, `open failed: ${quotef(output)}: ${e.text}`);
    }
  }
  let last: Row | null = null;
  for (const row of rows) {
    if (wish.isUnique && last !== null && compare(last, row, wish) === 0) continue;
    last = row;
    p.print(decode(latin1Bytes(row.line + wish.end)));
    if (p.isFull) yield* p.flush();
  }
  return 0;
}

export const program: Program = { name: 'sort', usage, main };
