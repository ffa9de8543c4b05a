// A computer for the UI in memory: its terminal is a headless xterm, its keyboard a function, its disk a map.
import { Terminal } from '@xterm/headless';
import { encode } from '../../src/abi/bytes.ts';
import { readFolder } from '../../src/cli/ui-host.ts';
import { loadGraphemes } from '../../src/ui/graphemes.ts';
import type { Host, HostSignal, UiOptions } from '../../src/ui/host.ts';
import { runUi } from '../../src/ui/main.ts';
import { FakeMachine } from './fake-machine.ts';

const graphemes = await loadGraphemes();
const LESSONS = readFolder(new URL('../../lessons', import.meta.url).pathname);

export class FakeHost implements Host {
  platform = 'linux';
  env: Record<string, string | undefined> = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  readonly term: Terminal;
  readonly state = new Map<string, string>();
  isWritable = true;
  isRaw = false;
  written = '';
  readonly signals = new Set<(signal: HostSignal) => void>();
  readonly crashes = new Set<(error: unknown) => void>();
  private readonly keys = new Set<(bytes: Uint8Array) => void>();
  private readonly resizes = new Set<() => void>();
  private readonly ends = new Set<() => void>();
  private pending = 0;

  constructor(cols: number, rows: number) {
    this.term = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
    this.term.loadAddon(graphemes());
  }

  readonly stdin = {
    isTTY: true,
    setRawMode: (isRaw: boolean) => {
      this.isRaw = isRaw;
    },
    onData: (l: (bytes: Uint8Array) => void) => subscribe(this.keys, l),
    onEnd: (l: () => void) => subscribe(this.ends, l),
  };

  get stdout() {
    const host = this;
    return {
      isTTY: true,
      get columns() {
        return host.term.cols;
      },
      get rows() {
        return host.term.rows;
      },
      write: (text: string | Uint8Array) => this.take(text),
      onDrain: () => () => {},
      onResize: (l: () => void) => subscribe(this.resizes, l),
      onError: () => () => {},
    };
  }

  private take(text: string | Uint8Array): boolean {
    if (typeof text === 'string') this.written += text;
    this.pending++;
    this.term.write(text, () => this.pending--);
    return true;
  }

  now = () => performance.now();
  epoch = () => 1_767_600_000;
  lessons = () => LESSONS;
  readState = (name: string) => this.state.get(name) ?? null;
  writeState = (name: string, text: string) => {
    if (this.isWritable) this.state.set(name, text);
    return this.isWritable;
  };
  onSignal = (l: (signal: HostSignal) => void) => subscribe(this.signals, l);
  onCrash = (l: (error: unknown) => void) => subscribe(this.crashes, l);
  onExit = () => () => {};
  endBy = (signal: HostSignal) => (signal === 'SIGTERM' ? 143 : 129);
  suspend = () => true;
  prepareInk = () => {};

  type(text: string): void {
    for (const l of this.keys) l(encode(text));
  }

  hangUp(): void {
    for (const l of this.ends) l();
  }

  resize(cols: number, rows: number): void {
    this.term.resize(cols, rows);
    for (const l of this.resizes) l();
  }

  rows(): string[] {
    const b = this.term.buffer.active;
    return Array.from({ length: this.term.rows }, (_, y) => b.getLine(b.baseY + y)!.translateToString(true));
  }

  get screen(): string {
    return this.rows().join('\n');
  }

  /** Waits until the screen is as wished for. */
  async until(test: string | RegExp | (() => boolean), ms = 8000): Promise<void> {
    const end = performance.now() + ms;
    const holds = () =>
      typeof test === 'function' ? test() : typeof test === 'string' ? this.screen.includes(test) : test.test(this.screen);
    while (this.pending > 0 || !holds()) {
      if (performance.now() > end) throw new Error(`waited for ${String(test)}; the screen:\n${this.screen}`);
      await new Promise((resume) => setTimeout(resume, 5));
    }
  }

  /** Nothing more is drawn. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.written.length; ) {
      before = this.written.length;
      await new Promise((resume) => setTimeout(resume, 120));
    }
  }
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => set.delete(listener);
}

/** The UI on a fake host and a fake machine. */
export function startUi(host: FakeHost, more: Partial<UiOptions> = {}): Promise<number> {
  return runUi({
    createMachine: (config) => new FakeMachine(config),
    host,
    lesson: undefined,
    lang: undefined,
    color: 'auto',
    ascii: false,
    leader: undefined,
    profile: 'default',
    seed: 1,
    ...more,
  });
}
