// stat(2) for those who only want to know whether something is there.

import { Errno } from '../abi/errno.ts';
import { AT_FDCWD } from '../abi/flags.ts';
import type { Stat } from '../abi/stat.ts';
import type { Syscalls } from '../abi/syscalls.ts';

/** The file's attributes, or null when it cannot be reached. */
export function tryStat(sys: Syscalls, path: string, flags = 0): Stat | null {
  try {
    return sys.newfstatat(AT_FDCWD, path, flags);
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}
