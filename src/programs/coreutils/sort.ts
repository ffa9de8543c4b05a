// sort(1): sorts lines of text, in memory (coreutils 9.1 src/sort.c).

import { decode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_TRUNC, O_WRONLY, R_OK } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { openOperand, quoteaf, quotef } from '../../libc/coreutils.ts';
import { latin1, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';
import { debugLine, debugWarnings } from './sort/debug.ts';
import { compareKeys, keyText } from './sort/key.ts';
import { die, FAILURE, modernKeys, readWish, type Wish } from './sort/options.ts';

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
      const fd = yield* openOperand(p, file);
      if (fd === 0) {
        what = 'stat failed';
        p.sys.fstat(fd);
      }
      what = 'read failed';
      text = latin1(yield* readAll(p.sys, fd));
      if (file !== '-') p.sys.close(fd);
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
    yield* p.warn(`extra operand ${quoteaf(o.operands[0])}`);
    yield* p.error(`file operands cannot be combined with --files0-from\nTry '${p.title} --help' for more information.\n`);
    throw new Exit(FAILURE);
  }
  return (yield* readLines(p, [list], '\0')).map((n) => decode(latin1Bytes(n)));
}

/** -c, -C and --check: how they are told of in messages. */
function* checkMode(p: Proc, o: Options, style: OptionStyle): Sys<'c' | 'C' | null> {
  const given = new Set<'c' | 'C'>();
  for (const { key, value } of o.given) {
    if (key === 'c' || (key === 'check' && value === undefined)) given.add('c');
    else if (key === 'C') given.add('C');
    else if (key === 'check')
      given.add((yield* argmatch(p, style, '--check', value ?? '', [['quiet', 'silent'], ['diagnose-first']])) === 'quiet' ? 'C' : 'c');
  }
  if (given.size > 1) yield* die(p, "options '-cC' are incompatible");
  const how = [...given][0] ?? null;
  if (how !== null && o.has('output')) yield* die(p, `options '-${how}o' are incompatible`);
  return how;
}

/** -m: the inputs are taken to be sorted; of equal lines the earlier file's comes first. */
function* merge(p: Proc, files: readonly string[], w: Wish): Sys<Row[]> {
  const queues: Row[][] = [];
  for (const file of files) queues.push((yield* readLines(p, [file], w.end)).map((l) => rowOf(l, w)));
  const at = queues.map(() => 0);
  const out: Row[] = [];
  for (;;) {
    let best = -1;
    for (let k = 0; k < queues.length; k++)
      if (at[k] < queues[k].length && (best < 0 || compare(queues[k][at[k]], queues[best][at[best]], w) < 0)) best = k;
    if (best < 0) return out;
    out.push(queues[best][at[best]++]);
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, FAILURE), hidden: ' -c\n -C\n     --check[=MODE]\n -y[KB]\n' };
  const o = yield* parseOptions(p, style, modernKeys(p.args));
  const wish = yield* readWish(p, o, style);
  const files = yield* inputs(p, o);
  const how = yield* checkMode(p, o, style);
  if (o.has('debug')) {
    if (how !== null || o.has('output')) yield* die(p, `options '-${how ?? 'o'} --debug' are incompatible`);
    yield* debugWarnings(p, wish);
  }
  if (how !== null) {
    if (files.length > 1) yield* die(p, `extra operand ${quoteaf(files[1])} not allowed with -${how}`);
    return yield* check(p, wish, files[0], how === 'C');
  }
  const rows = o.has('merge') ? yield* merge(p, files, wish) : (yield* readLines(p, files, wish.end)).map((l) => rowOf(l, wish));
  if (!o.has('merge')) rows.sort((a, b) => compare(a, b, wish));
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
    p.print(o.has('debug') ? debugLine(row.line, wish) : decode(latin1Bytes(row.line + wish.end)));
    if (p.isFull) yield* p.flush();
  }
  return 0;
}

const authors = 'Mike Haertel and Paul Eggert';

const onWriteError: WriteErrorRule = { status: 2, lines: (e) => [`fflush failed: 'standard output': ${e.text}`, 'write error'] };

export const program: Program = { name: 'sort', usage, main, authors, onWriteError };
