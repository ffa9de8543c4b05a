// The lesson: what to do and why, its goals with what was seen, hints as they are asked for. In two columns it has a frame of its own; at 80
// columns a strip; F2 gives it the page.

import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Block } from '../../lesson/prose.ts';
import type { ChromeModel, LessonModel } from '../model.ts';
import { BLANK, type Line, line, span, wrap } from '../text.ts';
import { THEME } from '../theme.ts';
import { blockLines, inline } from './blocks.ts';
import { Frame } from './frame.tsx';
import { goalLines } from './goals.tsx';
import { Lines } from './lines.tsx';

/** What stands below the task: question, goals, remarks, and the end of the step. `isShort`: of the hints only the newest. */
function tailLines(m: ChromeModel, lesson: LessonModel, width: number, isShort = false): Line[] {
  const out: Line[] = [...questionLines(lesson, width), ...goalLines(lesson.goals, m.glyphs, width, true)];
  const add = (head: string, blocks: readonly Block[]) => {
    if (blocks.length === 0) return;
    out.push(BLANK, line(head, THEME.hint), ...blockLines(blocks, width, lesson.saved));
  };
  if (lesson.almost !== null && !lesson.isStepDone) add('Almost:', lesson.almost);
  const newest = lesson.hints.length - 1;
  for (const [i, hint] of lesson.hints.entries()) if (!isShort || (i === newest && !lesson.isStepDone)) add(`Hint ${i + 1}`, hint);
  if (lesson.isStepDone) {
    out.push(BLANK, line(`${m.glyphs.check} ${doneText(lesson)}`, THEME.done));
    add('Why', lesson.why);
    out.push(BLANK, ...wrap(nextLine(m, lesson), width));
  }
  return out;
}

const doneText = (lesson: LessonModel): string => (lesson.isLast ? 'Lesson done.' : 'Step done.');

function nextLine(m: ChromeModel, lesson: LessonModel): Line {
  if (lesson.isLast) return [span(`${m.leader}l`, THEME.key), span(' chooses another lesson.')];
  return [span(`${m.leader}n`, THEME.key), span(' goes to the next step.')];
}

function questionLines(lesson: LessonModel, width: number): Line[] {
  const q = lesson.question;
  if (q === null) return [];
  const out: Line[] = [line('PREDICT', THEME.heading), ...blockLines(q.text, width, lesson.saved)];
  q.choices.forEach((choice, i) => {
    const mark = i === q.given ? '>' : ' ';
    out.push(...wrap([span(`${mark} ${i + 1}) `), ...inline(choice)], width, '     '));
  });
  if (q.given < 0) out.push(...wrap(inline('`lesson answer N` locks your answer in.'), width));
  else if (lesson.isStepDone) out.push(line(q.given === q.right ? 'Your prediction was right.' : `It was ${q.right + 1}.`, THEME.seen));
  out.push(BLANK);
  return out;
}

/** The whole text, as the page shows it. */
export function pageLines(m: ChromeModel, lesson: LessonModel, width: number): Line[] {
  return [
    ...headLines(lesson, width),
    BLANK,
    ...blockLines([...lesson.intro, ...lesson.body], width, lesson.saved),
    BLANK,
    ...tailLines(m, lesson, width),
  ];
}

/** When there is too little room, the introduction and older hints go first, then the task's text, but never its commands. */
export function columnLines(m: ChromeModel, lesson: LessonModel, width: number, height: number): Line[] {
  const all = pageLines(m, lesson, width);
  if (all.length <= height) return all;
  const tail = tailLines(m, lesson, width, true);
  const head = headLines(lesson, width);
  const more: Line = [span('… '), span('F2', THEME.key), span(' shows all of it')];
  const isRun = (b: Block) => b.kind === 'run';
  const code = lesson.isStepDone ? [] : compact(lesson.body.filter(isRun), width, lesson);
  const room = height - head.length - code.length - tail.length - 3;
  const isRoomy = room >= 2;
  const text = blockLines(
    lesson.body.filter((b) => !isRun(b)),
    width,
    lesson.saved,
  );
  const top = isRoomy ? [...head, BLANK, ...text.slice(0, room), more, ...code, BLANK] : [...head, ...code, more];
  return [...top, ...tail.slice(Math.max(0, tail.length + top.length - height))];
}

