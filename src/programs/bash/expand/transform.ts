// `${x@Q}` and its kin (bash(1), Parameter transformation).

import type { Sys } from '../../../abi/sys.ts';
import { decodeAnsiC } from '../ansi-c.ts';
import { AssocArray } from '../array.ts';
import { convertCase, convertChar } from '../case-convert.ts';
import { attributeLetters, describeArray } from '../describe.ts';
import { expandPrompt } from '../prompt.ts';
import { quoteDouble, quoteReusable } from '../quote.ts';
import type { Shell } from '../state.ts';
import { ARRAY, ASSOC, type Variable } from '../variable.ts';
import { arrayOf, findVar, isIdentifier } from '../vars.ts';
import { badSubstitution, type Target } from './param.ts';

const LETTERS = 'QEPAKkaUuL';

/** Of one value; null when the parameter is unset. */
export function* transformValue(sh: Shell, letter: string, target: Target, value: string | null): Sys<string> {
  if (value !== null) check(sh, letter);
  const v = isIdentifier(target.name) ? findVar(sh, target.name) : undefined;
  if (v === undefined && (letter === 'a' || letter === 'A')) return '';
  if (letter === 'a') return v === undefined || (value === null && arrayOf(sh, v) === null && v.attrs === 0) ? '' : attributeLetters(v);
  if (letter === 'A') return assignment(target, v, value);
  if (value === null) return '';
  return yield* change(sh, letter, value);
}

/** Of each value of a list, or of the array as a whole. */
export function* transformList(sh: Shell, letter: string, target: Target, values: readonly string[]): Sys<readonly string[]> {
  check(sh, letter);
  const isArguments = target.name === '@' || target.name === '*';
  const v = isArguments ? undefined : findVar(sh, target.name);
  const array = v === undefined ? null : arrayOf(sh, v);
  switch (letter) {
    case 'a':
      if (isArguments) return values.map(() => '');
      if (v === undefined || attributeLetters(v) === '') return [];
      return isDeclared(v) ? [attributeLetters(v)] : values.map(() => attributeLetters(v));
    case 'A':
      if (isArguments) return values.map((value, i) => (i === 0 ? 'set -- ' : '') + quoteReusable(value));
      if (v === undefined) return [];
      if (isDeclared(v)) return [`declare -${attributeLetters(v)} ${target.name}`];
      if (array === null) return values.map((value) => assignment(target, v, value));
      return [`declare -${attributeLetters(v) || '-'} ${target.name}=${describeArray(array)}`];
    case 'K':
    case 'k':
      if (array === null) return values.map(quoteReusable);
      return keysAndValues(array, letter === 'K');
    default: {
      const out: string[] = [];
      for (const value of values) out.push(yield* change(sh, letter, value));
      return out;
    }
  }
}

/** An array that has been declared and never assigned to. */
const isDeclared = (v: Variable): boolean =>
  (v.attrs & (ARRAY | ASSOC)) !== 0 && v.special === null && v.indexed === null && v.assoc === null;

function check(sh: Shell, letter: string): void {
  if (letter.length !== 1 || !LETTERS.includes(letter)) throw badSubstitution(sh, 'exit');
}

function keysAndValues(array: Exclude<ReturnType<typeof arrayOf>, null>, quoted: boolean): string[] {
  const pairs =
    array instanceof AssocArray
      ? array.keys().map((k): [string, string] => [k, array.get(k) ?? ''])
      : array.indexes().map((i): [string, string] => [String(i), array.get(i) ?? '']);
  if (!quoted) return pairs.flat();
  const text = pairs.map(([k, value]) => `${/^[\w]*$/.test(k) ? k : quoteDouble(k)} ${quoteDouble(value)}`).join(' ');
  return text === '' ? [] : [array instanceof AssocArray ? `${text} ` : text];
}

function assignment(target: Target, v: Variable | undefined, value: string | null): string {
  const letters = v === undefined ? '' : attributeLetters(v);
  if (letters === '') return value === null ? '' : `${target.name}=${quoteReusable(value)}`;
  return value === null ? `declare -${letters} ${target.name}` : `declare -${letters} ${target.name}=${quoteReusable(value)}`;
}

function* change(sh: Shell, letter: string, value: string): Sys<string> {
  switch (letter) {
    case 'U':
      return convertCase(value, 'upper');
    case 'L':
      return convertCase(value, 'lower');
    case 'u': {
      const first = String.fromCodePoint(value.codePointAt(0) ?? 0);
      return value === '' ? '' : convertChar(first, 'upper') + value.slice(first.length);
    }
    case 'E':
      return decodeAnsiC(value);
    case 'P':
      return yield* expandPrompt(sh, value);
    default:
      return quoteReusable(value);
  }
}
