// Starting a program for somebody outside: `ns-shell FILE`, `-c`, exec(). Its process is a child of pid 1, leads a session without a
// terminal, works in /root and has the host's streams; files of the host given by name are there beside it.

import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clone } from '../kernel/proc/clone.ts';
import type { Task } from '../kernel/sched/task.ts';
import { writeAll } from '../libc/proc.ts';
import type { HostFile, Input } from './api.ts';
import { type HostInput, type HostOutput, hostFile, initTask } from './streams.ts';

type Spawn = Extract<Input, { kind: 'spawn' }>;

export interface Streams {
  readonly input: HostInput;
  readonly output: HostOutput;
  readonly error: HostOutput;
}

/** What a login gives a script: machine.md, "environment". */
export const SCRIPT_ENV: readonly string[] = [
  'SHELL=/bin/bash',
  'LOGNAME=root',
  'HOME=/root',
  'LANG=C.UTF-8',
  'TERM=xterm-256color',
  'USER=root',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
];

/** The new process; it runs at its next turn. */
export function spawnScript(kernel: Kernel, spawn: Spawn, streams: Streams): Task {
  const init = initTask(kernel);
  const nr = clone(init, 0, (sys) => launch(sys, spawn));
  const task = init.pid.ns.pids.get(nr)?.task ?? null;
  if (task === null) throw new Error('a new process without a task');
  const limit = Infinity;
  if (spawn.stdin === 'pipe') task.files.install(hostFile(kernel, streams.input, true), false, 0, limit);
  task.files.install(hostFile(kernel, streams.output, false), false, 1, limit);
  task.files.install(hostFile(kernel, streams.error, false), false, 2, limit);
  return task;
}

function* launch(sys: Syscalls, spawn: Spawn): Sys<number> {
  sys.setsid();
  sys.chdir('/root');
  if (spawn.stdin === 'null') yield* sys.openat(AT_FDCWD, '/dev/null', O_RDONLY);
  for (const f of spawn.files) yield* putFile(sys, f);
  return yield* sys.execve('/usr/bin/bash', spawn.argv, spawn.env);
}

function* putFile(sys: Syscalls, f: HostFile): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, f.path, O_WRONLY | O_CREAT | O_TRUNC, f.mode);
  yield* writeAll(sys, fd, f.bytes);
  sys.close(fd);
}
