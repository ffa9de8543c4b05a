// The one writer of the real terminal. Chrome and terminal panes are put together in a grid, compared with what the screen shows, and only
// the difference is written, in one synchronized update (DEC mode 2026) that ends with the real cursor where input methods look for it.
// The first change draws at once; those that follow within 16 ms are drawn together.

import type { Layout } from './layout.ts';
import { type ColourMode, diff, Grid } from './screen.ts';
import type { SessionTerminal } from './terminal.ts';

export const FRAME_MS = 16;

const ENTER = '\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[H\x1b[2J';
/** In reverse order of entering, the alternate screen last. */
const LEAVE = '\x1b[?2026l\x1b[m\x1b>\x1b[?1l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';

/** What is to be seen. */
export interface Scene {
  readonly layout: Layout;
  /** Everything but the terminals' cells, as large as the layout's drawn part. */
  readonly chrome: Grid;
  readonly terminals: ReadonlyMap<string, SessionTerminal>;
  readonly focus: string;
  /** A text cursor of the chrome (a dialog's input line); wins over the terminal's. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
}

export interface CompositorOutput {
  /** False: the terminal does not keep up; call `resume` when it does. */
  write(text: string): boolean;
  now(): number;
  /** Calls back after some milliseconds. */
  later(run: () => void, ms: number): () => void;
}

export class Compositor {
  private readonly out: CompositorOutput;
  private readonly colours: ColourMode;
  private shown = new Grid(1, 1);
  private next = new Grid(1, 1);
  private scene: Scene | null = null;
  private cursor = '';
  private isCursorShown = true;
  private modes = '';
  private cancel: (() => void) | null = null;
  private paintedAt = -Infinity;
  private isBlocked = false;
  private isInside = false;
  private bell = '';
  /** Frames written, for tests and measurements. */
  frames = 0;

  constructor(out: CompositorOutput, colours: ColourMode) {
    this.out = out;
    this.colours = colours;
  }

  enter(): void {
    this.isInside = true;
    this.out.write(ENTER);
    this.forget();
  }

  /** Gives the terminal back as it was; harmless when done twice. */
  leave(): void {
    if (!this.isInside) return;
    this.isInside = false;
    this.cancel?.();
    this.cancel = null;
    this.out.write(LEAVE);
  }

  /** The screen was changed by somebody else (resize, suspend): everything is written anew. */
  forget(): void {
    this.shown = new Grid(1, 1);
    this.cursor = '';
    this.modes = '';
    this.isCursorShown = true;
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.schedule();
  }

  ring(): void {
    this.bell = '\x07';
    this.schedule();
  }

  /** A sequence that changes nothing on the screen (the clipboard's OSC 52). */
  send(sequence: string): void {
    if (this.isInside) this.out.write(sequence);
  }

  /** The terminal takes bytes again. */
  resume(): void {
    if (!this.isBlocked) return;
    this.isBlocked = false;
    this.schedule();
  }

  schedule(): void {
    if (this.cancel !== null || this.isBlocked || !this.isInside) return;
    const wait = this.paintedAt + FRAME_MS - this.out.now();
    if (wait <= 0) {
      this.paint();
      return;
    }
    this.cancel = this.out.later(() => {
      this.cancel = null;
      this.paint();
    }, wait);
  }

  paint(): void {
    const scene = this.scene;
    if (scene === null || !this.isInside) return;
    this.paintedAt = this.out.now();
    const { width, height } = scene.layout;
    let head = '';
    if (this.next.cols !== width || this.next.rows !== height) this.next = new Grid(width, height);
    if (this.shown.cols !== width || this.shown.rows !== height) {
      this.shown = new Grid(width, height);
      head = '\x1b[m\x1b[2J';
    }
    compose(scene, this.next);
    const body = head + diff(this.shown, this.next, this.colours);
    const modes = this.modesOf(scene);
    const cursor = cursorOf(scene);
    const place = cursor === null ? '' : `\x1b[${cursor.y + 1};${cursor.x + 1}H`;
    if (body === '' && modes === this.modes && place === this.cursor && this.bell === '') return;
    const hide = body !== '' && this.isCursorShown ? '\x1b[?25l' : '';
    const isShown = cursor !== null;
    const wasShown = this.isCursorShown && hide === '';
    const show = isShown === wasShown ? '' : isShown ? '\x1b[?25h' : '\x1b[?25l';
    const tail = (modes === this.modes ? '' : modes) + place + show + this.bell;
    this.modes = modes;
    this.cursor = place;
    this.isCursorShown = isShown;
    this.bell = '';
    this.frames++;
    this.isBlocked = !this.out.write(`\x1b[?2026h${hide}${body}${tail}\x1b[?2026l`);
  }

  /** The keyboard modes the program in the focused terminal asked for. */
  private modesOf(scene: Scene): string {
    const term = scene.terminals.get(scene.focus);
    if (term === undefined) return '\x1b[?1l\x1b>';
    return `${term.hasCursorKeysMode ? '\x1b[?1h' : '\x1b[?1l'}${term.hasKeypadMode ? '\x1b=' : '\x1b>'}`;
  }
}

/** Chrome, and over it the visible panes except where a dialog or the key bar lies. */
function compose(scene: Scene, grid: Grid): void {
  const { layout, chrome } = scene;
  if (chrome.cols === grid.cols && chrome.rows === grid.rows) grid.copy(chrome);
  else grid.clear();
  const bottom = layout.statusY < 0 ? layout.height : layout.statusY - layout.barRows;
  for (const pane of layout.panes) {
    const term = scene.terminals.get(pane.id);
    if (!pane.isVisible || term === undefined) continue;
    if (layout.dialog !== null && isOverlapping(pane.rect, layout.dialog)) continue;
    const height = Math.min(pane.rect.height, bottom - pane.rect.y);
    if (height > 0) term.draw(grid, { ...pane.rect, height });
  }
}

const isOverlapping = (a: Layout['body'], b: Layout['body']): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function cursorOf(scene: Scene): { x: number; y: number } | null {
  if (scene.cursor !== null) return scene.cursor;
  const { layout } = scene;
  const pane = layout.panes.find((p) => p.id === scene.focus && p.isVisible);
  const cursor = scene.terminals.get(scene.focus)?.cursor();
  if (pane === undefined || layout.dialog !== null || cursor === undefined || cursor === null) return null;
  if (cursor.x >= pane.rect.width || cursor.y >= pane.rect.height) return null;
  return { x: pane.rect.x + cursor.x, y: pane.rect.y + cursor.y };
}
