import { describe, expect, it } from 'vitest';
import { layout } from '../layout.ts';
import type { ChromeModel, LessonModel } from '../model.ts';
import { lineWidth, toPlain } from '../text.ts';
import { ASCII, UNICODE } from '../theme.ts';
import { helpLines } from './dialog.tsx';
import { barLines } from './keybar.tsx';
import { columnLines, pageLines, stripLines } from './lesson.tsx';
import { ruleLine, statusLine, titleLine } from './status.tsx';

const text = (words: string) => ({ kind: 'text' as const, text: words });
const LESSON: LessonModel = {
  title: '02 Mounts nobody else sees',
  lang: 'en',
  marks: ['done', 'current', 'todo'],
  index: 1,
  stepTitle: 'A list of your own, 한글 제목',
  intro: [text('An introduction that is not needed when there is little room for it.')],
  body: [
    text('First make a directory to mount something on, then start a shell with a mount namespace of its own, then look at its link.'),
    { kind: 'run', lines: ['unshare -m /bin/bash', 'readlink /proc/$$/ns/mnt'] },
    text('Before, your shell was in mnt:[{{before}}]. 이 숫자를 기억해 두세요. '.repeat(6)),
  ],
  goals: [
    { text: 'The shell in terminal A is in a new mount namespace.', ok: false, seen: 'terminal A is in mnt:[4026531832], the first one' },
    { text: 'Read the link `ns/mnt` of the new shell.', ok: true, seen: 'done' },
  ],
  question: { text: [text('What will it print?')], choices: ['secret', 'nothing'], given: -1, right: 1 },
  hints: [[text('A hint.')], [text('Another hint.')]],
  almost: null,
  isStepDone: false,
  isLast: false,
  why: [text('Because.')],
  saved: new Map([['before', '4026531832']]),
};
const model = (cols: number, rows: number, more: Partial<ChromeModel> = {}): ChromeModel => ({
  layout: layout({
    cols,
    rows,
    isWindows: false,
    terminals: ['A', 'B'],
    focus: 'B',
    lesson: 'shown',
    isZoomed: false,
    hasDialog: false,
    barRows: 0,
  }),
  glyphs: UNICODE,
  leader: '^]',
  lesson: LESSON,
  lessonScroll: 0,
  terminals: [
    { id: 'A', who: 'root@localhost', changed: ['mnt', 'uts', 'pid'], isFocused: false, isScrolled: false },
    { id: 'B', who: 'student@a-very-long-host-name-in-here', changed: ['mnt'], isFocused: true, isScrolled: true },
  ],
  dialog: null,
  notice: null,
  ...more,
});

describe('the chrome', () => {
  it('fits any size, and keeps commands and goals in sight', () => {
    for (let width = 24; width <= 60; width += 3) {
      for (let height = 22; height <= 60; height += 4) {
        const lines = columnLines(model(120, 40), LESSON, width, height);
        expect(lines.length).toBeLessThanOrEqual(height);
        for (const l of lines) expect(lineWidth(l)).toBeLessThanOrEqual(width);
        const all = lines.map(toPlain).join('\n');
        expect(all).toContain('unshare -m');
        expect(all).toContain('Another hint.');
      }
    }
  });

  it('fits a strip of any height', () => {
    for (let width = 60; width < 100; width += 7) {
      for (let height = 3; height < 10; height++) {
        const lines = stripLines(model(width, 24), { ...LESSON, hints: [] }, width, height);
        expect(lines.length).toBe(height);
        for (const l of lines) expect(lineWidth(l)).toBeLessThanOrEqual(width);
        expect(lines.map(toPlain).join('\n')).toContain('☐ The shell in terminal A');
      }
    }
    const seven = stripLines(model(80, 24), { ...LESSON, hints: [] }, 80, 7).map(toPlain);
    expect(seven.slice(2, 5)).toEqual([
      '   unshare -m /bin/bash',
      '   readlink /proc/$$/ns/mnt',
      ' Predict: 1) secret  2) nothing  lesson answer N',
    ]);
  });

  it('puts saved values into the words', () =>
    expect(pageLines(model(80, 24), LESSON, 70).map(toPlain).join('\n')).toContain('mnt:[4026531832]'));

  it('has lines of exactly the screen in every place', () => {
    for (const glyphs of [UNICODE, ASCII]) {
      for (let cols = 60; cols <= 200; cols += 9) {
        for (const more of [{}, { lesson: null }, { notice: 'a word' }, { lesson: { ...LESSON, isStepDone: true } }]) {
          const m = model(cols, 30, { glyphs, ...more });
          expect([cols, lineWidth(titleLine(m))]).toEqual([cols, cols]);
          expect([cols, lineWidth(statusLine(m))]).toEqual([cols, cols]);
          expect([cols, lineWidth(ruleLine(m))]).toEqual([cols, cols]);
          for (const l of barLines(m)) expect(lineWidth(l)).toBeLessThanOrEqual(cols);
        }
      }
    }
  });

  it('lists every key in the help', () => {
    const help = helpLines('^]', 60).map(toPlain).join('\n');
    for (const word of ['hint', 'undo command', 'scroll back', 'F6', 'quit']) expect(help).toContain(word);
  });
});
