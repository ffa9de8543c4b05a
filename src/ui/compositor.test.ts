import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { Compositor, type CompositorOutput } from './compositor.ts';
import { loadGraphemes } from './graphemes.ts';
import { type LayoutInput, layout } from './layout.ts';
import { Grid } from './screen.ts';
import { SessionTerminal } from './terminal.ts';
import { line } from './text.ts';

const graphemes = await loadGraphemes();

/** A real terminal as far as we can have one: another headless xterm. */
class HostTerminal implements CompositorOutput {
  readonly term: Terminal;
  time = 0;
  written = 0;
  text = '';
  private readonly timers: { at: number; run: () => void }[] = [];

  constructor(cols: number, rows: number) {
    this.term = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
    this.term.loadAddon(graphemes());
  }
  write(text: string): boolean {
    this.written += text.length;
    this.text += text;
    this.term.write(text);
    return true;
  }
  now(): number {
    return this.time;
  }
  later(run: () => void, ms: number): () => void {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => this.timers.splice(this.timers.indexOf(timer), 1);
  }
  advance(ms: number): void {
    this.time += ms;
    for (const t of this.timers.splice(0).sort((a, b) => a.at - b.at)) t.at <= this.time ? t.run() : this.timers.push(t);
  }
  settle(): Promise<void> {
    return new Promise((done) => this.term.write('', done));
  }
  rows(): string[] {
    const b = this.term.buffer.active;
    return Array.from({ length: this.term.rows }, (_, y) => b.getLine(b.baseY + y)!.translateToString(false));
  }
}

const listener = { onParsed() {}, onReply() {}, onBell() {} };
const parsed = async (t: SessionTerminal) => {
  while (t.backlog > 0) await new Promise((r) => setTimeout(r, 1));
};
const base: LayoutInput = {
  cols: 80,
  rows: 24,
  isWindows: false,
  terminals: ['A'],
  focus: 'A',
  lesson: 'shown',
  isZoomed: false,
  hasDialog: false,
  barRows: 0,
};
const chromeOf = (l: ReturnType<typeof layout>) => {
  const g = new Grid(l.width, l.height);
  for (let y = 0; y < l.height; y++) g.write(0, y, line(y % 3 === 0 ? '레슨 namespace ' : '· chrome ', { bold: true }));
  return g;
};

/** What the screen must show, from the model alone. */
function wanted(l: ReturnType<typeof layout>, chrome: Grid, terminals: Map<string, SessionTerminal>): string[] {
  const g = new Grid(l.width, l.height);
  g.copy(chrome);
  for (const p of l.panes) if (p.isVisible) terminals.get(p.id)!.draw(g, p.rect);
  return Array.from({ length: l.height }, (_, y) => g.rowText(y));
}

// A small generator of its own, so that a failure can be repeated.
function random(seed: number): (n: number) => number {
  let s = seed;
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 4294967296) * n);
  };
}

const PIECES = [
  'hello ',
  'ls -la\r\n',
  '\x1b[1;31mred\x1b[m',
  '한글 텍스트',
  '\b \b',
  '\x1b[K',
  '\x1b[A',
  '\x1b[10C',
  '\x1b[2J\x1b[H',
  '命名空间\r\n',
  '\x1b[7mX\x1b[27m',
  '\r',
  '\x1b[38;5;208mo\x1b[48;2;1;2;3mq\x1b[m',
  '👍🏽',
  '❤\ufe0f',
  '\x1b[?25l',
  '\x1b[?25h',
  'x'.repeat(130),
  '\t',
  '\x1b[4;1H',
  '\x1b[L',
  '\x1b[P',
  '─│',
];

