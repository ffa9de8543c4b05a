// `--plain`: one simulated terminal straight on the real one, without Ink, boxes or cursor movements of ours. Goals come as sentences. For screen
// readers, dumb terminals, and whoever likes it so.

import { decode, encode } from '../abi/bytes.ts';
import type { ControlReply } from '../abi/control.ts';
import { findFolder, proseFor } from '../lesson/catalog.ts';
import { plainText } from '../lesson/prose.ts';
import { Session, type SessionListener } from '../lesson/session.ts';
import { goalSentence, proseOf } from '../lesson/verbs.ts';
import { chordFor } from './chords.ts';
import type { Host, HostSignal, UiOptions } from './host.ts';
import { KeyDecoder } from './keys.ts';
import { readProgress, writeProgress } from './progress-file.ts';
import { Pump } from './pump.ts';
import { cook, type LeaderKey, parseLeader, pickLang } from './settings.ts';

/** What another terminal printed is kept up to this many bytes until it is looked at. */
const KEPT = 65536;
/** The longest prompt that is shown again. */
const MAX_PROMPT = 512;
/** Verbs that a key after the leader stands for; everything else is typed. */
const VERB_OF: Readonly<Record<string, string>> = {
  hint: 'hint',
  solution: 'solution',
  next: 'next',
  back: 'back',
  undo: 'undo',
  reset: 'reset',
  help: 'help',
  lessons: 'list',
};

class Plain implements SessionListener {
  private readonly host: Host;
  private readonly leader: LeaderKey;
  private readonly finish: (status: number) => void;
  readonly session: Session;
  private readonly decoder: KeyDecoder;
  private readonly pump: Pump;
  private awaitsChord = false;
  /** The terminal that is joined to the real one. */
  private active = 'A';
  /** What the others printed meanwhile. */
  private readonly kept = new Map<string, Uint8Array[]>();
  private reached = new Set<string>();
  private wasDone = false;
  private isFull = false;
  /** The last line of what another machine repeats; null when nothing is repeated. */
  private replayed: string | null = null;
  /** The line that the cursor stands in, up to it: the prompt. */
  private tail = '';

  constructor(options: UiOptions, leader: LeaderKey, finish: (status: number) => void) {
    const { host } = options;
    this.host = host;
    this.leader = leader;
    this.finish = finish;
    this.decoder = new KeyDecoder(leader.byte);
    this.session = new Session(
      {
        create: options.createMachine,
        files: host.lessons(),
        lang: pickLang(options.lang, host.env),
        profile: options.profile,
        seed: options.seed,
        user: 'root',
        progress: readProgress(host),
        mono: () => host.now() * 1e6,
        epoch: Math.floor(host.epoch()),
      },
      this,
    );
    this.pump = new Pump(
      this.session,
      () => (this.isFull ? Infinity : 0),
      () => {},
    );
  }

  async start(lesson: string | undefined): Promise<void> {
    this.say(`ns-shell: a simulated Linux. \`lesson list\` shows the lessons, ${this.leader.name}q leaves.`);
    this.session.load = (await import('../lesson/load.ts')).loadLesson;
    const folder = lesson === undefined || lesson === 'none' ? null : findFolder(this.session.config.files, lesson);
    if (folder === null || this.session.openLesson(folder, 'resume') === null) {
      if (lesson !== undefined && lesson !== 'none') this.say(`There is no lesson '${lesson}'.`);
      this.session.openSandbox();
    }
    this.pump.kick();
  }

  stop(): void {
    this.pump.stop();
  }

  onBytes(bytes: Uint8Array): void {
    // Without a screen of ours no key is waited for: what came is all there is.
    for (const key of [...this.decoder.push(bytes), ...this.decoder.flush()]) {
      if (this.awaitsChord) this.onChord(key.bytes);
      else if (key.kind === 'named' && key.name === 'leader') this.awaitsChord = true;
      else if (key.kind === 'paste' && key.part !== 'middle')
        this.session.key(this.active, encode(key.part === 'start' ? '\x1b[200~' : '\x1b[201~'));
      else this.session.key(this.active, key.bytes);
    }
    this.pump.kick();
  }

  private onChord(bytes: Uint8Array): void {
    this.awaitsChord = false;
    if (bytes[0] === this.leader.byte) {
      this.session.key(this.active, bytes);
      return;
    }
    const action = chordFor(String.fromCharCode(bytes[0]))?.action;
    if (action === 'quit') this.finish(0);
    else if (action === 'next-term' || action === 'new') this.next();
    else if (action !== undefined && Object.hasOwn(VERB_OF, action)) {
      const { stdout, stderr } = this.session.command(['lesson', VERB_OF[action]], this.active);
      this.say(`${stdout}${stderr}`.trimEnd());
    } else this.say(`${this.leader.name}q leaves; \`lesson help\` lists what can be typed.`);
  }

  drained(): void {
    this.isFull = false;
    this.pump.drained();
  }

  resize(): void {
    for (const t of this.session.terminals) this.session.resize(t, this.sizeOf());
    this.pump.kick();
  }

  /** A line of ours between those of the machine; its prompt comes again after it. */
  private say(text: string): void {
    if (text === '') return;
    const start = this.tail === '' ? '' : '\r\n';
    this.host.stdout.write(`${start}${text.replaceAll('\n', '\r\n')}\r\n${this.tail}`);
  }

