// Signals: sending, and what happens to a process at the border to user mode (signal(7), kernel/signal.c).

import { CAP_KILL } from '../../abi/caps.ts';
import { EINTR, EINVAL, EPERM, ERESTARTSYS, ESRCH } from '../../abi/errno.ts';
import { SA_NOCLDSTOP, SA_NOCLDWAIT, SA_RESTART } from '../../abi/flags.ts';
import {
  addSignal,
  defaultAction,
  hasSignal,
  NSIG,
  removeSignal,
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGRTMIN,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
} from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { CONTINUED_STATUS, signalStatus, stopStatus } from '../../abi/wait.ts';
import { freezeTask } from '../cgroup/freezer.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Task } from '../sched/task.ts';
import { park, sleepOnAny, type WaitQueue, wakeUp } from '../sched/wait.ts';
import { exitTask } from './exit.ts';
import { isOrphanedGroup, type ProcessGroup } from './session.ts';
import { hasPendingSignal } from './signal-pending.ts';

const STOP_SIGNALS = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU] as const;

const handlerOf = (task: Task, sig: number) => task.signals.actions.get(sig)?.handler ?? 'default';

/** Pid 1 of a PID namespace: "only signals for which the init process has established a handler" reach it (pid_namespaces(7)). */
export const isNsInit = (task: Task): boolean => task.pid.numbers[task.pid.numbers.length - 1].nr === 1;

const isKernelOnly = (sig: number): boolean => sig === SIGKILL || sig === SIGSTOP;

/** sig_ignored: a blocked signal is never ignored, since the handler may change before it is unblocked. */
function isIgnored(task: Task, sig: number, force: boolean): boolean {
  if (hasSignal(task.signals.blocked, sig)) return false;
  const handler = handlerOf(task, sig);
  if (isNsInit(task) && handler === 'default' && !(force && isKernelOnly(sig))) return true;
  if (task.isKernelThread) return true;
  return handler === 'ignore' || (handler === 'default' && defaultAction(sig) === 'ign');
}

function dropPending(task: Task, sig: number): void {
  removeSignal(task.signals.pending, sig);
  task.signals.queued.delete(sig);
}

/** prepare_signal: stop signals and SIGCONT cancel each other; SIGCONT continues even when it is blocked or ignored. */
function prepareSignal(task: Task, sig: number): void {
  if (sig === SIGCONT) {
    for (const s of STOP_SIGNALS) dropPending(task, s);
    if (task.isStopped) {
      task.isStopped = false;
      task.stopCode = CONTINUED_STATUS;
      notifyParentOfStop(task);
      task.kernel.sched.wake(task);
    }
  } else if (defaultAction(sig) === 'stop') dropPending(task, SIGCONT);
}

/**
 * send_signal: queues it and wakes the receiver. No permission is asked.
 * @param from who sends; null: the kernel itself. A sender outside the receiver's PID namespace can kill and stop an init.
 */
export function sendSignal(task: Task, sig: number, from: Task | null = null): void {
  if (task.isExiting) return;
  prepareSignal(task, sig);
  const force = from === null || from.pid.in(task.pid.ns) === 0;
  if (isIgnored(task, sig, force)) return;
  const { signals } = task;
  if (sig >= SIGRTMIN) signals.queued.set(sig, (signals.queued.get(sig) ?? 0) + 1);
  addSignal(signals.pending, sig);
  if (sig === SIGKILL) {
    task.isStopped = false;
    task.kernel.sched.wake(task);
  } else if (task.state === 'S' && hasPendingSignal(task)) task.kernel.sched.wake(task);
}

/** __kill_pgrp_info for the kernel's own signals (terminal, hangup). */
export function sendToGroup(group: ProcessGroup, sig: number, from: Task | null = null): void {
  for (const t of [...group.members]) sendSignal(t, sig, from);
}

