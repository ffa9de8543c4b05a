// struct pid: the numbers a process has, one in its own PID namespace and one in each ancestor (pid_namespaces(7), kernel/pid.c).

import { EAGAIN, ENOMEM } from '../../abi/errno.ts';
import type { PidNs } from '../ns/pidns.ts';
import type { Task } from '../sched/task.ts';
import type { ProcessGroup, Session } from './session.ts';

/** Numbers below this are given out only once, at boot (RESERVED_PIDS). */
const RESERVED_PIDS = 300;

export interface PidNumber {
  readonly ns: PidNs;
  readonly nr: number;
}

export class Pid {
  /** From the initial namespace (index = level 0) to the process's own. */
  readonly numbers: readonly PidNumber[];
  /** Null once reaped. */
  task: Task | null = null;
  /** The process group and session of this number, while they have members. The number stays taken as long as one of the three is there. */
  group: ProcessGroup | null = null;
  session: Session | null = null;

  constructor(numbers: readonly PidNumber[]) {
    this.numbers = numbers;
  }

  /** The namespace the process is in: fixed at its birth (task_active_pid_ns). */
  get ns(): PidNs {
    return this.numbers[this.numbers.length - 1].ns;
  }

  /** The number seen in `ns`, 0 where the process is not visible (pid_nr_ns). */
  in(ns: PidNs): number {
    const n = ns.level < this.numbers.length ? this.numbers[ns.level] : undefined;
    return n !== undefined && n.ns === ns ? n.nr : 0;
  }

  /** The number in the initial namespace: unique on the machine. */
  get global(): number {
    return this.numbers[0].nr;
  }
}

/** The next free number, going round; Linux gives the lowest only when it has come round (idr_alloc_cyclic). */
function nextNumber(ns: PidNs): number {
  const from = ns.lastPid + 1;
  const min = ns.lastPid >= RESERVED_PIDS ? RESERVED_PIDS : 1;
  for (let nr = from; nr < ns.pidMax; nr++) if (!ns.pids.has(nr)) return nr;
  for (let nr = min; nr < Math.min(from, ns.pidMax); nr++) if (!ns.pids.has(nr)) return nr;
  throw EAGAIN;
}

/**
 * alloc_pid: a number in `ns` and in each of its ancestors. EAGAIN: none left. ENOMEM: the namespace's init has ended; the numbers tried in
 * the ancestors are used up all the same.
 */
export function allocPid(ns: PidNs): Pid {
  const numbers: PidNumber[] = [];
  for (let n: PidNs | null = ns; n !== null; n = n.parent) {
    const nr = nextNumber(n);
    n.lastPid = nr;
    numbers.unshift({ ns: n, nr });
  }
  if (ns.isDying) throw ENOMEM;
  const pid = new Pid(numbers);
  for (const n of numbers) n.ns.pids.set(n.nr, pid);
  ns.refs.add(pid, 'pid');
  return pid;
}

/** free_pid, once neither a process nor a group nor a session has the number. */
export function putPid(pid: Pid): void {
  if (pid.task !== null || pid.group !== null || pid.session !== null) return;
  const own = pid.numbers[pid.numbers.length - 1];
  if (own.ns.pids.get(own.nr) !== pid) return;
  for (const n of pid.numbers) n.ns.pids.delete(n.nr);
  pid.ns.refs.drop(pid);
}

/** find_task_by_pid_ns: the process (zombies included) with this number in `ns`. */
export const findTask = (ns: PidNs, nr: number): Task | null => ns.pids.get(nr)?.task ?? null;