  onOutput(terminal: string, bytes: Uint8Array): void {
    if (this.replayed !== null) {
      if (terminal === this.active) this.replayed = lastLine(`${this.replayed}${decode(bytes)}`);
      return;
    }
    if (terminal === this.active) {
      this.tail = lastLine(this.tail + decode(bytes.subarray(Math.max(0, bytes.length - MAX_PROMPT)))).slice(-MAX_PROMPT);
      if (!this.host.stdout.write(bytes)) this.isFull = true;
      return;
    }
    const parts = this.kept.get(terminal) ?? [];
    parts.push(bytes);
    for (let size = parts.reduce((n, p) => n + p.length, 0); size > KEPT && parts.length > 1; ) size -= parts.shift()?.length ?? 0;
    this.kept.set(terminal, parts);
  }

  /** Joins another terminal to the real one; what it printed so far comes first. */
  private go(terminal: string): void {
    if (!this.session.terminals.includes(terminal)) this.session.openTerminal(terminal);
    this.active = terminal;
    this.say(`Terminal ${terminal}:`);
    this.tail = '';
    for (const bytes of this.kept.get(terminal) ?? []) this.host.stdout.write(bytes);
    this.kept.delete(terminal);
  }

  private next(): void {
    const ids = [...this.session.terminals].sort();
    const free = [...'ABCDEFGHIJ'].find((letter) => !ids.includes(letter));
    this.go(ids.length < 2 ? (free ?? 'A') : ids[(ids.indexOf(this.active) + 1) % ids.length]);
  }

  onClosed(terminal: string): void {
    const [first] = this.session.terminals;
    if (first === undefined) this.finish(0);
    else if (terminal === this.active) this.go(first);
  }

  onReplaced(terminals: readonly string[]): void {
    this.replayed = '';
    this.kept.clear();
    if (!terminals.includes(this.active)) this.active = terminals[0] ?? 'A';
  }

  /** What was on the screen need not be read again: only the prompt is. */
  onReplayed(): void {
    const prompt = this.replayed ?? '';
    this.replayed = null;
    if (prompt === '') return;
    this.host.stdout.write(`\r\n${prompt}`);
    this.tail = prompt;
  }

  onChange(): void {
    const { session } = this;
    const { lesson, state } = session;
    if (lesson === null || state === null) return;
    for (const goal of session.goals) {
      if (!goal.ok) this.reached.delete(goal.id);
      else if (!goal.isGuard && !this.reached.has(goal.id)) {
        this.reached.add(goal.id);
        this.say(`Goal reached: ${goalSentence(session, goal.id)}`);
      }
    }
    if (state.isDone && !this.wasDone) {
      const why = proseOf(session)?.texts.get('why');
      this.say(
        `Step ${state.index + 1} of ${proseFor(lesson, session.lang).title} done. ${why === undefined ? '' : plainText(why)} \`lesson next\` goes on.`,
      );
    }
    this.wasDone = state.isDone;
  }

  onProgress(): void {
    writeProgress(this.host, this.session.progress);
  }

  sizeOf(): { rows: number; cols: number } {
    const { columns, rows } = this.host.stdout;
    return { rows: rows > 0 ? rows : 24, cols: columns > 0 ? columns : 80 };
  }

  onTyped(terminal: string): void {
    if (terminal !== this.active) this.go(terminal);
  }

  onVerb(argv: readonly string[]): ControlReply | null {
    if (argv[1] === 'quit') setImmediate(() => this.finish(0));
    else if (argv[1] === 'term') setImmediate(() => this.verbTerm(argv[2]));
    else return null;
    return { status: 0, stdout: '', stderr: '' };
  }

  private verbTerm(name: string | undefined): void {
    if (name !== undefined && /^[A-Ja-j]$/.test(name)) this.go(name.toUpperCase());
    else this.next();
    this.pump.kick();
  }
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);

/** Runs plain mode to its end; the exit status. */
export async function runPlain(options: UiOptions): Promise<number> {
  const { host } = options;
  const leader = parseLeader(options.leader) ?? { byte: 0x1d, name: '^]' };
  let finish: (how: number | HostSignal) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<number | HostSignal>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const plain = new Plain(options, leader, finish);
  const restore = () => cook(host);
  host.stdin.setRawMode(true);
  const undo = [
    restore,
    host.onExit(restore),
    host.onCrash((error) => {
      restore();
      fail(error);
    }),
    host.onSignal((signal) => {
      if (signal === 'SIGCONT') host.stdin.setRawMode(true);
      else finish(signal);
    }),
    host.stdout.onError(() => finish(1)),
    host.stdout.onDrain(() => plain.drained()),
    host.stdout.onResize(() => plain.resize()),
    host.stdin.onEnd(() => finish(host.stdin.isTTY ? 'SIGHUP' : 0)),
    host.stdin.onData((bytes) => plain.onBytes(bytes)),
  ];
  let how: number | HostSignal;
  try {
    how = await Promise.race([ended, plain.start(options.lesson).then(() => ended)]);
  } finally {
    plain.stop();
    for (const run of undo.reverse()) run();
  }
  return typeof how === 'number' ? how : host.endBy(how);
}
