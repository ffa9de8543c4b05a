// What must hold between any two system calls (architecture.md §8). Run after every step in tests; each problem is one line.

import { checkIpc } from './ipc/invariants.ts';
import type { Kernel } from './kernel.ts';
import { MountNs } from './mount/mntns.ts';
import type { Mount } from './mount/mount.ts';
import type { Namespace } from './ns/namespace.ts';
import type { NsProxy } from './ns/nsproxy.ts';
import { PidNs } from './ns/pidns.ts';
import { NAMESPACES } from './ns/types.ts';
import type { Task } from './sched/task.ts';
import type { FdTable } from './vfs/fdtable.ts';
import type { File } from './vfs/file.ts';
import type { FsContext } from './vfs/path.ts';

type Report = (problem: string) => void;

const nameOf = (task: Task): string => `${task.comm}(${task.pid.global})`;

/** Pids: visible in every ancestor under one number, and known there. */
function checkPids(kernel: Kernel, report: Report): void {
  for (const task of kernel.tasks) {
    const { pid } = task;
    if (pid.task !== task) report(`${nameOf(task)}: its pid does not point back`);
    pid.numbers.forEach(({ ns, nr }, level) => {
      if (ns.level !== level) report(`${nameOf(task)}: number ${nr} at level ${level} is of a namespace of level ${ns.level}`);
      if (ns.pids.get(nr) !== pid) report(`${nameOf(task)}: pid namespace ${ns.ino} does not know ${nr}`);
      if (level > 0 && pid.numbers[level - 1].ns !== ns.parent) report(`${nameOf(task)}: not visible in the parent of ${ns.ino}`);
    });
  }
  for (const ns of kernel.namespaces) {
    if (!(ns instanceof PidNs)) continue;
    for (const [nr, pid] of ns.pids) {
      if (pid.task === null && pid.group === null && pid.session === null) report(`pid ${nr} of ${ns.ino} is held by nobody`);
      if (pid.task !== null && !kernel.tasks.has(pid.task)) report(`pid ${nr} of ${ns.ino} is of an unknown task`);
    }
  }
}

/** Parents and children, groups and sessions. */
function checkFamilies(kernel: Kernel, report: Report): void {
  for (const task of kernel.tasks) {
    const { parent, pgrp } = task;
    if (parent !== null && !parent.children.has(task)) report(`${nameOf(task)}: its parent does not list it`);
    if (parent?.isZombie === true) report(`${nameOf(task)}: its parent ${nameOf(parent)} is a zombie`);
    for (const child of task.children) if (child.parent !== task) report(`${nameOf(task)}: lists ${nameOf(child)}, a child of another`);
    if (!pgrp.members.has(task)) report(`${nameOf(task)}: not a member of its process group`);
    if (pgrp.leader.group !== pgrp) report(`${nameOf(task)}: its group's number does not lead to the group`);
    if (!pgrp.session.groups.has(pgrp)) report(`${nameOf(task)}: its group is not in its session`);
    if (pgrp.session.leader.session !== pgrp.session) report(`${nameOf(task)}: its session's number does not lead to the session`);
    const { tty } = pgrp.session;
    if (tty !== null && tty.session !== pgrp.session) report(`${tty.name}: controls a session that it does not know`);
    if (tty?.foreground != null && tty.foreground.session !== pgrp.session) report(`${tty.name}: foreground group of another session`);
  }
}

/** A zombie holds no descriptors, namespaces, program or memory; a sleeper is on exactly its queues; capabilities are nested. */
function checkTasks(kernel: Kernel, report: Report): void {
  for (const task of kernel.tasks) {
    if (task.isZombie) {
      if ([...task.files.open()].length > 0) report(`${nameOf(task)}: a zombie with open files`);
      if (task.nsproxy !== null) report(`${nameOf(task)}: a zombie with namespaces`);
      if (task.exe !== null || task.run !== null) report(`${nameOf(task)}: a zombie with a program`);
      if (task.cgroup.tasks.has(task)) report(`${nameOf(task)}: a zombie in its cgroup`);
      if (task.sleep !== null) report(`${nameOf(task)}: a sleeping zombie`);
    } else if (!task.isExiting) {
      if (task.run === null) report(`${nameOf(task)}: lives without a program`);
      if (task.nsproxy === null) report(`${nameOf(task)}: lives without namespaces`);
      if (!task.cgroup.tasks.has(task)) report(`${nameOf(task)}: not in its cgroup`);
    }
    for (const q of task.sleep?.on ?? []) if (!q.waiters.has(task)) report(`${nameOf(task)}: sleeps on a queue that does not know it`);
    const { effective, permitted } = task.cred;
    if ((effective & ~permitted) !== 0n) report(`${nameOf(task)}: effective capabilities beyond the permitted`);
    if ((task.cred.ambient & ~(permitted & task.cred.inheritable)) !== 0n)
      report(`${nameOf(task)}: ambient beyond permitted and inheritable`);
  }
}