describe('compositor', () => {
  it('shows exactly the model after random output, floods and resizes', async () => {
    const sizes = [
      [80, 24],
      [120, 40],
      [200, 60],
      [61, 17],
      [40, 10],
    ] as const;
    for (let seed = 1; seed <= 4; seed++) {
      const rand = random(seed);
      let [cols, rows] = sizes[rand(sizes.length)]!;
      const host = new HostTerminal(cols, rows);
      const compositor = new Compositor(host, 'rgb');
      compositor.enter();
      const terminals = new Map([...'ABC'].map((id) => [id, new SessionTerminal(80, 24, listener)]));
      for (const t of terminals.values()) t.load(graphemes());
      for (let step = 0; step < 60; step++) {
        if (rand(6) === 0) {
          [cols, rows] = sizes[rand(sizes.length)]!;
          host.term.resize(cols, rows);
          compositor.forget();
        }
        const ids = [...'ABC'].slice(0, 1 + rand(3));
        const l = layout({ ...base, cols, rows, terminals: ids, focus: ids[rand(ids.length)]!, isZoomed: rand(5) === 0 });
        for (const p of l.panes) terminals.get(p.id)!.resize(p.rect.width, p.rect.height);
        const target = terminals.get(ids[rand(ids.length)]!)!;
        const count = rand(8) === 0 ? 400 : 1 + rand(5);
        for (let i = 0; i < count; i++) target.write(new TextEncoder().encode(PIECES[rand(PIECES.length)]!));
        await parsed(target);
        const chrome = chromeOf(l);
        compositor.show({ layout: l, chrome, terminals, focus: l.panes[0]!.id, cursor: null });
        host.advance(20);
        await host.settle();
        const shown = host.rows();
        const model = wanted(l, chrome, terminals);
        for (let y = 0; y < l.height; y++) expect([seed, step, y, shown[y]!.trimEnd()]).toEqual([seed, step, y, model[y]!.trimEnd()]);
        expect(shown[rows - 1]!.trim()).toBe('');
        const cursor = terminals.get(l.panes[0]!.id)!.cursor();
        const pane = l.panes[0]!;
        if (cursor && pane.isVisible && cursor.x < pane.rect.width && cursor.y < pane.rect.height) {
          expect([host.term.buffer.active.cursorX, host.term.buffer.active.cursorY]).toEqual([
            pane.rect.x + cursor.x,
            pane.rect.y + cursor.y,
          ]);
        }
      }
    }
  });

  it('draws the first change at once and later ones after 16 ms, in few bytes', async () => {
    const host = new HostTerminal(120, 40);
    const compositor = new Compositor(host, '16');
    compositor.enter();
    const l = layout({ ...base, cols: 120, rows: 40 });
    const a = new SessionTerminal(l.panes[0]!.rect.width, l.panes[0]!.rect.height, listener);
    const terminals = new Map([['A', a]]);
    const chrome = chromeOf(l);
    compositor.show({ layout: l, chrome, terminals, focus: 'A', cursor: null });
    expect(compositor.frames).toBe(1);
    host.advance(100);
    host.written = 0;
    for (const letter of 'abc') {
      a.write(letter);
      await parsed(a);
      compositor.schedule();
    }
    expect(compositor.frames).toBe(2);
    host.advance(16);
    expect(compositor.frames).toBe(3);
    expect(host.written).toBeLessThan(150);
    compositor.schedule();
    host.advance(20);
    expect(compositor.frames).toBe(3);
  });

  it('gives the terminal back in reverse order, once', () => {
    const host = new HostTerminal(80, 24);
    const compositor = new Compositor(host, '16');
    compositor.enter();
    host.text = '';
    compositor.leave();
    compositor.leave();
    expect(host.text.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
    expect(host.text.split('\x1b[?1049l')).toHaveLength(2);
  });

  it('writes no colour under NO_COLOR, and 16 colours to a terminal of 16', async () => {
    for (const [mode, pattern] of [
      ['none', /\x1b\[[0-9;]*(3[0-7]|9[0-7]|[34]8)/],
      ['16', /[34]8;[25]/],
    ] as const) {
      const host = new HostTerminal(80, 24);
      const compositor = new Compositor(host, mode);
      compositor.enter();
      const l = layout({ ...base, lesson: 'hidden' });
      const a = new SessionTerminal(80, 20, listener);
      a.write('\x1b[31mred\x1b[38;5;208morange\x1b[48;2;9;9;9mrgb\x1b[1mbold');
      await parsed(a);
      host.text = '';
      compositor.show({ layout: l, chrome: new Grid(l.width, l.height), terminals: new Map([['A', a]]), focus: 'A', cursor: null });
      expect(host.text).not.toMatch(pattern);
      expect(host.text).toContain('rgb');
    }
  });
});
