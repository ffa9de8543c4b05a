// Resource limits (getrlimit(2), prlimit in kernel/sys.c) and the count of a user's processes.

import { CAP_SYS_RESOURCE } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import {
  RLIM_INFINITY,
  RLIMIT_AS,
  RLIMIT_CORE,
  RLIMIT_CPU,
  RLIMIT_DATA,
  RLIMIT_FSIZE,
  RLIMIT_LOCKS,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RSS,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} from '../../abi/flags.ts';
import type { Rlimit } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Cred } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { taskByNumber } from './session.ts';

const limit = (cur: number, max: number): Rlimit => ({ cur, max });

/** Highest value of RLIMIT_NOFILE (fs.nr_open). */
const NR_OPEN = 1048576;

/** Those of the first process on a Debian machine; `processes` is half of threads-max. */
export function defaultRlimits(processes: number): Rlimit[] {
  const none = limit(RLIM_INFINITY, RLIM_INFINITY);
  const rows: Record<number, Rlimit> = {
    [RLIMIT_CPU]: none,
    [RLIMIT_FSIZE]: none,
    [RLIMIT_DATA]: none,
    [RLIMIT_STACK]: limit(8388608, RLIM_INFINITY),
    [RLIMIT_CORE]: limit(0, RLIM_INFINITY),
    [RLIMIT_RSS]: none,
    [RLIMIT_NPROC]: limit(processes, processes),
    [RLIMIT_NOFILE]: limit(1024, NR_OPEN),
    [RLIMIT_MEMLOCK]: limit(8388608, 8388608),
    [RLIMIT_AS]: none,
    [RLIMIT_LOCKS]: none,
    [RLIMIT_SIGPENDING]: limit(processes, processes),
    [RLIMIT_MSGQUEUE]: limit(819200, 819200),
    [RLIMIT_NICE]: limit(0, 0),
    [RLIMIT_RTPRIO]: limit(0, 0),
    [RLIMIT_RTTIME]: none,
  };
  return Array.from({ length: 16 }, (_, i) => rows[i]);
}

/** prlimit(2): reads, and with `next` sets, a limit. Raising the hard limit takes CAP_SYS_RESOURCE over the machine. */
export function prlimit(task: Task, pid: number, resource: number, next: Rlimit | null): Rlimit {
  const target = taskByNumber(task, pid);
  if (!(resource in target.rlimits)) throw EINVAL;
  if (next !== null && next.cur > next.max) throw EINVAL;
  if (target !== task && !mayChange(task, target)) throw EPERM;
  const old = target.rlimits[resource];
  if (next === null) return old;
  if (resource === RLIMIT_NOFILE && next.max > NR_OPEN) throw EPERM;
  if (next.max > old.max && !nsCapable(task, task.kernel.init.user, CAP_SYS_RESOURCE)) throw EPERM;
  target.rlimits[resource] = limit(next.cur, next.max);
  return old;
}

/** check_prlimit_permission */
function mayChange(task: Task, target: Task): boolean {
  const { cred } = task;
  const t = target.cred;
  const sameUid = cred.uid === t.euid && cred.uid === t.suid && cred.uid === t.uid;
  const sameGid = cred.gid === t.egid && cred.gid === t.sgid && cred.gid === t.gid;
  return (sameUid && sameGid) || nsCapable(task, t.userNs, CAP_SYS_RESOURCE);
}

/** Processes of real user `uid` in `ns`, those of namespaces it created below included (inc_rlimit_ucounts). */
function countProcesses(k: Kernel, ns: UserNs, uid: number): number {
  let n = 0;
  for (const t of k.tasks) {
    let u: number = t.cred.uid;
    for (let at: UserNs | null = t.cred.userNs; at !== null; at = at.parent) {
      if (at === ns) {
        if (u === uid) n++;
        break;
      }
      u = at.ownerUid;
    }
  }
  return n;
}

/** is_rlimit_overlimit: at each level the user's processes against that level's bound. */
export function isOverNproc(k: Kernel, cred: Cred, max: number): boolean {
  let bound = max;
  let uid: number = cred.uid;
  for (let ns: UserNs | null = cred.userNs; ns !== null; ns = ns.parent) {
    if (bound <= k.tasks.size && countProcesses(k, ns, uid) >= bound) return true;
    bound = ns.nprocMax;
    uid = ns.ownerUid;
  }
  return false;
}
