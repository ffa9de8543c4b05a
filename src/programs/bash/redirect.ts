// Redirections (bash(1), REDIRECTION; bash's redir.c). They are made one after the other; for a builtin, a function or a compound command each
// first saves what it replaces at a descriptor from 10 up, and undoRedirects puts all of it back.

import { EBADF, EINVAL, Errno } from '../../abi/errno.ts';
import {
  AT_FDCWD,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
} from '../../abi/flags.ts';
import { isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Redirect, RedirectOp } from './ast.ts';
import { Complaint, Failure, isScriptInPosix } from './errors.ts';
import { expandWords } from './expand/expand.ts';
import { openHereDocument, openHereString } from './heredoc.ts';
import { isNetPath, openNet } from './net-redirect.ts';
import { complain, flush, report } from './output.ts';
import { hideTemporary, showTemporary } from './scopes.ts';
import type { Shell } from './state.ts';
import { findVar, getElement, getVar, setElement, setVar, splitReference } from './vars.ts';

/** The first descriptor bash uses for itself. */
const SHELL_FD_BASE = 10;

/** What stood at `fd`: a copy, or -1 when it was closed. */
export interface Saved {
  readonly fd: number;
  copy: number;
}

export type Undo = Saved[];

/** Makes the redirections; false (and a message) when one fails, those before it stay made. `undo` null: for good. */
export function* applyRedirects(sh: Shell, redirects: readonly Redirect[], undo: Undo | null): Sys<boolean> {
  for (let i = 0; i < redirects.length; i++) {
    const r = redirects[i];
    try {
      yield* applyOne(sh, r, undo);
    } catch (e) {
      if (sh.outPieces.length > 0) yield* flush(sh);
      if (e instanceof Complaint) yield* report(sh, e.text);
      else if (e instanceof Errno) yield* report(sh, `${yield* shownTarget(sh, r)}: ${e.text}`);
      else throw e;
      return false;
    }
  }
  return true;
}

/** The same for a simple command, which may have prefix assignments. */
export function* applyCommandRedirects(sh: Shell, redirects: readonly Redirect[], undo: Undo | null, assigns: boolean): Sys<boolean> {
  if (!assigns || areLiteral(redirects)) return yield* applyRedirects(sh, redirects, undo);
  const outer = hideTemporary(sh);
  try {
    return yield* applyRedirects(sh, redirects, undo);
  } finally {
    showTemporary(sh, outer);
  }
}

