// Assignment statements (bash(1), PARAMETERS): `x=v`, `x+=v`, `a[i]=v`, `a=(…)`.

import type { Sys } from '../../abi/sys.ts';
import { evalIndex } from './arith.ts';
import { AssocArray, IndexedArray } from './array.ts';
import type { ArrayElement, ArrayValue, Assignment, Subscript, Word, WordPart } from './ast.ts';
import { errorFailure, Failure } from './errors.ts';
import { expandBraces, hasBrace } from './expand/brace.ts';
import { expandString, expandWords } from './expand/expand.ts';
import { isAssociative, runNow, subscriptKey } from './expand/subscript.ts';
import { complain, complainError, flush } from './output.ts';
import { createParser } from './parse.ts';
import type { Shell } from './state.ts';
import { ARRAY, ASSOC, EXPORT, NAMEREF, NOASSIGN, READONLY, type Variable } from './variable.ts';
import { appendVar, readonlyFailure, resolveName, setElement, setVar, storeElement, toIndexed, variableToFill } from './vars.ts';
import { traceArray, traceAssigned } from './xtrace.ts';

/** `a=(…)` with its words expanded; which keys they get depends on the variable. */
export interface ExpandedArray {
  readonly name: string;
  readonly append: boolean;
  readonly elements: readonly ExpandedElement[];
}

export interface ExpandedElement {
  /** The subscript's text, expanded; null: the next one. */
  readonly key: string | null;
  readonly append: boolean;
  readonly value: string;
  /** As typed, for messages. */
  readonly text: string;
}

/** Performs one assignment statement in the shell. */
export function* performAssignment(sh: Shell, a: Assignment): Sys<void> {
  const { value } = a;
  if ('type' in value) {
    if (sh.options.xtrace) yield* traceArray(sh, a, value);
    if (a.index !== null) {
      throw errorFailure(`${a.left.replace(/\+?=$/, '')}: cannot assign list to array member`);
    }
    assignArray(sh, yield* expandAssignedArray(sh, a));
  } else {
    const text = yield* expandString(sh, value, 'assigned');
    if (sh.options.xtrace) yield* traceAssigned(sh, a.left, text);
    if (a.index === null) {
      if (a.append) appendVar(sh, a.name, text);
      else setVar(sh, a.name, text);
    } else {
      const key = yield* keyOf(sh, a.name, a.index, a.left);
      if (key === '' && isAssociative(sh, a.name)) throw errorFailure(`${a.left.replace(/\+?=$/, '')}: bad array subscript`);
      setElement(sh, a.name, key, text, a.append);
    }
  }
  if (sh.outPieces.length > 0) yield* flush(sh);
}

function* keyOf(sh: Shell, name: string, index: Subscript, left: string): Sys<string> {
  if (index.kind !== 'expr') {
    if (isAssociative(sh, name)) return index.kind;
    throw errorFailure(`${left.replace(/\+?=$/, '')}: bad array subscript`);
  }
  if (index.word.parts.length === 0) throw errorFailure(`${left.replace(/\+?=$/, '')}: bad array subscript`);
  return yield* subscriptKey(sh, index, isAssociative(sh, name));
}

/** Expands the words of an array value, before anything is changed: `a=("${a[@]}" x)`. */
export function* expandAssignedArray(sh: Shell, a: Assignment, isAssoc = isAssociative(sh, a.name)): Sys<ExpandedArray> {
  const elements: ExpandedElement[] = [];
  const array = a.value as ArrayValue;
  for (const e of array.elements) {
    const word = e.index === null ? e.value : isAssoc ? null : bracedElement(sh, e.index, e);
    if (e.index === null || word !== null) {
      for (const value of yield* expandWords(sh, [{ ...(word ?? e.value), assign: undefined }]))
        elements.push({ key: null, append: false, value, text: value });
    } else {
      const key = e.index.kind === 'expr' ? yield* subscriptKey(sh, e.index, true) : e.index.kind;
      const value = yield* expandString(sh, e.value, isAssoc ? 'assigned' : 'declared');
      elements.push({ key, append: e.append, value, text: `${isAssoc ? e.left : `[${key}]${e.append ? '+' : ''}=`}${value}` });
    }
  }
  return { name: a.name, append: a.append, elements };
}

