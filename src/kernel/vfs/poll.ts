// poll(2) (fs/select.c do_poll): which of some open files are ready, sleeping until one is.

import { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT } from '../../abi/flags.ts';
import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import type { PollFd } from '../../abi/syscalls.ts';
import { sleepNoRestart } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import type { WaitQueue } from '../sched/wait.ts';

const MILLISECOND = 1_000_000;

/** revents of one descriptor; a file that knows no poll is always ready (DEFAULT_POLLMASK). */
function ready(task: Task, p: PollFd): number {
  if (p.fd < 0) return 0;
  if (!task.files.has(p.fd)) return POLLNVAL;
  const file = task.files.get(p.fd);
  const mask = file.ops.poll === undefined ? POLLIN | POLLOUT : file.ops.poll(file);
  return mask & (p.events | POLLERR | POLLHUP);
}

/** @param timeoutMs negative: for ever. Never restarted after a signal handler (signal(7)). */
export function* pollFiles(task: Task, fds: readonly PollFd[], timeoutMs: number): Sys<number[]> {
  const until = timeoutMs < 0 ? Infinity : task.kernel.clock.mono + timeoutMs * MILLISECOND;
  for (;;) {
    const result = fds.map((p) => ready(task, p));
    if (timeoutMs === 0 || result.some((r) => r !== 0)) return result;
    const queues: WaitQueue[] = [];
    for (const p of fds) {
      if (p.fd < 0) continue;
      const file = task.files.get(p.fd);
      if (file.ops.queues !== undefined) append(queues, file.ops.queues(file));
    }
    if (!(yield* sleepNoRestart(task, queues, 'do_poll', until))) return fds.map((p) => ready(task, p));
  }
}
