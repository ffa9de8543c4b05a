// The freezer and the killer of cgroup v2 (kernel/cgroup/freezer.c, "cgroup.freeze" and "cgroup.kill" in admin-guide/cgroup-v2.rst). A frozen
// process sleeps at the border to user mode until it is thawed or killed.

import { hasSignal, SIGKILL } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { park } from '../sched/wait.ts';
import { type Cgroup, cgroupSubtree } from './cgroup.ts';

/** It or an ancestor is told to freeze. */
export function isFreezing(cgroup: Cgroup): boolean {
  for (let c: Cgroup | null = cgroup; c !== null; c = c.parent) if (c.freeze) return true;
  return false;
}

/** "frozen 1": told to freeze, and every process of the subtree has stopped. An empty one is frozen at once. */
export function isCgroupFrozen(cgroup: Cgroup): boolean {
  if (!isFreezing(cgroup)) return false;
  for (const c of cgroupSubtree(cgroup)) for (const t of c.tasks) if (!t.isFrozen && !t.isStopped) return false;
  return true;
}

/** Brings a process in line with its cgroup, after a write to cgroup.freeze or a move. */
export function updateFreeze(task: Task): void {
  const must = isFreezing(task.cgroup) && !task.isKernelThread;
  if (must === task.mustFreeze) return;
  task.mustFreeze = must;
  if (must ? task.state === 'S' : task.isFrozen) task.kernel.sched.wake(task);
}

export function setFreeze(cgroup: Cgroup, on: boolean): void {
  cgroup.freeze = on;
  for (const c of cgroupSubtree(cgroup)) for (const t of c.tasks) updateFreeze(t);
}

/** do_freezer_trap: sleeps until thawed; SIGKILL gets through. */
export function* freezeTask(task: Task): Sys<void> {
  while (task.mustFreeze && !hasSignal(task.signals.pending, SIGKILL)) {
    task.isFrozen = true;
    yield* park(task, [], 'do_freezer_trap', Infinity, 'S');
  }
  task.isFrozen = false;
}

/** "Writing 1 … causes the cgroup and all descendant cgroups to be killed": processes that are forked meanwhile too. */
export function killCgroup(cgroup: Cgroup): void {
  for (const c of cgroupSubtree(cgroup)) for (const t of [...c.tasks]) sendSignal(t, SIGKILL, null);
}

/** cgroup_migrate: the process and, from now on, its children. */
export function migrate(task: Task, to: Cgroup): void {
  task.cgroup.tasks.delete(task);
  to.tasks.add(task);
  task.cgroup = to;
  updateFreeze(task);
}
