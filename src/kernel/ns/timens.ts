// The time namespace: offsets of the monotonic and boot-time clocks (time_namespaces(7), kernel/time/namespace.c).

import type { Timespec } from '../../abi/stat.ts';
import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';
import { addNamespace } from './lifetime.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class TimeNs implements Namespace {
  readonly kind = 'time' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  monotonic: Timespec;
  boottime: Timespec;
  /** A process has entered: the offsets can no longer be changed. */
  isFrozen = false;

  constructor(ino: number, owner: UserNs, monotonic: Timespec, boottime: Timespec) {
    this.ino = ino;
    this.owner = owner;
    this.monotonic = monotonic;
    this.boottime = boottime;
  }
}

/** A new namespace starts with the offsets of the one it is made from; they can be written until somebody enters (time_namespaces(7)). */
export function copyTimeNs(from: TimeNs, owner: UserNs, task: Task): TimeNs {
  const charge = chargeNs(owner, 'time', task.cred.euid);
  const ns = new TimeNs(task.kernel.ids.nsIno.next(), owner, from.monotonic, from.boottime);
  addNamespace(task.kernel, ns, charge);
  return ns;
}
