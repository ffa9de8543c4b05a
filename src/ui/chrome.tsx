// Ink's only door: the chrome is drawn into a terminal in memory and read back as a grid of cells. Ink writes every frame whole (its debug mode:
// no throttle, no erasing, no difference in CI), so a frame is complete when the memory terminal has taken it in.

import { type IBufferCell, Terminal } from '@xterm/headless';
import { render } from 'ink';
import type { ReactNode } from 'react';
import { App } from './app.tsx';
import type { ChromeModel } from './model.ts';
import { Grid } from './screen.ts';

type Listener = (...args: unknown[]) => void;

/** As much of a WriteStream as Ink uses. */
class MemoryStdout {
  columns = 80;
  rows = 24;
  readonly isTTY = false;
  readonly frames: string[] = [];
  write(text: string): boolean {
    this.frames.push(text);
    return true;
  }
  on(_event: string, _listener: Listener): this {
    return this;
  }
  off(_event: string, _listener: Listener): this {
    return this;
  }
}

/** Nothing is ever read from it: keys go through keys.ts. */
class NoStdin {
  readonly isTTY = false;
  on(): this {
    return this;
  }
  off(): this {
    return this;
  }
}

export class Chrome {
  private readonly stdout = new MemoryStdout();
  private readonly stdin = new NoStdin();
  private readonly onDrawn: (model: ChromeModel, grid: Grid) => void;
  private term = new Terminal({ cols: 80, rows: 24, scrollback: 0, allowProposedApi: true });
  private cell: IBufferCell = this.term.buffer.active.getNullCell();
  private instance: { rerender(node: ReactNode): void; unmount(): void } | null = null;
  private wanted: ChromeModel | null = null;
  private isParsing = false;

  constructor(onDrawn: (model: ChromeModel, grid: Grid) => void) {
    this.onDrawn = onDrawn;
  }

  /** Draws the newest model; those that are overtaken are left out. */
  draw(model: ChromeModel): void {
    this.wanted = model;
    if (!this.isParsing) this.next();
  }

  close(): void {
    this.instance?.unmount();
    this.instance = null;
    this.wanted = null;
  }

  private next(): void {
    const model = this.wanted;
    if (model === null) return;
    this.wanted = null;
    const { width, height } = model.layout;
    this.stdout.columns = width;
    this.stdout.rows = height + 1;
    this.stdout.frames.length = 0;
    this.render(model);
    const frame = this.stdout.frames.at(-1) ?? '';
    if (this.term.cols !== Math.max(2, width) || this.term.rows !== height) this.resize(width, height);
    this.isParsing = true;
    this.term.write(`\x1b[m\x1b[H\x1b[2J${frame.replaceAll('\n', '\r\n')}`, () => {
      this.isParsing = false;
      const grid = new Grid(width, height);
      const { active } = this.term.buffer;
      grid.blit(active, active.baseY, { x: 0, y: 0, width, height }, this.cell);
      this.onDrawn(model, grid);
      this.next();
    });
  }

  private resize(width: number, height: number): void {
    this.term.dispose();
    this.term = new Terminal({ cols: Math.max(2, width), rows: Math.max(1, height), scrollback: 0, allowProposedApi: true });
    this.cell = this.term.buffer.active.getNullCell();
    // The last column is written without a wrap.
    this.term.write('\x1b[?7l');
  }

  private render(model: ChromeModel): void {
    const tree = <App model={model} />;
    if (this.instance !== null) {
      this.instance.rerender(tree);
      return;
    }
    this.instance = render(tree, {
      stdout: this.stdout as unknown as NodeJS.WriteStream,
      stderr: this.stdout as unknown as NodeJS.WriteStream,
      stdin: this.stdin as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 1000,
    });
  }
}