const headLines = (lesson: LessonModel, width: number): Line[] =>
  wrap(line(`${lesson.index + 1}/${lesson.marks.length}  ${lesson.stepTitle}`, THEME.heading), width, '     ');

/** The newest help, or the task with its commands; then the goals, a line each. */
export function stripLines(m: ChromeModel, lesson: LessonModel, width: number, height: number): Line[] {
  const inner = width - 2;
  const goals = goalLines(lesson.goals, m.glyphs, inner, false).slice(0, Math.max(1, height - 2));
  const room = Math.max(0, height - goals.length);
  const { text, code } = stripText(m, lesson, inner);
  const commands = code.slice(0, Math.max(0, room - 1));
  const head = shorten(text, room - commands.length, inner);
  const out = [...head, ...commands];
  while (out.length < room) out.push(BLANK);
  return [...out, ...goals].map((l) => [span(' '), ...l]);
}

/** The first lines, with a word at the end that there are more. */
function shorten(lines: readonly Line[], room: number, width: number): Line[] {
  if (lines.length <= room || room <= 0) return lines.slice(0, Math.max(0, room));
  const more: Line = [span(' … '), span('F2', THEME.key)];
  return [...lines.slice(0, room - 1), [...wrap(lines[room - 1], width - 5)[0], ...more]];
}

interface StripText {
  readonly text: readonly Line[];
  /** What is to be typed. */
  readonly code: readonly Line[];
}

function stripText(m: ChromeModel, lesson: LessonModel, width: number): StripText {
  if (lesson.isStepDone) {
    const head: Line = [span(`${m.glyphs.check} ${doneText(lesson)} `, THEME.done), ...nextLine(m, lesson)];
    return { text: [head, ...compact(lesson.why, width, lesson)], code: [] };
  }
  const hint = lesson.hints.at(-1);
  if (hint !== undefined) return { text: [line(`Hint ${lesson.hints.length}`, THEME.hint), ...compact(hint, width, lesson)], code: [] };
  if (lesson.almost !== null) return { text: [line('Almost:', THEME.hint), ...compact(lesson.almost, width, lesson)], code: [] };
  const question = lesson.question === null || lesson.question.given >= 0 ? [] : [questionLine(lesson.question)];
  const prose = lesson.body.filter((b) => b.kind === 'text' || b.kind === 'item');
  const code = lesson.body.filter((b) => b.kind === 'run');
  return { text: compact(prose, width, lesson), code: [...compact(code, width, lesson), ...question] };
}

/** `Predict: … 1) … 2) … (lesson answer N)` */
function questionLine(q: NonNullable<LessonModel['question']>): Line {
  const choices = q.choices.map((c, i) => `${i + 1}) ${c}`).join('  ');
  return [span('Predict: ', THEME.heading), ...inline(choices), span('  lesson answer N', THEME.code)];
}

const compact = (blocks: readonly Block[], width: number, lesson: LessonModel): Line[] =>
  blockLines(blocks, width, lesson.saved).filter((l) => l !== BLANK);

export function LessonPane({ model }: { readonly model: ChromeModel }): ReactElement | null {
  const { layout, lesson, glyphs } = model;
  const rect = layout.lesson;
  if (rect === null) return null;
  const isPage = rect.width === layout.body.width && layout.ruleY === null;
  if (lesson === null) return <Lines lines={[]} width={rect.width} height={rect.height} />;
  if (layout.mode === 'strip' && !isPage) {
    return <Lines lines={stripLines(model, lesson, rect.width, rect.height)} width={rect.width} height={rect.height} />;
  }
  const title: Line = [span('Lesson', isPage ? THEME.focus : {}), span(' F2', THEME.key)];
  const width = rect.width - 4;
  const lines = isPage
    ? pageLines(model, lesson, Math.min(width, 78)).slice(model.lessonScroll)
    : columnLines(model, lesson, width, rect.height - 2);
  return (
    <Frame title={title} width={rect.width} height={rect.height} glyphs={glyphs}>
      <Box marginLeft={1}>
        <Lines lines={lines} width={width} height={rect.height - 2} />
      </Box>
    </Frame>
  );
}
