// Variables by name (bash's variables.c). Dynamic scope is kept by shallow binding: `sh.vars` always holds what is visible, a function's
// `local` remembers in its Scope what it hid, and the end of the call puts it back; so a look-up is one Map access at any depth.

import { addInts, evalAssigned, evalIndex } from './arith.ts';
import { AssocArray, IndexedArray } from './array.ts';
import { convertCase } from './case-convert.ts';
import { Failure } from './errors.ts';
import { complain, complainError } from './output.ts';
import { isHooked, variableChanged } from './special-variables.ts';
import type { Shell } from './state.ts';
import {
  ARRAY,
  ASSOC,
  CAPCASE,
  DYNAMIC,
  EXPORT,
  HOOKED,
  INTEGER,
  LOWER,
  NAMEREF,
  NOASSIGN,
  READONLY,
  SLOW_ASSIGN,
  SLOW_READ,
  UPPER,
  Variable,
} from './variable.ts';

/** Longer chains of namerefs lead nowhere (variables.h NAMEREF_MAX). */
const NAMEREF_MAX = 8;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const isIdentifier = (name: string): boolean => IDENTIFIER.test(name);
/** `name` or `name[subscript]`. */
export const isVariableName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*(\[.+\])?$/s.test(text);

/** `a[x]` in two; index null for a plain name. */
export function splitReference(text: string): { name: string; index: string | null } {
  const open = text.indexOf('[');
  if (open <= 0 || !text.endsWith(']')) return { name: text, index: null };
  return { name: text.slice(0, open), index: text.slice(open + 1, -1) };
}

interface Reference {
  readonly name: string;
  readonly index: string | null;
  readonly isCircle?: true;
}

/** What a name stands for, namerefs followed: a variable (perhaps not there yet) or an element of one. */
export function resolveName(sh: Shell, name: string): Reference {
  let at = name;
  for (let depth = 0; depth <= NAMEREF_MAX; depth++) {
    const v = sh.vars.get(at);
    if (v === undefined || (v.attrs & NAMEREF) === 0 || v.value === null || v.value === '') return { name: at, index: null };
    const target = splitReference(v.value);
    if (target.index !== null) return target;
    if (target.name === at || target.name === name) return { name: target.name, index: null, isCircle: true };
    at = target.name;
  }
  return { name, index: null };
}

/**
 * The variable that namerefs which begin with `name` lead to. Each look-up warns of a circle, such as `local -n x=x`, and takes the global
 * variable of the name it comes back to (variables.c find_variable_nameref).
 */
function targetVar(sh: Shell, name: string, target: Reference): Variable | undefined {
  const v = sh.vars.get(target.name);
  if (v === undefined || (v.attrs & NAMEREF) === 0) return v;
  if (target.isCircle !== true) return undefined;
  complain(sh, `warning: ${name}: circular name reference`);
  const outer = globalVar(sh, target.name);
  return outer !== undefined && (outer.attrs & NAMEREF) === 0 ? outer : undefined;
}

/** The variable a name shows, namerefs to whole variables followed. */
export function findVar(sh: Shell, name: string): Variable | undefined {
  const v = sh.vars.get(name);
  return v === undefined || (v.attrs & NAMEREF) === 0 ? v : targetVar(sh, name, resolveName(sh, name));
}

/** The variable that an assignment to elements is about, made when there is none; a nameref without a target is given as it is. */
export function variableToFill(sh: Shell, name: string, mayExport: boolean): Variable {
  const v = sh.vars.get(name);
  return (
    (v !== undefined && (v.attrs & NAMEREF) !== 0 ? (targetVar(sh, name, resolveName(sh, name)) ?? v) : v) ?? createVar(sh, name, mayExport)
  );
}

/** The scalar value: of an array its element 0. null: unset. */
export function getVar(sh: Shell, name: string): string | null {
  const v = sh.vars.get(name);
  if (v === undefined) return null;
  return (v.attrs & SLOW_READ) === 0 ? v.value : readSlow(sh, name, v);
}

function readSlow(sh: Shell, name: string, v: Variable): string | null {
  if ((v.attrs & NAMEREF) === 0) return scalarOf(sh, v);
  if (v.value === null) return null;
  const target = resolveName(sh, name);
  const found = targetVar(sh, name, target);
  if (found === undefined) return null;
  return target.index === null ? scalarOf(sh, found) : (getElement(sh, target.name, found, target.index) ?? null);
}

/** The value of a variable used without subscript. */
export function scalarOf(sh: Shell, v: Variable): string | null {
  if (v.special !== null) {
    if (v.special.get !== undefined) {
      // Kept for listings, which show what was read last.
      v.value = v.special.get(sh);
      return v.value;
    }
    const array = v.special.array?.(sh);
    return (array instanceof AssocArray ? array.get('0') : array?.get(0)) ?? null;
  }
  if (v.indexed !== null) return v.indexed.get(0) ?? null;
  if (v.assoc !== null) return v.assoc.get('0') ?? null;
  return v.value;
}

