// One lesson being done: which step, which goals hold, which hints were given. Every state is a value, so that undo can put an old one back.

import { fileAt } from '../inspect/file.ts';
import type { KernelView } from '../inspect/view.ts';
import type { Machine } from '../machine/api.ts';
import { hashText, type Lesson } from './catalog.ts';
import { evaluate, findTask, type World } from './evaluate.ts';
import type { LessonEvent } from './events.ts';
import type { Step } from './predicates.ts';

export interface StepState {
  readonly index: number;
  /** The machine's step when this one began. */
  readonly since: number;
  readonly saved: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, string>;
  /** Goals that stay reached. */
  readonly latched: ReadonlySet<string>;
  readonly hints: number;
  /** Commands of the solution that were put into a prompt. */
  readonly shown: number;
  readonly isDone: boolean;
}

export interface GoalState {
  readonly id: string;
  readonly ok: boolean;
  readonly seen: string;
  readonly isGuard: boolean;
}

export const stepHash = (step: Step): string => hashText(JSON.stringify(step));

export const stepAt = (lesson: Lesson, state: StepState): Step => lesson.logic.steps[state.index];

export function worldOf(machine: Machine, view: KernelView, state: StepState, events: readonly LessonEvent[]): World {
  return {
    view,
    ttyName: (terminal) => machine.ttyName(terminal),
    fileAt: (pid, path) => fileAt(machine.kernel, pid, path),
    saved: state.saved,
    answers: state.answers,
    events,
    since: state.since,
  };
}

/** A step's beginning: the values it saves are read now. */
export function beginStep(lesson: Lesson, index: number, machine: Machine, events: readonly LessonEvent[]): StepState {
  const empty = {
    index,
    since: machine.step,
    saved: new Map(),
    answers: new Map(),
    latched: new Set<string>(),
    hints: 0,
    shown: 0,
    isDone: false,
  };
  const { save } = lesson.logic.steps[index];
  if (Object.keys(save).length === 0) return empty;
  const world = worldOf(machine, machine.view(), empty, events);
  const saved = new Map<string, string>();
  for (const [word, what] of Object.entries(save)) {
    const value = 'pid' in what ? findTask(what.pid.of, world)?.pid : findTask(what.nsInode.of, world)?.ns[what.nsInode.type];
    if (value !== null && value !== undefined) saved.set(word, String(value));
  }
  return { ...empty, saved };
}

/** The goals as they are now, and the state with what is latched or done through it. */
export function judge(lesson: Lesson, state: StepState, world: World): { readonly goals: readonly GoalState[]; readonly state: StepState } {
  const step = stepAt(lesson, state);
  const latched = new Set(state.latched);
  const goals = step.goals.map((goal) => {
    const { ok, seen } = evaluate(goal, world);
    if (ok && goal.latch) latched.add(goal.id);
    return { id: goal.id, ok: ok || latched.has(goal.id), seen, isGuard: goal.guard };
  });
  const isDone = state.isDone || goals.every((g) => g.ok);
  if (isDone === state.isDone && latched.size === state.latched.size) return { goals, state };
  return { goals, state: { ...state, latched, isDone } };
}

/** The key of the first hint that fits what happened; null when none does. */
export function almostOf(lesson: Lesson, state: StepState, world: World): string | null {
  return stepAt(lesson, state).almost.find((a) => evaluate(a.when, world).ok)?.say ?? null;
}
