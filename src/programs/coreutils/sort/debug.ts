// sort --debug: marks below each line what its keys are, and warns of questionable ones (coreutils 9.1 src/sort.c: debug_line, key_warnings).

import { decode } from '../../../abi/bytes.ts';
import type { Sys } from '../../../abi/sys.ts';
import { textWidth } from '../../../abi/text.ts';
import { quote } from '../../../libc/coreutils.ts';
import { isByteLocale, latin1Bytes } from '../../../libc/lines.ts';
import type { Proc } from '../../../libc/proc.ts';
import { keyBounds, type SortKey } from './key.ts';
import type { Wish } from './options.ts';

const isNumeric = (k: SortKey): boolean => k.order === 'numeric' || k.order === 'general' || k.order === 'human';

const NUMBERS: Readonly<Record<string, RegExp>> = {
  numeric: /^-?(?:\d+\.?\d*|\.\d+)/,
  human: /^-?(?:\d+\.?\d*|\.\d+)[kKMGTPEZYRQ]?/,
  general: /^[+-]?(?:0[xX][0-9a-fA-F]+|inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/i,
  month: /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i,
};

/** Columns on the screen; a tab is shown as one `>`. */
const columns = (line: string): number => textWidth(decode(latin1Bytes(line.replaceAll('\t', '>'))));

function mark(line: string, from: number, to: number): string {
  const width = columns(line.slice(from, to));
  return `${' '.repeat(columns(line.slice(0, from)))}${width === 0 ? '^ no match for key' : '_'.repeat(width)}\n`;
}

function markKey(line: string, k: SortKey, separator: string | null): string {
  let [from, to] = keyBounds(line, k, separator);
  const pattern = NUMBERS[k.order];
  if (pattern !== undefined || (k.start === null && k.skipsBlanks)) {
    while (from < to && (line[from] === ' ' || line[from] === '\t')) from++;
    if (pattern !== undefined) to = from + (pattern.exec(line.slice(from, to))?.[0].length ?? 0);
  }
  return mark(line, from, Math.max(from, to));
}

export function debugLine(line: string, w: Wish): string {
  const marks = w.keys.map((k) => markKey(line, k, w.separator));
  if (w.keys.length === 0 || !w.isStable) marks.push(mark(line, 0, line.length));
  return `${decode(latin1Bytes(line.replaceAll('\t', '>')))}\n${marks.join('')}`;
}

export function* debugWarnings(p: Proc, w: Wish): Sys<void> {
  const name = p.env.get('LC_ALL') || p.env.get('LC_COLLATE') || p.env.get('LANG') || 'C';
  yield* p.warn(
    isByteLocale(p.env)
      ? 'text ordering performed using simple byte comparison'
      : `text ordering performed using ${quote(name)} sorting rules`,
  );
  for (const [i, k] of w.keys.entries()) {
    const { start, end } = k;
    if (start === null) continue;
    if (end !== null && end.field < start.field) yield* p.warn(`key ${i + 1} has zero width and will be ignored`);
    else if (w.separator === null && !(end?.field === 1 && end.char !== 0)) {
      const isImplicit = isNumeric(k) || k.order === 'month';
      const matters =
        (!start.skipsBlanks && !isImplicit) ||
        (!start.skipsBlanks && start.char > 1) ||
        (end !== null && !end.skipsBlanks && end.char !== 0);
      if (matters) yield* p.warn(`leading blanks are significant in key ${i + 1}; consider also specifying 'b'`);
    }
    if (isNumeric(k) && (end === null || start.field < end.field)) yield* p.warn(`key ${i + 1} is numeric and spans multiple fields`);
  }
  if (w.keys.some(isNumeric)) yield* p.warn(`note numbers use ${quote('.')} as a decimal point in this locale`);
}
