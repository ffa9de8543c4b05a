// Making a process (clone(2), copy_process in kernel/fork.c). A generator cannot be copied, so the child gets its continuation from the caller.

import { CAP_SYS_ADMIN, CAP_SYS_RESOURCE } from '../../abi/caps.ts';
import { EAGAIN, EINVAL, Errno } from '../../abi/errno.ts';
import {
  CLONE_FILES,
  CLONE_FS,
  CLONE_NEWIPC,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  CLONE_PARENT,
  CLONE_SIGHAND,
  CLONE_SYSVSEM,
  CLONE_THREAD,
  CLONE_VFORK,
  CLONE_VM,
  RLIMIT_NPROC,
} from '../../abi/flags.ts';
import { copySet } from '../../abi/signal.ts';
import type { ChildMain } from '../../abi/syscalls.ts';
import { isFreezing } from '../cgroup/freezer.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Cred } from '../cred/cred.ts';
import { copySem } from '../ipc/semop.ts';
import { copyShm } from '../ipc/shmat.ts';
import { getNsProxy, type NsLinks, NsProxy } from '../ns/nsproxy.ts';
import { CLONE_NS_FLAGS } from '../ns/types.ts';
import { discardNamespaces, prepareNamespaces } from '../ns/unshare.ts';
import { Task, type TaskInit } from '../sched/task.ts';
import { bindSyscalls } from '../syscall/gate.ts';
import { setExe } from './exec.ts';
import { allocPid, type Pid } from './pid.ts';
import { isOverNproc } from './rlimit.ts';
import { isNsInit } from './signal.ts';

const CLONE_FLAGS = CLONE_NS_FLAGS | CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_VFORK | CLONE_PARENT | CLONE_SYSVSEM;

/** The combinations that clone(2) lists under EINVAL. Threads are not simulated. */
function checkFlags(task: Task, flags: number): void {
  const both = (a: number, b: number): boolean => (flags & a) !== 0 && (flags & b) !== 0;
  if ((flags & (CLONE_THREAD | ~CLONE_FLAGS)) !== 0) throw EINVAL;
  if (both(CLONE_NEWNS, CLONE_FS) || both(CLONE_NEWUSER, CLONE_FS)) throw EINVAL;
  if ((flags & CLONE_SIGHAND) !== 0 && (flags & CLONE_VM) === 0) throw EINVAL;
  // "CLONE_PARENT was specified … and the caller is an init process".
  if ((flags & CLONE_PARENT) !== 0 && isNsInit(task)) throw EINVAL;
  if (both(CLONE_NEWIPC, CLONE_SYSVSEM)) throw EINVAL;
}

/** A task is in the world: its parent, group, cgroup and namespaces know it. `run` has to be set and the task enqueued. */
export function addTask(init: TaskInit): Task {
  const task = new Task(init);
  const k = init.kernel;
  k.tasks.add(task);
  task.pid.task = task;
  task.parent?.children.add(task);
  task.pgrp.members.add(task);
  task.cgroup.tasks.add(task);
  task.mustFreeze = isFreezing(task.cgroup);
  task.cred.userNs.refs.add(task, 'process');
  if (task.nsproxy !== null) getNsProxy(task.nsproxy, task);
  const { ns } = task.pid;
  if (ns.reaper === null && task.pid.in(ns) === 1) ns.reaper = task;
  return task;
}

/** copy_sighand, copy_signal: handlers and mask are copied, nothing is pending. */
function inherit(child: Task, from: Task): void {
  child.argv = from.argv;
  child.environ = from.environ;
  setExe(child, from.exe);
  child.signals.actions = new Map(from.signals.actions);
  child.signals.blocked = copySet(from.signals.blocked);
  child.noNewPrivs = from.noNewPrivs;
  child.isDumpable = from.isDumpable;
  child.mmUserNs = from.mmUserNs;
  child.nice = from.nice;
  child.oomScoreAdj = from.oomScoreAdj;
  child.affinity = from.affinity;
  child.policy = from.policy;
  child.rtPriority = from.rtPriority;
  child.ioprio = from.ioprio;
  child.timerSlack = from.timerSlack;
  child.coredumpFilter = from.coredumpFilter;
  child.loginuid = from.loginuid;
  child.sessionid = from.sessionid;
}

/** timens_on_fork: "the child … is placed in the time namespace" that the parent made for its children (time_namespaces(7)). */
function enterTimeNs(links: NsLinks): NsLinks {
  if (links.time === links.timeForChildren) return links;
  links.timeForChildren.isFrozen = true;
  return { ...links, time: links.timeForChildren };
}

/** The child's nsproxy: the parent's own, unless anything in it is new. */
function childProxy(parent: NsProxy, made: NsLinks | null, flags: number): NsProxy {
  const links = made ?? parent;
  const entered = (flags & CLONE_VM) === 0 ? enterTimeNs(links) : links;
  return entered === parent ? parent : new NsProxy(entered);
}

/**
 * clone(2): answers the child's number in the caller's PID namespace. EAGAIN: RLIMIT_NPROC, or no number left. ENOMEM: the PID namespace's
 * init has ended. EPERM, ENOSPC, EINVAL: namespaces.
 */
export function clone(task: Task, flags: number, child: ChildMain): number {
  checkFlags(task, flags);
  const k = task.kernel;
  const { nsproxy } = task;
  if (nsproxy === null) throw EINVAL;
  const fs = (flags & CLONE_FS) !== 0 ? task.fs : task.fs.copy();
  let pid: Pid;
  let made: ReturnType<typeof prepareNamespaces> = { cred: null, links: null };
  let cred: Cred;
  try {
    made = prepareNamespaces(task, nsproxy, flags, fs);
    cred = made.cred ?? task.cred;
    if (isOverNproc(k, cred, task.rlimits[RLIMIT_NPROC].cur) && !isExemptFromNproc(task)) throw EAGAIN;
    pid = allocPid((made.links ?? nsproxy).pidForChildren);
  } catch (e) {
    if (fs !== task.fs) fs.release();
    if (e instanceof Errno) discardNamespaces(made, nsproxy);
    throw e;
  }
  if (fs === task.fs) fs.users++;
  const files = (flags & CLONE_FILES) !== 0 ? task.files : task.files.copy();
  if (files === task.files) files.users++;
  const proxy = childProxy(nsproxy, made.links, flags);
  const parent = (flags & CLONE_PARENT) !== 0 ? task.parent : task;
  const t = addTask({
    kernel: k,
    pid,
    parent,
    cred,
    nsproxy: proxy,
    fs,
    files,
    pgrp: task.pgrp,
    cgroup: task.cgroup,
    rlimits: [...task.rlimits],
    comm: task.comm,
  });
  inherit(t, task);
  if ((flags & CLONE_SYSVSEM) !== 0) copySem(t, task);
  if (task.shmMappings !== null) copyShm(t, task, (flags & CLONE_VM) !== 0);
  const sys = bindSyscalls(t);
  t.sys = sys;
  t.run = child(sys);
  k.trace.fork?.(task, t);
  k.sched.enqueue(t);
  return pid.in(task.pid.ns);
}

/** Root of the machine is not bounded, nor who may override limits (copy_process: INIT_USER, CAP_SYS_RESOURCE, CAP_SYS_ADMIN). */
function isExemptFromNproc(task: Task): boolean {
  const init = task.kernel.init.user;
  return task.cred.uid === 0 || nsCapable(task, init, CAP_SYS_RESOURCE) || nsCapable(task, init, CAP_SYS_ADMIN);
}
