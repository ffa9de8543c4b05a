// Every file-system type, in the order of /proc/filesystems.

import { MQUEUE } from '../ipc/mqueue-fs.ts';
import type { FsType } from '../vfs/inode.ts';
import { CGROUP2 } from './cgroupfs.ts';
import { devptsType } from './devpts.ts';
import { devtmpfsType } from './devtmpfs.ts';
import { DEBUGFS, SECURITYFS, TRACEFS } from './empty.ts';
import { ext4Type } from './ext4.ts';
import { OVERLAY } from './overlay/type.ts';
import { PROC } from './proc/type.ts';
import { SYSFS } from './sysfs.ts';
import { tmpfsType } from './tmpfs.ts';

export const FS_TYPES: readonly FsType[] = [
  SYSFS,
  tmpfsType,
  PROC,
  CGROUP2,
  devtmpfsType,
  DEBUGFS,
  TRACEFS,
  SECURITYFS,
  devptsType,
  ext4Type,
  OVERLAY,
  MQUEUE,
];
