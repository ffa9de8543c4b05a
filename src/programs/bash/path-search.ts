// Finding commands (bash(1), COMMAND EXECUTION; bash's findcmd.c): PATH, and what has been found before.

import { Errno } from '../../abi/errno.ts';
import { AT_EACCESS, AT_FDCWD, X_OK } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

/** exists, is no directory, may be executed: for whoever runs the shell. */
export function isExecutable(sh: Shell, path: string): boolean {
  try {
    if (isDir(sh.sys.newfstatat(AT_FDCWD, path, 0).mode)) return false;
    sh.sys.faccessat2(AT_FDCWD, path, X_OK, AT_EACCESS);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

export function isDirectory(sh: Shell, path: string): boolean {
  try {
    return isDir(sh.sys.newfstatat(AT_FDCWD, path, 0).mode);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

export function exists(sh: Shell, path: string): boolean {
  try {
    sh.sys.newfstatat(AT_FDCWD, path, 0);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

/** The file a command name means, remembered; null when there is none. A name with a slash means itself. */
export function findCommand(sh: Shell, name: string): string | null {
  if (name.includes('/')) return name;
  if (name === '') return null;
  const known = sh.options.hashall ? hashedPath(sh, name) : null;
  if (known !== null && (!(sh.shopt.checkhash || sh.options.posix) || isExecutable(sh, known))) return known;
  const list = getVar(sh, 'PATH') ?? '';
  // find_user_command_internal: without a list of directories the name stands for a file here.
  if (list === '') return name;
  const path = searchPath(sh, name, list);
  if (path !== null && sh.options.hashall && isExecutable(sh, path)) remember(sh, name, path, 1);
  return path;
}

/** What has been remembered of a name (hashcmd.c phash_search): found behind `.` in PATH, or relative, it is looked for here first. */
export function hashedPath(sh: Shell, name: string): string | null {
  const known = sh.hashed.get(name);
  if (known === undefined) return null;
  const { path } = known;
  sh.hashed.set(name, { ...known, hits: known.hits + 1 });
  const isRelative = !path.startsWith('/');
  if (!isRelative && !known.isBehindDot) return path;
  const tail = isRelative ? path : name;
  const here = tail.startsWith('./') ? tail : `./${tail}`;
  if (isExecutable(sh, here)) return here;
  return path.startsWith('.') ? null : path;
}

export function remember(sh: Shell, name: string, path: string, hits: number): void {
  const dirs = (getVar(sh, 'PATH') ?? '').split(':');
  const dot = dirs.findIndex((dir) => /^(\.\/*)*$/.test(dir));
  const isBehindDot = dot >= 0 && !dirs.slice(0, dot).includes(path.slice(0, path.lastIndexOf('/')));
  sh.hashed.set(name, { path, hits, isBehindDot });
}

/** Looks through a list of directories; a file that may not be executed is the last resort. */
export function searchPath(sh: Shell, name: string, path: string): string | null {
  let lost: string | null = null;
  for (const dir of path.split(':')) {
    const full = dir === '' || dir === '.' ? `./${name}` : dir.endsWith('/') ? dir + name : `${dir}/${name}`;
    if (isExecutable(sh, full)) return full;
    if (lost === null && exists(sh, full) && !isDirectory(sh, full)) lost = full;
  }
  return lost;
}

/** All files of a name along PATH, for `type -a`. */
export function searchAll(sh: Shell, name: string): string[] {
  const out: string[] = [];
  for (const dir of (getVar(sh, 'PATH') ?? '').split(':')) {
    const full = `${dir === '' ? '.' : dir}/${name}`;
    if (isExecutable(sh, full) && !out.includes(full)) out.push(full);
  }
  return out;
}
