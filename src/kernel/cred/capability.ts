// The capability check (security/commoncap.c, cap_capable; user_namespaces(7), "Capabilities"). Nothing asks "is it root".

import { hasCap } from '../../abi/caps.ts';
import type { Task } from '../sched/task.ts';
import type { Cred } from './cred.ts';
import type { UserNs } from './userns.ts';

/** cap_capable: climbs from the target to the credentials' own user namespace. */
export function credCapable(cred: Cred, target: UserNs, cap: number): boolean {
  for (let ns: UserNs = target; ; ) {
    if (ns === cred.userNs) return hasCap(cred.effective, cap);
    if (ns.level <= cred.userNs.level || ns.parent === null) return false;
    // The owner of a user namespace has all capabilities in it, when he is in its parent.
    if (ns.parent === cred.userNs && ns.ownerUid === cred.euid) return true;
    ns = ns.parent;
  }
}

/** ns_capable: as credCapable for a task, and told to whoever listens. */
export function nsCapable(task: Task, target: UserNs, cap: number): boolean {
  const ok = credCapable(task.cred, target, cap);
  task.kernel.trace.capCheck?.(task, target, cap, ok);
  return ok;
}
