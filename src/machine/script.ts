// Starting a program for somebody outside: `ns-shell FILE`, `-c`, exec(). Its process is a child of pid 1, leads a session without a
// terminal, works in /root and has the host's streams; files of the host given by name are there beside it.

import { AT_FDCWD, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/sched/task.ts';
import { writeAll } from '../libc/proc.ts';
import type { HostFile, Input } from './api.ts';
import { moveToCgroup } from './cgroups.ts';
import { initTask, spawn } from './spawn.ts';
import { type HostInput, type HostOutput, hostFile } from './streams.ts';

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
export function spawnScript(kernel: Kernel, script: Spawn, streams: Streams): Task {
  const task = spawn(initTask(kernel), (sys) => launch(sys, script));
  moveToCgroup(task, '/');
  const limit = Infinity;
  if (script.stdin === 'pipe') task.files.install(hostFile(kernel, streams.input, true), false, 0, limit);
  task.files.install(hostFile(kernel, streams.output, false), false, 1, limit);
  task.files.install(hostFile(kernel, streams.error, false), false, 2, limit);
  return task;
}

function* launch(sys: Syscalls, script: Spawn): Sys<number> {
  sys.setsid();
  sys.chdir('/root');
  if (script.stdin === 'null') yield* sys.openat(AT_FDCWD, '/dev/null', O_RDONLY);
  for (const f of script.files) yield* putFile(sys, f);
  return yield* sys.execve('/usr/bin/bash', script.argv, script.env);
}

function* putFile(sys: Syscalls, f: HostFile): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, f.path, O_WRONLY | O_CREAT | O_TRUNC, f.mode);
  yield* writeAll(sys, fd, f.bytes);
  sys.close(fd);
}
