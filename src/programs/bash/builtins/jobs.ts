// Job control: jobs fg bg wait disown suspend (bash's builtins/jobs.def, fg_bg.def, wait.def).

import { EINTR } from '../../../abi/errno.ts';
import { SIGCHLD, SIGCONT, SIGSTOP } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Complaint } from '../errors.ts';
import { currentJobs, isAlive, type Job, jobState, jobStatus, makeCurrent, removeJob, statusOf } from '../job-table.ts';
import { describeJob, forgetJob, giveTerminal, reapAll, reapOne, tellBackgroundDeath, waitForeground } from '../jobs.ts';
import { complain, flush, print } from '../output.ts';
import { runText } from '../run-text.ts';
import { unsetVar } from '../scopes.ts';
import type { Shell } from '../state.ts';
import { handlePending } from '../traps.ts';
import { isVariableName, setVar } from '../vars.ts';
import { sleeping } from './builtin.ts';
import { parseOptions } from './options.ts';

/** The job a `%…` names; null, and `who` says so, when there is none. Of several most builtins say both. */
export function findJob(sh: Shell, who: string, spec: string, shown = spec): Job | null {
  const job = lookUp(sh, spec);
  if (job === 'ambiguous') complain(sh, `${who}: ${spec.replace(/^%\??/, '')}: ambiguous job spec`);
  else if (job !== null) return job;
  if (job === null || SAY_BOTH.has(who)) complain(sh, `${who}: ${shown}: no such job`);
  return null;
}

const SAY_BOTH: ReadonlySet<string> = new Set(['jobs', 'wait', 'disown']);

function lookUp(sh: Shell, spec: string): Job | 'ambiguous' | null {
  const { list } = sh.jobs;
  const { current, previous } = currentJobs(sh.jobs);
  const body = spec.startsWith('%') ? spec.slice(1) : spec;
  if (body === '' || body === '%' || body === '+') return current ?? null;
  if (body === '-') return previous ?? current ?? null;
  if (/^\d+$/.test(body)) return list.find((j) => j.id === Number(body)) ?? null;
  const isInside = body.startsWith('?');
  const text = isInside ? body.slice(1) : body;
  const matches = list.filter((j) =>
    isInside ? j.processes.some((p) => p.text().includes(text)) : j.processes[0]?.text().startsWith(text),
  );
  return matches.length > 1 ? 'ambiguous' : (matches[0] ?? null);
}

function* jobs(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'lpnxrs');
  if (flags.has('x')) return yield* jobsExec(sh, rest);
  yield* reapAll(sh);
  let status = 0;
  let wanted: Job[] = sh.jobs.list.slice();
  if (rest.length > 0) {
    wanted = [];
    for (const spec of rest) {
      const job = findJob(sh, 'jobs', spec);
      if (job === null) status = 1;
      else wanted.push(job);
    }
  }
  for (const job of wanted) {
    const state = jobState(job);
    if ((flags.has('r') && state !== 'running') || (flags.has('s') && state !== 'stopped')) continue;
    if (flags.has('n') && job.isNotified) continue;
    if (flags.has('p')) print(sh, `${job.processes[0]?.pid ?? job.pgid}\n`);
    else print(sh, `${describeJob(sh, job, flags.has('l'))}\n`);
    job.isNotified = true;
    if (state === 'done' && !job.isForeign) forgetJob(sh, job);
  }
  return status;
}

/** jobs -x: job specifications become process group ids. */
function* jobsExec(sh: Shell, words: readonly string[]): Sys<number> {
  const command = words.map((w) => {
    const job = w.startsWith('%') ? lookUp(sh, w) : null;
    return job === null || job === 'ambiguous' ? `'${w.replaceAll("'", "'\\''")}'` : String(job.pgid || job.processes[0]?.pid);
  });
  return yield* runText(sh, command.join(' '), { line: sh.line, label: 'jobs' });
}

