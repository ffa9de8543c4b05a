// Threaded cgroups (kernel/cgroup/cgroup.c; "Threads" in admin-guide/cgroup-v2.rst): a cgroup that joined the domain of the one above it.
// Threads are not simulated, so what is left is the types of cgroups, and whose cgroup.procs tells of a process.

import { ENOTSUP } from '../../abi/errno.ts';
import type { Task } from '../sched/task.ts';
import { type Cgroup, cgroupSubtree, isPopulated } from './cgroup.ts';

/** The nearest cgroup above, or itself, that is not threaded: cgrp->dom_cgrp. */
export function domainOf(cgroup: Cgroup): Cgroup {
  let c = cgroup;
  while (c.isThreaded && c.parent !== null) c = c.parent;
  return c;
}

/** "domain threaded": it serves as the domain of threaded children. */
function isThreadRoot(cgroup: Cgroup): boolean {
  if (cgroup.isThreaded) return false;
  for (const child of cgroup.children.values()) if (child.isThreaded) return true;
  return false;
}

/** The root may be a domain and a thread root at once. */
const isMixable = (cgroup: Cgroup): boolean => cgroup.parent === null;

/** A domain below a threaded cgroup, or below a thread root, cannot have members. */
export function isValidDomain(cgroup: Cgroup): boolean {
  if (cgroup.isThreaded) return false;
  for (let c = cgroup.parent; c !== null; c = c.parent) {
    if (!isMixable(c) && isThreadRoot(c)) return false;
    if (c.isThreaded) return false;
  }
  return true;
}

export function cgroupType(cgroup: Cgroup): string {
  if (cgroup.isThreaded) return 'threaded';
  if (!isValidDomain(cgroup)) return 'domain invalid';
  return isThreadRoot(cgroup) ? 'domain threaded' : 'domain';
}

/** cgroup_can_be_thread_root: no domain child of it may have members. */
function canBeThreadRoot(cgroup: Cgroup): boolean {
  if (isMixable(cgroup)) return true;
  for (const child of cgroup.children.values()) if (!child.isThreaded && isPopulated(child)) return false;
  return true;
}

/** cgroup_enable_threaded. EOPNOTSUPP: it or a domain child of the domain to be has members, or that is no domain. */
export function enableThreaded(cgroup: Cgroup): void {
  const { parent } = cgroup;
  if (cgroup.isThreaded || parent === null) return;
  if (isPopulated(cgroup)) throw ENOTSUP;
  const domain = domainOf(parent);
  if (!isValidDomain(domain) || !canBeThreadRoot(domain)) throw ENOTSUP;
  cgroup.isThreaded = true;
}

/** The processes of a domain: its own and those of the threaded cgroups that joined it. */
export function* domainTasks(domain: Cgroup): IterableIterator<Task> {
  for (const c of cgroupSubtree(domain)) if (domainOf(c) === domain) yield* c.tasks;
}
