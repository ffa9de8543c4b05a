// The smallest builtins: `:` true false echo let shift, and those that change the flow: exit return break continue eval (bash(1), SHELL
// BUILTIN COMMANDS).

import type { Sys } from '../../../abi/sys.ts';
import { decodeEchoEscapes } from '../../../libc/echo-escapes.ts';
import { evalArithText } from '../arith.ts';
import { Complaint, Failure, ShellExit } from '../errors.ts';
import { jobState } from '../job-table.ts';
import { describeJob } from '../jobs.ts';
import { complain, complainFailure, flush, print, printError } from '../output.ts';
import { runText } from '../run-text.ts';
import { JUMP_BREAK, JUMP_CONTINUE, JUMP_RETURN, type Shell } from '../state.ts';
import { plain, sleeping } from './builtin.ts';
import { parseOptions } from './options.ts';

const succeed = (): number => 0;
const fail = (): number => 1;

/** `echo -neE`: options are only what consists of these letters alone. */
function echo(sh: Shell, args: readonly string[]): number {
  let newline = true;
  let escapes = sh.shopt.xpg_echo;
  let i = 1;
  if (!(sh.options.posix && sh.shopt.xpg_echo)) {
    for (; i < args.length && /^-[neE]+$/.test(args[i]); i++) {
      for (const c of args[i].slice(1)) {
        if (c === 'n') newline = false;
        else escapes = c === 'e';
      }
    }
  }
  let text = i === args.length - 1 ? args[i] : args.slice(i).join(' ');
  if (escapes && text.includes('\\')) {
    const decoded = decodeEchoEscapes(text);
    text = decoded.text;
    if (decoded.stops) newline = false;
  }
  print(sh, newline ? `${text}\n` : text);
  return 0;
}

function letBuiltin(sh: Shell, args: readonly string[]): number {
  if (args.length < 2) throw new Complaint('expression expected', 1);
  let value: number | bigint = 0;
  try {
    for (let i = 1; i < args.length; i++) if (i > 1 || args[i] !== '--') value = evalArithText(sh, args[i]);
  } catch (e) {
    if (!(e instanceof Failure) || e.effect !== 'discard' || e.message === null) throw e;
    complainFailure(sh, e, e.isRefusal ? e.message : `let: ${e.message}`);
    return 1;
  }
  return value === 0 || value === 0n ? 1 : 0;
}

function shift(sh: Shell, args: readonly string[]): number {
  const rest = args[1] === '--' ? args.slice(2) : args.slice(1);
  const n = rest.length === 0 ? 1 : numericArgument(rest);
  if (n === null) throw new Complaint(`${rest[0]}: numeric argument required`);
  if (n < 0) throw new Complaint(`${rest[0]}: shift count out of range`);
  if (n > sh.args.length) {
    if (sh.shopt.shift_verbose || sh.options.posix) complain(sh, `shift: ${rest[0] ?? '1'}: shift count out of range`);
    return 1;
  }
  sh.args = sh.args.slice(n);
  return 0;
}

/** get_numeric_arg: null for what is no number; more than one argument abandons the command line. */
function numericArgument(rest: readonly string[]): number | null {
  if (!isNumber(rest[0])) return null;
  if (rest.length > 1) throw new Failure('too many arguments', 'top');
  return Number(rest[0]);
}

/** legal_number: one of 64 bits. */
const isNumber = (text: string): boolean => /^\s*[-+]?\d+\s*$/.test(text) && Math.abs(Number(text)) < 2 ** 63;

/** throw_to_top_level: a script ends, an interactive shell goes back to its prompt. */
function toTopLevel(sh: Shell, message: string): never {
  const status = sh.status | 128;
  complain(sh, message);
  if (sh.isInteractive && !sh.isSubshell) throw new Failure(null, 'discard', status);
  throw new ShellExit(status);
}

const byteOf = (n: bigint): number => Number(BigInt.asUintN(8, n));

