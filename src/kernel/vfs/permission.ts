// Who may do what with an inode (path_resolution(7), "Permissions"; fs/namei.c generic_permission, fs/inode.c inode_owner_or_capable).
// Mode bits first; then capabilities, and those count only when the caller's user namespace maps both of the inode's ids.

import { CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_FSETID } from '../../abi/caps.ts';
import { EACCES, EPERM, EROFS } from '../../abi/errno.ts';
import { MS_NODEV, MS_NOEXEC, MS_RDONLY } from '../../abi/flags.ts';
import { isBlk, isChr, isDir, isLnk, isReg, S_ISGID, S_ISVTX } from '../../abi/stat.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Cred, Kgid } from '../cred/cred.ts';
import { hasKgid, hasKuid } from '../cred/idmap.ts';
import type { Mount } from '../mount/mount.ts';
import type { Task } from '../sched/task.ts';
import type { Inode } from './inode.ts';
import type { Path } from './path.ts';

export const MAY_EXEC = 1;
export const MAY_WRITE = 2;
export const MAY_READ = 4;

/** in_group_p: the file-system group or a supplementary one. */
export const inGroup = (cred: Cred, gid: Kgid): boolean => cred.fsgid === gid || cred.groups.includes(gid);

/** capable_wrt_inode_uidgid: the capability over the caller's own user namespace, in which both ids must exist. */
export function capableWrtInode(task: Task, inode: Inode, cap: number): boolean {
  const ns = task.cred.userNs;
  return hasKuid(ns, inode.uid) && hasKgid(ns, inode.gid) && nsCapable(task, ns, cap);
}

/** inode_owner_or_capable: the owner, or CAP_FOWNER over the owner's id. */
export function isOwnerOrCapable(task: Task, inode: Inode): boolean {
  if (task.cred.fsuid === inode.uid) return true;
  return hasKuid(task.cred.userNs, inode.uid) && nsCapable(task, task.cred.userNs, CAP_FOWNER);
}

/** generic_permission: EACCES when `mask` (MAY_*) is not granted. */
export function genericPermission(task: Task, inode: Inode, mask: number): void {
  const { cred } = task;
  let mode = inode.mode;
  if (cred.fsuid === inode.uid) mode >>= 6;
  else if ((mode & 0o070) >> 3 !== (mode & 0o007) && inGroup(cred, inode.gid)) mode >>= 3;
  if ((mask & ~mode & 7) === 0) return;
  if (isDir(inode.mode)) {
    if ((mask & MAY_WRITE) === 0 && capableWrtInode(task, inode, CAP_DAC_READ_SEARCH)) return;
    if (capableWrtInode(task, inode, CAP_DAC_OVERRIDE)) return;
    throw EACCES;
  }
  if (mask === MAY_READ && capableWrtInode(task, inode, CAP_DAC_READ_SEARCH)) return;
  // Even root may execute only what somebody may execute.
  if (((mask & MAY_EXEC) === 0 || (inode.mode & 0o111) !== 0) && capableWrtInode(task, inode, CAP_DAC_OVERRIDE)) return;
  throw EACCES;
}

const isOnDisk = (inode: Inode): boolean => isReg(inode.mode) || isDir(inode.mode) || isLnk(inode.mode);

/** HAS_UNMAPPED_ID: nobody may write what has an owner that cannot be named. */
export const hasUnmappedId = (inode: Inode): boolean => (inode.uid as number) === -1 || (inode.gid as number) === -1;

/** inode_permission: EROFS, EACCES or EPERM when the task may not. */
export function inodePermission(task: Task, inode: Inode, mask: number): void {
  if ((mask & MAY_WRITE) !== 0) {
    if ((inode.sb.flags & MS_RDONLY) !== 0 && isOnDisk(inode)) throw EROFS;
    if (hasUnmappedId(inode)) throw EACCES;
  }
  if (inode.ops.permission !== undefined) inode.ops.permission(inode, mask, task);
  else genericPermission(task, inode, mask);
}

/** path_noexec: "Do not allow programs to be executed from this filesystem" (mount(2), MS_NOEXEC). */
export const isNoexec = ({ mnt }: Path): boolean => (mnt.flags & MS_NOEXEC) !== 0 || mnt.sb.type.isNoexec === true;

/** mnt_want_write: EROFS on a read-only mount or superblock. */
export function wantWrite(mnt: Mount): void {
  if (((mnt.flags | mnt.sb.flags) & MS_RDONLY) !== 0) throw EROFS;
}

/** may_open_dev: devices do not work on a nodev mount. */
export function checkNodev(path: Path): void {
  const { mode } = path.dentry.inode;
  if ((isChr(mode) || isBlk(mode)) && (path.mnt.flags & MS_NODEV) !== 0) throw EACCES;
}

/** check_sticky: in a sticky directory only the file's owner, the directory's owner or CAP_FOWNER may remove or rename. */
export function checkSticky(task: Task, dir: Inode, inode: Inode): void {
  if ((dir.mode & S_ISVTX) === 0) return;
  const { fsuid } = task.cred;
  if (inode.uid === fsuid || dir.uid === fsuid) return;
  if (!capableWrtInode(task, inode, CAP_FOWNER)) throw EPERM;
}

/** The mode a chmod or chown may leave: set-group-ID goes when the caller is outside the group and has no CAP_FSETID. */
export function stripSetgid(task: Task, inode: Inode, gid: Kgid, mode: number): number {
  if ((mode & S_ISGID) === 0 || inGroup(task.cred, gid) || capableWrtInode(task, inode, CAP_FSETID)) return mode;
  return mode & ~S_ISGID;
}
