// The restricted shell (bash(1), RESTRICTED SHELL): what it refuses. It becomes one after its startup files.

import { Complaint } from './errors.ts';
import type { Shell } from './state.ts';
import { READONLY } from './variable.ts';
import { createVar } from './vars.ts';

const KEPT = ['PATH', 'SHELL', 'ENV', 'BASH_ENV', 'HISTFILE'];

export function makeRestricted(sh: Shell): void {
  for (const name of KEPT) (sh.vars.get(name) ?? createVar(sh, name, false)).attrs |= READONLY;
  sh.shopt.restricted_shell = true;
}

/** A builtin is not to do it: `NAME: WHAT: restricted`. */
export function refuseRestricted(sh: Shell, what = ''): void {
  if (sh.shopt.restricted_shell) throw new Complaint(what === '' ? 'restricted' : `${what}: restricted`);
}
