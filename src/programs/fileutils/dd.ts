// dd(1): converts and copies a file (coreutils 9.1 src/dd.c).

import { Errno } from '../../abi/errno.ts';
import {
  AT_FDCWD,
  CLOCK_MONOTONIC,
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  SEEK_CUR,
  SEEK_SET,
} from '../../abi/flags.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, gnuVersion, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program, writeAll } from '../../libc/proc.ts';

const usage = `Usage: dd [OPERAND]...
  or:  dd OPTION
Copy a file, converting and formatting according to the operands.

  bs=BYTES        read and write up to BYTES bytes at a time (default: 512);
                  overrides ibs and obs
  cbs=BYTES       convert BYTES bytes at a time
  conv=CONVS      convert the file as per the comma separated symbol list
  count=N         copy only N input blocks
  ibs=BYTES       read up to BYTES bytes at a time (default: 512)
  if=FILE         read from FILE instead of stdin
  iflag=FLAGS     read as per the comma separated symbol list
  obs=BYTES       write BYTES bytes at a time (default: 512)
  of=FILE         write to FILE instead of stdout
  oflag=FLAGS     write as per the comma separated symbol list
  seek=N          (or oseek=N) skip N obs-sized output blocks
  skip=N          (or iseek=N) skip N ibs-sized input blocks
  status=LEVEL    The LEVEL of information to print to stderr;
                  'none' suppresses everything but error messages,
                  'noxfer' suppresses the final transfer statistics,
                  'progress' shows periodic transfer statistics

N and BYTES may be followed by the following multiplicative suffixes:
c=1, w=2, b=512, kB=1000, K=1024, MB=1000*1000, M=1024*1024, xM=M,
GB=1000*1000*1000, G=1024*1024*1024, and so on for T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.
If N ends in 'B', it counts bytes not blocks.

Each CONV symbol may be:

  ascii     from EBCDIC to ASCII
  ebcdic    from ASCII to EBCDIC
  ibm       from ASCII to alternate EBCDIC
  block     pad newline-terminated records with spaces to cbs-size
  unblock   replace trailing spaces in cbs-size records with newline
  lcase     change upper case to lower case
  ucase     change lower case to upper case
  sparse    try to seek rather than write all-NUL output blocks
  swab      swap every pair of input bytes
  sync      pad every input block with NULs to ibs-size; when used
            with block or unblock, pad with spaces rather than NULs
  excl      fail if the output file already exists
  nocreat   do not create the output file
  notrunc   do not truncate the output file
  noerror   continue after read errors
  fdatasync  physically write output file data before finishing
  fsync     likewise, but also write metadata

Each FLAG symbol may be:

  append    append mode (makes sense only for output; conv=notrunc suggested)
  direct    use direct I/O for data
  directory  fail unless a directory
  dsync     use synchronized I/O for data
  sync      likewise, but also for metadata
  fullblock  accumulate full blocks of input (iflag only)
  nonblock  use non-blocking I/O
  noatime   do not update access time
  nocache   Request to drop cache.  See also oflag=sync
  noctty    do not assign controlling terminal from file
  nofollow  do not follow symlinks

Sending a USR1 signal to a running 'dd' process makes it
print I/O statistics to standard error and then resume copying.

Options are:

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/dd>
or available locally via: info '(coreutils) dd invocation'
`;

interface Wish {
  input: string | null;
  output: string | null;
  ibs: number;
  cbs: number;
  obs: number;
  /** Blocks, or bytes with the flag or a `B`. */
  count: number | null;
  countsBytes: boolean;
  skip: number;
  seek: number;
  conversions: Set<string>;
  iflags: Set<string>;
  oflags: Set<string>;
  status: string;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  B: 1,
  kB: 1000,
  K: 1024,
  k: 1024,
  KiB: 1024,
  MB: 1e6,
  M: 1 << 20,
  m: 1 << 20,
  MiB: 1 << 20,
  GB: 1e9,
  G: 2 ** 30,
  g: 2 ** 30,
  GiB: 2 ** 30,
  TB: 1e12,
  T: 2 ** 40,
  TiB: 2 ** 40,
};

/** `2x512`, `1M`; null for what is none. */
function parseNumber(text: string): number | null {
  let product = 1;
  for (const part of text.split('x')) {
    const m = /^(\d+)([A-Za-z]*)$/.exec(part);
    if (m === null || UNITS[m[2]] === undefined) return null;
    product *= Number(m[1]) * UNITS[m[2]];
  }
  return product;
}

