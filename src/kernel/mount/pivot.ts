// pivot_root(2) (fs/namespace.c): the new root takes the old one's place, the old one goes to a directory below the new.

import { EBUSY, EINVAL, ENOENT } from '../../abi/errno.ts';
import type { Task } from '../sched/task.ts';
import { type Path, samePath } from '../vfs/path.ts';
import { currentMountNs, mountPlace } from './bind.ts';
import { attach, detach, isReachable } from './tree.ts';

/** Both paths are directories, looked up already. */
export function pivotRoot(task: Task, newRoot: Path, putOld: Path): void {
  const { root } = task.fs;
  const ns = currentMountNs(task);
  const place = mountPlace(putOld);
  const oldMnt = place.mnt;
  const newMnt = newRoot.mnt;
  const rootMnt = root.mnt;
  // "The propagation type of the parent mount of new_root and the parent mount of the current root directory must not be MS_SHARED;
  // similarly, if put_old is an existing mount point, its propagation type must not be MS_SHARED."
  const isParentShared = (newMnt.parent ?? newMnt).peers !== null || (rootMnt.parent ?? rootMnt).peers !== null;
  if (oldMnt.peers !== null || isParentShared) throw EINVAL;
  if (rootMnt.ns !== ns || newMnt.ns !== ns || newMnt.isLocked) throw EINVAL;
  if (newRoot.dentry.isDeleted) throw ENOENT;
  // "new_root or put_old is on the current root mount."
  if (newMnt === rootMnt || oldMnt === rootMnt) throw EBUSY;
  // "new_root is not a mount point"; the same is asked of the current root.
  if (root.dentry !== rootMnt.root || rootMnt.parent === null || rootMnt.point === null) throw EINVAL;
  if (newRoot.dentry !== newMnt.root || newMnt.parent === null) throw EINVAL;
  // "put_old is not at or underneath new_root."
  if (!isReachable(oldMnt, place.dentry, newRoot) || !isReachable(newMnt, newRoot.dentry, root)) throw EINVAL;

  const { parent, point } = rootMnt;
  detach(newMnt);
  detach(rootMnt);
  if (rootMnt.isLocked) {
    newMnt.isLocked = true;
    rootMnt.isLocked = false;
  }
  attach(newMnt, parent, point);
  attach(rootMnt, oldMnt, place.dentry);
  moveTasks(task, root, newRoot);
}

/** chroot_fs_refs: "pivot_root() changes the root directory and the current working directory of each process … that points to the old root". */
function moveTasks(task: Task, from: Path, to: Path): void {
  for (const t of task.kernel.tasks) {
    if (t.isZombie) continue;
    if (samePath(t.fs.root, from)) t.fs.root = to;
    if (samePath(t.fs.cwd, from)) t.fs.cwd = to;
  }
}
