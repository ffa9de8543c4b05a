// The kernel as plain data: what ui, lessons and tests may know of it. Made anew at each call, never changed; two of them can be compared.

import { cgroupPath } from '../kernel/cgroup/cgroup.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { MountNs } from '../kernel/mount/mntns.ts';
import type { Mount } from '../kernel/mount/mount.ts';
import { perMountOptions, perSuperOptions } from '../kernel/mount/show.ts';
import type { Namespace, NsKind } from '../kernel/ns/namespace.ts';
import { NAMESPACES, typeOf } from '../kernel/ns/types.ts';
import type { Task } from '../kernel/sched/task.ts';
import { dentryPath, pathString } from '../kernel/vfs/dpath.ts';
import { describeHolder } from './holders.ts';

export interface TaskView {
  /** In the initial PID namespace. */
  readonly pid: number;
  readonly ppid: number;
  /** From the initial namespace to its own. */
  readonly nspid: readonly number[];
  readonly comm: string;
  readonly argv: readonly string[];
  readonly state: string;
  readonly wchan: string;
  /** Effective ids in the initial user namespace. */
  readonly uid: number;
  readonly gid: number;
  /** `pts/0`; null without a controlling terminal. */
  readonly tty: string | null;
  /** The foreground process group of its terminal, as `ps -o tpgid`; -1 without one. */
  readonly tpgid: number;
  readonly sid: number;
  readonly pgid: number;
  readonly cwd: string;
  readonly cgroup: string;
  /** Namespace inode by link name of /proc/<pid>/ns; null where the link is not readable. Empty for a zombie. */
  readonly ns: Readonly<Record<string, number | null>>;
  readonly effective: bigint;
}

export interface NamespaceView {
  readonly kind: NsKind;
  readonly ino: number;
  readonly isInitial: boolean;
  readonly owner: number;
  readonly parent: number | null;
  /** Global pids of its members. */
  readonly members: readonly number[];
  /** Why it lives: the holders by name. */
  readonly holders: readonly string[];
  /** uts only */
  readonly nodename?: string;
  readonly domainname?: string;
  /** ipc only */
  readonly ipc?: IpcView;
  /** mnt only, in mountinfo order */
  readonly mounts?: readonly MountView[];
}

/** How many objects of each kind there are, and how many message queues there may be. */
export interface IpcView {
  readonly msg: number;
  readonly shm: number;
  readonly sem: number;
  /** POSIX message queues. */
  readonly mqueue: number;
  readonly msgmni: number;
}

export interface MountView {
  readonly id: number;
  readonly parent: number;
  readonly target: string;
  readonly root: string;
  readonly fstype: string;
  readonly source: string;
  readonly options: string;
  readonly superOptions: string;
  readonly shared: number | null;
  readonly master: number | null;
  readonly isUnbindable: boolean;
}

export interface KernelView {
  readonly step: number;
  /** Nanoseconds since boot. */
  readonly mono: number;
  readonly tasks: readonly TaskView[];
  readonly namespaces: readonly NamespaceView[];
}

/** The kernel as it is now. Changes nothing. */
export function viewKernel(kernel: Kernel): KernelView {
  const tasks = [...kernel.tasks].filter((t) => t.state !== 'X').map(viewTask);
  return {
    step: kernel.step,
    mono: kernel.clock.mono,
    tasks,
    namespaces: [...kernel.namespaces].map((ns) => viewNamespace(kernel, ns)),
  };
}

const linkNames = NAMESPACES.flatMap((type) => type.links.map((link) => ({ type, link })));

function viewTask(task: Task): TaskView {
  const { pid, pgrp } = task;
  const { session } = pgrp;
  const ns: Record<string, number | null> = {};
  if (!task.isZombie) for (const { type, link } of linkNames) ns[link] = type.of(task, link)?.ino ?? null;
  return {
    pid: pid.global,
    ppid: task.parent?.pid.global ?? 0,
    nspid: pid.numbers.map((n) => n.nr),
    comm: task.comm,
    argv: task.argv,
    state: task.state,
    wchan: task.sleep?.wchan ?? '0',
    uid: task.cred.euid,
    gid: task.cred.egid,
    tty: session.tty?.name ?? null,
    tpgid: session.tty?.foreground?.leader.global ?? -1,
    sid: session.leader.global,
    pgid: pgrp.leader.global,
    cwd: task.isZombie ? '' : pathString(task.fs.cwd, task.fs.root),
    cgroup: cgroupPath(task.cgroup),
    ns,
    effective: task.cred.effective,
  };
}

function isMember(task: Task, ns: Namespace): boolean {
  const type = typeOf(ns);
  return !task.isZombie && type.of(task, type.links[0]) === ns;
}

function viewNamespace(kernel: Kernel, ns: Namespace): NamespaceView {
  const type = typeOf(ns);
  const parent = type.parent?.(ns) ?? null;
  return {
    kind: ns.kind,
    ino: ns.ino,
    isInitial: kernel.init[ns.kind] === ns,
    owner: ns.owner.ino,
    parent: parent?.ino ?? null,
    members: [...kernel.tasks].filter((t) => isMember(t, ns)).map((t) => t.pid.global),
    holders: [...ns.refs.entries()].map(([holder, what]) => describeHolder(kernel, holder, what)),
    ...details(kernel, ns),
  };
}

function details(kernel: Kernel, ns: Namespace): Pick<NamespaceView, 'nodename' | 'domainname' | 'ipc' | 'mounts'> {
  const { uts, ipc, mnt } = kernel.init;
  if (ns.kind === 'uts') {
    const { nodename, domainname } = ns as typeof uts;
    return { nodename, domainname };
  }
  if (ns.kind === 'ipc') {
    const { msg, shm, sem, mqQueues, limits } = ns as typeof ipc;
    return { ipc: { msg: msg.inUse, shm: shm.inUse, sem: sem.inUse, mqueue: mqQueues, msgmni: limits.msgmni } };
  }
  return ns.kind === 'mnt' ? { mounts: viewMounts(ns as typeof mnt) } : {};
}

/** All mounts of a namespace but the rootfs at the bottom, with their places from its root directory. */
function viewMounts(ns: MountNs): MountView[] {
  const out: MountView[] = [];
  const { root } = ns;
  if (root === null) return out;
  const top = [...root.children][0] ?? root;
  const at = { mnt: top, dentry: top.root };
  for (const m of ns.mounts) if (m !== root) out.push(viewMount(m, pathString({ mnt: m, dentry: m.root }, at)));
  return out;
}

const viewMount = (m: Mount, target: string): MountView => ({
  id: m.id,
  parent: m.parent?.id ?? m.id,
  target,
  root: dentryPath(m.root),
  fstype: m.sb.type.name,
  source: m.source,
  options: perMountOptions(m),
  superOptions: perSuperOptions(m),
  shared: m.peers?.id ?? null,
  master: m.master?.id ?? null,
  isUnbindable: m.isUnbindable,
});
