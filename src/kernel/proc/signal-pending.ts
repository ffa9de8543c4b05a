// Whether a sleeping call has to be given up (kernel/signal.c, recalc_sigpending). Apart from signal.ts because every sleep asks it.

import type { Task } from '../sched/task.ts';

/** TIF_SIGPENDING: an unblocked signal that will do something is pending (ignored ones are never queued), or the cgroup is to freeze. */
export const hasPendingSignal = (task: Task): boolean => {
  const { pending, blocked } = task.signals;
  return task.mustFreeze || (pending.lo & ~blocked.lo) !== 0 || (pending.hi & ~blocked.hi) !== 0;
};
