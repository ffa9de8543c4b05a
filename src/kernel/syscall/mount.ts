// mount(2), umount2(2), pivot_root(2): the flags taken apart as path_mount does, permissions, and the way to the function that does it
// (fs/namespace.c).

import { CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EAGAIN, EBUSY, EINVAL, ENODEV, EPERM } from '../../abi/errno.ts';
import {
  AT_FDCWD,
  MNT_DETACH,
  MNT_EXPIRE,
  MNT_FORCE,
  MS_BIND,
  MS_DIRSYNC,
  MS_LAZYTIME,
  MS_MANDLOCK,
  MS_MOVE,
  MS_NOATIME,
  MS_NODEV,
  MS_NODIRATIME,
  MS_NOEXEC,
  MS_NOSUID,
  MS_NOSYMFOLLOW,
  MS_PRIVATE,
  MS_RDONLY,
  MS_REC,
  MS_RELATIME,
  MS_REMOUNT,
  MS_SHARED,
  MS_SILENT,
  MS_SLAVE,
  MS_STRICTATIME,
  MS_SYNCHRONOUS,
  MS_UNBINDABLE,
  UMOUNT_NOFOLLOW,
} from '../../abi/flags.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import { addMount, bindMount, currentMountNs, moveMount } from '../mount/bind.ts';
import { changeType } from '../mount/change-type.ts';
import { ATIME_MASK, SUPER_FLAGS } from '../mount/masks.ts';
import { pivotRoot } from '../mount/pivot.ts';
import { remountBind, remountReadOnly, remountSuper } from '../mount/remount.ts';
import { checkRevealing } from '../mount/revealing.ts';
import { followMounts } from '../mount/tree.ts';
import { isBusy, umountTree } from '../mount/umount.ts';
import type { Task } from '../sched/task.ts';
import { LOOKUP_DIRECTORY, LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import type { Path } from '../vfs/path.ts';
import type { Row } from './def.ts';
import * as f from './format.ts';

const PROPAGATION = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;
const MAGIC_MASK = 0xffff0000;
const MAGIC = 0xc0ed0000;
const MS_NOUSER = 1 << 31;

/** may_mount: CAP_SYS_ADMIN over the caller's mount namespace. */
const mayMount = (task: Task): boolean => nsCapable(task, currentMountNs(task).owner, CAP_SYS_ADMIN);

const [PER_MOUNT, ATIME_FLAGS] = [
  MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NODIRATIME | MS_NOSYMFOLLOW | MS_RDONLY,
  MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME,
];

/** The flags of the mount itself; relatime is the default, and a remount that names no access-time mode keeps the one there is. */
function mountFlags(flags: number, path: Path): number {
  let own = flags & PER_MOUNT;
  if ((flags & MS_NOATIME) === 0) own |= MS_RELATIME;
  else own |= MS_NOATIME;
  if ((flags & MS_STRICTATIME) !== 0) own &= ~(MS_RELATIME | MS_NOATIME);
  if ((flags & MS_REMOUNT) !== 0 && (flags & ATIME_FLAGS) === 0) own = (own & ~ATIME_MASK) | (path.mnt.flags & ATIME_MASK);
  return own;
}

function mount(task: Task, source: string | null, target: string, fstype: string | null, given: number, data: string | null): void {
  const flags = (given & MAGIC_MASK) === (MAGIC | 0) ? given & ~MAGIC_MASK : given;
  if ((flags & MS_NOUSER) !== 0) throw EINVAL;
  const path = lookupPath(task, AT_FDCWD, target, LOOKUP_FOLLOW);
  if (!mayMount(task)) throw EPERM;
  const own = mountFlags(flags, path);
  const options = data ?? '';
  if ((flags & (MS_REMOUNT | MS_BIND)) === (MS_REMOUNT | MS_BIND)) remountBind(task, path, own);
  else if ((flags & MS_REMOUNT) !== 0) remountSuper(task, path, flags & SUPER_FLAGS, own, options);
  else if ((flags & MS_BIND) !== 0) bindMount(task, sourcePath(task, source), path, (flags & MS_REC) !== 0);
  else if ((flags & PROPAGATION) !== 0) changeType(path, flags, currentMountNs(task));
  else if ((flags & MS_MOVE) !== 0) moveMount(task, sourcePath(task, source), path);
  else newMountOf(task, path, fstype, source ?? '', flags & SUPER_FLAGS, own, options);
}

function sourcePath(task: Task, source: string | null): Path {
  if (source === null || source === '') throw EINVAL;
  return lookupPath(task, AT_FDCWD, source, LOOKUP_FOLLOW);
}

/** do_new_mount. ENODEV: no such type; EPERM: only for the initial user namespace, or it would show what is hidden. */
function newMountOf(task: Task, path: Path, fstype: string | null, source: string, superFlags: number, own: number, options: string): void {
  if (fstype === null) throw EINVAL;
  const type = task.kernel.fsTypes.get(fstype);
  if (type === undefined) throw ENODEV;
  const owner = type.userMount ? (type.userNs?.(task) ?? task.cred.userNs) : task.kernel.init.user;
  if (!nsCapable(task, owner, CAP_SYS_ADMIN)) throw EPERM;
  const sb = type.mount(source, superFlags, options, task);
  let locked: number;
  try {
    locked = checkRevealing(task, sb, own);
  } catch (e) {
    if (sb.mounts.size === 0) sb.shutdown?.();
    throw e;
  }
  addMount(task, sb, source, own, locked, path);
}

const UMOUNT_FLAGS = MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW;

/** umount2(2). EINVAL: not a mount point of the caller's namespace, or locked; EBUSY: in use, or mounts below it. */
function umount(task: Task, target: string, flags: number): void {
  if ((flags & ~UMOUNT_FLAGS) !== 0) throw EINVAL;
  const { mnt, dentry } = followMounts(lookupPath(task, AT_FDCWD, target, (flags & UMOUNT_NOFOLLOW) !== 0 ? 0 : LOOKUP_FOLLOW));
  if (!mayMount(task)) throw EPERM;
  if (dentry !== mnt.root || mnt.ns !== currentMountNs(task) || mnt.isLocked) throw EINVAL;
  if ((flags & MNT_FORCE) !== 0 && !nsCapable(task, mnt.sb.userNs, CAP_SYS_ADMIN)) throw EPERM;
  if ((flags & MNT_EXPIRE) !== 0) {
    if (mnt === task.fs.root.mnt || (flags & (MNT_FORCE | MNT_DETACH)) !== 0) throw EINVAL;
    if (mnt.users.size > 0) throw EBUSY;
    if (!mnt.isExpiring) {
      mnt.isExpiring = true;
      throw EAGAIN;
    }
  }
  if (mnt === task.fs.root.mnt && (flags & MNT_DETACH) === 0) {
    remountReadOnly(task, mnt.sb);
    return;
  }
  if (mnt.parent === null) throw EINVAL;
  if ((flags & MNT_DETACH) !== 0) umountTree(mnt, { propagate: true });
  else {
    if (isBusy(mnt)) throw EBUSY;
    umountTree(mnt, { propagate: true, sync: true });
  }
}

const mountNames = f.flags([
  [MS_RDONLY, 'MS_RDONLY'],
  [MS_NOSUID, 'MS_NOSUID'],
  [MS_NODEV, 'MS_NODEV'],
  [MS_NOEXEC, 'MS_NOEXEC'],
  [MS_SYNCHRONOUS, 'MS_SYNCHRONOUS'],
  [MS_REMOUNT, 'MS_REMOUNT'],
  [MS_MANDLOCK, 'MS_MANDLOCK'],
  [MS_DIRSYNC, 'MS_DIRSYNC'],
  [MS_NOSYMFOLLOW, 'MS_NOSYMFOLLOW'],
  [MS_NOATIME, 'MS_NOATIME'],
  [MS_NODIRATIME, 'MS_NODIRATIME'],
  [MS_BIND, 'MS_BIND'],
  [MS_MOVE, 'MS_MOVE'],
  [MS_REC, 'MS_REC'],
  [MS_SILENT, 'MS_SILENT'],
  [MS_UNBINDABLE, 'MS_UNBINDABLE'],
  [MS_PRIVATE, 'MS_PRIVATE'],
  [MS_SLAVE, 'MS_SLAVE'],
  [MS_SHARED, 'MS_SHARED'],
  [MS_RELATIME, 'MS_RELATIME'],
  [MS_STRICTATIME, 'MS_STRICTATIME'],
  [MS_LAZYTIME, 'MS_LAZYTIME'],
]);

const umountNames = f.flags([
  [MNT_FORCE, 'MNT_FORCE'],
  [MNT_DETACH, 'MNT_DETACH'],
  [MNT_EXPIRE, 'MNT_EXPIRE'],
  [UMOUNT_NOFOLLOW, 'UMOUNT_NOFOLLOW'],
]);

export const mountCalls = {
  mount: {
    args: [f.string, f.path, f.string, mountNames, f.string],
    sleeps: false,
    run: mount,
  } satisfies Row<Syscalls['mount']>,
  umount2: {
    args: [f.path, umountNames],
    sleeps: false,
    run: umount,
  } satisfies Row<Syscalls['umount2']>,
  pivot_root: {
    args: [f.path, f.path],
    sleeps: false,
    run(task: Task, newRoot: string, putOld: string): void {
      if (!mayMount(task)) throw EPERM;
      const to = lookupPath(task, AT_FDCWD, newRoot, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
      const old = lookupPath(task, AT_FDCWD, putOld, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
      pivotRoot(task, to, old);
    },
  } satisfies Row<Syscalls['pivot_root']>,
};
