// Command substitution and process substitution (bash(1), Command Substitution, Process Substitution).

import { decode } from '../../../abi/bytes.ts';
import { EBADF, EINTR, Errno } from '../../../abi/errno.ts';
import { F_GETFD, RLIMIT_NOFILE } from '../../../abi/flags.ts';
import { SIGINT } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Command, CommandSubst, ProcessSubst, SubstBody } from '../ast.ts';
import { execCommand } from '../execute.ts';
import { forkChild } from '../fork.ts';
import { fatalSignal } from '../job-table.ts';
import { addProcess, newJob, waitForeground } from '../jobs.ts';
import { report } from '../output.ts';
import { applyRedirects } from '../redirect.ts';
import { runText, type TextOptions } from '../run-text.ts';
import type { Shell } from '../state.ts';
import { isTrapped } from '../traps.ts';

/** What `$(…)` or a backquoted command printed, without the newlines at its end. */
export function* commandSubst(sh: Shell, part: CommandSubst): Sys<string> {
  const { sys } = sh;
  const [read, write] = sys.pipe2(0);
  const pid = yield* forkChild(sh, { isAsync: false, pgid: 0, isSubstitution: true }, substChild, { part, read, write });
  sys.close(write);
  const job = newJob(sh, true, 0);
  addProcess(sh, job, pid, () => part.text);
  const text = yield* collect(sh, read);
  sys.close(read);
  const monitor = sh.options.monitor;
  sh.options.monitor = false;
  const isInterrupted = sh.pending.includes(SIGINT);
  const status = yield* waitForeground(sh, job);
  sh.options.monitor = monitor;
  // What interrupted the substitution, or came meanwhile, interrupts the shell (subst.c command_substitute).
  if ((isInterrupted && !isTrapped(sh, SIGINT)) || fatalSignal(job) === SIGINT) yield* sh.sys.kill(sh.sys.getpid(), SIGINT);
  sh.status = status;
  sh.substStatus = status;
  return text;
}

interface SubstArg {
  readonly part: CommandSubst;
  readonly read: number;
  readonly write: number;
}

function* substChild(sh: Shell, arg: SubstArg): Sys<number> {
  const { sys } = sh;
  sys.close(arg.read);
  if (arg.write !== 1) {
    sys.dup2(arg.write, 1);
    sys.close(arg.write);
  }
  sh.inSubstitution = true;
  sh.subshellLevel++;
  sh.traceDepth++;
  if (!sh.shopt.inherit_errexit && !sh.options.posix) sh.options.errexit = false;
  sh.options.verbose = false;
  const { part } = arg;
  if (part.style === 'backquote') return yield* runText(sh, part.source, textOptions(sh, 'command substitution'));
  const { body } = part;
  if (body !== null && body !== 'lines' && body.type === 'simple' && isFileRead(body)) return yield* printFile(sh, body);
  return yield* runBody(sh, body, part.text, 'command substitution');
}

/** The text's first line is the one that the command around is on. */
const textOptions = (sh: Shell, label: string): TextOptions => ({ line: sh.line, label, mayReplace: true });

function* runBody(sh: Shell, body: SubstBody, text: string, label: string): Sys<number> {
  if (body === null) return 0;
  if (body !== 'lines' && body.line === sh.line) return yield* execCommand(sh, body, true);
  return yield* runText(sh, text.slice(2, -1), textOptions(sh, label));
}

type Simple = Extract<Command, { type: 'simple' }>;

/** `$(< file)` */
const isFileRead = (node: Simple): boolean =>
  node.words.length === 0 &&
  node.assignments.length === 0 &&
  node.redirects.length === 1 &&
  node.redirects[0].op === '<' &&
  (node.redirects[0].fd ?? 0) === 0;

function* printFile(sh: Shell, node: Simple): Sys<number> {
  if (!(yield* applyRedirects(sh, node.redirects, null))) return 1;
  for (;;) {
    const bytes = yield* sh.sys.read(0, 65536);
    if (bytes.length === 0) return 0;
    yield* sh.sys.write(1, bytes);
  }
}

/** Reads to the end; newlines at the end go, and so do null bytes, with a warning. */
function* collect(sh: Shell, fd: number): Sys<string> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    try {
      const bytes = yield* sh.sys.read(fd, 65536);
      if (bytes.length === 0) break;
      chunks.push(bytes);
      total += bytes.length;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
  let all = chunks.length === 1 ? chunks[0] : new Uint8Array(total);
  if (chunks.length !== 1) {
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
  }
  if (all.includes(0)) {
    yield* report(sh, 'warning: command substitution: ignored null byte in input');
    all = all.filter((b) => b !== 0);
  }
  let end = all.length;
  while (end > 0 && all[end - 1] === 10) end--;
  return decode(all, 0, end);
}

/** The highest descriptor a process substitution tries first. */
const PROC_FD = 63;

/** `<(…)` and `>(…)`: a pipe under the name /dev/fd/N. */
export function* processSubst(sh: Shell, part: ProcessSubst): Sys<string> {
  const { sys } = sh;
  const [read, write] = sys.pipe2(0);
  const reads = part.direction === '<';
  let ours = reads ? read : write;
  const theirs = reads ? write : read;
  const high = highFd(sh);
  if (high > ours) {
    const moved = sys.dup2(ours, high);
    sys.close(ours);
    ours = moved;
  }
  const pid = yield* forkChild(sh, { isAsync: false, pgid: 0, isSubstitution: true, keepsInput: true }, processChild, {
    part,
    ours,
    theirs,
  });
  sys.close(theirs);
  sh.lastBackground = pid;
  const job = newJob(sh, false, 0);
  addProcess(sh, job, pid, () => part.text);
  sh.procFds.push(ours);
  return `/dev/fd/${ours}`;
}

/** A free descriptor as high as the limit on open files allows; 0 when there is none (move_to_high_fd). */
function highFd(sh: Shell): number {
  const limit = sh.sys.prlimit64(0, RLIMIT_NOFILE, null).cur;
  for (let fd = Math.min(PROC_FD, limit - 1); fd > 3; fd--) {
    try {
      sh.sys.fcntl(fd, F_GETFD);
    } catch (e) {
      if (e === EBADF) return fd;
      if (!(e instanceof Errno)) throw e;
    }
  }
  return 0;
}

interface ProcessArg {
  readonly part: ProcessSubst;
  readonly ours: number;
  readonly theirs: number;
}

function* processChild(sh: Shell, arg: ProcessArg): Sys<number> {
  const { sys } = sh;
  sys.close(arg.ours);
  const target = arg.part.direction === '<' ? 1 : 0;
  sys.dup2(arg.theirs, target);
  sys.close(arg.theirs);
  // Of the traps only those are left that ignore a signal.
  sh.inheritedTraps = null;
  for (const fd of sh.procFds) if (fd !== arg.ours) sys.close(fd);
  sh.procFds = [];
  sh.subshellLevel++;
  sh.options.verbose = false;
  return yield* runBody(sh, arg.part.body, arg.part.text, 'process substitution');
}

/** After a command: the shell's ends of its process substitutions are closed. */
export function closeProcessSubsts(sh: Shell, from: number): void {
  while (sh.procFds.length > from) {
    const fd = sh.procFds.pop() ?? 0;
    try {
      sh.sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
  }
}
