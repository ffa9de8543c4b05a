// task_struct: one process (threads are not simulated). Follows include/linux/sched.h; what belongs to a subsystem is an object of its own.

import type { SigSet } from '../../abi/signal.ts';
import { emptySet } from '../../abi/signal.ts';
import type { Call, Sys, TaskState } from '../../abi/sys.ts';
import type { Rlimit, SigAction, Syscalls } from '../../abi/syscalls.ts';
import type { Cgroup } from '../cgroup/cgroup.ts';
import type { Cred } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import type { UndoList } from '../ipc/semop.ts';
import type { ShmSegment } from '../ipc/shm.ts';
import type { ShmMappings } from '../ipc/shmat.ts';
import type { Kernel } from '../kernel.ts';
import type { NsProxy } from '../ns/nsproxy.ts';
import type { Pid } from '../proc/pid.ts';
import type { ProcessGroup } from '../proc/session.ts';
import type { FdTable } from '../vfs/fdtable.ts';
import type { FsContext, Path } from '../vfs/path.ts';
import type { Timer } from './scheduler.ts';
import { type KernelSleep, WaitQueue } from './wait.ts';

/** Pending and blocked signals and what to do with them (struct sighand_struct, sigpending). */
export interface SignalState {
  readonly pending: SigSet;
  blocked: SigSet;
  /** By signal number; a missing entry is SIG_DFL. */
  actions: Map<number, SigAction>;
  /** The mask to put back after rt_sigsuspend. */
  savedMask: SigSet | null;
  /** How often each pending real-time signal was sent: these queue (signal(7)). */
  readonly queued: Map<number, number>;
}

export interface TaskInit {
  readonly kernel: Kernel;
  readonly pid: Pid;
  readonly parent: Task | null;
  readonly cred: Cred;
  readonly nsproxy: NsProxy;
  readonly fs: FsContext;
  readonly files: FdTable;
  readonly pgrp: ProcessGroup;
  readonly cgroup: Cgroup;
  readonly rlimits: Rlimit[];
  readonly comm: string;
}

export class Task {
  readonly kernel: Kernel;
  readonly pid: Pid;
  /** Who gets SIGCHLD and may wait; null only for the first process and kthreadd. */
  parent: Task | null;
  readonly children = new Set<Task>();

  comm: string;
  /** What exec was given; empty for a kernel thread. */
  argv: readonly string[] = [];
  environ: readonly string[] = [];
  exe: Path | null = null;
  isKernelThread = false;
  /** PF_FORKNOEXEC: has not executed a program since its clone. */
  forkNoExec = true;

  state: TaskState = 'R';
  sleep: KernelSleep | null = null;
  timedOut = false;
  /** The program; null for a zombie. */
  run: Sys<unknown> | null = null;
  /** What waits for `run` to end, outermost first (abi/sys.ts, onOwnStack). */
  readonly callers: { readonly run: Sys<unknown>; readonly call: Call }[] = [];
  /** System calls left in this turn. */
  slice = 0;
  /** The task's binding of the system calls. */
  sys: Syscalls | null = null;

  /** Frozen objects: a change replaces them. */
  cred: Cred;
  /** Null once exited. */
  nsproxy: NsProxy | null;
  fs: FsContext;
  files: FdTable;
  pgrp: ProcessGroup;
  cgroup: Cgroup;
  rlimits: Rlimit[];

  readonly signals: SignalState = { pending: emptySet(), blocked: emptySet(), actions: new Map(), savedMask: null, queued: new Map() };
  /** Children's ends and stops are announced here; wait4 sleeps on it. */
  readonly childQueue = new WaitQueue();
  /** wait(2) status word once a zombie. */
  exitCode = 0;
  /** wait(2) status of an unreported stop or continue, 0 for none. */
  stopCode = 0;
  /** A stop signal took effect; SIGCONT ends it. */
  isStopped = false;
  pdeathSignal = 0;
  isSubreaper = false;
  /** Its cgroup is frozen, or about to be (cgroup/freezer.ts); and it has stopped running for that. */
  mustFreeze = false;
  isFrozen = false;
  noNewPrivs = false;
  isDumpable = true;
  /** The user namespace in which the program was executed (mm->user_ns). */
  mmUserNs: UserNs;
  /** PF_EXITING: past exit, though perhaps not yet a zombie. */
  isExiting = false;
  /** Has not had its first turn since clone or execve: pending signals come first. */
  isFresh = true;
  /** ITIMER_REAL, while armed. */
  alarm: Timer | null = null;
  nice = 0;
  oomScoreAdj = 0;
  /** Below it only with CAP_SYS_RESOURCE. */
  oomScoreAdjMin = 0;
  affinity: readonly number[] = [0, 1];
  /** System V IPC: semaphore operations to undo, attached segments, segments made here; null while there are none. */
  sysvsem: UndoList | null = null;
  shmMappings: ShmMappings | null = null;
  shmCreated: Set<ShmSegment> | null = null;
  /** SCHED_OTHER and its kin (abi/sched.ts); the priority of the real-time ones. */
  policy = 0;
  rtPriority = 0;
  /** ioprio_get(2): class and level; 0 for none. */
  ioprio = 0;
  /** Nanoseconds that a timer may be late (prctl(2), PR_SET_TIMERSLACK). */
  timerSlack = 50_000;
  /** Which areas a core dump would have (core(5)). */
  coredumpFilter = 0x33;
  /** Of the audit system: who logged in, and the session's number; 4294967295 for none. */
  loginuid = 4294967295;
  sessionid = 4294967295;
  /** Bytes and calls of read(2) and write(2) (proc_pid_io(5)). */
  readonly io = { rchar: 0, wchar: 0, syscr: 0, syscw: 0 };
  /** Monotonic nanoseconds of the clone. */
  readonly startTime: number;
  /** Nanoseconds. */
  utime = 0;
  stime = 0;
  childrenTime = 0;

  constructor(init: TaskInit) {
    this.kernel = init.kernel;
    this.pid = init.pid;
    this.parent = init.parent;
    this.cred = init.cred;
    this.mmUserNs = init.cred.userNs;
    this.nsproxy = init.nsproxy;
    this.fs = init.fs;
    this.files = init.files;
    this.pgrp = init.pgrp;
    this.cgroup = init.cgroup;
    this.rlimits = init.rlimits;
    this.comm = init.comm;
    this.startTime = init.kernel.clock.mono;
  }

  get isZombie(): boolean {
    return this.state === 'Z' || this.state === 'X';
  }

  /** Puts another program, or none, in the place of the one there was and of all that it had called. */
  setProgram(program: Sys<number> | null): void {
    this.run = program;
    this.callers.length = 0;
  }
}
