// Executing programs (bash's execute_disk_command and shell_execve): fork, redirections in the child, execve(2), and what to say when that
// fails. A file that the kernel does not know is a script for this shell.

import { decode } from '../../abi/bytes.ts';
import { E2BIG, ENOENT, ENOEXEC, ENOMEM, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Command, Redirect, SimpleCommand } from './ast.ts';
import { commandText } from './command-text.ts';
import { environOf } from './environ.ts';
import { prefix } from './errors.ts';
import { forkChild } from './fork.ts';
import { callFunction } from './functions.ts';
import { addProcess, newJob, waitAndTell } from './jobs.ts';
import { report, writeError } from './output.ts';
import { findCommand, isDirectory, isExecutable } from './path-search.ts';
import { applyCommandRedirects, areLiteral } from './redirect.ts';
import { runScriptFile } from './startup.ts';
import type { Shell } from './state.ts';
import { mayBeReplaced } from './traps.ts';

interface Execution {
  readonly args: readonly string[];
  /** null: not found. */
  readonly path: string | null;
  readonly environ: readonly string[];
  readonly redirects: readonly Redirect[];
  /** The command has prefix assignments. */
  readonly assigns: boolean;
}

/** What is to be done before a program starts. */
type Start = Pick<SimpleCommand, 'redirects' | 'assignments'>;

/** Runs a program and waits for it; `last`: in the shell's own process. */
export function* runProgram(
  sh: Shell,
  start: Start,
  args: readonly string[],
  last: boolean,
  node: Command,
  found?: string | null,
): Sys<number> {
  if (sh.shopt.restricted_shell && args[0].includes('/')) {
    yield* report(sh, `${args[0]}: restricted: cannot specify \`/' in command names`);
    return 1;
  }
  const path = found === undefined || args[0].includes('/') ? findCommand(sh, args[0]) : found;
  const { redirects, assignments } = start;
  const execution: Execution = { args, path, environ: environOf(sh), redirects, assigns: assignments.length > 0 };
  if (last && mayBeReplaced(sh))
    return yield* executeHere(sh, sh.inPipeline ? execution : { ...execution, environ: lowerLevel(execution.environ) });
  const isLight = path !== null && (redirects.length === 0 || areLiteral(redirects));
  const pid = yield* forkChild(sh, { isAsync: false, pgid: 0, isLight }, executeHere, execution);
  const job = newJob(sh, true, pid);
  addProcess(sh, job, pid, commandText(node));
  return yield* waitAndTell(sh, job);
}

/** A program in the shell's own place finds SHLVL as the shell did: a shell there counts itself again. */
export function lowerLevel(environ: readonly string[]): readonly string[] {
  return environ.map((e) => (/^SHLVL=\d+$/.test(e) ? `SHLVL=${Math.max(0, Number(e.slice(6)) - 1)}` : e));
}

function* executeHere(sh: Shell, e: Execution): Sys<number> {
  if (e.redirects.length > 0 && !(yield* applyCommandRedirects(sh, e.redirects, null, e.assigns))) return 1;
  if (e.path === null) {
    const handler = sh.functions.get('command_not_found_handle');
    if (handler !== undefined) return yield* callFunction(sh, handler, ['command_not_found_handle', ...e.args]);
    yield* report(sh, `${e.args[0]}: command not found`);
    return 127;
  }
  return yield* executeFile(sh, e.path, e.args, e.environ);
}

/** execve(2); when it fails, its message and status. `environ` null: an empty environment. */
export function* executeFile(sh: Shell, path: string, args: readonly string[], environ: readonly string[] | null): Sys<number> {
  const env = environ === null ? [] : [...environ, `_=${path}`];
  try {
    return yield* sh.sys.execve(path, args, env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (e === ENOEXEC) return yield* runAsScript(sh, path, args, env);
    return yield* executeFailure(sh, path, e);
  }
}

/** What shell_execve says of a failed execve. */
export function* executeFailure(sh: Shell, path: string, e: Errno): Sys<number> {
  const status = e === ENOENT ? 127 : 126;
  if (isDirectory(sh, path)) yield* report(sh, `${path}: Is a directory`);
  else if (!isExecutable(sh, path) || e === E2BIG || e === ENOMEM) yield* report(sh, `${path}: ${e.text}`);
  else if (e === ENOENT) yield* report(sh, `${path}: cannot execute: required file not found`);
  else {
    const interpreter = yield* interpreterOf(sh, path);
    if (interpreter === null) yield* report(sh, `${path}: ${e.text}`);
    else yield* writeError(sh, `${prefix(sh).replace(/line \d+: $/, '')}${path}: ${interpreter}: bad interpreter: ${e.text}\n`);
    return 126;
  }
  return status;
}

function* interpreterOf(sh: Shell, path: string): Sys<string | null> {
  const sample = yield* readSample(sh, path);
  if (sample === null || sample.length <= 2 || sample[0] !== 35 || sample[1] !== 33) return null;
  return /^#![ \t]*(\S*)/.exec(decode(sample))?.[1] ?? '';
}

/** The beginning of a file, null when it cannot be read. */
function* readSample(sh: Shell, path: string): Sys<Uint8Array | null> {
  try {
    const fd = yield* sh.sys.openat(AT_FDCWD, path, O_RDONLY);
    const sample = yield* sh.sys.read(fd, 80);
    sh.sys.close(fd);
    return sample;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
}

const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];

/** bash's check_binary_file: a NUL before the end of the first line. */
export function isBinary(sample: Uint8Array): boolean {
  if (ELF_MAGIC.every((b, i) => sample[i] === b)) return true;
  for (const b of sample) {
    if (b === 10) return false;
    if (b === 0) return true;
  }
  return false;
}

/** ENOEXEC: this process goes on as a new shell that reads the file. */
function* runAsScript(sh: Shell, path: string, args: readonly string[], environ: readonly string[]): Sys<number> {
  const sample = yield* readSample(sh, path);
  if (sample !== null && isBinary(sample)) {
    yield* report(sh, `${path}: cannot execute binary file: Exec format error`);
    return 126;
  }
  return yield* runScriptFile(sh, path, args, environ);
}
