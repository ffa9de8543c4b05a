// How pr(1) writes a page: header, numbers, columns of one width with separators between them, and blank lines down to its end.

import { encode } from '../../../abi/bytes.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { Page } from './pages.ts';

export interface PrWish {
  readonly columns: number;
  readonly isAcross: boolean;
  readonly isParallel: boolean;
  readonly width: number;
  /** Lines of text on a page. */
  readonly length: number;
  /** Lines that the text of a page takes up, to be filled up with blank ones; 0: none. */
  readonly bottom: number;
  readonly footer: number;
  readonly feeds: boolean;
  /** Without header and footer. */
  readonly isBare: boolean;
  readonly ignoresFeeds: boolean;
  readonly isDouble: boolean;
  readonly separator: string;
  /** Columns are not aligned. */
  readonly isJoined: boolean;
  readonly truncates: boolean;
  readonly numbers: { readonly separator: string; readonly digits: number } | null;
  readonly firstNumber: number;
  /** -e: what is expanded in the input. */
  readonly tabs: { readonly char: string; readonly width: number } | null;
  /** -i: what blanks become. */
  readonly outTabs: { readonly char: string; readonly width: number } | null;
  readonly margin: number;
  readonly firstPage: number;
  readonly lastPage: number;
  readonly escapes: 'octal' | 'hat' | null;
}

const TAB = 8;

/** pr counts bytes, and what is no printable ASCII not at all. */
const widthOf = (c: string): number => (c >= ' ' && c <= '~' ? 1 : 0);
const columnsOf = (text: string): number => [...text].reduce((sum, c) => sum + widthOf(c), 0);

export class Layout {
  private readonly p: Proc;
  private readonly w: PrWish;
  private readonly isInColumns: boolean;
  private readonly cellWidth: number;
  /** How many columns a number takes, with what stands behind it. */
  private readonly numberWidth: number;
  private date = '';
  private title = '';
  private pageNumber = 0;
  private lineNumber = 0;

  constructor(p: Proc, w: PrWish) {
    this.p = p;
    this.w = w;
    this.isInColumns = w.columns > 1;
    const { numbers } = w;
    this.numberWidth =
      numbers === null ? 0 : numbers.separator === '\t' ? numbers.digits + TAB - (numbers.digits % TAB) : numbers.digits + 1;
    const usable = w.width - (w.isParallel ? this.numberWidth : 0) - (w.columns - 1) * columnsOf(w.separator);
    this.cellWidth = Math.floor(usable / w.columns);
  }

  /** A file, or all of them side by side. */
  begin(date: string, title: string): void {
    this.date = date;
    this.title = title;
    this.pageNumber = 0;
    this.lineNumber = this.w.firstNumber;
  }

  page(page: Page): void {
    const { p, w } = this;
    this.pageNumber++;
    if (this.pageNumber < w.firstPage || this.pageNumber > w.lastPage) {
      if (w.firstNumber === 1) this.lineNumber += page.rows.flat().filter((cell) => cell !== null).length;
      return;
    }
    if (!w.isBare) p.print(this.header());
    // Numbers go down the columns.
    const numbers = this.numbersOf(page);
    let used = 0;
    // A page of columns ends with its last line.
    const endsAtOnce = w.isBare && this.isInColumns && !w.isAcross && !w.isParallel;
    for (const [i, row] of page.rows.entries()) {
      p.print(`${this.row(row, numbers[i])}\n${w.isDouble && !(endsAtOnce && i === page.rows.length - 1) ? '\n' : ''}`);
      used += w.isDouble ? 2 : 1;
    }
    if (w.isBare) {
      if (page.isBroken) p.print('\f');
    } else p.print(w.feeds ? '\f' : '\n'.repeat(Math.max(0, w.bottom - used) + w.footer));
  }

  private header(): string {
    const page = `Page ${this.pageNumber}`;
    const room = Math.max(0, this.w.width - columnsOf(this.date) - columnsOf(this.title) - page.length);
    const left = room >> 1;
    const blanks = (n: number): string => ' '.repeat(Math.max(1, n));
    const margin = ' '.repeat(this.w.margin);
    const line = `${margin}${this.date}${blanks(left)}${this.title}${blanks(room - left)}${page}`;
    return `${margin}\n\n${line}\n\n\n`;
  }

