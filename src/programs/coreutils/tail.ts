// tail(1): the last lines or bytes of files, and what comes after (coreutils 9.1 src/tail.c).

import { EBADF, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { isFifo } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { openOperand, quote, quoteaf, xwrite } from '../../libc/coreutils.ts';
import { parseCount } from '../../libc/count.ts';
import { parseDuration } from '../../libc/duration.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `Usage: tail [OPTION]... [FILE]...
Print the last 10 lines of each FILE to standard output.
With more than one FILE, precede each with a header giving the file name.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --bytes=[+]NUM       output the last NUM bytes; or use -c +NUM to
                             output starting with byte NUM of each file
  -f, --follow[={name|descriptor}]
                           output appended data as the file grows;
                             an absent option argument means 'descriptor'
  -F                       same as --follow=name --retry
  -n, --lines=[+]NUM       output the last NUM lines, instead of the last 10;
                             or use -n +NUM to output starting with line NUM
      --max-unchanged-stats=N
                           with --follow=name, reopen a FILE which has not
                             changed size after N (default 5) iterations
                             to see if it has been unlinked or renamed
                             (this is the usual case of rotated log files);
                             with inotify, this option is rarely useful
      --pid=PID            with -f, terminate after process ID, PID dies
  -q, --quiet, --silent    never output headers giving file names
      --retry              keep trying to open a file if it is inaccessible
  -s, --sleep-interval=N   with -f, sleep for approximately N seconds
                             (default 1.0) between iterations;
                             with inotify and --pid=P, check process P at
                             least once every N seconds
  -v, --verbose            always output headers giving file names
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

NUM may have a multiplier suffix:
b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024,
GB 1000*1000*1000, G 1024*1024*1024, and so on for T, P, E, Z, Y.
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

With --follow (-f), tail defaults to following the file descriptor, which
means that even if a tail'ed file is renamed, tail will continue to track
its end.  This default behavior is not desirable when you really want to
track the actual name of the file, not the file descriptor (e.g., log
rotation).  Use --follow=name in that case.  That causes tail to track the
named file in a way that accommodates renaming, removal and creation.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tail>
or available locally via: info '(coreutils) tail invocation'
`;

const CHUNK = 65536;
const SECOND = 1_000_000_000;

interface Wish {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** `+N`: from the Nth on. */
  readonly fromStart: boolean;
  readonly delimiter: number;
}

interface Followed {
  readonly name: string;
  fd: number;
  position: number;
  ino: number;
}

function* main(p: Proc): Sys<number> {
  const { args, follows } = yield* oldStyle(p);
  const o = yield* parseOptions(p, { ...coreutils(p), hidden: ' ---disable-inotify\n' }, args);
  let wish: Wish = { unit: 'lines', count: 10, fromStart: false, delimiter: o.has('zero-terminated') ? 0 : 10 };
  let titles: 'auto' | 'always' | 'never' = 'auto';
  for (const { key, value } of o.given) {
    if (key === 'lines' || key === 'bytes') wish = { ...wish, unit: key, ...(yield* readCount(p, key, value ?? '')) };
    else if (key === 'quiet' || key === 'silent') titles = 'never';
    else if (key === 'verbose') titles = 'always';
  }
  const names = o.operands.length === 0 ? ['-'] : o.operands;
  const hasTitles = titles === 'always' || (titles === 'auto' && names.length > 1);
  const isFollowing = follows || o.has('follow') || o.has('F');
  const retries = o.has('retry') || o.has('F');
  const followed: Followed[] = [];
  yield* checkFollowing(p, o, isFollowing);
  // Nothing is wanted of any file.
  if (!isFollowing && wish.count === 0 && !wish.fromStart) return 0;
  let status = 0;
  let viable = 0;
  let last: string | null = null;
  for (const name of names) {
    const shown = name === '-' ? 'standard input' : name;
    let fd: number;
    try {
      fd = yield* openOperand(p, name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot open ${quoteaf(name)} for reading: ${e.text}`);
      status = 1;
      viable++;
      if (isFollowing && retries) followed.push({ name, fd: -1, position: 0, ino: 0 });
      continue;
    }
    if (hasTitles) p.print(`${last === null ? '' : '\n'}==> ${shown} <==\n`);
    last = name;
    try {
      yield* p.flush();
      yield* show(p, fd, wish);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${e === EBADF ? 'cannot fstat' : 'error reading'} ${quoteaf(shown)}: ${e.text}`);
      status = 1;
    }
    // What a pipe on standard input ends with is its end.
    if (isFollowing && !(name === '-' && isFifo(p.sys.fstat(fd).mode))) {
      viable++;
      const st = p.sys.fstat(fd);
      followed.push({ name, fd, position: st.size, ino: st.ino });
    } else if (name !== '-') p.sys.close(fd);
  }
  if (isFollowing && viable > 0) yield* follow(p, o, followed, hasTitles, last);
  return status;
}

function* checkFollowing(p: Proc, o: Options, isFollowing: boolean): Sys<void> {
  const [pid, pause] = [o.value('pid'), o.value('sleep-interval')];
  if (pid !== undefined && !/^\d+$/.test(pid)) yield* errx(p, 1, `invalid PID: ${quote(pid)}`);
  if (pause !== undefined && parseDuration(pause) === null) yield* errx(p, 1, `invalid number of seconds: ${quote(pause)}`);
  if (o.has('retry') && !isFollowing) yield* p.warn('warning: --retry ignored; --retry is useful only when following');
  else if (o.has('retry') && o.value('follow') !== 'name' && !o.has('F'))
    yield* p.warn('warning: --retry only effective for the initial open');
  if (pid !== undefined && !isFollowing) yield* p.warn('warning: PID ignored; --pid=PID is useful only when following');
}

/** `-5`, `+3`, `-2f` as the first argument, with at most one file behind it. */
function* oldStyle(p: Proc): Sys<{ args: readonly string[]; follows: boolean }> {
  const m = /^([-+])(\d*)([bcl]?)(f?)$/.exec(p.args[0] ?? '');
  if (m === null && /^-\d/.test(p.args[0] ?? '')) yield* errx(p, 1, `option used in invalid context -- ${p.args[0][1]}`);
  if (m === null || (m[2] === '' && m[1] === '-')) return { args: p.args, follows: false };
  // `+N` with more behind it is a file.
  if (p.args.length > 2 && m[1] === '+') return { args: p.args, follows: false };
  if (p.args.length > 2) return yield* errx(p, 1, `option used in invalid context -- ${m[2][0]}`);
  const count = (m[1] === '+' ? '+' : '') + (m[2] === '' ? '10' : m[2]) + (m[3] === 'b' ? 'b' : '');
  return { args: [m[3] === 'c' || m[3] === 'b' ? '-c' : '-n', count, ...p.args.slice(1)], follows: m[4] !== '' };
}

function* readCount(p: Proc, unit: string, text: string): Sys<{ count: number; fromStart: boolean }> {
  const count = parseCount(/^[-+]/.test(text) ? text.slice(1) : text);
  if (count === null) yield* errx(p, 1, `invalid number of ${unit}: ${quote(text.replace(/^-/, ''))}`);
  // uintmax_t
  if ((count ?? 0) >= 2 ** 64)
    yield* errx(p, 1, `invalid number of ${unit}: ${quote(text.replace(/^-/, ''))}: Value too large for defined data type`);
  return { count: count ?? 0, fromStart: text.startsWith('+') };
}

function* show(p: Proc, fd: number, w: Wish): Sys<void> {
  if (w.fromStart) return yield* fromUnit(p, fd, w);
  const bytes = yield* readAll(p.sys, fd);
  yield* xwrite(p, bytes.subarray(w.unit === 'bytes' ? Math.max(0, bytes.length - w.count) : startOfLast(bytes, w)));
}

function startOfLast(bytes: Uint8Array, w: Wish): number {
  if (w.count === 0) return bytes.length;
  let need = w.count;
  const end = bytes[bytes.length - 1] === w.delimiter ? bytes.length - 1 : bytes.length;
  for (let i = end - 1; i >= 0; i--) if (bytes[i] === w.delimiter && --need === 0) return i + 1;
  return 0;
}

function* fromUnit(p: Proc, fd: number, w: Wish): Sys<void> {
  let skip = Math.max(0, w.count - 1);
  for (;;) {
    const bytes = yield* p.sys.read(fd, CHUNK);
    if (bytes.length === 0) return;
    let start = 0;
    if (w.unit === 'bytes') {
      start = Math.min(skip, bytes.length);
      skip -= start;
    } else while (skip > 0 && start < bytes.length) if (bytes[start++] === w.delimiter) skip--;
    if (start < bytes.length) yield* xwrite(p, bytes.subarray(start));
  }
}

/** -f: looks again and again; by name (-F) also whether the name means another file now. */
function* follow(p: Proc, o: Options, files: readonly Followed[], hasTitles: boolean, lastShown: string | null): Sys<void> {
  const byName = o.has('F') || o.value('follow') === 'name';
  const given = o.value('sleep-interval');
  // inotify(7) would tell at once; looking again is as good as that when it is often enough.
  const pause = given === undefined ? SECOND / 20 : (parseDuration(given) ?? 1) * SECOND;
  const pid = o.value('pid');
  let last = lastShown;
  if (files.length === 0) {
    yield* p.warn('no files remaining');
    throw new Exit(1);
  }
  for (;;) {
    for (const f of files) {
      if (byName) yield* reopen(p, f);
      if (f.fd < 0) continue;
      const size = p.sys.fstat(f.fd).size;
      if (size < f.position) {
        yield* p.warn(`${f.name}: file truncated`);
        p.sys.lseek(f.fd, 0, 0);
      }
      const bytes = yield* readAll(p.sys, f.fd);
      f.position = p.sys.fstat(f.fd).size;
      if (bytes.length === 0) continue;
      if (hasTitles && last !== f.name) p.print(`\n==> ${f.name} <==\n`);
      last = f.name;
      yield* p.flush();
      yield* xwrite(p, bytes);
    }
    if (pid !== undefined && tryStat(p.sys, `/proc/${pid}`) === null) return;
    yield* p.sys.nanosleep(pause);
  }
}

function* reopen(p: Proc, f: Followed): Sys<void> {
  const st = tryStat(p.sys, f.name);
  if (st === null) {
    if (f.fd >= 0) {
      yield* p.warn(`${quoteaf(f.name)} has become inaccessible: No such file or directory`);
      p.sys.close(f.fd);
      f.fd = -1;
    }
    return;
  }
  if (f.fd >= 0 && st.ino === f.ino) return;
  yield* p.warn(
    f.fd < 0 ? `${quoteaf(f.name)} has appeared;  following new file` : `${quoteaf(f.name)} has been replaced;  following new file`,
  );
  if (f.fd >= 0) p.sys.close(f.fd);
  f.fd = yield* p.sys.openat(AT_FDCWD, f.name, O_RDONLY);
  f.ino = st.ino;
  f.position = 0;
}

const authors = 'Paul Rubin, David MacKenzie, Ian Lance Taylor,\nand Jim Meyering';

export const program: Program = { name: 'tail', usage, main, authors, closesInput: '-' };
