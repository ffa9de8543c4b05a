// wait4(2): ends, stops and continuations of children (kernel/exit.c, do_wait).

import { ECHILD, EINVAL, ESRCH } from '../../abi/errno.ts';
import { WCONTINUED, WNOHANG, WUNTRACED } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Rusage, WaitResult } from '../../abi/syscalls.ts';
import { CONTINUED_STATUS } from '../../abi/wait.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn } from '../sched/wait.ts';
import { releaseTask } from './exit.ts';
import type { Pid } from './pid.ts';
import type { ProcessGroup } from './session.ts';

/** KiB a process takes; memory is not simulated. */
const MAXRSS = 3584;

export const rusageOf = (task: Task): Rusage => ({ utime: task.utime, stime: task.stime, maxrss: MAXRSS });

/** Which children the pid argument means; a number that means nobody gives ECHILD like one that is not a child's. */
function selector(task: Task, pid: number): (child: Task) => boolean {
  const { ns } = task.pid;
  if (pid === -1) return () => true;
  if (pid > 0) {
    const wanted: Pid | undefined = ns.pids.get(pid);
    return (child) => child.pid === wanted;
  }
  const group: ProcessGroup | null = pid === 0 ? task.pgrp : (ns.pids.get(-pid)?.group ?? null);
  return (child) => child.pgrp === group;
}

function report(task: Task, child: Task, status: number): WaitResult {
  return { pid: child.pid.in(task.pid.ns), status, rusage: rusageOf(child) };
}

/** wait_consider_task: what there is to say of a child, or null. */
function consider(task: Task, child: Task, options: number): WaitResult | null {
  if (child.state === 'Z') {
    const result = report(task, child, child.exitCode);
    task.childrenTime += child.utime + child.childrenTime;
    releaseTask(child, task);
    return result;
  }
  const { stopCode } = child;
  if (stopCode === 0) return null;
  if (stopCode === CONTINUED_STATUS ? (options & WCONTINUED) === 0 : (options & WUNTRACED) === 0 || !child.isStopped) return null;
  child.stopCode = 0;
  return report(task, child, stopCode);
}

/** wait4(2). ECHILD: no such child. Null: WNOHANG, and there are children but none has changed. */
export function* wait4(task: Task, pid: number, options: number): Sys<WaitResult | null> {
  if ((options & ~(WNOHANG | WUNTRACED | WCONTINUED)) !== 0) throw EINVAL;
  if (pid === -0x80000000) throw ESRCH;
  for (;;) {
    const matches = selector(task, pid);
    let isAny = false;
    for (const child of task.children) {
      if (!matches(child)) continue;
      isAny = true;
      const result = consider(task, child, options);
      if (result !== null) return result;
    }
    if (!isAny) throw ECHILD;
    if ((options & WNOHANG) !== 0) return null;
    yield* sleepOn(task, task.childQueue, 'do_wait');
  }
}
