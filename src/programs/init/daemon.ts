// The services that a machine has running (cron, sshd, dbus-daemon …): there, with their names and namespaces, and asleep. Children that the
// machine starts under one (a session under sshd) are waited for.

import { ECHILD, EINTR } from '../../abi/errno.ts';
import { WNOHANG } from '../../abi/flags.ts';
import { SIGCHLD } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const noteOnly = (): void => {};

function* main(p: Proc): Sys<number> {
  p.sys.rt_sigaction(SIGCHLD, { handler: noteOnly, flags: 0 });
  for (;;) {
    try {
      yield* p.sys.pause();
    } catch (e) {
      if (e !== EINTR) throw e;
    }
    yield* reap(p);
  }
}

function* reap(p: Proc): Sys<void> {
  try {
    while ((yield* p.sys.wait4(-1, WNOHANG)) !== null);
  } catch (e) {
    if (e !== ECHILD) throw e;
  }
}

export const program: Program = { name: 'daemon', usage: '', main };