/** Continues a job in the foreground or background. */
function* fgBg(sh: Shell, args: readonly string[], isForeground: boolean): Sys<number> {
  const name = args[0];
  if (!sh.options.monitor) throw new Complaint('no job control');
  const { rest } = parseOptions(sh, args, '');
  const specs = rest.length > 0 ? rest : ['%+'];
  let status = 0;
  for (const spec of isForeground ? specs.slice(0, 1) : specs) {
    const job = findJob(sh, name, spec, rest.length === 0 ? 'current' : spec);
    if (job === null) {
      status = 1;
      continue;
    }
    if (!job.hasControl) {
      complain(sh, `${name}: job ${job.id} started without job control`);
      status = 1;
      continue;
    }
    if (!isForeground && jobState(job) === 'running') {
      complain(sh, `${name}: job ${job.id} already in background`);
      continue;
    }
    status = yield* continueJob(sh, job, isForeground);
  }
  return status;
}

function* continueJob(sh: Shell, job: Job, isForeground: boolean): Sys<number> {
  makeCurrent(sh.jobs, job);
  job.isForeground = isForeground;
  job.isNotified = false;
  const wasStopped = jobState(job) === 'stopped';
  for (const p of job.processes) if (p.status !== null && isAlive(p)) p.status = null;
  if (isForeground) {
    print(sh, `${job.processes.map((p) => p.text()).join(' | ')}\n`);
    yield* flush(sh);
    yield* giveTerminal(sh, job.pgid);
  } else {
    const { current, previous } = currentJobs(sh.jobs);
    print(sh, `[${job.id}]${job === current ? '+' : job === previous ? '-' : ' '} ${job.processes.map((p) => p.text()).join(' | ')} &\n`);
    yield* flush(sh);
  }
  if (wasStopped) yield* sh.sys.kill(-job.pgid, SIGCONT);
  return isForeground ? yield* waitForeground(sh, job) : 0;
}

function* fg(sh: Shell, args: readonly string[]): Sys<number> {
  return yield* fgBg(sh, args, true);
}

function* bg(sh: Shell, args: readonly string[]): Sys<number> {
  return yield* fgBg(sh, args, false);
}

/** Sleeps until a child changes; a trapped signal ends the wait with 128 + its number. */
function* waitForChange(sh: Shell): Sys<number | 'none' | 'changed'> {
  try {
    return (yield* reapOne(sh, 0)) ? 'changed' : 'none';
  } catch (e) {
    if (e !== EINTR) throw e;
    const signal = sh.pending.find((nr) => nr !== SIGCHLD);
    if (signal === undefined) return 'changed';
    yield* handlePending(sh);
    return 128 + signal;
  }
}

function* wait(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'fnp:');
  const variable = flags.get('p');
  if (variable !== undefined) {
    if (!isVariableName(variable)) throw new Complaint(`\`${variable}': not a valid identifier`);
    if (!unsetVar(sh, variable, false, 'wait')) return 1;
  }
  yield* flush(sh);
  if (flags.has('n')) return yield* waitAny(sh, rest, variable);
  if (rest.length === 0) return yield* waitAll(sh);
  let status = 0;
  for (const id of rest) status = yield* waitOne(sh, id, variable);
  return status;
}

function* waitAll(sh: Shell): Sys<number> {
  for (;;) {
    const running = sh.jobs.list.filter((j) => !j.isForeign && jobState(j) === 'running');
    const loose = [...sh.jobs.byPid.values()].some(({ job }) => job.id === 0 && !job.isForeground);
    if (running.length === 0 && !loose) break;
    const change = yield* waitForChange(sh);
    if (typeof change === 'number') return change;
    if (change === 'none') break;
  }
  for (const job of sh.jobs.list.slice()) {
    // An interactive shell tells of them at its next prompt.
    if (jobState(job) !== 'done' || sh.isInteractive) continue;
    yield* tellBackgroundDeath(sh, job);
    forgetJob(sh, job);
  }
  sh.jobs.ended.clear();
  return 0;
}

function* waitOne(sh: Shell, id: string, variable: string | undefined): Sys<number> {
  if (id.startsWith('%')) {
    const job = findJob(sh, 'wait', id);
    return job === null ? 127 : yield* waitForJob(sh, job, variable);
  }
  if (!/^\d+$/.test(id)) {
    complain(sh, `wait: \`${id}': not a pid or valid job spec`);
    return 1;
  }
  const pid = Number(id);
  const entry = sh.jobs.byPid.get(pid);
  const job = entry?.job ?? sh.jobs.list.find((j) => j.processes.some((p) => p.pid === pid));
  if (job === undefined || job.isForeign) {
    const known = sh.jobs.ended.get(pid);
    if (known === undefined) {
      complain(sh, `wait: pid ${id} is not a child of this shell`);
      return 127;
    }
    if (variable !== undefined) setVar(sh, variable, id);
    return known;
  }
  if (job.processes[job.processes.length - 1]?.pid === pid) return yield* waitForJob(sh, job, variable);
  const process = job.processes.find((p) => p.pid === pid);
  while (process !== undefined && process.status === null) {
    const change = yield* waitForChange(sh);
    if (typeof change === 'number') return change;
    if (change === 'none') break;
  }
  if (variable !== undefined) setVar(sh, variable, id);
  return statusOf(process?.status ?? 127 << 8);
}

