// The mount namespace: a tree of mounts (mount_namespaces(7), struct mnt_namespace, copy_mnt_ns in fs/namespace.c).

import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import { addNamespace } from '../ns/lifetime.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Task } from '../sched/task.ts';
import type { FsContext } from '../vfs/path.ts';
import { copyTree, lockTree } from './clone.ts';
import type { Mount } from './mount.ts';
import { subtree } from './tree.ts';
import { umountTree } from './umount.ts';

export class MountNs implements Namespace {
  readonly kind = 'mnt' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  /** Set once, when the tree has been copied or built: the (invisible) rootfs at the bottom. */
  root: Mount | null = null;
  /** All mounts in the order mountinfo lists them, that of their creation. */
  readonly mounts = new Set<Mount>();
  /** Grows with each namespace made: a namespace's file can be bound only in an older one. */
  seq = 0;

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}

/**
 * copy_mnt_ns: a namespace with a copy of the whole tree, unbindable mounts included. For another owner it is less privileged: what was
 * shared becomes a slave, and what came together is locked together.
 * @param fs the new member's root and working directory, moved to the copies
 */
export function copyMountNs(from: MountNs, owner: UserNs, task: Task, fs: FsContext): MountNs {
  const { kernel } = task;
  const { root } = from;
  if (root === null) throw new Error('mount namespace without a tree');
  const charge = chargeNs(owner, 'mnt', task.cred.euid);
  const isLessPrivileged = owner !== from.owner;
  const ns = new MountNs(kernel.ids.nsIno.next(), owner);
  addNamespace(kernel, ns, charge);
  ns.seq = kernel.step;
  const copy = copyTree(root, root.root, { copyUnbindable: true, slave: isLessPrivileged });
  if (isLessPrivileged) lockTree(copy);
  ns.root = copy;
  const copies = subtree(copy);
  for (const m of copies) {
    m.ns = ns;
    ns.mounts.add(m);
  }
  switchFs(fs, subtree(root), copies);
  return ns;
}

/** Both lists are in tree order; what was not copied (files of mount namespaces) is missing in the second. */
function switchFs(fs: FsContext, originals: readonly Mount[], copies: readonly Mount[]): void {
  let i = 0;
  for (const copy of copies) {
    while (originals[i].root !== copy.root) i++;
    const original = originals[i++];
    if (fs.root.mnt === original) fs.root = { mnt: copy, dentry: fs.root.dentry };
    if (fs.cwd.mnt === original) fs.cwd = { mnt: copy, dentry: fs.cwd.dentry };
  }
}

/** put_mnt_ns: the last reference is gone, and with it the tree; what is still in use stays until its users let go. */
export function destroyMountNs(ns: MountNs): void {
  if (ns.root !== null) umountTree(ns.root, {});
  ns.root = null;
}
