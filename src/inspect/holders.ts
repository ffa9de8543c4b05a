// Why a namespace lives: each holder of a reference in words (architecture.md, "References are named").

import type { Kernel } from '../kernel/kernel.ts';
import { Mount } from '../kernel/mount/mount.ts';
import { NsProxy } from '../kernel/ns/nsproxy.ts';
import { Task } from '../kernel/sched/task.ts';
import { pathString } from '../kernel/vfs/dpath.ts';
import { File } from '../kernel/vfs/file.ts';

const processes = (tasks: Iterable<Task>): string => {
  const names = Array.from(tasks, (t) => `${t.comm}(${t.pid.global})`);
  return `${names.length === 1 ? 'process' : 'processes'} ${names.join(' ')}`;
};

/** The descriptors by which an open file is held: `fd 3 of bash(412)`. */
function descriptors(kernel: Kernel, file: File): string {
  const found: string[] = [];
  for (const task of kernel.tasks) {
    if (task.isZombie) continue;
    for (const [fd, f] of task.files.open()) if (f === file) found.push(`fd ${fd} of ${task.comm}(${task.pid.global})`);
  }
  return found.length === 0 ? 'an open file' : found.join(', ');
}

/** @param what the word given when the reference was taken */
export function describeHolder(kernel: Kernel, holder: object, what: string): string {
  if (holder instanceof NsProxy) return processes(holder.tasks);
  if (holder instanceof Task) return `process ${holder.comm}(${holder.pid.global})`;
  if (holder instanceof File) return descriptors(kernel, holder);
  if (holder instanceof Mount) {
    const root = kernel.init.mnt.root;
    return root === null ? what : `mount on ${pathString({ mnt: holder, dentry: holder.root }, { mnt: root, dentry: root.root })}`;
  }
  if ('ino' in holder && 'kind' in holder) return `${what} ${String(holder.kind)}:[${String(holder.ino)}]`;
  return what;
}
