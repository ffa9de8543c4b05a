// Wait queues. Sleeping is always a loop around its condition: waking only makes a task runnable, it never decides who wins.
// Follows kernel/sched/wait.c: prepare_to_wait, schedule, finish_wait; the scheduler does the finish_wait for a killed task.

import { ERESTARTSYS } from '../../abi/errno.ts';
import type { Sleep, Sys, TaskState } from '../../abi/sys.ts';
import { hasPendingSignal } from '../proc/signal-pending.ts';
import type { Task } from './task.ts';

export class WaitQueue {
  readonly waiters = new Set<Task>();
}

/** What the scheduler is told by a sleeping task. */
export interface KernelSleep extends Sleep {
  readonly on: readonly WaitQueue[];
  /** Monotonic nanoseconds at which the sleep ends by itself. */
  readonly until: number;
}

const NO_QUEUES: readonly WaitQueue[] = [];

/** Sleeps until the queue is woken (true) or monotonic time `until` (false). Throws ERESTARTSYS when a signal is pending. */
export function* sleepOn(task: Task, queue: WaitQueue, wchan: string, until = Infinity): Sys<boolean> {
  return yield* sleepOnAny(task, [queue], wchan, until);
}

/** As sleepOn, on several queues at once. */
export function* sleepOnAny(task: Task, queues: readonly WaitQueue[], wchan: string, until = Infinity): Sys<boolean> {
  if (hasPendingSignal(task)) throw ERESTARTSYS;
  yield* park(task, queues, wchan, until, 'S');
  if (hasPendingSignal(task)) throw ERESTARTSYS;
  return !task.timedOut;
}

/** Sleeps whatever signals come ('D'), or stops ('T'). */
export function* park(task: Task, on: readonly WaitQueue[], wchan: string, until: number, state: TaskState): Sys<void> {
  const sleep: KernelSleep = { on, until, state, wchan };
  task.timedOut = false;
  for (const q of on) q.waiters.add(task);
  yield sleep;
}

/** Makes every waiter runnable; each looks at its condition again. */
export function wakeUp(queue: WaitQueue): void {
  for (const task of queue.waiters) task.kernel.sched.wake(task);
}

const RESCHED: KernelSleep = { on: NO_QUEUES, until: Infinity, state: 'R', wchan: '0' };

/** Goes to the end of the run queue. */
export function* yieldCpu(): Sys<void> {
  yield RESCHED;
}
