// What the kernel tells those who look inside: one optional hook for each decision. Nobody listening costs nothing.

import type { Errno } from '../abi/errno.ts';
import type { UserNs } from './cred/userns.ts';
import type { Mount } from './mount/mount.ts';
import type { Namespace } from './ns/namespace.ts';
import type { Task } from './sched/task.ts';

export interface SyscallEvent {
  readonly task: Task;
  readonly name: string;
  readonly args: readonly unknown[];
  /** The value, or the error thrown. */
  readonly result: unknown;
  readonly error: Errno | null;
}

export interface Trace {
  /** After a system call; for one that does not return (exit, execve) before it takes effect. */
  syscall?: (event: SyscallEvent) => void;
  capCheck?: (task: Task, target: UserNs, cap: number, ok: boolean) => void;
  nsCopy?: (task: Task, from: Namespace, to: Namespace) => void;
  nsFree?: (ns: Namespace) => void;
  exec?: (task: Task) => void;
  fork?: (parent: Task, child: Task) => void;
  exit?: (task: Task) => void;
  reap?: (task: Task, by: Task | null) => void;
  propagate?: (from: Mount, to: Mount) => void;
}
