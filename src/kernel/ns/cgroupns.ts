// The cgroup namespace: which cgroup its members see as the root (cgroup_namespaces(7), kernel/cgroup/namespace.c).

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EPERM } from '../../abi/errno.ts';
import type { Cgroup } from '../cgroup/cgroup.ts';
import { nsCapable } from '../cred/capability.ts';
import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';
import { addNamespace } from './lifetime.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class CgroupNs implements Namespace {
  readonly kind = 'cgroup' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly root: Cgroup;

  constructor(ino: number, owner: UserNs, root: Cgroup) {
    this.ino = ino;
    this.owner = owner;
    this.root = root;
  }
}

/** "the cgroup … of the process becomes the cgroup root directory of the new namespace" (cgroup_namespaces(7)). */
export function copyCgroupNs(_from: CgroupNs, owner: UserNs, task: Task): CgroupNs {
  if (!nsCapable(task, owner, CAP_SYS_ADMIN)) throw EPERM;
  const charge = chargeNs(owner, 'cgroup', task.cred.euid);
  const ns = new CgroupNs(task.kernel.ids.nsIno.next(), owner, task.cgroup);
  addNamespace(task.kernel, ns, charge);
  return ns;
}
