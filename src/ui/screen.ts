// A grid of cells, and how one grid becomes another on a real terminal with few bytes. Attributes are kept as numbers; colours are brought down
// to what the terminal shows only when they are written.

import type { IBuffer, IBufferCell } from '@xterm/headless';
import { clusters } from '../abi/text.ts';
import type { Rect } from './layout.ts';
import type { Line } from './text.ts';
import type { Colour, Style } from './theme.ts';

export type ColourMode = 'none' | '16' | '256' | 'rgb';

const BOLD = 1;
const DIM = 2;
const ITALIC = 4;
const UNDERLINE = 8;
const BLINK = 16;
const INVERSE = 32;
const INVISIBLE = 64;
const STRIKE = 128;
const SGR_OF_FLAG: readonly [number, number][] = [
  [BOLD, 1],
  [DIM, 2],
  [ITALIC, 3],
  [UNDERLINE, 4],
  [BLINK, 5],
  [INVERSE, 7],
  [INVISIBLE, 8],
  [STRIKE, 9],
];

/** Colours: 0 the terminal's own, 1-256 a palette index plus one, RGB_BIT + rgb. */
const RGB_BIT = 0x1000000;
const PALETTE: Record<Colour, number> = { red: 2, green: 3, yellow: 4, blue: 5, magenta: 6, cyan: 7 };

export class Grid {
  readonly cols: number;
  readonly rows: number;
  /** One cluster a cell; empty for the second half of a wide one. */
  readonly text: string[];
  readonly fg: Int32Array;
  readonly bg: Int32Array;
  readonly flags: Uint8Array;

  constructor(cols: number, rows: number) {
    this.cols = cols;
    this.rows = rows;
    this.text = new Array<string>(cols * rows).fill(' ');
    this.fg = new Int32Array(cols * rows);
    this.bg = new Int32Array(cols * rows);
    this.flags = new Uint8Array(cols * rows);
  }

  clear(): void {
    this.text.fill(' ');
    this.fg.fill(0);
    this.bg.fill(0);
    this.flags.fill(0);
  }

  /** All cells of a grid of the same size. */
  copy(from: Grid): void {
    for (let i = 0; i < this.text.length; i++) this.text[i] = from.text[i];
    this.fg.set(from.fg);
    this.bg.set(from.bg);
    this.flags.set(from.flags);
  }

  set(x: number, y: number, text: string, fg: number, bg: number, flags: number): void {
    const i = y * this.cols + x;
    this.text[i] = text;
    this.fg[i] = fg;
    this.bg[i] = bg;
    this.flags[i] = flags;
  }

  /** Writes a styled line; returns the column after it. */
  write(x: number, y: number, line: Line): number {
    let at = x;
    for (const span of line) {
      const fg = span.style.colour ? PALETTE[span.style.colour] : 0;
      const flags = flagsOf(span.style);
      for (const c of clusters(span.text)) {
        if (c.width === 0 || at + c.width > this.cols) continue;
        this.set(at, y, c.text, fg, 0, flags);
        if (c.width === 2) this.set(at + 1, y, '', fg, 0, flags);
        at += c.width;
      }
    }
    return at;
  }

  /** The rows of a terminal's buffer from `top` on; what does not fit is cut, at a whole character. */
  blit(buffer: IBuffer, top: number, rect: Rect, cell: IBufferCell): void {
    for (let row = 0; row < rect.height; row++) {
      const y = rect.y + row;
      const line = buffer.getLine(top + row);
      const width = line === undefined ? 0 : Math.min(rect.width, line.length);
      // A wide character of what lies below is not left with one half.
      if (rect.x > 0 && this.text[y * this.cols + rect.x] === '') this.set(rect.x - 1, y, ' ', 0, 0, 0);
      if (rect.x + rect.width < this.cols && this.text[y * this.cols + rect.x + rect.width] === '')
        this.set(rect.x + rect.width, y, ' ', 0, 0, 0);
      let isHalf = false;
      for (let col = 0; col < rect.width; col++) {
        if (line === undefined || col >= width || line.getCell(col, cell) === undefined) {
          this.set(rect.x + col, y, ' ', 0, 0, 0);
          continue;
        }
        const w = cell.getWidth();
        const chars = cell.getChars();
        // Half a wide character, at the pane's edge or left over from an overwritten one, is a blank.
        const text = w === 0 ? (isHalf ? '' : ' ') : chars === '' || (w === 2 && col + 1 >= rect.width) ? ' ' : chars;
        isHalf = w === 2;
        if (cell.isAttributeDefault()) this.set(rect.x + col, y, text, 0, 0, 0);
        else this.set(rect.x + col, y, text, foreground(cell), background(cell), cellFlags(cell));
      }
    }
  }

