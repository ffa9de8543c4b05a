// Running a builtin: its output is written when it ends, its complaints get its name, and what it may throw is told apart.

import type { Sys } from '../../../abi/sys.ts';
import { Complaint, Failure, isScriptInPosix, ShellExit } from '../errors.ts';
import { complain, complainFailure, flush, hasOutput, report, writeErrorText } from '../output.ts';
import type { Shell } from '../state.ts';
import type { Builtin } from './builtin.ts';

/** In posix mode a special builtin that was used wrongly ends a script (POSIX.1, 2.8.1 Consequences of Shell Errors). */
export function endsScript(sh: Shell, builtin: Builtin, complaint: Complaint): boolean {
  return builtin.isSpecial && complaint.isFatal && isScriptInPosix(sh);
}

/** `isPlain`: behind `command` or `builtin`, where no builtin is special. */
export function* runBuiltin(sh: Shell, builtin: Builtin, args: readonly string[], isPlain = false): Sys<number> {
  if (sh.noErrexit > 0 && !sh.isErrexitHeld && RUNS_COMMANDS.includes(builtin.name)) return yield* holdErrexit(sh, builtin, args, isPlain);
  let status: number;
  try {
    status = builtin.sleeps ? yield* builtin.run(sh, args) : builtin.run(sh, args);
  } catch (e) {
    if (e instanceof Complaint) {
      if (e.text !== '') complain(sh, `${args[0]}: ${e.text}`);
      status = e.status;
      if (!isPlain && endsScript(sh, builtin, e)) {
        if (hasOutput(sh)) yield* flush(sh);
        throw new ShellExit(status);
      }
    } else {
      if (hasOutput(sh)) yield* flush(sh);
      if (!(e instanceof Failure) || e.message === null) throw e;
      if (!e.isRefusal) {
        if (!e.isBare) e.message = `${args[0]}: ${e.message}`;
        throw e;
      }
      complainFailure(sh, e, e.message);
      status = 1;
    }
  }
  return hasOutput(sh) ? yield* finishBuiltin(sh, args[0], status) : status;
}

const RUNS_COMMANDS = ['eval', 'source', '.', 'command'];

/** execute_builtin: where the status is only asked for, errexit is off in the commands that eval and its like run. */
function* holdErrexit(sh: Shell, builtin: Builtin, args: readonly string[], isPlain: boolean): Sys<number> {
  sh.isErrexitHeld = true;
  try {
    return yield* runBuiltin(sh, builtin, args, isPlain);
  } finally {
    sh.isErrexitHeld = false;
  }
}

/** Those that print without sh_chkwrite: nobody hears that it failed. */
const UNCHECKED = new Set(['caller', 'command', 'compgen', 'complete', 'kill']);
/** Those that print through another, whose status they do not take. */
const STATUS_KEPT = new Set(['popd', 'pushd']);

/** Writes what a builtin has printed; a failure to write is its failure. */
export function* finishBuiltin(sh: Shell, name: string, status: number): Sys<number> {
  const error = yield* flush(sh);
  if (error === null || UNCHECKED.has(name)) return status;
  const text = writeErrorText(error);
  if (text !== null) yield* report(sh, `${name}: ${text}`);
  return STATUS_KEPT.has(name) ? status : 1;
}