/** `[0]={a,b}` in an indexed array: the braces come first, and what they make of it are words that assign to no index. */
function bracedElement(sh: Shell, index: Subscript, e: ArrayElement): Word | null {
  if (!sh.options.braceexpand || !hasBrace(e.value) || index.kind !== 'expr') return null;
  const [braced, more] = expandBraces(e.value, ignore);
  if (more === undefined && (typeof braced !== 'string' || braced === e.value.text)) return null;
  const close: WordPart = { type: 'lit', text: e.append ? ']+=' : ']=' };
  return { ...e.value, parts: [{ type: 'lit', text: '[' }, ...index.word.parts, close, ...e.value.parts] };
}

const ignore = (): void => {};

/** The elements of an array's value that comes as text, `(1 [5]=x)`; null when it cannot be read as one. */
export function arrayOfText(sh: Shell, name: string, text: string, append: boolean): ExpandedArray | null {
  const result = createParser(`${name}=${text}`, { extglob: () => sh.shopt.extglob }).next();
  const a = result.kind === 'command' && result.node.type === 'simple' ? result.node.assignments[0] : undefined;
  return a === undefined || !('type' in a.value) ? null : { ...runNow(expandAssignedArray(sh, a)), append };
}

/** Gives a variable the elements; `v` is for declare, which has made it. */
export function assignArray(sh: Shell, array: ExpandedArray, made?: Variable): void {
  const target = resolveName(sh, array.name);
  if (made === undefined && target.index !== null) throw new Failure(`\`${target.name}[${target.index}]': not a valid identifier`);
  const { name } = target;
  const v = made ?? variableToFill(sh, name, false);
  if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
  if ((v.attrs & NOASSIGN) !== 0) throw new Failure(null);
  if (made === undefined && (v.attrs & NAMEREF) !== 0) {
    complain(sh, `warning: ${name}: removing nameref attribute`);
    v.attrs &= ~NAMEREF;
  }
  if (v.special !== null) {
    for (const e of array.elements) if (e.key !== null) v.special.setElement?.(sh, e.key, e.value);
    return;
  }
  if ((v.attrs & EXPORT) !== 0) sh.environ = null;
  if ((v.attrs & ASSOC) !== 0) assignAssoc(sh, name, v, array);
  else assignIndexed(sh, v, array);
}

function assignIndexed(sh: Shell, v: Variable, array: ExpandedArray): void {
  v.own();
  v.attrs |= ARRAY;
  if (array.append) toIndexed(v);
  else {
    v.indexed = new IndexedArray();
    v.value = null;
  }
  let next = v.indexed?.end ?? 0;
  for (const e of array.elements) {
    if (e.key !== null) {
      if (e.key === '@' || e.key === '*') {
        complainError(sh, `${e.text}: cannot assign to non-numeric index`);
        continue;
      }
      const index = e.key === '' ? -1 - (v.indexed?.end ?? 0) : evalIndex(sh, e.key);
      const at = index < 0 ? (v.indexed?.end ?? 0) + index : index;
      if (at < 0) {
        complainError(sh, `${e.text}: bad array subscript`);
        continue;
      }
      next = at;
    }
    storeElement(sh, v, next, e.value, e.append);
    next++;
  }
}

function assignAssoc(sh: Shell, name: string, v: Variable, array: ExpandedArray): void {
  v.own();
  if (!array.append || v.assoc === null) v.assoc = array.append && v.assoc !== null ? v.assoc : new AssocArray();
  const { elements } = array;
  // Without subscripts the words are keys and values in turn.
  if (elements.length > 0 && elements[0].key === null) {
    for (let i = 0; i < elements.length; i += 2) storeElement(sh, v, elements[i].value, elements[i + 1]?.value ?? '', false);
    return;
  }
  for (const e of elements) {
    if (e.key === null) {
      sh.status = 1;
      complainError(sh, `${name}: ${e.value}: must use subscript when assigning associative array`);
    } else if (e.key === '') complainError(sh, `${e.text}: bad array subscript`);
    else storeElement(sh, v, e.key, e.value, e.append);
  }
}
