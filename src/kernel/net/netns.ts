// The network namespace (network_namespaces(7), net/core/net_namespace.c). Devices, routes and sockets are rooms still to be filled.

import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Task } from '../sched/task.ts';
import type { Superblock } from '../vfs/inode.ts';

export class NetNs implements Namespace {
  readonly kind = 'net' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  /** The sysfs that shows its devices, once mounted. */
  sysfs: Superblock | null = null;

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}

/** A new namespace has a loopback device of its own and nothing else (network_namespaces(7)). */
export function copyNetNs(_from: NetNs, owner: UserNs, task: Task): NetNs {
  const charge = chargeNs(owner, 'net', task.cred.euid);
  const ns = new NetNs(task.kernel.ids.nsIno.next(), owner);
  addNamespace(task.kernel, ns, charge);
  return ns;
}
