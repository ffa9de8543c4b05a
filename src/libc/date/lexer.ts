// The tokens of a date as people write it (gnulib parse-datetime.y, yylex): numbers with how many digits they have, words, single characters.
// Comments stand in parentheses; a sign may be followed by blanks; a sign without a number is passed over.

import { findWord, type Word } from './words.ts';

export interface NumberToken {
  readonly kind: 'number';
  readonly value: number;
  readonly digits: number;
  readonly isSigned: boolean;
  readonly isNegative: boolean;
  /** Nanoseconds of a decimal number, whose value is rounded down; null: it has no point. */
  readonly nsec: number | null;
}

interface CharacterToken {
  readonly kind: 'character';
  readonly text: string;
}

export type Token = NumberToken | CharacterToken | (Word & { readonly digits?: undefined });

const BILLION = 1e9;
const UNKNOWN: CharacterToken = { kind: 'character', text: '?' };

/** Where the comment that begins at `at` ends; the end of the text where it is not closed. */
function afterComment(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i + 1;
  }
  return text.length;
}

function numberToken(sign: string, whole: string, fraction: string | undefined): Token {
  const isNegative = sign === '-';
  const value = isNegative ? 0 - Number(whole) : Number(whole);
  if (Math.abs(value) > 2 ** 63) return UNKNOWN;
  const token = { kind: 'number', digits: whole.length, isSigned: sign !== '', isNegative } as const;
  if (fraction === undefined) return { ...token, value, nsec: null };
  let nsec = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (!isNegative) return { ...token, value, nsec };
  if (/[1-9]/.test(fraction.slice(9))) nsec++;
  return nsec === 0 ? { ...token, value, nsec } : { ...token, value: value - 1, nsec: BILLION - nsec };
}

export function tokenize(text: string, local: ReadonlyMap<string, boolean>): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blank = /^\s+/.exec(rest);
    const number = /^([-+]?)\s*(\d+)(?:[.,](\d+))?/.exec(rest);
    const word = /^[A-Za-z][A-Za-z.]*/.exec(rest);
    if (blank !== null) at += blank[0].length;
    else if (number !== null) {
      tokens.push(numberToken(number[1], number[2], number[3]));
      at += number[0].length;
    } else if (word !== null) {
      tokens.push(findWord(word[0].slice(0, 19), local) ?? UNKNOWN);
      at += word[0].length;
    } else if (rest[0] === '(') at = afterComment(text, at);
    else {
      if (rest[0] !== '-' && rest[0] !== '+') tokens.push({ kind: 'character', text: rest[0] });
      at++;
    }
  }
  return tokens;
}
