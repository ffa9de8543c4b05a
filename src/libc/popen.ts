// Commands through the shell: popen(3), pclose(3) and system(3).

import { Errno } from '../abi/errno.ts';
import { O_CLOEXEC } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { environ, waitFor } from './spawn.ts';

const SHELL = '/bin/sh';
/** What popen(3) and system(3) call it. */
const NAME = 'sh';

export interface CommandStream {
  /** Our end of the pipe. */
  readonly fd: number;
  readonly pid: number;
}

/** Starts a command whose output we read ('r'), or whose input we write ('w'). Flush your own output before. */
export function popen(sys: Syscalls, command: string, mode: 'r' | 'w', env: ReadonlyMap<string, string>, name = NAME): CommandStream {
  const [readEnd, writeEnd] = sys.pipe2(O_CLOEXEC);
  const [ours, theirs, standard] = mode === 'r' ? [readEnd, writeEnd, 1] : [writeEnd, readEnd, 0];
  const pid = sys.clone(0, (child) => runShell(child, name, command, env, theirs, standard));
  sys.close(theirs);
  return { fd: ours, pid };
}

/** Closes our end and waits; the wait status. */
export function* pclose(sys: Syscalls, stream: CommandStream): Sys<number> {
  sys.close(stream.fd);
  return (yield* waitFor(sys, stream.pid)).status;
}

/** Runs a command and waits; the wait status. Flush your own output before. */
export function* system(sys: Syscalls, command: string, env: ReadonlyMap<string, string>, name = NAME): Sys<number> {
  const pid = sys.clone(0, (child) => runShell(child, name, command, env, -1, -1));
  return (yield* waitFor(sys, pid)).status;
}

/** In the child: the pipe's end becomes a standard stream, then the shell. */
function* runShell(
  sys: Syscalls,
  name: string,
  command: string,
  env: ReadonlyMap<string, string>,
  fd: number,
  standard: number,
): Sys<number> {
  if (fd >= 0 && fd !== standard) sys.dup2(fd, standard);
  try {
    return yield* sys.execve(SHELL, [name, '-c', command], environ(env));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return 127;
  }
}
