// ls(1): lists directories (coreutils 9.1 src/ls.c). dir and vdir are the same with another default layout.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_DIRECTORY, O_RDONLY } from '../../abi/flags.ts';
import { isDir, isLnk, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { textWidth } from '../../abi/text.ts';
import { quoteaf } from '../../libc/coreutils.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { isatty, terminalWidth } from '../../libc/tty.ts';
import { colorOf, type Entry, indicator, modeOf, quoteName } from './ls/entry.ts';
import { columnsFor, indent } from './ls/grid.ts';
import { blocksText, isTimeStyle, LongFormat, showsTarget } from './ls/long.ts';
import { type LsOptions, readLsOptions } from './ls/options.ts';
import { sortEntries } from './ls/sort.ts';

const usage = `Usage: ls [OPTION]... [FILE]...
List information about the FILEs (the current directory by default).
Sort entries alphabetically if none of -cftuvSUX nor --sort is specified.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all                  do not ignore entries starting with .
  -A, --almost-all           do not list implied . and ..
      --author               with -l, print the author of each file
  -b, --escape               print C-style escapes for nongraphic characters
      --block-size=SIZE      with -l, scale sizes by SIZE when printing them;
                             e.g., '--block-size=M'; see SIZE format below

  -B, --ignore-backups       do not list implied entries ending with ~
  -c                         with -lt: sort by, and show, ctime (time of last
                             modification of file status information);
                             with -l: show ctime and sort by name;
                             otherwise: sort by ctime, newest first

  -C                         list entries by columns
      --color[=WHEN]         color the output WHEN; more info below
  -d, --directory            list directories themselves, not their contents
  -D, --dired                generate output designed for Emacs' dired mode
  -f                         list all entries in directory order
  -F, --classify[=WHEN]      append indicator (one of */=>@|) to entries WHEN
      --file-type            likewise, except do not append '*'
      --format=WORD          across -x, commas -m, horizontal -x, long -l,
                             single-column -1, verbose -l, vertical -C

      --full-time            like -l --time-style=full-iso
  -g                         like -l, but do not list owner
      --group-directories-first
                             group directories before files;
                             can be augmented with a --sort option, but any
                             use of --sort=none (-U) disables grouping

  -G, --no-group             in a long listing, don't print group names
  -h, --human-readable       with -l and -s, print sizes like 1K 234M 2G etc.
      --si                   likewise, but use powers of 1000 not 1024
  -H, --dereference-command-line
                             follow symbolic links listed on the command line
      --dereference-command-line-symlink-to-dir
                             follow each command line symbolic link
                             that points to a directory

      --hide=PATTERN         do not list implied entries matching shell PATTERN
                             (overridden by -a or -A)

      --hyperlink[=WHEN]     hyperlink file names WHEN
      --indicator-style=WORD
                             append indicator with style WORD to entry names:
                             none (default), slash (-p),
                             file-type (--file-type), classify (-F)

  -i, --inode                print the index number of each file
  -I, --ignore=PATTERN       do not list implied entries matching shell PATTERN
  -k, --kibibytes            default to 1024-byte blocks for file system usage;
                             used only with -s and per directory totals

  -l                         use a long listing format
  -L, --dereference          when showing file information for a symbolic
                             link, show information for the file the link
                             references rather than for the link itself

  -m                         fill width with a comma separated list of entries
  -n, --numeric-uid-gid      like -l, but list numeric user and group IDs
  -N, --literal              print entry names without quoting
  -o                         like -l, but do not list group information
  -p, --indicator-style=slash
                             append / indicator to directories
  -q, --hide-control-chars   print ? instead of nongraphic characters
      --show-control-chars   show nongraphic characters as-is (the default,
                             unless program is 'ls' and output is a terminal)

  -Q, --quote-name           enclose entry names in double quotes
      --quoting-style=WORD   use quoting style WORD for entry names:
                             literal, locale, shell, shell-always,
                             shell-escape, shell-escape-always, c, escape
                             (overrides QUOTING_STYLE environment variable)

  -r, --reverse              reverse order while sorting
  -R, --recursive            list subdirectories recursively
  -s, --size                 print the allocated size of each file, in blocks
  -S                         sort by file size, largest first
      --sort=WORD            sort by WORD instead of name: none (-U), size (-S),
                             time (-t), version (-v), extension (-X), width

      --time=WORD            change the default of using modification times;
                               access time (-u): atime, access, use;
                               change time (-c): ctime, status;
                               birth time: birth, creation;
                             with -l, WORD determines which time to show;
                             with --sort=time, sort by WORD (newest first)

      --time-style=TIME_STYLE
                             time/date format with -l; see TIME_STYLE below
  -t                         sort by time, newest first; see --time
  -T, --tabsize=COLS         assume tab stops at each COLS instead of 8
  -u                         with -lt: sort by, and show, access time;
                             with -l: show access time and sort by name;
                             otherwise: sort by access time, newest first

  -U                         do not sort; list entries in directory order
  -v                         natural sort of (version) numbers within text
  -w, --width=COLS           set output width to COLS.  0 means no limit
  -x                         list entries by lines instead of by columns
  -X                         sort alphabetically by entry extension
  -Z, --context              print any security context of each file
      --zero                 end each output line with NUL, not newline
  -1                         list one file per line
      --help        display this help and exit
      --version     output version information and exit

The SIZE argument is an integer and optional unit (example: 10K is 10*1024).
Units are K,M,G,T,P,E,Z,Y (powers of 1024) or KB,MB,... (powers of 1000).
Binary prefixes can be used, too: KiB=K, MiB=M, and so on.

The TIME_STYLE argument can be full-iso, long-iso, iso, locale, or +FORMAT.
FORMAT is interpreted like in date(1).  If FORMAT is FORMAT1<newline>FORMAT2,
then FORMAT1 applies to non-recent files and FORMAT2 to recent files.
TIME_STYLE prefixed with 'posix-' takes effect only outside the POSIX locale.
Also the TIME_STYLE environment variable sets the default style to use.

The WHEN argument defaults to 'always' and can also be 'auto' or 'never'.

Using color to distinguish file types is disabled both by default and
with --color=never.  With --color=auto, ls emits color codes only when
standard output is connected to a terminal.  The LS_COLORS environment
variable can change the settings.  Use the dircolors(1) command to set it.

Exit status:
 0  if OK,
 1  if minor problems (e.g., cannot access subdirectory),
 2  if serious trouble (e.g., cannot access command-line argument).

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/ls>
or available locally via: info '(coreutils) ls invocation'
`;

const MINOR_PROBLEM = 1;
const TROUBLE = 2;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, TROUBLE), hidden: ' -p\n' };
  const given = yield* parseOptions(p, style);
  const isTty = yield* isatty(p.sys, 1);
  const o = readLsOptions(given, isTty);
  if ('message' in o) {
    yield* p.error([`${p.name}: ${o.message}`, ...o.lines, ''].join('\n'));
    return yield* hintAndExit(p, style);
  }
  if (!isTimeStyle(o.timeStyle)) {
    yield* p.warn(`invalid argument ‘${o.timeStyle}’ for ‘time style’`);
    yield* p.error(
      "Valid arguments are:\n  - [posix-]full-iso\n  - [posix-]long-iso\n  - [posix-]iso\n  - [posix-]locale\n  - +FORMAT (e.g., +%H:%M) for a 'date'-style format\n",
    );
    return yield* hintAndExit(p, style);
  }
  const width = o.width ?? (isTty ? yield* terminalWidth(p.sys, 1) : null) ?? (Number(p.env.get('COLUMNS')) || 80);
  const lister = new Lister(p, o, o.color === 'always' || (o.color === 'auto' && isTty), width);
  return yield* lister.run(given.operands.length === 0 ? ['.'] : given.operands);
}

