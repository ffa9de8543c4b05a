// cmp(1): compares two files byte by byte (diffutils 3.8 src/cmp.c).

import { EBADF, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseCount } from '../../libc/count.ts';
import { err } from '../../libc/error.ts';
import { gnuVersion, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import type { WriteErrorRule } from '../../libc/write-error.ts';

const usage = `Usage: cmp [OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]
Compare two files byte by byte.

The optional SKIP1 and SKIP2 specify the number of bytes to skip
at the beginning of each file (zero by default).

Mandatory arguments to long options are mandatory for short options too.
  -b, --print-bytes          print differing bytes
  -i, --ignore-initial=SKIP         skip first SKIP bytes of both inputs
  -i, --ignore-initial=SKIP1:SKIP2  skip first SKIP1 bytes of FILE1 and
                                      first SKIP2 bytes of FILE2
  -l, --verbose              output byte numbers and differing byte values
  -n, --bytes=LIMIT          compare at most LIMIT bytes
  -s, --quiet, --silent      suppress all normal output
      --help                 display this help and exit
  -v, --version              output version information and exit

SKIP values may be followed by the following multiplicative suffixes:
kB 1000, K 1024, MB 1,000,000, M 1,048,576,
GB 1,000,000,000, G 1,073,741,824, and so on for T, P, E, Z, Y.

If a FILE is '-' or missing, read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.

Report bugs to: bug-diffutils@gnu.org
GNU diffutils home page: <https://www.gnu.org/software/diffutils/>
General help using GNU software: <https://www.gnu.org/gethelp/>
`;
const TROUBLE = 2;
const styleOf = (p: Proc): OptionStyle => ({
  status: TROUBLE,
  version: gnuVersion(p, 'cmp (GNU diffutils) 3.8', 2021),
  hint: `${p.title}: Try '${p.title} --help' for more information.`,
  hidden: ' -s, --quiet, --silent\n',
});

/** -s says nothing of a file that cannot be opened. */
function* open(p: Proc, name: string, isSilent: boolean): Sys<number> {
  try {
    return name === '-' ? 0 : yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (!isSilent) yield* p.warn(`${name}: ${e.text}`);
    throw new Exit(TROUBLE);
  }
}

function* read(p: Proc, fd: number, name: string): Sys<Uint8Array> {
  try {
    return yield* readAll(p.sys, fd);
  } catch (e) {
    return yield* err(p, TROUBLE, name, e);
  }
}

/** The options in their order: what to skip of each file, and how many bytes to compare. */
function* readNumbers(p: Proc, o: Options, operands: readonly (string | undefined)[]): Sys<[skips: number[], max: number]> {
  const skips = [0, 0];
  let max = Infinity;
  let kind: string | undefined;
  const skip = (k: number, text: string): string | null => {
    const n = parseCount(text);
    if (n !== null) skips[k] = Math.max(skips[k], n);
    return n === null ? `invalid --ignore-initial value '${text}'` : null;
  };
  for (const { key, value = '' } of o.given) {
    let problem: string | null = null;
    if (key === 'ignore-initial') {
      const [first, second = first] = value.split(':');
      problem = skip(0, first) ?? skip(1, second);
    } else if (key === 'bytes') {
      const n = parseCount(value);
      if (n === null) problem = `invalid --bytes value '${value}'`;
      else max = Math.min(max, n);
    } else if (key === 'verbose' || key === 'quiet') {
      if (kind !== undefined && kind !== key) problem = 'options -l and -s are incompatible';
      kind = key;
    }
    if (problem !== null) yield* usageError(p, styleOf(p), problem);
  }
  for (const [k, text] of operands.entries()) {
    const problem = text === undefined ? null : skip(k, text);
    if (problem !== null) yield* usageError(p, styleOf(p), problem);
  }
  return [skips, max];
}

const octal = (byte: number): string => byte.toString(8).padStart(3);

/** The byte as cat -vt shows it. */
function visible(byte: number): string {
  const meta = byte >= 128 ? 'M-' : '';
  const c = byte & 127;
  return c === 127 ? `${meta}^?` : c < 32 ? `${meta}^${String.fromCharCode(c + 64)}` : meta + String.fromCharCode(c);
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, styleOf(p));
  const [a, b = '-', skipA, skipB, extra] = o.operands;
  if (a === undefined) yield* usageError(p, styleOf(p), `missing operand after '${p.invocation}'`);
  if (extra !== undefined) yield* usageError(p, styleOf(p), `extra operand '${extra}'`);
  const isSilent = o.has('quiet');
  const [skips, max] = yield* readNumbers(p, o, [skipA, skipB]);
  const fds: number[] = [];
  for (const name of [a, b]) fds.push(yield* open(p, name, isSilent));
  const x = (yield* read(p, fds[0], a)).subarray(skips[0]);
  const y = (yield* read(p, fds[1], b)).subarray(skips[1]);
  const end = Math.min(x.length, y.length, max);
  const showsAll = o.has('verbose');
  const showsBytes = o.has('print-bytes');
  const width = String(Math.min(x.length, y.length, max)).length;
  const pair = (i: number): string => {
    const [u, v] = [x[i], y[i]];
    return showsBytes ? `${octal(u)} ${showsAll ? visible(u).padEnd(4) : visible(u)} ${octal(v)} ${visible(v)}` : `${octal(u)} ${octal(v)}`;
  };
  let line = 1;
  let differs = false;
  for (let i = 0; i < end; i++) {
    if (x[i] !== y[i]) {
      if (isSilent) return 1;
      differs = true;
      if (!showsAll) {
        p.print(`${a} ${b} differ: byte ${i + 1}, line ${line}${showsBytes ? ` is ${pair(i)}` : ''}\n`);
        return 1;
      }
      p.print(`${String(i + 1).padStart(width)} ${pair(i)}\n`);
      if (p.isFull) yield* p.flush();
    }
    if (x[i] === 10) line++;
  }
  if (x.length === y.length || end === max) return differs ? 1 : 0;
  const [short, size] = x.length < y.length ? [a, x] : [b, y];
  if (!isSilent) {
    const inLine = size.length > 0 && size[size.length - 1] !== 10;
    const where = showsAll ? '' : inLine ? `, in line ${line}` : `, line ${line - 1}`;
    // Written past what standard output still holds.
    const held = p.take();
    yield* p.error(`${p.title}: EOF on ${short}${size.length === 0 ? ' which is empty' : ` after byte ${size.length}${where}`}\n`);
    p.print(held);
  }
  return 1;
}

const authors = 'Torbjörn Granlund and David MacKenzie';

const onWriteError: WriteErrorRule = { status: 2, lines: (e) => (e === EBADF ? [] : [`standard output: ${e.text}`]) };

export const program: Program = { name: 'cmp', usage, main, authors, onWriteError };
