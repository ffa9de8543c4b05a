// Commands that run in children: pipelines, `( )`, background jobs (bash's execute_pipeline, execute_in_subshell).

import { F_DUPFD_CLOEXEC } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Command, Pipeline, Subshell } from './ast.ts';
import { commandText } from './command-text.ts';
import { execTest } from './compound.ts';
import { execCommand } from './execute.ts';
import { closeProcessSubsts } from './expand/subst.ts';
import { forkChild } from './fork.ts';
import { addJob, type Job, makeCurrent, statusOf } from './job-table.ts';
import { addProcess, newJob, waitAndTell } from './jobs.ts';
import { writeError } from './output.ts';
import { applyRedirects, redirectsInput, type Undo, undoRedirects } from './redirect.ts';
import { JUMP_RETURN, type Shell } from './state.ts';
import { reportTimes, type Times, timesNow } from './time-command.ts';
import { ignoreInterrupt, mayBeReplaced, runDebugTrap, skippedStatus } from './traps.ts';

export function* execPipeline(sh: Shell, node: Pipeline): Sys<number> {
  const started: Times | null = node.time === 'no' ? null : timesNow(sh);
  let status: number;
  const { sys } = sh;
  try {
    status = yield* runPipeline(sh, node);
  } finally {
    // Whatever throws it out of the command (errexit, an error that discards), but `return` (time_command). A child that leaves it
    // measures nothing.
    if (started !== null && sys === sh.sys && sh.jump !== JUMP_RETURN) yield* reportTimes(sh, started, node.time === 'time -p');
  }
  if (!node.negated) return status;
  status = status === 0 ? 1 : 0;
  // `! ((…))` and `! [[ … ]]` leave the inverted status in PIPESTATUS too.
  if (node.commands.length === 1 && (node.commands[0].type === 'arith-command' || node.commands[0].type === 'cond'))
    sh.pipeStatus = [status];
  return status;
}

function* runPipeline(sh: Shell, node: Pipeline): Sys<number> {
  const { commands } = node;
  if (commands.length === 0) return 0;
  // execute_command_internal: what is in an inverted command is only looked away from when errexit is on already.
  if (commands.length === 1 && node.negated && sh.options.errexit) return yield* execTest(sh, commands[0]);
  if (commands.length === 1) return yield* execCommand(sh, commands[0], false, node.negated);
  const job = newJob(sh, true, 0);
  const inShell = yield* startPipeline(sh, commands, job, true);
  const status = yield* waitAndTell(sh, job);
  const statuses = job.processes.map((p) => statusOf(p.status ?? 0));
  if (inShell >= 0) statuses.push(inShell);
  sh.pipeStatus = statuses;
  if (inShell < 0) return status;
  return sh.options.pipefail ? (statuses.findLast((s) => s !== 0) ?? 0) : inShell;
}

/** Forks the elements. The status of the last when it ran in this shell (lastpipe), else -1. */
function* startPipeline(sh: Shell, commands: readonly Command[], job: Job, isForeground: boolean): Sys<number> {
  const { sys } = sh;
  let input = -1;
  for (let i = 0; i < commands.length; i++) {
    const isLast = i === commands.length - 1;
    if (isLast && isForeground && sh.shopt.lastpipe && !sh.options.monitor) return yield* lastInShell(sh, commands[i], input);
    const [read, write] = isLast ? [-1, -1] : sys.pipe2(0);
    if (yield* debugBeforeFork(sh, commands[i])) {
      if (input >= 0) sys.close(input);
      if (write >= 0) sys.close(write);
      input = read;
      continue;
    }
    const arg: ElementArg = { command: commands[i], input, output: write, unused: read };
    const pid = yield* forkChild(
      sh,
      { isAsync: !isForeground, pgid: job.pgid, keepsInput: input >= 0 || sh.hasOwnInput },
      elementChild,
      arg,
    );
    if (job.pgid === 0 && sh.options.monitor) job.pgid = pid;
    addProcess(sh, job, pid, commandText(commands[i]));
    if (input >= 0) sys.close(input);
    if (write >= 0) sys.close(write);
    input = read;
  }
  return -1;
}

function* lastInShell(sh: Shell, command: Command, input: number): Sys<number> {
  const { sys } = sh;
  const saved = sys.fcntl(0, F_DUPFD_CLOEXEC, 10);
  sys.dup2(input, 0);
  sys.close(input);
  const undo: Undo = [{ fd: 0, copy: saved }];
  try {
    return yield* execCommand(sh, command, false);
  } finally {
    undoRedirects(sh, undo);
  }
}

