// getcwd(3): the working directory's name. The kernel marks one that is outside of the caller's root as "(unreachable)"; glibc then climbs
// through `..` and looks for each directory in its parent (io/getcwd.c, sysdeps/posix/getcwd.c).

import { ENOENT, Errno } from '../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_DIRECTORY, O_RDONLY } from '../abi/flags.ts';
import type { Stat } from '../abi/stat.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';

/** Throws ENOENT when the directory was removed, EACCES when a parent cannot be read. */
export function* getcwd(sys: Syscalls): Sys<string> {
  const name = sys.getcwd();
  return name.startsWith('/') ? name : yield* climb(sys);
}

const isSame = (a: Stat, b: Stat): boolean => a.ino === b.ino && a.dev === b.dev;

function* climb(sys: Syscalls): Sys<string> {
  const root = sys.newfstatat(AT_FDCWD, '/', 0);
  let here = sys.newfstatat(AT_FDCWD, '.', 0);
  let up = '..';
  let path = '';
  while (!isSame(here, root)) {
    const parent = sys.newfstatat(AT_FDCWD, up, 0);
    // The top of a tree that is not ours: nothing above it.
    if (isSame(parent, here)) break;
    path = `/${yield* nameIn(sys, up, here, here.dev !== parent.dev)}${path}`;
    here = parent;
    up = `../${up}`;
  }
  return path === '' ? '/' : path;
}

/** The entry of a directory that is `child`. Below a mount point the entries' own numbers do not tell. */
function* nameIn(sys: Syscalls, folder: string, child: Stat, isMountPoint: boolean): Sys<string> {
  const fd = yield* sys.openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY);
  try {
    for (;;) {
      const entries = sys.getdents64(fd);
      if (entries.length === 0) throw ENOENT;
      for (const { name, ino } of entries) {
        if (name === '.' || name === '..' || (!isMountPoint && ino !== child.ino)) continue;
        if (isChild(sys, `${folder}/${name}`, child)) return name;
      }
    }
  } finally {
    sys.close(fd);
  }
}

function isChild(sys: Syscalls, path: string, child: Stat): boolean {
  try {
    return isSame(sys.newfstatat(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW), child);
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}
