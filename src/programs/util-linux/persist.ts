// unshare --NS=FILE: a bind mount of the namespace's file keeps it alive without a process (util-linux sys-utils/unshare.c, bind_ns_files).

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { MS_BIND } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { err } from '../../libc/error.ts';
import { type Proc, writeAll } from '../../libc/proc.ts';
import { forkHelper, type Helper } from './idmap.ts';
import type { NsRow } from './namespaces.ts';

export interface Persist {
  readonly row: NsRow;
  readonly file: string;
}

const source = (pid: number, row: NsRow): string => `/proc/${pid}/${row.option === 'pid' ? 'ns/pid_for_children' : row.link}`;

/** Binds the namespaces of process `pid` to their files. */
export function* bindNsFiles(p: Proc, pid: number, persist: readonly Persist[]): Sys<void> {
  for (const { row, file } of persist) {
    try {
      p.sys.mount(source(pid, row), file, null, MS_BIND, null);
    } catch (e) {
      yield* err(p, 1, `mount ${source(pid, row)} on ${file} failed`, e);
    }
  }
}

/** The same from a child that stays in the mount namespace that unshare leaves. */
export function* startBinder(p: Proc, persist: readonly Persist[]): Sys<Helper> {
  const pid = p.sys.getpid();
  return yield* forkHelper(p, (sys) => bindFrom(p, sys, pid, persist));
}

function* bindFrom(p: Proc, sys: Syscalls, pid: number, persist: readonly Persist[]): Sys<number> {
  for (const { row, file } of persist) {
    try {
      sys.mount(source(pid, row), file, null, MS_BIND, null);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* writeAll(sys, 2, encode(`${p.name}: mount ${source(pid, row)} on ${file} failed: ${e.text}\n`));
      return 1;
    }
  }
  return 0;
}
