// Pid 1: takes in orphans and waits for them, as systemd(1) does. It starts nothing itself; the machine's boot does.

import { ECHILD, EINTR } from '../../abi/errno.ts';
import { emptySet, SIGCHLD } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const noteOnly = (): void => {};

function* main(p: Proc): Sys<number> {
  p.sys.rt_sigaction(SIGCHLD, { handler: noteOnly, flags: 0 });
  for (;;) {
    try {
      yield* p.sys.wait4(-1, 0);
    } catch (e) {
      if (e === ECHILD) yield* idle(p);
      else if (e !== EINTR) throw e;
    }
  }
}

function* idle(p: Proc): Sys<void> {
  try {
    yield* p.sys.rt_sigsuspend(emptySet());
  } catch (e) {
    if (e !== EINTR) throw e;
  }
}

export const program: Program = { name: 'systemd', usage: 'systemd [OPTIONS...]\n', main };
