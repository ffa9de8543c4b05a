// A set of characters: what one bracket expression, `.`, `\w` or a plain character matches.
// Characters are code points; in the C locale (option `bytes`) they are bytes 0 to 255 and only ASCII has classes.

import { type CharPredicate, toLower, toUpper } from '../ctype.ts';

export interface CharSet {
  /** Pairs of first and last code point, in no order. */
  readonly ranges: readonly number[];
  readonly classes: readonly CharPredicate[];
  readonly isNegated: boolean;
  /** Case does not matter: a character is in when any of its cases is. */
  readonly icase: boolean;
  /** A negated set that also refuses newline (`REG_NEWLINE`). */
  readonly noNewline: boolean;
  /** A negated set that takes bytes that are no UTF-8 (shell patterns do, regular expressions do not). */
  readonly rawBytes: boolean;
  /** Two sets with one key hold the same characters. */
  readonly key: string;
}

export interface SetParts {
  ranges: number[];
  classes: CharPredicate[];
  /** The names of the classes, for the key. */
  names: string[];
}

export const emptyParts = (): SetParts => ({ ranges: [], classes: [], names: [] });

export type SetFlags = Partial<Pick<CharSet, 'isNegated' | 'icase' | 'noNewline' | 'rawBytes'>>;

export function makeSet(parts: SetParts, flags: SetFlags): CharSet {
  const { isNegated = false, icase = false, noNewline = false, rawBytes = false } = flags;
  const marks = `${isNegated ? '^' : ''}${icase ? 'i' : ''}${noNewline ? 'n' : ''}${rawBytes ? 'r' : ''}`;
  const key = `${marks}${parts.ranges.join(',')};${parts.names.join(',')}`;
  return { ranges: parts.ranges, classes: parts.classes, isNegated, icase, noNewline, rawBytes, key };
}

export function charSet(cp: number, icase: boolean): CharSet {
  return makeSet({ ranges: [cp, cp], classes: [], names: [] }, { icase: icase && (toLower(cp) !== cp || toUpper(cp) !== cp) });
}

/** A byte that is no UTF-8: glibc lets neither `.` nor `[^a]` match it. */
const isRawByte = (cp: number): boolean => cp >= 0xd800 && cp < 0xe000;

export function setHas(set: CharSet, cp: number): boolean {
  if (!set.isNegated) return holds(set, cp);
  if ((isRawByte(cp) && !set.rawBytes) || (set.noNewline && cp === 10)) return false;
  return !holds(set, cp);
}

function holds(set: CharSet, cp: number): boolean {
  if (lists(set, cp)) return true;
  if (!set.icase) return false;
  const lower = toLower(cp);
  const upper = toUpper(cp);
  return (lower !== cp && lists(set, lower)) || (upper !== cp && lists(set, upper));
}

function lists(set: CharSet, cp: number): boolean {
  const { ranges } = set;
  for (let i = 0; i < ranges.length; i += 2) if (cp >= ranges[i] && cp <= ranges[i + 1]) return true;
  for (const has of set.classes) if (has(cp)) return true;
  return false;
}

/** The character a set consists of, or -1 when it has several or none. */
export function onlyChar(set: CharSet): number {
  const { ranges } = set;
  return !set.isNegated && !set.icase && set.classes.length === 0 && ranges.length === 2 && ranges[0] === ranges[1] ? ranges[0] : -1;
}
