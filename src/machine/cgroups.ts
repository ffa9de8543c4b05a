// Which cgroup a process of the machine starts in: services in slices, as systemd sorts them (machine.md).

import { type Cgroup, newCgroup } from '../kernel/cgroup/cgroup.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/sched/task.ts';

/** The cgroup of that path, made with its parents when missing. */
export function cgroupAt(kernel: Kernel, path: string): Cgroup {
  let at: Cgroup = kernel.cgroupRoot;
  for (const name of path.split('/').filter((s) => s !== '')) {
    at = at.children.get(name) ?? newCgroup(at, name);
  }
  return at;
}

export function moveToCgroup(task: Task, path: string): void {
  const to = cgroupAt(task.kernel, path);
  task.cgroup.tasks.delete(task);
  to.tasks.add(task);
  task.cgroup = to;
}
