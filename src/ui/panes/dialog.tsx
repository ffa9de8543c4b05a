// Dialogs: help and the list of lessons. They cover the terminals, never the lesson.

import type { ReactElement } from 'react';
import { CHORDS, FUNCTION_KEYS } from '../chords.ts';
import type { ChromeModel, DialogModel } from '../model.ts';
import { BLANK, fitText, type Line, line, span, wrap } from '../text.ts';
import { THEME } from '../theme.ts';
import { Frame } from './frame.tsx';
import { Lines } from './lines.tsx';

export function helpLines(leader: string, width: number): Line[] {
  const out: Line[] = [...wrap(line('Everything you type goes to the simulated Linux. Only these keys are taken:'), width), BLANK];
  const row = (key: string, text: string) => out.push([span('  '), span(fitText(key, 10), THEME.key), span(text)]);
  row(`${leader} ${leader}`, `sends ${leader} itself`);
  for (const c of CHORDS) if (c.text !== '') row(`${leader} ${c.label}`, c.text);
  row(`${leader} 0-9`, 'terminal A, B, C …');
  out.push(BLANK);
  for (const [key, action] of Object.entries(FUNCTION_KEYS)) {
    row(key.replace('S-', 'Shift-'), CHORDS.find((c) => c.action === action)?.text ?? action);
  }
  out.push(BLANK, ...wrap(line('In a lesson the same can be typed: lesson help lists the verbs.'), width));
  out.push(...wrap(line('Text is selected with the mouse as always: the mouse is not taken.'), width));
  out.push(BLANK, ...wrap(line('This computer is not touched: no root, no Docker, no network are needed.'), width));
  return out;
}

function lessonsLines(model: ChromeModel, dialog: Extract<DialogModel, { kind: 'lessons' }>, width: number): Line[] {
  const out: Line[] = [];
  dialog.rows.forEach((r, i) => {
    const isSelected = i === dialog.selected;
    const mark = isSelected ? `${model.glyphs.current} ` : '  ';
    const state = r.done === r.steps ? `${model.glyphs.check} done` : `${r.done}/${r.steps} steps`;
    const number = /^\d+/.exec(r.folder)?.[0] ?? '';
    out.push([
      span(mark, THEME.focus),
      span(fitText(`${number} ${r.title}`, Math.max(10, width - 16)), isSelected ? THEME.focus : {}),
      span(state),
    ]);
    if (r.summary !== '') out.push(...wrap([span('     '), span(r.summary)], width, '     '));
    out.push(BLANK);
  });
  out.push([
    span('Enter', THEME.key),
    span(' opens   '),
    span('Up Down', THEME.key),
    span(' chooses   '),
    span('Esc', THEME.key),
    span(' back'),
  ]);
  return out;
}

export function Dialog({ model }: { readonly model: ChromeModel }): ReactElement | null {
  const { dialog, layout, glyphs, leader } = model;
  const rect = layout.dialog;
  if (dialog === null || rect === null) return null;
  const width = rect.width - 4;
  const all = dialog.kind === 'help' ? helpLines(leader, width) : lessonsLines(model, dialog, width);
  const title = dialog.kind === 'help' ? 'Keys' : 'Lessons';
  const height = rect.height - 2;
  const more: Line = all.length > height ? [span('  Up Down', THEME.key), span(' move')] : [];
  const lines = dialog.kind === 'help' ? all.slice(Math.min(dialog.scroll, Math.max(0, all.length - height))) : around(all, dialog, height);
  return (
    <Frame
      title={[span(title, THEME.focus), span('  Esc', THEME.key), span(' back'), ...more]}
      width={rect.width}
      height={rect.height}
      glyphs={glyphs}
    >
      <Lines lines={lines.map((l) => [span(' '), ...l])} width={rect.width - 2} height={height} />
    </Frame>
  );
}

/** The part of the list with the selected row. */
function around(lines: readonly Line[], dialog: Extract<DialogModel, { kind: 'lessons' }>, height: number): readonly Line[] {
  if (lines.length <= height) return lines;
  const at = Math.floor((lines.length * dialog.selected) / Math.max(1, dialog.rows.length));
  return lines.slice(Math.max(0, Math.min(at - Math.floor(height / 2), lines.length - height)));
}
