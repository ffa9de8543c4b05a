// What mount(8) says of a failed mount(2): libmount 2.38's mnt_context_get_mount_excode, as one row an errno.

import { EACCES, EBUSY, EINVAL, EIO, EMFILE, ENODEV, ENOENT, ENOTBLK, ENOTDIR, ENXIO, EPERM, EROFS, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, MS_BIND, MS_MOVE, MS_RDONLY, MS_REMOUNT } from '../../../abi/flags.ts';
import { isBlk, isDir, isReg, type Stat } from '../../../abi/stat.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';

export interface FailedMount {
  readonly source: string;
  /** False: none was named, and `source` is "none". */
  readonly hasSource: boolean;
  readonly target: string;
  readonly fstype: string | null;
  readonly flags: number;
  /** The call that failed was a later one, setting flags or propagation. */
  readonly isFollowUp: boolean;
  /** --move, and the source's parent is shared. */
  readonly isSharedParent: boolean;
}

function statOf(sys: Syscalls, path: string, flags = 0): Stat | Errno {
  try {
    return sys.newfstatat(AT_FDCWD, path, flags);
  } catch (e) {
    if (e instanceof Errno) return e;
    throw e;
  }
}

const isDirectory = (sys: Syscalls, path: string): boolean => {
  const st = statOf(sys, path);
  return !(st instanceof Errno) && isDir(st.mode);
};

const failed = (e: Errno): string => `mount(2) system call failed: ${e.text}`;

type Explain = (m: FailedMount, sys: Syscalls, e: Errno) => string;

const notWritable: Explain = (m, _sys, e) => {
  if ((m.flags & MS_RDONLY) !== 0) return `cannot mount ${m.source} read-only`;
  if ((m.flags & MS_REMOUNT) !== 0) return `cannot remount ${m.source} read-write, is write-protected`;
  if ((m.flags & MS_BIND) !== 0) return `bind ${m.source} failed`;
  return failed(e);
};

const EXPLAIN = new Map<Errno, Explain>([
  [
    EPERM,
    (m, sys) => {
      if (sys.geteuid() !== 0) return 'must be superuser to use mount';
      return isDirectory(sys, m.target) ? 'permission denied' : 'mount point is not a directory';
    },
  ],
  [EBUSY, (m) => ((m.flags & MS_REMOUNT) !== 0 ? 'mount point is busy' : `${m.source} already mounted or mount point busy`)],
  [
    ENOENT,
    (m, sys, e) => {
      if (statOf(sys, m.target, AT_SYMLINK_NOFOLLOW) instanceof Errno) return 'mount point does not exist';
      if (statOf(sys, m.target) instanceof Errno) return 'mount point is a symbolic link to nowhere';
      if (m.hasSource && statOf(sys, m.source) instanceof Errno) return `special device ${m.source} does not exist`;
      return failed(e);
    },
  ],
  [
    ENOTDIR,
    (m, sys, e) => {
      if (!isDirectory(sys, m.target)) return 'mount point is not a directory';
      if (statOf(sys, m.source) === ENOTDIR) return `special device ${m.source} does not exist (a path prefix is not a directory)`;
      return failed(e);
    },
  ],
  [
    EINVAL,
    (m) => {
      if ((m.flags & MS_REMOUNT) !== 0 && !m.isFollowUp) return 'mount point not mounted or bad option';
      if (m.isFollowUp) return 'not mount point or bad option';
      if ((m.flags & MS_MOVE) !== 0 && m.isSharedParent) return 'bad option; moving a mount residing under a shared mount is unsupported';
      return `wrong fs type, bad option, bad superblock on ${m.source}, missing codepage or helper program, or other error`;
    },
  ],
  [EMFILE, () => 'mount table full'],
  [EIO, (m) => `can't read superblock on ${m.source}`],
  [ENODEV, (m) => (m.fstype === null ? 'unknown filesystem type' : `unknown filesystem type '${m.fstype}'`)],
  [
    ENOTBLK,
    (m, sys) => {
      const st = statOf(sys, m.source);
      if (st instanceof Errno) return `${m.source} is not a block device, and stat(2) fails?`;
      if (isBlk(st.mode)) return `the kernel does not recognize ${m.source} as a block device; maybe "modprobe driver" is necessary`;
      return isReg(st.mode) ? `${m.source} is not a block device; try "-o loop"` : `${m.source} is not a block device`;
    },
  ],
  [ENXIO, (m) => `${m.source} is not a valid block device`],
  [EACCES, notWritable],
  [EROFS, notWritable],
]);

/** The sentence between `mount: TARGET: ` and the full stop. */
export const explainMountError = (m: FailedMount, sys: Syscalls, e: Errno): string =>
  (EXPLAIN.get(e) ?? ((_m, _s, x) => failed(x)))(m, sys, e);
