// commit_creds: the one place where a task's credentials change (kernel/cred.c).

import type { CapSet } from '../../abi/caps.ts';
import type { Task } from '../sched/task.ts';
import type { Cred } from './cred.ts';

/** cred_cap_issubset: `set` can do nothing that `old` could not, so that the process may stay open to its old equals. */
function isCapSubset(old: Cred, set: Cred): boolean {
  if (old.userNs === set.userNs) return isSubset(set.permitted, old.permitted);
  // Whoever owns a user namespace, or is above it, has every capability there.
  for (let ns = set.userNs; ns.parent !== null; ns = ns.parent) if (ns.parent === old.userNs && ns.ownerUid === old.euid) return true;
  return false;
}

export const isSubset = (a: CapSet, b: CapSet): boolean => (a & ~b) === 0n;

/** Makes `cred` the task's credentials. A change of ids or a gain makes the process undumpable and forgets its parent-death signal. */
export function commitCreds(task: Task, cred: Cred): void {
  const old = task.cred;
  if (old.euid !== cred.euid || old.egid !== cred.egid || old.fsuid !== cred.fsuid || old.fsgid !== cred.fsgid || !isCapSubset(old, cred)) {
    task.isDumpable = false;
    task.pdeathSignal = 0;
  }
  setCred(task, cred);
}

/** Replaces the credentials without those consequences (exec decides about them itself). The task holds its user namespace. */
export function setCred(task: Task, cred: Cred): void {
  const old = task.cred.userNs;
  task.cred = Object.isFrozen(cred) ? cred : Object.freeze(cred);
  if (old === cred.userNs) return;
  cred.userNs.refs.add(task, 'process');
  old.refs.drop(task);
}
