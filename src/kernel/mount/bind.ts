// mount --bind, --rbind and --move (do_loopback, do_move_mount in fs/namespace.c; mount(2)), and what every attachment has in common.

import { EBUSY, EINVAL, ELOOP, ENOENT, ENOTDIR } from '../../abi/errno.ts';
import { isDir, isLnk } from '../../abi/stat.ts';
import { nsOfDentry } from '../fs/nsfs.ts';
import type { Task } from '../sched/task.ts';
import type { Dentry } from '../vfs/dentry.ts';
import type { Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';
import { cloneMount, copyTree, endMount, newMount } from './clone.ts';
import { attachRecursive } from './commit.ts';
import { MountNs } from './mntns.ts';
import type { Mount } from './mount.ts';
import { followMounts, isAncestor, isSubdir, subtree } from './tree.ts';
import { umountTree } from './umount.ts';

export function currentMountNs(task: Task): MountNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.mnt;
}

/** lock_mount: on top of whatever is mounted there already. ENOENT: the directory has been removed, or its mount detached. */
export function mountPlace(path: Path): Path {
  const place = followMounts(path);
  if (place.dentry.isDeleted || place.mnt.ns === null) throw ENOENT;
  return place;
}

/** Takes back a tree that was made for nothing. */
function discard(top: Mount): void {
  if (top.children.size > 0 || top.peers !== null || top.masterMount !== null) umountTree(top, { sync: true });
  else endMount(top);
}

/** graft_tree. ENOTDIR: a directory goes on a directory, anything else on anything else. */
function graft(task: Task, top: Mount, place: Path): void {
  try {
    if (isDir(place.dentry.inode.mode) !== isDir(top.root.inode.mode)) throw ENOTDIR;
    attachRecursive(task.kernel, top, place.mnt, place.dentry, currentMountNs(task).owner);
  } catch (e) {
    discard(top);
    throw e;
  }
}

/** do_add_mount: a new mount of `sb`. EBUSY: it is what is mounted there already. */
export function addMount(task: Task, sb: Superblock, source: string, flags: number, lockedFlags: number, path: Path): void {
  const root = sb.type.root?.(sb, task) ?? sb.root;
  if (root === null) throw new Error(`${sb.type.name}: superblock without a root`);
  const mount = newMount(sb, root, source, flags);
  mount.lockedFlags = lockedFlags;
  try {
    const place = mountPlace(path);
    if (place.mnt.ns !== currentMountNs(task)) throw EINVAL;
    if (place.mnt.sb === sb && place.dentry === place.mnt.root) throw EBUSY;
    if (isLnk(root.inode.mode)) throw EINVAL;
    if (isDir(place.dentry.inode.mode) !== isDir(root.inode.mode)) throw ENOTDIR;
    attachRecursive(task.kernel, mount, place.mnt, place.dentry, currentMountNs(task).owner);
  } catch (e) {
    discard(mount);
    throw e;
  }
}

/** mnt_ns_loop: binding the file of a namespace as old as the caller's, or older, could make namespaces hold each other for ever. */
function isNamespaceLoop(task: Task, dentry: Dentry): boolean {
  const ns = nsOfDentry(dentry);
  return ns instanceof MountNs && currentMountNs(task).seq >= ns.seq;
}

function hasLockedChildren(mount: Mount, dentry: Dentry): boolean {
  for (const c of mount.children) if (c.isLocked && c.point !== null && isSubdir(c.point, dentry)) return true;
  return false;
}

/**
 * MS_BIND, with MS_REC the mounts below too. EINVAL: the source is unbindable or of another namespace, or leaving out what is mounted below
 * would show what that covers.
 */
export function bindMount(task: Task, source: Path, path: Path, recursive: boolean): void {
  if (isNamespaceLoop(task, source.dentry)) throw EINVAL;
  const ns = currentMountNs(task);
  const place = mountPlace(path);
  if (place.mnt.ns !== ns) throw EINVAL;
  const { mnt: old, dentry } = source;
  if (old.isUnbindable) throw EINVAL;
  if (old.ns !== ns && nsOfDentry(dentry) === null) throw EINVAL;
  if (!recursive && hasLockedChildren(old, dentry)) throw EINVAL;
  graft(task, recursive ? copyTree(old, dentry, { copyNsFiles: true }) : cloneMount(old, dentry, {}), place);
}

const containsUnbindable = (top: Mount): boolean => subtree(top).some((m) => m.isUnbindable);

/** MS_MOVE. EINVAL: not a mount point, locked, or in a shared parent; ELOOP: into itself. */
export function moveMount(task: Task, source: Path, path: Path): void {
  const { mnt: old } = source;
  if (source.dentry !== old.root) throw EINVAL;
  if (isDir(path.dentry.inode.mode) !== isDir(source.dentry.inode.mode)) throw EINVAL;
  const ns = currentMountNs(task);
  const place = mountPlace(path);
  if (old.ns !== ns || place.mnt.ns !== ns) throw EINVAL;
  if (old.parent === null || old.isLocked) throw EINVAL;
  if (old.parent.peers !== null) throw EINVAL;
  if (place.mnt.peers !== null && containsUnbindable(old)) throw EINVAL;
  if (isAncestor(old, place.mnt)) throw ELOOP;
  attachRecursive(task.kernel, old, place.mnt, place.dentry, ns.owner);
}
