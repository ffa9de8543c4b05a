// column(1): lists in columns, and tables (util-linux 2.38.1 text-utils/column.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { largest } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { textWidth } from '../../abi/text.ts';
import { errx } from '../../libc/error.ts';
import { LineReader } from '../../libc/lines.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type Column, PLAIN_TABLE, renderTable } from '../../libc/smartcols.ts';
import { terminalWidth } from '../../libc/tty.ts';

const usage = `
Usage:
 column [options] [<file>...]

Columnate lists.

Options:
 -t, --table                      create a table
 -n, --table-name <name>          table name for JSON output
 -O, --table-order <columns>      specify order of output columns
 -N, --table-columns <names>      comma separated columns names
 -l, --table-columns-limit <num>  maximal number of input columns
 -E, --table-noextreme <columns>  don't count long text from the columns to column width
 -d, --table-noheadings           don't print header
 -e, --table-header-repeat        repeat header for each page
 -H, --table-hide <columns>       don't print the columns
 -R, --table-right <columns>      right align text in these columns
 -T, --table-truncate <columns>   truncate text in the columns when necessary
 -W, --table-wrap <columns>       wrap text in the columns when necessary
 -L, --keep-empty-lines           don't ignore empty lines
 -J, --json                       use JSON output format for table

 -r, --tree <column>              column to use tree-like output for the table
 -i, --tree-id <column>           line ID to specify child-parent relation
 -p, --tree-parent <column>       parent to specify child-parent relation

 -c, --output-width <width>       width of output in number of characters
 -o, --output-separator <string>  columns separator for table output (default is two spaces)
 -s, --separator <string>         possible table delimiters
 -x, --fillrows                   fill rows before columns

 -h, --help                       display this help
 -V, --version                    display version

For more details see column(1).
`;

const TAB = 8;

/** Lines are filled into columns of tab stops, downwards or (-x) across. */
function fill(entries: readonly string[], width: number, across: boolean): string {
  const widest = largest(entries.map(textWidth));
  const step = (Math.floor(widest / TAB) + 1) * TAB;
  if (step >= width) return entries.map((e) => `${e}\n`).join('');
  const columns = Math.floor(width / step);
  const rows = Math.ceil(entries.length / columns);
  let out = '';
  for (let r = 0; r < rows; r++) {
    let at = 0;
    for (let c = 0; ; c++) {
      const i = across ? r * columns + c : c * rows + r;
      if (i >= entries.length || (across && c >= columns)) break;
      out += entries[i];
      at += textWidth(entries[i]);
      const next = across ? i + 1 : i + rows;
      if (next >= entries.length || (across && c + 1 >= columns)) break;
      const end = (c + 1) * step;
      while (at < end) {
        out += '\t';
        at = (Math.floor(at / TAB) + 1) * TAB;
      }
    }
    out += '\n';
  }
  return out;
}

/** Without -s runs of blanks separate, with it every one of its characters; the last of `limit` columns is what is left. */
function split(line: string, separators: string | undefined, limit: number): string[] {
  if (separators === undefined) {
    const words = [...line.matchAll(/[^ \t]+/g)];
    const all = words.map((m) => m[0]);
    return all.length <= limit ? all : [...all.slice(0, limit - 1), line.slice(words[limit - 1].index)];
  }
  const out: string[] = [''];
  for (const c of line) {
    if (separators.includes(c) && out.length < limit) out.push('');
    else out[out.length - 1] += c;
  }
  return out;
}

/** The columns meant by names, numbers or `-`. */
function* chosen(p: Proc, o: Options, key: string, names: readonly string[], count: number): Sys<Set<number>> {
  const text = o.value(key);
  if (text === undefined) return new Set();
  if (text === '0') return new Set(Array.from({ length: count }, (_, i) => i));
  const out = new Set<number>();
  for (const word of text.split(',')) {
    const named = names.indexOf(word);
    const i = named >= 0 ? named : /^\d+$/.test(word) ? Number(word) - 1 : word === '-1' ? count - 1 : -1;
    if (i < 0) yield* errx(p, 1, `undefined column name '${word}'`);
    out.add(i);
  }
  return out;
}

/** Bytes that are no UTF-8 are shown by their values. */
const visible = (text: string): string => text.replace(/[\udc80-\udcff]/gu, (c) => `\\x${(c.charCodeAt(0) - 0xdc00).toString(16)}`);

