// Opening a FIFO (fifo(7), fs/pipe.c fifo_open): each end waits for the other, unless told not to.

import { ENXIO } from '../../abi/errno.ts';
import { O_ACCMODE, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, wakeUp } from '../sched/wait.ts';
import type { File } from './file.ts';
import { openPipeEnd, Pipe, pipeOps } from './pipe.ts';

/**
 * "A process can open a FIFO in nonblocking mode. In this case, opening for read-only succeeds even if no one has opened on the write side
 * yet and opening for write-only fails with ENXIO"; O_RDWR succeeds at once (fifo(7)). The file's end counts while the open sleeps: `undo`
 * is what a caller whose sleep ended in a signal has to run.
 */
export function* openFifo(task: Task, file: File): Sys<void> {
  const { inode } = file;
  const pipe = (inode.pipe ??= new Pipe());
  const mode = file.flags & O_ACCMODE;
  // A pipe of pipe(2) opened again through /proc/PID/fd waits for nobody.
  const isPipe = inode.sb === task.kernel.internal.pipefs;
  if (!isPipe && mode === O_WRONLY && (file.flags & O_NONBLOCK) !== 0 && pipe.readers === 0) {
    if (pipe.writers === 0) inode.pipe = null;
    throw ENXIO;
  }
  file.ops = pipeOps;
  openPipeEnd(pipe, file);
  file.pos = 0;
  if (isPipe || mode === O_RDWR) {
    wakeUp(pipe.readQueue);
    wakeUp(pipe.writeQueue);
    return;
  }
  if (mode === O_RDONLY) {
    wakeUp(pipe.writeQueue);
    if (pipe.writers > 0) return;
    if ((file.flags & O_NONBLOCK) !== 0) {
      // So that poll does not call an end that nobody has opened yet a hang-up.
      file.pos = pipe.writerCount;
      return;
    }
    const seen = pipe.writerCount;
    while (pipe.writerCount === seen) yield* sleepOn(task, pipe.readQueue, 'wait_for_partner');
    return;
  }
  wakeUp(pipe.readQueue);
  if (pipe.readers > 0) return;
  const seen = pipe.readerCount;
  while (pipe.readerCount === seen) yield* sleepOn(task, pipe.writeQueue, 'wait_for_partner');
}
