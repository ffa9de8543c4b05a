// Waiting for children and telling of them (bash's jobs.c): wait_for, waitchld, notify_of_job_status, job control of the terminal.

import { EBADF, ECHILD, EINTR, EPERM, Errno, ESRCH } from '../../abi/errno.ts';
import { SIG_BLOCK, SIG_SETMASK, WCONTINUED, WNOHANG, WUNTRACED } from '../../abi/flags.ts';
import { TIOCSPGRP } from '../../abi/ioctl.ts';
import { addSignal, emptySet, SIGCHLD, SIGINT, SIGPIPE, SIGTERM, SIGTTOU, signalRow } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { WCOREDUMP, WEXITSTATUS, WIFCONTINUED, WIFEXITED, WIFSIGNALED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../abi/wait.ts';
import { messageName } from './errors.ts';
import {
  addJob,
  currentJobs,
  fatalSignal,
  isAlive,
  type Job,
  jobState,
  jobStatus,
  makeCurrent,
  type Process,
  removeJob,
  statusOf,
} from './job-table.ts';
import { writeError } from './output.ts';
import { unsetVar } from './scopes.ts';
import type { Shell } from './state.ts';
import { tildeDirectory } from './tilde-directory.ts';
import { checkInterrupt, isTrapped } from './traps.ts';

/** A new job of processes just forked. */
export function newJob(sh: Shell, isForeground: boolean, pgid: number): Job {
  return {
    id: 0,
    pgid,
    processes: [],
    isForeground,
    isNotified: false,
    hasControl: sh.options.monitor,
    noHangup: false,
    pipefail: sh.options.pipefail,
    dir: sh.cwd,
    coproc: null,
    isForeign: false,
  };
}

export function addProcess(sh: Shell, job: Job, pid: number, text: () => string): void {
  const process: Process = { pid, status: null, text };
  job.processes.push(process);
  sh.jobs.byPid.set(pid, { job, process });
}

/** Notes what wait4(2) answered. */
export function recordStatus(sh: Shell, pid: number, word: number): void {
  const entry = sh.jobs.byPid.get(pid);
  if (entry === undefined) return;
  const { job, process } = entry;
  if (WIFCONTINUED(word)) {
    process.status = null;
    job.isNotified = false;
    return;
  }
  process.status = word;
  if (!WIFSTOPPED(word)) {
    sh.jobs.byPid.delete(pid);
    // A trap on SIGCHLD runs once for each child that is collected, whatever signals were merged.
    if ((sh.traps.get(SIGCHLD) ?? '') !== '') sh.pending.push(SIGCHLD);
  }
  if (jobState(job) !== 'running') job.isNotified = false;
  if (job.coproc !== null && jobState(job) === 'done') forgetCoproc(sh, job.coproc);
  if (jobState(job) === 'stopped') makeCurrent(sh.jobs, job);
}

/** The variables of a coprocess go with it, and so do the shell's ends of its pipes (execute_cmd.c coproc_dispose). */
function forgetCoproc(sh: Shell, { name, fds }: NonNullable<Job['coproc']>): void {
  for (const fd of fds) {
    try {
      sh.sys.close(fd);
    } catch (e) {
      if (e !== EBADF) throw e;
    }
  }
  unsetVar(sh, name);
  unsetVar(sh, `${name}_PID`);
}

/** One wait4(2) for any child. False: there is none to wait for, or (with WNOHANG) none has changed. */
export function* reapOne(sh: Shell, options: number): Sys<boolean> {
  const control = sh.options.monitor ? WUNTRACED | WCONTINUED : 0;
  try {
    const r = yield* sh.sys.wait4(-1, options | control);
    if (r === null) return false;
    recordStatus(sh, r.pid, r.status);
    return true;
  } catch (e) {
    if (e === ECHILD) return false;
    throw e;
  }
}

/** Collects whatever has changed, without sleeping. */
export function* reapAll(sh: Shell): Sys<void> {
  if (sh.jobs.byPid.size === 0) return;
  while (yield* reapOne(sh, WNOHANG));
}

/** Waits until a foreground job has ended or stopped; its status. */
export function* waitForeground(sh: Shell, job: Job): Sys<number> {
  while (jobState(job) === 'running') {
    try {
      if (!(yield* reapOne(sh, 0))) forgetLost(sh, job);
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
  const state = jobState(job);
  if (sh.options.monitor) yield* giveTerminal(sh, sh.ownGroup);
  if (state === 'stopped') {
    if (job.id === 0) addJob(sh.jobs, job, sh.isInteractive);
    job.isForeground = false;
    makeCurrent(sh.jobs, job);
    if (sh.isInteractive) yield* writeError(sh, `\n${describeJob(sh, job, false)}\n`);
    job.isNotified = true;
    return jobStatus(job);
  }
  const signal = fatalSignal(job);
  if (signal !== 0) yield* tellForegroundDeath(sh, job, signal);
  if (job.id !== 0) removeJob(sh.jobs, job);
  yield* checkInterrupt(sh, signal);
  return jobStatus(job);
}

/** A child that wait4 does not know any more: the kernel reaped it because SIGCHLD is ignored. */
function forgetLost(sh: Shell, job: Job): void {
  for (const p of job.processes) {
    if (p.status === null) {
      p.status = 127 << 8;
      sh.jobs.byPid.delete(p.pid);
    }
  }
}

/** notify_of_job_status for a foreground job that a signal ended. */
function* tellForegroundDeath(sh: Shell, job: Job, signal: number): Sys<void> {
  if (signal === SIGINT || signal === SIGPIPE) {
    if (sh.isInteractive && signal === SIGINT) yield* writeError(sh, '\n');
    return;
  }
  const last = job.processes[job.processes.length - 1];
  if (last.status === null || !WIFSIGNALED(last.status)) return;
  if (!sh.isInteractive && signal !== SIGTERM && !isTrapped(sh, signal)) {
    yield* writeError(sh, `${messageName(sh)}: line ${Math.max(1, sh.outerLine)}: ${describePipeline(sh, job, 'long')}\n`);
  } else yield* writeError(sh, `${signalText(signal)}${WCOREDUMP(last.status) ? ' (core dumped)' : ''}\n`);
}

/** waitForeground, and then notify_and_cleanup: in a script, what has become of background jobs meanwhile. */
export function* waitAndTell(sh: Shell, job: Job): Sys<number> {
  const status = yield* waitForeground(sh, job);
  if (sh.jobs.list.length > 0 && !sh.isInteractive) yield* tellDeaths(sh);
  return status;
}

/**
 * notify_of_job_status without a terminal: jobs that a signal ended are told of and forgotten. A job that exited stays on the list of a
 * script for `jobs`, but not on that of `bash -c`. Command substitutions tell nothing.
 */
function* tellDeaths(sh: Shell): Sys<void> {
  if (sh.inSubstitution) return;
  yield* reapAll(sh);
  for (const job of sh.jobs.list.slice()) {
    if (job.isForeign || jobState(job) !== 'done') continue;
    const last = job.processes[job.processes.length - 1];
    if (last.status !== null && WIFSIGNALED(last.status)) yield* tellBackgroundDeath(sh, job);
    else if (sh.commandString === null) continue;
    forgetJob(sh, job);
  }
}

/** Background jobs that a signal ended, in a shell that is not interactive: told when they are waited for. */
export function* tellBackgroundDeath(sh: Shell, job: Job): Sys<void> {
  const signal = fatalSignal(job);
  if (job.isNotified || signal === 0 || sh.isInteractive || sh.inSubstitution) return;
  if (signal === SIGINT || signal === SIGPIPE || signal === SIGTERM || isTrapped(sh, signal)) return;
  job.isNotified = true;
  yield* writeError(sh, `${messageName(sh)}: line ${Math.max(1, sh.outerLine)}: ${describePipeline(sh, job, 'long')}\n`);
}

/** The text of strsignal(3), as job messages show it. */
export const signalText = (signal: number): string => signalRow(signal)?.text ?? `Unknown signal ${signal}`;

const PADDING = 24;

function stateText(p: Process, long: boolean): string {
  if (p.status === null) return 'Running';
  if (WIFSTOPPED(p.status)) return long ? signalText(WSTOPSIG(p.status)) : 'Stopped';
  if (WIFEXITED(p.status)) return WEXITSTATUS(p.status) === 0 ? 'Done' : `Exit ${WEXITSTATUS(p.status)}`;
  return signalText(WTERMSIG(p.status));
}

/** print_pipeline: states and commands; `long` has a line with the pid for each process. */
export function describePipeline(sh: Shell, job: Job, format: 'standard' | 'long'): string {
  const { processes } = job;
  const first = processes[0];
  const last = processes[processes.length - 1];
  const long = format === 'long';
  const isRunning = jobState(job) === 'running';
  let out = '';
  processes.forEach((p, i) => {
    if (i > 0) out += long ? '     ' : ' |';
    if (long) out += String(p.pid).padStart(5);
    out += ' ';
    const shown = long ? p : last;
    if (i === 0 || long) {
      const isSame = i > 0 && p.status === first.status;
      const state = isSame ? '' : isRunning ? 'Running' : stateText(shown, long);
      out += state + ' '.repeat(Math.max(0, PADDING - (state === '' ? 2 : state.length)));
      if (shown.status !== null && WIFSIGNALED(shown.status) && WCOREDUMP(shown.status)) out += '(core dumped) ';
    }
    if (i > 0 && long) out += '| ';
    out += p.text();
    if (p === last) {
      if (isRunning && !job.isForeground) out += ' &';
      if (job.dir !== sh.cwd) out += `  (wd: ${tildeDirectory(sh, job.dir)})`;
    } else if (long) out += '\n';
  });
  return out;
}

/** A line of `jobs`: `[1]+  Running                 sleep 5 &`. */
export function describeJob(sh: Shell, job: Job, long: boolean): string {
  const { current, previous } = currentJobs(sh.jobs);
  const mark = job === current ? '+' : job === previous ? '-' : ' ';
  return `[${job.id}]${mark} ${describePipeline(sh, job, long ? 'long' : 'standard')}`;
}

/** Before a prompt: what has become of background jobs. */
export function* notifyJobs(sh: Shell): Sys<void> {
  yield* reapAll(sh);
  for (const job of sh.jobs.list.slice()) {
    if (job.isForeign) continue;
    const state = jobState(job);
    if (state === 'running' || (job.isNotified && state === 'stopped')) continue;
    if (!job.isNotified && sh.isInteractive) yield* writeError(sh, `${describeJob(sh, job, false)}\n`);
    job.isNotified = true;
    if (state === 'done') forgetJob(sh, job);
  }
}

/** Takes an ended job off the list; its pids' statuses stay known to `wait`. */
export function forgetJob(sh: Shell, job: Job): void {
  for (const p of job.processes) if (p.status !== null) sh.jobs.ended.set(p.pid, statusOf(p.status));
  const last = job.processes[job.processes.length - 1];
  if (last !== undefined && !isAlive(last)) sh.jobs.ended.set(last.pid, jobStatus(job));
  removeJob(sh.jobs, job);
}

/** tcsetpgrp(3), where there is a terminal to give. */
export function* giveTerminal(sh: Shell, pgid: number): Sys<void> {
  if (sh.terminalFd < 0) return;
  // tcsetpgrp from the background would stop the caller.
  const blocked = emptySet();
  addSignal(blocked, SIGTTOU);
  const old = sh.sys.rt_sigprocmask(SIG_BLOCK, blocked);
  try {
    yield* sh.sys.ioctl(sh.terminalFd, TIOCSPGRP, pgid);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  sh.sys.rt_sigprocmask(SIG_SETMASK, old);
}

/** setpgid(2) for a child, by the child and by its parent, whoever comes first. */
export function setGroup(sh: Shell, pid: number, pgid: number): void {
  try {
    sh.sys.setpgid(pid, pgid);
  } catch (e) {
    if (e !== ESRCH && e !== EPERM && !(e instanceof Errno)) throw e;
  }
}
