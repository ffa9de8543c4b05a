// What the chrome shows, as plain data: made from the session and the UI's own state, drawn by the panes.

import type { KernelView, TaskView } from '../inspect/view.ts';
import { proseFor } from '../lesson/catalog.ts';
import { findTask } from '../lesson/evaluate.ts';
import { NS_LINKS } from '../lesson/predicates.ts';
import { isDone } from '../lesson/progress.ts';
import type { Block } from '../lesson/prose.ts';
import { stepAt, stepHash } from '../lesson/run.ts';
import type { Session } from '../lesson/session.ts';
import { goalSentence, type LessonRow, proseOf } from '../lesson/verbs.ts';
import type { Layout } from './layout.ts';
import type { Glyphs } from './theme.ts';

export interface GoalModel {
  readonly text: string;
  readonly ok: boolean;
  readonly seen: string;
}

export interface QuestionModel {
  readonly text: readonly Block[];
  readonly choices: readonly string[];
  /** Index of what was answered, -1 before. */
  readonly given: number;
  readonly right: number;
}

export interface LessonModel {
  /** `02 Mount namespaces`. */
  readonly title: string;
  readonly lang: string;
  readonly marks: readonly ('done' | 'current' | 'todo')[];
  readonly index: number;
  readonly stepTitle: string;
  /** Only before the first step. */
  readonly intro: readonly Block[];
  readonly body: readonly Block[];
  readonly goals: readonly GoalModel[];
  readonly question: QuestionModel | null;
  /** The hints given so far. */
  readonly hints: readonly (readonly Block[])[];
  readonly almost: readonly Block[] | null;
  readonly isStepDone: boolean;
  readonly isLast: boolean;
  readonly why: readonly Block[];
  readonly saved: ReadonlyMap<string, string>;
}

export interface TerminalModel {
  readonly id: string;
  /** `root@localhost`, empty while nothing runs. */
  readonly who: string;
  /** Links that lead elsewhere than those of process 1. */
  readonly changed: readonly string[];
  readonly isFocused: boolean;
  readonly isScrolled: boolean;
}

export type DialogModel =
  | { readonly kind: 'help'; readonly scroll: number }
  | { readonly kind: 'lessons'; readonly rows: readonly LessonRow[]; readonly selected: number; readonly current: string | null };

export interface ChromeModel {
  readonly layout: Layout;
  readonly glyphs: Glyphs;
  readonly leader: string;
  readonly lesson: LessonModel | null;
  readonly lessonScroll: number;
  readonly terminals: readonly TerminalModel[];
  readonly dialog: DialogModel | null;
  readonly notice: string | null;
}

export function lessonModel(session: Session): LessonModel | null {
  const { lesson, state, lang } = session;
  if (lesson === null || state === null) return null;
  const prose = proseFor(lesson, lang);
  const step = stepAt(lesson, state);
  const text = proseOf(session);
  const { id, steps } = lesson.logic;
  const marks = steps.map((s, i) => {
    if (i === state.index) return 'current' as const;
    return isDone(session.progress, id, s.id, stepHash(s)) ? ('done' as const) : ('todo' as const);
  });
  const hints = Array.from({ length: state.hints }, (_, i) => text?.texts.get(`hint-${i + 1}`) ?? []);
  return {
    title: `${/^\d+/.exec(lesson.folder)?.[0] ?? ''} ${prose.title}`.trim(),
    lang: prose.lang,
    marks,
    index: state.index,
    stepTitle: text?.title ?? step.id,
    intro: state.index === 0 ? prose.intro : [],
    body: text?.body ?? [],
    goals: session.goals.filter((g) => !g.isGuard || !g.ok).map((g) => ({ text: goalSentence(session, g.id), ok: g.ok, seen: g.seen })),
    question: questionOf(session),
    hints,
    almost: session.almost === null ? null : (text?.texts.get(`almost.${session.almost}`) ?? null),
    isStepDone: state.isDone,
    isLast: state.index === steps.length - 1,
    why: text?.texts.get('why') ?? [],
    saved: state.saved,
  };
}

function questionOf(session: Session): QuestionModel | null {
  const { lesson, state } = session;
  const predict = lesson === null || state === null ? undefined : stepAt(lesson, state).predict;
  if (predict === undefined || state === null) return null;
  const text = proseOf(session)?.texts;
  return {
    text: text?.get(`predict.${predict.id}`) ?? [],
    choices: predict.choices.map((c) => blockText(text?.get(`predict.${predict.id}.${c}`)) || c),
    given: predict.choices.indexOf(state.answers.get(predict.id) ?? ''),
    right: predict.choices.indexOf(predict.answer),
  };
}

const blockText = (blocks: readonly Block[] | undefined): string =>
  (blocks ?? []).map((b) => ('text' in b ? b.text : b.lines.join(' '))).join(' ');

/** Who works in a terminal, and where: the process in front decides. */
export function terminalModel(session: Session, view: KernelView, id: string): Pick<TerminalModel, 'who' | 'changed'> {
  const world = {
    view,
    ttyName: (t: string) => session.machine.ttyName(t),
    fileAt: () => null,
    saved: new Map(),
    answers: new Map(),
    events: [],
    since: 0,
  };
  const task = findTask(id, world);
  if (task === null) return { who: '', changed: [] };
  const host = view.namespaces.find((n) => n.kind === 'uts' && n.ino === task.ns.uts)?.nodename ?? '';
  return { who: `${userName(task)}@${host.split('.')[0]}`, changed: changedLinks(view, task) };
}

const userName = (task: TaskView): string => (task.uid === 0 ? 'root' : task.uid === 1000 ? 'student' : `uid ${task.uid}`);

function changedLinks(view: KernelView, task: TaskView): string[] {
  return NS_LINKS.filter((link) => {
    const ino = task.ns[link];
    return typeof ino === 'number' && view.namespaces.some((n) => n.kind === link && n.ino === ino && !n.isInitial);
  });
}
