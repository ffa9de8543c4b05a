// Scheduling policies and I/O priorities (sched_setscheduler(2), ioprio_set(2); kernel/sched/syscalls.c, block/ioprio.c). The simulated
// scheduler gives turns in order whatever they say: they are kept, checked and shown.

import { CAP_SYS_ADMIN, CAP_SYS_NICE } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import { RLIMIT_RTPRIO } from '../../abi/flags.ts';
import { smallest } from '../../abi/list.ts';
import {
  IOPRIO_CLASS_IDLE,
  IOPRIO_CLASS_NONE,
  IOPRIO_CLASS_RT,
  IOPRIO_NR_LEVELS,
  ioprioClass,
  ioprioLevel,
  isRealtime,
  MAX_RT_PRIORITY,
  POLICIES,
  SCHED_DEADLINE,
  SCHED_IDLE,
} from '../../abi/sched.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Task } from '../sched/task.ts';
import { select } from './priority.ts';
import { taskByNumber } from './session.ts';

const isOwn = (task: Task, target: Task): boolean => task.cred.euid === target.cred.euid || task.cred.euid === target.cred.uid;

/** EINVAL: no such policy, or a priority that it has not. EPERM: real-time beyond RLIMIT_RTPRIO, or another user's process. */
export function setScheduler(task: Task, pid: number, policy: number, priority: number): void {
  if (pid < 0) throw EINVAL;
  const target = taskByNumber(task, pid);
  if (!POLICIES.has(policy) || policy === SCHED_DEADLINE) throw EINVAL;
  if (isRealtime(policy) ? priority < 1 || priority > MAX_RT_PRIORITY : priority !== 0) throw EINVAL;
  if (!nsCapable(task, task.kernel.init.user, CAP_SYS_NICE)) {
    const limit = target.rlimits[RLIMIT_RTPRIO].cur;
    if (isRealtime(policy) && (limit === 0 || priority > limit) && (policy !== target.policy || priority > target.rtPriority)) throw EPERM;
    // "Out of SCHED_IDLE only with the nice value's right."
    if (target.policy === SCHED_IDLE && policy !== SCHED_IDLE && target.nice < 0) throw EPERM;
    if (!isOwn(task, target)) throw EPERM;
  }
  target.policy = policy;
  target.rtPriority = priority;
}

export const getScheduler = (task: Task, pid: number): number => taskByNumber(task, pid).policy;
export const getParam = (task: Task, pid: number): number => taskByNumber(task, pid).rtPriority;

const IOPRIO_WHO_PROCESS = 1;

/** ioprio_check_cap. EPERM: the real-time class without CAP_SYS_NICE or CAP_SYS_ADMIN. EINVAL: no such class, or a level of none; bits above the levels are hints. */
function checkIoprio(task: Task, value: number): void {
  const cls = ioprioClass(value);
  const init = task.kernel.init.user;
  if (cls === IOPRIO_CLASS_RT && !nsCapable(task, init, CAP_SYS_ADMIN) && !nsCapable(task, init, CAP_SYS_NICE)) throw EPERM;
  if (cls > IOPRIO_CLASS_IDLE || (cls === IOPRIO_CLASS_NONE && ioprioLevel(value) % IOPRIO_NR_LEVELS !== 0)) throw EINVAL;
}

/** `which`: 1 a process, 2 a group, 3 a user. */
export function ioprioSet(task: Task, which: number, who: number, value: number): void {
  checkIoprio(task, value);
  for (const target of select(task, which - IOPRIO_WHO_PROCESS, who)) {
    if (!isOwn(task, target) && !nsCapable(task, target.cred.userNs, CAP_SYS_NICE)) throw EPERM;
    target.ioprio = value;
  }
}

/** The best of those named. */
export const ioprioGet = (task: Task, which: number, who: number): number =>
  smallest(select(task, which - IOPRIO_WHO_PROCESS, who).map((t) => t.ioprio));
