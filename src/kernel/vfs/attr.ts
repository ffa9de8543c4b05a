// Changing an inode's attributes (fs/attr.c notify_change, fs/open.c, fs/utimes.c; chmod(2), chown(2), utimensat(2)) and access times.

import { CAP_CHOWN, CAP_FSETID } from '../../abi/caps.ts';
import { EINVAL, EISDIR, EOVERFLOW, EPERM } from '../../abi/errno.ts';
import { MS_NOATIME, MS_NODIRATIME, MS_RDONLY, MS_RELATIME } from '../../abi/flags.ts';
import { compareTime, isDir, isReg, S_IFMT, S_ISGID, S_ISUID, type Timespec } from '../../abi/stat.ts';
import type { TimeArg } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Cred, Kgid, Kuid } from '../cred/cred.ts';
import { hasKgid, hasKuid, makeKgid, makeKuid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import type { Iattr, Inode } from './inode.ts';
import type { Path } from './path.ts';
import { capableWrtInode, inGroup, inodePermission, isOwnerOrCapable, MAY_WRITE, stripSetgid, wantWrite } from './permission.ts';
import { dropFileCaps } from './xattr.ts';

const DAY = 86400;

/** touch_atime: relatime changes it when it is not newer than mtime or ctime, or is a day old (mount(2), MS_RELATIME). */
export function touchAtime(path: Path): void {
  const { mnt } = path;
  const { inode } = path.dentry;
  if ((mnt.flags & (MS_NOATIME | MS_RDONLY)) !== 0 || (inode.sb.flags & (MS_NOATIME | MS_RDONLY)) !== 0) return;
  if ((mnt.flags & MS_NODIRATIME) !== 0 && isDir(inode.mode)) return;
  const now = inode.sb.kernel.clock.now();
  if ((mnt.flags & MS_RELATIME) !== 0) {
    const isNewer = compareTime(inode.atime, inode.mtime) > 0 && compareTime(inode.atime, inode.ctime) > 0;
    if (isNewer && now.sec - inode.atime.sec < DAY) return;
  }
  inode.atime = now;
}

/** simple_setattr: what every file system does with permitted changes. */
export function copyAttr(inode: Inode, attr: Iattr): void {
  if (attr.uid !== undefined) inode.uid = attr.uid;
  if (attr.gid !== undefined) inode.gid = attr.gid;
  if (attr.mode !== undefined) inode.mode = (inode.mode & S_IFMT) | (attr.mode & 0o7777);
  if (attr.atime !== undefined) inode.atime = attr.atime;
  if (attr.mtime !== undefined) inode.mtime = attr.mtime;
  inode.ctime = inode.sb.kernel.clock.now();
}

/** The changes to the file system; one that has no setattr keeps them in the inode. */
function commit(task: Task, inode: Inode, attr: Iattr): void {
  if (inode.ops.setattr !== undefined) inode.ops.setattr(inode, attr, task);
  else copyAttr(inode, attr);
}

/** chmod(2). */
export function chmodInode(task: Task, path: Path, mode: number): void {
  const { inode } = path.dentry;
  wantWrite(path.mnt);
  if (!isOwnerOrCapable(task, inode)) throw EPERM;
  commit(task, inode, { mode: stripSetgid(task, inode, inode.gid, mode & 0o7777) });
}

/** The mode without the bits that a write or a new owner takes away (setattr_should_drop_suidgid). */
function withoutSetid(task: Task, inode: Inode): number {
  let mode = inode.mode & ~S_ISUID;
  if ((mode & S_ISGID) !== 0 && ((mode & 0o010) !== 0 || (!inGroup(task.cred, inode.gid) && !capableWrtInode(task, inode, CAP_FSETID))))
    mode &= ~S_ISGID;
  return mode;
}

function mayChown(task: Task, inode: Inode, uid: Kuid): boolean {
  return (task.cred.fsuid === inode.uid && uid === inode.uid) || capableWrtInode(task, inode, CAP_CHOWN);
}

function mayChgrp(cred: Cred, task: Task, inode: Inode, gid: Kgid): boolean {
  return (cred.fsuid === inode.uid && (inGroup(cred, gid) || gid === inode.gid)) || capableWrtInode(task, inode, CAP_CHOWN);
}

/** chown(2) with the numbers of the caller's user namespace; -1 leaves one as it is. EINVAL for an unmapped one. */
export function chownInode(task: Task, path: Path, uid: number, gid: number): void {
  const { inode } = path.dentry;
  const { userNs } = task.cred;
  const newUid = uid === -1 ? null : makeKuid(userNs, uid);
  const newGid = gid === -1 ? null : makeKgid(userNs, gid);
  wantWrite(path.mnt);
  if ((newUid as number | null) === -1 || (newGid as number | null) === -1) throw EINVAL;
  if (newUid !== null && !hasKuid(inode.sb.userNs, newUid)) throw EOVERFLOW;
  if (newGid !== null && !hasKgid(inode.sb.userNs, newGid)) throw EOVERFLOW;
  if (newUid !== null && !mayChown(task, inode, newUid)) throw EPERM;
  if (newGid !== null && !mayChgrp(task.cred, task, inode, newGid)) throw EPERM;
  const mode = isDir(inode.mode) ? inode.mode : withoutSetid(task, inode);
  if (!isDir(inode.mode)) dropFileCaps(inode);
  commit(task, inode, {
    ...(newUid === null ? undefined : { uid: newUid }),
    ...(newGid === null ? undefined : { gid: newGid }),
    ...(mode === inode.mode ? undefined : { mode: mode & 0o7777 }),
  });
}

/** utimensat(2): "the caller must be the owner, or have write permission" for now, the owner for a given time. */
export function setTimes(task: Task, path: Path, atime: TimeArg, mtime: TimeArg): void {
  const { inode } = path.dentry;
  wantWrite(path.mnt);
  if (!isOwnerOrCapable(task, inode)) {
    if (atime !== 'now' || mtime !== 'now') throw EPERM;
    inodePermission(task, inode, MAY_WRITE);
  }
  const now = task.kernel.clock.now();
  const pick = (t: TimeArg): Timespec | undefined => (t === 'omit' ? undefined : t === 'now' ? now : t);
  const a = pick(atime);
  const m = pick(mtime);
  commit(task, inode, { ...(a === undefined ? undefined : { atime: a }), ...(m === undefined ? undefined : { mtime: m }) });
}

/** do_truncate: the size, and the set-id bits go as with a write. Permission was asked. */
export function truncateInode(task: Task, inode: Inode, size: number): void {
  const mode = modeAfterWrite(task, inode);
  dropFileCaps(inode);
  const now = task.kernel.clock.now();
  commit(task, inode, { size, mtime: now, ...(mode === inode.mode ? undefined : { mode: mode & 0o7777 }) });
}

/** truncate(2) by name. */
export function truncatePath(task: Task, path: Path, size: number): void {
  const { inode } = path.dentry;
  if (isDir(inode.mode)) throw EISDIR;
  if (!isReg(inode.mode)) throw EINVAL;
  wantWrite(path.mnt);
  inodePermission(task, inode, MAY_WRITE);
  truncateInode(task, inode, size);
}

/** file_remove_privs: what a write leaves of the mode, unless the writer has CAP_FSETID in the initial user namespace. */
function modeAfterWrite(task: Task, inode: Inode): number {
  if ((inode.mode & (S_ISUID | S_ISGID)) === 0 || !isReg(inode.mode)) return inode.mode;
  const mode = withoutSetid(task, inode);
  return mode === inode.mode || nsCapable(task, task.kernel.init.user, CAP_FSETID) ? inode.mode : mode;
}

/** file_modified: a write changes the times and may take the set-id bits. */
export function fileModified(task: Task, inode: Inode): void {
  const now = task.kernel.clock.now();
  inode.mtime = now;
  inode.ctime = now;
  dropFileCaps(inode);
  if ((inode.mode & (S_ISUID | S_ISGID)) !== 0) inode.mode = modeAfterWrite(task, inode);
}
