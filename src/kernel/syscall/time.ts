// System calls about time: kernel/time/posix-timers.c, hrtimer.c. A time namespace adds its offsets to the monotonic clocks (time_namespaces(7)).

import { CAP_SYS_TIME } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import { CLOCK_BOOTTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_REALTIME } from '../../abi/flags.ts';
import { type Timespec, timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { nsCapable } from '../cred/capability.ts';
import { sleepNoRestart } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import * as f from './format.ts';

const SECOND = 1_000_000_000;
const CLOCK_THREAD_CPUTIME_ID = 3;
const CLOCK_MONOTONIC_RAW = 4;
const CLOCK_REALTIME_COARSE = 5;
const CLOCK_MONOTONIC_COARSE = 6;

function shifted(ns: number, offset: Timespec | undefined): Timespec {
  if (offset === undefined) return timespec(Math.floor(ns / SECOND), ns % SECOND);
  const nsec = (ns % SECOND) + offset.nsec;
  const carry = nsec >= SECOND ? 1 : 0;
  return timespec(Math.floor(ns / SECOND) + offset.sec + carry, nsec - carry * SECOND);
}

/** clock_gettime(2). EINVAL: no such clock. */
function clockGettime(task: Task, clock: number): Timespec {
  const { clock: k } = task.kernel;
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      return k.now();
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
      return shifted(k.mono, task.nsproxy?.time.monotonic);
    case CLOCK_BOOTTIME:
      return shifted(k.mono, task.nsproxy?.time.boottime);
    case CLOCK_PROCESS_CPUTIME_ID:
    case CLOCK_THREAD_CPUTIME_ID:
      return shifted(task.utime, undefined);
    default:
      throw EINVAL;
  }
}

/** clock_settime(2): only the real-time clock can be set, and only with CAP_SYS_TIME over the machine. */
function clockSettime(task: Task, clock: number, time: Timespec): void {
  if (clock !== CLOCK_REALTIME) throw EINVAL;
  if (time.sec < 0 || time.nsec < 0 || time.nsec >= SECOND) throw EINVAL;
  if (!nsCapable(task, task.kernel.init.user, CAP_SYS_TIME)) throw EPERM;
  task.kernel.clock.set(time);
}

/** nanosleep(2): a stop does not make it longer, a handler ends it with EINTR. */
function* nanosleep(task: Task, ns: number): Sys<void> {
  if (!(ns >= 0)) throw EINVAL;
  const until = task.kernel.clock.mono + ns;
  while (task.kernel.clock.mono < until) if (!(yield* sleepNoRestart(task, [], 'hrtimer_nanosleep', until))) return;
}

export const timeCalls = {
  clock_gettime: { args: [f.clock], ret: f.time, sleeps: false, run: clockGettime },
  clock_settime: { args: [f.clock, f.time], sleeps: false, run: clockSettime },
  nanosleep: { args: [f.nanoseconds], sleeps: true, run: nanosleep },
} satisfies Partial<SyscallTable>;
