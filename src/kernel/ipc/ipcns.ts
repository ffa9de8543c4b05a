// The IPC namespace (ipc_namespaces(7), ipc/namespace.c). Its objects (System V, POSIX message queues) are rooms still to be filled.

import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Task } from '../sched/task.ts';
import type { Superblock } from '../vfs/inode.ts';
import { IpcLimits } from './limits.ts';

export class IpcNs implements Namespace {
  readonly kind = 'ipc' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly limits = new IpcLimits();
  /** Its mqueue file system, once mounted. */
  mqueue: Superblock | null = null;

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}

/** A new namespace is empty; its limits are the kernel's defaults, not the caller's (ipc_namespaces(7)). */
export function copyIpcNs(_from: IpcNs, owner: UserNs, task: Task): IpcNs {
  const charge = chargeNs(owner, 'ipc', task.cred.euid);
  const ns = new IpcNs(task.kernel.ids.nsIno.next(), owner);
  addNamespace(task.kernel, ns, charge);
  return ns;
}
