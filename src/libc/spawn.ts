// Running another program: execvp(3) with its PATH search, fork+exec+wait as posix_spawn(3) and waitpid(2) give them.

import { EACCES, EINTR, ENOENT, ENOTDIR, Errno } from '../abi/errno.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls, WaitResult } from '../abi/syscalls.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../abi/wait.ts';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const environ = (env: ReadonlyMap<string, string>): string[] => Array.from(env, ([k, v]) => `${k}=${v}`);

/** execvp(3): searches PATH when `file` has no slash. Throws what the last attempt threw; EACCES wins over ENOENT. */
export function* execvp(sys: Syscalls, file: string, argv: readonly string[], env: ReadonlyMap<string, string>): Sys<never> {
  const environment = environ(env);
  if (file === '') throw ENOENT;
  if (file.includes('/')) return yield* sys.execve(file, argv, environment);
  let denied = false;
  for (const dir of (env.get('PATH') ?? '/bin:/usr/bin').split(':')) {
    try {
      return yield* sys.execve(dir === '' ? file : `${dir}/${file}`, argv, environment);
    } catch (e) {
      if (e === EACCES) denied = true;
      else if (e !== ENOENT && e !== ENOTDIR) throw e;
    }
  }
  throw denied ? EACCES : ENOENT;
}

/** waitpid(2) that goes on after a signal handler ran. */
export function* waitFor(sys: Syscalls, pid: number): Sys<WaitResult> {
  for (;;) {
    try {
      const r = yield* sys.wait4(pid, 0);
      if (r !== null) return r;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

/** What a shell's $? shows for a wait status: the exit status, or 128 + signal. */
export const shellStatus = (status: number): number => (WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));

/** 126 or 127 for an exec that failed, as env, timeout, nohup … answer. */
export const execFailureStatus = (e: unknown): number => (e instanceof Errno && e === ENOENT ? 127 : 126);
