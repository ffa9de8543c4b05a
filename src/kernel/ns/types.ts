// THE table of namespace types (namespaces(7)). Whatever is done to "a namespace" in general loops over these rows; the order is that of
// /proc/PID/ns (fs/proc/namespaces.c).

import { CAP_SYS_ADMIN, CAP_SYS_CHROOT } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import {
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
} from '../../abi/flags.ts';
import { nsCapable } from '../cred/capability.ts';
import { createUserNs, credInUserNs } from '../cred/create.ts';
import type { UserNs } from '../cred/userns.ts';
import { copyIpcNs, destroyIpcNs, type IpcNs } from '../ipc/ipcns.ts';
import { copyMountNs, destroyMountNs, type MountNs } from '../mount/mntns.ts';
import { copyNetNs, destroyNetNs, type NetNs } from '../net/netns.ts';
import type { Task } from '../sched/task.ts';
import { type CgroupNs, copyCgroupNs } from './cgroupns.ts';
import type { Namespace, NamespaceType, NsKind, NsSet } from './namespace.ts';
import { copyPidNs, destroyPidNs, isPidNsBelow, type PidNs } from './pidns.ts';
import { copyTimeNs, type TimeNs } from './timens.ts';
import { copyUtsNs, type UtsNs } from './utsns.ts';

/** What every kind but user asks: CAP_SYS_ADMIN over the namespace's owner and in the user namespace that the caller will be in. */
function requireAdmin(ns: Namespace, staged: NsSet, task: Task): void {
  if (!nsCapable(task, ns.owner, CAP_SYS_ADMIN) || !nsCapable(task, staged.cred.userNs, CAP_SYS_ADMIN)) throw EPERM;
}

const NET: NamespaceType<NetNs> = {
  kind: 'net',
  flag: CLONE_NEWNET,
  links: ['net'],
  of: (task) => task.nsproxy?.net ?? null,
  slot: { get: (links) => links.net, put: (links, net) => ({ ...links, net }) },
  copy: copyNetNs,
  install(net, staged, task) {
    requireAdmin(net, staged, task);
    return { ...staged, nsproxy: { ...staged.nsproxy, net } };
  },
  destroy: destroyNetNs,
};

const UTS: NamespaceType<UtsNs> = {
  kind: 'uts',
  flag: CLONE_NEWUTS,
  links: ['uts'],
  of: (task) => task.nsproxy?.uts ?? null,
  slot: { get: (links) => links.uts, put: (links, uts) => ({ ...links, uts }) },
  copy: copyUtsNs,
  install(uts, staged, task) {
    requireAdmin(uts, staged, task);
    return { ...staged, nsproxy: { ...staged.nsproxy, uts } };
  },
};

const IPC: NamespaceType<IpcNs> = {
  kind: 'ipc',
  flag: CLONE_NEWIPC,
  links: ['ipc'],
  of: (task) => task.nsproxy?.ipc ?? null,
  slot: { get: (links) => links.ipc, put: (links, ipc) => ({ ...links, ipc }) },
  copy: copyIpcNs,
  install(ipc, staged, task) {
    requireAdmin(ipc, staged, task);
    return { ...staged, nsproxy: { ...staged.nsproxy, ipc }, exitsSem: true };
  },
  destroy: destroyIpcNs,
};

const PID: NamespaceType<PidNs> = {
  kind: 'pid',
  flag: CLONE_NEWPID,
  links: ['pid', 'pid_for_children'],
  of(task, link) {
    if (link === 'pid') return task.pid.ns;
    const ns = task.nsproxy?.pidForChildren ?? null;
    // "the pid_for_children link … is empty until the first child process has been created" (namespaces(7)).
    return ns === null || (ns.reaper === null && !ns.isDying) ? null : ns;
  },
  slot: { get: (links) => links.pidForChildren, put: (links, pidForChildren) => ({ ...links, pidForChildren }) },
  copy: copyPidNs,
  install(pidForChildren, staged, task) {
    requireAdmin(pidForChildren, staged, task);
    // "a process may … enter only a descendant of its PID namespace (or itself)"; only its children will be there.
    if (!isPidNsBelow(pidForChildren, task.pid.ns)) throw EINVAL;
    return { ...staged, nsproxy: { ...staged.nsproxy, pidForChildren } };
  },
  parent: (ns) => ns.parent,
  destroy: destroyPidNs,
};

