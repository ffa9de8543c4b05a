// csplit(1): splits a file at lines that match (coreutils 9.1 src/csplit.c).

import { decode, encode } from '../../abi/bytes.ts';
import { AT_FDCWD, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, openOperand, quote, quoteaf, quotef } from '../../libc/coreutils.ts';
import { err, errx } from '../../libc/error.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readAll, writeAll } from '../../libc/proc.ts';
import { compileRegex, type Regex, RegexError } from '../../libc/regex/regex.ts';

const usage = `Usage: csplit [OPTION]... FILE PATTERN...
Output pieces of FILE separated by PATTERN(s) to files 'xx00', 'xx01', ...,
and output byte counts of each piece to standard output.

Read standard input if FILE is -

Mandatory arguments to long options are mandatory for short options too.
  -b, --suffix-format=FORMAT  use sprintf FORMAT instead of %02d
  -f, --prefix=PREFIX        use PREFIX instead of 'xx'
  -k, --keep-files           do not remove output files on errors
      --suppress-matched     suppress the lines matching PATTERN
  -n, --digits=DIGITS        use specified number of digits instead of 2
  -s, --quiet, --silent      do not print counts of output file sizes
  -z, --elide-empty-files    remove empty output files
      --help        display this help and exit
      --version     output version information and exit

Each PATTERN may be:
  INTEGER            copy up to but not including specified line number
  /REGEXP/[OFFSET]   copy up to but not including a matching line
  %REGEXP%[OFFSET]   skip to, but not including a matching line
  {INTEGER}          repeat the previous pattern specified number of times
  {*}                repeat the previous pattern as many times as possible

A line OFFSET is an integer optionally preceded by '+' or '-'

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/csplit>
or available locally via: info '(coreutils) csplit invocation'
`;

interface Pattern {
  readonly text: string;
  readonly kind: 'line' | 'regex' | 'skip';
  readonly line: number;
  readonly regex: Regex | null;
  readonly offset: number;
  readonly repeats: number;
}

interface Wish {
  readonly prefix: string;
  readonly format: (n: number) => string;
  readonly keeps: boolean;
  readonly skipsEmpty: boolean;
  readonly isQuiet: boolean;
  readonly dropsMatched: boolean;
}

class Splitter {
  private readonly p: Proc;
  private readonly w: Wish;
  private readonly lines: readonly string[];
  private readonly endsWithNewline: boolean;
  private at = 0;
  private count = 0;
  private readonly made: string[] = [];

  constructor(p: Proc, wish: Wish, text: string) {
    this.p = p;
    this.w = wish;
    const lines = text.split('\n');
    this.endsWithNewline = lines[lines.length - 1] === '';
    if (this.endsWithNewline) lines.pop();
    this.lines = lines;
  }

  /** Without -k what was made is removed again. */
  private *die(message: string): Sys<never> {
    // Past what standard output still holds.
    const held = this.p.take();
    yield* this.p.warn(message);
    this.p.print(held);
    if (!this.w.keeps) for (const name of this.made) this.p.sys.unlinkat(AT_FDCWD, name, 0);
    throw new Exit(1);
  }

  /** The lines up to `to` become the next file. */
  private *write(to: number): Sys<void> {
    const { p, w } = this;
    const part = this.lines.slice(this.at, to);
    this.at = Math.max(this.at, to);
    if (part.length === 0 && w.skipsEmpty) return;
    const isLast = this.at >= this.lines.length && !this.endsWithNewline;
    const data = encode(part.length === 0 ? '' : part.join('\n') + (isLast ? '' : '\n'));
    const name = w.prefix + w.format(this.count++);
    try {
      const fd = yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
      yield* writeAll(p.sys, fd, data);
      p.sys.close(fd);
    } catch (e) {
      yield* err(p, 1, quotef(name), e);
    }
    this.made.push(name);
    if (!w.isQuiet) p.print(`${data.length}\n`);
  }

  *apply(pattern: Pattern): Sys<void> {
    for (let k = 0; k <= pattern.repeats; k++) {
      const isMore = pattern.kind === 'line' ? yield* this.toLine(pattern, k) : yield* this.toMatch(pattern, k);
      if (!isMore) return;
    }
  }

  private *toLine(pattern: Pattern, k: number): Sys<boolean> {
    const line = pattern.line * (k + 1);
    if (line > this.lines.length + 1 || pattern.line > this.lines.length) {
      yield* this.write(this.lines.length);
      yield* this.die(`${quote(pattern.text)}: line number out of range${k > 0 ? ` on repetition ${k}` : ''}`);
    }
    yield* this.write(line - 1);
    if (this.w.dropsMatched) this.at++;
    return true;
  }

  private *toMatch(pattern: Pattern, k: number): Sys<boolean> {
    const { regex, offset } = pattern;
    // The line where a file begins is not looked at again.
    let i = this.at + (this.count > 0 || k > 0 || this.skipped ? 1 : 0);
    if (this.w.dropsMatched && (this.count > 0 || this.skipped)) i = this.at;
    while (i < this.lines.length && regex?.test(this.lines[i]) === false) i++;
    if (i >= this.lines.length) {
      if (pattern.repeats === Infinity) return false;
      if (pattern.kind === 'regex') yield* this.write(this.lines.length);
      yield* this.die(`${quote(pattern.text)}: match not found${k > 0 ? ` on repetition ${k}` : ''}`);
    }
    const to = i + offset;
    if (to < this.at || to > this.lines.length) yield* this.die(`${quote(pattern.text)}: line number out of range`);
    if (pattern.kind === 'skip') {
      this.at = to;
      this.skipped = true;
    } else yield* this.write(to);
    if (this.w.dropsMatched) this.at++;
    return true;
  }

