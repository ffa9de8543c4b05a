// join(1): joins lines of two sorted files on a common field (coreutils 9.1 src/join.c).

import { decode } from '../../abi/bytes.ts';
import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, openInput, quote, quoteaf } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';

const usage = `Usage: join [OPTION]... FILE1 FILE2
For each pair of input lines with identical join fields, write a line to
standard output.  The default join field is the first, delimited by blanks.

When FILE1 or FILE2 (not both) is -, read standard input.

  -a FILENUM             also print unpairable lines from file FILENUM, where
                           FILENUM is 1 or 2, corresponding to FILE1 or FILE2
  -e STRING              replace missing (empty) input fields with STRING;
                           I.e., missing fields specified with '-12jo' options
  -i, --ignore-case      ignore differences in case when comparing fields
  -j FIELD               equivalent to '-1 FIELD -2 FIELD'
  -o FORMAT              obey FORMAT while constructing output line
  -t CHAR                use CHAR as input and output field separator
  -v FILENUM             like -a FILENUM, but suppress joined output lines
  -1 FIELD               join on this FIELD of file 1
  -2 FIELD               join on this FIELD of file 2
      --check-order      check that the input is correctly sorted, even
                           if all input lines are pairable
      --nocheck-order    do not check that the input is correctly sorted
      --header           treat the first line in each file as field headers,
                           print them without trying to pair them
  -z, --zero-terminated  line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Unless -t CHAR is given, leading blanks separate fields and are ignored,
else fields are separated by CHAR.  Any FIELD is a field number counted
from 1.  FORMAT is one or more comma or blank separated specifications,
each being 'FILENUM.FIELD' or '0'.  Default FORMAT outputs the join field,
the remaining fields from FILE1, the remaining fields from FILE2, all
separated by CHAR.  If FORMAT is the keyword 'auto', then the first
line of each file determines the number of fields output for each line.

Important: FILE1 and FILE2 must be sorted on the join fields.
E.g., use "sort -k 1b,1" if 'join' has no options,
or use "join -t ''" if 'sort' has no options.
Note, comparisons honor the rules specified by 'LC_COLLATE'.
If the input is not sorted and some lines cannot be joined, a
warning message will be given.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/join>
or available locally via: info '(coreutils) join invocation'
`;

interface Row {
  readonly line: string;
  readonly fields: readonly string[];
  readonly key: string;
}

interface Field {
  /** 0: the join field. */
  readonly file: 0 | 1 | 2;
  readonly index: number;
}

interface Wish {
  readonly keys: readonly [number, number];
  readonly separator: string | null;
  readonly empty: string;
  readonly format: readonly Field[] | 'auto' | null;
  readonly end: string;
}

function* fieldNumber(p: Proc, text: string): Sys<number> {
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) - 1 : yield* errx(p, 1, `invalid field number: ${quote(text)}`);
}

function* readFields(p: Proc, text: string): Sys<Field[]> {
  const out: Field[] = [];
  for (const word of text.split(/[, \t]+/).filter((w) => w !== '')) {
    const m = /^([12])\.(\d+)$/.exec(word);
    if (word === '0') out.push({ file: 0, index: 0 });
    else if (m !== null && Number(m[2]) > 0) out.push({ file: m[1] === '1' ? 1 : 2, index: Number(m[2]) - 1 });
    else
      yield* errx(
        p,
        1,
        /^[012](?![.]|$)|^[012]\.?$/.test(word) || /^[12]\./.test(word)
          ? `invalid field specifier: ${quote(word)}`
          : `invalid file number in field spec: ${quote(word)}`,
      );
  }
  return out;
}

/** Two options that set the same field must agree. */
function* sameField(p: Proc, before: number | null, text: string): Sys<number> {
  const field = yield* fieldNumber(p, text);
  if (before !== null && before !== field) yield* errx(p, 1, `incompatible join fields ${before + 1}, ${field + 1}`);
  return field;
}