/** A simple command's DEBUG trap runs before its process is forked; true: it is skipped. */
function* debugBeforeFork(sh: Shell, command: Command): Sys<boolean> {
  noteForked(sh, command);
  if (command.type === 'simple') sh.line = command.line;
  if (command.type !== 'simple' || !sh.traps.has('DEBUG')) return false;
  return yield* runDebugTrap(sh);
}

/** BASH_COMMAND shows a simple command before it is forked; a `( )` only for the ERR trap's sake (execute_command_internal). */
function noteForked(sh: Shell, command: Command): void {
  if (sh.inTrap > 0) return;
  if (command.type === 'simple' || (command.type === 'subshell' && sh.traps.has('ERR'))) sh.commandNode = command;
}

interface ElementArg {
  readonly command: Command;
  readonly input: number;
  readonly output: number;
  readonly unused: number;
}

function* elementChild(sh: Shell, arg: ElementArg): Sys<number> {
  const { sys } = sh;
  if (arg.unused >= 0) sys.close(arg.unused);
  if (arg.input >= 0) {
    sys.dup2(arg.input, 0);
    sys.close(arg.input);
  }
  if (arg.output >= 0) {
    sys.dup2(arg.output, 1);
    sys.close(arg.output);
  }
  sh.inPipeline = true;
  sh.hasOwnInput = arg.input >= 0;
  sh.isPipelineWord = arg.command.type === 'simple';
  return yield* commandInChild(sh, arg.command);
}

/** A command that has a child of its own: a simple one is executed in it. */
function* commandInChild(sh: Shell, command: Command): Sys<number> {
  if (command.type === 'simple') {
    sh.isDebugged = true;
    sh.ownCommand = command;
    try {
      return yield* execCommand(sh, command, true);
    } catch (e) {
      // bash forgets the traps only when it runs the command: an error in its words still runs the EXIT trap (execute_simple_command).
      if (sh.exitTrapAtFork !== undefined) sh.traps.set('EXIT', sh.exitTrapAtFork);
      throw e;
    }
  }
  sh.subshellLevel++;
  if (command.type === 'subshell') return yield* subshellBody(sh, command);
  sh.loopDepth = 0;
  try {
    return yield* execCommand(sh, command, false);
  } finally {
    // execute_in_subshell runs the EXIT trap that a group or a `( )` sets, not that of other compound commands.
    if (command.type !== 'group') sh.traps.delete('EXIT');
  }
}

export function* execSubshell(sh: Shell, node: Subshell): Sys<number> {
  sh.line = node.lastLine;
  noteForked(sh, node);
  const job = newJob(sh, true, 0);
  const pid = yield* forkChild(sh, { isAsync: false, pgid: 0 }, subshellChild, node);
  job.pgid = pid;
  addProcess(sh, job, pid, commandText(node));
  const status = yield* waitAndTell(sh, job);
  sh.pipeStatus = [status];
  return status;
}

function* subshellChild(sh: Shell, node: Subshell): Sys<number> {
  sh.subshellLevel++;
  return yield* subshellBody(sh, node);
}

function* subshellBody(sh: Shell, node: Subshell): Sys<number> {
  sh.loopDepth = 0;
  const fds = sh.procFds.length;
  if (!(yield* applyRedirects(sh, node.redirects, null))) return 1;
  sh.hasOwnInput = (sh.inPipeline && sh.hasOwnInput) || redirectsInput(node.redirects);
  const status = yield* execCommand(sh, node.body, mayBeReplaced(sh));
  closeProcessSubsts(sh, fds);
  return status;
}

/** `command &` */
export function* execBackground(sh: Shell, node: Command): Sys<number> {
  const job = newJob(sh, false, 0);
  if (node.type === 'pipeline' && node.commands.length > 1 && !node.negated && node.time === 'no')
    yield* startPipeline(sh, node.commands, job, false);
  else {
    if (yield* debugBeforeFork(sh, node)) return skippedStatus(sh);
    const pid = yield* forkChild(sh, { isAsync: true, pgid: 0, keepsInput: sh.hasOwnInput }, backgroundChild, node);
    if (sh.options.monitor) job.pgid = pid;
    addProcess(sh, job, pid, commandText(node));
  }
  const last = job.processes[job.processes.length - 1];
  sh.lastBackground = last.pid;
  addJob(sh.jobs, job, sh.isInteractive);
  makeCurrent(sh.jobs, job);
  if (sh.isInteractive && !sh.isSubshell) yield* writeError(sh, `[${job.id}] ${last.pid}\n`);
  return 0;
}

function* backgroundChild(sh: Shell, node: Command): Sys<number> {
  if (node.type === 'simple') sh.subshellLevel++;
  else if (sh.ignoresKeyboard) ignoreInterrupt(sh);
  return yield* commandInChild(sh, node);
}
