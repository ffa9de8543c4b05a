// The line above, with lesson and steps; the tab rule; and the line below, with the keys that matter.

import type { ReactElement } from 'react';
import type { ChromeModel, LessonModel } from '../model.ts';
import { justify, type Line, lineWidth, span } from '../text.ts';
import { type Glyphs, THEME } from '../theme.ts';
import { terminalTitle } from './frame.tsx';
import { goalCount } from './goals.tsx';
import { Lines } from './lines.tsx';

export const APP_NAME = 'ns-shell';

function marks(lesson: LessonModel, glyphs: Glyphs): string {
  const glyph = { done: glyphs.check, current: glyphs.current, todo: glyphs.todo };
  return lesson.marks.map((m, i) => `${glyph[m]}${i + 1}`).join(' ');
}

export function titleLine(m: ChromeModel): Line {
  const { lesson, glyphs, layout } = m;
  if (layout.mode === 'small') {
    return [span(' 60x16 is needed: enlarge, or '), span('ns-shell --plain', THEME.key)];
  }
  if (lesson === null) return justify([span(` ${APP_NAME}`, THEME.title), span(` ${glyphs.dot} a simulated Linux`)], [], layout.width);
  const step = ` ${glyphs.dot} step ${lesson.index + 1}/${lesson.marks.length} ${lesson.stepTitle}`;
  const left: Line = [span(` ${lesson.title}`, THEME.title), span(layout.mode === 'strip' ? step : '')];
  return justify(left, [span(`  ${marks(lesson, glyphs)}  ${lesson.lang} `)], layout.width);
}

export function Title({ model }: { readonly model: ChromeModel }): ReactElement {
  return <Lines lines={[titleLine(model)]} width={model.layout.width} height={1} />;
}

/** `─[A root@localhost]─ B ───────── uts* ───` */
export function ruleLine(m: ChromeModel): Line {
  const { glyphs, layout } = m;
  const out: Line = m.terminals.flatMap((t) => {
    const title = terminalTitle({ ...t, changed: [] }, t.isFocused ? 34 : 8, glyphs);
    return t.isFocused ? [span(`${glyphs.horizontal}[`), ...title, span(']')] : [span(`${glyphs.horizontal} ${t.id} `)];
  });
  const changed = m.terminals.find((t) => t.isFocused)?.changed ?? [];
  const right: Line =
    changed.length === 0
      ? []
      : [span(' '), span(changed.map((c) => `${c}*`).join(' '), THEME.changed), span(` ${glyphs.horizontal.repeat(3)}`)];
  const rest = layout.width - lineWidth(out) - lineWidth(right);
  return [...out, span(glyphs.horizontal.repeat(Math.max(0, rest))), ...right];
}

export function Rule({ model }: { readonly model: ChromeModel }): ReactElement {
  return <Lines lines={[ruleLine(model)]} width={model.layout.width} height={1} />;
}

interface Hint {
  readonly key: string;
  readonly text: string;
}

/** The keys that fit, the most needed first. */
export function statusLine(m: ChromeModel): Line {
  const { lesson, layout, leader } = m;
  const right: Line = lesson === null ? [] : [span(` ${goalCount(lesson.goals)} `, lesson.isStepDone ? THEME.done : {})];
  if (m.notice !== null) return justify([span(' '), span(` ${m.notice} `, THEME.notice)], right, layout.width);
  const keys: Hint[] = [
    { key: leader, text: 'menu' },
    ...(lesson?.isStepDone === true
      ? [{ key: `${leader}${lesson.isLast ? 'l' : 'n'}`, text: lesson.isLast ? 'lessons' : 'next step' }]
      : []),
    { key: 'F1', text: 'help' },
    ...(lesson === null ? [] : [{ key: 'F2', text: 'lesson' }]),
    ...(m.terminals.length > 1 ? [{ key: 'F6', text: 'next term' }] : [{ key: `${leader}c`, text: 'new term' }]),
    ...(lesson === null ? [] : [{ key: `${leader}h`, text: 'hint' }]),
    { key: `${leader}u`, text: 'undo' },
    ...(lesson === null ? [{ key: `${leader}l`, text: 'lessons' }] : lesson.isStepDone ? [] : [{ key: `${leader}n`, text: 'next step' }]),
    { key: `${leader}q`, text: 'quit' },
  ];
  const out = [span(' ')];
  let width = 1;
  for (const k of keys) {
    const size = k.key.length + k.text.length + 3;
    if (width + size > layout.width - lineWidth(right)) continue;
    out.push(span(k.key, THEME.key), span(` ${k.text}  `));
    width += size;
  }
  return justify(out, right, layout.width);
}

export function Status({ model }: { readonly model: ChromeModel }): ReactElement {
  return <Lines lines={[statusLine(model)]} width={model.layout.width} height={1} />;
}
