// The working directory and the directory stack: cd pwd pushd popd dirs (bash's builtins/cd.def, pushd.def).

import { ENOENT, Errno } from '../../../abi/errno.ts';
import { Complaint, Failure } from '../errors.ts';
import { complain, print, printError } from '../output.ts';
import { isDirectory } from '../path-search.ts';
import { refuseRestricted } from '../restricted.ts';
import type { Shell } from '../state.ts';
import { tildeDirectory } from '../tilde-directory.ts';
import { EXPORT } from '../variable.ts';
import { getVar, setVar } from '../vars.ts';
import { plain } from './builtin.ts';
import { invalidNumber, type Options, parseOptions, usage } from './options.ts';

/** A path with `.`, `..` and doubled slashes taken out by text alone; `//` at the beginning stays. */
export function canonicalPath(path: string): string {
  const root = path.startsWith('//') && !path.startsWith('///') ? '//' : '/';
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return root + out.join('/');
}

/** Goes to a directory and sets PWD and OLDPWD; false when one of them may not be. Throws the Errno of chdir(2). */
function changeDirectory(sh: Shell, to: string, physical: boolean): boolean {
  const { sys } = sh;
  if (to === '') return bindDirectories(sh, sh.cwd);
  const logical = to.startsWith('/') ? to : `${sh.cwd.endsWith('/') ? sh.cwd : `${sh.cwd}/`}${to}`;
  if (!physical) {
    const path = canonicalPath(logical);
    try {
      sys.chdir(path);
      return bindDirectories(sh, path);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      // A path that only the kernel can make sense of: the working directory was moved or removed.
      if (to.startsWith('/')) throw e;
      try {
        sys.chdir(to);
      } catch (second) {
        if (second !== ENOENT && second instanceof Errno) throw second;
        throw e;
      }
    }
  } else sys.chdir(to);
  let path: string;
  try {
    path = sys.getcwd();
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    bindDirectories(sh, logical);
    throw new GetcwdError(e);
  }
  return bindDirectories(sh, path);
}

class GetcwdError {
  readonly errno: Errno;
  constructor(errno: Errno) {
    this.errno = errno;
  }
}

function bindDirectories(sh: Shell, path: string): boolean {
  const old = getVar(sh, 'PWD') ?? '';
  sh.cwd = path;
  const isOldSet = bind(sh, 'OLDPWD', old);
  const isSet = bind(sh, 'PWD', path) && isOldSet;
  for (const name of ['OLDPWD', 'PWD']) {
    const v = sh.vars.get(name);
    if (v !== undefined) v.attrs |= EXPORT;
  }
  sh.environ = null;
  return isSet;
}

function bind(sh: Shell, name: string, value: string): boolean {
  try {
    setVar(sh, name, value);
    return true;
  } catch (e) {
    if (!(e instanceof Failure && e.isRefusal && e.message !== null)) throw e;
    complain(sh, e.message);
    return false;
  }
}

/** get_working_directory (common.c) names the builtin alone, neither script nor line. */
function tellGetcwd(sh: Shell, name: string, e: Errno): void {
  printError(sh, `${name}: error retrieving current directory: getcwd: cannot access parent directories: ${e.text}\n`);
}

/** Tells of a directory that could not be entered. */
function enter(sh: Shell, to: string, shown: string, physical: boolean): number {
  refuseRestricted(sh);
  try {
    return changeDirectory(sh, to, physical) ? 0 : 1;
  } catch (e) {
    if (e instanceof GetcwdError) {
      tellGetcwd(sh, 'cd', e.errno);
      return 0;
    }
    if (!(e instanceof Errno)) throw e;
    throw new Complaint(`${shown}: ${e.text}`);
  }
}

function cd(sh: Shell, args: readonly string[]): number {
  const { order, rest } = parseOptions(sh, args, 'LPe');
  const physical = isPhysical(sh, order);
  if (rest.length > 1) throw new Complaint('too many arguments');
  let to = rest[0];
  let shows = false;
  if (to === undefined) {
    const home = getVar(sh, 'HOME');
    if (home === null) throw new Complaint('HOME not set');
    to = home;
  } else if (to === '-') {
    const old = getVar(sh, 'OLDPWD');
    if (old === null) throw new Complaint('OLDPWD not set');
    to = old;
    shows = true;
  } else {
    const found = alongCdpath(sh, to);
    if (found !== null) {
      to = found.path;
      shows = found.shows;
    } else if (sh.shopt.cdable_vars && !isDirectory(sh, to)) {
      const value = getVar(sh, to);
      if (value !== null) {
        to = value;
        shows = true;
      }
    }
  }
  const status = enter(sh, to, to, physical);
  if (shows && status === 0) print(sh, `${sh.cwd}\n`);
  return status;
}

/** -P, or else -L, was given last; without either the shell's option decides. */
function isPhysical(sh: Shell, order: Options['order']): boolean {
  const last = order.findLast(({ letter }) => letter === 'P' || letter === 'L');
  return last === undefined ? sh.options.physical : last.letter === 'P';
}

function alongCdpath(sh: Shell, to: string): { path: string; shows: boolean } | null {
  const cdpath = getVar(sh, 'CDPATH');
  if (cdpath === null || cdpath === '' || to === '' || /^(\/|\.\.?(\/|$))/.test(to)) return null;
  for (const dir of cdpath.split(':')) {
    const path = dir === '' ? to : `${dir.replace(/\/$/, '')}/${to}`;
    if (isDirectory(sh, path)) return { path, shows: dir !== '' && dir !== '.' };
  }
  return null;
}

