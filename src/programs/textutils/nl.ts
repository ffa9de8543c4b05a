// nl(1): numbers lines (coreutils 9.1 src/nl.c).

import { ERANGE } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { eachInput, type InputVisitor } from '../../libc/inputs.ts';
import type { LineReader } from '../../libc/lines.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { compileRegex, type Regex, RegexError } from '../../libc/regex/regex.ts';

const usage = `Usage: nl [OPTION]... [FILE]...
Write each FILE to standard output, with line numbers added.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --body-numbering=STYLE      use STYLE for numbering body lines
  -d, --section-delimiter=CC      use CC for logical page delimiters
  -f, --footer-numbering=STYLE    use STYLE for numbering footer lines
  -h, --header-numbering=STYLE    use STYLE for numbering header lines
  -i, --line-increment=NUMBER     line number increment at each line
  -l, --join-blank-lines=NUMBER   group of NUMBER empty lines counted as one
  -n, --number-format=FORMAT      insert line numbers according to FORMAT
  -p, --no-renumber               do not reset line numbers for each section
  -s, --number-separator=STRING   add STRING after (possible) line number
  -v, --starting-line-number=NUMBER  first line number for each section
  -w, --number-width=NUMBER       use NUMBER columns for line numbers
      --help        display this help and exit
      --version     output version information and exit

Default options are: -bt -d'\\:' -fn -hn -i1 -l1 -n'rn' -s<TAB> -v1 -w6

CC are two delimiter characters used to construct logical page delimiters;
a missing second character implies ':'.  As a GNU extension one can specify
more than two characters, and also specifying the empty string (-d '')
disables section matching.

STYLE is one of:

  a      number all lines
  t      number only nonempty lines
  n      number no lines
  pBRE   number only lines that contain a match for the basic regular
         expression, BRE

FORMAT is one of:

  ln     left justified, no leading zeros
  rn     right justified, no leading zeros
  rz     right justified, leading zeros


GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nl>
or available locally via: info '(coreutils) nl invocation'
`;

type Style = 'a' | 't' | 'n' | Regex;

interface Wish {
  readonly styles: { readonly h: Style; readonly b: Style; readonly f: Style };
  readonly start: number;
  readonly increment: number;
  readonly blanksAsOne: number;
  readonly separator: string;
  readonly width: number;
  readonly format: string;
  readonly delimiter: string;
  readonly renumbers: boolean;
}

class Numberer implements InputVisitor {
  private readonly p: Proc;
  private readonly w: Wish;
  private section: 'h' | 'b' | 'f' = 'b';
  private number: number;
  private blanks = 0;

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
    this.number = wish.start;
  }

  *file(lines: LineReader): Sys<void> {
    for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
      this.line(line);
      if (this.p.isFull) yield* this.p.flush();
    }
  }

  private line(line: string): void {
    const { p, w } = this;
    const d = w.delimiter;
    const section = line === d.repeat(3) ? 'h' : line === d.repeat(2) ? 'b' : line === d ? 'f' : null;
    if (section !== null && d !== '') {
      this.section = section;
      if (w.renumbers) this.number = w.start;
      p.print('\n');
      return;
    }
    if (!this.isNumbered(line)) {
      p.print(`${' '.repeat(w.width + w.separator.length)}${line}\n`);
      return;
    }
    const text = String(this.number);
    const shown = w.format === 'ln' ? text.padEnd(w.width) : w.format === 'rz' ? zeroPadded(this.number, w.width) : text.padStart(w.width);
    p.print(`${shown}${w.separator}${line}\n`);
    this.number += w.increment;
  }

  private isNumbered(line: string): boolean {
    const style = this.w.styles[this.section];
    if (style === 'n') return false;
    if (style === 't') return line !== '';
    if (style !== 'a') return style.test(line);
    if (this.w.blanksAsOne <= 1 || line !== '') {
      this.blanks = 0;
      return true;
    }
    if (++this.blanks < this.w.blanksAsOne) return false;
    this.blanks = 0;
    return true;
  }
}

const zeroPadded = (n: number, width: number): string =>
  n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0');

const STYLES: Readonly<Record<string, 'h' | 'b' | 'f'>> = { 'header-numbering': 'h', 'body-numbering': 'b', 'footer-numbering': 'f' };

/** A style of -b, -f or -h; null for what is none. */
function* styleOf(p: Proc, text: string): Sys<Style | null> {
  if (text === 'a' || text === 't' || text === 'n') return text;
  if (!text.startsWith('p')) return null;
  try {
    return compileRegex(text.slice(1), { syntax: 'bre' });
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    return yield* errx(p, 1, e.message);
  }
}

const NUMBERS: Readonly<Record<string, readonly [key: 'start' | 'increment' | 'blanksAsOne' | 'width', what: string, least: number]>> = {
  'starting-line-number': ['start', 'starting line number', -Infinity],
  'line-increment': ['increment', 'line number increment', -Infinity],
  'join-blank-lines': ['blanksAsOne', 'line number of blank lines', 0],
  'number-width': ['width', 'line number field width', 1],
};

function* integer(p: Proc, text: string, what: string, least: number): Sys<number> {
  if (!/^[+-]?\d+$/.test(text)) yield* errx(p, 1, `invalid ${what}: ${quote(text)}`);
  if (Number(text) < least) yield* errx(p, 1, `invalid ${what}: ${quote(text)}: ${ERANGE.text}`);
  return Number(text);
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const styles: { h: Style; b: Style; f: Style } = { h: 'n', b: 't', f: 'n' };
  const numbers = { start: 1, increment: 1, blanksAsOne: 1, width: 6 };
  let format = 'rn';
  let isWrong = false;
  for (const { key, value = '' } of o.given) {
    const section = STYLES[key];
    const number = NUMBERS[key];
    if (section !== undefined) {
      const style = yield* styleOf(p, value);
      if (style !== null) styles[section] = style;
      else {
        yield* p.warn(`invalid ${key.split('-')[0]} numbering style: ${quote(value)}`);
        isWrong = true;
      }
    } else if (number !== undefined) numbers[number[0]] = yield* integer(p, value, number[1], number[2]);
    else if (key === 'number-format' && !['ln', 'rn', 'rz'].includes(value)) {
      yield* p.warn(`invalid line numbering format: ${quote(value)}`);
      isWrong = true;
    } else if (key === 'number-format') format = value;
  }
  if (isWrong) yield* hintAndExit(p, coreutils(p));
  const delimiter = o.value('section-delimiter') ?? '\\:';
  const wish: Wish = {
    ...numbers,
    styles,
    separator: o.value('number-separator') ?? '\t',
    format,
    delimiter: delimiter.length === 1 ? `${delimiter}:` : delimiter,
    renumbers: !o.has('no-renumber'),
  };
  return yield* eachInput(p, o.operands, new Numberer(p, wish));
}

const authors = 'Scott Bartram and David MacKenzie';

export const program: Program = { name: 'nl', usage, main, authors, closesInput: '-' };