const CONVERSIONS = [
  'block',
  'unblock',
  'lcase',
  'ucase',
  'sparse',
  'swab',
  'noerror',
  'nocreat',
  'excl',
  'notrunc',
  'sync',
  'fdatasync',
  'fsync',
  'ascii',
  'ebcdic',
  'ibm',
];
const NOT_SIMULATED = ['ascii', 'ebcdic', 'ibm'];
const EXCLUSIVE = [
  ['ascii', 'ebcdic', 'ibm'],
  ['block', 'unblock'],
  ['lcase', 'ucase'],
  ['excl', 'nocreat'],
];
const FLAGS = [
  'append',
  'direct',
  'directory',
  'dsync',
  'sync',
  'fullblock',
  'nonblock',
  'noatime',
  'nocache',
  'noctty',
  'nofollow',
  'count_bytes',
  'skip_bytes',
  'seek_bytes',
];

function* words(p: Proc, text: string, known: readonly string[], what: string): Sys<Set<string>> {
  for (const word of text.split(',')) if (!known.includes(word)) yield* usageError(p, coreutils(p), `invalid ${what}: ${quote(word)}`);
  return new Set(text.split(','));
}

function* readWish(p: Proc, operands: readonly string[]): Sys<Wish> {
  const w: Wish = {
    input: null,
    output: null,
    ibs: 512,
    obs: 512,
    cbs: 0,
    count: null,
    countsBytes: false,
    skip: 0,
    seek: 0,
    conversions: new Set(),
    iflags: new Set(),
    oflags: new Set(),
    status: '',
  };
  const raw = { skip: '0', seek: '0' };
  for (const operand of operands) {
    const eq = operand.indexOf('=');
    const [key, value] = eq < 0 ? ['', ''] : [operand.slice(0, eq), operand.slice(eq + 1)];
    if (key === 'if') w.input = value;
    else if (key === 'of') w.output = value;
    else if (key === 'conv') w.conversions = yield* words(p, value, CONVERSIONS, 'conversion');
    else if (key === 'iflag') w.iflags = yield* words(p, value, FLAGS, 'input flag');
    else if (key === 'oflag') w.oflags = yield* words(p, value, FLAGS, 'output flag');
    else if (key === 'status') {
      if (!['none', 'noxfer', 'progress'].includes(value)) yield* usageError(p, coreutils(p), `invalid status level: ${quote(value)}`);
      w.status = value;
    } else if (['ibs', 'obs', 'bs', 'cbs', 'count', 'skip', 'iseek', 'seek', 'oseek'].includes(key)) {
      const n = parseNumber(value) ?? (yield* errx(p, 1, `invalid number: ${quote(value)}`));
      if (['ibs', 'obs', 'bs', 'cbs'].includes(key) && n === 0) yield* errx(p, 1, `invalid number: ${quote(value)}`);
      if (key === 'cbs') w.cbs = n;
      if (key === 'ibs' || key === 'bs') w.ibs = n;
      if (key === 'obs' || key === 'bs') w.obs = n;
      if (key === 'count') {
        w.count = n;
        w.countsBytes = value.endsWith('B');
      }
      if (key === 'skip' || key === 'iseek') raw.skip = value;
      if (key === 'seek' || key === 'oseek') raw.seek = value;
    } else yield* usageError(p, coreutils(p), `unrecognized operand ${quote(operand)}`);
  }
  for (const group of EXCLUSIVE)
    if (group.filter((c) => w.conversions.has(c)).length > 1)
      yield* errx(p, 1, `cannot combine ${group.length > 2 ? `any two of {${group.join(',')}}` : group.join(' and ')}`);
  for (const c of NOT_SIMULATED) if (w.conversions.has(c)) yield* errx(p, 1, `ns-shell: not simulated: conv=${c}`);
  if (w.iflags.has('count_bytes')) w.countsBytes = true;
  const offset = (text: string, unit: number, isBytes: boolean): number =>
    (parseNumber(text) ?? 0) * (isBytes || text.endsWith('B') ? 1 : unit);
  w.skip = offset(raw.skip, w.ibs, w.iflags.has('skip_bytes'));
  w.seek = offset(raw.seek, w.obs, w.oflags.has('seek_bytes'));
  return w;
}

/** iflag= and oflag= that are flags of open(2). */
const OPEN_FLAGS: Readonly<Record<string, number>> = {
  append: O_APPEND,
  directory: O_DIRECTORY,
  nofollow: O_NOFOLLOW,
  nonblock: O_NONBLOCK,
};

const openFlags = (words: ReadonlySet<string>): number => [...words].reduce((flags, word) => flags | (OPEN_FLAGS[word] ?? 0), 0);