/** Puts back what applyRedirects saved. */
export function undoRedirects(sh: Shell, undo: Undo): void {
  const { sys } = sh;
  for (let i = undo.length - 1; i >= 0; i--) {
    const { fd, copy } = undo[i];
    forget(sh, undo[i]);
    try {
      if (copy >= 0) {
        sys.dup2(copy, fd);
        sys.close(copy);
      } else sys.close(fd);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
  }
}

/** `exec` with redirections: they stay, so the copies are not needed. */
export function keepRedirects(sh: Shell, undo: Undo): void {
  for (const saved of undo) {
    forget(sh, saved);
    if (saved.copy >= 0) sh.sys.close(saved.copy);
  }
}

function forget(sh: Shell, saved: Saved): void {
  const at = sh.savedFds.lastIndexOf(saved);
  if (at >= 0) sh.savedFds.splice(at, 1);
}

/** A script uses a descriptor where the shell keeps a copy: the copy moves away. */
function makeRoom(sh: Shell, fd: number): void {
  if (fd < SHELL_FD_BASE) return;
  for (const saved of sh.savedFds) if (saved.copy === fd) saved.copy = sh.sys.fcntl(fd, F_DUPFD_CLOEXEC, fd + 1);
}

/** Are the targets all plain text, so that making them needs nothing of the shell's state? */
export function areLiteral(redirects: readonly Redirect[]): boolean {
  for (const r of redirects) {
    if (r.varName !== null || r.heredoc !== null || r.target.parts.length !== 1) return false;
    const part = r.target.parts[0];
    if (part.type !== 'lit' || /[*?[{~]/.test(part.text)) return false;
  }
  return true;
}

/** The name in an error message: the expanded file name; a descriptor as it was typed. */
function* shownTarget(sh: Shell, r: Redirect): Sys<string> {
  if (r.op === '<&' || r.op === '>&') return r.target.text;
  const names = yield* targetNames(sh, r);
  return names.length === 1 ? names[0] : r.target.text;
}

/** Do they give the command another standard input? */
export const redirectsInput = (redirects: readonly Redirect[]): boolean =>
  redirects.some((r) => r.varName === null && (r.fd ?? DEFAULT_FD[r.op]) === 0);

const DEFAULT_FD: Readonly<Record<RedirectOp, number>> = {
  '<': 0,
  '<&': 0,
  '<>': 0,
  '<<': 0,
  '<<-': 0,
  '<<<': 0,
  '>': 1,
  '>>': 1,
  '>|': 1,
  '>&': 1,
  '&>': 1,
  '&>>': 1,
};

function* applyOne(sh: Shell, r: Redirect, undo: Undo | null): Sys<void> {
  const fd = r.fd ?? DEFAULT_FD[r.op];
  switch (r.op) {
    case '<&':
    case '>&':
      yield* duplicate(sh, r, fd, undo);
      return;
    case '<<':
    case '<<-':
      if (r.heredoc !== null) place(sh, r, yield* openHereDocument(sh, r.heredoc), fd, undo);
      return;
    case '<<<':
      place(sh, r, yield* openHereString(sh, r.target), fd, undo);
      return;
    case '&>':
    case '&>>':
      yield* both(sh, mayWrite(sh, yield* fileName(sh, r)), r.op === '&>>', undo);
      return;
    case '<':
      place(sh, r, yield* openFile(sh, yield* fileName(sh, r), r.op), fd, undo);
      return;
    default:
      place(sh, r, yield* openFile(sh, mayWrite(sh, yield* fileName(sh, r)), r.op), fd, undo);
  }
}

/** The name, if a restricted shell may not be at work. */
function mayWrite(sh: Shell, name: string): string {
  if (sh.shopt.restricted_shell) throw new Complaint(`${name}: restricted: cannot redirect output`);
  return name;
}

/** The one name a target expands to. */
function* fileName(sh: Shell, r: Redirect): Sys<string> {
  const part = r.target.parts.length === 1 ? r.target.parts[0] : null;
  if (part !== null && part.type === 'lit' && !/[*?[{~+@!]/.test(part.text)) return part.text;
  const names = yield* targetNames(sh, r);
  if (names.length !== 1) throw new Complaint(`${r.target.text}: ambiguous redirect`);
  return names[0];
}

/** A script in posix mode makes no file names of a target. */
function* targetNames(sh: Shell, r: Redirect): Sys<string[]> {
  const { options } = sh;
  if (!isScriptInPosix(sh) || options.noglob) return yield* expandWords(sh, [r.target]);
  options.noglob = true;
  try {
    return yield* expandWords(sh, [r.target]);
  } finally {
    options.noglob = false;
  }
}

const FLAGS: Partial<Readonly<Record<RedirectOp, number>>> = {
  '<': O_RDONLY,
  '<>': O_RDWR | O_CREAT,
  '>': O_WRONLY | O_CREAT | O_TRUNC,
  '>|': O_WRONLY | O_CREAT | O_TRUNC,
  '>>': O_WRONLY | O_CREAT | O_APPEND,
};

function* openFile(sh: Shell, name: string, op: RedirectOp): Sys<number> {
  if (isNetPath(name)) return yield* openNet(sh, name);
  const flags = FLAGS[op] ?? O_RDONLY;
  if (op === '>' && sh.options.noclobber) return yield* openNoClobber(sh, name);
  return yield* sh.sys.openat(AT_FDCWD, name, flags, 0o666);
}

/** `set -C`: an existing regular file is not overwritten. */
function* openNoClobber(sh: Shell, name: string): Sys<number> {
  let exists = true;
  try {
    if (isReg(sh.sys.newfstatat(AT_FDCWD, name, 0).mode)) throw new Complaint(`${name}: cannot overwrite existing file`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    exists = false;
  }
  return yield* sh.sys.openat(AT_FDCWD, name, exists ? O_WRONLY | O_TRUNC : O_WRONLY | O_CREAT | O_EXCL, 0o666);
}

/** Moves a descriptor just opened to where it is wanted. */
function place(sh: Shell, r: Redirect, opened: number, fd: number, undo: Undo | null): void {
  const { sys } = sh;
  if (r.varName !== null) {
    const high = sys.fcntl(opened, F_DUPFD, SHELL_FD_BASE);
    sys.close(opened);
    storeFd(sh, r.varName, high);
    if (sh.shopt.varredir_close && undo !== null) undo.push({ fd: high, copy: -1 });
    return;
  }
  if (opened === fd) {
    if (undo !== null) undo.push({ fd, copy: -1 });
    return;
  }
  save(sh, fd, undo);
  try {
    sys.dup2(opened, fd);
  } catch (e) {
    sys.close(opened);
    if (e === EBADF) throw new Complaint(`${fd}: Bad file descriptor`);
    throw e;
  }
  sys.close(opened);
}

function save(sh: Shell, fd: number, undo: Undo | null): void {
  makeRoom(sh, fd);
  if (undo === null) return;
  let copy = -1;
  try {
    copy = copyHigh(sh, fd);
  } catch (e) {
    if (e !== EBADF) throw e;
  }
  const saved = { fd, copy };
  undo.push(saved);
  if (copy >= 0) sh.savedFds.push(saved);
}

/** Out of the script's way, if the limit on open files allows. */
function copyHigh(sh: Shell, fd: number): number {
  try {
    return sh.sys.fcntl(fd, F_DUPFD_CLOEXEC, SHELL_FD_BASE);
  } catch (e) {
    if (e !== EINVAL) throw e;
    return sh.sys.fcntl(fd, F_DUPFD_CLOEXEC, 0);
  }
}

/** Gives a variable the number; one that may not have it loses the descriptor. */
function storeFd(sh: Shell, varName: string, fd: number): void {
  const { name, index } = splitReference(varName);
  try {
    if (index === null) setVar(sh, name, String(fd));
    else setElement(sh, name, index, String(fd), false);
  } catch (e) {
    if (!(e instanceof Failure && e.isRefusal && e.message !== null)) throw e;
    sh.sys.close(fd);
    complain(sh, e.message);
    throw new Complaint(`${varName}: cannot assign fd to variable`);
  }
}

function fdOfVariable(sh: Shell, varName: string): number {
  const { name, index } = splitReference(varName);
  const v = findVar(sh, name);
  const text = index === null ? getVar(sh, name) : v === undefined ? null : (getElement(sh, name, v, index) ?? null);
  // redir_varvalue: what is no number counts as 0, and what is too large for an int is cut.
  const fd = text !== null && /^\s*[-+]?\d+\s*$/.test(text) ? Number(BigInt.asIntN(32, BigInt(text.trim()))) : 0;
  if (text === null || text === '' || fd < 0) throw new Complaint(`${varName}: ambiguous redirect`);
  return fd;
}

/** `>&N`, `<&N`, `>&-`, `>&N-`, and `>&file` for standard output. */
function* duplicate(sh: Shell, r: Redirect, fd: number, undo: Undo | null): Sys<void> {
  const { sys } = sh;
  const names = yield* expandWords(sh, [r.target]);
  if (names.length !== 1) throw new Complaint(`${r.target.text}: ambiguous redirect`);
  const word = names[0];
  if (word === '-') {
    const closing = r.varName === null ? fd : fdOfVariable(sh, r.varName);
    if (r.varName === null) save(sh, closing, undo);
    try {
      sys.close(closing);
    } catch (e) {
      if (e !== EBADF) throw e;
    }
    return;
  }
  const number = /^(\d+)(-?)$/.exec(word);
  if (number === null) {
    if (r.op === '>&' && r.fd === null && r.varName === null) yield* both(sh, word, false, undo);
    else throw new Complaint(`${word}: ambiguous redirect`);
    return;
  }
  const from = Number(number[1]);
  if (r.varName !== null) {
    storeFd(sh, r.varName, sys.fcntl(from, F_DUPFD, SHELL_FD_BASE));
  } else if (from !== fd) {
    // A bad descriptor must be noticed before anything is saved.
    sys.fcntl(from, F_GETFD);
    save(sh, fd, undo);
    sys.dup2(from, fd);
  } else sys.fcntl(from, F_GETFD);
  if (number[2] === '-' && from !== fd) {
    save(sh, from, undo);
    sys.close(from);
  }
}

/** `&>file`: standard output and standard error. */
function* both(sh: Shell, name: string, append: boolean, undo: Undo | null): Sys<void> {
  const opened = yield* openFile(sh, name, append ? '>>' : '>');
  save(sh, 1, undo);
  save(sh, 2, undo);
  sh.sys.dup2(opened, 1);
  sh.sys.dup2(opened, 2);
  if (opened > 2) sh.sys.close(opened);
}
