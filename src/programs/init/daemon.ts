// The services that a machine has running (cron, sshd, dbus-daemon …): there, with their names and namespaces, and asleep.

import { EINTR } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

function* main(p: Proc): Sys<number> {
  for (;;) {
    try {
      yield* p.sys.pause();
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

export const program: Program = { name: 'daemon', usage: '', main };
