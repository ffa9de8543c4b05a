// The end of a process: what it lets go of, what becomes of its children, who is told, and the zombie (_exit(2), wait(2), kernel/exit.c).
//
//   exitTask ── lets go of files, namespaces, terminal ──┬── pid 1 of a namespace: kills all others and awaits their end
//                                                        └── finishExit: children to the reaper, SIGCHLD, zombie or gone

import { SIGCHLD, SIGCONT, SIGHUP, SIGKILL, SIGSEGV } from '../../abi/signal.ts';
import { StackOverflow, type Sys } from '../../abi/sys.ts';
import { signalStatus } from '../../abi/wait.ts';
import { exitSem } from '../ipc/semop.ts';
import { exitShm } from '../ipc/shm.ts';
import { releaseShm } from '../ipc/shmat.ts';
import { putNsProxy } from '../ns/nsproxy.ts';
import type { PidNs } from '../ns/pidns.ts';
import type { Task } from '../sched/task.ts';
import { park, wakeUp } from '../sched/wait.ts';
import { disassociateCtty } from '../tty/jobctl.ts';
import { FdTable } from '../vfs/fdtable.ts';
import { setExe } from './exec.ts';
import { putPid } from './pid.ts';
import { hasStoppedMember, isOrphanedGroup, isSessionLeader, leaveGroup, type ProcessGroup } from './session.ts';
import { notifyParentOfExit, sendSignal, sendToGroup } from './signal.ts';

/** Of the session: it has one, or had one whose end its foreground group has yet to hear of. */
function hadTerminal(task: Task): boolean {
  const { tty, hungUpGroup } = task.pgrp.session;
  return tty !== null || hungUpGroup !== null;
}

/** do_exit with a wait(2) status word. Does nothing for a task that is already on its way out. */
export function exitTask(task: Task, status: number): void {
  if (task.isZombie || task.isExiting) return;
  const k = task.kernel;
  task.isExiting = true;
  task.exitCode = status;
  k.trace.exit?.(task);
  k.sched.remove(task);
  task.setProgram(null);
  task.isFresh = false;
  task.isStopped = false;
  if (task.alarm !== null) k.sched.deleteTimer(task.alarm);
  task.alarm = null;
  if (task.shmMappings !== null) releaseShm(task);
  if (task.sysvsem !== null) exitSem(task);
  if (task.shmCreated !== null) exitShm(task);
  exitFiles(task);
  if (isSessionLeader(task) && hadTerminal(task)) disassociateCtty(task, true);
  if (task.nsproxy !== null) putNsProxy(task.nsproxy, task);
  task.nsproxy = null;
  task.cgroup.tasks.delete(task);
  const { ns } = task.pid;
  if (ns.reaper !== task) {
    finishExit(task);
    return;
  }
  if (ns.parent === null) {
    // "Attempted to kill init!"
    k.isHalted = true;
    return;
  }
  killPidNs(task, ns);
  task.setProgram(awaitPidNs(task, ns));
  k.sched.enqueue(task);
}

/** exit_files, exit_fs and the end of the memory: a zombie holds no open file, directory or program. */
function exitFiles(task: Task): void {
  const { files } = task;
  task.files = new FdTable();
  if (--files.users === 0) files.closeAll();
  task.fs.release();
  setExe(task, null);
}

/** zap_pid_ns_processes: nobody joins the namespace any more, and everybody in it is killed. */
function killPidNs(task: Task, ns: PidNs): void {
  ns.isDying = true;
  // "Ignore SIGCHLD causing any terminated children to autoreap."
  task.signals.actions.set(SIGCHLD, { handler: 'ignore', flags: 0 });
  for (const [nr, pid] of [...ns.pids]) if (nr !== 1 && pid.task !== null) sendSignal(pid.task, SIGKILL, null);
  for (const child of [...task.children]) if (child.isZombie) releaseTask(child, task);
}

/** The rest of zap_pid_ns_processes: the init ends when the last number but its own is free. */
function* awaitPidNs(task: Task, ns: PidNs): Sys<number> {
  while (ns.pids.size > 1) yield* park(task, [task.childQueue], 'zap_pid_ns_processes', Infinity, 'D');
  ns.reaper = null;
  finishExit(task);
  return 0;
}

/** exit_notify: from here on the task is a zombie, or gone. */
function finishExit(task: Task): void {
  task.setProgram(null);
  task.state = 'Z';
  reparentChildren(task);
  hangupOrphans(task.pgrp, task, task.parent);
  if (notifyParentOfExit(task)) releaseTask(task, task.parent);
}

/** find_new_reaper: the nearest ancestor that asked for orphans (prctl(2), PR_SET_CHILD_SUBREAPER), else the PID namespace's init. */
function reaperFor(task: Task): Task | null {
  const { ns } = task.pid;
  for (let t = task.parent; t !== null && t.pid.ns === ns; t = t.parent) {
    if (t.isSubreaper && !t.isExiting) return t;
    if (t === ns.reaper) break;
  }
  return ns.reaper;
}

/** forget_original_parent */
function reparentChildren(task: Task): void {
  if (task.children.size === 0) return;
  const reaper = reaperFor(task);
  for (const child of [...task.children]) {
    task.children.delete(child);
    child.parent = reaper;
    reaper?.children.add(child);
    if (child.pdeathSignal !== 0) sendSignal(child, child.pdeathSignal, task);
    const isGone = child.isZombie && notifyParentOfExit(child);
    hangupOrphans(child.pgrp, null, task);
    if (isGone) releaseTask(child, reaper);
  }
}

/**
 * kill_orphaned_pgrp: "If the exit of the process causes a process group to become orphaned, and if any member of the newly orphaned process
 * group is stopped, then SIGHUP and SIGCONT are sent to every member" (_exit(2)).
 * @param ignored the task that exits, when the group is its own; @param parent the one whose link to the group has gone
 */
function hangupOrphans(group: ProcessGroup, ignored: Task | null, parent: Task | null): void {
  if (parent === null) return;
  if (parent.pgrp === group || parent.pgrp.session !== group.session) return;
  if (!isOrphanedGroup(group, ignored) || !hasStoppedMember(group)) return;
  sendToGroup(group, SIGHUP, null);
  sendToGroup(group, SIGCONT, null);
}

/** release_task: the zombie has been waited for, and its number is free unless a group or session still has it. */
export function releaseTask(task: Task, by: Task | null): void {
  const k = task.kernel;
  task.state = 'X';
  k.trace.reap?.(task, by);
  k.tasks.delete(task);
  task.parent?.children.delete(task);
  const { pid } = task;
  pid.task = null;
  leaveGroup(task);
  putPid(pid);
  task.cred.userNs.refs.drop(task);
  for (const { ns } of pid.numbers) if (ns.isDying && ns.reaper !== null) wakeUp(ns.reaper.childQueue);
}

/** A program that recursed further than it has stack; also where it is the host's. */
const isStackOverflow = (error: unknown): boolean =>
  error instanceof StackOverflow || (error instanceof RangeError && error.message === 'Maximum call stack size exceeded');

/** A generator threw: a program that lets an errno out is at fault as one that dereferences a null pointer, and dies so. */
export function reportCrash(task: Task, error: unknown): void {
  if (!isStackOverflow(error)) task.kernel.onBug(task, error);
  exitTask(task, signalStatus(SIGSEGV));
}
