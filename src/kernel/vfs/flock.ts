// flock(2): advisory locks of a whole file, held by an open file description (fs/locks.c).

import { EAGAIN, EINVAL } from '../../abi/errno.ts';
import { LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import type { File } from './file.ts';

/** The locks of one inode. */
export class FlockContext {
  readonly holders = new Set<File>();
  readonly queue = new WaitQueue();
}

/** Lets go of the file's lock, at LOCK_UN or when the open file ends. */
export function dropFileLock(file: File): void {
  const ctx = file.inode.flocks;
  file.lock = 0;
  if (ctx === null || !ctx.holders.delete(file)) return;
  wakeUp(ctx.queue);
  if (ctx.holders.size === 0 && ctx.queue.waiters.size === 0) file.inode.flocks = null;
}

function isFree(ctx: FlockContext, file: File, kind: number): boolean {
  for (const h of ctx.holders) if (h !== file && (kind === LOCK_EX || h.lock === LOCK_EX)) return false;
  return true;
}

/** "Converting a lock is not guaranteed to be atomic: the existing lock is first removed, and then a new lock is established" (flock(2)). */
export function* flockFile(task: Task, file: File, operation: number): Sys<void> {
  const kind = operation & ~LOCK_NB;
  if (kind === LOCK_UN) {
    if (file.lock !== 0) dropFileLock(file);
    return;
  }
  if (kind !== LOCK_SH && kind !== LOCK_EX) throw EINVAL;
  if (file.lock === kind) return;
  if (file.lock !== 0) dropFileLock(file);
  let ctx = (file.inode.flocks ??= new FlockContext());
  while (!isFree(ctx, file, kind)) {
    if ((operation & LOCK_NB) !== 0) throw EAGAIN;
    yield* sleepOn(task, ctx.queue, 'flock_lock_inode_wait');
    ctx = file.inode.flocks ??= ctx;
  }
  ctx.holders.add(file);
  file.lock = kind;
  file.lockOwner = task.pid;
}
