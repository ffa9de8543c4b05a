// Sets of mount(2)'s flags (include/linux/fs.h, fs/namespace.c).

import {
  MS_DIRSYNC,
  MS_LAZYTIME,
  MS_MANDLOCK,
  MS_NOATIME,
  MS_NODIRATIME,
  MS_RDONLY,
  MS_RELATIME,
  MS_SYNCHRONOUS,
} from '../../abi/flags.ts';

/** How access times are kept, as a mount locks it. */
export const ATIME_MASK = MS_NOATIME | MS_NODIRATIME | MS_RELATIME;
/** What mount(2) passes to the file system. */
export const SUPER_FLAGS = MS_RDONLY | MS_SYNCHRONOUS | MS_MANDLOCK | MS_DIRSYNC | MS_LAZYTIME;
