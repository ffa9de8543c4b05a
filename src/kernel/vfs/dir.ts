// Making, removing and renaming names (fs/namei.c: may_create, may_delete, vfs_mkdir … vfs_rename; mkdir(2), unlink(2), rename(2), link(2)).
// All checks first; then the file system changes its directory, and the dentries follow.

import { CAP_DAC_READ_SEARCH, CAP_MKNOD } from '../../abi/caps.ts';
import { EACCES, EBUSY, EEXIST, EINVAL, EISDIR, EMLINK, ENOENT, ENOTDIR, ENOTEMPTY, EOVERFLOW, EPERM, EXDEV } from '../../abi/errno.ts';
import { AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_FOLLOW, RENAME_EXCHANGE, RENAME_NOREPLACE } from '../../abi/flags.ts';
import { isBlk, isChr, isDir, isReg, S_IFDIR, S_IFIFO, S_IFMT, S_IFREG, S_IFSOCK, S_ISGID } from '../../abi/stat.ts';
import { nsCapable } from '../cred/capability.ts';
import { hasKgid, hasKuid } from '../cred/idmap.ts';
import { isLocalMountpoint } from '../mount/tree.ts';
import { detachMounts } from '../mount/umount.ts';
import type { Task } from '../sched/task.ts';
import type { Dentry } from './dentry.ts';
import type { Inode, Superblock } from './inode.ts';
import { addDentry, dropDentry, LOOKUP_EMPTY, LOOKUP_FOLLOW, lookupDentry, lookupParent, lookupPath, type ParentPath } from './namei.ts';
import type { Path } from './path.ts';
import { checkSticky, hasUnmappedId, inodePermission, MAY_EXEC, MAY_WRITE, stripSetgid, wantWrite } from './permission.ts';
import { mayLink } from './protected.ts';

/** fsuidgid_has_mapping: the caller's ids must exist in the superblock's user namespace to own something there. */
function checkMapped(task: Task, sb: Superblock): void {
  if (!hasKuid(sb.userNs, task.cred.fsuid) || !hasKgid(sb.userNs, task.cred.fsgid)) throw EOVERFLOW;
}

/** may_create */
function mayCreate(task: Task, dir: Dentry): void {
  if (dir.isDeleted || dir.inode.nlink === 0) throw ENOENT;
  checkMapped(task, dir.inode.sb);
  inodePermission(task, dir.inode, MAY_WRITE | MAY_EXEC);
}

/** may_delete: `wantsDir` is whether the call removes a directory. */
function mayDelete(task: Task, dir: Dentry, victim: Dentry, wantsDir: boolean): void {
  const { inode } = victim;
  inodePermission(task, dir.inode, MAY_WRITE | MAY_EXEC);
  checkSticky(task, dir.inode, inode);
  if (hasUnmappedId(inode)) throw EPERM;
  if (wantsDir) {
    if (!isDir(inode.mode)) throw ENOTDIR;
    if (victim.isRoot) throw EBUSY;
  } else if (isDir(inode.mode)) throw EISDIR;
  if (dir.isDeleted) throw ENOENT;
}

/**
 * vfs_prepare_mode: without set-group-ID for a program that would run with a directory's group the caller is not in, then without the umask;
 * and a new directory takes the bit over from its parent (inode(7)).
 */
export function newMode(task: Task, dir: Inode, mode: number): number {
  let m = mode;
  if (!isDir(m) && (dir.mode & S_ISGID) !== 0 && (m & (S_ISGID | 0o010)) === (S_ISGID | 0o010)) m = stripSetgid(task, dir, dir.gid, m);
  m &= ~task.fs.umask;
  return isDir(m) ? m | (dir.mode & S_ISGID) : m;
}

/** vfs_create, vfs_mknod, vfs_mkdir: a new inode of the type and permissions in `mode`, the umask not yet taken off. The name is free. */
export function createIn(task: Task, dir: Path, name: string, mode: number, rdev: number): Dentry {
  const { inode } = dir.dentry;
  mayCreate(task, dir.dentry);
  if (inode.ops.mknod === undefined) throw isReg(mode) ? EACCES : EPERM;
  return addDentry(dir.dentry, name, inode.ops.mknod(inode, name, newMode(task, inode, mode), rdev, task));
}