  /** Swaps foreground and background of some cells. */
  invert(rect: Rect): void {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let i = y * this.cols + rect.x; i < y * this.cols + rect.x + rect.width; i++) this.flags[i] = this.flags[i] ^ INVERSE;
    }
  }

  /** A row as text, for tests and messages. */
  rowText(y: number): string {
    return this.text.slice(y * this.cols, (y + 1) * this.cols).join('');
  }
}

function flagsOf(style: Style): number {
  return (style.bold ? BOLD : 0) | (style.dim ? DIM : 0) | (style.underline ? UNDERLINE : 0) | (style.inverse ? INVERSE : 0);
}

const foreground = (c: IBufferCell): number =>
  c.isFgDefault() ? 0 : c.isFgRGB() ? RGB_BIT | c.getFgColor() : c.isFgPalette() ? c.getFgColor() + 1 : 0;

const background = (c: IBufferCell): number =>
  c.isBgDefault() ? 0 : c.isBgRGB() ? RGB_BIT | c.getBgColor() : c.isBgPalette() ? c.getBgColor() + 1 : 0;

function cellFlags(c: IBufferCell): number {
  return (
    (c.isBold() ? BOLD : 0) |
    (c.isDim() ? DIM : 0) |
    (c.isItalic() ? ITALIC : 0) |
    (c.isUnderline() ? UNDERLINE : 0) |
    (c.isBlink() ? BLINK : 0) |
    (c.isInverse() ? INVERSE : 0) |
    (c.isInvisible() ? INVISIBLE : 0) |
    (c.isStrikethrough() ? STRIKE : 0)
  );
}

/** Unchanged cells between two changes that are cheaper to write again than to jump over. */
const GAP = 6;

/** The bytes that turn `shown` into `next` on the terminal; `shown` becomes equal to `next`. */
export function diff(shown: Grid, next: Grid, mode: ColourMode): string {
  const pen = new Pen(mode);
  for (let y = 0; y < next.rows; y++) diffRow(shown, next, y, pen);
  return pen.end();
}

function diffRow(shown: Grid, next: Grid, y: number, pen: Pen): void {
  const start = y * next.cols;
  const end = start + next.cols;
  let i = start;
  while (i < end && isSame(shown, next, i)) i++;
  if (i === end) return;
  if (hasRisk(shown, start, end) || hasRisk(next, start, end)) {
    pen.move(0, y);
    pen.eraseLine();
    writeCells(next, start, end, y, pen);
  } else {
    while (i < end) {
      let last = i;
      for (let k = i + 1; k < end && k - last <= GAP; k++) if (!isSame(shown, next, k)) last = k;
      // A wide character is written whole, and half of an old one is wiped whole.
      while (i > start && (next.text[i] === '' || shown.text[i] === '')) i--;
      let stop = last + 1;
      while (stop < end && (next.text[stop] === '' || shown.text[stop] === '')) stop++;
      pen.move(i - start, y);
      writeCells(next, i, stop, y, pen);
      i = stop;
      while (i < end && isSame(shown, next, i)) i++;
    }
  }
  for (let k = start; k < end; k++) {
    shown.text[k] = next.text[k];
    shown.fg[k] = next.fg[k];
    shown.bg[k] = next.bg[k];
    shown.flags[k] = next.flags[k];
  }
}

const isSame = (a: Grid, b: Grid, i: number): boolean =>
  a.text[i] === b.text[i] && a.fg[i] === b.fg[i] && a.bg[i] === b.bg[i] && a.flags[i] === b.flags[i];

const isBlank = (g: Grid, i: number): boolean => g.text[i] === ' ' && g.bg[i] === 0 && (g.flags[i] & (UNDERLINE | INVERSE | STRIKE)) === 0;

function writeCells(g: Grid, from: number, to: number, y: number, pen: Pen): void {
  const rowEnd = (y + 1) * g.cols;
  let stop = to;
  if (to === rowEnd) while (stop > from && isBlank(g, stop - 1)) stop--;
  for (let i = from; i < stop; i++) {
    const text = g.text[i];
    if (text === '') continue;
    pen.style(g.fg[i], g.bg[i], g.flags[i]);
    pen.print(text);
    if (isRisky(text)) pen.column((i % g.cols) + (i + 1 < to && g.text[i + 1] === '' ? 2 : 1));
  }
  if (stop === to) return;
  if (to - stop > 3) pen.eraseLine();
  else {
    pen.style(0, 0, 0);
    pen.print(' '.repeat(to - stop));
  }
}

