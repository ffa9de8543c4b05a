import { expect, test } from 'vitest';
import { Display } from './display.ts';

/** A terminal of `columns`, as far as the display uses one. */
class Screen {
  readonly rows: string[][] = [[]];
  row = 0;
  column = 0;
  private pending = false;
  readonly columns: number;
  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (c === '\x1b') {
        const m = /^\x1b\[(\d*)([A-Z])/.exec(text.slice(i));
        if (m === null) throw new Error('unknown sequence');
        this.control(m[2], Number(m[1] || 1));
        i += m[0].length - 1;
      } else if (c === '\r') this.goTo(this.row, 0);
      else if (c === '\b') this.goTo(this.row, this.column - 1);
      else if (c === '\n') this.goTo(this.row + 1, this.column);
      else this.put(c);
    }
  }

  private goTo(row: number, column: number): void {
    this.row = row;
    this.column = Math.max(0, Math.min(column, this.columns - 1));
    this.pending = false;
    while (this.rows.length <= row) this.rows.push([]);
  }

  private control(letter: string, n: number): void {
    if (letter === 'A') this.goTo(this.row - n, this.column);
    else if (letter === 'C') this.goTo(this.row, this.column + n);
    else if (letter === 'D') this.goTo(this.row, this.column - n);
    else if (letter === 'K') this.rows[this.row].length = Math.min(this.rows[this.row].length, this.column);
    else if (letter === 'J') {
      this.rows[this.row].length = Math.min(this.rows[this.row].length, this.column);
      this.rows.length = this.row + 1;
    }
  }

  private put(c: string): void {
    if (this.pending) this.goTo(this.row + 1, 0);
    while (this.rows[this.row].length < this.column) this.rows[this.row].push(' ');
    this.rows[this.row][this.column] = c;
    if (this.column === this.columns - 1) this.pending = true;
    else this.column++;
  }

  get text(): string {
    return this.rows
      .map((r) => r.join('').trimEnd())
      .join('\n')
      .trimEnd();
  }
}

function expected(prompt: string, text: string, columns: number): string {
  const all = prompt + text;
  const rows: string[] = [];
  for (let i = 0; i < all.length; i += columns) rows.push(all.slice(i, i + columns).trimEnd());
  return rows.join('\n').trimEnd();
}

test('random edits show what was typed, at every width', () => {
  let seed = 7;
  const random = (n: number): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % n;
  };
  for (const columns of [5, 8, 20]) {
    for (let round = 0; round < 60; round++) {
      const prompt = '$ ';
      const display = new Display(prompt, columns);
      const screen = new Screen(columns);
      let text = '';
      let point = 0;
      screen.write(display.draw(text, point));
      for (let step = 0; step < 40; step++) {
        const kind = random(6);
        if (kind < 3) {
          const added = 'abcdefghij'.slice(0, 1 + random(random(4) === 0 ? 9 : 2));
          text = text.slice(0, point) + added + text.slice(point);
          point += added.length;
        } else if (kind === 3) point = random(text.length + 1);
        else if (kind === 4 && point > 0) {
          text = text.slice(0, point - 1) + text.slice(point);
          point--;
        } else if (kind === 5 && random(4) === 0) {
          text = text.slice(0, point);
        }
        screen.write(display.update(text, point));
        expect(screen.text).toBe(expected(prompt, text, columns));
        const at = prompt.length + point;
        const pending = at % columns === 0 && screen.row === at / columns - 1;
        if (!pending) expect([screen.row, screen.column]).toEqual([Math.floor(at / columns), at % columns]);
      }
    }
  }
});
