// The table that df prints: its columns, their numbers and widths (coreutils 9.1 src/df.c field_data, get_header, get_dev).

import { largest } from '../../../abi/list.ts';
import type { StatFs } from '../../../abi/stat.ts';
import { textWidth } from '../../../abi/text.ts';
import type { BlockSize } from '../../../libc/blocksize.ts';

export interface FsRow {
  readonly source: string;
  readonly fstype: string;
  readonly target: string;
  readonly file: string;
  /** null: nothing is known of it. */
  readonly fs: Pick<StatFs, 'blocks' | 'bfree' | 'bavail' | 'bsize' | 'files' | 'ffree'> | null;
}

/** Title, least width, and which side is padded. */
export const COLUMNS = {
  source: ['Filesystem', 14, 'left'],
  fstype: ['Type', 4, 'left'],
  itotal: ['Inodes', 5, 'right'],
  iused: ['IUsed', 5, 'right'],
  iavail: ['IFree', 5, 'right'],
  ipcent: ['IUse%', 4, 'right'],
  size: ['Size', 5, 'right'],
  used: ['Used', 5, 'right'],
  avail: ['Avail', 5, 'right'],
  pcent: ['Use%', 4, 'right'],
  file: ['File', 0, 'left'],
  target: ['Mounted on', 0, 'left'],
} as const;

export type ColumnName = keyof typeof COLUMNS;
export const isColumn = (word: string): word is ColumnName => word in COLUMNS;

export interface Layout {
  readonly columns: readonly ColumnName[];
  readonly size: BlockSize;
  readonly inodeSize: BlockSize;
  readonly sizeTitle: string;
  readonly availTitle: string;
  readonly pcentTitle: string;
  readonly hasTotal: boolean;
  readonly format: (bytes: number, size: BlockSize) => string;
}

interface Numbers {
  readonly total: number;
  readonly used: number;
  readonly avail: number;
}

const blocksOf = (r: FsRow): Numbers | null =>
  r.fs === null
    ? null
    : { total: r.fs.blocks * r.fs.bsize, used: (r.fs.blocks - r.fs.bfree) * r.fs.bsize, avail: r.fs.bavail * r.fs.bsize };
const inodesOf = (r: FsRow): Numbers | null =>
  r.fs === null ? null : { total: r.fs.files, used: r.fs.files - r.fs.ffree, avail: r.fs.ffree };

/** Rounded up, of what ordinary users may fill. */
function percent(n: Numbers | null): string {
  if (n === null || n.used + n.avail <= 0) return '-';
  return `${Math.ceil((n.used * 100) / (n.used + n.avail))}%`;
}

function cell(column: ColumnName, r: FsRow, l: Layout): string {
  const bytes = (n: number | undefined): string => (n === undefined ? '-' : l.format(n, l.size));
  const count = (n: number | undefined): string => (n === undefined ? '-' : l.format(n, l.inodeSize));
  switch (column) {
    case 'size':
      return bytes(blocksOf(r)?.total);
    case 'used':
      return bytes(blocksOf(r)?.used);
    case 'avail':
      return bytes(blocksOf(r)?.avail);
    case 'pcent':
      return percent(blocksOf(r));
    case 'itotal':
      return count(inodesOf(r)?.total);
    case 'iused':
      return count(inodesOf(r)?.used);
    case 'iavail':
      return count(inodesOf(r)?.avail);
    case 'ipcent':
      return percent(inodesOf(r));
    default:
      return r[column].replace(/[\x00-\x1f\x7f]/g, '?');
  }
}

function title(column: ColumnName, l: Layout): string {
  if (column === 'size') return l.sizeTitle;
  if (column === 'avail') return l.availTitle;
  return column === 'pcent' ? l.pcentTitle : COLUMNS[column][0];
}

function totalRow(rows: readonly FsRow[], l: Layout): FsRow {
  const sum = (f: (n: FsRow) => number): number => rows.reduce((a, r) => a + f(r), 0);
  const fs = {
    bsize: 1,
    blocks: sum((r) => blocksOf(r)?.total ?? 0),
    bfree: sum((r) => (blocksOf(r)?.total ?? 0) - (blocksOf(r)?.used ?? 0)),
    bavail: sum((r) => blocksOf(r)?.avail ?? 0),
    files: sum((r) => r.fs?.files ?? 0),
    ffree: sum((r) => r.fs?.ffree ?? 0),
  };
  const hasSource = l.columns.includes('source');
  return { source: 'total', fstype: '-', target: hasSource ? '-' : 'total', file: '-', fs };
}

export function printTable(rows: readonly FsRow[], l: Layout): string {
  const all = l.hasTotal ? [...rows, totalRow(rows, l)] : rows;
  const table = [l.columns.map((c) => title(c, l)), ...all.map((r) => l.columns.map((c) => cell(c, r, l)))];
  const widths = l.columns.map((c, k) =>
    largest(
      table.map((row) => textWidth(row[k])),
      COLUMNS[c][1],
    ),
  );
  let out = '';
  for (const row of table) {
    const cells = row.map((text, k) => {
      const pad = ' '.repeat(widths[k] - textWidth(text));
      if (COLUMNS[l.columns[k]][2] === 'right') return pad + text;
      return k === row.length - 1 ? text : text + pad;
    });
    out += `${cells.join(' ')}\n`;
  }
  return out;
}
