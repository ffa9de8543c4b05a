// A small machine for tests: a kernel with a tmpfs as its root and programs written in the test, run to the end of pid 1.
//
//   const t = testMachine();
//   t.run(function* (sys) { … return 0 })      pid 2, a child of a pid 1 that reaps; its wait(2) status word comes back
//
// Every step is followed by the invariants (invariants.ts), so that a test fails where something went wrong, not later.

import { makeElf } from '../abi/elf.ts';
import { ECHILD, EINTR, Errno } from '../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_WRONLY } from '../abi/flags.ts';
import { SIGKILL } from '../abi/signal.ts';
import type { Sys } from '../abi/sys.ts';
import type { ChildMain, Syscalls } from '../abi/syscalls.ts';
import { createKernel, setBootRoot } from './create.ts';
import { checkInvariants } from './invariants.ts';
import type { Executable, Kernel } from './kernel.ts';
import { mountAt, mountRoot } from './mount/boot.ts';
import { clone } from './proc/clone.ts';
import { findTask } from './proc/pid.ts';
import { joinGroup, leaveGroup, newSession } from './proc/session.ts';
import { sendSignal } from './proc/signal.ts';
import type { Task } from './sched/task.ts';
import { LOOKUP_FOLLOW, lookupPath } from './vfs/namei.ts';
import type { Path } from './vfs/path.ts';

/** A program of a test: what a file made by `install` runs. */
export type TestProgram = (sys: Syscalls, argv: readonly string[], env: readonly string[]) => Sys<number>;

export interface TestMachine {
  readonly kernel: Kernel;
  /** Pid 1. */
  readonly init: Task;
  /** Runs `main` as a child of pid 1 until it has ended; its wait(2) status. Time jumps when everybody sleeps. */
  run(main: ChildMain): number;
  /** Starts a child of pid 1 without running it. */
  start(main: ChildMain): Task;
  /** SIGKILL from outside. */
  kill(task: Task): void;
  /** Runs until everybody sleeps for ever. */
  settle(): void;
  /** The program behind files whose bytes are makeElf(name). */
  readonly programs: Map<string, TestProgram>;
  /** The root directory, `/`. */
  readonly root: Path;
}

const CONFIG = {
  release: '6.18.0-amd64',
  version: '#1 SMP PREEMPT_DYNAMIC Debian 6.18.1-1 (2025-12-01)',
  machine: 'x86_64',
  nodename: 'localhost.localdomain',
  bootEpoch: 1767603540,
  uptime: 60_000_000_000,
  seed: 1,
  cpus: 2,
  memory: 4 * 1024 ** 3,
  slice: 64,
  cmdline: 'BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro quiet',
} as const;

export interface Spawn {
  readonly comm: string;
  readonly main: ChildMain;
  /** Default: the boot task, which shows as parent 0. */
  readonly parent?: Task;
}

/** A process that nobody's program forked; it leads a session of its own. */
export function spawnTask(kernel: Kernel, { comm, main, parent = kernel.boot }: Spawn): Task {
  const nr = clone(parent, 0, main);
  const task = findTask(kernel.init.pid, nr);
  if (task === null) throw new Error('a new process without a task');
  task.comm = comm;
  leaveGroup(task);
  joinGroup(task, newSession(task.pid));
  return task;
}

/** Directories every test finds. */
const DIRECTORIES = ['/bin', '/dev', '/etc', '/home', '/mnt', '/proc', '/root', '/run', '/sys', '/tmp'];

/** Pid 1: reaps whatever ends, for ever. */
function* reaper(sys: Syscalls): Sys<number> {
  for (;;) {
    try {
      yield* sys.wait4(-1, 0);
    } catch (e) {
      if (e === ECHILD) yield* waitForChild(sys);
      else if (e !== EINTR) throw e;
    }
  }
}

/** Sleeps until there might be a child: the test's clone wakes it. */
function* waitForChild(sys: Syscalls): Sys<void> {
  try {
    yield* sys.nanosleep(1_000_000);
  } catch (e) {
    if (e !== EINTR) throw e;
  }
}

