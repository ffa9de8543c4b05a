// Functions (bash(1), FUNCTIONS): defining and calling. A call has its own positional parameters and a scope for `local`.

import type { Sys } from '../../abi/sys.ts';
import type { FunctionDef } from './ast.ts';
import { builtinNamed } from './builtins/table.ts';
import { checkName } from './compound.ts';
import { Failure, isScriptInPosix, ShellExit } from './errors.ts';
import { execCommand } from './execute.ts';
import { report } from './output.ts';
import { popScope, pushScope } from './scopes.ts';
import { type FunctionEntry, JUMP_RETURN, NO_JUMP, type Shell, type TrapName } from './state.ts';
import { runDebugTrap, runTrap, skippedStatus } from './traps.ts';
import { EXPORT, READONLY, TRACE } from './variable.ts';
import { getVar } from './vars.ts';

export function* defineFunction(sh: Shell, node: FunctionDef): Sys<number> {
  const old = sh.functions.get(node.name);
  if (sh.options.posix) {
    sh.line = node.line;
    if (builtinNamed(node.name)?.isSpecial === true) {
      yield* report(sh, `\`${node.name}': is a special builtin`);
      if (isScriptInPosix(sh)) throw new ShellExit(2);
      return 1;
    }
    if (!(yield* checkName(sh, node.name))) return 1;
  }
  if (/['"\\$]/.test(node.name)) {
    if (sh.functionDepth === 0) sh.line = sh.outerLine;
    yield* report(sh, `\`${node.name}': not a valid identifier`);
    return 1;
  }
  if (old !== undefined && (old.attrs & READONLY) !== 0) {
    // The parser has read to the definition's end.
    if (sh.functionDepth === 0) sh.line = sh.outerLine;
    yield* report(sh, `${node.name}: readonly function`);
    return 1;
  }
  const source = sh.frames.length > 0 ? sh.frames[sh.frames.length - 1].source : sh.isInteractive || sh.readsStdin ? 'main' : 'environment';
  sh.functions.set(node.name, { def: node, source, attrs: (old?.attrs ?? 0) | (sh.options.allexport ? EXPORT : 0) });
  if (sh.options.allexport) sh.environ = null;
  return 0;
}

/** Calls a function; args[0] is its name. */
export function* callFunction(sh: Shell, entry: FunctionEntry, args: readonly string[]): Sys<number> {
  const limit = Number(getVar(sh, 'FUNCNEST') ?? 0);
  if (limit > 0 && sh.functionDepth >= limit) throw new Failure(`${args[0]}: maximum function nesting level exceeded (${limit})`);
  const { args: outerArgs, loopDepth, line, outerLine } = sh;
  const traps = hideTraps(sh, entry);
  pushScope(sh, 'function');
  sh.frames.push({
    name: entry.def.name,
    source: entry.source,
    callLine: line,
    isFunction: true,
    args: sh.shopt.extdebug ? args.slice(1) : null,
  });
  sh.functionDepth++;
  sh.loopDepth = 0;
  sh.outerLine = entry.def.body.line;
  sh.line = entry.def.body.line;
  sh.args = args.slice(1);
  try {
    // A traced function: before its first command.
    if (sh.traps.has('DEBUG') && (yield* runDebugTrap(sh))) {
      if (sh.jump === JUMP_RETURN) sh.jump = NO_JUMP;
      return skippedStatus(sh);
    }
    let status = yield* execCommand(sh, entry.def.body, false);
    if (sh.jump === JUMP_RETURN) {
      sh.jump = NO_JUMP;
      status = sh.status;
      sh.status = sh.beforeReturn;
    } else {
      sh.line = entry.def.body.line;
      sh.status = status;
    }
    if (sh.traps.has('RETURN')) yield* runTrap(sh, 'RETURN');
    sh.status = status;
    return status;
  } finally {
    sh.args = outerArgs;
    sh.loopDepth = loopDepth;
    sh.functionDepth--;
    sh.frames.pop();
    popScope(sh);
    sh.line = line;
    sh.outerLine = outerLine;
    if (traps !== null) for (const [name, command] of traps) if (!sh.traps.has(name)) sh.traps.set(name, command);
  }
}

/** DEBUG, RETURN and ERR traps are not inherited without functrace and errtrace; those that were hidden, or null. */
function hideTraps(sh: Shell, entry: FunctionEntry): Map<TrapName, string> | null {
  if (sh.traps.size === 0) return null;
  let hidden: Map<TrapName, string> | null = null;
  const isTraced = sh.options.functrace || (entry.attrs & TRACE) !== 0;
  for (const name of ['DEBUG', 'RETURN', 'ERR'] as const) {
    const command = sh.traps.get(name);
    if (command === undefined || (name === 'ERR' ? sh.options.errtrace : isTraced)) continue;
    hidden ??= new Map();
    hidden.set(name, command);
    sh.traps.delete(name);
  }
  return hidden;
}
