// Pathname expansion (bash(1), Pathname Expansion): a pattern is matched component by component against what directories list, sorted by
// the bytes of the names. A component without operators is looked up, not listed.

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_CLOEXEC, O_DIRECTORY, O_RDONLY } from '../../../abi/flags.ts';
import { append } from '../../../abi/list.ts';
import { type Dirent, isDir, S_IFDIR, S_IFLNK, S_IFMT } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { hasMagic, unquote } from '../../../libc/glob/glob.ts';
import { failedFailure } from '../errors.ts';
import type { Shell } from '../state.ts';
import { getVar } from '../vars.ts';
import { globFor } from './param-ops.ts';

/** Adds the names a pattern matches; the field itself when none does. */
export function* expandPathname(sh: Shell, pattern: string, field: string, typed: string, out: string[]): Sys<void> {
  const names = hasMagic(pattern, sh.shopt.extglob) ? yield* glob(sh, pattern) : null;
  if (names !== null && names.length > 0) {
    for (const name of names) out.push(name);
    return;
  }
  if (names !== null && sh.shopt.failglob) throw failedFailure(sh, `no match: ${typed}`);
  if (names === null || !sh.shopt.nullglob) out.push(field);
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** All paths a pattern matches, sorted. */
export function* glob(sh: Shell, pattern: string): Sys<string[]> {
  let paths: string[] = [''];
  let at = 0;
  while (at < pattern.length && paths.length > 0) {
    const slash = endOfComponent(pattern, at);
    const component = pattern.slice(at, slash);
    let end = slash;
    while (pattern[end] === '/') end++;
    const separator = pattern.slice(slash, end);
    const isLast = end >= pattern.length;
    at = end;
    if (component === '**' && sh.shopt.globstar) paths = yield* descend(sh, paths, separator, isLast);
    else if (hasMagic(component, sh.shopt.extglob)) paths = yield* matchAll(sh, paths, component, separator);
    else paths = appendLiteral(sh, paths, unquote(component), separator, isLast);
  }
  const ignored = getVar(sh, 'GLOBIGNORE');
  if (ignored !== null && ignored !== '') {
    const globs = ignored.split(':').map((p) => globFor(sh, p, false));
    paths = paths.filter((p) => !globs.some((g) => g.matchWhole(p)));
  }
  // `**/` also stands for no directory at all, which has no name.
  return paths.filter((path) => path !== '').sort(byName);
}

/** The next slash that is not in the middle of an extended pattern or escaped. */
function endOfComponent(pattern: string, from: number): number {
  let depth = 0;
  for (let i = from; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '(' && i > from && '?*+@!'.includes(pattern[i - 1])) depth++;
    else if (c === ')' && depth > 0) depth--;
    else if (c === '/' && depth === 0) return i;
  }
  return pattern.length;
}

function* matchAll(sh: Shell, paths: readonly string[], component: string, separator: string): Sys<string[]> {
  const matcher = globFor(sh, component, sh.shopt.nocaseglob);
  const showsHidden = component.startsWith('.') || component.startsWith('\\.') || (sh.shopt.extglob && /^[?*+@!]\([^)]*\./.test(component));
  const out: string[] = [];
  for (const path of paths) {
    for (const entry of yield* entriesOf(sh, path)) {
      const { name } = entry;
      if (name[0] === '.' && !mayMatchHidden(sh, name, showsHidden)) continue;
      if (!matcher.matchWhole(name)) continue;
      if (separator !== '' && !isDirectory(sh, path + name, entry)) continue;
      out.push(path + name + separator);
    }
  }
  return out;
}

function mayMatchHidden(sh: Shell, name: string, showsHidden: boolean): boolean {
  if (name === '.' || name === '..') return showsHidden && !sh.shopt.globskipdots;
  return showsHidden || sh.shopt.dotglob;
}

function appendLiteral(sh: Shell, paths: readonly string[], text: string, separator: string, isLast: boolean): string[] {
  const out: string[] = [];
  for (const path of paths) {
    const next = path + text;
    if (isLast && next !== '' && !exists(sh, next)) continue;
    out.push(next + separator);
  }
  return out;
}

/** `**`: every directory below, and at the end of a pattern every file too. Symbolic links are not followed. */
function* descend(sh: Shell, paths: readonly string[], separator: string, isLast: boolean): Sys<string[]> {
  const out: string[] = [];
  const wantsFiles = isLast && separator === '';
  const queue = paths.slice();
  for (const path of paths) if (path !== '' || !wantsFiles) out.push(path);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const entry of yield* entriesOf(sh, path)) {
      const { name } = entry;
      if (name === '.' || name === '..' || (name[0] === '.' && !sh.shopt.dotglob)) continue;
      const full = path + name;
      if ((entry.type & S_IFMT) === S_IFDIR) {
        out.push(wantsFiles ? full : `${full}/`);
        queue.push(`${full}/`);
      } else if (wantsFiles) out.push(full);
    }
  }
  return out;
}

function* entriesOf(sh: Shell, path: string): Sys<readonly Dirent[]> {
  const { sys } = sh;
  try {
    const fd = yield* sys.openat(AT_FDCWD, path === '' ? '.' : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const all: Dirent[] = [];
    for (let some = sys.getdents64(fd); some.length > 0; some = sys.getdents64(fd)) append(all, some);
    sys.close(fd);
    return all;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return [];
  }
}

function isDirectory(sh: Shell, path: string, entry: Dirent): boolean {
  const type = entry.type & S_IFMT;
  if (type !== S_IFLNK && type !== 0) return type === S_IFDIR;
  try {
    return isDir(sh.sys.newfstatat(AT_FDCWD, path, 0).mode);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

function exists(sh: Shell, path: string): boolean {
  try {
    sh.sys.newfstatat(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}
