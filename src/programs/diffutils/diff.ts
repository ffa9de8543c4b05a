// diff(1): compares files line by line (diffutils 3.8 src/diff.c, dir.c). The comparison: diff/compare.ts, the formats: diff/output.ts.

import { decode } from '../../abi/bytes.ts';
import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_RDONLY } from '../../abi/flags.ts';
import { isDir, isLnk, isReg, type Stat } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { shellQuote } from '../../libc/coreutils.ts';
import { joinPath, lastComponent, readDirectory } from '../../libc/dir.ts';
import { fileType } from '../../libc/filetype.ts';
import { compileGlob } from '../../libc/glob/glob.ts';
import { gnuVersion, type OptionStyle, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll } from '../../libc/proc.ts';
import { compileRegex } from '../../libc/regex/regex.ts';
import { formatTime } from '../../libc/strftime.ts';
import { compareLines, type Hunk, hunks } from './diff/compare.ts';
import { context, ed, type IsHeading, normal, type Side, sideBySide, unified } from './diff/output.ts';

const usage = `Usage: diff [OPTION]... FILES
Compare FILES line by line.

Mandatory arguments to long options are mandatory for short options too.
      --normal                  output a normal diff (the default)
  -q, --brief                   report only when files differ
  -s, --report-identical-files  report when two files are the same
  -c, -C NUM, --context[=NUM]   output NUM (default 3) lines of copied context
  -u, -U NUM, --unified[=NUM]   output NUM (default 3) lines of unified context
  -e, --ed                      output an ed script
  -n, --rcs                     output an RCS format diff
  -y, --side-by-side            output in two columns
  -W, --width=NUM               output at most NUM (default 130) print columns
      --left-column             output only the left column of common lines
      --suppress-common-lines   do not output common lines

  -p, --show-c-function         show which C function each change is in
  -F, --show-function-line=RE   show the most recent line matching RE
      --label LABEL             use LABEL instead of file name and timestamp
                                  (can be repeated)

  -t, --expand-tabs             expand tabs to spaces in output
  -T, --initial-tab             make tabs line up by prepending a tab
      --tabsize=NUM             tab stops every NUM (default 8) print columns
      --suppress-blank-empty    suppress space or tab before empty output lines
  -l, --paginate                pass output through 'pr' to paginate it

  -r, --recursive                 recursively compare any subdirectories found
      --no-dereference            don't follow symbolic links
  -N, --new-file                  treat absent files as empty
      --unidirectional-new-file   treat absent first files as empty
      --ignore-file-name-case     ignore case when comparing file names
      --no-ignore-file-name-case  consider case when comparing file names
  -x, --exclude=PAT               exclude files that match PAT
  -X, --exclude-from=FILE         exclude files that match any pattern in FILE
  -S, --starting-file=FILE        start with FILE when comparing directories
      --from-file=FILE1           compare FILE1 to all operands;
                                    FILE1 can be a directory
      --to-file=FILE2             compare all operands to FILE2;
                                    FILE2 can be a directory

  -i, --ignore-case               ignore case differences in file contents
  -E, --ignore-tab-expansion      ignore changes due to tab expansion
  -Z, --ignore-trailing-space     ignore white space at line end
  -b, --ignore-space-change       ignore changes in the amount of white space
  -w, --ignore-all-space          ignore all white space
  -B, --ignore-blank-lines        ignore changes where lines are all blank
  -I, --ignore-matching-lines=RE  ignore changes where all lines match RE

  -a, --text                      treat all files as text
      --strip-trailing-cr         strip trailing carriage return on input

  -D, --ifdef=NAME                output merged file with '#ifdef NAME' diffs
      --GTYPE-group-format=GFMT   format GTYPE input groups with GFMT
      --line-format=LFMT          format all input lines with LFMT
      --LTYPE-line-format=LFMT    format LTYPE input lines with LFMT
    These format options provide fine-grained control over the output
      of diff, generalizing -D/--ifdef.
    LTYPE is 'old', 'new', or 'unchanged'.  GTYPE is LTYPE or 'changed'.
    GFMT (only) may contain:
      %<  lines from FILE1
      %>  lines from FILE2
      %=  lines common to FILE1 and FILE2
      %[-][WIDTH][.[PREC]]{doxX}LETTER  printf-style spec for LETTER
        LETTERs are as follows for new group, lower case for old group:
          F  first line number
          L  last line number
          N  number of lines = L-F+1
          E  F-1
          M  L+1
      %(A=B?T:E)  if A equals B then T else E
    LFMT (only) may contain:
      %L  contents of line
      %l  contents of line, excluding any trailing newline
      %[-][WIDTH][.[PREC]]{doxX}n  printf-style spec for input line number
    Both GFMT and LFMT may contain:
      %%  %
      %c'C'  the single character C
      %c'\\OOO'  the character with octal code OOO
      C    the character C (other characters represent themselves)

  -d, --minimal            try hard to find a smaller set of changes
      --horizon-lines=NUM  keep NUM lines of the common prefix and suffix
      --speed-large-files  assume large files and many scattered small changes
      --color[=WHEN]       color output; WHEN is 'never', 'always', or 'auto';
                             plain --color means --color='auto'
      --palette=PALETTE    the colors to use when --color is active; PALETTE is
                             a colon-separated list of terminfo capabilities

      --help               display this help and exit
  -v, --version            output version information and exit

FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.
If --from-file or --to-file is given, there are no restrictions on FILE(s).
If a FILE is '-', read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.

Report bugs to: bug-diffutils@gnu.org
GNU diffutils home page: <https://www.gnu.org/software/diffutils/>
General help using GNU software: <https://www.gnu.org/gethelp/>
`;
const TROUBLE = 2;
const styleOf = (p: Proc): OptionStyle => ({
  status: TROUBLE,
  version: gnuVersion(p, 'diff (GNU diffutils) 3.8', 2021),
  hint: `${p.title}: Try '${p.title} --help' for more information.`,
  hidden:
    ' -u\n -c\n -U, --unified-lines=N\n     --unified[=N]\n     --context[=N]\n -C, --context-lines=N\n -0\n -1\n -2\n -3\n -5\n -9\n',
});

