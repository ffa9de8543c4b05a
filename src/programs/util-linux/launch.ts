// How unshare, nsenter, setpriv and chroot-like tools start the program they were given (util-linux lib/exec_shell.c, exitcodes.h).

import { ENOENT, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { Exit, type Proc } from '../../libc/proc.ts';
import { environ, execvp } from '../../libc/spawn.ts';

/** Runs `argv` in place of this process, or the user's shell as a login shell when empty. */
export function* launch(p: Proc, argv: readonly string[]): Sys<never> {
  yield* p.flush();
  if (argv.length > 0) {
    try {
      return yield* execvp(p.sys, argv[0], argv, p.env);
    } catch (e) {
      return yield* execFailed(p, argv[0], e);
    }
  }
  const shell = p.env.get('SHELL') ?? '/bin/sh';
  try {
    return yield* p.sys.execve(shell, [`-${shell.slice(shell.lastIndexOf('/') + 1)}`], environ(p.env));
  } catch (e) {
    return yield* execFailed(p, shell, e);
  }
}

function* execFailed(p: Proc, name: string, e: unknown): Sys<never> {
  if (!(e instanceof Errno)) throw e;
  yield* p.warn(`failed to execute ${name}: ${e.text}`);
  throw new Exit(e === ENOENT ? 127 : 126);
}
