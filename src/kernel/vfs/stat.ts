// What stat(2) and statfs(2) show (fs/stat.c, fs/statfs.c); ids as the reader's user namespace numbers them.

import { MS_NOATIME, MS_NODEV, MS_NODIRATIME, MS_NOEXEC, MS_NOSUID, MS_NOSYMFOLLOW, MS_RDONLY, MS_RELATIME } from '../../abi/flags.ts';
import type { Stat, StatFs } from '../../abi/stat.ts';
import { showGid, showUid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import type { Path } from './path.ts';

/** vfs_getattr */
export function statPath(task: Task, path: Path): Stat {
  const { dentry, mnt } = path;
  const { inode } = dentry;
  inode.ops.refresh?.(inode, task);
  const { userNs } = task.cred;
  return {
    dev: inode.sb.dev,
    ino: inode.ino,
    mode: inode.mode,
    nlink: inode.nlink,
    uid: showUid(inode.uid, userNs),
    gid: showGid(inode.gid, userNs),
    rdev: inode.rdev,
    size: inode.size,
    blksize: inode.sb.blockSize,
    blocks: inode.blocks,
    atime: inode.atime,
    mtime: inode.mtime,
    ctime: inode.ctime,
    btime: inode.btime,
    mntId: mnt.id,
    isMountRoot: dentry === mnt.root,
  };
}

/** ST_* of statvfs(3), by the mount's MS_* flag. */
const ST_VALID = 0x20;
const ST_FLAGS: readonly (readonly [number, number])[] = [
  [MS_RDONLY, 1],
  [MS_NOSUID, 2],
  [MS_NODEV, 4],
  [MS_NOEXEC, 8],
  [MS_NOATIME, 0x400],
  [MS_NODIRATIME, 0x800],
  [MS_RELATIME, 0x1000],
  [MS_NOSYMFOLLOW, 0x2000],
];

export function statfsPath(path: Path): StatFs {
  const { mnt, dentry } = path;
  let flags = ST_VALID;
  for (const [ms, st] of ST_FLAGS) if (((mnt.flags | (ms === MS_RDONLY ? mnt.sb.flags : 0)) & ms) !== 0) flags |= st;
  return { ...dentry.sb.statfs(), flags };
}
