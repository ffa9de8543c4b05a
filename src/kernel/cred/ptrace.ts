// May one process look into another? (ptrace(2) "Ptrace access mode checking", kernel/ptrace.c, cap_ptrace_access_check.)

import { CAP_SYS_PTRACE } from '../../abi/caps.ts';
import type { Task } from '../sched/task.ts';
import { nsCapable } from './capability.ts';
import { isSubset } from './commit.ts';

export interface PtraceMode {
  /** FSCREDS: a file-system access decides by fsuid and the effective set; REALCREDS: by the real uid and the permitted set. */
  readonly fsCreds: boolean;
}

export const PTRACE_READ_FSCREDS: PtraceMode = { fsCreds: true };
export const PTRACE_READ_REALCREDS: PtraceMode = { fsCreds: false };

/** True when `task` may read what belongs to `target` (its maps, environment, fds, namespaces, cwd). */
export function ptraceMayAccess(task: Task, target: Task, mode: PtraceMode): boolean {
  if (task === target) return true;
  const { cred } = task;
  const t = target.cred;
  const uid = mode.fsCreds ? cred.fsuid : cred.uid;
  const gid = mode.fsCreds ? cred.fsgid : cred.gid;
  const sameIds = uid === t.euid && uid === t.suid && uid === t.uid && gid === t.egid && gid === t.sgid && gid === t.gid;
  if (!sameIds && !nsCapable(task, t.userNs, CAP_SYS_PTRACE)) return false;
  // A zombie or a kernel thread has no memory, so nothing that could be undumpable.
  const hasMemory = !target.isZombie && !target.isKernelThread;
  if (hasMemory && !target.isDumpable && !nsCapable(task, target.mmUserNs, CAP_SYS_PTRACE)) return false;
  const caps = mode.fsCreds ? cred.effective : cred.permitted;
  return (cred.userNs === t.userNs && isSubset(t.permitted, caps)) || nsCapable(task, t.userNs, CAP_SYS_PTRACE);
}
