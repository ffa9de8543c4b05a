// Dynamic scope (bash(1), FUNCTIONS): what `local`, prefix assignments and `unset` do to the bindings that a Scope has hidden.

import { complain } from './output.ts';
import { isHooked, variableChanged } from './special-variables.ts';
import type { Scope, Shell } from './state.ts';
import { EXPORT, HOOKED, NOASSIGN, READONLY, Variable } from './variable.ts';
import { readonlyFailure, resolveName, scalarOf } from './vars.ts';

export function pushScope(sh: Shell, kind: Scope['kind']): Scope {
  const scope: Scope = { kind, saved: null, options: null };
  sh.scopes.push(scope);
  return scope;
}

/** Ends a function call or a command with prefix assignments: what they hid is visible again. */
export function popScope(sh: Shell): void {
  const scope = sh.scopes.pop();
  if (scope === undefined) return;
  if (scope.saved !== null) for (const [name, v] of scope.saved) restore(sh, name, v);
  if (scope.options !== null) sh.options = scope.options;
}

function restore(sh: Shell, name: string, v: Variable | null): void {
  const was = sh.vars.get(name);
  if (v === null) sh.vars.delete(name);
  else sh.vars.set(name, v);
  const attrs = (was?.attrs ?? 0) | (v?.attrs ?? 0);
  if ((attrs & EXPORT) !== 0) sh.environ = null;
  if ((attrs & HOOKED) !== 0) variableChanged(sh, name);
}

/**
 * While a command's redirections are expanded, its prefix assignments are not seen (redir.c, expanding_redir). Called before and after.
 * What the expansion assigns goes to both variables (variables.c bind_variable).
 */
export function hideTemporary(sh: Shell): ReadonlyMap<string, string | null> {
  const outer = new Map<string, string | null>();
  for (const name of swapTop(sh)) outer.set(name, sh.vars.get(name)?.value ?? null);
  return outer;
}

export function showTemporary(sh: Shell, outer: ReadonlyMap<string, string | null>): void {
  for (const name of swapTop(sh)) {
    const value = sh.scopes[sh.scopes.length - 1].saved?.get(name)?.value ?? null;
    const v = sh.vars.get(name);
    if (v !== undefined && value !== null && value !== outer.get(name)) v.value = value;
  }
}

/** Exchanges what the innermost scope has bound with what that hid; answers the names. */
function swapTop(sh: Shell): Iterable<string> {
  const { saved } = sh.scopes[sh.scopes.length - 1];
  if (saved === null) return [];
  for (const [name, v] of saved) {
    saved.set(name, sh.vars.get(name) ?? null);
    restore(sh, name, v);
  }
  return saved.keys();
}

/** The scope of the function being run; undefined outside of functions. */
export function functionScope(sh: Shell): Scope | undefined {
  for (let i = sh.scopes.length - 1; i >= 0; i--) if (sh.scopes[i].kind === 'function') return sh.scopes[i];
  return undefined;
}

/** Binds a new variable of this name for the life of the scope; the one that is there already when it is the scope's own. */
export function bindLocal(sh: Shell, scope: Scope, name: string): Variable {
  const old = sh.vars.get(name);
  scope.saved ??= new Map();
  if (scope.saved.has(name) && old !== undefined) return old;
  const v = new Variable(null, (old?.attrs ?? 0) & HOOKED);
  if (!scope.saved.has(name)) scope.saved.set(name, old ?? null);
  sh.vars.set(name, v);
  if (old !== undefined && (old.attrs & EXPORT) !== 0) sh.environ = null;
  return v;
}

/** Is the visible variable of this name one that `x=1 command` made? Then `local x` inherits its value. */
export function isTemporary(sh: Shell, name: string): boolean {
  for (let i = sh.scopes.length - 1; i >= 0; i--) {
    const scope = sh.scopes[i];
    if (scope.saved?.has(name)) return scope.kind === 'temporary';
  }
  return false;
}

/** The variable of `x=1 command` outlives the command. */
export function keepTemporary(sh: Shell, name: string): void {
  const scope = sh.scopes.at(-1);
  if (scope?.kind === 'temporary') scope.saved?.delete(name);
}

/** `unset name`. A local of the running function stays as an unset local; one of a caller gives way to what it hid. */
export function unsetVar(sh: Shell, rawName: string, keepReference = false, who = 'unset'): boolean {
  const name = keepReference ? rawName : resolveName(sh, rawName).name;
  const v = sh.vars.get(name);
  if (v === undefined) return true;
  if ((v.attrs & READONLY) !== 0) {
    complain(sh, `${who}: ${name}: cannot unset: readonly variable`);
    return false;
  }
  if (v.special?.unset === 'never') return true;
  if ((v.attrs & NOASSIGN) !== 0 && v.special !== null && v.special.unset === undefined) {
    complain(sh, `${who}: ${name}: cannot unset`);
    return false;
  }
  if ((v.attrs & EXPORT) !== 0) sh.environ = null;
  const owner = ownerOf(sh, name);
  const running = functionScope(sh);
  if (owner === undefined) sh.vars.delete(name);
  else if (owner === running || sh.shopt.localvar_unset) sh.vars.set(name, new Variable(null, v.attrs & HOOKED));
  else {
    const hidden = owner.saved?.get(name) ?? null;
    owner.saved?.delete(name);
    if (hidden === null) sh.vars.delete(name);
    else sh.vars.set(name, hidden);
  }
  if ((v.attrs & HOOKED) !== 0) variableChanged(sh, name);
  return true;
}

/** The innermost scope that has bound the name. */
function ownerOf(sh: Shell, name: string): Scope | undefined {
  for (let i = sh.scopes.length - 1; i >= 0; i--) if (sh.scopes[i].saved?.has(name)) return sh.scopes[i];
  return undefined;
}

/** The names a function has made local, for `local` without arguments. */
export function localNames(scope: Scope): string[] {
  return scope.saved === null ? [] : [...scope.saved.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The variable of `name=value command`. */
export function bindTemporary(sh: Shell, name: string, value: string, append: boolean): Variable {
  const old = sh.vars.get(name);
  if (old !== undefined && (old.attrs & READONLY) !== 0) throw readonlyFailure(name);
  const v = bindLocal(sh, sh.scopes[sh.scopes.length - 1], name);
  v.value = append ? (old === undefined ? '' : (scalarOf(sh, old) ?? '')) + value : value;
  if ((v.attrs & HOOKED) !== 0 || isHooked(name)) {
    v.attrs |= HOOKED;
    variableChanged(sh, name);
  }
  return v;
}
