// The which-key bar: what may follow the leader.

import type { ReactElement } from 'react';
import { BAR_CELL, barColumns, shownChords } from '../chords.ts';
import type { ChromeModel } from '../model.ts';
import { fitText, type Line, span } from '../text.ts';
import { THEME } from '../theme.ts';
import { Lines } from './lines.tsx';

export function barLines(model: ChromeModel): Line[] {
  const { width } = model.layout;
  const across = barColumns(width);
  const chords = shownChords();
  const down = Math.ceil(chords.length / across);
  const title = `${model.glyphs.horizontal} ${model.leader} and then: `;
  const lines: Line[] = [[span(title + model.glyphs.horizontal.repeat(Math.max(0, width - title.length)))]];
  for (let row = 0; row < down; row++) {
    const cells = Array.from({ length: across }, (_, col) => chords[col * down + row]);
    lines.push([
      span(' '),
      ...cells.flatMap((c) => (c === undefined ? [] : [span(fitText(` ${c.label}`, 4), THEME.key), span(fitText(c.text, BAR_CELL - 4))])),
    ]);
  }
  return lines;
}

export function KeyBar({ model }: { readonly model: ChromeModel }): ReactElement | null {
  const { barRows: height, width } = model.layout;
  if (height === 0) return null;
  return <Lines lines={barLines(model)} width={width} height={height} />;
}
