// Creating a user namespace and entering one (user_namespaces(7), create_user_ns in kernel/user_namespace.c).

import { CAP_EMPTY_SET, CAP_FULL_SET, CAP_SETFCAP, hasCap } from '../../abi/caps.ts';
import { ENOSPC, EPERM } from '../../abi/errno.ts';
import { RLIMIT_MSGQUEUE, RLIMIT_NPROC } from '../../abi/flags.ts';
import { namespaceRoot } from '../mount/tree.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Task } from '../sched/task.ts';
import { samePath } from '../vfs/path.ts';
import type { Cred } from './cred.ts';
import { hasKgid, hasKuid } from './idmap.ts';
import { chargeNs, unchargeNs } from './ucount.ts';
import { UserNs } from './userns.ts';

/** "a maximum of 32 nested levels of user namespaces" */
const MAX_LEVEL = 32;

/** set_cred_user_ns: all capabilities in the new namespace, none outside it, securebits as new. */
export const credInUserNs = (cred: Cred, userNs: UserNs): Cred =>
  Object.freeze({
    ...cred,
    securebits: 0,
    inheritable: CAP_EMPTY_SET,
    permitted: CAP_FULL_SET,
    effective: CAP_FULL_SET,
    ambient: CAP_EMPTY_SET,
    bounding: CAP_FULL_SET,
    userNs,
  });

/** current_chrooted: the root directory is not the root of the mount namespace. */
function isChrooted(task: Task): boolean {
  if (task.nsproxy === null) return false;
  const root = namespaceRoot(task.nsproxy.mnt);
  return !samePath(task.fs.root, root);
}

/**
 * create_user_ns: a child of the task's user namespace, and the credentials of its first process. EPERM: the creator's ids have no mapping in
 * the parent, or it is in a chroot. ENOSPC: nested too deep, or too many.
 */
export function createUserNs(task: Task): Cred {
  const { cred, kernel } = task;
  const parent = cred.userNs;
  if (parent.level > MAX_LEVEL) throw ENOSPC;
  const charge = chargeNs(parent, 'user', cred.euid);
  if (isChrooted(task) || !hasKuid(parent, cred.euid) || !hasKgid(parent, cred.egid)) {
    unchargeNs(charge);
    throw EPERM;
  }
  const ns = new UserNs(kernel.ids.nsIno.next(), parent, cred.euid, cred.egid);
  ns.isSetgroupsAllowed = parent.isSetgroupsAllowed;
  ns.parentCouldSetfcap = hasCap(cred.effective, CAP_SETFCAP);
  ns.msgqueueMax = task.rlimits[RLIMIT_MSGQUEUE].cur;
  ns.nprocMax = task.rlimits[RLIMIT_NPROC].cur;
  addNamespace(kernel, ns, charge);
  kernel.trace.nsCopy?.(task, parent, ns);
  return credInUserNs(cred, ns);
}