function* separator(p: Proc, text: string, before: string | null): Sys<string> {
  if ([...text].length > 1 && text !== '\\0') yield* errx(p, 1, `multi-character tab ${quote(text)}`);
  const tab = text === '\\0' ? '\0' : text;
  if (before !== null && before !== tab) yield* errx(p, 1, 'incompatible tabs');
  return tab;
}

function* readWish(p: Proc, o: Options): Sys<Wish> {
  const keys: [number | null, number | null] = [null, null];
  const fields: Field[] = [];
  let isAuto = false;
  let tab: string | null = null;
  let empty: string | null = null;
  for (const { key, value = '' } of o.given) {
    if (key === '1' || key === 'j') keys[0] = yield* sameField(p, keys[0], value);
    if (key === '2' || key === 'j') keys[1] = yield* sameField(p, keys[1], value);
    if (key === 't') tab = yield* separator(p, value, tab);
    else if (key === 'o' && value === 'auto') isAuto = true;
    else if (key === 'o') append(fields, yield* readFields(p, value));
    else if (key === 'e') {
      if (empty !== null && empty !== value) yield* errx(p, 1, 'conflicting empty-field replacement strings');
      empty = value;
    } else if ((key === 'a' || key === 'v') && value !== '1' && value !== '2') yield* errx(p, 1, `invalid field number: ${quote(value)}`);
  }
  return {
    keys: [keys[0] ?? 0, keys[1] ?? 0],
    separator: tab,
    empty: empty ?? '',
    format: fields.length > 0 ? fields : isAuto ? 'auto' : null,
    end: o.has('zero-terminated') ? '\0' : '\n',
  };
}

function rowOf(line: string, key: number, w: Wish, folds: boolean): Row {
  const fields =
    w.separator === null ? line.replace(/^[ \t\n]+/, '').split(/[ \t\n]+/) : w.separator === '' ? [line] : line.split(w.separator);
  const text = fields[key] ?? '';
  return { line, fields, key: folds ? text.toLowerCase() : text };
}

function* readRows(p: Proc, name: string, file: 0 | 1, w: Wish, o: Options): Sys<Row[]> {
  const fd = yield* openInput(p, name);
  if (fd === null) throw new Exit(1);
  const lines = new LineReader(p.sys, fd, { bytes: true, delimiter: w.end.charCodeAt(0) });
  const out: Row[] = [];
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next())
    out.push(rowOf(line, w.keys[file], w, o.has('ignore-case')));
  return out;
}

class Printer {
  private readonly p: Proc;
  private readonly w: Wish;
  private readonly widths: readonly [number, number];

  constructor(p: Proc, wish: Wish, widths: readonly [number, number]) {
    this.p = p;
    this.w = wish;
    this.widths = widths;
  }

  private line(cells: readonly string[]): void {
    const text = cells.map((c) => (c === '' ? this.w.empty : c)).join(this.w.separator || ' ');
    this.p.print(decode(latin1Bytes(text + this.w.end)));
  }

  private rest(row: Row | null, file: 0 | 1): string[] {
    const key = this.w.keys[file];
    if (this.w.format !== 'auto') return row === null ? [] : row.fields.filter((_, i) => i !== key);
    return Array.from({ length: this.widths[file] }, (_, i) => row?.fields[i] ?? '').filter((_, i) => i !== key);
  }

  pair(a: Row | null, b: Row | null): void {
    const { format, keys } = this.w;
    const joined = a !== null ? (a.fields[keys[0]] ?? '') : (b?.fields[keys[1]] ?? '');
    if (format !== null && format !== 'auto') {
      this.line(format.map((f) => (f.file === 0 ? joined : ((f.file === 1 ? a : b)?.fields[f.index] ?? ''))));
      return;
    }
    this.line([joined, ...this.rest(a, 0), ...this.rest(b, 1)]);
  }
}

type Check = 'default' | 'always' | 'never';