function* table(p: Proc, o: Options, lines: readonly string[], width: number): Sys<void> {
  const limit = o.value('table-columns-limit');
  const rows = lines.map((l) =>
    split(l, o.value('separator'), limit === undefined || Number(limit) === 0 ? Infinity : Number(limit)).map(visible),
  );
  const names = o.value('table-columns')?.split(',') ?? [];
  const count = largest(
    rows.map((r) => r.length),
    names.length,
  );
  const right = yield* chosen(p, o, 'table-right', names, count);
  const hidden = yield* chosen(p, o, 'table-hide', names, count);
  let order = Array.from({ length: count }, (_, i) => i);
  const wanted = o.value('table-order');
  if (wanted !== undefined) {
    const first = [...(yield* chosen(p, o, 'table-order', names, count))];
    order = [...first, ...order.filter((i) => !first.includes(i))];
  }
  order = order.filter((i) => i < count && !hidden.has(i));
  if (o.has('json')) {
    const nameless = rows.findIndex((r) => r.length > names.length);
    if (nameless >= 0) yield* errx(p, 1, `line ${nameless + 2}: for JSON the name of the column ${names.length + 1} is required`);
    const columns: Column[] = order.map((i) => ({ name: names[i] ?? '', json: 'string' }));
    p.print(
      renderTable(
        columns,
        rows.map((r) => ({ cells: order.map((i) => r[i] ?? null), children: [] })),
        { ...PLAIN_TABLE, format: 'json', title: o.value('table-name') ?? 'table' },
      ),
    );
    return;
  }
  const between = o.value('output-separator') ?? '  ';
  const all = names.length > 0 && !o.has('table-noheadings') ? [names, ...rows] : rows;
  const widths = order.map((i) => largest(all.map((r) => textWidth(r[i] ?? ''))));
  const total = widths.reduce((sum, w) => sum + w, 0) + (order.length - 1) * textWidth(between);
  for (const key of ['table-wrap', 'table-truncate'])
    if (o.has(key) && total > width) yield* errx(p, 1, `ns-shell: not simulated: --${key}`);
  for (const r of all) {
    const cells = order.map((i, k) => {
      const cell = r[i] ?? '';
      const pad = ' '.repeat(widths[k] - textWidth(cell));
      if (right.has(i)) return pad + cell;
      return k === order.length - 1 ? cell : cell + pad;
    });
    p.print(`${cells.join(between)}\n`);
    if (p.isFull) yield* p.flush();
  }
}

/** Options that need another, or exclude each other. */
function* checkOptions(p: Proc, o: Options): Sys<void> {
  const isTable = o.has('table') || o.has('json');
  const columns = o.value('output-width');
  if (columns !== undefined && !/^\d+$/.test(columns)) yield* errx(p, 1, `invalid columns argument: '${columns}'`);
  const limit = o.value('table-columns-limit');
  if (limit !== undefined && !/^\d+$/.test(limit)) yield* errx(p, 1, `invalid columns limit argument: '${limit}'`);
  if (o.has('fillrows') && isTable) yield* errx(p, 1, `mutually exclusive arguments: --${o.has('json') ? 'json' : 'table'} --fillrows`);
  if (o.has('tree') && !(o.has('tree-id') && o.has('tree-parent')))
    yield* errx(p, 1, 'options --tree-id and --tree-parent are required for tree formatting');
  if (!isTable && TABLE_ONLY.some((key) => o.has(key))) yield* errx(p, 1, 'option --table required for all --table-*');
  if (!o.has('table-columns') && o.has('json')) yield* errx(p, 1, 'option --table-columns required for --json');
  if (o.has('tree')) yield* errx(p, 1, 'ns-shell: not simulated: --tree');
}

const TABLE_ONLY = [
  'table-columns',
  'table-right',
  'table-order',
  'table-hide',
  'table-wrap',
  'table-truncate',
  'table-noextreme',
  'table-name',
];

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  yield* checkOptions(p, o);
  const lines: string[] = [];
  let status = 0;
  for (const name of o.operands.length === 0 ? [null] : o.operands) {
    let fd = 0;
    try {
      if (name !== null) fd = yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${name}: ${e.text}`);
      status = 1;
      continue;
    }
    const reader = new LineReader(p.sys, fd);
    for (let line = yield* reader.next(); line !== null; line = yield* reader.next())
      if (line.trim() !== '' || o.has('keep-empty-lines')) lines.push(line);
    if (name !== null) p.sys.close(fd);
  }
  if (lines.length === 0) return status;
  const widthText = o.value('output-width') ?? p.env.get('COLUMNS');
  const width = widthText !== undefined && /^\d+$/.test(widthText) ? Number(widthText) : ((yield* terminalWidth(p.sys, 1)) ?? 80);
  if (o.has('table') || o.has('json')) yield* table(p, o, lines, width);
  else
    p.print(
      fill(
        lines.map((l) => visible(l.replace(/^[ \t]+/, ''))),
        width,
        o.has('fillrows'),
      ),
    );
  return status;
}

export const program: Program = { name: 'column', usage, main };
