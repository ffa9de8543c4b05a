// `lesson check`: is a lesson sound? Its words are complete, no goal holds before its step, the solution and every alternative reach all goals,
// no mustFail does, and a machine made again from the log is the same; with three seeds.

import { decode } from '../abi/bytes.ts';
import { append } from '../abi/list.ts';
import type { Machine } from '../machine/api.ts';
import { createMachine, type LoadProgram } from '../machine/index.ts';
import { type Lesson, type LessonFiles, lessonFolders } from './catalog.ts';
import { type LessonEvent, recordEvents } from './events.ts';
import { loadLesson } from './load.ts';
import type { Command, Problem, Run } from './predicates.ts';
import { replayInto, settle, typeCommand } from './replay.ts';
import { beginStep, type GoalState, judge, type StepState, worldOf } from './run.ts';
import { checkStrings } from './strings.ts';

export interface LessonReport {
  readonly folder: string;
  readonly steps: number;
  /** Rows of EXAMPLES that it reproduces. */
  readonly reproduces: readonly string[];
  readonly problems: readonly Problem[];
}

export interface CheckReport {
  readonly isOk: boolean;
  readonly text: string;
  readonly lessons: readonly LessonReport[];
}

const SEEDS = 3;
const SIZE = { rows: 24, cols: 80 };

export function checkLessons(files: LessonFiles, loadProgram: LoadProgram): CheckReport {
  const lessons = lessonFolders(files).map((folder) => checkLesson(files, folder, loadProgram));
  const lines = lessons.flatMap((l) => [
    ...l.problems.map((p) => `${l.folder}: ${p.at}: ${p.message}`),
    `${l.folder}: ${l.problems.length === 0 ? 'ok' : `${l.problems.length} problem${l.problems.length === 1 ? '' : 's'}`}, ${l.steps} steps`,
  ]);
  return { isOk: lessons.length > 0 && lessons.every((l) => l.problems.length === 0), text: `${lines.join('\n')}\n`, lessons };
}

export function checkLesson(files: LessonFiles, folder: string, loadProgram: LoadProgram): LessonReport {
  const { lesson, problems } = loadLesson(files, folder);
  if (lesson === null) return { folder, steps: 0, reproduces: [], problems };
  const all = [...problems, ...checkStrings(lesson, files)];
  for (let i = 0; i < SEEDS; i++) {
    const found = walk(lesson, lesson.logic.world.seed + i, loadProgram);
    // One seed's findings are enough to look at.
    if (found.length > 0) {
      append(all, found);
      break;
    }
  }
  const { steps } = lesson.logic;
  return { folder, steps: steps.length, reproduces: steps.flatMap((s) => s.reproduces), problems: all };
}

/** A machine at some point of the lesson. */
class World {
  readonly lesson: Lesson;
  readonly machine: Machine;
  readonly events: readonly LessonEvent[];
  private readonly make: () => Machine;
  private printed = '';

  constructor(lesson: Lesson, make: () => Machine, log: Machine['log'] | null) {
    this.lesson = lesson;
    this.make = make;
    this.machine = make();
    this.events = recordEvents(this.machine, lesson.logic);
    if (log === null) this.begin();
    else replayInto(this.machine, log);
    this.machine.onOutput((o) => {
      if (o.kind === 'tty') this.printed += decode(o.bytes);
    });
  }

  private begin(): void {
    const { terminals } = this.lesson.logic.world;
    this.machine.input({ kind: 'attach' });
    for (const t of terminals) this.open(t);
    settle(this.machine, terminals);
    for (const command of this.lesson.logic.setup) this.type(command);
  }

  /** Another machine in the same state. */
  fork(): World {
    return new World(this.lesson, this.make, this.machine.log.slice());
  }

  private open(tty: string): void {
    this.machine.input({ kind: 'open', tty, ...SIZE, user: this.lesson.logic.world.user });
  }

  /** What the command printed, without its echo and the next prompt. */
  type(command: Command): string {
    if (this.machine.ttyName(command.term) === null) this.open(command.term);
    settle(this.machine, [command.term]);
    this.printed = '';
    typeCommand(this.machine, command);
    const lines = stripControls(this.printed).split('\n');
    return lines.slice(1, -1).join('\n');
  }

  judge(state: StepState): { readonly goals: readonly GoalState[]; readonly state: StepState } {
    return judge(this.lesson, state, worldOf(this.machine, this.machine.view(), state, this.events));
  }

  /** All commands; goals may latch after each. */
  run({ run }: Run, from: StepState): { readonly goals: readonly GoalState[]; readonly state: StepState } {
    let result = this.judge(from);
    for (const command of run) {
      this.type(command);
      result = this.judge(result.state);
    }
    return result;
  }
}

const stripControls = (text: string): string => text.replace(/\x1b\[[0-9;?]*[@-~]|\x1b\][^\x07]*\x07|\x1b[=>]|\r|\x07/g, '');

function walk(lesson: Lesson, seed: number, loadProgram: LoadProgram): Problem[] {
  const { base } = lesson.logic.world;
  const problems: Problem[] = [];
  const main = new World(lesson, () => createMachine({ profile: base, seed, time: 'live', loadProgram }), null);
  lesson.logic.steps.forEach((step, index) => {
    const at = `step '${step.id}'`;
    const say = (message: string) => problems.push({ at, message });
    const start = beginStep(lesson, index, main.machine, main.events);
    for (const goal of main.judge(start).goals) {
      if (goal.ok && !goal.isGuard) say(`the goal '${goal.id}' holds before the step (${goal.seen})`);
      if (!goal.ok && goal.isGuard) say(`the guard '${goal.id}' does not hold before the step (${goal.seen})`);
    }
    step.mustFail.forEach((run, i) => {
      if (main.fork().run(run, start).state.isDone) say(`mustFail ${i + 1} reaches all goals`);
    });
    step.alternatives.forEach((run, i) => {
      const { goals, state } = main.fork().run(run, start);
      if (!state.isDone) say(`alternative ${i + 1} does not reach ${unmet(goals)}`);
    });
    let result = main.judge(start);
    for (const command of step.solution.run) {
      const printed = main.type(command);
      if (command.expect !== undefined && !matches(printed, command.expect)) {
        say(`'${command.sh}' printed ${JSON.stringify(printed)}, not ${JSON.stringify(command.expect)}`);
      }
      result = main.judge(result.state);
    }
    if (!result.state.isDone) say(`the solution does not reach ${unmet(result.goals)}`);
    const again = main.fork();
    if (fingerprint(again.machine) !== fingerprint(main.machine)) say('a machine made again from the log is another one');
  });
  return problems;
}

const unmet = (goals: readonly GoalState[]): string =>
  goals
    .filter((g) => !g.ok)
    .map((g) => `'${g.id}' (${g.seen})`)
    .join(', ');

/** `{{word}}` in what is expected stands for any number. */
function matches(printed: string, expected: string): boolean {
  const pattern = expected.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('\\d+')}$`).test(printed);
}

const fingerprint = (machine: Machine): string =>
  JSON.stringify(machine.view(), (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
