// The PID namespace (pid_namespaces(7), kernel/pid_namespace.c): numbers for its processes, an init that reaps, an end that kills all.

import type { UserNs } from '../cred/userns.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class PidNs implements Namespace {
  readonly kind = 'pid' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly parent: PidNs | null;
  readonly level: number;
  /** Every struct pid that has a number here, zombies and leaderless groups included, by number. */
  readonly pids = new Map<number, Pid>();
  lastPid = 0;
  /** Pid 1; null before the first child and after its end. */
  reaper: Task | null = null;
  /** PIDNS_ADDING cleared: no new processes (fork answers ENOMEM). */
  isDying = false;
  pidMax: number;

  constructor(ino: number, owner: UserNs, parent: PidNs | null, pidMax: number) {
    this.ino = ino;
    this.owner = owner;
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
    this.pidMax = pidMax;
  }
}
