// Starting a shell (bash(1), INVOCATION, OPTIONS; bash's shell.c): options, variables from the environment, startup files, and the loop that
// runs a script.

import { decode } from '../../abi/bytes.ts';
import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME, F_DUPFD_CLOEXEC, O_RDONLY } from '../../abi/flags.ts';
import { isDir } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { readAll } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';
import type { Command } from './ast.ts';
import { Failure, Interrupted, isScriptInPosix, ShellExit } from './errors.ts';
import { execCommand } from './execute.ts';
import { statusOfUnwinding } from './fork.ts';
import { rememberCommand } from './history-file.ts';
import { prepareInteractive, runInteractive } from './interactive.ts';
import { type Invocation, parseInvocation, showVersion, usageText } from './invocation.ts';
import { flush, print, printError, writeError } from './output.ts';
import { searchPath } from './path-search.ts';
import { isBinary } from './program.ts';
import { makeRestricted } from './restricted.ts';
import { reportSyntax, runText, syntaxStatus } from './run-text.ts';
import { popScope } from './scopes.ts';
import { descriptorInput, fileInput, type ScriptInput } from './script-input.ts';
import { sourceIfThere } from './source.ts';
import { addSpecialVariables } from './special-variables.ts';
import { NO_JUMP, Shell } from './state.ts';
import { initializeSignals, runExitTrap } from './traps.ts';
import { initializeVariables } from './variables-init.ts';
import { getVar, setVar } from './vars.ts';

/** The descriptor a script is read from. */
const SCRIPT_FD = 255;

/** The whole life of a shell; its exit status. */
export function* runShell(sh: Shell, argv: readonly string[], environ: ReadonlyMap<string, string>): Sys<number> {
  const parsed = parseInvocation(sh, argv);
  if (typeof parsed === 'number') {
    yield* flush(sh);
    return parsed;
  }
  if (parsed.shows === 'version') print(sh, showVersion());
  if (parsed.shows === 'help') print(sh, usageText(sh.name));
  if (parsed.shows !== null) {
    yield* flush(sh);
    return 0;
  }
  sh.commandString = parsed.command;
  prepare(sh, environ);
  if (sh.options.posix) setVar(sh, 'POSIXLY_CORRECT', 'y');
  yield* flush(sh);
  sh.isInteractive = parsed.isInteractive || (parsed.command === null && parsed.file === null && (yield* isOnTerminal(sh)));
  if (sh.isInteractive) yield* prepareInteractive(sh);
  initializeSignals(sh);
  return yield* toExit(sh, parsed);
}

function prepare(sh: Shell, environ: ReadonlyMap<string, string>): void {
  sh.pid = sh.sys.getpid();
  sh.ppid = sh.sys.getppid();
  sh.startTime = sh.sys.clock_gettime(CLOCK_REALTIME).sec;
  sh.secondsStart = sh.startTime;
  addSpecialVariables(sh);
  initializeVariables(sh, environ);
}

function* isOnTerminal(sh: Shell): Sys<boolean> {
  return (yield* isatty(sh.sys, 0)) && (yield* isatty(sh.sys, 2));
}

function* toExit(sh: Shell, invocation: Invocation): Sys<number> {
  try {
    yield* runStartupFiles(sh, invocation);
    if (invocation.isRestricted) makeRestricted(sh);
    sh.status = yield* runMain(sh, invocation);
  } catch (e) {
    sh.status = yield* statusOfUnwinding(sh, e);
  }
  try {
    yield* runExitTrap(sh);
  } catch (e) {
    sh.status = yield* statusOfUnwinding(sh, e);
  }
  return sh.status;
}

function* runMain(sh: Shell, invocation: Invocation): Sys<number> {
  const { command, file } = invocation;
  if (command !== null) {
    return yield* runText(sh, command, { line: 1, label: '-c', mayReplace: true });
  }
  if (sh.isInteractive) return yield* runInteractive(sh);
  if (file === null) {
    sh.readsStdin = true;
    return yield* runInput(sh, descriptorInput(0));
  }
  return yield* runFile(sh, file);
}

/** `bash FILE`: looked for in the working directory, then along PATH. */
function* runFile(sh: Shell, file: string): Sys<number> {
  const opened = yield* openScript(sh, file);
  if (typeof opened === 'number') return opened;
  sh.frames.push({ name: 'main', source: sh.name, callLine: 0, isFunction: false, args: null });
  return yield* runInput(sh, opened);
}

function* openScript(sh: Shell, file: string): Sys<ScriptInput | number> {
  const { sys } = sh;
  let fd: number;
  let path = file;
  try {
    fd = yield* sys.openat(AT_FDCWD, file, O_RDONLY);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    const found = e === ENOENT && !file.includes('/') ? searchPath(sh, file, getVar(sh, 'PATH') ?? '') : null;
    if (found === null) return yield* cannotRun(sh, file, e);
    path = found;
    fd = yield* sys.openat(AT_FDCWD, found, O_RDONLY);
  }
  if (isDir(sys.fstat(fd).mode)) {
    sys.close(fd);
    yield* writeError(sh, `${sh.name}: ${path}: Is a directory\n`);
    return 126;
  }
  const high = moveHigh(sh, fd);
  let bytes: Uint8Array;
  try {
    bytes = yield* readAll(sys, high);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* cannotRun(sh, file, e);
  }
  if (isBinary(bytes.subarray(0, 80))) {
    yield* writeError(sh, `${path}: ${path}: cannot execute binary file\n`);
    return 126;
  }
  return fileInput(decode(bytes));
}

