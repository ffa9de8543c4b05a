// setns(2): check and stage every namespace, then commit; with a pidfd several types are entered or none (kernel/nsproxy.c).

import { EINVAL, EPERM, ESRCH } from '../../abi/errno.ts';
import { commitCreds } from '../cred/commit.ts';
import { PTRACE_READ_REALCREDS, ptraceMayAccess } from '../cred/ptrace.ts';
import { nsFromFile } from '../fs/nsfs.ts';
import { exitSem } from '../ipc/semop.ts';
import { namespaceRoot } from '../mount/tree.ts';
import { pidFromFile } from '../proc/pidfd.ts';
import type { Task } from '../sched/task.ts';
import type { NsSet } from './namespace.ts';
import { CLONE_NS_FLAGS, INSTALL_ORDER, typeOf } from './types.ts';
import { switchNsProxy } from './unshare.ts';

/** validate_nsset: what a pidfd names is entered type by type, in the kernel's order. */
function stageProcess(task: Task, target: Task | null, flags: number, start: NsSet): NsSet {
  if (target === null) throw ESRCH;
  if (!ptraceMayAccess(task, target, PTRACE_READ_REALCREDS)) throw EPERM;
  if (target.nsproxy === null) throw ESRCH;
  let staged = start;
  for (const type of INSTALL_ORDER) {
    if ((flags & type.flag) === 0) continue;
    const ns = type.of(target, type.kind);
    if (ns === null) throw ESRCH;
    staged = type.install(ns, staged, task);
  }
  return staged;
}

/** setns(2). EBADF: no such fd; EINVAL: not a namespace or of another type. */
export function setns(task: Task, fd: number, nstype: number): void {
  const file = task.files.get(fd);
  const { nsproxy } = task;
  if (nsproxy === null) throw EINVAL;
  const start: NsSet = { cred: task.cred, nsproxy, resetFs: false, exitsSem: false };
  const ns = nsFromFile(file);
  let staged: NsSet;
  if (ns !== null) {
    if (nstype !== 0 && nstype !== typeOf(ns).flag) throw EINVAL;
    staged = typeOf(ns).install(ns, start, task);
  } else {
    const pid = pidFromFile(file);
    if (pid === null || nstype === 0 || (nstype & ~CLONE_NS_FLAGS) !== 0) throw EINVAL;
    staged = stageProcess(task, pid.task, nstype, start);
  }
  commit(task, staged);
}

/** commit_nsset: the point of no return. */
function commit(task: Task, staged: NsSet): void {
  if (staged.cred !== task.cred) commitCreds(task, staged.cred);
  const { nsproxy } = staged;
  if (staged.exitsSem) exitSem(task);
  if (nsproxy !== task.nsproxy) {
    if (nsproxy.time !== task.nsproxy?.time) nsproxy.time.isFrozen = true;
    switchNsProxy(task, nsproxy);
  }
  if (staged.resetFs) {
    const root = namespaceRoot(nsproxy.mnt);
    task.fs.root = root;
    task.fs.cwd = root;
  }
}
