// System calls about signals: kernel/signal.c, kernel/time/itimer.c.

import { EINVAL } from '../../abi/errno.ts';
import { SIG_BLOCK, SIG_SETMASK, SIG_UNBLOCK } from '../../abi/flags.ts';
import { copySet, removeSignal, SIGALRM, SIGKILL, SIGSTOP, type SigSet } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { SigAction } from '../../abi/syscalls.ts';
import { flushIgnored, isValidSignal, kill, sendSignal, signalTask, sleepNoRestart } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import * as f from './format.ts';

const DEFAULT: SigAction = { handler: 'default', flags: 0 };

function* killCall(task: Task, pid: number, sig: number): Sys<void> {
  kill(task, pid, sig);
}

function* tkill(task: Task, tid: number, sig: number): Sys<void> {
  if (tid <= 0) throw EINVAL;
  signalTask(task, task.pid.ns.pids.get(tid)?.task ?? null, sig);
}

/** sigaction(2). EINVAL: no such signal, or an attempt to change SIGKILL or SIGSTOP. */
function sigaction(task: Task, sig: number, action: SigAction | null): SigAction {
  if (!isValidSignal(sig) || sig === 0 || (action !== null && (sig === SIGKILL || sig === SIGSTOP))) throw EINVAL;
  const { actions } = task.signals;
  const old = actions.get(sig) ?? DEFAULT;
  if (action !== null) {
    actions.set(sig, action);
    flushIgnored(task, sig);
  }
  return old;
}

/** "It is not possible to block SIGKILL or SIGSTOP. Attempts to do so are silently ignored." */
function blockable(set: SigSet): SigSet {
  const mask = copySet(set);
  removeSignal(mask, SIGKILL);
  removeSignal(mask, SIGSTOP);
  return mask;
}

function sigprocmask(task: Task, how: number, set: SigSet | null): SigSet {
  const { signals } = task;
  const old = signals.blocked;
  if (set === null) return copySet(old);
  const { lo, hi } = blockable(set);
  if (how === SIG_BLOCK) signals.blocked = { lo: (old.lo | lo) >>> 0, hi: (old.hi | hi) >>> 0 };
  else if (how === SIG_UNBLOCK) signals.blocked = { lo: (old.lo & ~lo) >>> 0, hi: (old.hi & ~hi) >>> 0 };
  else if (how === SIG_SETMASK) signals.blocked = { lo, hi };
  else throw EINVAL;
  return copySet(old);
}

/** "returns the set of signals that are pending for delivery … (i.e., the signals which have been raised while blocked)". */
function sigpending(task: Task): SigSet {
  const { pending, blocked } = task.signals;
  return { lo: (pending.lo & blocked.lo) >>> 0, hi: (pending.hi & blocked.hi) >>> 0 };
}

/** sigsuspend(2): the mask for the time of the wait; the old one comes back after the handler has run. */
function* sigsuspend(task: Task, mask: SigSet): Sys<never> {
  const { signals } = task;
  signals.savedMask = signals.blocked;
  signals.blocked = blockable(mask);
  for (;;) yield* sleepNoRestart(task, [], 'sigsuspend');
}

function* pause(task: Task): Sys<never> {
  for (;;) yield* sleepNoRestart(task, [], 'sys_pause');
}

/** setitimer(2), ITIMER_REAL without interval: also alarm(2). */
function setitimer(task: Task, ns: number): number {
  const { sched, clock } = task.kernel;
  const left = task.alarm === null ? 0 : Math.max(task.alarm.at - clock.mono, 1);
  if (task.alarm !== null) sched.deleteTimer(task.alarm);
  task.alarm = null;
  if (ns > 0) {
    task.alarm = { at: clock.mono + ns, fire: () => ring(task) };
    sched.addTimer(task.alarm);
  }
  return left;
}

function ring(task: Task): void {
  task.alarm = null;
  sendSignal(task, SIGALRM);
}

const HOW = f.oneOf([
  [SIG_BLOCK, 'SIG_BLOCK'],
  [SIG_UNBLOCK, 'SIG_UNBLOCK'],
  [SIG_SETMASK, 'SIG_SETMASK'],
]);

export const signalCalls = {
  kill: { args: [f.decimal, f.signal], sleeps: true, run: killCall },
  tkill: { args: [f.decimal, f.signal], sleeps: true, run: tkill },
  rt_sigaction: { args: [f.signal, f.orNull(f.sigaction)], ret: f.sigaction, sleeps: false, run: sigaction },
  rt_sigprocmask: { args: [HOW, f.orNull(f.signalSet)], ret: f.signalSet, sleeps: false, run: sigprocmask },
  rt_sigpending: { args: [], ret: f.signalSet, sleeps: false, run: sigpending },
  rt_sigsuspend: { args: [f.signalSet], sleeps: true, run: sigsuspend },
  pause: { args: [], sleeps: true, run: pause },
  setitimer: { args: [f.nanoseconds], ret: f.nanoseconds, sleeps: false, run: setitimer },
} satisfies Partial<SyscallTable>;
