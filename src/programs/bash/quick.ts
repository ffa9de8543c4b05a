// Simple commands that need no generator: one assignment, or a builtin that cannot sleep, with words whose expansion is a look-up. They are what
// loops are made of. Whatever is out of the ordinary (a trap, a redirection, `set -x`, an operator in an expansion) goes the long way.

import type { SimpleCommand } from './ast.ts';
import { endsScript } from './builtins/run.ts';
import { builtinNamed } from './builtins/table.ts';
import { Complaint, Failure, ShellExit } from './errors.ts';
import { expandWordNow, stringNow } from './expand/now.ts';
import { complain, complainFailure } from './output.ts';
import type { Shell } from './state.ts';
import { appendVar, setVar } from './vars.ts';

/** The command's status; -1: nothing has happened, take the long way. */
export function execQuick(sh: Shell, node: SimpleCommand): number {
  const { words, assignments, redirects } = node;
  if (redirects.length > 0 || sh.options.xtrace || sh.traps.size > 0) return -1;
  if (words.length === 0) return assignments.length === 1 ? assignQuick(sh, node) : -1;
  if (assignments.length > 0) return -1;
  const name = words[0].text;
  const builtin = builtinNamed(name);
  if (builtin === undefined || builtin.sleeps || builtin.isDeclaration || sh.functions.has(name) || sh.disabled.has(name)) return -1;
  const args: string[] = [];
  sh.line = node.line;
  if (sh.inTrap === 0) sh.commandNode = node;
  for (let i = 0; i < words.length; i++) if (!expandWordNow(sh, words[i], args)) return -1;
  sh.lastBuiltin = name;
  sh.exitTrapAtFork = undefined;
  let status: number;
  try {
    status = builtin.run(sh, args);
  } catch (e) {
    if (e instanceof Complaint) {
      if (e.text !== '') complain(sh, `${name}: ${e.text}`);
      status = e.status;
      if (endsScript(sh, builtin, e)) throw new ShellExit(status);
    } else if (e instanceof Failure && e.isRefusal && e.message !== null) {
      complainFailure(sh, e, e.message);
      status = 1;
    } else {
      if (e instanceof Failure && e.message !== null && !e.isBare) e.message = `${name}: ${e.message}`;
      throw e;
    }
  }
  sh.lastArg = args[args.length - 1];
  setPipeStatus(sh, status);
  return status;
}

function assignQuick(sh: Shell, node: SimpleCommand): number {
  const [a] = node.assignments;
  if (a.index !== null || 'type' in a.value) return -1;
  sh.line = node.line;
  if (sh.inTrap === 0) sh.commandNode = node;
  const text = stringNow(sh, a.value.parts);
  if (text === null) return -1;
  if (a.append) appendVar(sh, a.name, text);
  else setVar(sh, a.name, text);
  sh.lastArg = '';
  setPipeStatus(sh, 0);
  return 0;
}

const SUCCESS: readonly number[] = [0];
const FAILURE: readonly number[] = [1];

/** PIPESTATUS of a command by itself. */
export function setPipeStatus(sh: Shell, status: number): void {
  sh.pipeStatus = status === 0 ? SUCCESS : status === 1 ? FAILURE : [status];
}
