// New processes of the machine's own making: children of init or of a service, whose first steps are written here and not in a program.

import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clone } from '../kernel/proc/clone.ts';
import type { Task } from '../kernel/sched/task.ts';

/** Pid 1 of the machine. */
export function initTask(kernel: Kernel): Task {
  const task = kernel.init.pid.reaper;
  if (task === null) throw new Error('the machine has no init');
  return task;
}

/** Forks `parent`; the child runs `main` at its next turn. */
export function spawn(parent: Task, main: (sys: Syscalls) => Sys<number>): Task {
  const nr = clone(parent, 0, main);
  const task = parent.pid.ns.pids.get(nr)?.task ?? null;
  if (task === null) throw new Error('a new process without a task');
  return task;
}
