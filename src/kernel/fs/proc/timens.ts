// /proc/PID/timens_offsets: the clock offsets of the time namespace that the process's children get (fs/proc/base.c, kernel/time/namespace.c
// proc_timens_set_offset; time_namespaces(7)).

import { CAP_SYS_TIME } from '../../../abi/caps.ts';
import { EACCES, EINVAL, EPERM, ERANGE, ESRCH } from '../../../abi/errno.ts';
import { type Timespec, timespec } from '../../../abi/stat.ts';
import { credCapable } from '../../cred/capability.ts';
import type { TimeNs } from '../../ns/timens.ts';
import type { Task } from '../../sched/task.ts';
import type { File } from '../../vfs/file.ts';
import { alive, type ProcPid } from './procfs.ts';

/** Seconds a ktime_t can hold. */
const KTIME_SEC_MAX = 9223372036;
const SECOND = 1_000_000_000;

const CLOCKS: Readonly<Record<string, 'monotonic' | 'boottime'>> = {
  monotonic: 'monotonic',
  boottime: 'boottime',
  1: 'monotonic',
  7: 'boottime',
};

function namespaceOf(about: ProcPid): TimeNs {
  const { nsproxy } = alive(about);
  if (nsproxy === null) throw ESRCH;
  return nsproxy.timeForChildren;
}

const line = (name: string, t: Timespec): string => `${name.padEnd(10)} ${String(t.sec).padStart(10)} ${String(t.nsec).padStart(9)}\n`;

export function timensText(about: ProcPid): string {
  const ns = namespaceOf(about);
  return line('monotonic', ns.monotonic) + line('boottime', ns.boottime);
}

interface Offset {
  readonly clock: 'monotonic' | 'boottime';
  readonly value: Timespec;
}

/** Lines of `CLOCK SECONDS NANOSECONDS`, two at most. */
function parse(text: string): readonly Offset[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  if (text.trim() === '' || lines.length > 2) throw EINVAL;
  return lines.map((l) => {
    const m = /^\s*(\w+)\s+(-?\d+)\s+(\d+)\s*$/.exec(l);
    const clock = m === null ? undefined : CLOCKS[m[1]];
    if (m === null || clock === undefined || Number(m[3]) >= SECOND) throw EINVAL;
    return { clock, value: timespec(Number(m[2]), Number(m[3])) };
  });
}

/** "EACCES: … a process has already entered the namespace; EPERM: the writer has no CAP_SYS_TIME over it; ERANGE: …". */
export function writeTimens(about: ProcPid, text: string, task: Task, file: File, offset: number): void {
  if (offset !== 0) throw EINVAL;
  const offsets = parse(text);
  const ns = namespaceOf(about);
  if (!credCapable(file.cred, ns.owner, CAP_SYS_TIME)) throw EPERM;
  const now = task.kernel.clock.mono / SECOND;
  for (const { value } of offsets) {
    if (Math.abs(value.sec) > KTIME_SEC_MAX) throw ERANGE;
    const shifted = now + value.sec + value.nsec / SECOND;
    if (shifted < 0 || shifted > KTIME_SEC_MAX / 2) throw ERANGE;
  }
  if (ns.isFrozen) throw EACCES;
  for (const { clock, value } of offsets) ns[clock] = value;
}
