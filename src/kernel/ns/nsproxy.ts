// struct nsproxy: a task's namespaces but the user namespace (which is in its credentials) and its own PID namespace (in its pid).
// Immutable and shared by tasks, as in kernel/nsproxy.c; it holds its namespaces as long as a task uses it.

import type { IpcNs } from '../ipc/ipcns.ts';
import type { MountNs } from '../mount/mntns.ts';
import type { NetNs } from '../net/netns.ts';
import type { Task } from '../sched/task.ts';
import type { CgroupNs } from './cgroupns.ts';
import type { PidNs } from './pidns.ts';
import type { TimeNs } from './timens.ts';
import type { UtsNs } from './utsns.ts';

export interface NsLinks {
  readonly uts: UtsNs;
  readonly ipc: IpcNs;
  readonly mnt: MountNs;
  readonly net: NetNs;
  readonly pidForChildren: PidNs;
  readonly time: TimeNs;
  readonly timeForChildren: TimeNs;
  readonly cgroup: CgroupNs;
}

export class NsProxy implements NsLinks {
  readonly uts: UtsNs;
  readonly ipc: IpcNs;
  readonly mnt: MountNs;
  readonly net: NetNs;
  readonly pidForChildren: PidNs;
  readonly time: TimeNs;
  readonly timeForChildren: TimeNs;
  readonly cgroup: CgroupNs;
  /** The tasks that use it; the namespaces are held from the first (getNsProxy) to the last (putNsProxy). */
  readonly tasks = new Set<Task>();

  constructor(links: NsLinks) {
    this.uts = links.uts;
    this.ipc = links.ipc;
    this.mnt = links.mnt;
    this.net = links.net;
    this.pidForChildren = links.pidForChildren;
    this.time = links.time;
    this.timeForChildren = links.timeForChildren;
    this.cgroup = links.cgroup;
  }
}

/** Each namespace once, though time may be named twice. */
const namespacesOf = (p: NsProxy) => new Set([p.uts, p.ipc, p.mnt, p.net, p.pidForChildren, p.time, p.timeForChildren, p.cgroup]);

export function getNsProxy(proxy: NsProxy, task: Task): void {
  if (proxy.tasks.size === 0) for (const ns of namespacesOf(proxy)) ns.refs.add(proxy, 'nsproxy');
  proxy.tasks.add(task);
}

export function putNsProxy(proxy: NsProxy, task: Task): void {
  proxy.tasks.delete(task);
  if (proxy.tasks.size === 0) for (const ns of namespacesOf(proxy)) ns.refs.drop(proxy);
}
