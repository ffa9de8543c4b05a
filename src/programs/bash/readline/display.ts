// Drawing the edited line (readline's display.c): prompt and text wrapped at the terminal's width, the cursor moved, only what changed sent.

import { type Cluster, clusters } from '../../../abi/text.ts';

/** One cell row on the screen. */
interface Layout {
  /** The clusters of each row, prompt included. */
  readonly rows: readonly (readonly Cluster[])[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** A character as it is shown: controls as ^X. */
function shown(c: Cluster): Cluster {
  const code = c.text.charCodeAt(0);
  if (c.text.length === 1 && code < 0x20) return { text: `^${String.fromCharCode(code + 64)}`, width: 2 };
  if (c.text === '\x7f') return { text: '^?', width: 2 };
  // A byte that is no text: its octal escape.
  if (c.text.length === 1 && code >= 0xdc80 && code < 0xdd00) return { text: `\\${(code - 0xdc00).toString(8)}`, width: 4 };
  return c;
}

function layOut(prompt: readonly Cluster[], text: string, point: number, columns: number): Layout {
  const rows: Cluster[][] = [[]];
  let width = 0;
  let cursorRow = 0;
  let cursorColumn = 0;
  const put = (c: Cluster): void => {
    if (width + c.width > columns) {
      rows.push([]);
      width = 0;
    }
    rows[rows.length - 1].push(c);
    width += c.width;
  };
  for (const c of prompt) put(c);
  let at = 0;
  const markCursor = (): void => {
    cursorRow = rows.length - 1;
    cursorColumn = width;
    if (width >= columns) {
      cursorRow++;
      cursorColumn = 0;
    }
  };
  for (const c of clusters(text)) {
    if (at === point) markCursor();
    if (c.text === '\n') {
      rows.push([]);
      width = 0;
    } else {
      const s = shown(c);
      if (s.width > 1 && s !== c) for (const part of s.text) put({ text: part, width: 1 });
      else put(s);
    }
    at += c.text.length;
  }
  if (at === point || point >= text.length) markCursor();
  if (cursorRow === rows.length) rows.push([]);
  return { rows, cursorRow, cursorColumn };
}

export class Display {
  private readonly prompt: readonly Cluster[];
  /** The prompt's last line as it is sent, with its invisible parts. */
  private readonly rawPrompt: string;
  private columns: number;
  private last: Layout | null = null;
  private lastText = '';
  private lastPoint = 0;

  /** `prompt` is the last line of the prompt, with \x01 and \x02 around what has no width. */
  constructor(prompt: string, columns: number) {
    this.rawPrompt = prompt.replace(/[\x01\x02]/g, '');
    this.prompt = clusters(prompt.replace(/\x01[^\x02]*\x02/g, ''));
    this.columns = Math.max(1, columns);
  }

  resize(columns: number): void {
    this.columns = Math.max(1, columns);
  }

  /** The whole line, drawn where the cursor stands: at the beginning of a row. */
  draw(text: string, point: number): string {
    const layout = layOut(this.prompt, text, point, this.columns);
    this.remember(layout, text, point);
    // The prompt goes out raw; what it covers of the first rows is skipped.
    let skip = this.prompt.length;
    let row = 0;
    while (row < layout.rows.length - 1 && skip >= layout.rows[row].length) skip -= layout.rows[row++].length;
    return this.rawPrompt + this.emit(layout, row, skip, 0);
  }

  /** What changes the screen from the last state to this one. */
  update(text: string, point: number): string {
    const old = this.last;
    if (old === null) return this.draw(text, point);
    // Typing at the end of the line: the characters themselves.
    if (this.lastPoint === this.lastText.length && point === text.length && text.startsWith(this.lastText)) {
      const added = text.slice(this.lastText.length);
      if (/^[\x20-\x7e]*$/.test(added) && old.cursorColumn + added.length < this.columns) {
        const layout = layOut(this.prompt, text, point, this.columns);
        this.remember(layout, text, point);
        return added;
      }
    }
    const layout = layOut(this.prompt, text, point, this.columns);
    let out = '';
    if (text !== this.lastText) out = this.redrawFrom(old, layout);
    else out = this.move(old.cursorRow, old.cursorColumn, layout.cursorRow, layout.cursorColumn);
    this.remember(layout, text, point);
    return out;
  }

  /** Back to the first row, everything below cleared, drawn anew: after the window's size has changed. */
  redraw(text: string, point: number): string {
    return this.erase() + this.draw(text, point);
  }

  /** Takes the line off the screen; the cursor is where it began. */
  erase(): string {
    const { last } = this;
    return last === null ? '' : `\r${last.cursorRow > 0 ? `\x1b[${last.cursorRow}A` : ''}\x1b[J`;
  }

  /** From the cursor to the row after the last, where output goes on. */
  finish(): string {
    const { last } = this;
    if (last === null) return '\n';
    const down = last.rows.length - 1 - last.cursorRow;
    return `${down > 0 ? `\x1b[${down}B` : ''}\r\n`;
  }

  /** Forgets what is on the screen: something else was printed. */
  forget(): void {
    this.last = null;
  }

  private remember(layout: Layout, text: string, point: number): void {
    this.last = layout;
    this.lastText = text;
    this.lastPoint = point;
  }

  private isFull(row: readonly Cluster[]): boolean {
    return widthOf(row) >= this.columns;
  }

  /** Writes the cells from a place on, clears what is left of `oldRows` rows, and puts the cursor where it belongs. */
  private emit(layout: Layout, row: number, index: number, oldRows: number): string {
    const { rows } = layout;
    let out = '';
    for (let r = row; r < rows.length; r++) {
      const cells = r === row ? rows[r].slice(index) : rows[r];
      for (const c of cells) out += c.text;
      if (r === rows.length - 1) break;
      // A full row wraps by itself at the next character; an empty row after it needs one to wrap for.
      if (this.isFull(rows[r])) out += rows[r + 1].length === 0 ? ' \r' : '';
      else out += oldRows > 0 ? '\x1b[K\r\n' : '\r\n';
    }
    const last = rows.length - 1;
    const width = widthOf(rows[last]);
    if (oldRows > 0 && width < this.columns) out += oldRows > rows.length ? '\x1b[J' : '\x1b[K';
    else if (oldRows > rows.length) out += '\r\n\x1b[J\x1b[A';
    return out + this.move(last, width, layout.cursorRow, layout.cursorColumn);
  }

  /** Moves the cursor. At the right edge it stands on the last column, whatever a terminal makes of that. */
  private move(row: number, column: number, toRow: number, toColumn: number): string {
    let out = '';
    let from = column;
    if (row > toRow) out += row - toRow === 1 ? '\x1b[A' : `\x1b[${row - toRow}A`;
    if (row < toRow) {
      out += `\r${'\n'.repeat(toRow - row)}`;
      from = 0;
    }
    if (toColumn === from) return out;
    if (from >= this.columns) {
      out += '\r';
      from = 0;
    }
    if (toColumn === 0) return from === 0 ? out : `${out}\r`;
    if (toColumn < from) return out + (from - toColumn < 4 ? '\b'.repeat(from - toColumn) : `\x1b[${from - toColumn}D`);
    return toColumn > from ? `${out}\x1b[${toColumn - from}C` : out;
  }

  /** Redraws from the first difference on. */
  private redrawFrom(old: Layout, layout: Layout): string {
    let row = 0;
    const last = Math.min(old.rows.length, layout.rows.length) - 1;
    while (row < last && sameRow(old.rows[row], layout.rows[row])) row++;
    const oldRow = old.rows[row];
    const newRow = layout.rows[row];
    let same = 0;
    while (same < oldRow.length && same < newRow.length && oldRow[same].text === newRow[same].text) same++;
    // The cursor cannot be put behind the last column: the character there is written again.
    if (same > 0 && widthOf(newRow.slice(0, same)) >= this.columns) same--;
    const column = widthOf(newRow.slice(0, same));
    return this.move(old.cursorRow, old.cursorColumn, row, column) + this.emit(layout, row, same, old.rows.length);
  }
}

const widthOf = (row: readonly Cluster[]): number => row.reduce((n, c) => n + c.width, 0);

function sameRow(a: readonly Cluster[], b: readonly Cluster[]): boolean {
  return a.length === b.length && a.every((c, i) => c.text === b[i].text);
}
