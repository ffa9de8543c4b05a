// mount -o remount: the flags of one mount (with MS_BIND) or those of the superblock too (do_reconfigure_mnt, do_remount in fs/namespace.c).

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EBUSY, EINVAL, EPERM } from '../../abi/errno.ts';
import {
  MS_LAZYTIME,
  MS_MANDLOCK,
  MS_NODEV,
  MS_NOEXEC,
  MS_NOSUID,
  MS_RDONLY,
  MS_RELATIME,
  MS_SYNCHRONOUS,
  O_ACCMODE,
  O_PATH,
  O_RDONLY,
} from '../../abi/flags.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Task } from '../sched/task.ts';
import { File } from '../vfs/file.ts';
import type { Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';
import { currentMountNs } from './bind.ts';
import { ATIME_MASK } from './masks.ts';
import type { Mount } from './mount.ts';

/** What remount can change of a superblock (MS_RMT_MASK). */
const REMOUNT_MASK = MS_RDONLY | MS_SYNCHRONOUS | MS_MANDLOCK | MS_LAZYTIME;

/** can_change_locked_flags: what a more privileged namespace set stays set, and its access-time mode stays the same. */
function mayChangeLocked(mnt: Mount, flags: number): boolean {
  const locked = mnt.lockedFlags;
  for (const bit of [MS_RDONLY, MS_NODEV, MS_NOSUID, MS_NOEXEC]) if ((locked & bit) !== 0 && (flags & bit) === 0) return false;
  return (locked & MS_RELATIME) === 0 || (mnt.flags & ATIME_MASK) === (flags & ATIME_MASK);
}

function check(task: Task, path: Path, flags: number): void {
  const { mnt } = path;
  if (mnt.ns !== currentMountNs(task) || path.dentry !== mnt.root) throw EINVAL;
  if (!mayChangeLocked(mnt, flags)) throw EPERM;
}

/** mnt_get_writers: a file is open for writing through this mount. */
function hasWriters(mnt: Mount): boolean {
  for (const user of mnt.users.values()) {
    if (user instanceof File && (user.flags & O_ACCMODE) !== O_RDONLY && (user.flags & O_PATH) === 0) return true;
  }
  return false;
}

/** sb_prepare_remount_readonly */
const hasSuperWriters = (sb: Superblock): boolean => [...sb.mounts].some(hasWriters);

/** MS_REMOUNT | MS_BIND. EBUSY: "… files that are open for writing". */
export function remountBind(task: Task, path: Path, flags: number): void {
  check(task, path, flags);
  const { mnt } = path;
  const isReadOnly = ((mnt.flags | mnt.sb.flags) & MS_RDONLY) !== 0;
  if ((flags & MS_RDONLY) !== 0 && !isReadOnly && hasWriters(mnt)) throw EBUSY;
  mnt.flags = flags;
}

/** MS_REMOUNT: changes the superblock, for all its mounts, and the flags of this one. */
export function remountSuper(task: Task, path: Path, superFlags: number, flags: number, options: string): void {
  check(task, path, flags);
  const { mnt } = path;
  const { sb } = mnt;
  if (!nsCapable(task, sb.userNs, CAP_SYS_ADMIN)) throw EPERM;
  const next = (sb.flags & ~REMOUNT_MASK) | (superFlags & REMOUNT_MASK);
  const becomesReadOnly = (next & MS_RDONLY) !== 0 && (sb.flags & MS_RDONLY) === 0;
  if (becomesReadOnly && hasSuperWriters(sb)) throw EBUSY;
  sb.reconfigure?.(next, options, task);
  sb.flags = next;
  mnt.flags = flags;
}

/** umount(2) of the caller's own root without MNT_DETACH: "just try to remount it readonly" (do_umount_root). */
export function remountReadOnly(task: Task, sb: Superblock): void {
  if (!nsCapable(task, sb.userNs, CAP_SYS_ADMIN)) throw EPERM;
  if ((sb.flags & MS_RDONLY) !== 0) return;
  if (hasSuperWriters(sb)) throw EBUSY;
  sb.flags |= MS_RDONLY;
}
