// realpath(3): an absolute name without symbolic links, `.` and `..`.

import { EINVAL, ELOOP, ENOENT, ENOTDIR, Errno } from '../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../abi/flags.ts';
import { SYMLINK_MAX_FOLLOWS } from '../abi/limits.ts';
import { isDir, isLnk } from '../abi/stat.ts';
import type { Syscalls } from '../abi/syscalls.ts';

/** 'existing': every part must exist; 'parent': the last may be missing; 'missing': any may. Throws ENOENT, ENOTDIR, ELOOP, EACCES. */
export type RealpathMode = 'existing' | 'parent' | 'missing';

export function realpath(sys: Syscalls, path: string, mode: RealpathMode = 'existing'): string {
  if (path === '') throw ENOENT;
  let rest = path.split('/').filter((s) => s !== '' && s !== '.');
  let done = path.startsWith('/') ? '' : sys.getcwd().replace(/^\/$/, '');
  let follows = 0;
  while (rest.length > 0) {
    const name = rest[0];
    rest = rest.slice(1);
    if (name === '..') {
      done = done.slice(0, Math.max(0, done.lastIndexOf('/')));
      continue;
    }
    const next = `${done}/${name}`;
    let modeBits: number;
    try {
      modeBits = sys.newfstatat(AT_FDCWD, next, AT_SYMLINK_NOFOLLOW).mode;
    } catch (e) {
      const mayMiss = mode === 'missing' || (mode === 'parent' && rest.length === 0);
      if (!mayMiss || (e !== ENOENT && !(e === ENOTDIR && mode === 'missing'))) throw e;
      done = next;
      continue;
    }
    if (isLnk(modeBits)) {
      if (++follows > SYMLINK_MAX_FOLLOWS) throw ELOOP;
      const target = readlinkOr(sys, next);
      rest = [...target.split('/').filter((s) => s !== '' && s !== '.'), ...rest];
      if (target.startsWith('/')) done = '';
    } else {
      if (!isDir(modeBits) && (rest.length > 0 || path.endsWith('/')) && mode !== 'missing') throw ENOTDIR;
      done = next;
    }
  }
  return done === '' ? '/' : done;
}

function readlinkOr(sys: Syscalls, path: string): string {
  try {
    return sys.readlinkat(AT_FDCWD, path);
  } catch (e) {
    if (e === EINVAL) throw ENOENT;
    throw e;
  }
}

/** The canonical name where there is one, else the name as given. */
export function realpathOr(sys: Syscalls, path: string): string {
  try {
    return realpath(sys, path);
  } catch (e) {
    if (e instanceof Errno) return path;
    throw e;
  }
}