  private numbersOf(page: Page): number[][] {
    const { w } = this;
    const numbers = page.rows.map((row) => row.map(() => 0));
    if (w.isParallel) for (const row of numbers) row[0] = this.lineNumber++;
    else if (w.isAcross) {
      for (const [i, row] of page.rows.entries())
        for (const [k, cell] of row.entries()) if (cell !== null) numbers[i][k] = this.lineNumber++;
    } else
      for (let k = 0; k < w.columns; k++)
        for (const [i, row] of page.rows.entries()) if ((row[k] ?? null) !== null) numbers[i][k] = this.lineNumber++;
    return numbers;
  }

  private numberText(n: number): string {
    const { numbers } = this.w;
    if (numbers === null) return '';
    const text = String(n).padStart(numbers.digits).slice(-numbers.digits);
    if (!this.isInColumns) return text + numbers.separator;
    return numbers.separator === '\t' ? text.padEnd(this.numberWidth) : text + numbers.separator;
  }

  private row(cells: readonly (string | null)[], numbers: readonly number[]): string {
    const { w } = this;
    // Files side by side keep their places; columns of one file end with the last line.
    const last = w.isParallel ? cells.length - 1 : cells.findLastIndex((cell) => cell !== null);
    const out = new Blanks(this.isInColumns ? { char: '\t', width: TAB } : w.outTabs);
    out.add(' '.repeat(w.margin));
    if (w.isParallel) out.add(this.numberText(numbers[0]));
    for (let k = 0; k <= last; k++) {
      const cell = cells[k];
      const number = cell === null || w.isParallel ? '' : this.numberText(numbers[k]);
      let text = number + this.shown(cell ?? '', number);
      if (w.truncates) text = cut(text, this.cellWidth);
      out.add(text);
      if (k === last) break;
      if (!w.isJoined) out.add(' '.repeat(Math.max(0, this.cellWidth - columnsOf(text))));
      out.add(w.separator);
      out.flush();
    }
    if (!this.isInColumns) out.flush();
    return out.text;
  }

  /** The text of a cell, with tabs expanded where columns are to be aligned. */
  private shown(text: string, number: string): string {
    const { w } = this;
    let out = text;
    const expands = w.tabs ?? (this.isInColumns && w.separator !== '\t' ? { char: '\t', width: TAB } : null);
    if (expands !== null) out = expand(out, expands.char, expands.width, this.isInColumns ? columnsOf(number) : 0);
    if (w.escapes === null) return out;
    return out.replace(/[^\t\n -~]/gu, (c) => {
      const code = c.charCodeAt(0);
      if (w.escapes === 'hat' && code < 32) return `^${String.fromCharCode(code + 64)}`;
      return Array.from(encode(c), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    });
  }
}

function cut(text: string, width: number): string {
  let used = 0;
  let out = '';
  for (const c of text) {
    used += c === '\t' ? TAB - (used % TAB) : widthOf(c);
    if (used > width) break;
    out += c;
  }
  return out;
}

function expand(text: string, char: string, width: number, start: number): string {
  let column = start;
  let out = '';
  for (const c of text) {
    const step = c === char ? width - (column % width) : widthOf(c);
    out += c === char ? ' '.repeat(step) : c;
    column += step;
  }
  return out;
}

/** A line whose blanks are written late: as tabs as far as those reach, a single one as it is; those at its end not at all. */
class Blanks {
  text = '';
  private readonly tabs: PrWish['outTabs'];
  private column = 0;
  private pending = 0;

  constructor(tabs: PrWish['outTabs']) {
    this.tabs = tabs;
  }

  add(text: string): void {
    for (const c of text) {
      if (c === ' ') {
        this.pending++;
        continue;
      }
      this.flush();
      this.text += c;
      this.column = c === '\t' ? this.column + TAB - (this.column % TAB) : this.column + widthOf(c);
    }
  }

  flush(): void {
    const goal = this.column + this.pending;
    this.pending = 0;
    if (this.tabs !== null) {
      const { char, width } = this.tabs;
      for (let next = this.column + width - (this.column % width); goal - this.column > 1 && next <= goal; next = this.column + width) {
        this.text += char;
        this.column = next;
      }
    }
    this.text += ' '.repeat(goal - this.column);
    this.column = goal;
  }
}