const USER: NamespaceType<UserNs> = {
  kind: 'user',
  flag: CLONE_NEWUSER,
  links: ['user'],
  of: (task) => task.cred.userNs,
  copy: (_from, _owner, task) => createUserNs(task).userNs,
  install(ns, staged, task) {
    // "a process cannot reenter its own user namespace": that would give it capabilities back.
    if (ns === task.cred.userNs) throw EINVAL;
    if (task.fs.users !== 1) throw EINVAL;
    if (!nsCapable(task, ns, CAP_SYS_ADMIN)) throw EPERM;
    return { ...staged, cred: credInUserNs(staged.cred, ns) };
  },
  parent: (ns) => ns.parent,
};

const MNT: NamespaceType<MountNs> = {
  kind: 'mnt',
  flag: CLONE_NEWNS,
  links: ['mnt'],
  of: (task) => task.nsproxy?.mnt ?? null,
  slot: { get: (links) => links.mnt, put: (links, mnt) => ({ ...links, mnt }) },
  copy: copyMountNs,
  install(mnt, staged, task) {
    const inside = staged.cred.userNs;
    if (!nsCapable(task, mnt.owner, CAP_SYS_ADMIN) || !nsCapable(task, inside, CAP_SYS_CHROOT) || !nsCapable(task, inside, CAP_SYS_ADMIN))
      throw EPERM;
    if (task.fs.users !== 1) throw EINVAL;
    return { ...staged, nsproxy: { ...staged.nsproxy, mnt }, resetFs: true };
  },
  destroy: destroyMountNs,
};

const CGROUP: NamespaceType<CgroupNs> = {
  kind: 'cgroup',
  flag: CLONE_NEWCGROUP,
  links: ['cgroup'],
  of: (task) => task.nsproxy?.cgroup ?? null,
  slot: { get: (links) => links.cgroup, put: (links, cgroup) => ({ ...links, cgroup }) },
  copy: copyCgroupNs,
  install(cgroup, staged, task) {
    requireAdmin(cgroup, staged, task);
    return { ...staged, nsproxy: { ...staged.nsproxy, cgroup } };
  },
};

const TIME: NamespaceType<TimeNs> = {
  kind: 'time',
  flag: CLONE_NEWTIME,
  links: ['time', 'time_for_children'],
  of: (task, link) => (link === 'time' ? task.nsproxy?.time : task.nsproxy?.timeForChildren) ?? null,
  slot: { get: (links) => links.timeForChildren, put: (links, timeForChildren) => ({ ...links, timeForChildren }) },
  copy: copyTimeNs,
  install(time, staged, task) {
    requireAdmin(time, staged, task);
    return { ...staged, nsproxy: { ...staged.nsproxy, time, timeForChildren: time } };
  },
};

const ROWS = { net: NET, uts: UTS, ipc: IPC, pid: PID, user: USER, mnt: MNT, cgroup: CGROUP, time: TIME } as const satisfies {
  readonly [K in NsKind]: { readonly kind: K };
};

/** All eight, in the order of /proc/PID/ns. */
export const NAMESPACES: readonly NamespaceType[] = Object.values(ROWS);

/** The order in which unshare and clone make them (create_new_namespaces): errors and inode numbers follow it. */
export const COPY_ORDER: readonly NamespaceType[] = [MNT, UTS, IPC, PID, CGROUP, NET, TIME];

/** The order in which setns with a pidfd enters them (validate_nsset). */
export const INSTALL_ORDER: readonly NamespaceType[] = [USER, MNT, UTS, IPC, PID, CGROUP, NET, TIME];

/** Every CLONE_NEW* flag. */
export const CLONE_NS_FLAGS = NAMESPACES.reduce((flags, t) => flags | t.flag, 0);

export const typeOf = (ns: Namespace): NamespaceType => ROWS[ns.kind];

/** The type and link behind a name of /proc/PID/ns. */
export const typeByLink = (link: string): NamespaceType | undefined => NAMESPACES.find((t) => t.links.includes(link));
