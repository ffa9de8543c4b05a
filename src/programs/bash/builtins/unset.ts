// unset: variables, elements of arrays and functions (bash's builtins/set.def unset_builtin, arrayfunc.c unbind_array_element).

import { evalIndex } from '../arith.ts';
import { AssocArray, IndexedArray } from '../array.ts';
import { Complaint } from '../errors.ts';
import { expandSubscriptNow } from '../expand/subscript.ts';
import { complain } from '../output.ts';
import { unsetVar } from '../scopes.ts';
import type { Shell } from '../state.ts';
import { ARRAY, READONLY } from '../variable.ts';
import { arrayOf, resolveName, scalarOf } from '../vars.ts';
import { plain } from './builtin.ts';
import { parseOptions } from './options.ts';

function unset(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'fvn');
  if (flags.has('f') && flags.has('v')) throw new Complaint('cannot simultaneously unset a function and a variable');
  let status = 0;
  for (const arg of rest) if (!unsetOne(sh, arg, flags)) status = 1;
  return status;
}

function unsetOne(sh: Shell, arg: string, flags: ReadonlyMap<string, string>): boolean {
  if (flags.has('f')) return unsetFunction(sh, arg);
  const m = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(arg);
  if (m === null) {
    // Without -v a name that no variable can have is taken for a function's.
    if (!flags.has('v')) return unsetFunction(sh, arg);
    complain(sh, `unset: \`${arg}': not a valid identifier`);
    return false;
  }
  const [, name, subscript] = m as unknown as [string, string, string | undefined];
  if (subscript !== undefined) return unsetElement(sh, name, subscript);
  if (!flags.has('n')) {
    const target = resolveName(sh, name);
    if (target.index !== null) return unsetElement(sh, target.name, target.index);
  }
  if (!flags.has('v') && !sh.vars.has(name) && sh.functions.has(name)) return unsetFunction(sh, name);
  return unsetVar(sh, name, flags.has('n'));
}

function unsetFunction(sh: Shell, name: string): boolean {
  const entry = sh.functions.get(name);
  if (entry !== undefined && (entry.attrs & READONLY) !== 0) {
    complain(sh, `unset: ${name}: cannot unset: readonly function`);
    return false;
  }
  sh.functions.delete(name);
  sh.environ = null;
  return true;
}

function unsetElement(sh: Shell, rawName: string, subscript: string): boolean {
  const { name } = resolveName(sh, rawName);
  const v = sh.vars.get(name);
  // An empty subscript names nothing; `@` and `*` are keys like others of an associative array.
  if (v === undefined || subscript === '') return true;
  if ((v.attrs & READONLY) !== 0) {
    complain(sh, `unset: ${name}: cannot unset: readonly variable`);
    return false;
  }
  const array = arrayOf(sh, v) ?? ((v.attrs & ARRAY) !== 0 ? new IndexedArray() : null);
  const isAssoc = array instanceof AssocArray;
  if ((subscript === '@' || subscript === '*') && !isAssoc) {
    v.own();
    if (array !== null) v.indexed = new IndexedArray();
    else return unsetVar(sh, name);
    return true;
  }
  const key = expandSubscriptNow(sh, subscript, isAssoc);
  v.own();
  if (isAssoc) {
    v.assoc?.delete(key);
    return true;
  }
  if (array === null) {
    if (Number(key) === 0 && scalarOf(sh, v) !== null) return unsetVar(sh, name);
    complain(sh, `unset: ${name}: not an array variable`);
    return false;
  }
  let index = evalIndex(sh, key);
  if (index < 0) index += (array as IndexedArray).end;
  if (index < 0) {
    complain(sh, `unset: [${subscript}]: bad array subscript`);
    return false;
  }
  v.indexed?.delete(index);
  return true;
}

export const UNSET = [plain('unset', unset, { isSpecial: true })];
