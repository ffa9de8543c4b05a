// nl(1): numbers lines (coreutils 9.1 src/nl.c).

import { ERANGE } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { eachInput, type InputVisitor } from '../../libc/inputs.ts';
import type { LineReader } from '../../libc/lines.ts';
import { coreutils, hintAndExit, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { compileRegex, type Regex } from '../../libc/regex/regex.ts';

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
    const shown = w.format === 'ln' ? text.padEnd(w.width) : w.format === 'rz' ? text.padStart(w.width, '0') : text.padStart(w.width);
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

function* styleOf(p: Proc, text: string | undefined, otherwise: Style, what: string): Sys<Style> {
  if (text === undefined) return otherwise;
  if (text === 'a' || text === 't' || text === 'n') return text;
  if (text.startsWith('p')) return compileRegex(text.slice(1), { syntax: 'bre' });
  yield* p.warn(`invalid ${what} numbering style: ${quote(text)}`);
  return yield* hintAndExit(p, coreutils(p));
}

function* integer(p: Proc, o: Options, key: string, what: string, otherwise: number): Sys<number> {
  const text = o.value(key);
  if (text === undefined) return otherwise;
  return /^[+-]?\d+$/.test(text) ? Number(text) : yield* errx(p, 1, `invalid ${what}: ${quote(text)}`);
}

function* fieldWidth(p: Proc, o: Options): Sys<number> {
  const width = yield* integer(p, o, 'number-width', 'line number field width', 6);
  if (width < 1) yield* errx(p, 1, `invalid line number field width: ${quote(o.value('number-width') ?? '')}: ${ERANGE.text}`);
  return width;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const format = o.value('number-format') ?? 'rn';
  if (!['ln', 'rn', 'rz'].includes(format)) {
    yield* p.warn(`invalid line numbering format: ${quote(format)}`);
    yield* hintAndExit(p, coreutils(p));
  }
  const delimiter = o.value('section-delimiter') ?? '\\:';
  const wish: Wish = {
    styles: {
      h: yield* styleOf(p, o.value('header-numbering'), 'n', 'header'),
      b: yield* styleOf(p, o.value('body-numbering'), 't', 'body'),
      f: yield* styleOf(p, o.value('footer-numbering'), 'n', 'footer'),
    },
    start: yield* integer(p, o, 'starting-line-number', 'starting line number', 1),
    increment: yield* integer(p, o, 'line-increment', 'line number increment', 1),
    blanksAsOne: yield* integer(p, o, 'join-blank-lines', 'line number of blank lines', 1),
    separator: o.value('number-separator') ?? '\t',
    width: yield* fieldWidth(p, o),
    format,
    delimiter: delimiter.length === 1 ? `${delimiter}:` : delimiter,
    renumbers: !o.has('no-renumber'),
  };
  return yield* eachInput(p, o.operands, new Numberer(p, wish));
}

const authors = 'Scott Bartram and David MacKenzie';

export const program: Program = { name: 'nl', usage, main, authors };
