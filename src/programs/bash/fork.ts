// Children that go on in this program: subshells, pipeline elements, background jobs, substitutions (bash's make_child and
// execute_in_subshell). The child's record is copied when it is forked; its system calls come with its first turn.

import { EAGAIN, ENOMEM, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { SIGINT } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { Failure, Interrupted, messageName, ShellExit } from './errors.ts';
import { giveTerminal, setGroup } from './jobs.ts';
import { report, writeError } from './output.ts';
import { copyForSubshell, Shell } from './state.ts';
import { ignoreKeyboard, resetTrapsInChild, runExitTrap } from './traps.ts';

export interface ForkOptions {
  /** Runs in the background: no job control means /dev/null as input and no keyboard signals. */
  readonly isAsync: boolean;
  /** Its process group: 0 makes one of its own. Without job control nothing happens. */
  readonly pgid: number;
  /** A `$( )`: takes no part in job control. */
  readonly isSubstitution?: boolean;
  /** The child will execute a program at once: nothing of the record is changed, so it is shared and not copied. */
  readonly isLight?: boolean;
  readonly keepsInput?: boolean;
}

/** What a child does; `arg` saves making a function for each. */
export type ChildBody<T> = (sh: Shell, arg: T) => Sys<number>;

/** fork(2). Throws what bash does when there can be no child. */
export function* forkChild<T>(sh: Shell, options: ForkOptions, body: ChildBody<T>, arg: T): Sys<number> {
  const child = options.isLight ? Object.assign(new Shell(sh.sys, sh.name), sh) : copyForSubshell(sh);
  child.savedFds = [];
  let pid: number;
  try {
    pid = sh.sys.clone(0, (sys) => childMain(sys, child, options, body, arg));
  } catch (e) {
    if (e !== EAGAIN && e !== ENOMEM) throw e;
    yield* writeError(sh, `${messageName(sh)}: fork: ${(e as Errno).text}\n`);
    // throw_to_top_level: 126 with its top bit set.
    if (sh.isInteractive) throw new Failure(null, 'discard', 254);
    throw new ShellExit(254);
  }
  if (sh.options.monitor && options.isSubstitution !== true) setGroup(sh, pid, options.pgid === 0 ? pid : options.pgid);
  return pid;
}

function* childMain<T>(sys: Syscalls, sh: Shell, options: ForkOptions, body: ChildBody<T>, arg: T): Sys<number> {
  sh.sys = sys;
  sh.pending = [];
  const hasControl = sh.options.monitor && options.isSubstitution !== true;
  if (hasControl) {
    const pid = sys.getpid();
    const pgid = options.pgid === 0 ? pid : options.pgid;
    setGroup(sh, 0, pgid);
    // While SIGTTOU is still ignored: the child is not yet in the foreground.
    if (!options.isAsync) yield* giveTerminal(sh, pgid);
  }
  sh.exitTrapAtFork = sh.traps.get('EXIT');
  resetTrapsInChild(sh, options.isLight === true);
  if (!hasControl && options.isAsync) {
    // `cmd & kill -INT $!`: what came before the child could ignore it still ends it.
    if (!sh.ignoredAtStart.has(SIGINT)) sys.rt_sigaction(SIGINT, { handler: 'default', flags: 0 });
    yield* sys.tick();
    ignoreKeyboard(sh);
    if (options.keepsInput !== true) yield* inputFromNull(sh);
  }
  if (options.isLight !== true) {
    sh.options.monitor = false;
    sh.terminalFd = -1;
    sh.isSubshell = true;
  }
  return yield* runChild(sh, body, arg);
}

/** The body of a child, to its exit status. */
export function* runChild<T>(sh: Shell, body: ChildBody<T>, arg: T): Sys<number> {
  try {
    sh.status = yield* body(sh, arg);
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

/** What a shell or subshell exits with after something has thrown it out of its commands. */
export function* statusOfUnwinding(sh: Shell, e: unknown): Sys<number> {
  if (e instanceof ShellExit) return e.status;
  if (e instanceof Interrupted) return 128 + e.signal;
  if (e instanceof Failure) {
    if (e.message !== null) yield* report(sh, e.message);
    return e.status;
  }
  if (e instanceof RangeError && TOO_BIG.test(e.message)) {
    // xmalloc's fatal_error: no trap is run.
    yield* writeError(sh, `${sh.name}: xmalloc: cannot allocate ${STRING_LIMIT} bytes\n`);
    return yield* sh.sys.exit_group(2);
  }
  throw e;
}

/** What V8 says of a string or an array that is larger than it can be. */
const TOO_BIG = /^Invalid (string|array|typed array) length|allocation failed/;
/** One byte more than V8's longest string and its end take. */
const STRING_LIMIT = 2 ** 29 + 1;

function* inputFromNull(sh: Shell): Sys<void> {
  const { sys } = sh;
  try {
    const fd = yield* sys.openat(AT_FDCWD, '/dev/null', O_RDONLY);
    if (fd !== 0) {
      sys.dup2(fd, 0);
      sys.close(fd);
    }
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}
