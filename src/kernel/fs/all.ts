// Every file-system type, in the order of /proc/filesystems.

import type { FsType } from '../vfs/inode.ts';
import { devptsType } from './devpts.ts';
import { devtmpfsType } from './devtmpfs.ts';
import { ext4Type } from './ext4.ts';
import { PROC } from './proc/type.ts';
import { tmpfsType } from './tmpfs.ts';

export const FS_TYPES: readonly FsType[] = [tmpfsType, PROC, devtmpfsType, devptsType, ext4Type];
