// The gate: the one way from a program into the kernel. It counts, traces, delivers signals and restarts calls; nothing else in the kernel
// knows of tracing. Follows arch/x86/entry/common.c and exit_to_user_mode.

import { EINTR, ERESTARTSYS, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { deliverSignals } from '../proc/signal.ts';
import { hasPendingSignal } from '../proc/signal-pending.ts';
import { SYSCALL_COST } from '../sched/clock.ts';
import type { Task } from '../sched/task.ts';
import { yieldCpu } from '../sched/wait.ts';
import { SYSCALLS } from './table.ts';

/** The handler with its types forgotten: the table was checked where it was made. */
interface LooseDef {
  readonly sleeps: boolean;
  run(task: Task, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): unknown;
}

type LooseRows = () => Readonly<Record<string, LooseDef>>;

class TaskSyscalls {
  readonly task: Task;
  constructor(task: Task) {
    this.task = task;
  }
}

function plainCall(task: Task, name: string, def: LooseDef, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): unknown {
  const k = task.kernel;
  k.step++;
  task.slice--;
  k.clock.mono += SYSCALL_COST;
  if (k.trace.syscall === undefined) return def.run(task, a, b, c, d, e);
  try {
    const result = def.run(task, a, b, c, d, e);
    k.trace.syscall({ task, name, args: [a, b, c, d, e], result, error: null });
    return result;
  } catch (error) {
    if (error instanceof Errno) k.trace.syscall({ task, name, args: [a, b, c, d, e], result: undefined, error });
    throw error;
  }
}

function* sleepingCall(task: Task, name: string, def: LooseDef, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): Sys<unknown> {
  const k = task.kernel;
  k.step++;
  k.clock.mono += SYSCALL_COST;
  if (--task.slice <= 0) yield* yieldCpu();
  if (hasPendingSignal(task)) yield* deliverSignals(task);
  for (;;) {
    try {
      const result = yield* def.run(task, a, b, c, d, e) as Sys<unknown>;
      k.trace.syscall?.({ task, name, args: [a, b, c, d, e], result, error: null });
      if (hasPendingSignal(task)) yield* deliverSignals(task);
      return result;
    } catch (error) {
      if (error === ERESTARTSYS) {
        // A stop and SIGCONT, or handlers that all have SA_RESTART: the call is made again, as if nothing had happened.
        if (yield* deliverSignals(task)) continue;
        k.trace.syscall?.({ task, name, args: [a, b, c, d, e], result: undefined, error: EINTR });
        throw EINTR;
      }
      if (error instanceof Errno) k.trace.syscall?.({ task, name, args: [a, b, c, d, e], result: undefined, error });
      // Such as the SIGPIPE that comes with EPIPE.
      if (hasPendingSignal(task)) yield* deliverSignals(task);
      throw error;
    }
  }
}

let isBuilt = false;

/**
 * The methods are made once, from the table; in an object that becomes a prototype when it is complete, because V8 gives a prototype a new
 * shape with each property.
 */
function build(): void {
  const methods: Record<string, unknown> = {};
  for (const { names, rows } of SYSCALLS) {
    for (const name of names) methods[name] = methodOf(name, rows as unknown as LooseRows);
  }
  Object.setPrototypeOf(TaskSyscalls.prototype, methods);
  isBuilt = true;
}

function methodOf(name: string, rows: LooseRows): unknown {
  let def: LooseDef | null = null;
  return function (this: TaskSyscalls, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): unknown {
    if (def === null) def = rows()[name];
    return (def.sleeps ? sleepingCall : plainCall)(this.task, name, def, a, b, c, d, e);
  };
}

/** The system calls as `task` makes them. */
export function bindSyscalls(task: Task): Syscalls {
  if (!isBuilt) build();
  return new TaskSyscalls(task) as unknown as Syscalls;
}