/** What holds each namespace, found by walking: processes, nsproxies, owned namespaces, children. Open files and mounts are their own proof. */
function checkNamespaces(kernel: Kernel, report: Report): void {
  const expected = new Map<Namespace, Set<object>>();
  const hold = (ns: Namespace, by: object): void => {
    let set = expected.get(ns);
    if (set === undefined) expected.set(ns, (set = new Set()));
    set.add(by);
  };
  const proxies = new Set<NsProxy>();
  for (const task of [...kernel.tasks, kernel.boot]) {
    hold(task.cred.userNs, task);
    if (task.nsproxy !== null) {
      proxies.add(task.nsproxy);
      if (!task.nsproxy.tasks.has(task)) report(`${nameOf(task)}: its nsproxy does not know it`);
    }
  }
  for (const p of proxies) {
    for (const ns of [p.uts, p.ipc, p.mnt, p.net, p.pidForChildren, p.time, p.timeForChildren, p.cgroup]) hold(ns, p);
    for (const task of p.tasks) if (task.nsproxy !== p) report(`${nameOf(task)}: listed by an nsproxy that is not its own`);
  }
  for (const ns of kernel.namespaces) {
    if (ns.owner !== ns) hold(ns.owner, ns);
    const type = NAMESPACES.find((t) => t.kind === ns.kind);
    const parent = type?.parent?.(ns) ?? null;
    if (parent !== null) hold(parent, ns);
  }
  const inodes = new Set<number>();
  for (const ns of kernel.namespaces) {
    if (inodes.has(ns.ino)) report(`two namespaces have the number ${ns.ino}`);
    inodes.add(ns.ino);
    const holders = new Map(ns.refs.entries());
    const label = `${ns.kind}:[${ns.ino}]`;
    for (const by of expected.get(ns) ?? []) if (!holders.has(by)) report(`${label}: a holder is not counted`);
    for (const [by, what] of holders) {
      const isWalked = what === 'process' || what === 'nsproxy' || what === 'owned' || what === 'child';
      if (isWalked && expected.get(ns)?.has(by) !== true) report(`${label}: held by ${what} that is not there`);
    }
    if (holders.size === 0) report(`${label}: lives though nobody holds it`);
  }
  for (const ns of expected.keys()) if (!kernel.namespaces.has(ns)) report(`${ns.kind}:[${ns.ino}]: used after its end`);
}

/** Mounts: parents list their children, the points know what hangs on them, peers share id and superblock, masters know their slaves. */
function checkMounts(kernel: Kernel, report: Report): void {
  for (const ns of kernel.namespaces) {
    if (!(ns instanceof MountNs)) continue;
    for (const mount of ns.mounts) {
      const label = `mount ${mount.id}`;
      if (mount.ns !== ns) report(`${label}: listed by a namespace it is not in`);
      const { parent, point, nextPeer, masterMount } = mount;
      if (nextPeer.prevPeer !== mount) report(`${label}: its ring of peers is broken`);
      if (nextPeer.peers !== mount.peers || (nextPeer !== mount && nextPeer.sb !== mount.sb))
        report(`${label}: a peer of another group or file system`);
      for (let s = mount.firstSlave; s !== null; s = s.nextSlave)
        if (s.masterMount !== mount) report(`${label}: slave ${s.id} has another master`);
      if (masterMount !== null && !hasSlave(masterMount, mount)) report(`${label}: its master ${masterMount.id} does not know it`);
      if (parent === null || point === null) continue;
      if (parent.ns !== ns) report(`${label}: its parent is in another namespace`);
      if (!parent.children.has(mount)) report(`${label}: its parent ${parent.id} does not list it`);
      if (point.mounted?.get(parent) !== mount) report(`${label}: its mount point does not know it`);
    }
  }
}

function hasSlave(master: Mount, slave: Mount): boolean {
  for (let s = master.firstSlave; s !== null; s = s.nextSlave) if (s === slave) return true;
  return false;
}

/** Open files are counted at their descriptors' and hold their mounts, as do roots and working directories. */
function checkFiles(kernel: Kernel, report: Report): void {
  const tables = new Map<FdTable, number>();
  const contexts = new Map<FsContext, number>();
  for (const task of kernel.tasks) {
    if (task.isExiting) continue;
    tables.set(task.files, (tables.get(task.files) ?? 0) + 1);
    contexts.set(task.fs, (contexts.get(task.fs) ?? 0) + 1);
    for (const place of [task.fs.root, task.fs.cwd]) {
      if (!place.mnt.users.has(task.fs)) report(`${nameOf(task)}: its root or working directory does not hold mount ${place.mnt.id}`);
    }
    if (task.exe !== null && !task.exe.mnt.users.has(task)) report(`${nameOf(task)}: its program does not hold mount ${task.exe.mnt.id}`);
  }
  for (const [fs, n] of contexts) if (fs.users !== n) report(`a root and working directory is shared by ${n} tasks and counts ${fs.users}`);
  const counts = new Map<File, number>();
  for (const [table, n] of tables) {
    if (table.users !== n) report(`a table of descriptors is shared by ${n} tasks and counts ${table.users}`);
    for (const [, file] of table.open()) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  for (const [file, n] of counts) {
    if (file.users < n) report(`an open file of inode ${file.inode.ino} has ${n} descriptors and counts ${file.users}`);
    if (!file.path.mnt.users.has(file)) report(`an open file of inode ${file.inode.ino} does not hold mount ${file.path.mnt.id}`);
  }
}

/** Everything that is wrong, in words; empty when nothing is. */
export function checkInvariants(kernel: Kernel): string[] {
  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  checkPids(kernel, report);
  checkFamilies(kernel, report);
  checkTasks(kernel, report);
  checkNamespaces(kernel, report);
  checkMounts(kernel, report);
  checkFiles(kernel, report);
  checkIpc(kernel, report);
  return problems;
}
