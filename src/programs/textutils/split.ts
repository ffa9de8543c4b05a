// split(1): splits a file into pieces (coreutils 9.1 src/split.c): by lines, bytes, or into N.

import { EOVERFLOW, EPIPE, ERANGE } from '../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import { SIGPIPE, signalRow } from '../../abi/signal.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../abi/wait.ts';
import { extraOperand, quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { pclose, popen } from '../../libc/popen.ts';
import { type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';
import { type Plan, piecesOf } from './split/pieces.ts';

const usage = `Usage: split [OPTION]... [FILE [PREFIX]]
Output pieces of FILE to PREFIXaa, PREFIXab, ...;
default size is 1000 lines, and default PREFIX is 'x'.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --suffix-length=N   generate suffixes of length N (default 2)
      --additional-suffix=SUFFIX  append an additional SUFFIX to file names
  -b, --bytes=SIZE        put SIZE bytes per output file
  -C, --line-bytes=SIZE   put at most SIZE bytes of records per output file
  -d                      use numeric suffixes starting at 0, not alphabetic
      --numeric-suffixes[=FROM]  same as -d, but allow setting the start value
  -x                      use hex suffixes starting at 0, not alphabetic
      --hex-suffixes[=FROM]  same as -x, but allow setting the start value
  -e, --elide-empty-files  do not generate empty output files with '-n'
      --filter=COMMAND    write to shell COMMAND; file name is $FILE
  -l, --lines=NUMBER      put NUMBER lines/records per output file
  -n, --number=CHUNKS     generate CHUNKS output files; see explanation below
  -t, --separator=SEP     use SEP instead of newline as the record separator;
                            '\\0' (zero) specifies the NUL character
  -u, --unbuffered        immediately copy input to output with '-n r/...'
      --verbose           print a diagnostic just before each
                            output file is opened
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

CHUNKS may be:
  N       split into N files based on size of input
  K/N     output Kth of N to stdout
  l/N     split into N files without splitting lines/records
  l/K/N   output Kth of N to stdout without splitting lines/records
  r/N     like 'l' but use round robin distribution
  r/K/N   likewise but only output Kth of N to stdout

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/split>
or available locally via: info '(coreutils) split invocation'
`;

interface Wish {
  readonly plan: Plan;
  readonly prefix: string;
  readonly suffix: string;
  readonly letters: string;
  readonly length: number;
  /** No fixed length: it grows when the names run out. */
  readonly grows: boolean;
  readonly from: number;
  readonly filter: string | null;
  readonly isVerbose: boolean;
  readonly skipsEmpty: boolean;
}

/** The digits of the k-th name, or null when there are no more. A length that may grow does so as xyz → xzaaa does (next_file_name). */
function suffixOf(w: Wish, k: number): string | null {
  const base = w.letters.length;
  let [n, length, lead] = [k + w.from, w.length, ''];
  // The last letter of the first place is kept for longer names, so that they sort behind the shorter.
  while (w.grows && n >= base ** (length - 1) * (base - 1)) {
    n -= base ** (length - 1) * (base - 1);
    lead += w.letters[base - 1];
    length++;
  }
  const places = w.grows && lead !== '' ? length : w.length;
  let text = '';
  for (let i = 0; i < places; i++) {
    text = w.letters[n % base] + text;
    n = Math.floor(n / base);
  }
  return n > 0 ? null : lead + text;
}

/** Writes the pieces one after the other. */
function* writePieces(p: Proc, w: Wish, pieces: Iterable<Uint8Array>): Sys<void> {
  let k = 0;
  for (const piece of pieces) {
    if (piece.length === 0 && w.skipsEmpty) continue;
    const digits = suffixOf(w, k++);
    if (digits === null) return yield* errx(p, 1, 'output file suffixes exhausted');
    const name = w.prefix + digits + w.suffix;
    if (w.isVerbose) p.print(w.filter === null ? `creating file ${quoteaf(name)}\n` : `executing with FILE=${quotef(name)}\n`);
    if (w.filter === null) yield* writeFile(p, name, piece);
    else yield* writeCommand(p, name, piece, w.filter);
  }
}

function* writeFile(p: Proc, name: string, piece: Uint8Array): Sys<void> {
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    yield* writeAll(p.sys, fd, piece);
    p.sys.close(fd);
  } catch (e) {
    yield* err(p, 1, quotef(name), e);
  }
}

/** --filter: a shell reads the piece, with its name in $FILE. */
function* writeCommand(p: Proc, name: string, piece: Uint8Array, command: string): Sys<void> {
  yield* p.flush();
  const stream = popen(p.sys, command, 'w', new Map([...p.env, ['FILE', name]]));
  try {
    yield* writeAll(p.sys, stream.fd, piece);
  } catch (e) {
    if (e !== EPIPE) throw e;
  }
  const status = yield* pclose(p.sys, stream);
  if (WIFEXITED(status)) {
    const code = WEXITSTATUS(status);
    if (code !== 0) yield* errx(p, code, `with FILE=${quotef(name)}, exit ${code} from command: ${command}`);
  } else if (WTERMSIG(status) !== SIGPIPE)
    yield* errx(
      p,
      WTERMSIG(status) + 128,
      `with FILE=${quotef(name)}, signal ${signalRow(WTERMSIG(status))?.name ?? WTERMSIG(status)} from command: ${command}`,
    );
}

function* number(p: Proc, text: string, what: string): Sys<number> {
  const n = parseCount(text);
  if (n !== null && n >= 2 ** 63) return yield* errx(p, 1, `invalid ${what}: ${quote(text)}: ${EOVERFLOW.text}`);
  if (n === null || n === 0) return yield* errx(p, 1, `invalid ${what}: ${quote(text)}${n === 0 ? `: ${ERANGE.text}` : ''}`);
  return n;
}

function* readPlan(p: Proc, o: Options, style: OptionStyle): Sys<Plan> {
  const ways = o.given.filter((g) => ['bytes', 'lines', 'number', 'line-bytes'].includes(g.key));
  if (ways.length > 1) yield* usageError(p, style, 'cannot split in more than one way');
  const { key, value = '' } = ways[0] ?? { key: 'lines', value: '1000' };
  const separators = o.values('separator');
  for (const text of separators) {
    if (text === '') yield* errx(p, 1, 'empty record separator');
    if (text.length > 1 && text !== '\\0') yield* errx(p, 1, `multi-character separator ${quote(text)}`);
  }
  if (new Set(separators).size > 1) yield* errx(p, 1, 'multiple separator characters specified');
  const end = separators.length === 0 ? 10 : separators[0] === '\\0' ? 0 : separators[0].charCodeAt(0);
  if (key !== 'number')
    return { kind: key, size: yield* number(p, value, `number of ${key === 'lines' ? 'lines' : 'bytes'}`), only: null, end };
  const m = /^(?:([lr])\/)?(?:([^/]*)\/)?(.*)$/s.exec(value);
  const size = yield* number(p, m?.[3] ?? '', 'number of chunks');
  const only = m?.[2] === undefined ? null : yield* number(p, m[2], 'chunk number');
  if (only !== null && only > size) yield* errx(p, 1, `invalid chunk number: ${quote(m?.[2] ?? '')}: ${ERANGE.text}`);
  return { kind: m?.[1] === 'l' ? 'chunks of lines' : m?.[1] === 'r' ? 'round robin' : 'chunks', size, only, end };
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  const plan = yield* readPlan(p, o, style);
  const isNumeric = o.has('d') || o.has('numeric-suffixes');
  const isHex = o.has('x') || o.has('hex-suffixes');
  const letters = isHex ? '0123456789abcdef' : isNumeric ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
  const fromText = o.value('numeric-suffixes') ?? o.value('hex-suffixes');
  const suffix = o.value('additional-suffix') ?? '';
  if (suffix.includes('/')) yield* usageError(p, style, `invalid suffix ${quote(suffix)}, contains directory separator`);
  if (fromText !== undefined && !(isHex ? /^[0-9a-f]+$/ : /^\d+$/).test(fromText))
    yield* usageError(p, style, `${quote(fromText)}: invalid start value for ${isHex ? 'hexadecimal' : 'numerical'} suffix`);
  const lengthText = o.value('suffix-length');
  if (lengthText !== undefined && !/^\d+$/.test(lengthText)) yield* errx(p, 1, `invalid suffix length: ${quote(lengthText)}`);
  const given = Number(lengthText ?? 0);
  const isChunks = plan.kind.startsWith('chunks') || plan.kind === 'round robin';
  const from = fromText === undefined ? 0 : Number.parseInt(fromText, isHex ? 16 : 10);
  let needed = 1;
  if (isChunks) while (letters.length ** needed < plan.size + (from < plan.size ? from : 0)) needed++;
  if (isChunks && given > 0 && given < needed) yield* errx(p, 1, `the suffix length needs to be at least ${needed}`);
  if (plan.only !== null && o.has('filter')) yield* usageError(p, style, '--filter does not process a chunk extracted to stdout');
  return {
    plan,
    prefix: o.operands[1] ?? 'x',
    suffix,
    letters,
    length: given > 0 ? given : Math.max(2, needed, fromText?.length ?? 0),
    grows: given === 0 && fromText === undefined && !isChunks,
    from,
    filter: o.value('filter') ?? null,
    isVerbose: o.has('verbose'),
    skipsEmpty: o.has('elide-empty-files'),
  };
}

/** What is followed by its value, which `-5` may be. */
const TAKES_VALUE = /^(-[abClnt]|--(suffix-length|additional-suffix|bytes|line-bytes|lines|number|separator|filter))$/;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), hidden: ' -d\n -x\n     --numeric-suffixes[=FROM]\n     --hex-suffixes[=FROM]\n' };
  const args = p.args.map((a, i) => (/^-\d+$/.test(a) && !TAKES_VALUE.test(p.args[i - 1] ?? '') ? `--lines=${a.slice(1)}` : a));
  const o = yield* parseOptions(p, style, args);
  const wish = yield* readWish(p, o, style);
  if (o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  const [input = '-'] = o.operands;
  let fd = 0;
  try {
    if (input !== '-') fd = yield* p.sys.openat(AT_FDCWD, input, O_RDONLY);
  } catch (e) {
    return yield* err(p, 1, `cannot open ${quoteaf(input)} for reading`, e);
  }
  let data: Uint8Array;
  try {
    data = yield* readAll(p.sys, fd);
  } catch (e) {
    return yield* err(p, 1, quotef(input), e);
  }
  if (/^chunks/.test(wish.plan.kind) && !isReg(p.sys.fstat(fd).mode)) yield* errx(p, 1, `${quotef(input)}: cannot determine file size`);
  const pieces = piecesOf(data, wish.plan);
  if (wish.plan.only !== null) yield* p.write(nth(pieces, wish.plan.only));
  else yield* writePieces(p, wish, pieces);
  return 0;
}

/** The n-th from 1; empty when there are not so many. */
function nth(pieces: Iterable<Uint8Array>, n: number): Uint8Array {
  let k = 0;
  for (const piece of pieces) if (++k === n) return piece;
  return new Uint8Array(0);
}

const authors = 'Torbjorn Granlund and Richard M. Stallman';

export const program: Program = { name: 'split', usage, main, authors };