  private skipped = false;

  *rest(): Sys<void> {
    yield* this.write(this.lines.length);
  }
}

function* readPattern(p: Proc, text: string): Sys<Pattern> {
  const base = { text, line: 0, regex: null, offset: 0, repeats: 0 };
  if (text.startsWith('/') || text.startsWith('%')) {
    const close = text.lastIndexOf(text[0]);
    if (close === 0) return yield* errx(p, 1, `${text}: closing delimiter ${quoteaf(text[0])} missing`);
    const offset = text.slice(close + 1);
    if (offset !== '' && !/^[+-]?\d+$/.test(offset)) yield* errx(p, 1, `${text}: integer expected after delimiter`);
    try {
      const regex = compileRegex(text.slice(1, close), { syntax: 'bre' });
      return { ...base, kind: text[0] === '/' ? 'regex' : 'skip', regex, offset: Number(offset) };
    } catch (e) {
      if (!(e instanceof RegexError)) throw e;
      return yield* errx(p, 1, `${quote(text)}: invalid regular expression: ${e.message}`);
    }
  }
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `${quote(text)}: invalid pattern`);
  if (Number(text) === 0) yield* errx(p, 1, `${text}: line number must be greater than zero`);
  return { ...base, kind: 'line', line: Number(text) };
}

function* readPatterns(p: Proc, words: readonly string[]): Sys<Pattern[]> {
  const out: Pattern[] = [];
  let last = 0;
  for (const word of words) {
    const repeat = /^\{(.*)\}$/s.exec(word);
    if (repeat !== null && out.length > 0) {
      if (repeat[1] !== '*' && !/^\d+$/.test(repeat[1]))
        yield* errx(p, 1, `${quote(word.slice(0, -1))}}: integer required between '{' and '}'`);
      const previous = out[out.length - 1];
      out[out.length - 1] = { ...previous, repeats: repeat[1] === '*' ? Infinity : Number(repeat[1]) };
      continue;
    }
    const pattern = yield* readPattern(p, word);
    if (pattern.kind === 'line') {
      if (pattern.line < last) yield* errx(p, 1, `line number ${quote(word)} is smaller than preceding line number, ${last}`);
      if (pattern.line === last) yield* p.warn(`warning: line number ${quote(word)} is the same as preceding line number`);
      last = pattern.line;
    }
    out.push(pattern);
  }
  return out;
}

/** -b and -n: how the number is written. */
function* numbering(p: Proc, o: Options): Sys<(n: number) => string> {
  const digitsText = o.value('digits') ?? '2';
  if (!/^\d+$/.test(digitsText)) yield* errx(p, 1, `invalid number: ${quote(digitsText)}`);
  const format = o.value('suffix-format');
  if (format === undefined) return (n) => String(n).padStart(Number(digitsText), '0');
  const m = /^((?:[^%]|%%)*)%([-0 #']*)(\d*)(?:\.(\d+))?([diuoxX])((?:[^%]|%%)*)$/s.exec(format);
  if (m === null) {
    const bare = format.replaceAll('%%', '');
    if (!bare.includes('%')) return yield* errx(p, 1, 'missing % conversion specification in suffix');
    if (/%.*%/s.test(bare)) return yield* errx(p, 1, 'too many % conversion specifications in suffix');
    const letter = /%[-0 #']*\d*(?:\.\d+)?(.?)/su.exec(bare)?.[1] ?? '';
    return yield* errx(
      p,
      1,
      letter === '' ? 'missing conversion specifier in suffix' : `invalid conversion specifier in suffix: ${letter}`,
    );
  }
  return (n) => {
    const digits = (m[5] === 'o' ? n.toString(8) : m[5].toLowerCase() === 'x' ? n.toString(16) : String(n)).padStart(
      Number(m[4] ?? 0),
      '0',
    );
    const text = m[5] === 'X' ? digits.toUpperCase() : digits;
    const width = Number(m[3] || 0);
    const padded = m[2].includes('-') ? text.padEnd(width) : text.padStart(width, m[2].includes('0') ? '0' : ' ');
    return m[1].replaceAll('%%', '%') + padded + m[6].replaceAll('%%', '%');
  };
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, { ...style, hidden: ' -q, --quiet, --silent\n -s\n' });
  if (o.operands.length < 2) yield* missingOperand(p, style, o.operands[0]);
  const [file, ...words] = o.operands;
  const wish: Wish = {
    prefix: o.value('prefix') ?? 'xx',
    format: yield* numbering(p, o),
    keeps: o.has('keep-files'),
    skipsEmpty: o.has('elide-empty-files'),
    isQuiet: o.has('quiet') || o.has('silent') || o.has('s'),
    dropsMatched: o.has('suppress-matched'),
  };
  const patterns = yield* readPatterns(p, words);
  let text: string;
  try {
    text = decode(yield* readAll(p.sys, yield* openOperand(p, file)));
  } catch (e) {
    return yield* err(p, 1, `cannot open ${quoteaf(file)} for reading`, e);
  }
  const splitter = new Splitter(p, wish, text);
  for (const pattern of patterns) yield* splitter.apply(pattern);
  yield* splitter.rest();
  return 0;
}

const authors = 'Stuart Kemp and David MacKenzie';

export const program: Program = { name: 'csplit', usage, main, authors };
