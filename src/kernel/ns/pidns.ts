// The PID namespace (pid_namespaces(7), kernel/pid_namespace.c): numbers for its processes, an init that reaps, an end that kills all.

import { EINVAL, ENOSPC } from '../../abi/errno.ts';
import { PID_MAX } from '../../abi/limits.ts';
import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import { addNamespace } from './lifetime.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class PidNs implements Namespace {
  readonly kind = 'pid' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly parent: PidNs | null;
  readonly level: number;
  /** Every struct pid that has a number here, zombies and leaderless groups included, by number. */
  readonly pids = new Map<number, Pid>();
  lastPid = 0;
  /** Pid 1; null before the first child and after its end. */
  reaper: Task | null = null;
  /** PIDNS_ADDING cleared: no new processes (fork answers ENOMEM). */
  isDying = false;
  pidMax: number;

  constructor(ino: number, owner: UserNs, parent: PidNs | null, pidMax: number) {
    this.ino = ino;
    this.owner = owner;
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
    this.pidMax = pidMax;
  }
}

/** "a maximum nesting depth of 32" (pid_namespaces(7)). */
const MAX_LEVEL = 32;

/**
 * copy_pid_ns. EINVAL: the caller's children already go to a namespace other than its own, or its owner would not be above the new one.
 */
export function copyPidNs(from: PidNs, owner: UserNs, task: Task): PidNs {
  if (task.pid.ns !== from) throw EINVAL;
  if (!isInUserNs(from.owner, owner)) throw EINVAL;
  if (from.level + 1 > MAX_LEVEL) throw ENOSPC;
  const charge = chargeNs(owner, 'pid', task.cred.euid);
  const ns = new PidNs(task.kernel.ids.nsIno.next(), owner, from, PID_MAX);
  from.refs.add(ns, 'child');
  addNamespace(task.kernel, ns, charge);
  return ns;
}

export function destroyPidNs(ns: PidNs): void {
  ns.parent?.refs.drop(ns);
}

/** in_userns: `ns` is `ancestor` or below it. */
function isInUserNs(ancestor: UserNs, ns: UserNs): boolean {
  for (let n: UserNs | null = ns; n !== null; n = n.parent) if (n === ancestor) return true;
  return false;
}

/** pidns_is_ancestor: `ns` is `ancestor` or below it. */
export function isPidNsBelow(ns: PidNs, ancestor: PidNs): boolean {
  for (let n: PidNs | null = ns; n !== null && n.level >= ancestor.level; n = n.parent) if (n === ancestor) return true;
  return false;
}
