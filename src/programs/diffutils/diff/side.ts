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
  const expand = (text: string): string => {
    let out = '';
    for (const ch of text) out += ch === '\t' ? ' '.repeat(tabSize - (out.length % tabSize)) : ch;
    return out.length > half ? out.slice(0, half) : out;
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
    const text = left === null ? '' : expand(left);
    let at = textWidth(text);
    let out = text;
    if (separator !== ' ') {
      const mark = Math.floor((half + column2 - 1) / 2);
      out += tabTo(at, mark) + separator;
      at = mark + 1;
    }
    return right === null ? `${out}\n` : `${out}${tabTo(at, column2)}${expand(right)}\n`;
  };
  let out = '';
  let [i, j] = [0, 0];
  const common = (to: number): void => {
    for (; i < to; i++, j++) if (!c.hidesCommon) out += c.left ? row(a.lines[i], '(', null) : row(a.lines[i], ' ', b.lines[j]);
  };
  for (const h of hunks) {
    common(h.a0);
    while (i < h.a1 || j < h.b1) {
      if (i < h.a1 && j < h.b1) out += row(a.lines[i++], '|', b.lines[j++]);
      else if (i < h.a1) out += row(a.lines[i++], '<', null);
      else out += row(null, '>', b.lines[j++]);
    }
  }
  common(a.lines.length);
  return out;
}