/** The status argument of exit and return. */
function statusArgument(sh: Shell, name: string, args: readonly string[]): number {
  const rest = args[1] === '--' ? args.slice(2) : args.slice(1);
  if (rest.length === 0) return sh.inTrap > 0 && sh.trapStatus >= 0 && name === 'exit' ? sh.trapStatus : sh.status;
  if (!isNumber(rest[0])) {
    complain(sh, `${name}: ${rest[0]}: numeric argument required`);
    return 2;
  }
  if (rest.length > 1) throw new Failure('too many arguments', 'top');
  return byteOf(BigInt(rest[0].trim()));
}

function* exit(sh: Shell, args: readonly string[]): Sys<number> {
  if (sh.isInteractive && !sh.isSubshell) {
    printError(sh, sh.isLogin ? 'logout\n' : 'exit\n');
    if (!sh.exitWarned) {
      const stopped = sh.jobs.list.filter((j) => jobState(j) === 'stopped');
      const running = sh.shopt.checkjobs ? sh.jobs.list.filter((j) => jobState(j) === 'running') : [];
      if (stopped.length > 0 || running.length > 0) {
        printError(sh, stopped.length > 0 ? 'There are stopped jobs.\n' : 'There are running jobs.\n');
        if (sh.shopt.checkjobs) for (const job of sh.jobs.list) printError(sh, `${describeJob(sh, job, false)}\n`);
        sh.exitWarned = true;
        sh.exitWarnedNow = true;
        return 1;
      }
    }
  }
  const status = statusArgument(sh, 'exit', args);
  yield* flush(sh);
  throw new ShellExit(status);
}

function* logout(sh: Shell, args: readonly string[]): Sys<number> {
  if (!sh.isLogin) throw new Complaint("not login shell: use `exit'");
  return yield* exit(sh, args);
}

function returnBuiltin(sh: Shell, args: readonly string[]): number {
  const status = statusArgument(sh, 'return', args);
  if (sh.functionDepth === 0 && sh.sourceDepth === 0) throw new Complaint("can only `return' from a function or sourced script", 2);
  sh.jump = JUMP_RETURN;
  sh.beforeReturn = sh.status;
  sh.status = status;
  return status;
}

function loopJump(jump: number): (sh: Shell, args: readonly string[]) => number {
  return (sh, args) => {
    const rest = args[1] === '--' ? args.slice(2) : args.slice(1);
    if (sh.loopDepth === 0) {
      if (!sh.options.posix) complain(sh, `${args[0]}: only meaningful in a \`for', \`while', or \`until' loop`);
      return 0;
    }
    const n = rest.length === 0 ? 1 : (numericArgument(rest) ?? toTopLevel(sh, `${args[0]}: ${rest[0]}: numeric argument required`));
    if (n <= 0) {
      complain(sh, `${args[0]}: ${rest[0]}: loop count out of range`);
      sh.jump = JUMP_BREAK;
      sh.jumpLevels = sh.loopDepth;
      return 1;
    }
    sh.jump = jump;
    sh.jumpLevels = Math.min(n, sh.loopDepth);
    return 0;
  };
}

function* evalBuiltin(sh: Shell, args: readonly string[]): Sys<number> {
  const rest = args[1] === '--' ? args.slice(2) : args.slice(1);
  if (rest.length > 0 && args[1] !== '--' && /^-./.test(rest[0])) parseOptions(sh, args, '');
  if (rest.length === 0) return 0;
  sh.traceDepth++;
  const { line, commandNode } = sh;
  try {
    const status = yield* runText(sh, rest.join(' '), { line, label: 'eval' });
    return status;
  } finally {
    sh.traceDepth--;
    sh.line = line;
    if (sh.inTrap === 0) sh.commandNode = commandNode;
  }
}

export const BASIC = [
  plain(':', succeed, { isSpecial: true }),
  plain('true', succeed),
  plain('false', fail),
  plain('echo', echo),
  plain('let', letBuiltin),
  plain('shift', shift, { isSpecial: true }),
  plain('break', loopJump(JUMP_BREAK), { isSpecial: true }),
  plain('continue', loopJump(JUMP_CONTINUE), { isSpecial: true }),
  plain('return', returnBuiltin, { isSpecial: true }),
  sleeping('exit', exit, { isSpecial: true }),
  sleeping('logout', logout),
  sleeping('eval', evalBuiltin, { isSpecial: true }),
];