/** The array behind a variable, computed ones included; null for a scalar. */
export function arrayOf(sh: Shell, v: Variable): IndexedArray | AssocArray | null {
  const computed = v.special?.array?.(sh);
  if (computed === undefined) return v.indexed ?? v.assoc;
  if (v.special?.isLazy === true) {
    if (computed instanceof AssocArray) v.assoc = computed;
    else v.indexed = computed;
  }
  return computed;
}

/** Not only declared: an array counts even without elements. */
export const hasValue = (v: Variable | undefined): boolean =>
  v !== undefined && (v.value !== null || v.indexed !== null || v.assoc !== null || v.special !== null);

/** An element, its subscript given as text that has been expanded. */
export function getElement(sh: Shell, name: string, v: Variable, subscript: string): string | undefined {
  const array = arrayOf(sh, v);
  if ((v.attrs & ASSOC) !== 0) return array instanceof AssocArray ? array.get(subscript) : undefined;
  if (array instanceof AssocArray) return undefined;
  const index = elementIndex(sh, name, array, subscript);
  if (index === null) return undefined;
  if (array === null) return index === 0 ? (scalarOf(sh, v) ?? undefined) : undefined;
  return array.get(index);
}

/** The index for reading: negative ones count from the end; null (and a message) when that is before the beginning. */
export function elementIndex(sh: Shell, name: string, array: IndexedArray | null, subscript: string, end = array?.end ?? 0): number | null {
  const index = evalIndex(sh, subscript);
  if (index >= 0) return index;
  const fromEnd = end + index;
  if (fromEnd >= 0) return fromEnd;
  complainError(sh, `${name}: bad array subscript`);
  return null;
}

export const isSet = (sh: Shell, name: string): boolean => getVar(sh, name) !== null;

export const readonlyFailure = (name: string): Failure => refusal(`${name}: readonly variable`);

function refusal(message: string): Failure {
  const failure = new Failure(message, 'discard', 1, true);
  failure.endsErrexit = true;
  return failure;
}

/** `name=value` */
export function setVar(sh: Shell, name: string, value: string): void {
  const v = sh.vars.get(name);
  if (v !== undefined && (v.attrs & SLOW_ASSIGN) === 0) {
    v.value = value;
    if ((v.attrs & EXPORT) !== 0) sh.environ = null;
    if (sh.options.allexport) markExported(sh, v);
  } else if (v === undefined) {
    createVar(sh, name).value = value;
    if (isHooked(name)) variableChanged(sh, name);
  } else assignSlow(sh, name, v, value, false);
}

/** `name+=value` */
export function appendVar(sh: Shell, name: string, value: string): void {
  const v = sh.vars.get(name);
  if (v === undefined) setVar(sh, name, value);
  else if ((v.attrs & SLOW_ASSIGN) === 0) setVar(sh, name, (v.value ?? '') + value);
  else assignSlow(sh, name, v, value, true);
}

function markExported(sh: Shell, v: Variable): void {
  v.attrs |= EXPORT;
  sh.environ = null;
}

/** A new variable in the global scope (what an assignment makes when nothing of that name is visible). */
export function createVar(sh: Shell, name: string, mayExport = true): Variable {
  const v = new Variable(null, isHooked(name) ? HOOKED : 0);
  sh.vars.set(name, v);
  if (mayExport && sh.options.allexport) markExported(sh, v);
  return v;
}

function assignSlow(sh: Shell, name: string, v: Variable, value: string, append: boolean): void {
  if ((v.attrs & NAMEREF) !== 0) {
    assignReference(sh, name, v, value, append);
    return;
  }
  if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
  if ((v.attrs & NOASSIGN) !== 0) return;
  if (v.special !== null) {
    if (v.special.set !== undefined) v.special.set(sh, append ? (scalarOf(sh, v) ?? '') + value : value);
    else if (v.special.setElement !== undefined) v.special.setElement(sh, '0', value);
    return;
  }
  if (v.indexed !== null || v.assoc !== null || (v.attrs & (ARRAY | ASSOC)) !== 0) {
    storeElement(sh, v, (v.attrs & ASSOC) !== 0 ? '0' : 0, value, append);
    return;
  }
  v.value = append ? appended(sh, v, v.value, value) : converted(sh, v, value);
  if ((v.attrs & EXPORT) !== 0) sh.environ = null;
  if (sh.options.allexport) markExported(sh, v);
  if ((v.attrs & HOOKED) !== 0) variableChanged(sh, name);
}

