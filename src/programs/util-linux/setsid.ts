// setsid(1): runs a program in a new session (util-linux 2.38.1 sys-utils/setsid.c).

import { Errno } from '../../abi/errno.ts';
import { TIOCSCTTY } from '../../abi/ioctl.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { WEXITSTATUS, WIFEXITED } from '../../abi/wait.ts';
import { err } from '../../libc/error.ts';
import { parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import { Proc, type Program } from '../../libc/proc.ts';
import { execFailureStatus, execvp, waitFor } from '../../libc/spawn.ts';

const usage = `
Usage:
 setsid [options] <program> [arguments ...]

Run a program in a new session.

Options:
 -c, --ctty     set the controlling terminal to the current one
 -f, --fork     always fork
 -w, --wait     wait program to exit, and use the same return
 -h, --help     display this help
 -V, --version  display version

For more details see setsid(1).
`;

function* run(sys: Syscalls, parent: Proc, command: readonly string[], takesTerminal: boolean): Sys<number> {
  const p = new Proc(parent.program, sys, parent.argv, parent.env);
  try {
    sys.setsid();
  } catch (e) {
    return yield* err(p, 1, 'setsid failed', e);
  }
  if (takesTerminal) {
    try {
      yield* sys.ioctl(0, TIOCSCTTY, 1);
    } catch (e) {
      return yield* err(p, 1, 'failed to set the controlling terminal', e);
    }
  }
  try {
    return yield* execvp(sys, command[0], command, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to execute ${command[0]}: ${e.text}`);
    return execFailureStatus(e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* usageError(p, style, 'no command specified');
  const takesTerminal = o.has('ctty');
  // The leader of a process group may not make a session.
  if (!o.has('fork') && p.sys.getpgid(0) !== p.sys.getpid()) return yield* run(p.sys, p, o.operands, takesTerminal);
  const pid = p.sys.clone(0, (sys) => run(sys, p, o.operands, takesTerminal));
  if (!o.has('wait')) return 0;
  const { status } = yield* waitFor(p.sys, pid);
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  yield* p.warn('child did not exit normally');
  return status & 255;
}

export const program: Program = { name: 'setsid', usage, main };
