// A kernel before its first process: the tables, the initial namespaces and the boot task (init/main.c, init/init_task.c). The machine mounts
// a root on it (mount/boot.ts), tells setBootRoot, and spawns pid 1.

import { PID_MAX } from '../abi/limits.ts';
import { S_IFDIR } from '../abi/stat.ts';
import { Cgroup } from './cgroup/cgroup.ts';
import { initCred, kgid, kuid } from './cred/cred.ts';
import { IDENTITY_MAP } from './cred/idmap.ts';
import { UserNs } from './cred/userns.ts';
import { FS_TYPES } from './fs/all.ts';
import { createNsfs } from './fs/nsfs.ts';
import { MAX_PAGE_DATA } from './fs/page-table.ts';
import { makePipefs } from './fs/pipefs.ts';
import { Ida } from './ids.ts';
import { IpcNs } from './ipc/ipcns.ts';
import type { InitNamespaces, Kernel, KernelConfig } from './kernel.ts';
import { kernMount } from './mount/boot.ts';
import { MountNs } from './mount/mntns.ts';
import { Mount } from './mount/mount.ts';
import { netCore } from './net/frame.ts';
import { NetNs } from './net/netns.ts';
import { CgroupNs } from './ns/cgroupns.ts';
import { addNamespace } from './ns/lifetime.ts';
import { getNsProxy, NsProxy } from './ns/nsproxy.ts';
import { PidNs } from './ns/pidns.ts';
import { TimeNs } from './ns/timens.ts';
import { NAMESPACES } from './ns/types.ts';
import { UtsNs } from './ns/utsns.ts';
import { Pid } from './proc/pid.ts';
import { createPidfs } from './proc/pidfd.ts';
import { defaultRlimits } from './proc/rlimit.ts';
import { newSession } from './proc/session.ts';
import { Rng } from './rng.ts';
import { Clock } from './sched/clock.ts';
import { Scheduler } from './sched/scheduler.ts';
import { Task } from './sched/task.ts';
import type { Trace } from './trace.ts';
import { registerTerminals } from './tty/vt.ts';
import { charDevices } from './vfs/chrdev.ts';
import { Dentry } from './vfs/dentry.ts';
import { FdTable } from './vfs/fdtable.ts';
import { type FsType, Inode, Superblock } from './vfs/inode.ts';
import { FsContext, type Path } from './vfs/path.ts';

/** Inode numbers of the initial namespaces (linux/nsfs.h, since 6.18); new ones count from FIRST_NS_INO. */
const INIT_INO = {
  mnt: 4026531832,
  net: 4026531833,
  time: 4026531834,
  cgroup: 4026531835,
  pid: 4026531836,
  user: 4026531837,
  uts: 4026531838,
  ipc: 4026531839,
} as const;
const FIRST_NS_INO = 4026532100;

/** Bytes of memory for each process that may exist: eight times its kernel stack (fork_init). */
const MEMORY_PER_THREAD = 8 * 16384;

/** /proc/sys/kernel/threads-max */
export const threadsMax = (config: KernelConfig): number => Math.floor((config.memory * 0.97) / MEMORY_PER_THREAD);

const ZERO = { sec: 0, nsec: 0 } as const;

function initNamespaces(kernel: Kernel, config: KernelConfig, cgroupRoot: Cgroup): InitNamespaces {
  const user = new UserNs(INIT_INO.user, null, kuid(0), kgid(0));
  user.uidMap = IDENTITY_MAP;
  user.gidMap = IDENTITY_MAP;
  for (const { kind } of NAMESPACES) user.limits.set(kind, Math.floor(threadsMax(config) / 2));
  return {
    user,
    uts: new UtsNs(INIT_INO.uts, user, config.nodename, '(none)'),
    ipc: new IpcNs(INIT_INO.ipc, user),
    mnt: new MountNs(INIT_INO.mnt, user),
    net: new NetNs(kernel, INIT_INO.net, user),
    pid: new PidNs(INIT_INO.pid, user, null, PID_MAX),
    time: new TimeNs(INIT_INO.time, user, ZERO, ZERO),
    cgroup: new CgroupNs(INIT_INO.cgroup, user, cgroupRoot),
  };
}

