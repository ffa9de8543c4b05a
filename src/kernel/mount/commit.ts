// Attaching a tree of mounts: planned first (propagate.ts), then done, with nothing left that could fail. Follows attach_recursive_mnt
// (fs/namespace.c) of kernel 6.18.

import { EINVAL, ENOENT, ENOSPC } from '../../abi/errno.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import type { Dentry } from '../vfs/dentry.ts';
import { copyTree, isMountNsFile, lockTree, makeShared } from './clone.ts';
import type { Mount } from './mount.ts';
import { type PlannedCopy, planPropagation } from './propagate.ts';
import { attach, detach, lookupMount, subtree, topmostOvermount } from './tree.ts';

/** /proc/sys/fs/mount-max. */
const MOUNT_MAX_DEFAULT = 100000;

function mountMax(kernel: Kernel): number {
  const text = kernel.sysctl.get('fs.mount-max');
  return text === undefined ? MOUNT_MAX_DEFAULT : Number(text);
}

/** count_mounts: ENOSPC before anything has changed. */
function checkRoom(kernel: Kernel, source: Mount, dest: Mount, plan: readonly PlannedCopy[], isMove: boolean): void {
  const max = mountMax(kernel);
  const size = subtree(source).length;
  const added = new Map([[dest.ns, isMove ? 0 : size]]);
  for (const copy of plan) added.set(copy.at.ns, (added.get(copy.at.ns) ?? 0) + size);
  for (const [ns, count] of added) if (ns !== null && ns.mounts.size + count > max) throw ENOSPC;
}

/**
 * Hangs `source` (a tree of new mounts, or one to be moved) on `point` of `dest`, and copies of it wherever `dest` propagates to. What was
 * mounted there before comes to lie on top.
 * @param by the user namespace that owns the caller's mount namespace: copies into one of another owner are locked
 */
export function attachRecursive(kernel: Kernel, source: Mount, dest: Mount, point: Dentry, by: UserNs): void {
  const isMove = source.parent !== null;
  // Something may have to be hung on its uppermost root, so that must still have a name.
  if (topmostOvermount(source).root.isDeleted) throw ENOENT;
  const plan = planPropagation(dest, point);
  // A mount namespace's file does not propagate: namespaces could then hold each other.
  if (plan.length > 0 && (isMountNsFile(source.root) || source.isUnbindable)) throw EINVAL;
  checkRoom(kernel, source, dest, plan, isMove);

  if (dest.peers !== null) for (const m of subtree(source)) makeShared(m);
  const copies = new Map<PlannedCopy | null, Mount>([[null, source]]);
  for (const step of plan) {
    const of = copies.get(step.of);
    if (of === undefined) throw new Error('propagation plan is not in order');
    copies.set(step, copyTree(of, of.root, { slave: step.isSlave, makeShared: step.isShared }));
  }
  if (isMove) detach(source);
  commitTree(source, dest, point, by);
  for (const step of plan) {
    const copy = copies.get(step);
    if (copy === undefined) continue;
    commitTree(copy, step.at, point, by);
    kernel.trace.propagate?.(source, copy);
  }
}

/** commit_tree, with the mount that was there hung on top of the new one's uppermost. */
function commitTree(top: Mount, parent: Mount, point: Dentry, by: UserNs): void {
  const { ns } = parent;
  if (ns === null) throw new Error('attaching to a detached mount');
  if (ns.owner !== by) lockTree(top);
  const covered = lookupMount(parent, point);
  if (covered !== null) detach(covered);
  attach(top, parent, point);
  for (const m of subtree(top)) {
    m.ns = ns;
    ns.mounts.add(m);
  }
  if (covered !== null) {
    const highest = topmostOvermount(top);
    attach(covered, highest, highest.root);
  }
}
