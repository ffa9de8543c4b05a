// du(1): estimates file space usage (coreutils 9.1 src/du.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../abi/flags.ts';
import { append } from '../../abi/list.ts';
import { isDir, isLnk, type Stat, type Timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { argmatch } from '../../libc/argmatch.ts';
import { type BlockSize, blockSizeProblem, formatBlocks, KILOBYTES, parseBlockSize } from '../../libc/blocksize.ts';
import { quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { localZone } from '../../libc/date/tzfile.ts';
import { joinPath, lastComponent, readDirectory } from '../../libc/dir.ts';
import { errx } from '../../libc/error.ts';
import { compileGlob } from '../../libc/glob/glob.ts';
import { coreutils, hintAndExit, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { formatTimespec, UTC, type Zone } from '../../libc/strftime.ts';
import { flushed } from '../../libc/write-error.ts';

const usage = `Usage: du [OPTION]... [FILE]...
  or:  du [OPTION]... --files0-from=F
Summarize device usage of the set of FILEs, recursively for directories.

Mandatory arguments to long options are mandatory for short options too.
  -0, --null            end each output line with NUL, not newline
  -a, --all             write counts for all files, not just directories
      --apparent-size   print apparent sizes rather than device usage; although
                          the apparent size is usually smaller, it may be
                          larger due to holes in ('sparse') files, internal
                          fragmentation, indirect blocks, and the like
  -B, --block-size=SIZE  scale sizes by SIZE before printing them; e.g.,
                           '-BM' prints sizes in units of 1,048,576 bytes;
                           see SIZE format below
  -b, --bytes           equivalent to '--apparent-size --block-size=1'
  -c, --total           produce a grand total
  -D, --dereference-args  dereference only symlinks that are listed on the
                          command line
  -d, --max-depth=N     print the total for a directory (or file, with --all)
                          only if it is N or fewer levels below the command
                          line argument;  --max-depth=0 is the same as
                          --summarize
      --files0-from=F   summarize device usage of the
                          NUL-terminated file names specified in file F;
                          if F is -, then read names from standard input
  -H                    equivalent to --dereference-args (-D)
  -h, --human-readable  print sizes in human readable format (e.g., 1K 234M 2G)
      --inodes          list inode usage information instead of block usage
  -k                    like --block-size=1K
  -L, --dereference     dereference all symbolic links
  -l, --count-links     count sizes many times if hard linked
  -m                    like --block-size=1M
  -P, --no-dereference  don't follow any symbolic links (this is the default)
  -S, --separate-dirs   for directories do not include size of subdirectories
      --si              like -h, but use powers of 1000 not 1024
  -s, --summarize       display only a total for each argument
  -t, --threshold=SIZE  exclude entries smaller than SIZE if positive,
                          or entries greater than SIZE if negative
      --time            show time of the last modification of any file in the
                          directory, or any of its subdirectories
      --time=WORD       show time as WORD instead of modification time:
                          atime, access, use, ctime or status
      --time-style=STYLE  show times using STYLE, which can be:
                            full-iso, long-iso, iso, or +FORMAT;
                            FORMAT is interpreted like in 'date'
  -X, --exclude-from=FILE  exclude files that match any pattern in FILE
      --exclude=PATTERN    exclude files that match PATTERN
  -x, --one-file-system    skip directories on different file systems
      --help        display this help and exit
      --version     output version information and exit

Display values are in units of the first available SIZE from --block-size,
and the DU_BLOCK_SIZE, BLOCK_SIZE and BLOCKSIZE environment variables.
Otherwise, units default to 1024 bytes (or 512 if POSIXLY_CORRECT is set).

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/du>
or available locally via: info '(coreutils) du invocation'
`;

interface Wish {
  readonly size: BlockSize;
  readonly showsAll: boolean;
  readonly maxDepth: number;
  readonly isApparent: boolean;
  readonly countsLinks: boolean;
  /** More than one operand, or links followed: any file may be met twice. */
  readonly marksAll: boolean;
  readonly isSeparate: boolean;
  readonly oneFileSystem: boolean;
  readonly countsInodes: boolean;
  readonly follows: 'never' | 'commandLine' | 'always';
  readonly threshold: number | null;
  readonly isExcluded: (path: string) => boolean;
  readonly time: ((st: Stat) => Timespec) | null;
  readonly timeFormat: string;
  readonly zone: Zone;
  readonly end: string;
}

interface Sum {
  size: number;
  time: Timespec;
}

class Counter {
  private readonly p: Proc;
  private readonly w: Wish;
  private readonly seen = new Set<string>();
  status = 0;
  total: Sum = { size: 0, time: { sec: -Infinity, nsec: 0 } };

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
  }

  private *fail(message: string, e: unknown): Sys<void> {
    if (!(e instanceof Errno)) throw e;
    yield* this.p.warn(`${message}: ${e.text}`);
    this.status = 1;
  }

  *top(path: string): Sys<void> {
    const sum = yield* this.count(path, 0, null, new Set());
    if (sum !== null) this.add(this.total, sum);
  }

  private add(to: Sum, more: Sum): void {
    to.size += more.size;
    if (more.time.sec > to.time.sec || (more.time.sec === to.time.sec && more.time.nsec > to.time.nsec)) to.time = more.time;
  }

  show(sum: Sum, name: string): void {
    const { w } = this;
    if (w.threshold !== null && (w.threshold < 0 ? sum.size > -w.threshold : sum.size < w.threshold)) return;
    const number = w.countsInodes && w.size.human === null ? String(sum.size) : formatBlocks(sum.size, w.size);
    const time = w.time === null ? '' : `\t${formatTimespec(w.timeFormat, sum.time, w.zone)}`;
    this.p.print(`${number}${time}\t${name}${w.end}`);
  }

  /** What a file counts; null: nothing, or seen before. */
  private *count(path: string, depth: number, dev: number | null, above: ReadonlySet<string>): Sys<Sum | null> {
    const { w, p } = this;
    if (w.isExcluded(path)) return null;
    let st: Stat;
    try {
      st = p.sys.newfstatat(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
      if (isLnk(st.mode) && (w.follows === 'always' || (w.follows === 'commandLine' && depth === 0)))
        st = p.sys.newfstatat(AT_FDCWD, path, 0);
    } catch (e) {
      yield* this.fail(`cannot access ${quoteaf(path)}`, e);
      return null;
    }
    if (w.oneFileSystem && dev !== null && st.dev !== dev) return null;
    const id = `${st.dev}:${st.ino}`;
    if (!w.countsLinks && (w.marksAll || isDir(st.mode) || st.nlink > 1)) {
      if (this.seen.has(id)) return null;
      this.seen.add(id);
    }
    const own: Sum = { size: w.countsInodes ? 1 : w.isApparent ? st.size : st.blocks * 512, time: (w.time ?? mtime)(st) };
    if (!isDir(st.mode)) {
      if ((w.showsAll && depth <= w.maxDepth) || depth === 0) this.show(own, path);
      return own;
    }
    const shown: Sum = { ...own };
    const all: Sum = { ...own };
    if (!above.has(id)) yield* this.inside(path, depth, dev ?? st.dev, new Set([...above, id]), all, shown);
    if (depth <= w.maxDepth) this.show(w.isSeparate ? shown : all, path);
    if (p.isFull) yield* p.flush();
    return all;
  }

  private *inside(path: string, depth: number, dev: number, above: ReadonlySet<string>, all: Sum, shown: Sum): Sys<void> {
    try {
      for (const { name, type } of yield* readDirectory(this.p.sys, path)) {
        const sum = yield* this.count(joinPath(path, name), depth + 1, dev, above);
        if (sum === null) continue;
        this.add(all, sum);
        if (!isDir(type)) this.add(shown, sum);
      }
    } catch (e) {
      yield* this.fail(`cannot read directory ${quoteaf(path)}`, e);
    }
  }
}

const mtime = (st: Stat): Timespec => st.mtime;
const TIME_WORDS = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
];
const timeOf = (word: string): ((st: Stat) => Timespec) =>
  word === 'atime' ? (st) => st.atime : word === 'ctime' ? (st) => st.ctime : mtime;
const FORMATS: Readonly<Record<string, string>> = {
  'full-iso': '%Y-%m-%d %H:%M:%S.%N +0000',
  'long-iso': '%Y-%m-%d %H:%M',
  iso: '%Y-%m-%d',
};

function* readWish(p: Proc, o: Options): Sys<Wish> {
  const style = coreutils(p);
  let size: BlockSize = KILOBYTES;
  let isApparent = o.has('apparent-size');
  for (const { key, value, name } of o.given) {
    if (key === 'human-readable') size = { human: 1024, unit: 1, suffix: '' };
    else if (key === 'si') size = { human: 1000, unit: 1, suffix: '' };
    else if (key === 'k') size = KILOBYTES;
    else if (key === 'm') size = { human: null, unit: 1048576, suffix: '' };
    else if (key === 'bytes') {
      size = { human: null, unit: 1, suffix: '' };
      isApparent = true;
    } else if (key === 'block-size')
      size =
        parseBlockSize(value ?? '') ?? (yield* errx(p, 1, blockSizeProblem(name.startsWith('--') ? '--block-size' : '-B', value ?? '')));
  }
  const depthText = o.value('max-depth');
  if (depthText !== undefined && !/^\d+$/.test(depthText)) {
    yield* p.warn(`invalid maximum depth ${quote(depthText)}`);
    yield* hintAndExit(p, style);
  }
  if (o.has('summarize') && o.has('all')) yield* usageError(p, style, 'cannot both summarize and show all entries');
  if (o.has('summarize') && depthText !== undefined && Number(depthText) !== 0) {
    yield* p.warn(`warning: summarizing conflicts with --max-depth=${depthText}`);
    yield* hintAndExit(p, style);
  }
  if (o.has('summarize') && depthText === '0') yield* p.warn('warning: summarizing is the same as using --max-depth=0');
  const patterns = [...o.values('exclude')];
  const list = o.value('exclude-from');
  if (list !== undefined)
    append(
      patterns,
      (yield* readFile(p.sys, list)).split('\n').filter((l) => l !== ''),
    );
  const globs = patterns.map((g) => compileGlob(g));
  const threshold = o.value('threshold');
  const limit = threshold === undefined ? null : parseBlockSize(threshold.replace(/^-/, ''));
  if (threshold !== undefined && limit === null)
    yield* errx(p, 1, blockSizeProblem(o.given.some((g) => g.name === '--threshold') ? '--threshold' : '-t', threshold));
  const timeStyle = o.value('time-style') ?? p.env.get('TIME_STYLE') ?? 'long-iso';
  const follow = o.given.filter((g) => ['dereference', 'dereference-args', 'no-dereference', 'D', 'H'].includes(g.key)).at(-1)?.key;
  return {
    size,
    showsAll: o.has('all'),
    maxDepth: o.has('summarize') ? 0 : depthText === undefined ? Infinity : Number(depthText),
    isApparent,
    countsLinks: o.has('count-links'),
    marksAll: o.operands.length > 1 || o.has('files0-from') || follow === 'dereference',
    isSeparate: o.has('separate-dirs'),
    oneFileSystem: o.has('one-file-system'),
    countsInodes: o.has('inodes'),
    follows: follow === 'dereference' ? 'always' : follow === undefined || follow === 'no-dereference' ? 'never' : 'commandLine',
    threshold: limit === null ? null : limit.unit * (threshold?.startsWith('-') === true ? -1 : 1),
    isExcluded: (path) => globs.some((g) => g.matchWhole(path) || g.matchWhole(lastComponent(path))),
    time: o.has('time')
      ? timeOf(yield* argmatch(p, style, '--time', o.value('time') ?? 'mtime', o.value('time') === undefined ? [['mtime']] : TIME_WORDS))
      : null,
    timeFormat: timeStyle.startsWith('+')
      ? timeStyle.slice(1)
      : FORMATS[
          yield* argmatch(
            p,
            style,
            'time style',
            timeStyle,
            Object.keys(FORMATS).map((s) => [s]),
          )
        ],
    zone: o.has('time') ? yield* localZone(p) : UTC,
    end: o.has('null') ? '\0' : '\n',
  };
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...coreutils(p), hidden: ' --time[=WORD]\n' });
  const wish = yield* readWish(p, o);
  const counter = new Counter(p, wish);
  const list = o.value('files0-from');
  const names =
    list !== undefined
      ? (yield* readFile(p.sys, list === '-' ? '/dev/stdin' : list)).replace(/\0$/, '').split('\0')
      : o.operands.length === 0
        ? ['.']
        : o.operands;
  for (const [k, name] of names.entries()) {
    if (name !== '') {
      yield* counter.top(name);
      continue;
    }
    yield* p.warn(`${list === undefined ? '' : `${quotef(list)}:${k + 1}: `}invalid zero-length file name`);
    counter.status = 1;
  }
  if (o.has('total')) counter.show(counter.total, 'total');
  return counter.status;
}

const authors = 'Torbjorn Granlund, David MacKenzie, Paul Eggert,\nand Jim Meyering';

export const program: Program = { name: 'du', usage, main, authors, onWriteError: flushed(1) };