/** Mounts a new file system of the kernel at a path, as the boot scripts do. */
export function mountFs(kernel: Kernel, type: string, source: string, target: string, options = '', flags = 0): Path {
  const fs = kernel.fsTypes.get(type);
  if (fs === undefined) throw new Error(`no file system ${type}`);
  const at = lookupPath(kernel.boot, AT_FDCWD, target, LOOKUP_FOLLOW);
  return mountAt(kernel, fs.mount(source, flags, options, kernel.boot), source, at, flags);
}

export function testMachine(): TestMachine {
  const programs = new Map<string, TestProgram>();
  const executables = new Map<string, Executable>();
  const loadProgram = (name: string): Executable | undefined => {
    const start = programs.get(name);
    if (start === undefined) return undefined;
    const known = executables.get(name) ?? { start };
    executables.set(name, known);
    return known;
  };
  const kernel = createKernel({ ...CONFIG, loadProgram });
  const tmpfs = kernel.fsTypes.get('tmpfs');
  if (tmpfs === undefined) throw new Error('no tmpfs');
  const root = mountRoot(kernel, tmpfs.mount('root', 0, 'mode=755', kernel.boot), 'root');
  setBootRoot(kernel, root);
  const init = spawnTask(kernel, { comm: 'init', main: reaper });
  const machine: TestMachine = {
    kernel,
    init,
    programs,
    root,
    start: (main) => spawnTask(kernel, { comm: 'test', parent: init, main }),
    run(main) {
      const task = machine.start(main);
      drive(kernel, () => !kernel.tasks.has(task));
      return task.exitCode;
    },
    kill: (task) => sendSignal(task, SIGKILL),
    settle: () => drive(kernel, () => false),
  };
  machine.run(makeDirectories);
  return machine;
}

function* makeDirectories(sys: Syscalls): Sys<number> {
  for (const dir of DIRECTORIES) sys.mkdirat(AT_FDCWD, dir, 0o755);
  sys.fchmodat(AT_FDCWD, '/tmp', 0o1777);
  return 0;
}

/** Writes an executable file of a program. */
export function* install(sys: Syscalls, path: string, name: string, mode = 0o755): Sys<void> {
  yield* writeFile(sys, path, makeElf(name));
  sys.fchmodat(AT_FDCWD, path, mode);
}

export function* writeFile(sys: Syscalls, path: string, bytes: Uint8Array): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_WRONLY | O_CREAT, 0o644);
  yield* sys.write(fd, bytes);
  sys.close(fd);
}

/** Runs turn by turn, with the invariants after each, until `done` or until nothing will ever happen again. */
function drive(kernel: Kernel, done: () => boolean): void {
  const { sched, clock } = kernel;
  for (let turns = 0; !done(); turns++) {
    if (turns > 1_000_000) throw new Error('the machine does not come to rest');
    const state = sched.run(1);
    const problems = checkInvariants(kernel);
    if (problems.length > 0) throw new Error(`invariants broken at step ${kernel.step}:\n${problems.join('\n')}`);
    if (state === 'halted') return;
    if (state !== 'idle') continue;
    const next = sched.nextDeadline();
    if (next === Infinity || isOnlyInitWaiting(kernel)) return;
    clock.mono = Math.max(clock.mono, next);
  }
}

/** Pid 1 without children naps; that alone does not keep a test going. */
const isOnlyInitWaiting = (kernel: Kernel): boolean => kernel.tasks.size === 1;

/** What a plain call throws: its errno's name, or `none`. */
export function errorOf(call: () => unknown): string {
  try {
    call();
    return 'none';
  } catch (e) {
    if (e instanceof Errno) return e.name;
    throw e;
  }
}

/** As errorOf, for a call that may sleep. */
export function* errorOfSys(call: Sys<unknown>): Sys<string> {
  try {
    yield* call;
    return 'none';
  } catch (e) {
    if (e instanceof Errno) return e.name;
    throw e;
  }
}
