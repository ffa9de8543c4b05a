// The comparing of files and directories (diffutils 3.8 src/{diff,dir,analyze}.c).

import { decode } from '../../../abi/bytes.ts';
import { ENOENT, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_RDONLY } from '../../../abi/flags.ts';
import { isDir, isLnk, isReg, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { shellQuote } from '../../../libc/coreutils.ts';
import { localZone } from '../../../libc/date/tzfile.ts';
import { joinPath, lastComponent, readDirectory } from '../../../libc/dir.ts';
import { fileType } from '../../../libc/filetype.ts';
import { compileGlob } from '../../../libc/glob/glob.ts';
import type { Options } from '../../../libc/options.ts';
import { type Proc, readAll } from '../../../libc/proc.ts';
import { compileRegex } from '../../../libc/regex/regex.ts';
import { tryStat } from '../../../libc/stat.ts';
import { formatTimespec } from '../../../libc/strftime.ts';
import { compareLines, type Hunk, hunks } from './compare.ts';
import { type Formats, formatted, readFormats } from './ifdef.ts';
import { context, ed, forwardEd, type IsHeading, normal, rcs, type Side, unified } from './output.ts';
import { sideBySide } from './side.ts';
import { colorize, type LineStyle } from './style.ts';

/** The exit status of trouble. */
export const TROUBLE = 2;

interface Input {
  readonly name: string;
  readonly st: Stat | null;
}

export class Differ {
  private readonly p: Proc;
  private readonly o: Options;
  private readonly format: 'normal' | 'unified' | 'context' | 'ed' | 'forward-ed' | 'rcs' | 'side' | 'brief';
  private readonly lines: number;
  private readonly isColored: boolean;
  private readonly formats: Formats | null;
  private readonly style: LineStyle;
  private readonly ignored: readonly ((line: string) => boolean)[];
  private readonly isHeading: IsHeading;
  private readonly excluded: (name: string) => boolean;

  constructor(p: Proc, o: Options, isColored: boolean, excludes: readonly string[]) {
    this.p = p;
    this.o = o;
    this.isColored = isColored;
    this.formats = readFormats(o.value('ifdef'), (key) => o.value(key));
    this.style = { initialTab: o.has('initial-tab'), expandsTabs: o.has('expand-tabs'), tabSize: Number(o.value('tabsize') ?? 8) };
    let format: Differ['format'] = o.has('show-c-function') ? 'context' : 'normal';
    let lines = 3;
    for (const { key, value } of o.given) {
      if (key === 'u' || key === 'unified' || key === 'unified-lines') format = 'unified';
      else if (key === 'c' || key === 'context' || key === 'context-lines') format = 'context';
      else if (key === 'ed') format = 'ed';
      else if (key === 'forward-ed') format = 'forward-ed';
      else if (key === 'rcs') format = 'rcs';
      else if (key === 'side-by-side') format = 'side';
      else if (key === 'normal') format = 'normal';
      if (/^(unified|context)/.test(key) && value !== undefined) lines = Number(value);
      if (/^\d$/.test(key)) lines = Number(key);
    }
    this.format = o.has('brief') ? 'brief' : format;
    this.lines = lines;
    this.ignored = o.values('ignore-matching-lines').map((re) => this.matcher(re));
    const heading = o.value('show-function-line') ?? (o.has('show-c-function') ? '^[[:alpha:]$_]' : undefined);
    this.isHeading = heading === undefined ? null : this.matcher(heading);
    const globs = excludes.map((g) => compileGlob(g));
    this.excluded = (name) => globs.some((g) => g.matchWhole(name));
  }

  private matcher(source: string): (line: string) => boolean {
    const regex = compileRegex(source, { syntax: 'grep' });
    return (line) => regex.test(line);
  }

  private *trouble(name: string, e: unknown): Sys<number> {
    if (!(e instanceof Errno)) throw e;
    yield* this.p.warn(`${name}: ${e.text}`);
    return TROUBLE;
  }

  private stat(name: string): Stat {
    if (name === '-') return this.p.sys.fstat(0);
    return this.p.sys.newfstatat(AT_FDCWD, name, this.o.has('no-dereference') ? AT_SYMLINK_NOFOLLOW : 0);
  }

  /** The exit status of two names; @param isTop they were given on the command line */
  *pair(a: string, b: string, isTop: boolean): Sys<number> {
    const inputs: Input[] = [];
    let status = 0;
    for (const name of [a, b]) {
      try {
        inputs.push({ name, st: this.stat(name) });
      } catch (e) {
        if (e === ENOENT && this.o.has('new-file')) inputs.push({ name, st: null });
        else if (e === ENOENT && this.o.has('unidirectional-new-file') && name === a) inputs.push({ name, st: null });
        else status = yield* this.trouble(name, e);
      }
    }
    if (status !== 0) return status;
    let [x, y] = inputs;
    if (x.st === null && y.st === null) return yield* this.trouble(a, ENOENT);
    const [dx, dy] = [x.st !== null && isDir(x.st.mode), y.st !== null && isDir(y.st.mode)];
    if (isTop && dx !== dy && x.st !== null && y.st !== null) {
      // A file and a directory: the file of that name in it.
      if (x.name === '-' || y.name === '-') {
        yield* this.p.warn("cannot compare '-' to a directory");
        return TROUBLE;
      }
      if (dx) x = { name: joinPath(x.name, lastComponent(y.name)), st: null };
      else y = { name: joinPath(y.name, lastComponent(x.name)), st: null };
      // It must be there, even with -N.
      const made = dx ? x.name : y.name;
      if (tryStat(this.p.sys, made) === null) return yield* this.trouble(made, ENOENT);
      return yield* this.pair(x.name, y.name, false);
    }
    if (dx && dy) return isTop || this.o.has('recursive') ? yield* this.directories(a, b, isTop) : this.common(a, b);
    if ((dx || dy) && (x.st === null || y.st === null)) return yield* this.directories(a, b, isTop);
    if (dx || dy || (!isTop && this.isSpecial(x, y))) return this.kinds(x, y);
    return yield* this.files(x, y, isTop);
  }

  private isSpecial(x: Input, y: Input): boolean {
    return x.st !== null && y.st !== null && (!isReg(x.st.mode) || !isReg(y.st.mode)) && (x.st.mode & 0o170000) !== (y.st.mode & 0o170000);
  }

  private kinds(x: Input, y: Input): number {
    const kind = (i: Input): string => (i.st === null ? '' : fileType(i.st));
    this.p.print(`File ${x.name} is a ${kind(x)} while file ${y.name} is a ${kind(y)}\n`);
    return 1;
  }

  private common(a: string, b: string): number {
    this.p.print(`Common subdirectories: ${a} and ${b}\n`);
    return 0;
  }

  private *names(dir: string): Sys<string[]> {
    try {
      return (yield* readDirectory(this.p.sys, dir)).map((e) => e.name).filter((n) => !this.excluded(n));
    } catch (e) {
      if (e === ENOENT && (this.o.has('new-file') || this.o.has('unidirectional-new-file'))) return [];
      throw e;
    }
  }

  private *directories(a: string, b: string, isTop: boolean): Sys<number> {
    let left: string[];
    let right: string[];
    try {
      left = yield* this.names(a);
      right = yield* this.names(b);
    } catch (e) {
      return yield* this.trouble(a, e);
    }
    const from = isTop ? this.o.value('starting-file') : undefined;
    const all = [...new Set([...left, ...right])].sort((m, n) => (m < n ? -1 : 1)).filter((n) => from === undefined || n >= from);
    let status = 0;
    for (const name of all) {
      const [inA, inB] = [left.includes(name), right.includes(name)];
      let one: number;
      if ((inA && inB) || this.o.has('new-file') || (inB && this.o.has('unidirectional-new-file')))
        one = yield* this.pair(joinPath(a, name), joinPath(b, name), false);
      else {
        this.p.print(`Only in ${inA ? a : b}: ${name}\n`);
        one = 1;
      }
      status = Math.max(status, one);
      if (this.p.isFull) yield* this.p.flush();
    }
    return status;
  }

  private *read(i: Input): Sys<Uint8Array> {
    if (i.st === null) return new Uint8Array(0);
    if (i.name === '-') return yield* readAll(this.p.sys, 0);
    const fd = yield* this.p.sys.openat(AT_FDCWD, i.name, O_RDONLY);
    try {
      return yield* readAll(this.p.sys, fd);
    } finally {
      this.p.sys.close(fd);
    }
  }

  private *files(x: Input, y: Input, isTop: boolean): Sys<number> {
    const { o, p } = this;
    if (x.st !== null && y.st !== null && isLnk(x.st.mode) && isLnk(y.st.mode)) return this.links(x, y);
    const data: Uint8Array[] = [];
    let status = 0;
    for (const i of [x, y]) {
      try {
        data.push(yield* this.read(i));
      } catch (e) {
        status = yield* this.trouble(i.name, e);
      }
    }
    if (status !== 0) return status;
    const [da, db] = data;
    const isSame = da.length === db.length && da.every((byte, k) => byte === db[k]);
    const isBinary = !o.has('text') && [da, db].some((d) => d.subarray(0, 65536).includes(0));
    if (!isSame && isBinary) {
      p.print(this.format === 'brief' ? `Files ${x.name} and ${y.name} differ\n` : `Binary files ${x.name} and ${y.name} differ\n`);
      return 1;
    }
    const labels = o.values('label');
    const a = yield* this.side(x, da, isTop ? labels[0] : undefined);
    const b = yield* this.side(y, db, isTop ? labels[1] : undefined);
    const found = isSame ? [] : this.differences(a, b);
    if (found.length === 0 && this.formats === null && !(this.format === 'side' && !isBinary)) {
      if (o.has('report-identical-files')) p.print(`Files ${x.name} and ${y.name} are identical\n`);
      return 0;
    }
    if (this.format === 'brief') p.print(`Files ${x.name} and ${y.name} differ\n`);
    else {
      if (!isTop && found.length > 0)
        p.print(`diff ${[...this.optionWords(), x.name, y.name].map((w) => shellQuote(w, false)).join(' ')}\n`);
      const text = this.show(a, b, found);
      p.print(this.isColored ? colorize(text, this.format) : text);
    }
    if (found.length > 0 && (this.format === 'ed' || this.format === 'forward-ed')) {
      // A script of ed cannot say that the last line has no newline.
      const unfinished = [x, y].filter((_, i) => !(i === 0 ? a : b).endsWithNewline);
      for (const { name } of unfinished) yield* p.warn(`${name}: No newline at end of file\n`);
      if (unfinished.length > 0) return TROUBLE;
    }
    return found.length === 0 ? 0 : 1;
  }

  private links(x: Input, y: Input): number {
    const read = (i: Input): string => this.p.sys.readlinkat(AT_FDCWD, i.name);
    if (read(x) === read(y)) return 0;
    this.p.print(`Symbolic links ${x.name} and ${y.name} differ\n`);
    return 1;
  }

  /** The options as they stood on the command line, for the headings of -r. */
  private optionWords(): string[] {
    // The operands, the last words alike aside.
    const words = [...this.p.args];
    for (const operand of [...this.o.operands].reverse()) words.splice(words.lastIndexOf(operand), 1);
    return words.filter((word) => word !== '--');
  }

  private *side(i: Input, data: Uint8Array, label: string | undefined): Sys<Side> {
    let text = decode(data);
    if (this.o.has('strip-trailing-cr')) text = text.replace(/\r\n/g, '\n');
    const lines = text.split('\n');
    const endsWithNewline = lines[lines.length - 1] === '';
    if (endsWithNewline) lines.pop();
    const t = i.st?.mtime ?? { sec: 0, nsec: 0 };
    const isContext = this.format === 'context' || this.format === 'unified';
    const date = isContext ? formatTimespec('%Y-%m-%d %H:%M:%S.%N %z', t, yield* localZone(this.p)) : '';
    return { lines, endsWithNewline: endsWithNewline || text === '', label: label ?? `${i.name}\t${date}`, style: this.style };
  }

  private key(line: string): string {
    const { o } = this;
    let t = line;
    if (o.has('ignore-all-space')) t = t.replace(/\s+/g, '');
    else if (o.has('ignore-space-change')) t = t.replace(/\s+$/, '').replace(/\s+/g, ' ');
    else {
      if (o.has('ignore-trailing-space')) t = t.replace(/\s+$/, '');
      if (o.has('ignore-tab-expansion')) t = t.replace(/\t/g, '        ');
    }
    return o.has('ignore-case') ? t.toLowerCase() : t;
  }

  private differences(a: Side, b: Side): Hunk[] {
    const numbers = new Map<string, number>();
    const toNumber = (side: Side): Int32Array =>
      Int32Array.from(side.lines, (l, i) => {
        const missing = i === side.lines.length - 1 && !side.endsWithNewline && !this.ignoresSpace();
        const key = this.key(l) + (missing ? '\n' : '');
        let n = numbers.get(key);
        if (n === undefined) {
          n = numbers.size;
          numbers.set(key, n);
        }
        return n;
      });
    return hunks(compareLines(toNumber(a), toNumber(b))).filter((h) => !this.isIgnored(a, b, h));
  }

  private ignoresSpace(): boolean {
    return ['ignore-all-space', 'ignore-space-change', 'ignore-trailing-space'].some((k) => this.o.has(k));
  }

  /** -B and -I: all its lines are of no interest. */
  private isIgnored(a: Side, b: Side, h: Hunk): boolean {
    const ignoresBlank = this.o.has('ignore-blank-lines');
    if (!ignoresBlank && this.ignored.length === 0) return false;
    const isTrivial = (l: string): boolean => (ignoresBlank && l === '') || this.ignored.some((m) => m(l));
    return a.lines.slice(h.a0, h.a1).every(isTrivial) && b.lines.slice(h.b0, h.b1).every(isTrivial);
  }

  private show(a: Side, b: Side, found: readonly Hunk[]): string {
    if (this.formats !== null) return formatted(a, b, found, this.formats);
    switch (this.format) {
      case 'unified':
        return unified(a, b, found, this.lines, this.isHeading);
      case 'context':
        return context(a, b, found, this.lines, this.isHeading);
      case 'ed':
        return ed(a, b, found);
      case 'forward-ed':
        return forwardEd(a, b, found);
      case 'rcs':
        return rcs(a, b, found);
      case 'side':
        return sideBySide(a, b, found, {
          width: Number(this.o.value('width') ?? 130),
          left: this.o.has('left-column'),
          hidesCommon: this.o.has('suppress-common-lines'),
        });
      default:
        return normal(a, b, found);
    }
  }
}
