// One processor's run queue and the timer wheel. A task runs until it yields a Sleep; runnable tasks take turns in the order in which
// they became runnable, so that a machine with the same inputs does the same things. Slices are counted in system calls.

import { hasSignal, SIGKILL } from '../../abi/signal.ts';
import { Call, type Sleep } from '../../abi/sys.ts';
import { exitStatus, signalStatus } from '../../abi/wait.ts';
import type { Kernel } from '../kernel.ts';
import { exitTask, reportCrash } from '../proc/exit.ts';
import { startAfterSignals } from '../proc/signal.ts';
import { hasPendingSignal } from '../proc/signal-pending.ts';
import type { Task } from './task.ts';
import type { KernelSleep } from './wait.ts';

export type RunState = 'idle' | 'busy' | 'halted';

export class Scheduler {
  private readonly kernel: Kernel;
  private readonly runnable: Task[] = [];
  private head = 0;
  /** Sleepers with a deadline. Few at a time, so a scan beats a heap. */
  private readonly timed = new Set<Task>();
  /** Kernel timers: itimers, hosts' answers. */
  private readonly timers = new Set<Timer>();
  current: Task | null = null;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Makes a task runnable whose program is new: after clone, execve, and for the last work of an init. */
  enqueue(task: Task): void {
    task.state = 'R';
    this.runnable.push(task);
  }

  /** try_to_wake_up: takes the task off its queues and makes it runnable; harmless for one that is. */
  wake(task: Task): void {
    const sleep = task.sleep;
    if (sleep === null) return;
    this.unlink(task, sleep);
    task.state = 'R';
    this.runnable.push(task);
  }

  /** Takes a task out of the scheduler's hands for ever: it exits. */
  remove(task: Task): void {
    if (task.sleep !== null) this.unlink(task, task.sleep);
  }

  private unlink(task: Task, sleep: KernelSleep): void {
    for (const q of sleep.on) q.waiters.delete(task);
    if (sleep.until !== Infinity) this.timed.delete(task);
    task.sleep = null;
  }

  addTimer(timer: Timer): void {
    this.timers.add(timer);
  }

  deleteTimer(timer: Timer): void {
    this.timers.delete(timer);
  }

  /** Runs at most `maxSteps` system calls. 'idle': everybody sleeps; `nextDeadline()` says until when. */
  run(maxSteps: number): RunState {
    const k = this.kernel;
    const end = k.step + maxSteps;
    while (k.step < end) {
      if (k.isHalted) return 'halted';
      this.expire();
      const task = this.take();
      if (task === null) return 'idle';
      this.turn(task);
    }
    return k.isHalted ? 'halted' : 'busy';
  }

  private take(): Task | null {
    while (this.head < this.runnable.length) {
      const task = this.runnable[this.head++];
      if (this.head > 1024 && this.head * 2 > this.runnable.length) {
        this.runnable.splice(0, this.head);
        this.head = 0;
      }
      if (task.run !== null && task.sleep === null) return task;
    }
    this.runnable.length = 0;
    this.head = 0;
    return null;
  }

  private turn(task: Task): void {
    const k = this.kernel;
    this.current = task;
    task.slice = k.config.slice;
    const before = k.clock.mono;
    k.step++;
    try {
      if (hasSignal(task.signals.pending, SIGKILL) && !task.isExiting) {
        exitTask(task, signalStatus(SIGKILL));
        return;
      }
      this.begin(task);
      const r = advance(task);
      task.utime += k.clock.mono - before;
      // exec or exit took the program away: whoever put another in its place has enqueued it.
      if (r === null) return;
      if (r.done === true) exitTask(task, exitStatus(r.value as number));
      else this.sleep(task, r.value as KernelSleep);
    } catch (e) {
      reportCrash(task, e);
    } finally {
      this.current = null;
    }
  }

  /** The first turn after clone or execve: signals come before the program's first instruction. */
  private begin(task: Task): void {
    if (!task.isFresh) return;
    task.isFresh = false;
    if (task.run !== null && hasPendingSignal(task)) task.run = startAfterSignals(task, task.run);
  }

  private sleep(task: Task, sleep: KernelSleep): void {
    task.state = sleep.state;
    if (sleep.state === 'R') {
      this.runnable.push(task);
      return;
    }
    task.sleep = sleep;
    if (sleep.until !== Infinity) this.timed.add(task);
  }

  private expire(): void {
    const now = this.kernel.clock.mono;
    if (this.timed.size > 0) {
      for (const task of this.timed) {
        if (task.sleep !== null && task.sleep.until <= now) {
          task.timedOut = true;
          this.wake(task);
        }
      }
    }
    if (this.timers.size > 0) {
      for (const timer of this.timers) {
        if (timer.at <= now) {
          this.timers.delete(timer);
          timer.fire();
        }
      }
    }
  }

  /** Monotonic nanoseconds of the next thing that time alone will cause; Infinity for none. */
  nextDeadline(): number {
    let next = Infinity;
    for (const task of this.timed) if (task.sleep !== null && task.sleep.until < next) next = task.sleep.until;
    for (const timer of this.timers) if (timer.at < next) next = timer.at;
    return next;
  }
}

/** Runs the program until it sleeps or ends; null when it has another one, or none, afterwards. */
function advance(task: Task): IteratorResult<Sleep, unknown> | null {
  for (;;) {
    const { run } = task;
    if (run === null) return null;
    let r: IteratorResult<Sleep, unknown>;
    try {
      r = run.next();
    } catch (e) {
      const call = task.run === run ? goBack(task) : undefined;
      if (call === undefined) throw e;
      call.error = e;
      call.hasThrown = true;
      continue;
    }
    if (task.run !== run) return null;
    if (r.done === true) {
      const call = goBack(task);
      if (call === undefined) return r;
      call.value = r.value;
    } else if (r.value instanceof Call) {
      task.callers.push({ run, call: r.value });
      task.run = r.value.body;
    } else return r;
  }
}

/** What waited for the computation that ended goes on; undefined: nothing did. */
function goBack(task: Task): Call | undefined {
  const caller = task.callers.pop();
  if (caller === undefined) return undefined;
  task.run = caller.run;
  return caller.call;
}

/** A kernel timer; fires once, in no task's context. */
export interface Timer {
  readonly at: number;
  readonly fire: () => void;
}