/** Characters whose width terminals disagree on; after one, the column is set anew. */
function isRisky(text: string): boolean {
  const code = text.charCodeAt(0);
  if (text.length === 1) return code >= 0x2600 && code < 0x27c0;
  return true;
}

function hasRisk(g: Grid, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const text = g.text[i];
    if (text !== ' ' && text !== '' && isRisky(text)) return true;
  }
  return false;
}

/** Collects bytes and remembers the attributes in force. */
class Pen {
  private readonly mode: ColourMode;
  private out = '';
  private fg = 0;
  private bg = 0;
  private flags = 0;

  constructor(mode: ColourMode) {
    this.mode = mode;
  }

  move(x: number, y: number): void {
    this.out += x === 0 ? `\x1b[${y + 1}H` : `\x1b[${y + 1};${x + 1}H`;
  }

  column(x: number): void {
    this.out += `\x1b[${x + 1}G`;
  }

  print(text: string): void {
    this.out += text;
  }

  eraseLine(): void {
    this.style(0, 0, 0);
    this.out += '\x1b[K';
  }

  style(fg: number, bg: number, flags: number): void {
    if (fg === this.fg && bg === this.bg && flags === this.flags) return;
    this.out += sgr(fg, bg, flags, this.mode);
    this.fg = fg;
    this.bg = bg;
    this.flags = flags;
  }

  end(): string {
    if (this.fg !== 0 || this.bg !== 0 || this.flags !== 0) this.out += '\x1b[m';
    return this.out;
  }
}

function sgr(fg: number, bg: number, flags: number, mode: ColourMode): string {
  if (fg === 0 && bg === 0 && flags === 0) return '\x1b[m';
  let codes = '0';
  for (const [flag, code] of SGR_OF_FLAG) if (flags & flag) codes += `;${code}`;
  if (mode !== 'none') codes += colour(fg, 30, mode) + colour(bg, 40, mode);
  return codes === '0' ? '\x1b[m' : `\x1b[${codes}m`;
}

/** `base` is 30 for the foreground, 40 for the background. */
function colour(value: number, base: number, mode: ColourMode): string {
  if (value === 0) return '';
  if (value & RGB_BIT) {
    const rgb = value & 0xffffff;
    if (mode === 'rgb') return `;${base + 8};2;${rgb >> 16};${(rgb >> 8) & 255};${rgb & 255}`;
    return colour(nearest(rgb) + 1, base, mode);
  }
  const index = value - 1;
  if (index < 8) return `;${base + index}`;
  if (index < 16) return `;${base + 60 + index - 8}`;
  if (mode === '16') return colour(to16(index) + 1, base, mode);
  return `;${base + 8};5;${index}`;
}

/** The closest entry of the 256-colour cube. */
function nearest(rgb: number): number {
  const level = (v: number) => (v < 48 ? 0 : v < 115 ? 1 : Math.floor((v - 35) / 40));
  return 16 + 36 * level(rgb >> 16) + 6 * level((rgb >> 8) & 255) + level(rgb & 255);
}

/** A 256-colour index as one of the 16. */
function to16(index: number): number {
  if (index >= 232) return index < 238 ? 0 : index < 244 ? 8 : index < 250 ? 7 : 15;
  const n = index - 16;
  const [r, g, b] = [Math.floor(n / 36), Math.floor(n / 6) % 6, n % 6];
  const bit = (v: number) => (v >= 3 ? 1 : 0);
  const bright = Math.max(r, g, b) >= 5 ? 8 : 0;
  return bright + (bit(r) | (bit(g) << 1) | (bit(b) << 2));
}

/** What the terminal shows of colours. `--color=never` and a non-empty NO_COLOR (no-color.org) take them all. */
export function colourMode(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  flag: 'auto' | 'always' | 'never',
): ColourMode {
  if (flag === 'never') return 'none';
  const term = env.TERM ?? '';
  const isRefused = (env.NO_COLOR ?? '') !== '' || env.FORCE_COLOR === '0' || term === 'dumb';
  if (flag === 'auto' && isRefused) return 'none';
  if (/^(truecolor|24bit)$/.test(env.COLORTERM ?? '') || env.WT_SESSION !== undefined) return 'rgb';
  return term.includes('256') || platform === 'win32' ? '256' : '16';
}
