// Processes that nobody forked: pid 1, the kernel's threads and what the machine starts from outside (init/main.c, kernel/kthread.c).

import type { Sys } from '../../abi/sys.ts';
import type { ChildMain, Syscalls } from '../../abi/syscalls.ts';
import type { Cgroup } from '../cgroup/cgroup.ts';
import type { Cred } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { park } from '../sched/wait.ts';
import { bindSyscalls } from '../syscall/gate.ts';
import { setControlling } from '../tty/jobctl.ts';
import type { Tty } from '../tty/tty.ts';
import { FdTable } from '../vfs/fdtable.ts';
import type { File } from '../vfs/file.ts';
import { FsContext, type Path } from '../vfs/path.ts';
import { addTask } from './clone.ts';
import { allocPid } from './pid.ts';
import { joinGroup, leaveGroup, newSession } from './session.ts';

export interface Spawn {
  /** What it runs: a program written here, or `exec`. */
  readonly main?: ChildMain;
  /** The file to execute, with what. */
  readonly exec?: { readonly path: string; readonly argv: readonly string[]; readonly env: readonly string[] };
  readonly comm: string;
  /** Default: the boot task, which shows as parent 0. */
  readonly parent?: Task | null;
  /** Default: root with everything. */
  readonly cred?: Cred;
  readonly cwd?: Path;
  readonly umask?: number;
  readonly cgroup?: Cgroup;
  /** Descriptors 0, 1, 2 …; the references are taken over. */
  readonly files?: readonly File[];
  /** Default: a session of its own; false: the parent's. */
  readonly isSessionLeader?: boolean;
  /** Its controlling terminal. */
  readonly tty?: Tty;
  readonly nice?: number;
}

/** Makes a process from nothing and starts it. */
export function spawnTask(kernel: Kernel, spawn: Spawn): Task {
  const { boot } = kernel;
  const from = spawn.parent ?? boot;
  const { root } = boot.fs;
  const files = new FdTable();
  for (const file of spawn.files ?? []) files.install(file, false, 0, Infinity);
  const { nsproxy } = boot;
  if (nsproxy === null) throw new Error('the boot task has no namespaces');
  const task = addTask({
    kernel,
    pid: allocPid(kernel.init.pid),
    parent: spawn.parent ?? null,
    cred: spawn.cred ?? boot.cred,
    nsproxy,
    fs: new FsContext(root, spawn.cwd ?? root, spawn.umask ?? 0o022),
    files,
    pgrp: from.pgrp,
    cgroup: spawn.cgroup ?? kernel.cgroupRoot,
    rlimits: [...boot.rlimits],
    comm: spawn.comm,
  });
  task.nice = spawn.nice ?? 0;
  if (spawn.isSessionLeader !== false) {
    leaveGroup(task);
    joinGroup(task, newSession(task.pid));
  }
  if (spawn.tty !== undefined) setControlling(task, spawn.tty);
  const sys = bindSyscalls(task);
  task.sys = sys;
  if (spawn.main !== undefined) task.run = spawn.main(sys);
  else if (spawn.exec !== undefined) task.run = runFile(sys, spawn.exec.path, spawn.exec.argv, spawn.exec.env);
  else task.run = sleepForEver(task);
  kernel.sched.enqueue(task);
  return task;
}

function* runFile(sys: Syscalls, path: string, argv: readonly string[], env: readonly string[]): Sys<number> {
  yield* sys.execve(path, argv, env);
  return 127;
}

function* sleepForEver(task: Task): Sys<number> {
  for (;;) yield* park(task, [], task.isKernelThread ? 'worker_thread' : 'ep_poll', Infinity, 'S');
}

/** A kernel thread: no memory, no files, ignores every signal. Parent is kthreadd, or null for kthreadd itself. */
export function spawnKernelThread(kernel: Kernel, comm: string, parent: Task | null, nice = 0): Task {
  const task = spawnTask(kernel, { comm, parent, nice, isSessionLeader: false });
  task.isKernelThread = true;
  task.forkNoExec = false;
  return task;
}
