// The record of tables: everything one simulated kernel knows. There is no other state; two kernels live side by side.

import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Cgroup } from './cgroup/cgroup.ts';
import type { UserNs } from './cred/userns.ts';
import type { PageData } from './fs/page-table.ts';
import type { IpcNs } from './ipc/ipcns.ts';
import type { MountNs } from './mount/mntns.ts';
import type { NetCore } from './net/frame.ts';
import type { NetNs } from './net/netns.ts';
import type { CgroupNs } from './ns/cgroupns.ts';
import type { Namespace } from './ns/namespace.ts';
import type { PidNs } from './ns/pidns.ts';
import type { TimeNs } from './ns/timens.ts';
import type { UtsNs } from './ns/utsns.ts';
import type { Rng } from './rng.ts';
import type { Clock } from './sched/clock.ts';
import type { Scheduler } from './sched/scheduler.ts';
import type { Task } from './sched/task.ts';
import type { Trace } from './trace.ts';
import type { FsType, Superblock } from './vfs/inode.ts';

/** A program that exec can start: bound to nothing, looked up by the name in its file's header. */
export interface Executable {
  start(sys: Syscalls, argv: readonly string[], env: readonly string[]): Sys<number>;
}

export interface KernelConfig {
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly nodename: string;
  /** Real time at boot, seconds since the epoch. */
  readonly bootEpoch: number;
  /** Nanoseconds the machine has been up when the first process runs. */
  readonly uptime: number;
  readonly seed: number;
  readonly cpus: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** System calls a task makes before the next one gets its turn. */
  readonly slice: number;
  /** The program named in an executable's header; undefined: not simulated. Synchronous. */
  readonly loadProgram: (name: string) => Executable | undefined;
  /** Kernel boot parameters, /proc/cmdline. */
  readonly cmdline: string;
}

/** The namespaces of the first process. */
export interface InitNamespaces {
  readonly user: UserNs;
  readonly uts: UtsNs;
  readonly ipc: IpcNs;
  readonly mnt: MountNs;
  readonly net: NetNs;
  readonly pid: PidNs;
  readonly time: TimeNs;
  readonly cgroup: CgroupNs;
}

/** Numbers given out in order; ids of dead objects are used again, lowest first, where Linux does (an ida). */
export interface IdPool {
  next(): number;
  free(id: number): void;
}

export interface Kernel {
  readonly config: KernelConfig;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly sched: Scheduler;
  readonly trace: Trace;
  /** System calls and turns so far: the machine's time axis for its input log. */
  step: number;
  isHalted: boolean;
  /** Audit sessions so far: one begins when a loginuid is set. */
  lastAuditSession: number;
  readonly init: InitNamespaces;
  readonly cgroupRoot: Cgroup;
  readonly fsTypes: Map<string, FsType>;
  /** The kernel's own mounts that are in no namespace: pipes, namespaces, processes. */
  readonly internal: { readonly pipefs: Superblock; readonly nsfs: Superblock; readonly pidfs: Superblock };
  /** nsfs inode numbers, mount ids, peer group ids, anonymous device minors. */
  readonly ids: { readonly nsIno: IdPool; readonly mount: IdPool; readonly peer: IdPool; readonly anonDev: IdPool };
  /** The superblock of a type that has only one, whoever mounts it (get_tree_single): devtmpfs. */
  readonly singles: Map<FsType, Superblock>;
  /** File systems on block devices, by device number: made at boot, mounted any number of times. */
  readonly disks: Map<number, Superblock>;
  /** What its files hold in bytes. */
  readonly pageData: PageData;
  /** Frames on their way. */
  readonly net: NetCore;
  /** sysctl values that are the machine's, not a namespace's, by dotted name. */
  readonly sysctl: Map<string, string>;
  readonly ttys: import('./tty/tty.ts').TtyTable;
  /** Character devices by device number (vfs/chrdev.ts; charDevices() makes the table with the memory devices in it). */
  readonly chrdevs: import('./vfs/chrdev.ts').CharDevices;
  /** Living namespaces of every kind, in order of birth. */
  readonly namespaces: Set<Namespace>;
  /** Pid 0: in whose name the machine is set up before there is a process. Not among `tasks`. */
  readonly boot: Task;
  /** All tasks, in order of birth. */
  readonly tasks: Set<Task>;
  /** A bug in a program or the kernel: told, the task dies of SIGSEGV. */
  onBug: (task: Task, error: unknown) => void;
}
