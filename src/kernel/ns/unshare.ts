// unshare(2) and the namespace part of clone(2): user namespace first, its credentials pay for the rest; all copies are made before anything
// changes (kernel/nsproxy.c, ksys_unshare in kernel/fork.c).

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, EPERM, Errno } from '../../abi/errno.ts';
import {
  CLONE_FILES,
  CLONE_FS,
  CLONE_NEWIPC,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VM,
} from '../../abi/flags.ts';
import { nsCapable } from '../cred/capability.ts';
import { commitCreds } from '../cred/commit.ts';
import { createUserNs } from '../cred/create.ts';
import type { Cred } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import { exitSem } from '../ipc/semop.ts';
import { exitShm } from '../ipc/shm.ts';
import type { Task } from '../sched/task.ts';
import type { FsContext } from '../vfs/path.ts';
import { discardNamespace } from './lifetime.ts';
import type { Namespace } from './namespace.ts';
import { getNsProxy, type NsLinks, NsProxy, putNsProxy } from './nsproxy.ts';
import { CLONE_NS_FLAGS, COPY_ORDER } from './types.ts';

const UNSHARE_FLAGS = CLONE_NS_FLAGS | CLONE_THREAD | CLONE_FS | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_SYSVSEM;

/** The flags of the kinds that are in the nsproxy. */
const PROXY_FLAGS = CLONE_NS_FLAGS & ~CLONE_NEWUSER;

/**
 * create_new_namespaces: the task's namespaces with those named by `flags` replaced by new ones of `owner`; all of them or none.
 * `fs` is where root and cwd move to the copied mounts.
 */
function newLinks(task: Task, old: NsLinks, flags: number, owner: UserNs, fs: FsContext): NsLinks {
  const made: Namespace[] = [];
  let links = old;
  try {
    for (const { flag, slot, copy } of COPY_ORDER) {
      if ((flags & flag) === 0 || slot === undefined) continue;
      const from = slot.get(old);
      const ns = copy(from, owner, task, fs);
      made.push(ns);
      task.kernel.trace.nsCopy?.(task, from, ns);
      links = slot.put(links, ns);
    }
  } catch (e) {
    if (e instanceof Errno) for (const ns of made.reverse()) discardNamespace(ns);
    throw e;
  }
  return links;
}

/** switch_task_namespaces */
export function switchNsProxy(task: Task, links: NsLinks): void {
  const proxy = new NsProxy(links);
  getNsProxy(proxy, task);
  const old = task.nsproxy;
  task.nsproxy = proxy;
  if (old !== null) putNsProxy(old, task);
}

/** The namespaces and credentials a clone or unshare will put in place; `discard` when something later fails. */
export interface NewNamespaces {
  /** Null: no new user namespace. */
  readonly cred: Cred | null;
  /** Null: the old nsproxy goes on being shared. */
  readonly links: NsLinks | null;
}

export function prepareNamespaces(task: Task, old: NsLinks, flags: number, fs: FsContext): NewNamespaces {
  const cred = (flags & CLONE_NEWUSER) !== 0 ? createUserNs(task) : null;
  if ((flags & PROXY_FLAGS) === 0) return { cred, links: null };
  const owner = (cred ?? task.cred).userNs;
  try {
    if (!nsCapable(task, owner, CAP_SYS_ADMIN)) throw EPERM;
    return { cred, links: newLinks(task, old, flags, owner, fs) };
  } catch (e) {
    if (e instanceof Errno && cred !== null) discardNamespace(cred.userNs);
    throw e;
  }
}

/** Undoes prepareNamespaces. */
export function discardNamespaces(made: NewNamespaces, old: NsLinks): void {
  if (made.links !== null) {
    for (const { slot } of COPY_ORDER) {
      const ns = slot?.get(made.links);
      if (ns !== undefined && ns !== slot?.get(old)) discardNamespace(ns);
    }
  }
  if (made.cred !== null) discardNamespace(made.cred.userNs);
}

/** unshare(2). EINVAL: unknown flags, or a second PID namespace before a child; EPERM, ENOSPC as clone(2). */
export function unshare(task: Task, wanted: number): void {
  const old = task.nsproxy;
  if ((wanted & ~UNSHARE_FLAGS) !== 0 || old === null) throw EINVAL;
  const flags = (wanted & (CLONE_NEWUSER | CLONE_NEWNS)) !== 0 ? wanted | CLONE_FS : wanted;
  const newFs = (flags & CLONE_FS) !== 0 && (task.fs.users > 1 || (flags & CLONE_NEWNS) !== 0) ? task.fs.copy() : null;
  let made: NewNamespaces;
  try {
    made = prepareNamespaces(task, old, flags, newFs ?? task.fs);
  } catch (e) {
    newFs?.release();
    throw e;
  }
  if (newFs !== null) {
    const { fs } = task;
    task.fs = newFs;
    fs.release();
  }
  if ((flags & CLONE_FILES) !== 0 && task.files.users > 1) {
    const { files } = task;
    task.files = files.copy();
    files.users--;
  }
  // "CLONE_NEWIPC … automatically implies CLONE_SYSVSEM" in what becomes of the undo values (unshare(2)); segments stay without their maker.
  if ((flags & (CLONE_NEWIPC | CLONE_SYSVSEM)) !== 0) exitSem(task);
  if ((flags & CLONE_NEWIPC) !== 0) exitShm(task);
  if (made.links !== null) switchNsProxy(task, made.links);
  if (made.cred !== null) commitCreds(task, made.cred);
}
