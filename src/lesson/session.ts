// What the terminal UI and --plain work with: a machine, the lesson that runs on it, its progress, and the way back. The machine is replaced
// by undo, reset, and every change of lesson; its log says how to make it again.

import { encode } from '../abi/bytes.ts';
import { type ControlReply, decodeRequest, encodeReply } from '../abi/control.ts';
import type { KernelView } from '../inspect/view.ts';
import type { Machine, Output } from '../machine/api.ts';
import { type Lesson, type LessonLoader, proseFor } from './catalog.ts';
import { type LessonEvent, recordEvents } from './events.ts';
import { History, type StepStart } from './history.ts';
import { LiveClock } from './live-clock.ts';
import type { Command } from './predicates.ts';
import { isDone, markCurrent, markDone, type Progress } from './progress.ts';
import { isAtPrompt, replayInto, settle, typeCommand } from './replay.ts';
import { almostOf, beginStep, type GoalState, judge, type StepState, stepAt, stepHash, worldOf } from './run.ts';
import type { SessionConfig, SessionListener, Size } from './session-types.ts';
import { verb } from './verbs.ts';

export type { SessionConfig, SessionListener, Size };

interface Request {
  readonly id: number;
  readonly pid: number;
  readonly bytes: Uint8Array;
}

export class Session {
  readonly config: SessionConfig;
  private readonly listener: SessionListener;
  private current: Machine | null = null;
  private unsubscribe: () => void = () => {};
  lesson: Lesson | null = null;
  state: StepState | null = null;
  goals: readonly GoalState[] = [];
  /** The key of the remark that fits a wrong turn. */
  almost: string | null = null;
  progress: Progress;
  lang: string;
  /** load.ts, which the UI loads after its first frame. */
  load: LessonLoader | null = null;
  private events: readonly LessonEvent[] = [];
  private starts: readonly StepStart[] = [];
  private readonly history = new History();
  private readonly clock: LiveClock;
  private readonly open = new Set<string>();
  private requests: Request[] = [];
  /** Text that goes into a prompt as soon as there is one. */
  private insertions: { readonly terminal: string; readonly text: string }[] = [];
  private judgedAt = -1;
  private seen: KernelView | null = null;
  private seenAt = -1;
  private seenOf: Machine | null = null;
  /** Commands are typed for the learner: nothing of it is progress. */
  private isBuilding = false;

  constructor(config: SessionConfig, listener: SessionListener) {
    this.config = config;
    this.listener = listener;
    this.progress = config.progress;
    this.lang = config.lang;
    this.clock = new LiveClock(config.mono);
  }

  get machine(): Machine {
    if (this.current === null) throw new Error('the session has no machine yet');
    return this.current;
  }

  /** There is a machine. */
  get isOpen(): boolean {
    return this.current !== null;
  }

  get terminals(): readonly string[] {
    return [...this.open];
  }

  // Beginning.

  /** A machine to play with, without a lesson. */
  openSandbox(): void {
    this.lesson = null;
    this.boot([], ['A']);
    this.state = null;
    this.goals = [];
    this.starts = [];
    this.listener.onReplaced(this.terminals);
    this.listener.onReplayed();
    this.listener.onChange();
  }

  /** Loads a lesson and brings its world to the beginning of a step, with the solutions of those before. Null: there is no such lesson. */
  openLesson(folder: string, wanted: number | 'resume'): Lesson | null {
    const lesson = this.load?.(this.config.files, folder).lesson ?? null;
    if (lesson === null) return null;
    this.lesson = lesson;
    const index = wanted === 'resume' ? this.resumeIndex(lesson) : Math.min(wanted, lesson.logic.steps.length - 1);
    this.isBuilding = true;
    this.boot([], lesson.logic.world.terminals);
    this.listener.onReplaced(this.terminals);
    for (const command of lesson.logic.setup) this.type(command);
    this.starts = [];
    for (let i = 0; i < index; i++) {
      this.begin(i);
      for (const command of lesson.logic.steps[i].solution.run) this.type(command);
    }
    this.isBuilding = false;
    if (index > 0) settle(this.machine, this.terminals);
    this.listener.onReplayed();
    this.clock.anchor(this.machine);
    this.begin(index);
    return lesson;
  }