function* cannotRun(sh: Shell, file: string, e: Errno): Sys<number> {
  yield* writeError(sh, `${sh.shellName}: ${file}: ${e.text}\n`);
  return e === ENOENT ? 127 : 126;
}

/** Out of the way of the script's own descriptors. */
function moveHigh(sh: Shell, fd: number): number {
  const { sys } = sh;
  try {
    const high = sys.fcntl(fd, F_DUPFD_CLOEXEC, SCRIPT_FD);
    sys.close(fd);
    return high;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return fd;
  }
}

/** The reader loop: command after command; an error that discards one goes on with the next line. */
export function* runInput(sh: Shell, input: ScriptInput): Sys<number> {
  sh.input = input;
  for (;;) {
    const result = yield* input.next(sh);
    switch (result.kind) {
      case 'eof':
      case 'incomplete':
        return sh.status;
      case 'error':
        yield* reportSyntax(sh, result, '');
        sh.status = syntaxStatus(sh, result);
        if (result.after === 'stop') return sh.status;
        break;
      case 'command':
        for (const w of result.warnings) printError(sh, `${sh.name}: line ${w.line}: ${w.text}\n`);
        yield* flush(sh);
        if (sh.options.noexec) break;
        if (sh.options.history) rememberCommand(sh, input.textOf(result));
        if (!(yield* runTopLevel(sh, result.node))) input.resume(sh);
        if (sh.options.onecmd) return sh.status;
    }
  }
}

/** One top-level command; false when it was discarded. What that left half done is put in order. */
export function* runTopLevel(sh: Shell, node: Command): Sys<boolean> {
  const { frames, scopes } = sh;
  const depth = { frames: frames.length, scopes: scopes.length };
  let isDone = true;
  try {
    sh.status = yield* execCommand(sh, node, false);
  } catch (e) {
    if (!(e instanceof Failure) || e.effect === 'exit') throw e;
    if (e.message !== null) yield* writeError(sh, `${e.message}\n`);
    if (e.effect === 'discard' && isScriptInPosix(sh)) throw new ShellExit(e.status);
    sh.status = e.status;
    isDone = false;
    while (scopes.length > depth.scopes) popScope(sh);
    frames.length = depth.frames;
  }
  sh.noErrexit = 0;
  sh.loopDepth = 0;
  sh.jump = NO_JUMP;
  return isDone;
}

function* runStartupFiles(sh: Shell, invocation: Invocation): Sys<void> {
  try {
    if (sh.isLogin && !invocation.noProfile) {
      sh.shopt.login_shell = true;
      yield* sourceIfThere(sh, '/etc/profile');
      const home = getVar(sh, 'HOME') ?? '';
      if (sh.isSh) yield* sourceIfThere(sh, `${home}/.profile`);
      else for (const name of ['.bash_profile', '.bash_login', '.profile']) if (yield* sourceIfThere(sh, `${home}/${name}`)) break;
    } else if (sh.isInteractive && !sh.isSh && !invocation.noRc) {
      yield* sourceIfThere(sh, '/etc/bash.bashrc');
      yield* sourceIfThere(sh, invocation.rcFile ?? `${getVar(sh, 'HOME') ?? ''}/.bashrc`);
    } else if (!sh.isInteractive && !sh.isSh) {
      const env = getVar(sh, 'BASH_ENV');
      if (env !== null && env !== '') yield* sourceIfThere(sh, env);
    }
  } catch (e) {
    // Whatever abandons a startup file leads to the shell's own work (shell.c: the setjmp around run_startup_files); only an exit ends it.
    if (e instanceof Failure) sh.status = yield* statusOfUnwinding(sh, e);
    else if (!(e instanceof Interrupted)) throw e;
  }
}

/** A text file that execve(2) did not know, run in this process as a script with nothing of the old shell but its environment. */
export function* runScriptFile(sh: Shell, path: string, args: readonly string[], environ: readonly string[]): Sys<number> {
  const next = new Shell(sh.sys, path);
  const map = new Map<string, string>();
  for (const entry of environ) {
    const eq = entry.indexOf('=');
    if (eq > 0) map.set(entry.slice(0, eq), entry.slice(eq + 1));
  }
  next.args = args.slice(1);
  prepare(next, map);
  initializeSignals(next);
  try {
    next.status = yield* runFile(next, path);
  } catch (e) {
    next.status = yield* statusOfUnwinding(next, e);
  }
  yield* runExitTrap(next);
  throw new ShellExit(next.status);
}
