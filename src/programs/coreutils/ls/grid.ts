// Names in columns (coreutils 9.1 src/ls.c print_many_per_line): the most columns that fit, each as wide as its widest name and two blanks,
// parted by tabs where those reach.

import { largest } from '../../../abi/list.ts';

/** @param widths columns each name takes; a line holds at most `lineWidth` */
export function columnsFor(widths: readonly number[], lineWidth: number, isAcross: boolean): { columns: number[]; rows: number } {
  const n = widths.length;
  const most = Math.max(1, Math.min(n, Math.floor(lineWidth / 3) || n));
  for (let count = most; count > 1; count--) {
    const rows = Math.ceil(n / count);
    const columns = new Array<number>(count).fill(0);
    for (let i = 0; i < n; i++) {
      const c = isAcross ? i % count : Math.floor(i / rows);
      const gap = c === count - 1 ? 0 : 2;
      columns[c] = Math.max(columns[c], widths[i] + gap);
    }
    if (columns.reduce((a, b) => a + b, 0) < lineWidth) return { columns: columns.filter((w) => w > 0), rows };
  }
  return { columns: [largest(widths)], rows: n };
}

/** Blanks or tabs from column `from` to column `to`. @param tabSize 0: blanks only */
export function indent(from: number, to: number, tabSize: number): string {
  let out = '';
  let at = from;
  while (at < to) {
    if (tabSize > 0 && Math.floor(to / tabSize) > Math.floor((at + 1) / tabSize)) {
      out += '\t';
      at += tabSize - (at % tabSize);
    } else {
      out += ' ';
      at++;
    }
  }
  return out;
}