function* waitForJob(sh: Shell, job: Job, variable: string | undefined): Sys<number> {
  while (jobState(job) === 'running') {
    const change = yield* waitForChange(sh);
    if (typeof change === 'number') return change;
    if (change === 'none') return 127;
  }
  const status = jobStatus(job);
  yield* tellBackgroundDeath(sh, job);
  if (variable !== undefined) setVar(sh, variable, String(job.processes[job.processes.length - 1]?.pid ?? job.pgid));
  if (jobState(job) === 'done' && job.id !== 0) forgetJob(sh, job);
  return status;
}

/** wait -n: the next job of those named, or of all, that ends. */
function* waitAny(sh: Shell, ids: readonly string[], variable: string | undefined): Sys<number> {
  const wanted: Job[] = [];
  for (const id of ids) {
    const job = id.startsWith('%')
      ? lookUp(sh, id)
      : (sh.jobs.byPid.get(Number(id))?.job ?? sh.jobs.list.find((j) => j.processes.some((p) => p.pid === Number(id))));
    if (job !== undefined && job !== null && job !== 'ambiguous') wanted.push(job);
    else if (sh.jobs.ended.has(Number(id))) {
      const status = sh.jobs.ended.get(Number(id)) ?? 127;
      sh.jobs.ended.delete(Number(id));
      if (variable !== undefined) setVar(sh, variable, id);
      return status;
    } else complain(sh, `wait: ${id}: no such job`);
  }
  if (ids.length > 0 && wanted.length === 0) return 127;
  yield* reapAll(sh);
  for (;;) {
    const candidates = (ids.length > 0 ? wanted : sh.jobs.list).filter((j) => !j.isForeign);
    const done = candidates.find((j) => jobState(j) === 'done');
    if (done !== undefined) {
      yield* tellBackgroundDeath(sh, done);
      const status = jobStatus(done);
      if (variable !== undefined) setVar(sh, variable, String(done.processes[done.processes.length - 1]?.pid ?? 0));
      removeJob(sh.jobs, done);
      return status;
    }
    if (candidates.length === 0) return 127;
    const change = yield* waitForChange(sh);
    if (typeof change === 'number') return change;
    if (change === 'none') return 127;
  }
}

function* disown(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags, rest } = parseOptions(sh, args, 'ahr');
  const forget = (job: Job): void => {
    if (flags.has('h')) job.noHangup = true;
    else removeJob(sh.jobs, job);
  };
  if (rest.length === 0 && (flags.has('a') || flags.has('r'))) {
    for (const job of sh.jobs.list.slice()) if (!flags.has('r') || jobState(job) === 'running') forget(job);
    return 0;
  }
  let status = 0;
  for (const spec of rest.length > 0 ? rest : ['%+']) {
    const shown = rest.length === 0 ? 'current' : spec;
    const ofPid = /^\d+$/.test(spec) ? sh.jobs.byPid.get(Number(spec))?.job : undefined;
    const job = ofPid ?? findJob(sh, 'disown', spec, shown);
    if (job === null) status = 1;
    else forget(job);
  }
  return status;
}

function* suspend(sh: Shell, args: readonly string[]): Sys<number> {
  const { flags } = parseOptions(sh, args, 'f');
  if (!sh.options.monitor && !flags.has('f')) throw new Complaint('cannot suspend: no job control');
  if (sh.isLogin && !flags.has('f')) throw new Complaint('cannot suspend a login shell');
  yield* sh.sys.kill(sh.sys.getpid(), SIGSTOP);
  return 0;
}

export const JOBS = [
  sleeping('jobs', jobs),
  sleeping('fg', fg),
  sleeping('bg', bg),
  sleeping('wait', wait),
  sleeping('disown', disown),
  sleeping('suspend', suspend),
];
