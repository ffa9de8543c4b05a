// A person at a terminal: a pseudo-terminal whose other end is the host, and a login session on it, as sshd makes them.

import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/sched/task.ts';
import { type HostPty, openHostPty } from '../kernel/tty/pty.ts';
import { moveToCgroup } from './cgroups.ts';
import type { Profile } from './profiles/profile.ts';
import { initTask, spawn } from './spawn.ts';

/** An open terminal. */
export class Terminal {
  private readonly pty: HostPty;
  private readonly task: Task;

  constructor(pty: HostPty, task: Task) {
    this.pty = pty;
    this.task = task;
  }

  /** `pts/0` */
  get name(): string {
    return this.pty.tty.name;
  }

  /** The session has ended. */
  get isOver(): boolean {
    return this.task.isZombie;
  }

  /** The session has ended because a signal has ended its shell, or itself. */
  get isKilled(): boolean {
    return this.task.exitCode !== 0;
  }

  receive(bytes: Uint8Array): void {
    this.pty.receive(bytes);
  }

  resize(rows: number, cols: number): void {
    this.pty.resize({ rows, cols });
  }

  hangup(): void {
    this.pty.hangup();
  }
}

interface Opening {
  readonly user: string;
  readonly rows: number;
  readonly cols: number;
}

/** The sessions of one machine: they are numbered. */
export class Sessions {
  private count = 0;
  private readonly kernel: Kernel;
  private readonly profile: Profile;

  constructor(kernel: Kernel, profile: Profile) {
    this.kernel = kernel;
    this.profile = profile;
  }

  open({ user, rows, cols }: Opening, output: (bytes: Uint8Array) => void): Terminal {
    const account = this.profile.users.find((u) => u.name === user);
    if (account === undefined) throw new Error(`no account '${user}' on this machine`);
    const pty = openHostPty(this.kernel, { rows, cols }, output);
    const task = spawn(sshd(this.kernel), (sys) => startSession(sys, user, pty.tty.name));
    moveToCgroup(task, `/user.slice/user-${account.uid}.slice/session-${++this.count}.scope`);
    return new Terminal(pty, task);
  }
}

/** Who sessions are children of: the listener, or init where there is none. */
function sshd(kernel: Kernel): Task {
  const init = initTask(kernel);
  for (const task of init.children) if (task.comm === 'sshd') return task;
  return init;
}

function* startSession(sys: Syscalls, user: string, tty: string): Sys<number> {
  sys.setsid();
  return yield* sys.execve('/usr/sbin/sshd', [`sshd: ${user}@${tty}`], []);
}
