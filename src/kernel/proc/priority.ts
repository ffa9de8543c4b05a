// Nice values and processor affinity (getpriority(2), sched_setaffinity(2); kernel/sys.c, kernel/sched/syscalls.c).

import { CAP_SYS_NICE } from '../../abi/caps.ts';
import { EACCES, EINVAL, EPERM, ESRCH } from '../../abi/errno.ts';
import { RLIMIT_NICE } from '../../abi/flags.ts';
import { smallest } from '../../abi/list.ts';
import { nsCapable } from '../cred/capability.ts';
import { makeKuid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import { taskByNumber } from './session.ts';

const PRIO_PROCESS = 0;
const PRIO_PGRP = 1;
const PRIO_USER = 2;
const NICE_MIN = -20;
const NICE_MAX = 19;

/** The processes that `which` and `who` name; ESRCH for none, EINVAL for another `which`. */
export function select(task: Task, which: number, who: number): readonly Task[] {
  if (which === PRIO_PROCESS) return [taskByNumber(task, who)];
  let found: readonly Task[];
  if (which === PRIO_PGRP) {
    const group = who === 0 ? task.pgrp : (task.pid.ns.pids.get(who)?.group ?? null);
    found = group === null ? [] : [...group.members];
  } else if (which === PRIO_USER) {
    const uid = who === 0 ? task.cred.uid : makeKuid(task.cred.userNs, who);
    found = [...task.kernel.tasks].filter((t) => t.cred.uid === uid && t.pid.in(task.pid.ns) > 0);
  } else throw EINVAL;
  if (found.length === 0) throw ESRCH;
  return found;
}

/** The highest priority (lowest nice value) of those named. */
export const getpriority = (task: Task, which: number, who: number): number => smallest(select(task, which, who).map((t) => t.nice));

/** EPERM: another user's process; EACCES: a lower nice value without CAP_SYS_NICE or room in RLIMIT_NICE. */
export function setpriority(task: Task, which: number, who: number, wanted: number): void {
  const nice = Math.max(NICE_MIN, Math.min(NICE_MAX, wanted));
  for (const target of select(task, which, who)) {
    if (!mayControl(task, target)) throw EPERM;
    const mayRaise = 20 - nice <= target.rlimits[RLIMIT_NICE].cur || nsCapable(task, task.kernel.init.user, CAP_SYS_NICE);
    if (nice < target.nice && !mayRaise) throw EACCES;
    target.nice = nice;
  }
}

function mayControl(task: Task, target: Task): boolean {
  const { euid, uid } = task.cred;
  const t = target.cred;
  return t.uid === euid || t.euid === euid || t.euid === uid || nsCapable(task, t.userNs, CAP_SYS_NICE);
}

export const getAffinity = (task: Task, pid: number): readonly number[] => taskByNumber(task, pid).affinity;

/** EINVAL: none of the processors exists. */
export function setAffinity(task: Task, pid: number, cpus: readonly number[]): void {
  const target = taskByNumber(task, pid);
  if (target.cred.euid !== task.cred.euid && target.cred.uid !== task.cred.euid && !nsCapable(task, target.cred.userNs, CAP_SYS_NICE))
    throw EPERM;
  const there = cpus.filter((c) => c >= 0 && c < task.kernel.config.cpus);
  if (there.length === 0) throw EINVAL;
  target.affinity = Object.freeze([...new Set(there)].sort((a, b) => a - b));
}
