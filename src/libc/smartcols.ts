// Tables as libsmartcols prints them (util-linux: findmnt, lsns, column …): aligned columns, trees, --raw, --pairs, --json, --list.

import { largest } from '../abi/list.ts';
import { textWidth } from '../abi/text.ts';

export interface Column {
  readonly name: string;
  /** Numbers: aligned right. */
  readonly isRight?: boolean;
  /** Carries the tree's branches. */
  readonly isTree?: boolean;
  /** May be cut when the terminal is too narrow. */
  readonly isTruncated?: boolean;
  /** JSON type. */
  readonly json?: 'string' | 'number' | 'boolean';
}

export interface Line {
  /** One cell a column; null prints as nothing. */
  readonly cells: readonly (string | null)[];
  readonly children: readonly Line[];
}

export interface TableStyle {
  readonly format: 'table' | 'raw' | 'pairs' | 'json';
  /** Branches are drawn (the default format only). */
  readonly isTree: boolean;
  readonly isAscii: boolean;
  readonly hasHeadings: boolean;
  /** Column names usable as shell variables. */
  readonly isShell: boolean;
  /** Pairs stand on a line each. */
  readonly isNewline?: boolean;
  /** Name of the JSON array. */
  readonly title: string;
  /** Terminal width; Infinity when it is none. */
  readonly width: number;
}

export const PLAIN_TABLE: TableStyle = {
  format: 'table',
  isTree: false,
  isAscii: false,
  hasHeadings: true,
  isShell: false,
  title: '',
  width: Infinity,
};

interface Row {
  readonly cells: readonly string[];
}

const BRANCHES = { utf8: { vertical: '│ ', branch: '├─', last: '└─' }, ascii: { vertical: '| ', branch: '|-', last: '`-' } };

export function renderTable(columns: readonly Column[], lines: readonly Line[], style: TableStyle): string {
  switch (style.format) {
    case 'raw':
      return renderRaw(columns, lines, style);
    case 'pairs':
      return renderPairs(columns, lines, style);
    case 'json':
      return renderJson(columns, lines, style);
    default:
      return renderAligned(columns, lines, style);
  }
}

const shellName = (name: string): string => name.replace(/%$/, '_PCT').replace(/[^A-Za-z0-9_]/g, '_');
const heading = (c: Column, style: TableStyle): string => (style.isShell ? shellName(c.name) : c.name);

/** Depth first; the tree column's cell gets its branches. */
function flatten(columns: readonly Column[], lines: readonly Line[], style: TableStyle): Row[] {
  const rows: Row[] = [];
  const draws = style.isTree && style.format === 'table';
  const { vertical, branch, last } = style.isAscii ? BRANCHES.ascii : BRANCHES.utf8;
  const walk = (list: readonly Line[], prefix: string, isTop: boolean): void => {
    list.forEach((line, i) => {
      const isLast = i === list.length - 1;
      const lead = isTop || !draws ? '' : prefix + (isLast ? last : branch);
      rows.push({ cells: line.cells.map((c, k) => (columns[k].isTree === true ? lead : '') + printable(c ?? '', style)) });
      walk(line.children, isTop || !draws ? '' : prefix + (isLast ? '  ' : vertical), false);
    });
  };
  walk(lines, '', true);
  return rows;
}

/** In a table a control character would break the lines: it is shown as \xNN. The other formats have their own escapes. */
const printable = (text: string, style: TableStyle): string =>
  style.format === 'table' ? text.replace(/[\x00-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`) : text;

function renderAligned(columns: readonly Column[], lines: readonly Line[], style: TableStyle): string {
  const rows = flatten(columns, lines, style);
  if (rows.length === 0) return '';
  const head: Row = { cells: columns.map((c) => heading(c, style)) };
  const all = style.hasHeadings ? [head, ...rows] : rows;
  // A heading makes its column wide even when it is not shown.
  const widths = columns.map((_, k) =>
    largest(
      rows.map((r) => textWidth(r.cells[k])),
      textWidth(head.cells[k]),
    ),
  );
  shrink(columns, widths, style);
  let out = '';
  for (const row of all) {
    let text = '';
    columns.forEach((c, k) => {
      const cell = cut(row.cells[k], widths[k]);
      const pad = ' '.repeat(Math.max(0, widths[k] - textWidth(cell)));
      const isLast = k === columns.length - 1;
      // Nothing is padded at the end of a line.
      text += isLast && cell === '' ? '' : c.isRight === true ? pad + cell : isLast ? cell : cell + pad;
      if (!isLast) text += ' ';
    });
    out += `${text}\n`;
  }
  return out;
}

/** Takes what is too much for the terminal from the columns that may be cut. */
function shrink(columns: readonly Column[], widths: number[], style: TableStyle): void {
  let excess = widths.reduce((a, b) => a + b, 0) + columns.length - 1 - style.width;
  for (let k = columns.length - 1; k >= 0 && excess > 0; k--) {
    if (columns[k].isTruncated !== true) continue;
    const least = Math.min(widths[k], textWidth(heading(columns[k], style)));
    const taken = Math.min(excess, widths[k] - least);
    widths[k] -= taken;
    excess -= taken;
  }
}

function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const c of text) {
    used += textWidth(c);
    if (used > width) break;
    out += c;
  }
  return out;
}

/** Blanks and unprintable bytes as \xNN, so that a field is a word. */
const rawCell = (text: string): string => text.replace(/[\s\\]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

function renderRaw(columns: readonly Column[], lines: readonly Line[], style: TableStyle): string {
  const rows = flatten(columns, lines, style);
  if (rows.length === 0) return '';
  const head = style.hasHeadings ? `${columns.map((c) => heading(c, style)).join(' ')}\n` : '';
  return head + rows.map((r) => `${r.cells.map(rawCell).join(' ')}\n`).join('');
}

const pairCell = (text: string): string => text.replace(/[\\"$`]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);

function renderPairs(columns: readonly Column[], lines: readonly Line[], style: TableStyle): string {
  const between = style.isNewline === true ? '\n' : ' ';
  return flatten(columns, lines, style)
    .map((r) => `${r.cells.map((c, k) => `${heading(columns[k], style)}="${pairCell(c)}"`).join(between)}\n`)
    .join('');
}

const jsonString = (text: string): string => JSON.stringify(text);

function jsonCell(column: Column, cell: string | null): string {
  if (cell === null || (cell === '' && column.json !== 'string')) return 'null';
  if (column.json === 'number' || column.json === 'boolean') return cell;
  return jsonString(cell);
}

function renderJson(columns: readonly Column[], lines: readonly Line[], style: TableStyle): string {
  const indent = (n: number): string => ' '.repeat(3 * n);
  const array = (list: readonly Line[], depth: number): string => {
    const items = list.map((line) => {
      const fields = columns.map((c, k) => `${indent(depth + 2)}${jsonString(c.name.toLowerCase())}: ${jsonCell(c, line.cells[k])}`);
      if (style.isTree && line.children.length > 0)
        fields.push(`${indent(depth + 2)}"children": [\n${array(line.children, depth + 2)}\n${indent(depth + 2)}]`);
      const rest = style.isTree ? '' : line.children.length > 0 ? `,${array(line.children, depth).trimStart()}` : '';
      return `{\n${fields.join(',\n')}\n${indent(depth + 1)}}${rest}`;
    });
    return indent(depth + 1) + items.join(',');
  };
  if (lines.length === 0) return '';
  return `{\n${indent(1)}${jsonString(style.title)}: [\n${array(lines, 1)}\n${indent(1)}]\n}\n`;
}
