// head(1): the first lines or bytes of files (coreutils 9.1 src/head.c).

import { Errno } from '../../abi/errno.ts';
import { SEEK_CUR } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { openOperand, quote, quoteaf, xwrite } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: head [OPTION]... [FILE]...
Print the first 10 lines of each FILE to standard output.
With more than one FILE, precede each with a header giving the file name.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --bytes=[-]NUM       print the first NUM bytes of each file;
                             with the leading '-', print all but the last
                             NUM bytes of each file
  -n, --lines=[-]NUM       print the first NUM lines instead of the first 10;
                             with the leading '-', print all but the last
                             NUM lines of each file
  -q, --quiet, --silent    never print headers giving file names
  -v, --verbose            always print headers giving file names
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

NUM may have a multiplier suffix:
b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024,
GB 1000*1000*1000, G 1024*1024*1024, and so on for T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/head>
or available locally via: info '(coreutils) head invocation'
`;

const CHUNK = 65536;
const DEFAULT_LINES = 10;

interface Wish {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** All but the last `count`. */
  readonly fromEnd: boolean;
  readonly delimiter: number;
}

function* main(p: Proc): Sys<number> {
  const trailing = /^-\d+[cbkmlqvz]*(.?)/su.exec(p.args[0] ?? '');
  if (trailing !== null && trailing[1] !== '') {
    yield* p.warn(`invalid trailing option -- ${trailing[1]}`);
    yield* hintAndExit(p, coreutils(p));
  }
  const o = yield* parseOptions(p, coreutils(p), oldStyle(p.args));
  let wish: Wish = { unit: 'lines', count: DEFAULT_LINES, fromEnd: false, delimiter: o.has('zero-terminated') ? 0 : 10 };
  let titles: 'auto' | 'always' | 'never' = 'auto';
  for (const { key, value } of o.given) {
    if (key === 'lines' || key === 'bytes') wish = { ...wish, unit: key, ...(yield* readCount(p, key, value ?? '')) };
    else if (key === 'quiet' || key === 'silent') titles = 'never';
    else if (key === 'verbose') titles = 'always';
  }
  const names = o.operands.length === 0 ? ['-'] : o.operands;
  const hasTitles = titles === 'always' || (titles === 'auto' && names.length > 1);
  let status = 0;
  let isFirst = true;
  for (const name of names) {
    let fd: number;
    const shown = name === '-' ? 'standard input' : name;
    try {
      fd = yield* openOperand(p, name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot open ${quoteaf(name)} for reading: ${e.text}`);
      status = 1;
      continue;
    }
    if (hasTitles) p.print(`${isFirst ? '' : '\n'}==> ${shown} <==\n`);
    isFirst = false;
    try {
      yield* p.flush();
      yield* copy(p, fd, wish);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`error reading ${quoteaf(shown)}: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}

/** `-5`, `-5c`, `-2kq` as the first argument. */
function oldStyle(args: readonly string[]): readonly string[] {
  const m = /^-(\d+)([bkm]?)([clqvz]*)$/.exec(args[0] ?? '');
  if (m === null) return args;
  const isBytes = m[2] !== '' || m[3].includes('c');
  const flags = [...m[3]].filter((c) => 'qvz'.includes(c)).map((c) => `-${c}`);
  return [isBytes ? '-c' : '-n', m[1] + (m[2] === 'k' ? 'K' : m[2] === 'm' ? 'M' : m[2]), ...flags, ...args.slice(1)];
}

function* readCount(p: Proc, unit: string, text: string): Sys<{ count: number; fromEnd: boolean }> {
  const fromEnd = text.startsWith('-');
  const count = parseCount(fromEnd || text.startsWith('+') ? text.slice(1) : text);
  if (count === null) yield* errx(p, 1, `invalid number of ${unit}: ${quote(fromEnd ? text.slice(1) : text)}`);
  // uintmax_t
  if ((count ?? 0) >= 2 ** 64)
    yield* errx(p, 1, `invalid number of ${unit}: ${quote(text.replace(/^[-+]/, ''))}: Value too large for defined data type`);
  return { count: count ?? 0, fromEnd };
}

function* copy(p: Proc, fd: number, w: Wish): Sys<void> {
  if (w.fromEnd) return yield* allButLast(p, fd, w);
  let left = w.count;
  while (left > 0) {
    const bytes = yield* p.sys.read(fd, w.unit === 'bytes' ? Math.min(CHUNK, left) : CHUNK);
    if (bytes.length === 0) return;
    let end = bytes.length;
    if (w.unit === 'bytes') left -= bytes.length;
    else for (let i = 0; i < bytes.length && left > 0; i++) if (bytes[i] === w.delimiter && --left === 0) end = i + 1;
    yield* xwrite(p, bytes.subarray(0, end));
    // What was read too far is given back where that is possible, for the next reader of the same file.
    if (end < bytes.length) giveBack(p, fd, bytes.length - end);
  }
}

function giveBack(p: Proc, fd: number, count: number): void {
  try {
    p.sys.lseek(fd, -count, SEEK_CUR);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** Keeps the last `count` units back until more come. */
function* allButLast(p: Proc, fd: number, w: Wish): Sys<void> {
  let held: Uint8Array = new Uint8Array(0);
  for (;;) {
    const bytes = yield* p.sys.read(fd, CHUNK);
    const isEnd = bytes.length === 0;
    if (!isEnd) {
      const all = new Uint8Array(held.length + bytes.length);
      all.set(held);
      all.set(bytes, held.length);
      held = all;
    }
    const keep = w.unit === 'bytes' ? Math.max(0, held.length - w.count) : endOfAllBut(held, w, isEnd);
    if (keep > 0) yield* xwrite(p, held.subarray(0, keep));
    held = held.slice(keep);
    if (isEnd) return;
  }
}

/** The offset behind the lines that have at least `count` more behind them; an unfinished last line counts at the end. */
function endOfAllBut(bytes: Uint8Array, w: Wish, isEnd: boolean): number {
  let need = w.count;
  if (isEnd && bytes.length > 0 && bytes[bytes.length - 1] !== w.delimiter) {
    if (need === 0) return bytes.length;
    need--;
  }
  for (let i = bytes.length - 1; i >= 0; i--) if (bytes[i] === w.delimiter && need-- === 0) return i + 1;
  return 0;
}

const authors = 'David MacKenzie and Jim Meyering';

export const program: Program = { name: 'head', usage, main, authors, closesInput: '-' };