/** check_kill_permission: the same user, CAP_KILL over the receiver's user namespace, or SIGCONT within a session (kill(2)). */
function maySignal(task: Task, target: Task, sig: number): boolean {
  if (task === target) return true;
  const { cred } = task;
  const t = target.cred;
  if (cred.euid === t.suid || cred.euid === t.uid || cred.uid === t.suid || cred.uid === t.uid) return true;
  if (nsCapable(task, t.userNs, CAP_KILL)) return true;
  return sig === SIGCONT && task.pgrp.session === target.pgrp.session;
}

export const isValidSignal = (sig: number): boolean => Number.isInteger(sig) && sig >= 0 && sig < NSIG;

function sendChecked(task: Task, target: Task, sig: number): void {
  if (!maySignal(task, target, sig)) throw EPERM;
  if (sig !== 0) sendSignal(target, sig, task);
}

/** tkill(2), pidfd_send_signal(2): one process. */
export function signalTask(task: Task, target: Task | null, sig: number): void {
  if (!isValidSignal(sig)) throw EINVAL;
  if (target === null) throw ESRCH;
  sendChecked(task, target, sig);
}

/** kill_pgrp_info: success when it reached anybody, else the last error. */
function killGroup(task: Task, group: ProcessGroup | null, sig: number): void {
  if (group === null || group.members.size === 0) throw ESRCH;
  let isSent = false;
  for (const t of [...group.members]) {
    if (!maySignal(task, t, sig)) continue;
    if (sig !== 0) sendSignal(t, sig, task);
    isSent = true;
  }
  if (!isSent) throw EPERM;
}

/** kill(2). */
export function kill(task: Task, pid: number, sig: number): void {
  if (!isValidSignal(sig)) throw EINVAL;
  const { ns } = task.pid;
  if (pid > 0) signalTask(task, ns.pids.get(pid)?.task ?? null, sig);
  else if (pid === 0) killGroup(task, task.pgrp, sig);
  else if (pid === -1) killAll(task, sig);
  else killGroup(task, ns.pids.get(-pid)?.group ?? null, sig);
}

/** "If pid equals -1, then sig is sent to every process for which the calling process has permission …, except for process 1" and itself. */
function killAll(task: Task, sig: number): void {
  const { ns } = task.pid;
  let seen = 0;
  let isDenied = false;
  for (const t of [...task.kernel.tasks]) {
    if (t === task || t.pid.in(ns) <= 1) continue;
    seen++;
    if (!maySignal(task, t, sig)) isDenied = true;
    else if (sig !== 0) sendSignal(t, sig, task);
  }
  if (seen === 0) throw ESRCH;
  if (isDenied && seen === 1) throw EPERM;
}

/** do_notify_parent_cldstop: SIGCHLD for a stop or continue, unless the parent does not want it; its wait4 looks again anyway. */
function notifyParentOfStop(task: Task): void {
  const { parent } = task;
  if (parent === null) return;
  const action = parent.signals.actions.get(SIGCHLD);
  if (action?.handler !== 'ignore' && ((action?.flags ?? 0) & SA_NOCLDSTOP) === 0) sendSignal(parent, SIGCHLD, task);
  wakeUp(parent.childQueue);
}

/** do_notify_parent: SIGCHLD for an end. True: the parent does not want to wait, the zombie goes at once. */
export function notifyParentOfExit(task: Task): boolean {
  const { parent } = task;
  if (parent === null) return true;
  const action = parent.signals.actions.get(SIGCHLD);
  const isIgnoring = action?.handler === 'ignore';
  const autoReap = isIgnoring || ((action?.flags ?? 0) & SA_NOCLDWAIT) !== 0;
  if (!isIgnoring) sendSignal(parent, SIGCHLD, task);
  wakeUp(parent.childQueue);
  return autoReap;
}

/** next_signal: the lowest number that is pending and not blocked, SIGKILL before all; 0 for none. @param withHandled those with a handler too */
function dequeueSignal(task: Task, withHandled: boolean): number {
  const { pending, blocked, queued, actions } = task.signals;
  let sig = 0;
  if (hasSignal(pending, SIGKILL)) sig = SIGKILL;
  else {
    for (let s = 1; s < NSIG; s++) {
      if (hasSignal(pending, s) && !hasSignal(blocked, s) && (withHandled || typeof actions.get(s)?.handler !== 'function')) {
        sig = s;
        break;
      }
    }
  }
  if (sig === 0) return 0;
  const rest = (queued.get(sig) ?? 1) - 1;
  if (rest > 0) queued.set(sig, rest);
  else dropPending(task, sig);
  return sig;
}