  /** Begins a lesson on the machine that runs already, when it is the one the lesson would boot; else as openLesson. */
  adoptLesson(folder: string): Lesson | null {
    const lesson = this.load?.(this.config.files, folder).lesson ?? null;
    if (lesson === null) return null;
    const { world, setup } = lesson.logic;
    const isSame =
      world.base === 'default' &&
      world.user === this.config.user &&
      world.seed === this.config.seed &&
      world.terminals.join() === 'A' &&
      setup.length === 0;
    if (!isSame || this.lesson !== null || this.resumeIndex(lesson) > 0) return this.openLesson(folder, 'resume');
    this.lesson = lesson;
    this.events = recordEvents(this.machine, lesson.logic);
    this.begin(0);
    return lesson;
  }

  /** The first step not done yet, or where the learner was. */
  private resumeIndex(lesson: Lesson): number {
    const { id, steps } = lesson.logic;
    const open = steps.findIndex((s) => !isDone(this.progress, id, s.id, stepHash(s)));
    return Math.max(0, open);
  }

  private boot(log: Machine['log'], terminals: readonly string[]): void {
    this.unsubscribe();
    const world = this.lesson?.logic.world;
    const { create, profile, seed, epoch } = this.config;
    const machine = create({
      profile: world === undefined || world.base === 'default' ? profile : world.base,
      seed: world?.seed ?? seed,
      time: 'live',
      ...(epoch === undefined ? {} : { epoch }),
    });
    this.current = machine;
    this.open.clear();
    this.requests = [];
    this.insertions = [];
    this.history.cut(log.length);
    this.judgedAt = -1;
    this.events = this.lesson === null ? [] : recordEvents(machine, this.lesson.logic);
    this.unsubscribe = machine.onOutput((output) => this.take(output));
    if (log.length === 0) {
      machine.input({ kind: 'attach' });
      for (const t of terminals) this.openTerminal(t);
    } else {
      for (const { input } of log) {
        if (input.kind === 'open') this.open.add(input.tty);
        else if (input.kind === 'hangup') this.open.delete(input.tty);
      }
    }
    this.clock.anchor(this.machine);
  }

  // Terminals and running.

  openTerminal(terminal: string): void {
    const { rows, cols } = this.listener.sizeOf(terminal);
    const user = this.lesson?.logic.world.user ?? this.config.user;
    this.machine.input({ kind: 'open', tty: terminal, rows, cols, user });
    this.open.add(terminal);
  }

  closeTerminal(terminal: string): void {
    if (this.open.has(terminal)) this.machine.input({ kind: 'hangup', tty: terminal });
  }

  resize(terminal: string, { rows, cols }: Size): void {
    if (this.open.has(terminal)) this.machine.input({ kind: 'resize', tty: terminal, rows, cols });
  }

  /** Keys for a terminal. The place before each line typed at a prompt is remembered for undo. */
  key(terminal: string, bytes: Uint8Array): void {
    if (!this.open.has(terminal) || bytes.length === 0) return;
    this.tick();
    const { machine } = this;
    this.history.key(terminal, bytes, machine.log.length, () => isAtPrompt(machine, terminal), this.state, this.starts);
    this.machine.input({ kind: 'tty', tty: terminal, bytes });
  }

  /** Tells the machine how late it is, when that many milliseconds have passed since the last time. */
  tick(grain = 1): void {
    this.clock.tick(this.machine, grain);
  }

  /** Milliseconds until time alone changes something; Infinity for never. */
  untilDeadline(): number {
    return this.clock.untilDeadline(this.machine);
  }

