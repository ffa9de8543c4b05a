// Goals: a mark and a sentence each; what was seen instead stands with those that are open.

import type { GoalModel } from '../model.ts';
import { BLANK, cutText, type Line, line, span, wrap } from '../text.ts';
import { type Glyphs, THEME } from '../theme.ts';
import { inline } from './blocks.ts';

/** `isLong`: a heading, and as many lines as it takes. */
export function goalLines(goals: readonly GoalModel[], glyphs: Glyphs, width: number, isLong: boolean): Line[] {
  const out: Line[] = isLong ? [line('GOALS', THEME.heading)] : [];
  for (const g of goals) {
    const mark = `${g.ok ? glyphs.done : glyphs.open} `;
    const style = g.ok ? THEME.done : THEME.open;
    if (isLong) {
      out.push(...wrap([span(mark, style), ...inline(g.text, style)], width, ' '.repeat(mark.length)));
      if (!g.ok && g.seen !== '') out.push(...wrap([span(' '.repeat(mark.length)), span(`seen: ${g.seen}`, THEME.seen)], width, '    '));
    } else {
      const seen = g.ok || g.seen === '' ? '' : `  (seen: ${g.seen})`;
      const text = cutText(g.text.replace(/[`*]/g, ''), width - mark.length);
      out.push([span(mark, style), span(text, style), span(cutText(seen, Math.max(0, width - mark.length - text.length)), THEME.seen)]);
    }
  }
  return out.length === 0 ? [BLANK] : out;
}

/** `goals 1/2`, for the status line. */
export const goalCount = (goals: readonly GoalModel[]): string =>
  goals.length === 0 ? '' : `goals ${goals.filter((g) => g.ok).length}/${goals.length}`;
