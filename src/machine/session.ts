// A person at a terminal: a pseudo-terminal whose other end is the host, and a login session on it.

import type { Winsize } from '../abi/termios.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clone } from '../kernel/proc/clone.ts';
import type { Task } from '../kernel/sched/task.ts';
import { openHostPty } from '../kernel/tty/pty.ts';
import { moveToCgroup } from './cgroups.ts';
import { initTask } from './streams.ts';

export interface Terminal {
  /** `pts/0` */
  readonly name: string;
  /** The session's first process has ended. */
  readonly isOver: boolean;
  receive(bytes: Uint8Array): void;
  resize(rows: number, cols: number): void;
  hangup(): void;
}

interface Opening {
  readonly user: string;
  readonly rows: number;
  readonly cols: number;
}
