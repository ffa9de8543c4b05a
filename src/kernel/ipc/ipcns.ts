// The IPC namespace (ipc_namespaces(7), ipc/namespace.c): System V objects, POSIX message queues, and their limits.

import { EINVAL } from '../../abi/errno.ts';
import type { Timespec } from '../../abi/stat.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Task } from '../sched/task.ts';
import { IpcIds } from './ids.ts';
import { IpcLimits } from './limits.ts';
import type { MqueueFs } from './mqueue-fs.ts';
import type { MsgQueue } from './msg.ts';
import type { SemArray } from './sem.ts';
import type { ShmSegment } from './shm.ts';

/** Who made the namespace, and when: its mqueue directory is as old and belongs to him. */
export interface IpcBirth {
  readonly uid: Kuid;
  readonly gid: Kgid;
  readonly time: Timespec;
}

export class IpcNs implements Namespace {
  readonly kind = 'ipc' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly limits = new IpcLimits();
  readonly shm = new IpcIds<ShmSegment>();
  readonly sem = new IpcIds<SemArray>();
  readonly msg = new IpcIds<MsgQueue>();
  /** Pages of all segments (shm_tot), semaphores of all sets, bytes and messages in all queues. */
  shmPages = 0;
  usedSems = 0;
  msgBytes = 0;
  msgHdrs = 0;
  /** Its mqueue file system, once somebody mounted it or used a queue. */
  mqueue: MqueueFs | null = null;
  /** POSIX message queues there are. */
  mqQueues = 0;

  /** Null for the initial one. */
  readonly birth: IpcBirth | null;

  constructor(ino: number, owner: UserNs, birth: IpcBirth | null = null) {
    this.ino = ino;
    this.owner = owner;
    this.birth = birth;
  }
}

/** The caller's namespace. EINVAL for one that has ended. */
export function ipcNsOf(task: Task): IpcNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.ipc;
}

/** A new namespace is empty; its limits are the kernel's defaults, not the caller's (ipc_namespaces(7)). */
export function copyIpcNs(_from: IpcNs, owner: UserNs, task: Task): IpcNs {
  const { fsuid, fsgid } = task.cred;
  const charge = chargeNs(owner, 'ipc', task.cred.euid);
  const ns = new IpcNs(task.kernel.ids.nsIno.next(), owner, { uid: fsuid, gid: fsgid, time: task.kernel.clock.now() });
  addNamespace(task.kernel, ns, charge);
  return ns;
}

/** free_ipc_ns: "when an IPC namespace is destroyed …, all IPC objects in the namespace are automatically destroyed" (ipc_namespaces(7)). */
export function destroyIpcNs(ns: IpcNs): void {
  ns.mqueue?.endNamespace();
  ns.mqueue = null;
  for (const ids of [ns.sem, ns.msg, ns.shm]) for (const object of ids.all()) object.remove();
}
