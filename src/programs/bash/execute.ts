// Executing trees (bash's execute_cmd.c): lists, and-or lists, and which kind of command goes where. A generator per command, nothing made on
// the way; `break`, `continue` and `return` set `sh.jump` and every level returns, errors that abandon more are thrown (errors.ts).

import { SIGINT } from '../../abi/signal.ts';
import { onOwnStack, type Sys } from '../../abi/sys.ts';
import type { AndOr, Command, List } from './ast.ts';
import { finishBuiltin } from './builtins/run.ts';
import {
  execArithCommand,
  execArithFor,
  execCase,
  execCondCommand,
  execFor,
  execGroup,
  execIf,
  execSelect,
  execWhile,
} from './compound.ts';
import { execCoproc } from './coproc.ts';
import { deeper } from './depth.ts';
import { Failure, ShellExit } from './errors.ts';
import { defineFunction } from './functions.ts';
import { flush, hasOutput, reportFailure } from './output.ts';
import { execBackground, execPipeline, execSubshell } from './pipeline.ts';
import { execQuick } from './quick.ts';
import { execSimple } from './simple.ts';
import { NO_JUMP, type Shell } from './state.ts';
import { handlePending, runTrap } from './traps.ts';

/** Commands between two chances for others to run. */
const TICK_MASK = 31;

/**
 * Runs a command; its status, which is also in `sh.status`. `last`: the shell has nothing to do afterwards. `isInverted`: after a `!`,
 * its own failure is none.
 */
export function* execCommand(sh: Shell, node: Command, last: boolean, isInverted = false): Sys<number> {
  if ((++sh.ticks & TICK_MASK) === 0) yield* sh.sys.tick();
  if (sh.pending.length > 0) {
    yield* handlePending(sh);
    // What a trap has left is not gone on with.
    if (sh.jump !== NO_JUMP) return sh.status;
  }
  if (sh.options.noexec && !sh.isInteractive) return sh.status;
  const hadErrTrap = sh.noErrexit === 0 && sh.traps.has('ERR');
  const { depth } = sh;
  let status = -1;
  try {
    if (node.type === 'simple') {
      status = execQuick(sh, node);
      if (status < 0) status = yield* execSimple(sh, node, last);
      else if (hasOutput(sh)) status = yield* finishBuiltin(sh, sh.lastBuiltin, status);
    } else {
      const run = EXECUTORS[node.type] as Executor;
      status = deeper(sh) ? yield* onOwnStack(run(sh, node, last)) : yield* run(sh, node, last);
      sh.depth = depth;
    }
  } catch (e) {
    sh.depth = depth;
    if (hasOutput(sh)) yield* flush(sh);
    if (e instanceof Failure) yield* reportFailure(sh, e);
    throw e;
  }
  sh.status = status;
  if (status !== 0 && !isInverted && sh.noErrexit === 0 && sh.jump === NO_JUMP) yield* failed(sh, node, status, hadErrTrap);
  if (sh.pending.length > 0 && hearsNow(sh)) yield* handlePending(sh);
  return sh.status;
}

/** After the last command of a `( )` a SIGINT without trap does nothing any more: bash looks for it before a command. */
const hearsNow = (sh: Shell): boolean => !sh.isSubshell || sh.inSubstitution || sh.pending.some((nr) => nr !== SIGINT || sh.traps.has(nr));

type Executor = (sh: Shell, node: Command, last: boolean) => Sys<number>;
type Executors = {
  readonly [T in Exclude<Command['type'], 'simple'>]: (sh: Shell, node: Extract<Command, { type: T }>, last: boolean) => Sys<number>;
};

const EXECUTORS: Executors = {
  list: execList,
  'and-or': execAndOr,
  pipeline: execPipeline,
  group: execGroup,
  subshell: execSubshell,
  if: execIf,
  for: execFor,
  'arith-for': execArithFor,
  while: execWhile,
  case: execCase,
  select: execSelect,
  'arith-command': execArithCommand,
  cond: execCondCommand,
  function: defineFunction,
  coproc: execCoproc,
};

/**
 * The ERR trap and errexit look at simple commands, function definitions, pipelines, subshells, `[[ ]]` and `(( ))`, and at other compound commands whose
 * redirections failed.
 */
function* failed(sh: Shell, node: Command, status: number, hadErrTrap: boolean): Sys<void> {
  switch (node.type) {
    case 'simple':
    case 'subshell':
    case 'arith-command':
    case 'cond':
    case 'function':
      break;
    case 'pipeline':
      // Of one command alone that has been seen to already.
      if (node.negated || node.commands.length === 1) return;
      break;
    default:
      if (!sh.redirectFailed) return;
  }
  sh.redirectFailed = false;
  if (hadErrTrap && node !== sh.ownCommand && sh.traps.has('ERR')) {
    // A `( )` at the end of a pipeline counts by itself as well.
    const last = node.type === 'pipeline' ? node.commands[node.commands.length - 1] : null;
    if (last?.type === 'subshell') {
      sh.line = last.lastLine;
      if (!sh.options.errexit) yield* runTrap(sh, 'ERR');
    }
    yield* runTrap(sh, 'ERR');
  }
  if (sh.options.errexit) throw new ShellExit(status);
}

function* execList(sh: Shell, node: List, last: boolean): Sys<number> {
  const { items } = node;
  let status = 0;
  for (let i = 0; i < items.length; i++) {
    const { command, separator } = items[i];
    if (separator === '&') status = yield* execBackground(sh, command);
    else {
      const isLast = last && i === items.length - 1 && mayReplace(items.length, items[i - 1]?.separator, command);
      status = yield* execCommand(sh, command, isLast);
    }
    sh.status = status;
    if (sh.jump !== NO_JUMP) return status;
  }
  return status;
}

/** bash finds the last command of a `-c`, a `$( )` or a `( )` only at the right end of the topmost connection. */
function mayReplace(count: number, before: string | undefined, command: Command): boolean {
  if (count === 1 || before === '\n') return true;
  return command.type === 'simple' && command.redirects.length === 0;
}

function* execAndOr(sh: Shell, node: AndOr, last: boolean): Sys<number> {
  const { rest } = node;
  sh.noErrexit++;
  let status: number;
  try {
    status = yield* execCommand(sh, node.first, false);
  } finally {
    sh.noErrexit--;
  }
  for (let i = 0; i < rest.length; i++) {
    if (sh.jump !== NO_JUMP) return status;
    const { op, command } = rest[i];
    if (op === '&&' ? status !== 0 : status === 0) continue;
    if (i < rest.length - 1) {
      sh.noErrexit++;
      try {
        status = yield* execCommand(sh, command, false);
      } finally {
        sh.noErrexit--;
      }
    } else status = yield* execCommand(sh, command, last && command.type === 'simple' && command.redirects.length === 0);
  }
  return status;
}
