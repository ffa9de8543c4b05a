// Reading a file's commands into this shell: `.` and the startup files (bash's builtins/evalfile.c).

import { decode } from '../../abi/bytes.ts';
import { EISDIR, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { readAll } from '../../libc/proc.ts';
import { runText } from './run-text.ts';
import { JUMP_RETURN, NO_JUMP, type Shell } from './state.ts';
import { runTrap } from './traps.ts';

/** The text of a file; throws the Errno of what failed. */
export function* readScript(sh: Shell, path: string): Sys<string> {
  const { sys } = sh;
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  try {
    if (isDir(sys.fstat(fd).mode)) throw EISDIR;
    return decode(yield* readAll(sys, fd));
  } finally {
    sys.close(fd);
  }
}

/** Runs a file's text as `.` does: `return` ends it, but of a startup file it leaves `$?` as it was, and runs no RETURN trap. */
export function* runSourced(sh: Shell, path: string, text: string, args: readonly string[] | null = null, isStartup = false): Sys<number> {
  const { line, commandNode } = sh;
  // The DEBUG trap is not inherited without functrace; RETURN is.
  const debug = sh.options.functrace ? undefined : sh.traps.get('DEBUG');
  if (debug !== undefined) sh.traps.delete('DEBUG');
  sh.frames.push({ name: 'source', source: path, callLine: line, isFunction: false, args: sh.shopt.extdebug ? (args ?? [path]) : null });
  sh.sourceDepth++;
  sh.traceDepth++;
  try {
    const status = yield* runText(sh, text, { line: 1, label: '' });
    if (sh.jump === JUMP_RETURN) {
      sh.jump = NO_JUMP;
      if (isStartup) sh.status = sh.beforeReturn;
    } else sh.status = status;
  } finally {
    sh.sourceDepth--;
    sh.traceDepth--;
    sh.frames.pop();
    sh.line = line;
    if (sh.inTrap === 0) sh.commandNode = commandNode;
  }
  try {
    if (!isStartup && sh.traps.has('RETURN')) yield* runTrap(sh, 'RETURN');
  } finally {
    if (debug !== undefined && !sh.traps.has('DEBUG')) sh.traps.set('DEBUG', debug);
  }
  return sh.status;
}

/** A startup file, if it can be read; nobody asks for what it returns (evalfile.c maybe_execute_file). */
export function* sourceIfThere(sh: Shell, path: string): Sys<boolean> {
  let text: string;
  try {
    text = yield* readScript(sh, path);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
  yield* runSourced(sh, path, text, null, true);
  return true;
}