  run(budget: number): ReturnType<Machine['run']> {
    const state = this.machine.run(budget);
    if (this.requests.length > 0) {
      // Answers, or another machine, are to be run.
      this.answer();
      return 'busy';
    }
    if (state === 'idle' && this.insertions.length > 0 && this.insert()) return 'busy';
    return state;
  }

  private take(output: Output): void {
    if (output.kind === 'tty') {
      this.listener.onOutput(output.tty, output.bytes);
    } else if (output.kind === 'closed') {
      this.open.delete(output.tty);
      this.listener.onClosed(output.tty, output.isKilled);
    } else if (output.kind === 'control') this.requests.push(output);
  }

  private insert(): boolean {
    const [first] = this.insertions;
    if (!this.open.has(first.terminal)) {
      this.openTerminal(first.terminal);
      return true;
    }
    if (!isAtPrompt(this.machine, first.terminal)) return false;
    this.insertions.shift();
    this.key(first.terminal, encode(first.text));
    this.listener.onTyped(first.terminal);
    return true;
  }

  // Requests of the `lesson` program.

  private answer(): void {
    for (const { id, pid, bytes } of this.requests.splice(0)) {
      const machine = this.machine;
      const terminal = this.terminalOf(pid);
      if (terminal !== null) this.history.forgetLast(terminal);
      const argv = decodeRequest(bytes);
      const reply =
        argv === null ? { status: 2, stdout: '', stderr: 'lesson: a request nobody understands\n' } : this.command(argv, terminal);
      if (this.current === machine) machine.input({ kind: 'control', id, bytes: encodeReply(reply) });
    }
  }

  /** What a verb answers, typed in a terminal or chosen with a key. */
  command(argv: readonly string[], terminal: string | null): ControlReply {
    return this.listener.onVerb(argv, terminal) ?? verb(this, argv.slice(1));
  }

  private terminalOf(pid: number): string | null {
    const tty = this.view().tasks.find((t) => t.pid === pid)?.tty ?? null;
    return this.terminals.find((t) => this.machine.ttyName(t) === tty) ?? null;
  }

  /** The machine's state; made once for as long as nothing runs. */
  view(): KernelView {
    const { machine } = this;
    if (this.seen === null || this.seenAt !== machine.step || this.seenOf !== machine) {
      this.seen = machine.view();
      this.seenAt = machine.step;
      this.seenOf = machine;
    }
    return this.seen;
  }

  // The lesson's course.

  /** Looks at the goals again when anything ran since; call it when the machine is idle. */
  judge(): void {
    const { lesson, state } = this;
    if (lesson === null || state === null || this.judgedAt === this.machine.step) return;
    this.judgedAt = this.machine.step;
    const world = worldOf(this.machine, this.view(), state, this.events);
    const result = judge(lesson, state, world);
    const almost = result.state.isDone ? null : almostOf(lesson, state, world);
    const isSame = result.state === state && almost === this.almost && sameGoals(result.goals, this.goals);
    this.state = result.state;
    this.goals = result.goals;
    this.almost = almost;
    if (result.state.isDone && !state.isDone) this.finish(result.state);
    if (!isSame) this.listener.onChange();
  }

  private finish(state: StepState): void {
    const { lesson } = this;
    if (lesson === null) return;
    const step = stepAt(lesson, state);
    this.setProgress(markDone(this.progress, lesson.logic.id, step.id, stepHash(step), state.shown > 0));
  }

  private setProgress(progress: Progress): void {
    this.progress = progress;
    this.listener.onProgress(progress);
  }

  private begin(index: number): void {
    const { lesson } = this;
    if (lesson === null) return;
    const state = beginStep(lesson, index, this.machine, this.events);
    this.enter({ length: this.machine.log.length, state });
    this.starts = [...this.starts.filter((s) => s.state.index < index), { length: this.machine.log.length, state }];
    if (!this.isBuilding) this.setProgress(markCurrent(this.progress, lesson.logic.id, lesson.logic.steps[index].id));
  }

  private enter(start: StepStart): void {
    this.state = start.state;
    this.almost = null;
    this.judgedAt = -1;
    this.judge();
    this.listener.onChange();
  }

