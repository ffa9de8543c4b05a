// fmt(1): fills paragraphs (coreutils 9.1 src/fmt.c).

import { decode, encode } from '../../abi/bytes.ts';
import { ERANGE, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { openOperand, quote, quoteaf } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { LineReader, latin1, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, hintAndExit, type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: fmt [-WIDTH] [OPTION]... [FILE]...
Reformat each paragraph in the FILE(s), writing to standard output.
The option -WIDTH is an abbreviated form of --width=DIGITS.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --crown-margin        preserve indentation of first two lines
  -p, --prefix=STRING       reformat only lines beginning with STRING,
                              reattaching the prefix to reformatted lines
  -s, --split-only          split long lines, but do not refill
  -t, --tagged-paragraph    indentation of first line different from second
  -u, --uniform-spacing     one space between words, two after sentences
  -w, --width=WIDTH         maximum line width (default of 75 columns)
  -g, --goal=WIDTH          goal width (default of 93% of width)
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/fmt>
or available locally via: info '(coreutils) fmt invocation'
`;

interface Wish {
  readonly width: number;
  readonly goal: number;
  readonly isCrown: boolean;
  readonly isTagged: boolean;
  readonly splitsOnly: boolean;
  readonly isUniform: boolean;
  readonly prefix: string;
}

interface Word {
  readonly text: string;
  /** Blanks behind it. */
  space: number;
  readonly isPunctuated: boolean;
  readonly opens: boolean;
  isFinal: boolean;
}

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly isBlank: boolean;
}

/** Costs of a break (fmt.c): squares, so that short lines hurt more. */
const SHORT = (n: number): number => (n * 10) ** 2;
const RAGGED = (n: number): number => SHORT(n) / 2;
const LINE = 70 ** 2;
const WIDOW = (n: number): number => 200 ** 2 / (n + 2);
const ORPHAN = (n: number): number => 150 ** 2 / (n + 2);
const SENTENCE_BONUS = 50 ** 2;
const NOBREAK = 600 ** 2;
const PAREN_BONUS = 40 ** 2;
const PUNCT_BONUS = 40 ** 2;

const DEFAULT_INDENT = 3;
const TAB = 8;

class Formatter {
  private readonly p: Proc;
  private readonly w: Wish;
  private lastOther = 0;
  /** The file has had a tab between words, so blanks are written as tabs where those reach. */
  private usesTabs = false;

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
  }

  private parse(text: string): Line {
    let column = 0;
    let i = 0;
    for (; i < text.length && (text[i] === ' ' || text[i] === '\t'); i++) column += text[i] === '\t' ? 8 - (column % 8) : 1;
    if (/\t/.test(text)) this.usesTabs = true;
    const rest = text.slice(i).replace(/[ \t\r\v\f]+$/, '');
    return { indent: column, text: rest, isBlank: rest === '' };
  }

  *file(lines: LineReader): Sys<void> {
    this.usesTabs = false;
    let paragraph: Line[] = [];
    for (let text = yield* lines.next(); text !== null; text = yield* lines.next()) {
      if (this.p.isFull) yield* this.p.flush();
      const { prefix } = this.w;
      const lead = /^[ \t]*/.exec(text)?.[0] ?? '';
      if (prefix !== '' && !text.slice(lead.length).startsWith(prefix)) {
        this.write(paragraph);
        paragraph = [];
        this.p.print(decode(latin1Bytes(`${text}\n`)));
        continue;
      }
      const line = this.parse(prefix === '' ? text : text.slice(lead.length + prefix.length));
      if (line.isBlank) {
        this.write(paragraph);
        paragraph = [];
        this.p.print(decode(latin1Bytes(`${prefix === '' ? '' : (lead + prefix).trimEnd()}\n`)));
        continue;
      }
      if (paragraph.length > 0 && !this.belongs(paragraph, line)) {
        this.write(paragraph);
        paragraph = [];
      }
      paragraph.push(line);
      if (this.w.splitsOnly) {
        this.write(paragraph);
        paragraph = [];
      }
    }
    this.write(paragraph);
  }

  /** Lines of one paragraph have one indentation, but for the first with -c and -t. */
  private belongs(paragraph: readonly Line[], line: Line): boolean {
    const { isCrown, isTagged } = this.w;
    if (paragraph.length === 1) {
      if (isTagged) return line.indent !== paragraph[0].indent;
      if (isCrown) return true;
    }
    return line.indent === paragraph[paragraph.length - 1].indent;
  }

  private words(lines: readonly Line[]): Word[] {
    const out: Word[] = [];
    for (const line of lines) {
      let column = this.w.prefix.length + line.indent;
      for (const m of line.text.matchAll(/([^ \t]+)([ \t]*)/g)) {
        const bare = m[1].replace(/["')\]]+$/, '');
        const ends = /[.?!]$/.test(bare);
        const isLast = m.index + m[0].length === line.text.length;
        column += m[1].length;
        let after = column;
        for (const c of m[2]) after = c === '\t' ? (Math.floor(after / TAB) + 1) * TAB : after + 1;
        const space = after - column;
        column = after;
        const isFinal = ends && (isLast || space > 1);
        out.push({
          text: m[1],
          space: isLast || this.w.isUniform ? (isFinal ? 2 : 1) : space,
          isPunctuated: /[!-/:-@[-`{-~]$/.test(m[1]),
          opens: /^[('"`[]/.test(m[1]),
          isFinal,
        });
      }
    }
    return out;
  }

  private write(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const { prefix } = this.w;
    const words = this.words(lines);
    const first = lines[0].indent;
    const other = this.otherIndent(lines, first);
    const last = words[words.length - 1];
    last.isFinal = true;
    const breaks = this.best(words, first + prefix.length, other + prefix.length);
    let at = 0;
    for (const [k, end] of breaks.entries()) {
      let text = prefix;
      let column = prefix.length;
      const add = (part: string, width: number): void => {
        text += part;
        column += width;
      };
      const indent = k === 0 ? first : other;
      add(this.blanks(column, indent), indent);
      for (let i = at; i < end; i++) {
        add(words[i].text, words[i].text.length);
        if (i + 1 < end) add(this.blanks(column, words[i].space), words[i].space);
      }
      this.p.print(decode(latin1Bytes(`${text}\n`)));
      at = end;
    }
  }

  /** put_space: tabs as far as they reach, if more than a column is gained by the first. */
  private blanks(column: number, count: number): string {
    const goal = column + count;
    let at = column;
    let out = '';
    const lastStop = Math.floor(goal / TAB) * TAB;
    if (this.usesTabs && column + 1 < lastStop) for (; at < lastStop; at = (Math.floor(at / TAB) + 1) * TAB) out += '\t';
    return out + ' '.repeat(goal - at);
  }

  /** The indentation of all lines but the first (set_other_indent). */
  private otherIndent(lines: readonly Line[], first: number): number {
    if (!this.w.isTagged) return lines.length > 1 ? lines[1].indent : first;
    if (lines.length > 1 && lines[1].indent !== first) this.lastOther = lines[1].indent;
    else if (this.lastOther === first) this.lastOther = first === 0 ? DEFAULT_INDENT : 0;
    return this.lastOther;
  }

  /** Where the lines end, by the least sum of costs, computed from the end as fmt_paragraph does. */
  private best(words: readonly Word[], firstIndent: number, otherIndent: number): number[] {
    const n = words.length;
    const cost = new Float64Array(n + 1);
    const next = new Int32Array(n + 1);
    const length = new Float64Array(n + 1);
    for (let start = n - 1; start >= 0; start--) {
      let best = Infinity;
      let width = start === 0 ? firstIndent : otherIndent;
      for (let w = start; w < n; ) {
        width += words[w].text.length;
        w++;
        const c = this.lineCost(w, n, width, length, next) + cost[w];
        if (c < best) {
          best = c;
          next[start] = w;
          length[start] = width;
        }
        if (w >= n || width + words[w - 1].space + words[w].text.length >= this.w.width) break;
        width += words[w - 1].space;
      }
      cost[start] = best + this.baseCost(words, start);
    }
    const out: number[] = [];
    for (let at = 0; at < n; at = next[at]) out.push(next[at]);
    return out;
  }

  private lineCost(next: number, n: number, width: number, length: Float64Array, nexts: Int32Array): number {
    if (next === n) return 0;
    let cost = SHORT(this.w.goal - width);
    if (nexts[next] !== n) cost += RAGGED(width - length[next]);
    return cost;
  }

  private baseCost(words: readonly Word[], at: number): number {
    let cost = LINE;
    if (at > 0) {
      const before = words[at - 1];
      if (before.isFinal) cost -= SENTENCE_BONUS;
      else if (/[.?!]["')\]]*$/.test(before.text)) cost += NOBREAK;
      else if (before.isPunctuated) cost -= PUNCT_BONUS;
      else if (at > 1 && words[at - 2].isFinal) cost += WIDOW(before.text.length);
    }
    if (words[at].opens) cost -= PAREN_BONUS;
    else if (words[at].isFinal) cost += ORPHAN(words[at].text.length);
    return cost;
  }
}

function* readParagraphs(p: Proc, formatter: Formatter, fd: number): Sys<void> {
  try {
    yield* formatter.file(new LineReader(p.sys, fd, { bytes: true }));
  } catch (e) {
    if (e instanceof Errno) yield* errx(p, 1, 'read error');
    throw e;
  }
}

function* number(p: Proc, o: Options, key: string, max: number): Sys<number | null> {
  const text = o.value(key);
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) yield* errx(p, 1, `invalid width: ${quote(text)}`);
  if (Number(text) > max) yield* errx(p, 1, `invalid width: ${quote(text)}: ${ERANGE.text}`);
  return Number(text);
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const args = p.args.map((a, i) => (i === 0 && /^-\d+$/.test(a) ? `--width=${a.slice(1)}` : a));
  const late = args.slice(1).find((a) => /^-\d/.test(a));
  if (late !== undefined) {
    yield* p.warn(`invalid option -- ${late[1]}; -WIDTH is recognized only when it is the first\noption; use -w N instead`);
    yield* hintAndExit(p, style);
  }
  const o = yield* parseOptions(p, style, args);
  const widthGiven = yield* number(p, o, 'width', 2500);
  const goalGiven = yield* number(p, o, 'goal', widthGiven ?? 75);
  const width = widthGiven ?? (goalGiven === null ? 75 : goalGiven + 10);
  const wish: Wish = {
    width,
    goal: goalGiven ?? Math.floor((width * (2 * (100 - 7) + 1)) / 200),
    isCrown: o.has('crown-margin'),
    isTagged: o.has('tagged-paragraph'),
    splitsOnly: o.has('split-only'),
    isUniform: o.has('uniform-spacing'),
    prefix: latin1(encode((o.value('prefix') ?? '').trim())),
  };
  const formatter = new Formatter(p, wish);
  let status = 0;
  for (const name of o.operands.length === 0 ? ['-'] : o.operands) {
    try {
      const fd = yield* openOperand(p, name);
      yield* readParagraphs(p, formatter, fd);
      if (name !== '-') p.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot open ${quoteaf(name)} for reading: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

const authors = 'Ross Paterson';

export const program: Program = { name: 'fmt', usage, main, authors, closesInput: 'closing standard input' };
