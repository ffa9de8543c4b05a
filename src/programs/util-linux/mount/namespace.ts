// -N of mount and umount: work in another mount namespace, given by a pid or a file.

import { AT_FDCWD, CLONE_NEWNS, O_RDONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { err } from '../../../libc/error.ts';
import type { Proc } from '../../../libc/proc.ts';

export function* enterMountNamespace(p: Proc, name: string): Sys<void> {
  const file = /^\d+$/.test(name) ? `/proc/${name}/ns/mnt` : name;
  try {
    const fd = yield* p.sys.openat(AT_FDCWD, file, O_RDONLY);
    p.sys.setns(fd, CLONE_NEWNS);
    p.sys.close(fd);
  } catch (e) {
    yield* err(p, 1, `failed to set target namespace to ${name}`, e);
  }
}