interface Delivered {
  /** A handler ran. */
  readonly ran: boolean;
  /** None ran, or the first that did has SA_RESTART. */
  readonly restart: boolean;
}

/**
 * get_signal and handle_signal: takes every deliverable signal. Stops and parks the process, ends it, or runs handlers (which only note the
 * signal). Does not come back for a process that ends.
 */
function* takeSignals(task: Task, withHandled = true): Sys<Delivered> {
  const { signals } = task;
  let ran = false;
  let restart = true;
  if (task.mustFreeze) yield* freezeTask(task);
  for (let sig = dequeueSignal(task, withHandled); sig !== 0; sig = dequeueSignal(task, withHandled)) {
    const action = signals.actions.get(sig);
    const handler = action?.handler ?? 'default';
    if (handler === 'ignore') continue;
    if (handler !== 'default') {
      if (!ran) restart = ((action?.flags ?? 0) & SA_RESTART) !== 0;
      ran = true;
      handler(sig);
      continue;
    }
    const kind = defaultAction(sig);
    if (kind === 'ign' || kind === 'cont') continue;
    if (isNsInit(task) && !isKernelOnly(sig)) continue;
    if (kind === 'stop') {
      // "a process group that is orphaned … is not stopped by terminal signals": nobody would continue it.
      if (sig !== SIGSTOP && isOrphanedGroup(task.pgrp, null)) continue;
      yield* stopTask(task, sig);
      continue;
    }
    exitTask(task, signalStatus(sig));
    yield* park(task, [], 'do_exit', Infinity, 'X');
  }
  if (ran && signals.savedMask !== null) {
    signals.blocked = signals.savedMask;
    signals.savedMask = null;
  }
  return { ran, restart };
}

/** do_signal_stop: parks until SIGCONT or SIGKILL. */
function* stopTask(task: Task, sig: number): Sys<void> {
  task.isStopped = true;
  task.stopCode = stopStatus(sig);
  notifyParentOfStop(task);
  while (task.isStopped) yield* park(task, [], 'do_signal_stop', Infinity, 'T');
}

/** Delivers what is pending. True: an interrupted call is made again (no handler ran, or the first one has SA_RESTART). */
export function* deliverSignals(task: Task): Sys<boolean> {
  return (yield* takeSignals(task)).restart;
}

/**
 * A sleep that a stop does not end but any handler does, whatever its SA_RESTART: nanosleep, poll, pause, sigsuspend (signal(7),
 * "Interruption of system calls and library functions by signal handlers"). False: the time is over. Throws EINTR.
 */
export function* sleepNoRestart(task: Task, queues: readonly WaitQueue[], wchan: string, until = Infinity): Sys<boolean> {
  for (;;) {
    try {
      return yield* sleepOnAny(task, queues, wchan, until);
    } catch (e) {
      if (e !== ERESTARTSYS) throw e;
    }
    yield* passSignals(task);
  }
}

/** ERESTARTNOHAND: an interrupted sleep goes on after a stop, and ends with any handler. Throws EINTR. */
export function* passSignals(task: Task): Sys<void> {
  if ((yield* takeSignals(task)).ran) throw EINTR;
}

/**
 * A task's generator with its pending signals taken first: the first turn after clone or execve. A handler waits: it is the parent's closure
 * until the child has put its own in place, and would note the signal for the wrong one.
 */
export function* startAfterSignals<T>(task: Task, run: Sys<T>): Sys<T> {
  yield* takeSignals(task, false);
  return yield* run;
}

/** do_sigaction's flush: what is ignored from now on is no longer pending. */
export function flushIgnored(task: Task, sig: number): void {
  const handler = handlerOf(task, sig);
  if (handler === 'ignore' || (handler === 'default' && defaultAction(sig) === 'ign')) dropPending(task, sig);
}
