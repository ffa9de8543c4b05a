// Subscripts that reach the shell as text: in arithmetic, in `${!ref}` and in the arguments of unset, read, printf -v, test -v. What is in
// them is expanded like a double-quoted string; a command substitution there works only where the caller may sleep.

import { type Sys, withoutSleep } from '../../../abi/sys.ts';
import type { Subscript, WordPart } from '../ast.ts';
import { Failure } from '../errors.ts';
import { parseParts } from '../parse.ts';
import type { Shell } from '../state.ts';
import { ASSOC } from '../variable.ts';
import { findVar } from '../vars.ts';
import { expandToString } from './expand.ts';

const NEEDS_EXPANSION = /[$`\\'"~]/;

/** The text inside the brackets, expanded. */
export function* expandSubscript(sh: Shell, text: string, isAssoc: boolean): Sys<string> {
  if (!NEEDS_EXPANSION.test(text)) return text;
  const parts = parseParts(text, isAssoc ? 'word' : 'arith', sh.shopt.extglob);
  return parts === null ? text : yield* expandToString(sh, parts);
}

/** The same where nothing may sleep. */
export function expandSubscriptNow(sh: Shell, text: string, isAssoc: boolean): string {
  return NEEDS_EXPANSION.test(text) ? runNow(expandSubscript(sh, text, isAssoc)) : text;
}

/** Runs something that is known not to sleep. */
export function runNow<T>(computation: Sys<T>): T {
  const result = withoutSleep(computation);
  if (result === null) throw new Failure('ns-shell: not simulated: command substitution in the subscript of an arithmetic variable');
  return result.value;
}

/** The key of `name[subscript]` as text: an expression for an indexed array, a string for an associative one. */
export function* subscriptKey(sh: Shell, subscript: Extract<Subscript, { kind: 'expr' }>, isAssoc: boolean): Sys<string> {
  const { parts, text } = subscript.word;
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined && only.type === 'lit' && !only.text.startsWith('~')) return only.text;
  // Arithmetic is read as in double quotes: single quotes and most backslashes belong to the expression.
  if (!isAssoc && parts.some(isTyped)) return yield* expandSubscript(sh, text, false);
  return yield* expandToString(sh, parts as readonly WordPart[]);
}

const isTyped = (part: WordPart): boolean => part.type === 'esc' || (part.type === 'sq' && part.ansi === null);

export function isAssociative(sh: Shell, name: string): boolean {
  const v = findVar(sh, name);
  return v !== undefined && (v.attrs & ASSOC) !== 0;
}
