// The verbs of `lesson`, typed in a simulated terminal: what each does and what it prints.

import type { ControlReply } from '../abi/control.ts';
import { findFolder, lessonFolders, proseFor } from './catalog.ts';
import { isDone } from './progress.ts';
import { fillIn, plainText, type StepProse } from './prose.ts';
import { stepAt, stepHash } from './run.ts';
import type { Session } from './session.ts';

const say = (stdout: string): ControlReply => ({ status: 0, stdout: stdout.endsWith('\n') ? stdout : `${stdout}\n`, stderr: '' });
const refuse = (text: string, status = 1): ControlReply => ({ status, stdout: '', stderr: `lesson: ${text}\n` });

export const HELP = `lesson              where you are: the step, its goals
lesson hint         one more hint
lesson solution     types the next command of the solution into the prompt
lesson next         the next step          lesson back    the step before
lesson undo         takes the last command back
lesson reset        begins this step again
lesson answer N     answers the step's question
lesson list         all lessons            lesson start NAME
lesson term [X]     a new terminal, or goes to terminal X
lesson lang LANG    en, ko, zh-CN          lesson quit    leaves ns-shell
`;

type Verb = (session: Session, args: readonly string[]) => ControlReply;

const VERBS: Readonly<Record<string, Verb>> = {
  help: () => say(HELP),
  goals: (s) => (s.lesson === null ? none() : say(goalText(s))),
  current: status,
  hint(s) {
    if (s.lesson === null || s.state === null) return none();
    const isNew = s.hint();
    const { hints } = s.state;
    const text = plainText(proseOf(s)?.texts.get(`hint-${hints}`) ?? []);
    if (hints === 0) return refuse('this step has no hints');
    return say(isNew ? text : `${text}\n(That was the last hint; \`lesson solution\` types the command for you.)`);
  },
  solution(s) {
    if (s.lesson === null) return none();
    const command = s.solution();
    if (command === null) return refuse('the solution was shown; `lesson reset` begins the step again');
    return say(`Typed into terminal ${command.term}; press Enter there to run it.`);
  },
  next(s) {
    if (s.lesson === null) return none();
    return s.next() ? status(s) : refuse('this is the last step; `lesson list` shows the lessons');
  },
  back: (s) => (s.lesson === null ? none() : s.back() ? say('') : refuse('this is the first step')),
  undo: (s) => (s.undo() ? say('') : refuse('there is nothing to undo')),
  reset: (s) => (s.lesson === null ? none() : s.reset() ? say('') : refuse('this step has no beginning to go back to')),
  answer(s, [answer]) {
    if (answer === undefined) return refuse('usage: lesson answer N', 2);
    return s.answerQuestion(answer) ? say('Locked in.') : refuse('there is no such choice, or the question is answered');
  },
  list,
  start(s, [name]) {
    if (name === undefined) return refuse('usage: lesson start NAME', 2);
    const folder = findFolder(s.config.files, name);
    if (folder === null || s.openLesson(folder, 'resume') === null)
      return refuse(`there is no lesson '${name}'; \`lesson list\` shows them`);
    return say('');
  },
  lang(s, [lang]) {
    if (lang === undefined) return say(s.lang);
    return s.setLang(lang) ? say('') : refuse(`this lesson is not written in '${lang}'`);
  },
};

export function verb(session: Session, args: readonly string[]): ControlReply {
  const [name, ...rest] = args;
  if (name === undefined) return session.lesson === null ? say(HELP) : status(session);
  const run = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return run === undefined ? refuse(`unknown command '${name}'; try 'lesson help'`, 2) : run(session, rest);
}

const none = (): ControlReply => refuse('no lesson is open; `lesson list` shows them, `lesson start NAME` opens one');

/** The prose of the step the learner is in. */
export function proseOf(s: Session): StepProse | null {
  if (s.lesson === null || s.state === null) return null;
  return proseFor(s.lesson, s.lang).steps.get(stepAt(s.lesson, s.state).id) ?? null;
}

/** A goal's sentence; without one in the prose, its id. */
export const goalSentence = (s: Session, id: string): string => plainText(proseOf(s)?.texts.get(`goal.${id}`) ?? []) || id;

function goalText(s: Session): string {
  const lines = s.goals.filter((g) => !g.isGuard || !g.ok);
  return lines.map((g) => `${g.ok ? '[x]' : '[ ]'} ${goalSentence(s, g.id)}${g.ok ? '' : `  (seen: ${g.seen})`}`).join('\n');
}

function status(s: Session): ControlReply {
  const { lesson, state } = s;
  const prose = proseOf(s);
  if (lesson === null || state === null || prose === null) return none();
  const head = `${proseFor(lesson, s.lang).title}, step ${state.index + 1} of ${lesson.logic.steps.length}: ${prose.title}`;
  const why = prose.texts.get('why');
  const end = state.isDone ? `\n\nStep done.${why === undefined ? '' : ` ${plainText(why)}`}\n\`lesson next\` goes on.` : '';
  return say(`${head}\n\n${fillIn(plainText(prose.body), state.saved)}\n\n${goalText(s)}${end}`);
}

function list(s: Session): ControlReply {
  const rows = lessonList(s).map(
    (l) => `${l.folder === s.lesson?.folder ? '>' : ' '} ${l.folder.padEnd(16)} ${l.done}/${l.steps}  ${l.title}`,
  );
  return say(rows.join('\n'));
}

export interface LessonRow {
  readonly folder: string;
  readonly title: string;
  readonly summary: string;
  readonly steps: number;
  readonly done: number;
}

/** All lessons with how far the learner is in each. */
export function lessonList(s: Session): LessonRow[] {
  const rows: LessonRow[] = [];
  for (const folder of lessonFolders(s.config.files)) {
    const lesson = s.load?.(s.config.files, folder).lesson ?? null;
    if (lesson === null) continue;
    const { id, steps } = lesson.logic;
    const prose = proseFor(lesson, s.lang);
    const done = steps.filter((step) => isDone(s.progress, id, step.id, stepHash(step))).length;
    rows.push({ folder, title: prose.title, summary: prose.summary, steps: steps.length, done });
  }
  return rows;
}
