// The guards of shared directories: fs.protected_symlinks, _hardlinks, _regular and _fifos (proc_sys_fs(5); fs/namei.c may_follow_link,
// may_linkat, may_create_in_sticky). In a sticky directory that all may write, one does not stumble over what others have put there.

import { EACCES, EPERM, EROFS } from '../../abi/errno.ts';
import { isFifo, isReg, S_ISGID, S_ISUID, S_ISVTX } from '../../abi/stat.ts';
import type { Task } from '../sched/task.ts';
import type { Inode } from './inode.ts';
import { inodePermission, isOwnerOrCapable, MAY_READ, MAY_WRITE } from './permission.ts';

/** As on the machine of the recorded cases; Debian's 99-protect-links.conf would set 1, 1, 2 and 1. */
export const PROTECTED_DEFAULTS = { symlinks: 0, hardlinks: 1, regular: 0, fifos: 0 } as const;

function level(task: Task, what: keyof typeof PROTECTED_DEFAULTS): number {
  const set = task.kernel.sysctl.get(`fs.protected_${what}`);
  return set === undefined ? PROTECTED_DEFAULTS[what] : Number(set);
}

const S_IWOTH = 0o002;
const S_IWGRP = 0o020;

/** may_follow_link: a final link in such a directory is followed only by its owner, or when the directory's owner made it. EACCES. */
export function mayFollowLink(task: Task, dir: Inode, link: Inode): void {
  if (link.uid === task.cred.fsuid || dir.uid === link.uid) return;
  if ((dir.mode & (S_ISVTX | S_IWOTH)) !== (S_ISVTX | S_IWOTH) || level(task, 'symlinks') === 0) return;
  throw EACCES;
}

/** may_create_in_sticky: open(2) with O_CREAT does not open somebody else's file there. EACCES. */
export function mayCreateInSticky(task: Task, dir: Inode, inode: Inode): void {
  if ((dir.mode & S_ISVTX) === 0 || inode.uid === dir.uid || inode.uid === task.cred.fsuid) return;
  const guard = isReg(inode.mode) ? level(task, 'regular') : isFifo(inode.mode) ? level(task, 'fifos') : 1;
  if (guard === 0) return;
  if ((dir.mode & S_IWOTH) !== 0 || ((dir.mode & S_IWGRP) !== 0 && guard >= 2)) throw EACCES;
}

/** may_linkat: one links only what one owns or could write. EPERM. */
export function mayLink(task: Task, inode: Inode): void {
  if (level(task, 'hardlinks') === 0) return;
  const isPlain = isReg(inode.mode) && (inode.mode & S_ISUID) === 0 && (inode.mode & (S_ISGID | 0o010)) !== (S_ISGID | 0o010);
  if (isPlain) {
    try {
      inodePermission(task, inode, MAY_READ | MAY_WRITE);
      return;
    } catch (e) {
      if (e !== EACCES && e !== EPERM && e !== EROFS) throw e;
    }
  }
  if (!isOwnerOrCapable(task, inode)) throw EPERM;
}