/** filename_create: a name that is free. EEXIST, ENOENT, EROFS. */
function freeName(task: Task, at: ParentPath, isForDir: boolean): void {
  if (at.type !== 'norm') throw EEXIST;
  if (lookupDentry(at.parent.dentry, at.last, task) !== null) throw EEXIST;
  // "foo/" can only become a directory.
  if (at.isTrailing && !isForDir) throw ENOENT;
  wantWrite(at.parent.mnt);
}

export function mkdirAt(task: Task, dirfd: number, name: string, mode: number): void {
  const at = lookupParent(task, dirfd, name);
  freeName(task, at, true);
  createIn(task, at.parent, at.last, S_IFDIR | (mode & 0o1777), 0);
}

/** mknod(2): "EPERM: mode requested creation of something other than a regular file, FIFO, or UNIX domain socket, and the caller is not privileged". */
export function mknodAt(task: Task, dirfd: number, name: string, mode: number, rdev: number): void {
  const type = (mode & S_IFMT) === 0 ? S_IFREG : mode & S_IFMT;
  if (isDir(type)) throw EPERM;
  if (!isReg(type) && !isChr(type) && !isBlk(type) && type !== S_IFIFO && type !== S_IFSOCK) throw EINVAL;
  const at = lookupParent(task, dirfd, name);
  freeName(task, at, false);
  mayCreate(task, at.parent.dentry);
  const isDevice = isChr(type) || isBlk(type);
  // A whiteout, character device 0:0, is nothing dangerous.
  if (isDevice && !(isChr(type) && rdev === 0) && !nsCapable(task, task.kernel.init.user, CAP_MKNOD)) throw EPERM;
  createIn(task, at.parent, at.last, type | (mode & 0o7777), isDevice ? rdev : 0);
}

export function symlinkAt(task: Task, target: string, dirfd: number, name: string): void {
  if (target === '') throw ENOENT;
  const at = lookupParent(task, dirfd, name);
  freeName(task, at, false);
  const dir = at.parent.dentry;
  mayCreate(task, dir);
  if (dir.inode.ops.symlink === undefined) throw EPERM;
  addDentry(dir, at.last, dir.inode.ops.symlink(dir.inode, at.last, target, task));
}

export function linkAt(task: Task, olddirfd: number, oldname: string, newdirfd: number, newname: string, flags: number): void {
  if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) !== 0) throw EINVAL;
  const isEmpty = (flags & AT_EMPTY_PATH) !== 0;
  if (isEmpty && oldname === '' && !nsCapable(task, task.kernel.init.user, CAP_DAC_READ_SEARCH)) throw ENOENT;
  const old = lookupPath(
    task,
    olddirfd,
    oldname,
    ((flags & AT_SYMLINK_FOLLOW) !== 0 ? LOOKUP_FOLLOW : 0) | (isEmpty && olddirfd !== AT_FDCWD ? LOOKUP_EMPTY : 0),
  );
  const at = lookupParent(task, newdirfd, newname);
  freeName(task, at, false);
  if (old.mnt !== at.parent.mnt) throw EXDEV;
  const { inode } = old.dentry;
  const dir = at.parent.dentry;
  mayLink(task, inode);
  mayCreate(task, dir);
  if (inode.sb !== dir.inode.sb) throw EXDEV;
  if (hasUnmappedId(inode)) throw EPERM;
  if (dir.inode.ops.link === undefined || isDir(inode.mode)) throw EPERM;
  if (inode.nlink === 0 && !inode.isLinkable) throw ENOENT;
  if (inode.nlink >= 65000) throw EMLINK;
  dir.inode.ops.link(dir.inode, at.last, inode, task);
  addDentry(dir, at.last, inode);
}

export function unlinkAt(task: Task, dirfd: number, name: string): void {
  const at = lookupParent(task, dirfd, name);
  if (at.type !== 'norm') throw EISDIR;
  wantWrite(at.parent.mnt);
  const dir = at.parent.dentry;
  const victim = lookupDentry(dir, at.last, task);
  if (victim === null) throw ENOENT;
  if (at.isTrailing) throw isDir(victim.inode.mode) ? EISDIR : ENOTDIR;
  unlinkIn(task, dir, victim);
}

/** vfs_unlink */
export function unlinkIn(task: Task, dir: Dentry, victim: Dentry): void {
  mayDelete(task, dir, victim, false);
  if (dir.inode.ops.unlink === undefined) throw EPERM;
  checkNotMounted(task, victim);
  dir.inode.ops.unlink(dir.inode, victim.name, victim.inode, task);
  forget(victim);
}