const isReference = (sh: Shell, name: string): boolean => ((sh.vars.get(name)?.attrs ?? 0) & NAMEREF) !== 0;

function assignReference(sh: Shell, name: string, v: Variable, value: string, append: boolean): void {
  if (v.value === null || v.value === '') {
    if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
    if (!isVariableName(value)) throw new Failure(`\`${value}': not a valid identifier`);
    v.value = value;
    return;
  }
  const target = resolveName(sh, name);
  if (target.index === null && isReference(sh, target.name)) {
    const outer = targetVar(sh, name, target);
    if (outer === undefined) throw new Failure(null);
    assignSlow(sh, name, outer, value, append);
    return;
  }
  if (target.index !== null) setElement(sh, target.name, target.index, value, append);
  else if (append) appendVar(sh, target.name, value);
  else setVar(sh, target.name, value);
}

/** The value after the variable's attributes (variables.c make_variable_value). */
export function converted(sh: Shell, v: Variable, value: string): string {
  if ((v.attrs & INTEGER) !== 0) return String(evalAssigned(sh, value));
  if ((v.attrs & (LOWER | UPPER | CAPCASE)) === 0) return value;
  return (v.attrs & LOWER) !== 0
    ? convertCase(value, 'lower')
    : (v.attrs & UPPER) !== 0
      ? convertCase(value, 'upper')
      : convertCase(value, 'capital');
}

function appended(sh: Shell, v: Variable, old: string | null | undefined, value: string): string {
  if ((v.attrs & INTEGER) !== 0) return String(addInts(evalAssigned(sh, old ?? ''), evalAssigned(sh, value)));
  return converted(sh, v, (old ?? '') + value);
}

/** `name[subscript]=value`; the subscript's text has been expanded. */
export function setElement(sh: Shell, rawName: string, subscript: string, value: string, append: boolean): void {
  const target = resolveName(sh, rawName);
  // The reference is an element already.
  if (target.index !== null) throw new Failure(`\`${target.name}[${target.index}]': not a valid identifier`);
  const { name } = target;
  const v = variableToFill(sh, name, true);
  if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
  if ((v.attrs & NAMEREF) !== 0) throw new Failure("`': not a valid identifier");
  if (v.special !== null) {
    v.special.setElement?.(sh, subscript, value);
    return;
  }
  if ((v.attrs & ASSOC) !== 0) {
    if (subscript === '') throw refusal(`${name}[]: bad array subscript`);
    storeElement(sh, v, subscript, value, append);
    return;
  }
  let index = evalIndex(sh, subscript);
  if (index < 0) {
    const end = v.indexed !== null ? v.indexed.end : v.value !== null ? 1 : 0;
    index += end;
    if (index < 0) throw refusal(`${name}[${subscript}]: bad array subscript`);
  }
  storeElement(sh, v, index, value, append);
}

/** Stores into an array, making one out of a scalar first. */
export function storeElement(sh: Shell, v: Variable, key: number | string, value: string, append: boolean): void {
  v.own();
  if (typeof key === 'string') {
    v.attrs |= ASSOC;
    v.assoc ??= new AssocArray();
    v.assoc.set(key, append ? appended(sh, v, v.assoc.get(key), value) : converted(sh, v, value));
    return;
  }
  const array = toIndexed(v);
  array.set(key, append ? appended(sh, v, array.get(key), value) : converted(sh, v, value));
}

/** Makes an indexed array of a variable; a scalar value becomes element 0. */
export function toIndexed(v: Variable): IndexedArray {
  v.attrs |= ARRAY;
  if (v.indexed === null) {
    v.indexed = v.value === null ? new IndexedArray() : IndexedArray.of([v.value]);
    v.value = null;
  }
  return v.indexed;
}

/** An array that the shell itself fills: BASH_REMATCH, MAPFILE, PIPESTATUS's kin. */
export function setArray(sh: Shell, rawName: string, values: readonly string[]): void {
  const name = resolveName(sh, rawName).name;
  const v = variableToFill(sh, name, false);
  if ((v.attrs & READONLY) !== 0) throw readonlyFailure(name);
  v.attrs = (v.attrs & ~ASSOC) | ARRAY;
  v.assoc = null;
  v.value = null;
  v.indexed = IndexedArray.of(values);
  v.isShared = false;
}

/** The variable in the global scope, whatever hides it now. */
export function globalVar(sh: Shell, name: string): Variable | undefined {
  for (const scope of sh.scopes) {
    const saved = scope.saved?.get(name);
    if (saved !== undefined) return saved ?? undefined;
  }
  return sh.vars.get(name);
}

export const isDynamic = (v: Variable): boolean => (v.attrs & DYNAMIC) !== 0;
