// What the keys after the leader do; each also has a verb that can be typed.

import type { Session } from '../lesson/session.ts';
import type { Action } from './chords.ts';
import type { Controller } from './controller.ts';
import { SCROLL_START } from './scrollback.ts';
import type { SessionTerminal } from './terminal.ts';

export interface ChordContext {
  readonly controller: Controller;
  readonly session: Session;
  /** The one with the focus. */
  readonly terminal: SessionTerminal | null;
  /** Where its last command line was sent. */
  readonly mark: { readonly line: number } | null;
}

const LANGS = ['en', 'ko', 'zh-CN'];

type Run = (context: ChordContext) => void;

/** In a lesson only; else a word about it. */
const inLesson =
  (run: Run): Run =>
  (c) => {
    if (c.session.lesson === null) c.controller.notify('no lesson is open');
    else run(c);
  };

export const chordActions: Readonly<Record<Action, Run>> = {
  new: ({ controller }) => controller.newTerminal(),
  'next-term': ({ controller }) => controller.stepFocus(1),
  'previous-term': ({ controller }) => controller.stepFocus(-1),
  close: ({ controller, session }) => session.closeTerminal(controller.view.focus),
  zoom: ({ controller }) => controller.setView({ isZoomed: !controller.view.isZoomed }),
  scroll({ controller, terminal }) {
    terminal?.enterScroll();
    controller.setView({ scroll: SCROLL_START });
  },
  copy: copyLastOutput,
  hint: inLesson(({ controller, session }) => {
    controller.setView({ lesson: controller.view.lesson === 'hidden' ? 'shown' : controller.view.lesson });
    if (!session.hint()) controller.notify('no more hints; the solution can be typed for you');
  }),
  solution: inLesson(({ controller, session }) => {
    const command = session.solution();
    if (command === null) {
      controller.notify('the whole solution was shown');
      return;
    }
    controller.notify(`typed into terminal ${command.term}: Enter runs it`);
  }),
  undo: ({ controller, session }) => controller.notify(session.undo() ? 'the last command was taken back' : 'there is nothing to undo'),
  reset: inLesson(({ controller, session }) => controller.notify(session.reset() ? 'the step begins anew' : 'the step cannot be reset')),
  next: inLesson(({ controller, session }) => {
    if (!session.next()) controller.openDialog('lessons');
  }),
  back: inLesson(({ controller, session }) => {
    if (!session.back()) controller.notify('this is the first step');
  }),
  lesson: inLesson(({ controller }) => {
    const { lesson } = controller.view;
    controller.setView({ lesson: lesson === 'shown' ? 'page' : lesson === 'page' ? 'hidden' : 'shown', lessonScroll: 0 });
  }),
  lessons: ({ controller }) => controller.openDialog('lessons'),
  language: inLesson(({ controller, session }) => {
    const written = LANGS.filter((l) => session.lesson?.prose.has(l) === true);
    const next = written[(written.indexOf(session.lang) + 1) % written.length];
    if (written.length < 2) controller.notify(`this lesson is written in ${written.join(', ')} only`);
    else session.setLang(next);
  }),
  help: ({ controller }) => controller.openDialog('help'),
  quit: ({ controller }) => controller.quit(),
  suspend({ controller }) {
    if (!controller.suspend()) controller.notify('this system has no job control');
  },
  redraw: ({ controller }) => controller.repaint(),
};

/** OSC 52: the terminal puts it on the clipboard, also through ssh, if it lets programs do that. */
function copyLastOutput({ controller, terminal, mark }: ChordContext): void {
  const lines: string[] = [];
  if (terminal !== null && mark !== null) for (let i = mark.line + 1; i < terminal.cursorLine; i++) lines.push(terminal.lineText(i));
  if (lines.length === 0) {
    controller.notify(mark === null ? 'no command was run here yet' : 'the last command printed nothing');
    return;
  }
  controller.compositor.send(`\x1b]52;c;${base64(`${lines.join('\n')}\n`)}\x07`);
  controller.notify(`${lines.length} line${lines.length === 1 ? '' : 's'} sent to the clipboard`);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
