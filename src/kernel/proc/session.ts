// Sessions and process groups (credentials(7), setsid(2), kernel/sys.c). Both are named by the struct pid of their leader, which may be gone.

import type { Task } from '../sched/task.ts';
import type { Tty } from '../tty/tty.ts';
import type { Pid } from './pid.ts';

export interface Session {
  readonly leader: Pid;
  tty: Tty | null;
  readonly groups: Set<ProcessGroup>;
}

export interface ProcessGroup {
  readonly leader: Pid;
  readonly session: Session;
  readonly members: Set<Task>;
}