function pwd(sh: Shell, args: readonly string[]): number {
  const { order } = parseOptions(sh, args, 'LP');
  const physical = isPhysical(sh, order);
  let path = sh.cwd;
  if (physical) {
    try {
      path = sh.sys.getcwd();
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      tellGetcwd(sh, 'pwd', e);
      return 1;
    }
  }
  print(sh, `${path}\n`);
  return 0;
}

const stackOf = (sh: Shell): string[] => [sh.cwd, ...sh.dirStack];

function showStack(sh: Shell): void {
  print(
    sh,
    `${stackOf(sh)
      .map((d) => tildeDirectory(sh, d))
      .join(' ')}\n`,
  );
}

/** `+N` counts from the left, `-N` from the right; null when it is no such argument. */
function position(sh: Shell, arg: string, size: number, shown = arg): number | null {
  const m = /^([+-])(\d+)$/.exec(arg);
  if (m === null) return null;
  const n = m[1] === '+' ? Number(m[2]) : size - 1 - Number(m[2]);
  if (n < 0 || n >= size) {
    if (sh.dirStack.length === 0) throw new Complaint('directory stack empty');
    throw new Complaint(`${shown}: directory stack index out of range`);
  }
  return n;
}

function pushd(sh: Shell, args: readonly string[]): number {
  let stays = false;
  let rest = args.slice(1);
  if (rest[0] === '-n') {
    stays = true;
    rest = rest.slice(1);
  } else if (rest[0] === '--') rest = rest.slice(1);
  else if (rest[0] !== undefined && /^-[^\d]/.test(rest[0])) invalid(sh, 'pushd', rest[0]);
  if (rest.length > 1) throw new Complaint('too many arguments');
  const [arg] = rest;
  const stack = stackOf(sh);
  if (arg === undefined) {
    if (stack.length < 2) throw new Complaint('no other directory');
    const [top, second, ...others] = stack;
    if (!stays) enter(sh, second, second, false);
    sh.dirStack = [top, ...others];
    showStack(sh);
    return 0;
  }
  const n = arg === '-' ? null : position(sh, arg, stack.length);
  if (n !== null) {
    const rotated = [...stack.slice(n), ...stack.slice(0, n)];
    if (!stays) enter(sh, rotated[0], rotated[0], false);
    sh.dirStack = rotated.slice(1);
    // With -n the directory that came to the top is lost, and nothing shown (pushd.def).
    if (stays) return 0;
  } else if (stays) sh.dirStack = [arg, ...sh.dirStack];
  else {
    const old = sh.cwd;
    enter(sh, arg === '-' ? (getVar(sh, 'OLDPWD') ?? '') : arg, arg, false);
    sh.dirStack = [old, ...sh.dirStack];
    if (arg === '-') print(sh, `${sh.cwd}\n`);
  }
  showStack(sh);
  return 0;
}

function invalid(sh: Shell, name: string, arg: string): never {
  complain(sh, `${name}: ${invalidNumber(arg)}`);
  usage(sh, name);
}

function popd(sh: Shell, args: readonly string[]): number {
  let stays = false;
  let rest = args.slice(1);
  if (rest[0] === '-n') {
    stays = true;
    rest = rest.slice(1);
  } else if (rest[0] === '--') rest = rest.slice(1);
  const [arg] = rest;
  if (arg !== undefined && !/^[+-]\d+$/.test(arg)) {
    if (arg.startsWith('-')) invalid(sh, 'popd', arg);
    complain(sh, `popd: ${arg}: invalid argument`);
    usage(sh, 'popd');
  }
  const stack = stackOf(sh);
  if (stack.length < 2) throw new Complaint('directory stack empty');
  const n = arg === undefined ? 0 : (position(sh, arg, stack.length) ?? 0);
  if (n === 0) {
    if (stays) sh.dirStack = sh.dirStack.slice(1);
    else {
      enter(sh, stack[1], stack[1], false);
      sh.dirStack = stack.slice(2);
    }
  } else sh.dirStack = sh.dirStack.filter((_, i) => i !== n - 1);
  showStack(sh);
  return 0;
}

function dirs(sh: Shell, args: readonly string[]): number {
  let format: 'line' | 'list' | 'numbered' = 'line';
  let long = false;
  let wanted: number | null = null;
  const stack = stackOf(sh);
  for (const arg of args.slice(1)) {
    if (arg === '-c') sh.dirStack = [];
    else if (arg === '-l') long = true;
    else if (arg === '-p') format = 'list';
    else if (arg === '-v') format = 'numbered';
    else if (/^[+-]\d+$/.test(arg)) wanted = position(sh, arg, stack.length, arg.slice(1));
    else if (arg === '--') continue;
    else if (arg.startsWith('-')) invalid(sh, 'dirs', arg);
    else {
      complain(sh, `dirs: ${arg}: invalid option`);
      usage(sh, 'dirs');
    }
  }
  if (args.includes('-c')) return 0;
  const shown = stack.map((d) => (long ? d : tildeDirectory(sh, d)));
  if (wanted !== null) print(sh, `${format === 'numbered' ? `${String(wanted).padStart(2)}  ` : ''}${shown[wanted]}\n`);
  else if (format === 'line') print(sh, `${shown.join(' ')}\n`);
  else for (const [i, d] of shown.entries()) print(sh, format === 'list' ? `${d}\n` : `${String(i).padStart(2)}  ${d}\n`);
  return 0;
}

export const CD = [plain('cd', cd), plain('pwd', pwd), plain('pushd', pushd), plain('popd', popd), plain('dirs', dirs)];
