// Reading a directory's names (opendir(3), readdir(3)) without `.` and `..`.

import { AT_FDCWD, O_DIRECTORY, O_RDONLY } from '../abi/flags.ts';
import type { Dirent } from '../abi/stat.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';

/** In the order of the directory. Throws what open(2) throws. */
export function* readDirectory(sys: Syscalls, path: string): Sys<Dirent[]> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
  const out: Dirent[] = [];
  try {
    for (;;) {
      const entries = sys.getdents64(fd);
      if (entries.length === 0) return out;
      for (const e of entries) if (e.name !== '.' && e.name !== '..') out.push(e);
    }
  } finally {
    sys.close(fd);
  }
}

/** `dir/name`, without doubling a slash. */
export const joinPath = (dir: string, name: string): string => (dir.endsWith('/') ? dir + name : `${dir}/${name}`);

/** The last component, trailing slashes aside; `/` for the root (gnulib last_component). */
export function lastComponent(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? (path === '' ? '' : '/') : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** dirname(3) as gnulib's dir_name has it: `.` when there is no slash. */
export function directoryOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  return slash < 0 ? (path.startsWith('/') ? '/' : '.') : trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}