class KernelRecord implements Kernel {
  readonly config: KernelConfig;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly sched: Scheduler;
  readonly trace: Trace = {};
  step = 0;
  isHalted = false;
  lastAuditSession = 0;
  readonly init: InitNamespaces;
  readonly cgroupRoot = new Cgroup(null, '', 1);
  readonly fsTypes: Map<string, FsType>;
  readonly internal: Kernel['internal'];
  readonly ids = { nsIno: new Ida(FIRST_NS_INO), mount: new Ida(1), peer: new Ida(1), anonDev: new Ida(1) };
  readonly net = netCore();
  readonly sysctl = new Map<string, string>();
  readonly ttys: Kernel['ttys'] = { byDev: new Map() };
  readonly chrdevs = charDevices();
  readonly singles: Kernel['singles'] = new Map();
  readonly disks: Kernel['disks'] = new Map();
  readonly pageData: Kernel['pageData'] = { used: 0, max: MAX_PAGE_DATA };
  readonly namespaces: Kernel['namespaces'] = new Set();
  readonly tasks: Kernel['tasks'] = new Set();
  readonly boot: Task;
  onBug: Kernel['onBug'] = (_task, error) => {
    throw error;
  };

  constructor(config: KernelConfig) {
    this.config = config;
    this.clock = new Clock(config.bootEpoch, config.uptime);
    this.rng = new Rng(config.seed);
    this.sched = new Scheduler(this);
    this.init = initNamespaces(this, config, this.cgroupRoot);
    for (const { kind } of NAMESPACES) {
      const ns = this.init[kind];
      addNamespace(this, ns, null);
      ns.refs.add(this, 'initial');
    }
    const pipefs = makePipefs(this, this.init.user);
    kernMount(pipefs);
    // createNsfs and createPidfs mount what they make.
    this.internal = { pipefs, nsfs: createNsfs(this), pidfs: createPidfs(this) };
    this.fsTypes = new Map(FS_TYPES.map((type) => [type.name, type]));
    registerTerminals(this);
    this.boot = bootTask(this);
  }
}

/** A place for the boot task to stand on while there is no root file system. */
function nowhere(kernel: Kernel): Path {
  const sb = new Superblock(kernel, NOWHERE, 0, kernel.init.user, 0);
  const inode = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o755, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  const dentry = new Dentry(sb, '/', null, inode);
  return { mnt: new Mount(0, sb, dentry, 'none', 0), dentry };
}

const NOWHERE: FsType = {
  name: 'none',
  magic: 0,
  isNodev: true,
  userMount: false,
  mount() {
    throw new Error('not a file system');
  },
};

/** Pid 0, swapper: in no list, seen by nobody; whoever sets the machine up acts as it, and the first processes get what it has. */
function bootTask(kernel: KernelRecord): Task {
  const { user, pid: pidForChildren, time, ...rest } = kernel.init;
  const pid = new Pid([{ ns: pidForChildren, nr: 0 }]);
  const nsproxy = new NsProxy({ ...rest, pidForChildren, time, timeForChildren: time });
  const at = nowhere(kernel);
  const task = new Task({
    kernel,
    pid,
    parent: null,
    cred: initCred(user),
    nsproxy,
    fs: new FsContext(at, at, 0o022),
    files: new FdTable(),
    pgrp: newSession(pid),
    cgroup: kernel.cgroupRoot,
    rlimits: defaultRlimits(Math.floor(threadsMax(kernel.config) / 2)),
    comm: 'swapper/0',
  });
  task.isKernelThread = true;
  pid.task = task;
  user.refs.add(task, 'process');
  getNsProxy(nsproxy, task);
  return task;
}

export const createKernel = (config: KernelConfig): Kernel => new KernelRecord(config);

/** The root file system is there: the boot task stands on it from now on, without making it busy. */
export function setBootRoot(kernel: Kernel, root: Path): void {
  kernel.boot.fs = new FsContext(root, root, 0o022);
  kernel.boot.fs.release();
}
