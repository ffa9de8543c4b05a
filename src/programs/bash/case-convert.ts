// Changing case as ${x^}, declare -u, -l and -c do (bash's lib/sh/casemod.c): one character at a time, never changing their number.

import { isAlnum, isLower, isUpper, toLower, toUpper } from '../../libc/ctype.ts';

export type CaseChange = 'upper' | 'lower' | 'toggle' | 'capital';

const ASCII = /^[\0-\x7f]*$/;

export function convertCase(text: string, to: CaseChange): string {
  if (ASCII.test(text)) {
    if (to === 'upper') return text.toUpperCase();
    if (to === 'lower') return text.toLowerCase();
  }
  let out = '';
  let first = true;
  for (const c of text) {
    out += convertChar(c, to === 'capital' ? (first ? 'upper' : 'lower') : to);
    first = false;
  }
  return out;
}

export function convertChar(c: string, to: 'upper' | 'lower' | 'toggle'): string {
  const cp = c.codePointAt(0) ?? 0;
  if (cp >= 0xd800 && cp < 0xe000) return c;
  if (to === 'upper') return String.fromCodePoint(toUpper(cp));
  if (to === 'lower') return String.fromCodePoint(toLower(cp));
  return isUpper(cp) ? String.fromCodePoint(toLower(cp)) : isLower(cp) ? String.fromCodePoint(toUpper(cp)) : c;
}

export const isWordChar = (c: string): boolean => isAlnum(c.codePointAt(0) ?? 0);
