// join(1): joins lines of two sorted files on a common field (coreutils 9.1 src/join.c).

import { decode } from '../../abi/bytes.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, openInput, quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { LineReader, latin1Bytes } from '../../libc/lines.ts';
import { coreutils, type Options, parseOptions } from '../../libc/options.ts';
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

function* readFormat(p: Proc, texts: readonly string[]): Sys<Wish['format']> {
  if (texts.length === 0) return null;
  if (texts.length === 1 && texts[0] === 'auto') return 'auto';
  const out: Field[] = [];
  for (const word of texts.flatMap((t) => t.split(/[, \t]+/)).filter((w) => w !== '')) {
    const m = /^([12])\.(\d+)$/.exec(word);
    if (word === '0') out.push({ file: 0, index: 0 });
    else if (m !== null && Number(m[2]) > 0) out.push({ file: m[1] === '1' ? 1 : 2, index: Number(m[2]) - 1 });
    else yield* errx(p, 1, `invalid field specifier: ${quote(word)}`);
  }
  return out;
}

function rowOf(line: string, key: number, w: Wish, folds: boolean): Row {
  const fields = w.separator === null ? line.replace(/^[ \t]+/, '').split(/[ \t]+/) : w.separator === '' ? [line] : line.split(w.separator);
  const text = fields[key] ?? '';
  return { fields, key: folds ? text.toLowerCase() : text };
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

function* checkOrder(p: Proc, rows: readonly Row[], name: string): Sys<boolean> {
  const i = rows.findIndex((r, k) => k > 0 && rows[k - 1].key > r.key);
  if (i < 0) return true;
  yield* p.warn(`${name}:${i + 1}: is not sorted: ${decode(latin1Bytes(rows[i].fields.join(' ')))}`);
  return false;
}

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length < 2) yield* missingOperand(p, style, o.operands[0]);
  if (o.operands.length > 2) yield* extraOperand(p, style, o.operands[2]);
  const both = o.value('j');
  const separator = o.value('t');
  if (separator !== undefined && separator.length > 1 && separator !== '\\0') yield* errx(p, 1, `multi-character tab ${quote(separator)}`);
  const wish: Wish = {
    keys: [yield* fieldNumber(p, o.value('1') ?? both ?? '1'), yield* fieldNumber(p, o.value('2') ?? both ?? '1')],
    separator: separator === undefined ? null : separator === '\\0' ? '\0' : separator,
    empty: o.value('e') ?? '',
    format: yield* readFormat(p, o.values('o')),
    end: o.has('zero-terminated') ? '\0' : '\n',
  };
  const a = yield* readRows(p, o.operands[0], 0, wish, o);
  const b = yield* readRows(p, o.operands[1], 1, wish, o);
  const printer = new Printer(p, wish, [a[0]?.fields.length ?? 0, b[0]?.fields.length ?? 0]);
  const unpaired = new Set([...o.values('a'), ...o.values('v')]);
  const onlyUnpaired = o.values('v').length > 0;
  let [i, j] = [0, 0];
  if (o.has('header') && (a.length > 0 || b.length > 0)) printer.pair(a[i++] ?? null, b[j++] ?? null);
  let hasUnpairable = false;
  while (i < a.length || j < b.length) {
    const order = i >= a.length ? 1 : j >= b.length ? -1 : a[i].key < b[j].key ? -1 : a[i].key > b[j].key ? 1 : 0;
    if (order !== 0) {
      hasUnpairable = true;
      if (order < 0 && unpaired.has('1')) printer.pair(a[i], null);
      if (order > 0 && unpaired.has('2')) printer.pair(null, b[j]);
      if (order < 0) i++;
      else j++;
      continue;
    }
    let [m, n] = [i, j];
    while (m < a.length && a[m].key === a[i].key) m++;
    while (n < b.length && b[n].key === b[j].key) n++;
    if (!onlyUnpaired) for (const x of a.slice(i, m)) for (const y of b.slice(j, n)) printer.pair(x, y);
    [i, j] = [m, n];
    if (p.isFull) yield* p.flush();
  }
  if (o.has('nocheck-order') || (!o.has('check-order') && !hasUnpairable)) return 0;
  const goodA = yield* checkOrder(p, o.has('header') ? a.slice(1) : a, o.operands[0]);
  const goodB = yield* checkOrder(p, o.has('header') ? b.slice(1) : b, o.operands[1]);
  if (goodA && goodB) return 0;
  if (!o.has('check-order')) yield* p.warn('input is not in sorted order');
  return 1;
}

export const program: Program = { name: 'join', usage, main };