/** One of the two inputs, and how far it is read: a line is looked at for its order when it is read, not before. */
class Side {
  private readonly p: Proc;
  private readonly name: string;
  private readonly check: Check;
  readonly rows: readonly Row[];
  at = 0;
  isDisordered = false;

  constructor(p: Proc, name: string, rows: readonly Row[], check: Check) {
    this.p = p;
    this.name = name;
    this.rows = rows;
    this.check = check;
  }

  get isAtEnd(): boolean {
    return this.at >= this.rows.length;
  }

  get row(): Row {
    return this.rows[this.at];
  }

  /** join.c's check_order; what comes after the header is not compared with it. */
  *advance(sawUnpairable: boolean, isHeader = false): Sys<void> {
    const before = this.rows[this.at++];
    if (this.isAtEnd || isHeader || this.isDisordered || before.key <= this.row.key) return;
    if (this.check === 'never' || (this.check === 'default' && !sawUnpairable)) return;
    this.isDisordered = true;
    yield* this.p.warn(`${this.name}:${this.at + 1}: is not sorted: ${decode(latin1Bytes(this.row.line))}`);
    if (this.check === 'always') throw new Exit(1);
  }
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o);
  if (o.operands.length < 2) yield* missingOperand(p, style, o.operands[0]);
  if (o.operands.length > 2) yield* usageError(p, style, `extra operand ${quoteaf(o.operands[2])}`);
  if (o.operands[0] === '-' && o.operands[1] === '-') yield* errx(p, 1, 'both files cannot be standard input');
  const a = yield* readRows(p, o.operands[0], 0, wish, o);
  const b = yield* readRows(p, o.operands[1], 1, wish, o);
  const printer = new Printer(p, wish, [a[0]?.fields.length ?? 0, b[0]?.fields.length ?? 0]);
  const shows = [1, 2].map((n) => o.values('a').includes(String(n)) || o.values('v').includes(String(n)));
  const showsPairs = o.values('v').length === 0;
  const check: Check = o.given.reduce<Check>(
    (how, { key }) => (key === 'check-order' ? 'always' : key === 'nocheck-order' ? 'never' : how),
    'default',
  );
  const [one, two] = [new Side(p, o.operands[0], a, check), new Side(p, o.operands[1], b, check)];
  if (o.has('header') && (a.length > 0 || b.length > 0)) {
    printer.pair(a[0] ?? null, b[0] ?? null);
    yield* one.advance(false, true);
    yield* two.advance(false, true);
  }
  let sawUnpairable = false;
  while (!one.isAtEnd && !two.isAtEnd) {
    if (p.isFull) yield* p.flush();
    const [x, y] = [one.row, two.row];
    if (x.key < y.key) {
      if (shows[0]) printer.pair(x, null);
      yield* one.advance(sawUnpairable);
      sawUnpairable = true;
    } else if (x.key > y.key) {
      if (shows[1]) printer.pair(null, y);
      yield* two.advance(sawUnpairable);
      sawUnpairable = true;
    } else {
      const [i, j] = [one.at, two.at];
      while (!one.isAtEnd && one.row.key === x.key) yield* one.advance(sawUnpairable);
      while (!two.isAtEnd && two.row.key === x.key) yield* two.advance(sawUnpairable);
      if (showsPairs) for (const r of a.slice(i, one.at)) for (const s of b.slice(j, two.at)) printer.pair(r, s);
    }
  }
  // What is left of one of them is still looked through for its order.
  for (; !one.isAtEnd && (shows[0] || (check !== 'never' && !one.isDisordered)); yield* one.advance(sawUnpairable))
    if (shows[0]) printer.pair(one.row, null);
  for (; !two.isAtEnd && (shows[1] || (check !== 'never' && !two.isDisordered)); yield* two.advance(sawUnpairable))
    if (shows[1]) printer.pair(null, two.row);
  if (!one.isDisordered && !two.isDisordered) return 0;
  return yield* errx(p, 1, 'input is not in sorted order');
}

const authors = 'Mike Haertel';

export const program: Program = { name: 'join', usage, main, authors };