class Copy {
  private readonly p: Proc;
  private readonly w: Wish;
  private readonly started: number;
  private readonly full = { in: 0, out: 0 };
  private readonly partial = { in: 0, out: 0 };
  private bytes = 0;
  private unfinished: Uint8Array = new Uint8Array(0);
  private truncated = 0;
  private pending: Uint8Array = new Uint8Array(0);

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
    this.started = this.now();
  }

  private now(): number {
    const t = this.p.sys.clock_gettime(CLOCK_MONOTONIC);
    return t.sec + t.nsec / 1e9;
  }

  private *openFiles(): Sys<{ input: number; output: number }> {
    const { p, w } = this;
    let [input, output] = [0, 1];
    if (w.oflags.has('append') && !w.conversions.has('notrunc')) yield* p.warn('you probably want conv=notrunc with oflag=append');
    if (w.input !== null) {
      try {
        input = yield* p.sys.openat(AT_FDCWD, w.input, O_RDONLY | openFlags(w.iflags));
      } catch (e) {
        yield* err(p, 1, `failed to open ${quoteaf(w.input)}`, e);
      }
    }
    if (w.output !== null) {
      const keeps = w.conversions.has('notrunc') || w.seek > 0;
      const flags =
        O_WRONLY | (w.conversions.has('nocreat') ? 0 : O_CREAT) | (w.conversions.has('excl') ? O_EXCL : 0) | openFlags(w.oflags);
      try {
        output = yield* p.sys.openat(AT_FDCWD, w.output, flags | (keeps ? 0 : O_TRUNC), 0o666);
      } catch (e) {
        yield* err(p, 1, `failed to open ${quoteaf(w.output)}`, e);
      }
      if (w.seek > 0 && !w.conversions.has('notrunc')) {
        try {
          p.sys.ftruncate(output, w.seek);
        } catch (e) {
          if (!(e instanceof Errno)) throw e;
        }
      }
    }
    return { input, output };
  }

  private *skipInput(input: number): Sys<void> {
    const { p, w } = this;
    if (w.skip === 0) return;
    const st = p.sys.fstat(input);
    if (isReg(st.mode) && w.skip > st.size - p.sys.lseek(input, 0, SEEK_CUR) && w.status !== 'none')
      yield* p.warn(`${quotef(w.input ?? 'standard input')}: cannot skip to specified offset`);
    try {
      p.sys.lseek(input, w.skip, SEEK_CUR);
      return;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
    for (let left = w.skip; left > 0; ) {
      const chunk = yield* p.sys.read(input, Math.min(left, w.ibs));
      if (chunk.length === 0) return;
      left -= chunk.length;
    }
  }

  private *readBlock(input: number, size: number): Sys<Uint8Array> {
    const first = yield* this.p.sys.read(input, size);
    if (!this.w.iflags.has('fullblock') || first.length === size || first.length === 0) return first;
    const all = new Uint8Array(size);
    all.set(first);
    let n = first.length;
    while (n < size) {
      const more = yield* this.p.sys.read(input, size - n);
      if (more.length === 0) break;
      all.set(more, n);
      n += more.length;
    }
    return all.subarray(0, n);
  }

  /** conv=block: lines to records of cbs bytes, filled with blanks; conv=unblock: the other way round. */
  private reblock(data: Uint8Array, isLast: boolean): Uint8Array {
    const { cbs, conversions } = this.w;
    const all = concat(this.unfinished, data);
    const out: Uint8Array[] = [];
    let at = 0;
    if (conversions.has('block')) {
      for (let end = all.indexOf(10, at); end >= 0 || (isLast && at < all.length); end = all.indexOf(10, at)) {
        const line = all.subarray(at, end < 0 ? all.length : end);
        if (line.length > cbs) this.truncated++;
        const record = new Uint8Array(cbs).fill(32);
        record.set(line.subarray(0, cbs));
        out.push(record);
        at = end < 0 ? all.length : end + 1;
      }
    } else
      for (; at + cbs <= all.length || (isLast && at < all.length); at = Math.min(all.length, at + cbs)) {
        let end = Math.min(all.length, at + cbs);
        while (end > at && all[end - 1] === 32) end--;
        out.push(all.subarray(at, end), NEWLINE);
      }
    this.unfinished = all.slice(at);
    return concat(...out);
  }

  private convert(block: Uint8Array): Uint8Array {
    const { conversions: c, ibs } = this.w;
    let out = block;
    if (c.has('swab')) {
      out = Uint8Array.from(out);
      for (let i = 0; i + 1 < out.length; i += 2) [out[i], out[i + 1]] = [out[i + 1], out[i]];
    }
    if (c.has('lcase')) out = out.map((b) => (b >= 65 && b <= 90 ? b + 32 : b));
    if (c.has('ucase')) out = out.map((b) => (b >= 97 && b <= 122 ? b - 32 : b));
    if (c.has('sync') && out.length < ibs) {
      const padded = new Uint8Array(ibs);
      padded.set(out);
      out = padded;
    }
    return out;
  }

  private *put(output: number, data: Uint8Array, isLast: boolean): Sys<void> {
    const { obs } = this.w;
    let rest = data;
    if (this.pending.length > 0) {
      rest = new Uint8Array(this.pending.length + data.length);
      rest.set(this.pending);
      rest.set(data, this.pending.length);
    }
    while (rest.length >= obs || (isLast && rest.length > 0)) {
      const block = rest.subarray(0, obs);
      try {
        if (this.w.conversions.has('sparse') && block.every((b) => b === 0)) {
          const end = this.p.sys.lseek(output, block.length, SEEK_CUR);
          if (isLast && rest.length === block.length) this.p.sys.ftruncate(output, end);
        } else {
          const before = yield* this.p.sys.write(output, block);
          if (before < block.length) yield* writeAll(this.p.sys, output, block.subarray(before));
        }
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        yield* this.p.warn(`error writing ${quoteaf(this.w.output ?? 'standard output')}: ${e.text}`);
        yield* this.report();
        throw new Exit(1);
      }
      this.bytes += block.length;
      if (block.length === obs) this.full.out++;
      else this.partial.out++;
      rest = rest.subarray(obs);
    }
    this.pending = rest;
  }

  *run(): Sys<number> {
    const { p, w } = this;
    const { input, output } = yield* this.openFiles();
    yield* this.skipInput(input);
    if (w.seek > 0) {
      try {
        p.sys.lseek(output, w.seek, w.output === null ? SEEK_CUR : SEEK_SET);
      } catch (e) {
        yield* err(p, 1, `${quoteaf(w.output ?? 'standard output')}: cannot seek`, e);
      }
    }
    const isSameSize = w.ibs === w.obs;
    const reblocks = w.cbs > 0 && (w.conversions.has('block') || w.conversions.has('unblock'));
    let status = 0;
    let taken = 0;
    for (;;) {
      const left = w.count === null ? Infinity : w.countsBytes ? w.count - taken : (w.count - this.full.in - this.partial.in) * w.ibs;
      if (left <= 0) break;
      let block: Uint8Array;
      try {
        block = yield* this.readBlock(input, Math.min(w.ibs, left));
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        yield* p.warn(`error reading ${quoteaf(w.input ?? 'standard input')}: ${e.text}`);
        status = 1;
        break;
      }
      if (block.length === 0) break;
      taken += block.length;
      if (block.length === w.ibs) this.full.in++;
      else this.partial.in++;
      // With one block size short blocks are passed on as they are.
      yield* this.put(output, reblocks ? this.reblock(this.convert(block), false) : this.convert(block), isSameSize && !reblocks);
    }
    yield* this.put(output, reblocks ? this.reblock(new Uint8Array(0), true) : new Uint8Array(0), true);
    if (w.conversions.has('fsync') || w.conversions.has('fdatasync')) p.sys.fsync(output);
    yield* this.report();
    return status;
  }

  private *report(): Sys<void> {
    const { status } = this.w;
    if (status === 'none') return;
    yield* this.p.error(`${this.full.in}+${this.partial.in} records in\n${this.full.out}+${this.partial.out} records out\n`);
    if (this.truncated > 0) yield* this.p.error(`${this.truncated} truncated record${this.truncated === 1 ? '' : 's'}\n`);
    if (status === 'noxfer') return;
    const seconds = this.now() - this.started;
    const human = (base: 1000 | 1024, letters: string): string => scaled(this.bytes, base, letters);
    const sizes = this.bytes < 1000 ? '' : ` (${[human(1000, 'kMGT'), ...(this.bytes >= 1024 ? [human(1024, 'KMGT')] : [])].join(', ')})`;
    const speed = this.bytes / seconds;
    const rate = seconds > 0 ? `${speed < 1000 ? `${(speed / 1000).toFixed(1)} kB` : scaled(speed, 1000, 'kMGT')}/s` : 'Infinity B/s';
    yield* this.p.error(`${this.bytes} byte${this.bytes === 1 ? '' : 's'}${sizes} copied, ${Number(seconds.toPrecision(6))} s, ${rate}\n`);
  }
}

const NEWLINE = Uint8Array.of(10);

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** `5.2 MB`, `5.0 MiB` */
function scaled(n: number, base: 1000 | 1024, letters: string): string {
  let value = n;
  let power = 0;
  while (value >= base && power < letters.length) {
    value /= base;
    power++;
  }
  const text = power === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
  return `${text} ${power === 0 ? '' : letters[power - 1]}${base === 1024 && power > 0 ? 'i' : ''}B`;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p), version: gnuVersion(p, 'dd (coreutils) 9.1') };
  const o = yield* parseOptions(p, style);
  return yield* new Copy(p, yield* readWish(p, o.operands)).run();
}

const authors = 'Paul Rubin, David MacKenzie, and Stuart Kemp';

export const program: Program = { name: 'dd', usage, main, authors };
