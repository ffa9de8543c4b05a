// Output by format: -D, --GTYPE-group-format, --LTYPE-line-format, --line-format (diffutils 3.8 src/ifdef.c).

import type { Hunk } from './compare.ts';
import type { Side } from './output.ts';

type LineType = 'unchanged' | 'old' | 'new';
type GroupType = LineType | 'changed';

export interface Formats {
  readonly groups: Readonly<Record<GroupType, string>>;
  readonly lines: Readonly<Record<LineType, string>>;
}

/** What was given, `undefined` for the rest; null when nothing was. */
export function readFormats(ifdef: string | undefined, value: (option: string) => string | undefined): Formats | null {
  const types = ['unchanged', 'old', 'new'] as const;
  const line = (t: LineType): string | undefined => value(`${t}-line-format`) ?? value('line-format');
  const group = (t: GroupType): string | undefined => value(`${t}-group-format`);
  const isGiven =
    ifdef !== undefined || types.some((t) => line(t) !== undefined) || [...types, 'changed' as const].some((t) => group(t) !== undefined);
  if (!isGiven) return null;
  const oldGroup = group('old') ?? group('changed') ?? (ifdef === undefined ? '%<' : `#ifndef ${ifdef}\n%<#endif /* ! ${ifdef} */\n`);
  const newGroup = group('new') ?? group('changed') ?? (ifdef === undefined ? '%>' : `#ifdef ${ifdef}\n%>#endif /* ${ifdef} */\n`);
  const both = ifdef === undefined ? oldGroup + newGroup : `#ifndef ${ifdef}\n%<#else /* ${ifdef} */\n%>#endif /* ${ifdef} */\n`;
  return {
    groups: { unchanged: group('unchanged') ?? '%=', old: oldGroup, new: newGroup, changed: group('changed') ?? both },
    lines: { unchanged: line('unchanged') ?? '%l\n', old: line('old') ?? '%l\n', new: line('new') ?? '%l\n' },
  };
}

interface Group {
  readonly a: Side;
  readonly b: Side;
  readonly hunk: Hunk;
}

export function formatted(a: Side, b: Side, hunks: readonly Hunk[], f: Formats): string {
  let out = '';
  let [i, j] = [0, 0];
  const show = (type: GroupType, hunk: Hunk): void => {
    out += groupText(f.groups[type], { a, b, hunk }, type === 'unchanged', f);
  };
  for (const h of hunks) {
    if (i < h.a0) show('unchanged', { a0: i, a1: h.a0, b0: j, b1: h.b0 });
    show(h.a0 === h.a1 ? 'new' : h.b0 === h.b1 ? 'old' : 'changed', h);
    [i, j] = [h.a1, h.b1];
  }
  if (i < a.lines.length) show('unchanged', { a0: i, a1: a.lines.length, b0: j, b1: b.lines.length });
  return out;
}

const DIRECTIVE = /%(?:c'(\\[0-7]{1,3}|[\s\S])'|\(([^=]*)=([^?]*)\?|(-?'?0?\d*(?:\.\d*)?)([doxX])([a-zA-Z])|([\s\S]))/y;

function groupText(format: string, g: Group, isUnchanged: boolean, f: Formats): string {
  let out = '';
  for (let at = 0; at < format.length; ) {
    if (format[at] !== '%') {
      out += format[at++];
      continue;
    }
    DIRECTIVE.lastIndex = at;
    const m = DIRECTIVE.exec(format);
    if (m === null) {
      out += format[at++];
      continue;
    }
    at += m[0].length;
    if (m[1] !== undefined) out += character(m[1]);
    else if (m[2] !== undefined) {
      const thenEnd = end(format, at, ':');
      const elseEnd = end(format, thenEnd + 1, ')');
      const holds = operand(m[2], g) === operand(m[3], g);
      out += groupText(holds ? format.slice(at, thenEnd) : format.slice(thenEnd + 1, elseEnd), g, isUnchanged, f);
      at = elseEnd + 1;
    } else if (m[6] !== undefined) out += numberText(operand(m[6], g), m[4], m[5]);
    else if (m[7] === '<') out += linesText(g.a, g.hunk.a0, g.hunk.a1, f.lines.old);
    else if (m[7] === '>') out += linesText(g.b, g.hunk.b0, g.hunk.b1, f.lines.new);
    else if (m[7] === '=') out += isUnchanged ? linesText(g.a, g.hunk.a0, g.hunk.a1, f.lines.unchanged) : '';
    else out += m[7] === '%' ? '%' : m[0];
  }
  return out;
}

const character = (text: string): string => (text.length > 1 ? String.fromCharCode(Number.parseInt(text.slice(1), 8)) : text);

/** Where a part of `%(A=B?T:E)` ends. */
function end(format: string, from: number, mark: string): number {
  let depth = 0;
  for (let i = from; i < format.length; i++) {
    if (format.startsWith('%(', i)) depth++;
    else if (depth === 0 && format[i] === mark) return i;
    else if (format[i] === ')') depth--;
  }
  return format.length;
}

/** A number, or a letter: lower case for the first file, upper for the second. */
function operand(text: string, g: Group): number {
  if (/^\d+$/.test(text)) return Number(text);
  const isOld = text === text.toLowerCase();
  const [from, to] = isOld ? [g.hunk.a0, g.hunk.a1] : [g.hunk.b0, g.hunk.b1];
  const values: Readonly<Record<string, number>> = { e: from, f: from + 1, l: to, m: to + 1, n: to - from };
  return values[text.toLowerCase()] ?? 0;
}

function numberText(n: number, flags: string, conversion: string): string {
  const text =
    conversion === 'd'
      ? String(n)
      : conversion === 'o'
        ? n.toString(8)
        : conversion === 'x'
          ? n.toString(16)
          : n.toString(16).toUpperCase();
  const width = Number(/\d+/.exec(flags)?.[0] ?? 0);
  return flags.startsWith('-') ? text.padEnd(width) : text.padStart(width, /^'?0/.test(flags) ? '0' : ' ');
}

function linesText(side: Side, from: number, to: number, format: string): string {
  let out = '';
  for (let i = from; i < to; i++) {
    const hasNewline = i < side.lines.length - 1 || side.endsWithNewline;
    out += format.replace(/%(?:c'(\\[0-7]{1,3}|[\s\S])'|(-?'?0?\d*(?:\.\d*)?)([doxX])n|([lL%]))/g, (_, c, flags, conversion, letter) => {
      if (c !== undefined) return character(c);
      if (conversion !== undefined) return numberText(i + 1, flags, conversion);
      return letter === '%' ? '%' : side.lines[i] + (letter === 'L' && hasNewline ? '\n' : '');
    });
  }
  return out;
}
