// Variables and functions as text that the shell can read back: declare -p, set, export -p, readonly -p.

import { AssocArray, IndexedArray } from './array.ts';
import { ansiQuote, needsAnsi, quoteDouble, quoteForSet, quoteKey } from './quote.ts';
import type { Shell } from './state.ts';
import { ARRAY, ASSOC, CAPCASE, EXPORT, INTEGER, LOWER, NAMEREF, READONLY, TRACE, UPPER, type Variable } from './variable.ts';
import { arrayOf, scalarOf } from './vars.ts';

/** In the order of declare -p. */
const LETTERS: readonly (readonly [number, string])[] = [
  [ARRAY, 'a'],
  [ASSOC, 'A'],
  [INTEGER, 'i'],
  [NAMEREF, 'n'],
  [READONLY, 'r'],
  [TRACE, 't'],
  [EXPORT, 'x'],
  [CAPCASE, 'c'],
  [LOWER, 'l'],
  [UPPER, 'u'],
];

export function attributeLetters(v: Variable): string {
  let letters = '';
  for (const [bit, letter] of LETTERS) if ((v.attrs & bit) !== 0) letters += letter;
  return letters;
}

/** `([0]="a" [1]="b")`; an associative array's ends in a blank. */
export function describeArray(array: IndexedArray | AssocArray): string {
  if (array instanceof AssocArray) {
    const items = array.keys().map((k) => `[${quoteKey(k)}]=${quoteDouble(array.get(k) ?? '')} `);
    return `(${items.join('')})`;
  }
  return `(${array
    .indexes()
    .map((i) => `[${i}]=${quoteDouble(array.get(i) ?? '')}`)
    .join(' ')})`;
}

function listedArray(sh: Shell, v: Variable): IndexedArray | AssocArray | null {
  if (v.special?.isLazy !== true || v.special.array === undefined) return arrayOf(sh, v);
  return v.indexed ?? v.assoc ?? ((v.attrs & ASSOC) !== 0 ? new AssocArray() : new IndexedArray());
}

/** Listings do not compute the values of dynamic variables. */
const listedValue = (sh: Shell, v: Variable): string | null => (v.special?.isLazy === true ? v.value : scalarOf(sh, v));

/** A line of declare -p, without its newline. */
export function describeVariable(sh: Shell, name: string, v: Variable, isListing = false): string {
  const head = `declare -${attributeLetters(v) || '-'} ${name}`;
  const array = isListing ? listedArray(sh, v) : arrayOf(sh, v);
  // FUNCNAME is there outside of functions too, but without a value.
  if (array !== null && v.special !== null && name === 'FUNCNAME' && array.count === 0) return head;
  if (array !== null) return `${head}=${describeArray(array)}`;
  const value = isListing ? listedValue(sh, v) : scalarOf(sh, v);
  return value === null ? head : `${head}=${quoteDouble(value)}`;
}

/** A line of `set`; null for a variable without a value. */
export function describeForSet(sh: Shell, name: string, v: Variable): string | null {
  const array = listedArray(sh, v);
  if (array !== null && name === 'FUNCNAME' && array.count === 0) return null;
  if (array !== null) return `${name}=${describeArray(array)}`;
  const value = listedValue(sh, v);
  return value === null ? null : `${name}=${quoteForSet(value)}`;
}

/** In posix mode export -p and readonly -p name themselves instead of declare. */
export function describePosix(sh: Shell, command: string, name: string, v: Variable): string {
  const array = arrayOf(sh, v);
  if (array !== null || (v.attrs & (ARRAY | ASSOC)) !== 0)
    return `${command} -${(v.attrs & ASSOC) !== 0 ? 'A' : 'a'} ${name}${array === null ? '' : `=${describeArray(array)}`}`;
  const value = scalarOf(sh, v);
  return value === null ? `${command} ${name}` : `${command} ${name}=${needsAnsi(value) ? ansiQuote(value) : quoteDouble(value)}`;
}