interface Input {
  readonly name: string;
  readonly st: Stat | null;
}

class Differ {
  private readonly p: Proc;
  private readonly o: Options;
  private readonly format: 'normal' | 'unified' | 'context' | 'ed' | 'side' | 'brief';
  private readonly lines: number;
  private readonly ignored: readonly ((line: string) => boolean)[];
  private readonly isHeading: IsHeading;
  private readonly excluded: (name: string) => boolean;

  constructor(p: Proc, o: Options) {
    this.p = p;
    this.o = o;
    let format: Differ['format'] = 'normal';
    let lines = 3;
    for (const { key, value } of o.given) {
      if (key === 'u' || key === 'unified' || key === 'unified-lines') format = 'unified';
      else if (key === 'c' || key === 'context' || key === 'context-lines') format = 'context';
      else if (key === 'ed') format = 'ed';
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
    const globs = o.values('exclude').map((g) => compileGlob(g));
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
      return yield* this.pair(x.name, y.name, false);
    }
    if (dx && dy) return isTop || this.o.has('recursive') ? yield* this.directories(a, b) : this.common(a, b);
    if ((dx || dy) && (x.st === null || y.st === null)) return yield* this.directories(a, b);
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

  private *directories(a: string, b: string): Sys<number> {
    let left: string[];
    let right: string[];
    try {
      left = yield* this.names(a);
      right = yield* this.names(b);
    } catch (e) {
      return yield* this.trouble(a, e);
    }
    const all = [...new Set([...left, ...right])].sort((m, n) => (m < n ? -1 : 1));
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
    const [a, b] = [this.side(x, da, isTop ? labels[0] : undefined), this.side(y, db, isTop ? (labels[1] ?? undefined) : undefined)];
    const found = isSame ? [] : this.differences(a, b);
    if (found.length === 0 && !(this.format === 'side' && !isBinary)) {
      if (o.has('report-identical-files')) p.print(`Files ${x.name} and ${y.name} are identical\n`);
      return 0;
    }
    if (this.format === 'brief') p.print(`Files ${x.name} and ${y.name} differ\n`);
    else {
      if (!isTop && found.length > 0)
        p.print(`diff ${[...this.optionWords(), x.name, y.name].map((w) => shellQuote(w, false)).join(' ')}\n`);
      p.print(this.show(a, b, found));
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
    const operands = new Set(this.o.operands);
    return this.p.args.filter((a) => a.startsWith('-') && a.length > 1 && !operands.has(a));
  }

  private side(i: Input, data: Uint8Array, label: string | undefined): Side {
    let text = decode(data);
    if (this.o.has('strip-trailing-cr')) text = text.replace(/\r\n/g, '\n');
    const lines = text.split('\n');
    const endsWithNewline = lines[lines.length - 1] === '';
    if (endsWithNewline) lines.pop();
    const t = i.st?.mtime ?? { sec: 0, nsec: 0 };
    const isContext = this.format === 'context' || this.format === 'unified';
    const date = isContext ? formatTime(`%Y-%m-%d %H:%M:%S.${String(t.nsec).padStart(9, '0')} +0000`, t.sec) : '';
    return { lines, endsWithNewline: endsWithNewline || text === '', label: label ?? `${i.name}\t${date}` };
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
    switch (this.format) {
      case 'unified':
        return unified(a, b, found, this.lines, this.isHeading);
      case 'context':
        return context(a, b, found, this.lines, this.isHeading);
      case 'ed':
        return ed(a, b, found);
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

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, styleOf(p));
  for (const { key, value } of o.given)
    if (/^(unified|context)/.test(key) && value !== undefined && !/^\d+$/.test(value))
      yield* usageError(p, styleOf(p), `invalid context length '${value}'`);
  for (const key of ['to-file', 'from-file', 'ifdef', 'rcs', 'paginate', 'line-format'])
    if (o.has(key)) {
      yield* p.warn(`ns-shell: not simulated: --${key}`);
      throw new Exit(TROUBLE);
    }
  const [a, b, extra] = o.operands;
  if (b === undefined) yield* usageError(p, styleOf(p), `missing operand after '${a ?? p.argv[p.argv.length - 1]}'`);
  if (extra !== undefined) yield* usageError(p, styleOf(p), `extra operand '${extra}'`);
  return yield* new Differ(p, o).pair(a, b, true);
}

const authors = 'Paul Eggert, Mike Haertel, David Hayes,\nRichard Stallman, and Len Tower';

export const program: Program = { name: 'diff', usage, main, authors };
