// diff -y: two columns, laid out on tab stops (diffutils 3.8 src/side.c).

import { textWidth } from '../../../abi/text.ts';
import type { Hunk } from './compare.ts';
import type { Side } from './output.ts';

export interface Columns {
  readonly width: number;
  readonly left: boolean;
  readonly hidesCommon: boolean;
}

/** -y: as diff's side.c lays two columns out on tab stops. */
export function sideBySide(a: Side, b: Side, hunks: readonly Hunk[], c: Columns): string {
  const { tabSize, expandsTabs } = a.style;
  const unit = expandsTabs ? 1 : tabSize;
  const off = Math.floor((c.width + unit + 3) / (2 * unit)) * unit;
  const half = Math.max(0, Math.min(off - 3, c.width - off));
  const column2 = half > 0 ? off : c.width;
  /** The part of a line that fits, and how many columns it takes; a tab stays one where nothing else is asked for. */
  const halfOf = (text: string): { out: string; width: number } => {
    let out = '';
    let [at, width] = [0, 0];
    for (const ch of text) {
      const step = ch === '\t' ? tabSize - (at % tabSize) : textWidth(ch);
      if (ch === '\t' && expandsTabs) {
        const to = Math.min(at + step, half);
        if (at === width && to > width) [out, width] = [out + ' '.repeat(to - width), to];
      } else if (ch === '\t') {
        if (at === width && width + step < half) [out, width] = [out + ch, width + step];
      } else if (at + step <= half) [out, width] = [out + ch, at + step];
      at += step;
    }
    return { out, width };
  };
  const tabTo = (from: number, to: number): string => {
    let out = '';
    let at = from;
    if (expandsTabs) return ' '.repeat(to - from);
    while (Math.floor(at / tabSize) * tabSize + tabSize <= to) {
      out += '\t';
      at = Math.floor(at / tabSize) * tabSize + tabSize;
    }
    return out + ' '.repeat(to - at);
  };
  const row = (left: string | null, separator: string, right: string | null): string => {
    const text = halfOf(left ?? '');
    let at = text.width;
    let { out } = text;
    if (separator !== ' ') {
      const mark = Math.floor((half + column2 - 1) / 2);
      out += tabTo(at, mark) + separator;
      at = mark + 1;
    }
    return right === null || right === '' ? out : `${out}${tabTo(at, column2)}${halfOf(right).out}`;
  };
  const hasNewline = (side: Side, index: number): boolean => side.endsWithNewline || index < side.lines.length - 1;
  /** Of two lines that differ, one without a newline at its end leans the mark to its side. */
  const changed = (m: number, n: number): string => {
    const [l, r] = [hasNewline(a, m), hasNewline(b, n)];
    return `${row(a.lines[m], l === r ? '|' : l ? '/' : '\\', b.lines[n])}${l || r ? '\n' : ''}`;
  };
  const alone = (side: Side, index: number, text: string): string => `${text}${hasNewline(side, index) ? '\n' : ''}`;
  let out = '';
  let [i, j] = [0, 0];
  const common = (to: number): void => {
    for (; i < to; i++, j++) if (!c.hidesCommon) out += alone(a, i, c.left ? row(a.lines[i], '(', null) : row(a.lines[i], ' ', b.lines[j]));
  };
  for (const h of hunks) {
    common(h.a0);
    while (i < h.a1 || j < h.b1) {
      if (i < h.a1 && j < h.b1) out += changed(i++, j++);
      else if (i < h.a1) out += alone(a, i, row(a.lines[i++], '<', null));
      else out += alone(b, j, row(null, '>', b.lines[j++]));
    }
  }
  common(a.lines.length);
  return out;
}
