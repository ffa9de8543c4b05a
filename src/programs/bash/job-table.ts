// Jobs (bash(1), JOB CONTROL; bash's jobs.c): the pipelines that are running, stopped or have ended without having been told about.

import { largest } from '../../abi/list.ts';
import { WEXITSTATUS, WIFEXITED, WIFSIGNALED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../abi/wait.ts';

export interface Process {
  readonly pid: number;
  /** The wait(2) status word; null while it runs. */
  status: number | null;
  /** The command's text, printed when somebody asks. */
  readonly text: () => string;
}

export interface Job {
  /** `%N`; 0 for a foreground job that has no number yet. */
  id: number;
  pgid: number;
  readonly processes: Process[];
  isForeground: boolean;
  /** The user has been told of its last change. */
  isNotified: boolean;
  /** Started with job control: has a process group of its own. */
  hasControl: boolean;
  /** disown -h */
  noHangup: boolean;
  /** `!` before the pipeline, pipefail: how its status is made. */
  readonly pipefail: boolean;
  /** The working directory it was started in. */
  readonly dir: string;
  /** Of a coprocess its name, and the shell's ends of the pipes. */
  coproc: { readonly name: string; readonly fds: readonly number[] } | null;
  /** A parent shell's job, seen in a subshell: not ours to wait for. */
  readonly isForeign: boolean;
}

export interface JobTable {
  /** Numbered jobs in order of number. */
  list: Job[];
  /** Who a pid belongs to, while it is not reaped. */
  byPid: Map<number, { job: Job; process: Process }>;
  /** Exit statuses of background processes that are gone from the list: `wait PID` still answers. */
  ended: Map<number, number>;
  /** `%+` first, then `%-`. */
  recent: Job[];
}

export const newJobTable = (): JobTable => ({ list: [], byPid: new Map(), ended: new Map(), recent: [] });

/** A subshell sees its parent's jobs, but they are not its children. */
export function copyJobs(table: JobTable): JobTable {
  const copies = new Map<Job, Job>();
  for (const job of table.list) copies.set(job, { ...job, processes: job.processes.map((p) => ({ ...p })), isForeign: true });
  return {
    list: [...copies.values()],
    byPid: new Map(),
    ended: new Map(),
    recent: table.recent.flatMap((job) => copies.get(job) ?? []),
  };
}

const isStoppedProcess = (p: Process): boolean => p.status !== null && WIFSTOPPED(p.status);
export const isAlive = (p: Process): boolean => p.status === null || WIFSTOPPED(p.status);

export type JobState = 'running' | 'stopped' | 'done';

export function jobState(job: Job): JobState {
  let isStopped = false;
  for (const p of job.processes) {
    if (p.status === null) return 'running';
    if (isStoppedProcess(p)) isStopped = true;
  }
  return isStopped ? 'stopped' : 'done';
}

/** The shell's status for a wait status word. */
export function statusOf(word: number): number {
  if (WIFEXITED(word)) return WEXITSTATUS(word);
  return 128 + (WIFSTOPPED(word) ? WSTOPSIG(word) : WTERMSIG(word));
}

/** `$?` of a job: its last process, with pipefail the last that failed. */
export function jobStatus(job: Job): number {
  const words = job.processes.map((p) => p.status ?? 0);
  const last = words[words.length - 1] ?? 0;
  if (job.pipefail) for (let i = words.length - 1; i >= 0; i--) if (statusOf(words[i]) !== 0) return statusOf(words[i]);
  return statusOf(last);
}

/** The signal that ended a job's last process, 0 if none did. */
export function fatalSignal(job: Job): number {
  for (let i = job.processes.length - 1; i >= 0; i--) {
    const word = job.processes[i].status;
    if (word !== null && WIFSIGNALED(word)) return WTERMSIG(word);
  }
  return 0;
}

/** Gives a job its number: the next after the last in an interactive shell, else the first that is free. */
export function addJob(table: JobTable, job: Job, isInteractive: boolean): void {
  const used = new Set(table.list.map((j) => j.id));
  let id = isInteractive ? largest(used) + 1 : 1;
  while (used.has(id)) id++;
  job.id = id;
  table.list.push(job);
  table.list.sort((a, b) => a.id - b.id);
}

export function removeJob(table: JobTable, job: Job): void {
  table.list = table.list.filter((j) => j !== job);
  table.recent = table.recent.filter((j) => j !== job);
}

/** Makes a job the current one, `%+`. */
export function makeCurrent(table: JobTable, job: Job): void {
  table.recent = [job, ...table.recent.filter((j) => j !== job)];
}

/** `%+`: the job stopped last, else the one started last in the background; `%-` the one before it. */
export function currentJobs(table: JobTable): { current: Job | undefined; previous: Job | undefined } {
  const known = table.recent.filter((j) => table.list.includes(j));
  const rest = table.list.filter((j) => !known.includes(j)).reverse();
  const ordered = [...known, ...rest];
  const stopped = ordered.filter((j) => jobState(j) === 'stopped');
  const others = ordered.filter((j) => jobState(j) !== 'stopped');
  const all = [...stopped, ...others];
  return { current: all[0], previous: all[1] };
}
