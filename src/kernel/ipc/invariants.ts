// What must hold of IPC between any two system calls (invariants.ts runs it): counters are sums, both ends of every link agree.

import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { IpcNs } from './ipcns.ts';
import type { ShmSegment } from './shm.ts';

type Report = (problem: string) => void;

const sum = <T>(list: Iterable<T>, of: (item: T) => number): number => {
  let n = 0;
  for (const item of list) n += of(item);
  return n;
};

/** Attachments of each segment, found by walking the processes; an address space shared by several counts once. */
function attachments(kernel: Kernel, report: Report): Map<ShmSegment, number> {
  const found = new Map<ShmSegment, number>();
  for (const mappings of new Set([...kernel.tasks].map((t: Task) => t.shmMappings))) {
    for (const { segment } of mappings?.attached ?? []) {
      found.set(segment, (found.get(segment) ?? 0) + 1);
      if (segment.perm.isDeleted) report(`segment ${segment.perm.id} is attached after its end`);
    }
  }
  return found;
}

function checkNamespace(ns: IpcNs, attached: ReadonlyMap<ShmSegment, number>, report: Report): void {
  const label = `ipc:[${ns.ino}]`;
  for (const ids of [ns.shm, ns.sem, ns.msg]) {
    for (const object of ids.all()) {
      const { perm } = object;
      if (perm.isDeleted) report(`${label}: lists the removed object ${perm.id}`);
      const byKey: unknown = perm.key === 0 ? object : ids.byKey(perm.key);
      if (byKey !== object) report(`${label}: the key of object ${perm.id} leads to another`);
    }
  }
  for (const s of ns.shm.all()) {
    if (s.nattch !== (attached.get(s) ?? 0)) report(`${label}: segment ${s.perm.id} counts ${s.nattch} attachments`);
    if (s.creator !== null && s.creator.shmCreated?.has(s) !== true) report(`${label}: the maker of segment ${s.perm.id} does not know it`);
  }
  for (const s of ns.sem.all()) {
    if (s.sems.some(({ value }) => value < 0 || value > 32767)) report(`${label}: a value of set ${s.perm.id} is out of range`);
    for (const undo of s.undos) if (undo.list.undos.get(s) !== undo) report(`${label}: an undo of set ${s.perm.id} is in no list`);
  }
  for (const q of ns.msg.all()) {
    if (q.cbytes !== sum(q.messages, (m) => m.text.length)) report(`${label}: queue ${q.perm.id} counts ${q.cbytes} bytes`);
  }
  if (ns.shmPages !== sum(ns.shm.all(), (s) => s.pages)) report(`${label}: counts ${ns.shmPages} pages`);
  if (ns.usedSems !== sum(ns.sem.all(), (s) => s.sems.length)) report(`${label}: counts ${ns.usedSems} semaphores`);
  if (ns.msgBytes !== sum(ns.msg.all(), (q) => q.cbytes)) report(`${label}: counts ${ns.msgBytes} bytes in queues`);
  if (ns.msgHdrs !== sum(ns.msg.all(), (q) => q.messages.length)) report(`${label}: counts ${ns.msgHdrs} messages`);
  if (ns.mqQueues < (ns.mqueue?.entries.size ?? 0)) report(`${label}: counts ${ns.mqQueues} POSIX queues`);
}

export function checkIpc(kernel: Kernel, report: Report): void {
  const attached = attachments(kernel, report);
  for (const ns of kernel.namespaces) if (ns instanceof IpcNs) checkNamespace(ns, attached, report);
  for (const task of kernel.tasks) {
    if (!task.isZombie) continue;
    if (task.shmMappings !== null || task.sysvsem !== null || task.shmCreated !== null) report(`zombie ${task.pid.global} has IPC objects`);
  }
}