class Lister {
  private readonly p: Proc;
  private readonly o: LsOptions;
  private readonly hasColor: boolean;
  private readonly width: number;
  private readonly long: LongFormat;
  private status = 0;
  private hasPrinted = false;
  private hasColored = false;

  constructor(p: Proc, o: LsOptions, hasColor: boolean, width: number) {
    this.p = p;
    this.o = o;
    this.hasColor = hasColor;
    this.width = width;
    this.long = new LongFormat(p, o);
  }

  *run(operands: readonly string[]): Sys<number> {
    const files: Entry[] = [];
    const folders: Entry[] = [];
    for (const name of operands) {
      const e = yield* this.commandLine(name);
      if (e === null) continue;
      (isDir(modeOf(e)) && !this.o.directory ? folders : files).push(e);
    }
    if (files.length > 0) yield* this.print(sortEntries(files, this.o));
    const hasTitles = operands.length > 1 || this.o.recursive;
    for (const e of sortEntries(folders, this.o)) yield* this.folder(e.name, hasTitles, true);
    return this.status;
  }

  private *fail(level: number, message: string): Sys<void> {
    yield* this.p.warn(message);
    this.status = Math.max(this.status, level);
  }

  /** A name given: links to directories are followed unless -l, -d or -F show the link itself. */
  private *commandLine(name: string): Sys<Entry | null> {
    const { o } = this;
    const showsLinks = o.layout === 'long' || o.directory || o.indicator === 'classify';
    const follows = o.dereference === 'always' || o.dereference === 'command-line' || (o.dereference === 'command-line-dir' && !showsLinks);
    try {
      const own = this.p.sys.newfstatat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW);
      if (!isLnk(own.mode) || !follows) return yield* this.entry(name, name, own, TROUBLE);
      const target = this.tryStat(name);
      if (target !== null && (o.dereference !== 'command-line-dir' || isDir(target.mode)))
        return yield* this.entry(name, name, target, TROUBLE);
      if (o.dereference === 'always' && target === null) this.p.sys.newfstatat(AT_FDCWD, name, 0);
      return yield* this.entry(name, name, own, TROUBLE);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(TROUBLE, `cannot access ${quoteaf(name)}: ${e.text}`);
      return null;
    }
  }

  private tryStat(path: string): Stat | null {
    try {
      return this.p.sys.newfstatat(AT_FDCWD, path, 0);
    } catch (e) {
      if (e instanceof Errno) return null;
      throw e;
    }
  }

  /** @param level the status when a link cannot be read */
  private *entry(name: string, path: string, stat: Stat, level: number): Sys<Entry> {
    const isLink = isLnk(stat.mode);
    let target: string | null = null;
    if (isLink) {
      try {
        target = this.p.sys.readlinkat(AT_FDCWD, path);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        if (this.o.layout === 'long') yield* this.fail(level, `cannot read symbolic link ${quoteaf(path)}: ${e.text}`);
      }
    }
    const needsTarget = isLink && (this.hasColor || this.o.indicator !== 'none' || this.o.directoriesFirst);
    return { name, stat, type: stat.mode, target, targetStat: needsTarget ? this.tryStat(path) : null };
  }

  private *folder(path: string, hasTitle: boolean, isOperand: boolean): Sys<void> {
    let names: { name: string; type: number }[];
    try {
      names = yield* this.read(path);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(isOperand ? TROUBLE : MINOR_PROBLEM, `cannot open directory ${quoteaf(path)}: ${e.text}`);
      return;
    }
    const list: Entry[] = [];
    for (const { name, type } of names) {
      const e = yield* this.member(path, name, type);
      if (e !== null) list.push(e);
    }
    sortEntries(list, this.o);
    if (this.hasPrinted) this.p.print(this.o.ends);
    if (hasTitle) this.p.print(`${quoteName(path, this.o)}:${this.o.ends}`);
    this.hasPrinted = true;
    if (this.o.layout === 'long' || this.o.blocks) {
      const total = list.reduce((sum, e) => sum + (e.stat?.blocks ?? 0), 0);
      this.p.print(`total ${blocksText(total, this.o)}${this.o.ends}`);
    }
    yield* this.print(list);
    if (!this.o.recursive) return;
    for (const e of list) if (isDir(modeOf(e)) && e.name !== '.' && e.name !== '..') yield* this.folder(join(path, e.name), true, false);
  }

  private *read(path: string): Sys<{ name: string; type: number }[]> {
    const { sys } = this.p;
    const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
    const out: { name: string; type: number }[] = [];
    for (;;) {
      const entries = sys.getdents64(fd);
      if (entries.length === 0) break;
      for (const e of entries) if (this.isShown(e.name)) out.push({ name: e.name, type: e.type });
    }
    sys.close(fd);
    return out;
  }

  private isShown(name: string): boolean {
    const { o } = this;
    if (o.ignore.some((g) => g.matchWhole(name))) return false;
    if (o.shows === 'all') return true;
    if (name === '.' || name === '..') return false;
    if (o.shows === 'almost') return true;
    return name[0] !== '.' && !o.hide.some((g) => g.matchWhole(name));
  }

  private *member(folder: string, name: string, type: number): Sys<Entry | null> {
    const { o } = this;
    const path = join(folder, name);
    const needsStat =
      o.layout === 'long' ||
      o.blocks ||
      o.inode ||
      o.sort === 'time' ||
      o.sort === 'size' ||
      o.indicator !== 'none' ||
      this.hasColor ||
      o.recursive ||
      o.directoriesFirst ||
      o.dereference === 'always';
    if (!needsStat) return { name, stat: null, type, target: null, targetStat: null };
    try {
      const stat = this.p.sys.newfstatat(AT_FDCWD, path, o.dereference === 'always' ? 0 : AT_SYMLINK_NOFOLLOW);
      return yield* this.entry(name, path, stat, MINOR_PROBLEM);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(MINOR_PROBLEM, `cannot access ${quoteaf(path)}: ${e.text}`);
      return { name, stat: null, type, target: null, targetStat: null };
    }
  }

  /** A name as it is drawn, with what stands before and behind it in the short formats. */
  private drawn(e: Entry): string {
    const { o } = this;
    const before = (o.inode ? `${e.stat?.ino ?? '?'} ` : '') + (o.blocks ? `${e.stat === null ? '?' : blocksText(e.stat.blocks, o)} ` : '');
    return before + this.named(e) + indicator(modeOf(e), o.indicator);
  }

  private named(e: Entry): string {
    const text = quoteName(e.name, this.o);
    return this.colored(text, colorOf(modeOf(e), e.name));
  }

  private colored(text: string, sgr: string): string {
    if (!this.hasColor || sgr === '') return text;
    const reset = this.hasColored ? '' : '\x1b[0m';
    this.hasColored = true;
    return `${reset}\x1b[${sgr}m${text}\x1b[0m`;
  }

  private longName(e: Entry): string {
    const name = this.named(e);
    if (!showsTarget(e)) return name + indicator(modeOf(e), this.o.indicator);
    const target = quoteName(e.target ?? '', this.o);
    const mode = e.targetStat?.mode ?? 0;
    const drawn = e.targetStat === null ? target : this.colored(target, colorOf(mode, e.target ?? ''));
    return `${name} -> ${drawn}${indicator(mode, this.o.indicator)}`;
  }

  private *print(list: readonly Entry[]): Sys<void> {
    const { p, o } = this;
    this.hasPrinted = true;
    if (o.layout === 'long') {
      for (const line of yield* this.long.lines(list, (e) => this.longName(e))) p.print(line + o.ends);
    } else if (o.layout === 'one') for (const e of list) p.print(this.drawn(e) + o.ends);
    else if (o.layout === 'commas')
      p.print(
        commas(
          list.map((e) => this.drawn(e)),
          this.width,
        ),
      );
    else p.print(this.grid(list));
    if (p.isFull) yield* p.flush();
  }

  private grid(list: readonly Entry[]): string {
    if (list.length === 0) return '';
    const isAcross = this.o.layout === 'across';
    const cells = list.map((e) => this.drawn(e));
    const widths = cells.map((c) => textWidth(c.replace(/\x1b\[[\d;]*m/g, '')));
    const { columns, rows } = columnsFor(widths, this.width === 0 ? Infinity : this.width, isAcross);
    let out = '';
    for (let r = 0; r < rows; r++) {
      let at = 0;
      let start = 0;
      for (let c = 0; c < columns.length; c++) {
        const i = isAcross ? r * columns.length + c : c * rows + r;
        if (i >= cells.length) break;
        out += indent(at, start, this.o.tabSize) + cells[i];
        at = start + widths[i];
        start += columns[c];
      }
      out += '\n';
    }
    return out;
  }
}

const join = (folder: string, name: string): string => (folder.endsWith('/') ? folder + name : `${folder}/${name}`);

function commas(cells: readonly string[], width: number): string {
  let out = '';
  let at = 0;
  cells.forEach((cell, i) => {
    const w = textWidth(cell);
    if (i > 0) {
      const fits = width === 0 || at + w + 2 < width;
      out += fits ? ', ' : ',\n';
      at = fits ? at + 2 : 0;
    }
    out += cell;
    at += w;
  });
  return `${out}\n`;
}

export const program: Program = { name: 'ls', usage, main };
