// struct pid: the numbers a process has, one in its own PID namespace and one in each ancestor (pid_namespaces(7), kernel/pid.c).

import type { Task } from '../sched/task.ts';
import type { PidNs } from '../ns/pidns.ts';

export interface PidNumber {
  readonly ns: PidNs;
  readonly nr: number;
}

export class Pid {
  /** From the initial namespace (index = level 0) to the process's own. */
  readonly numbers: readonly PidNumber[];
  /** Null once reaped. */
  task: Task | null = null;

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