export function rmdirAt(task: Task, dirfd: number, name: string): void {
  const at = lookupParent(task, dirfd, name);
  if (at.type === 'dotdot') throw ENOTEMPTY;
  if (at.type === 'dot') throw EINVAL;
  if (at.type === 'root') throw EBUSY;
  wantWrite(at.parent.mnt);
  const dir = at.parent.dentry;
  const victim = lookupDentry(dir, at.last, task);
  if (victim === null) throw ENOENT;
  mayDelete(task, dir, victim, true);
  if (dir.inode.ops.rmdir === undefined) throw EPERM;
  checkNotMounted(task, victim);
  dir.inode.ops.rmdir(dir.inode, at.last, victim.inode, task);
  forget(victim);
}

/** "EBUSY: pathname is currently in use … as a mount point" (rmdir(2)): only what the caller's own mount namespace shows counts. */
function checkNotMounted(task: Task, dentry: Dentry): void {
  if (dentry.mounted !== null && task.nsproxy !== null && isLocalMountpoint(dentry, task.nsproxy.mnt)) throw EBUSY;
}

/** The name is gone: mounts on it in other namespaces go too (detach_mounts). */
function forget(dentry: Dentry): void {
  if (dentry.mounted !== null) detachMounts(dentry);
  dropDentry(dentry);
}

const isBelow = (dentry: Dentry, ancestor: Dentry): boolean => {
  for (let d = dentry; ; d = d.parent) {
    if (d === ancestor) return true;
    if (d.isRoot) return false;
  }
};

export function renameAt(task: Task, olddirfd: number, oldname: string, newdirfd: number, newname: string, flags: number): void {
  if ((flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE)) !== 0) throw EINVAL;
  const exchanges = (flags & RENAME_EXCHANGE) !== 0;
  const noReplace = (flags & RENAME_NOREPLACE) !== 0;
  if (exchanges && noReplace) throw EINVAL;
  const from = lookupParent(task, olddirfd, oldname);
  const to = lookupParent(task, newdirfd, newname);
  if (from.parent.mnt !== to.parent.mnt) throw EXDEV;
  if (from.type !== 'norm') throw EBUSY;
  if (to.type !== 'norm') throw noReplace ? EEXIST : EBUSY;
  wantWrite(from.parent.mnt);
  const oldDir = from.parent.dentry;
  const newDir = to.parent.dentry;
  const source = lookupDentry(oldDir, from.last, task);
  if (source === null) throw ENOENT;
  const target = lookupDentry(newDir, to.last, task);
  if (target !== null && noReplace) throw EEXIST;
  const sourceIsDir = isDir(source.inode.mode);
  if (exchanges) {
    if (target === null) throw ENOENT;
    if (!isDir(target.inode.mode) && to.isTrailing) throw ENOTDIR;
  }
  if (!sourceIsDir && (from.isTrailing || (!exchanges && to.isTrailing))) throw ENOTDIR;
  // "EINVAL: The new pathname contained a path prefix of the old" (rename(2)).
  if (isBelow(newDir, source)) throw EINVAL;
  if (target !== null && isBelow(oldDir, target)) throw exchanges ? EINVAL : ENOTEMPTY;
  // "If oldpath and newpath are existing hard links referring to the same file, then rename() does nothing".
  if (target !== null && target.inode === source.inode) return;
  mayDelete(task, oldDir, source, sourceIsDir);
  if (target === null) mayCreate(task, newDir);
  else mayDelete(task, newDir, target, exchanges ? isDir(target.inode.mode) : sourceIsDir);
  const { ops } = oldDir.inode;
  if (ops.rename === undefined) throw EPERM;
  if (oldDir !== newDir) {
    // The directory's own `..` changes.
    if (sourceIsDir) inodePermission(task, source.inode, MAY_WRITE);
    if (exchanges && target !== null && isDir(target.inode.mode)) inodePermission(task, target.inode, MAY_WRITE);
  }
  checkNotMounted(task, source);
  if (target !== null) checkNotMounted(task, target);
  ops.rename(oldDir.inode, from.last, newDir.inode, to.last, source.inode, target?.inode ?? null, flags, task);
  if (exchanges && target !== null) {
    moveDentry(target, oldDir, from.last);
    moveDentry(source, newDir, to.last);
    return;
  }
  if (target !== null) forget(target);
  oldDir.children.delete(from.last);
  moveDentry(source, newDir, to.last);
}

/** d_move */
function moveDentry(dentry: Dentry, dir: Dentry, name: string): void {
  dentry.name = name;
  dentry.parent = dir;
  dir.children.set(name, dentry);
}
