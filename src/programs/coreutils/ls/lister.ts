// Listing: what is read of each folder and file, and the short formats (coreutils 9.1 src/ls.c print_dir, gobble_file, print_current_files).

import { encode } from '../../../abi/bytes.ts';
import { ENOENT, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_DIRECTORY, O_RDONLY } from '../../../abi/flags.ts';
import { largest } from '../../../abi/list.ts';
import { isDir, isLnk, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { textWidth } from '../../../abi/text.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import type { Proc } from '../../../libc/proc.ts';
import { realpath } from '../../../libc/realpath.ts';
import type { LsColors } from './color.ts';
import { type Entry, indicator, isAligned, isQuoted, modeOf, quoteName } from './entry.ts';
import { columnsFor, indent } from './grid.ts';
import { blocksText, LongFormat, showsTarget } from './long.ts';
import type { LsOptions } from './options.ts';
import { sortEntries } from './sort.ts';

const MINOR_PROBLEM = 1;
const TROUBLE = 2;

export class Lister {
  private readonly p: Proc;
  private readonly o: LsOptions;
  private readonly colors: LsColors | null;
  private readonly width: number;
  private readonly long: LongFormat;
  private status = 0;
  private hasPrinted = false;
  private hasColored = false;
  /** Some names of the listing are quoted: the others are indented. */
  private indents = false;

  constructor(p: Proc, o: LsOptions, colors: LsColors | null, width: number) {
    this.p = p;
    this.o = o;
    this.colors = colors;
    this.width = width;
    this.long = new LongFormat(p, o);
  }

  *run(operands: readonly string[]): Sys<number> {
    // Without a name the working directory is listed unseen.
    if (operands.length === 0 && !this.o.directory && !this.o.recursive) {
      yield* this.folder('.', false, true);
      return this.status;
    }
    const files: Entry[] = [];
    const folders: Entry[] = [];
    for (const name of operands.length === 0 ? ['.'] : operands) {
      const e = yield* this.commandLine(name);
      if (e === null) continue;
      (isDir(modeOf(e)) && !this.o.directory ? folders : files).push(e);
    }
    if (files.length > 0) yield* this.print(sortEntries(files, this.o), folders);
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
      const target = this.follow(name);
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

  /** Null for a link to nowhere; what else is wrong is thrown. */
  private follow(path: string): Stat | null {
    try {
      return this.p.sys.newfstatat(AT_FDCWD, path, 0);
    } catch (e) {
      if (e === ENOENT) return null;
      throw e;
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
    const needsTarget = isLink && (this.colors?.looksBehindLinks === true || this.o.indicator !== 'none' || this.o.directoriesFirst);
    return { name, path, stat, type: stat.mode, target, targetStat: needsTarget ? this.tryStat(path) : null };
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
      this.colors !== null ||
      o.recursive ||
      o.directoriesFirst ||
      o.dereference === 'always';
    if (!needsStat) return { name, path, stat: null, type, target: null, targetStat: null };
    try {
      const stat = this.p.sys.newfstatat(AT_FDCWD, path, o.dereference === 'always' ? 0 : AT_SYMLINK_NOFOLLOW);
      return yield* this.entry(name, path, stat, MINOR_PROBLEM);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* this.fail(MINOR_PROBLEM, `cannot access ${quoteaf(path)}: ${e.text}`);
      return { name, path, stat: null, type, target: null, targetStat: null };
    }
  }

  /** A name as it is drawn in the short formats, with what stands before and behind it. */
  private drawn(e: Entry, inodeWidth: number, blocksWidth: number): string {
    const { o } = this;
    const before =
      (o.inode ? `${String(e.stat?.ino ?? '?').padStart(inodeWidth)} ` : '') +
      (o.blocks ? `${(e.stat === null ? '?' : blocksText(e.stat.blocks, o)).padStart(blocksWidth)} ` : '');
    return `${before}${o.context ? '? ' : ''}${this.named(e)}${indicator(modeOf(e), o.indicator)}`;
  }

  private drawnAll(list: readonly Entry[], others: readonly Entry[]): string[] {
    const all = [...list, ...others];
    const isPadded = this.o.layout !== 'commas';
    const inode = isPadded ? largest(all.map((e) => String(e.stat?.ino ?? '?').length)) : 0;
    const blocks = isPadded ? largest(all.map((e) => (e.stat === null ? 1 : blocksText(e.stat.blocks, this.o).length))) : 0;
    this.resolveLinks(list);
    return list.map((e) => this.drawn(e, inode, blocks));
  }

  private named(e: Entry): string {
    const text = quoteName(e.name, this.o);
    const indent = this.indents && !isQuoted(e.name, this.o) ? ' ' : '';
    return indent + this.colored(this.linked(text, e), this.colors?.ofEntry(e) ?? '');
  }

  private colored(text: string, code: string): string {
    if (this.colors === null || code === '') return text;
    const reset = this.hasColored ? '' : this.colors.reset;
    this.hasColored = true;
    return `${reset}${this.colors.start(code)}${text}${this.colors.reset}`;
  }

  /** --hyperlink: absolute names, found before the lines are drawn. */
  private readonly urls = new Map<Entry, string>();

  private resolveLinks(list: readonly Entry[]): void {
    if (!this.o.hyperlinks) return;
    const { sys } = this.p;
    for (const e of list) {
      const path = realpath(sys, e.path, 'missing');
      const escaped = Array.from(encode(path), (b) =>
        /[\w.~/-]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : `%${b.toString(16).padStart(2, '0')}`,
      );
      this.urls.set(e, `file://${sys.uname().nodename}${escaped.join('')}`);
    }
  }

  private linked(text: string, e: Entry): string {
    const url = this.urls.get(e);
    return url === undefined ? text : `\x1b]8;;${url}\x07${text}\x1b]8;;\x07`;
  }

  private longName(e: Entry): string {
    const name = this.named(e);
    if (!showsTarget(e)) return name + indicator(modeOf(e), this.o.indicator);
    const target = quoteName(e.target ?? '', this.o);
    return `${name} -> ${this.colored(target, this.colors?.ofTarget(e) ?? '')}${indicator(e.targetStat?.mode ?? 0, this.o.indicator)}`;
  }

  /** @param others of the same command line, for the widths of columns alone */
  private *print(list: readonly Entry[], others: readonly Entry[] = []): Sys<void> {
    const { p, o } = this;
    this.hasPrinted = true;
    this.indents = isAligned(o, this.width) && [...list, ...others].some((e) => isQuoted(e.name, o));
    if (o.layout === 'long') {
      this.resolveLinks(list);
      for (const line of yield* this.long.lines(list, others, (e) => this.longName(e))) p.print(line + o.ends);
    } else {
      const cells = this.drawnAll(list, others);
      if (o.layout === 'one') for (const cell of cells) p.print(cell + o.ends);
      else p.print(o.layout === 'commas' ? commas(cells, this.width) : this.grid(cells));
    }
    if (p.isFull) yield* p.flush();
  }

  private grid(cells: readonly string[]): string {
    if (cells.length === 0) return '';
    const isAcross = this.o.layout === 'across';
    const widths = cells.map((c) => textWidth(c.replace(/\x1b\[[\d;]*m|\x1b\]8;;[^\x07]*\x07/g, '')));
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
    const w = textWidth(cell.replace(/\x1b\[[\d;]*m/g, ''));
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
