// The right-hand side of `s`: parts with \1 … \9, &, and the case conversions \U \L \u \l \E.

import type { ReplacementPart } from './script.ts';

/** `plain`: without GNU's case conversions. */
export function parseReplacement(source: string, plain: boolean): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let text = '';
  let mode: ReplacementPart['mode'] = null;
  let once: ReplacementPart['once'] = null;
  const push = (group: number): void => {
    if (text !== '' || group >= 0 || mode !== null || once !== null) parts.push({ text, group, mode, once });
    text = '';
    mode = null;
    once = null;
  };
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '&') push(0);
    else if (c !== '\\' || i + 1 >= source.length) text += c;
    else {
      const d = source[++i];
      if (d >= '0' && d <= '9') push(Number(d));
      else if (!plain && (d === 'U' || d === 'L' || d === 'E')) {
        if (text !== '') push(-1);
        mode = d === 'U' ? 'upper' : d === 'L' ? 'lower' : 'asis';
      } else if (!plain && (d === 'u' || d === 'l')) {
        if (text !== '') push(-1);
        once = d === 'u' ? 'upper' : 'lower';
      } else text += d === 'n' ? '\n' : d;
    }
  }
  push(-1);
  return parts;
}

export const maxGroup = (parts: readonly ReplacementPart[]): number => parts.reduce((max, part) => Math.max(max, part.group), 0);

/** The replacement for one match, whose groups' offsets are `found`; with `bytes` only ASCII has cases. */
export function replacementText(parts: readonly ReplacementPart[], line: string, found: Int32Array, bytes: boolean): string {
  const upper = (text: string): string => text.replace(bytes ? /[a-z]/g : /[\s\S]/gu, (c) => single(c, c.toUpperCase()));
  const lower = (text: string): string => text.replace(bytes ? /[A-Z]/g : /[\s\S]/gu, (c) => single(c, c.toLowerCase()));
  let out = '';
  let mode: ReplacementPart['mode'] = null;
  let once: ReplacementPart['once'] = null;
  const append = (text: string): void => {
    if (text === '') return;
    let changed = mode === 'upper' ? upper(text) : mode === 'lower' ? lower(text) : text;
    if (once !== null) {
      const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
      changed = (once === 'upper' ? upper(first) : lower(first)) + changed.slice(first.length);
      once = null;
    }
    out += changed;
  };
  for (const part of parts) {
    if (part.mode !== null) mode = part.mode;
    if (part.once !== null) once = part.once;
    append(part.text);
    if (part.group >= 0 && found[2 * part.group] >= 0) append(line.slice(found[2 * part.group], found[2 * part.group + 1]));
  }
  return out;
}

/** Case goes character by character, as towupper(3) has it: ß stays. */
const single = (c: string, mapped: string): string => (mapped.length === c.length ? mapped : c);
