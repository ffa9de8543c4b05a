// lesson(1): the learner's verbs, typed in the simulated shell. It knows nothing of lessons itself: it asks what stands above the machine
// through /dev/ns-shell (abi/control.ts) and prints the answer.

import { CONTROL_DEVICE, CONTROL_MAX, decodeReply, encodeRequest } from '../../abi/control.ts';
import { EINTR, ENOENT, ENXIO, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDWR } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { type Proc, type Program, writeAll } from '../../libc/proc.ts';

const usage = `Usage: lesson [VERB [ARGUMENT]...]

lesson              where you are: the step, its goals
lesson help         all verbs
`;

function* main(p: Proc): Sys<number> {
  if (p.args[0] === '--help') {
    p.print(usage);
    return 0;
  }
  let answer: Uint8Array;
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, CONTROL_DEVICE, O_RDWR);
    yield* writeAll(p.sys, fd, encodeRequest([p.name, ...p.args]));
    answer = yield* readAnswer(p.sys, fd);
  } catch (e) {
    if (e === ENXIO || e === ENOENT) yield* p.warn('no lesson is running here: open one with `ns-shell lesson NAME`');
    else if (e instanceof Errno) yield* p.warn(`cannot use ${CONTROL_DEVICE}: ${e.text}`);
    else throw e;
    return 1;
  }
  const reply = decodeReply(answer);
  if (reply === null) {
    yield* p.warn('the answer cannot be understood');
    return 1;
  }
  p.print(reply.stdout);
  if (reply.stderr !== '') yield* p.error(reply.stderr);
  return reply.status;
}

/** A signal that was handled only interrupts the wait. */
function* readAnswer(sys: Syscalls, fd: number): Sys<Uint8Array> {
  for (;;) {
    try {
      return yield* sys.read(fd, CONTROL_MAX);
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

export const program: Program = { name: 'lesson', usage, main };
