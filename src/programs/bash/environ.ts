// The environment of executed programs: exported variables and functions, in the order in which bash's tables give them.

import { hashOrder } from './array.ts';
import { printExportedFunction } from './print.ts';
import type { Shell } from './state.ts';
import { EXPORT } from './variable.ts';
import { scalarOf } from './vars.ts';

/** `NAME=value` strings for execve(2), without `_`. */
export function environOf(sh: Shell): readonly string[] {
  if (sh.environ !== null) return sh.environ;
  const names: string[] = [...sh.strayEnviron.keys()];
  for (const [name, v] of sh.vars) if ((v.attrs & EXPORT) !== 0) names.push(name);
  const out: string[] = [];
  for (const name of hashOrder(names)) {
    const stray = sh.strayEnviron.get(name);
    if (stray !== undefined) out.push(`${name}=${stray}`);
    const v = sh.vars.get(name);
    if (v === undefined || v.indexed !== null || v.assoc !== null) continue;
    const value = scalarOf(sh, v);
    if (value !== null) out.push(`${name}=${value}`);
  }
  for (const [name, f] of sh.functions) {
    if ((f.attrs & EXPORT) !== 0) out.push(`BASH_FUNC_${name}%%=${printExportedFunction(f.def.body)}`);
  }
  sh.environ = out;
  return out;
}