  /** The next step, on the machine as it is; false at the end. */
  next(): boolean {
    const { lesson, state } = this;
    if (lesson === null || state === null || state.index + 1 >= lesson.logic.steps.length) return false;
    this.begin(state.index + 1);
    return true;
  }

  /** The step before, as it was at its beginning. */
  back(): boolean {
    const index = this.state?.index ?? 0;
    return index > 0 && this.goTo(index - 1);
  }

  /** This step from its beginning. */
  reset(): boolean {
    return this.state !== null && this.goTo(this.state.index);
  }

  private goTo(index: number): boolean {
    const start = this.starts.find((s) => s.state.index === index);
    if (start === undefined) return false;
    this.starts = this.starts.filter((s) => s.state.index <= index);
    this.rewind(start.length);
    this.enter(start);
    return true;
  }

  /** The moment before the last command line; false when there is none. */
  undo(): boolean {
    const checkpoint = this.history.pop();
    if (checkpoint === undefined) return false;
    const before = this.state;
    this.rewind(checkpoint.length);
    this.starts = checkpoint.starts;
    const { state } = checkpoint;
    if (state !== null) this.enter({ length: checkpoint.length, state: keepHelp(state, before) });
    else this.listener.onChange();
    return true;
  }

  private rewind(length: number): void {
    const log = this.machine.log.slice(0, length);
    this.boot(log, []);
    this.listener.onReplaced(this.terminals);
    replayInto(this.machine, log);
    this.requests = [];
    this.clock.anchor(this.machine);
    // The window may have another size than it had then.
    for (const t of this.terminals) this.resize(t, this.listener.sizeOf(t));
    this.listener.onReplayed();
  }

  /** One more hint; false when all were given. */
  hint(): boolean {
    const { lesson, state } = this;
    if (lesson === null || state === null || state.hints >= stepAt(lesson, state).hints) return false;
    this.state = { ...state, hints: state.hints + 1 };
    this.listener.onChange();
    return true;
  }

  /** Puts the solution's next command into a prompt, without running it; null when the step has no more. */
  solution(): Command | null {
    const { lesson, state } = this;
    if (lesson === null || state === null) return null;
    const { run } = stepAt(lesson, state).solution;
    if (state.shown >= run.length) return null;
    const command = run[state.shown];
    this.state = { ...state, shown: state.shown + 1 };
    this.insertions.push({ terminal: command.term, text: command.sh });
    this.listener.onChange();
    return command;
  }

  /** Locks an answer in; false when there is no such question or it was answered. */
  answerQuestion(answer: string): boolean {
    const { lesson, state } = this;
    const predict = lesson === null || state === null ? undefined : stepAt(lesson, state).predict;
    if (state === null || predict === undefined || state.answers.has(predict.id)) return false;
    const choice = predict.choices[Number(answer) - 1] ?? predict.choices.find((c) => c === answer);
    if (choice === undefined) return false;
    this.state = { ...state, answers: new Map([...state.answers, [predict.id, choice]]) };
    this.judgedAt = -1;
    this.listener.onChange();
    return true;
  }

  setLang(lang: string): boolean {
    if (this.lesson !== null && proseFor(this.lesson, lang).lang !== lang) return false;
    this.lang = lang;
    this.listener.onChange();
    return true;
  }

  private type(command: Command): void {
    if (!this.open.has(command.term)) this.openTerminal(command.term);
    typeCommand(this.machine, command);
  }
}

/** What was shown or answered in this step stays so: it cannot be unseen. */
function keepHelp(state: StepState, now: StepState | null): StepState {
  if (now === null || now.index !== state.index) return state;
  return { ...state, hints: now.hints, shown: now.shown, answers: now.answers };
}

function sameGoals(a: readonly GoalState[], b: readonly GoalState[]): boolean {
  return a.length === b.length && a.every((g, i) => g.id === b[i].id && g.ok === b[i].ok && g.seen === b[i].seen);
}
