// One simulated terminal's screen: the machine's bytes go in, a headless xterm keeps the cells, the compositor copies them out.

import { type IBufferCell, type ITerminalAddon, Terminal } from '@xterm/headless';
import type { Rect } from './layout.ts';
import type { Grid } from './screen.ts';

const SCROLLBACK = 5000;
/** Bytes given to xterm at a time; it refuses more than 50 million. */
const MAX_PARSING = 1 << 20;
/** Bytes kept for it. A replayed flood is longer; of that the end is enough, for what scrolled away. */
const MAX_QUEUE = 1 << 23;
/** With that much to do, the screen is shown before all is done. */
const FLOOD = 1 << 16;

/** What the compositor needs of a terminal. */
export interface Cursor {
  readonly x: number;
  readonly y: number;
}

export interface TerminalListener {
  /** The screen is up to date with everything written so far. */
  onParsed(): void;
  /** Bytes the terminal itself answers (cursor position, device attributes): for the tty. */
  onReply(text: string): void;
  onBell(): void;
}

export class SessionTerminal {
  private readonly term: Terminal;
  private readonly cell: IBufferCell;
  private isCursorShown = true;
  /** Top line of the scrollback view; null: follow the output. */
  private top: number | null = null;
  private queue: (Uint8Array | string)[] = [];
  private queued = 0;
  private parsing = 0;

  constructor(cols: number, rows: number, listener: TerminalListener) {
    this.term = new Terminal({ cols: Math.max(2, cols), rows: Math.max(1, rows), scrollback: SCROLLBACK, allowProposedApi: true });
    this.cell = this.term.buffer.active.getNullCell();
    this.listener = listener;
    this.term.onData((text) => this.listener.onReply(text));
    this.term.onBell(() => this.listener.onBell());
    this.watchCursor();
  }

  private readonly listener: TerminalListener;

  /** DECTCEM is not among the modes that xterm tells. */
  private watchCursor(): void {
    const set = (isShown: boolean) => (params: (number | number[])[]) => {
      if (params.includes(25)) this.isCursorShown = isShown;
      return false;
    };
    this.term.parser.registerCsiHandler({ prefix: '?', final: 'h' }, set(true));
    this.term.parser.registerCsiHandler({ prefix: '?', final: 'l' }, set(false));
    this.term.parser.registerEscHandler({ final: 'c' }, () => {
      this.isCursorShown = true;
      return false;
    });
  }

  /** Grapheme clusters (addon-unicode-graphemes); loaded after the first frame. */
  load(addon: ITerminalAddon): void {
    this.term.loadAddon(addon);
  }

  /** Bytes written but not yet on the screen. */
  get backlog(): number {
    return this.queued + this.parsing;
  }

  write(bytes: Uint8Array | string): void {
    this.queue.push(bytes);
    this.queued += bytes.length;
    while (this.queued > MAX_QUEUE && this.queue.length > 1) this.queued -= this.queue.shift()?.length ?? 0;
    this.feed();
  }

  private feed(): void {
    while (this.queue.length > 0 && this.parsing < MAX_PARSING) {
      const bytes = this.queue.shift() ?? '';
      this.queued -= bytes.length;
      this.parsing += bytes.length;
      this.term.write(bytes, () => {
        this.parsing -= bytes.length;
        this.feed();
        const { backlog } = this;
        if (backlog === 0 || backlog > FLOOD) this.listener.onParsed();
      });
    }
  }

  resize(cols: number, rows: number): void {
    if (cols === this.term.cols && rows === this.term.rows) return;
    this.term.resize(Math.max(2, cols), Math.max(1, rows));
  }

  get cols(): number {
    return this.term.cols;
  }

  get rows(): number {
    return this.term.rows;
  }

  get hasPasteMode(): boolean {
    return this.term.modes.bracketedPasteMode;
  }

  /** DECCKM: arrow keys send `ESC O`. */
  get hasCursorKeysMode(): boolean {
    return this.term.modes.applicationCursorKeysMode;
  }

  get hasKeypadMode(): boolean {
    return this.term.modes.applicationKeypadMode;
  }

  draw(grid: Grid, rect: Rect): void {
    const buffer = this.term.buffer.active;
    grid.blit(buffer, this.top ?? buffer.baseY, rect, this.cell);
  }

  /** In the pane's columns and rows; null when hidden or scrolled away. */
  cursor(): Cursor | null {
    const buffer = this.term.buffer.active;
    if (!this.isCursorShown || this.top !== null) return null;
    return { x: Math.min(buffer.cursorX, this.term.cols - 1), y: buffer.cursorY };
  }

  // Scrollback.

  get isScrolled(): boolean {
    return this.top !== null;
  }

  /** Lines above the top of the view, and how many there are in all above the screen. */
  get scrollPosition(): { readonly above: number; readonly of: number } {
    const { baseY } = this.term.buffer.active;
    return { above: this.top ?? baseY, of: baseY };
  }

  enterScroll(): void {
    this.top ??= this.term.buffer.active.baseY;
  }

  leaveScroll(): void {
    this.top = null;
  }

  scrollBy(lines: number): void {
    const { baseY } = this.term.buffer.active;
    this.top = Math.max(0, Math.min(baseY, (this.top ?? baseY) + lines));
  }

  /** The line's text without trailing blanks; lines count from the oldest kept. */
  lineText(line: number): string {
    return this.term.buffer.active.getLine(line)?.translateToString(true) ?? '';
  }

  get lineCount(): number {
    return this.term.buffer.active.length;
  }

  /** Goes to the next line with the text, upwards or downwards, and around. Returns whether there is one. */
  search(text: string, direction: 1 | -1): boolean {
    const n = this.lineCount;
    const wanted = text.toLowerCase();
    let at = this.top ?? this.term.buffer.active.baseY;
    for (let i = 0; i < n; i++) {
      at = (at + direction + n) % n;
      if (this.lineText(at).toLowerCase().includes(wanted)) {
        this.top = Math.min(at, this.term.buffer.active.baseY);
        return true;
      }
    }
    return false;
  }

  /** A place in the output that stays with its line; null in the alternate screen. */
  mark(): { readonly line: number } | null {
    return this.term.registerMarker(0) ?? null;
  }

  /** The line the cursor is in, counted from the oldest kept. */
  get cursorLine(): number {
    const buffer = this.term.buffer.active;
    return buffer.baseY + buffer.cursorY;
  }

  dispose(): void {
    this.term.dispose();
  }
}
