// Pipes (pipe(7), fs/pipe.c): sixteen pages. A write takes a page of its own unless it fits behind the last one, which is why writes of
// up to PIPE_BUF bytes are atomic and why many middle-sized writes fill a pipe before 64 KiB.

import { EAGAIN, ENOTTY, EPIPE, ERESTARTSYS } from '../../abi/errno.ts';
import { O_ACCMODE, O_NONBLOCK, O_RDONLY, O_WRONLY, POLLERR, POLLHUP, POLLIN, POLLOUT } from '../../abi/flags.ts';
import { FIONREAD } from '../../abi/ioctl.ts';
import { PAGE_SIZE, PIPE_SIZE } from '../../abi/limits.ts';
import { SIGPIPE } from '../../abi/signal.ts';
import { isFifo } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls } from '../../abi/syscalls.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import { touchAtime } from './attr.ts';
import type { File, FileOps } from './file.ts';

const SLOTS = PIPE_SIZE / PAGE_SIZE;
const EMPTY = new Uint8Array(0);

/** A page of the buffer: bytes `start` to `end` of `page` are waiting. */
interface Slot {
  page: Uint8Array;
  start: number;
  end: number;
}

export class Pipe {
  readonly slots: Slot[] = [];
  /** Open read and write ends. */
  readers = 0;
  writers = 0;
  /** How often each end was opened, ever: what a sleeping open of the other end waits for. */
  readerCount = 0;
  writerCount = 0;
  readonly readQueue = new WaitQueue();
  readonly writeQueue = new WaitQueue();

  get length(): number {
    let n = 0;
    for (const s of this.slots) n += s.end - s.start;
    return n;
  }
}

/** Takes at most `count` bytes off the front. The pages are not used again, so a piece of one can be given away. */
function take(pipe: Pipe, count: number): Uint8Array {
  const { slots } = pipe;
  const first = slots[0];
  const n = first.end - first.start;
  if (count <= n || slots.length === 1) {
    const size = Math.min(count, n);
    const piece = first.page.subarray(first.start, first.start + size);
    first.start += size;
    if (size === n) slots.shift();
    return piece;
  }
  const out = new Uint8Array(Math.min(count, pipe.length));
  let at = 0;
  while (at < out.length) {
    const s = slots[0];
    const size = Math.min(out.length - at, s.end - s.start);
    out.set(s.page.subarray(s.start, s.start + size), at);
    at += size;
    s.start += size;
    if (s.start === s.end) slots.shift();
  }
  return out;
}

/** Copies what fits behind the last page's bytes: all of it or nothing. */
function merge(last: Slot, piece: Uint8Array): boolean {
  const end = last.end + piece.length;
  if (end > PAGE_SIZE) return false;
  if (end > last.page.length) {
    const bigger = new Uint8Array(Math.min(PAGE_SIZE, Math.max(end, last.page.length * 2)));
    bigger.set(last.page.subarray(last.start, last.end), last.start);
    last.page = bigger;
  }
  last.page.set(piece, last.end);
  last.end = end;
  return true;
}

function* readPipe(file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
  const pipe = pipeOf(file);
  if (count === 0) return EMPTY;
  while (pipe.slots.length === 0) {
    if (pipe.writers === 0) return EMPTY;
    if ((file.flags & O_NONBLOCK) !== 0) throw EAGAIN;
    yield* sleepOn(task, pipe.readQueue, 'anon_pipe_read');
  }
  const data = take(pipe, count);
  if (pipe.writeQueue.waiters.size > 0) wakeUp(pipe.writeQueue);
  if (isFifo(file.inode.mode)) touchAtime(file.path);
  return data;
}

function* writePipe(file: File, data: Uint8Array, _offset: number, task: Task): Sys<number> {
  const pipe = pipeOf(file);
  const total = data.length;
  if (total === 0) return 0;
  const { slots } = pipe;
  let done = 0;
  // Only the odd part of a page is tried behind the last page (pipe_write).
  const odd = total % PAGE_SIZE;
  if (pipe.readers > 0 && odd !== 0 && slots.length > 0 && merge(slots[slots.length - 1], odd === total ? data : data.subarray(0, odd))) {
    done = odd;
    if (pipe.readQueue.waiters.size > 0) wakeUp(pipe.readQueue);
  }
  while (done < total || pipe.readers === 0) {
    if (pipe.readers === 0) {
      sendSignal(task, SIGPIPE, task);
      if (done > 0) break;
      throw EPIPE;
    }
    if (slots.length < SLOTS) {
      const size = Math.min(PAGE_SIZE, total - done);
      slots.push({ page: data.slice(done, done + size), start: 0, end: size });
      done += size;
      if (pipe.readQueue.waiters.size > 0) wakeUp(pipe.readQueue);
      continue;
    }
    if ((file.flags & O_NONBLOCK) !== 0) {
      if (done > 0) break;
      throw EAGAIN;
    }
    try {
      yield* sleepOn(task, pipe.writeQueue, 'anon_pipe_write');
    } catch (e) {
      if (e === ERESTARTSYS && done > 0) break;
      throw e;
    }
  }
  if (isFifo(file.inode.mode)) {
    const now = task.kernel.clock.now();
    file.inode.mtime = now;
    file.inode.ctime = now;
  }
  return done;
}

function pipeOf(file: File): Pipe {
  const { pipe } = file.inode;
  if (pipe === null) throw new Error('open pipe without a buffer');
  return pipe;
}

const canRead = (file: File): boolean => (file.flags & O_ACCMODE) !== O_WRONLY;
const canWrite = (file: File): boolean => (file.flags & O_ACCMODE) !== O_RDONLY;

function pollPipe(file: File): number {
  const pipe = pipeOf(file);
  let mask = 0;
  if (canRead(file)) {
    if (pipe.slots.length > 0) mask |= POLLIN;
    // A FIFO that never had a writer since this open is just empty.
    if (pipe.writers === 0 && file.pos !== pipe.writerCount) mask |= POLLHUP;
  }
  if (canWrite(file)) {
    if (pipe.slots.length < SLOTS) mask |= POLLOUT;
    if (pipe.readers === 0) mask |= POLLERR;
  }
  return mask;
}

function* ioctlPipe<R extends keyof Ioctls>(file: File, request: R): Sys<Ioctls[R]['result']> {
  if (request === FIONREAD) return pipeOf(file).length as Ioctls[R]['result'];
  throw ENOTTY;
}

/** Counts a new end in. */
export function openPipeEnd(pipe: Pipe, file: File): void {
  if (canRead(file)) {
    pipe.readers++;
    pipe.readerCount++;
  }
  if (canWrite(file)) {
    pipe.writers++;
    pipe.writerCount++;
  }
}

function releasePipe(file: File): void {
  const pipe = pipeOf(file);
  if (canRead(file)) pipe.readers--;
  if (canWrite(file)) pipe.writers--;
  wakeUp(pipe.readQueue);
  wakeUp(pipe.writeQueue);
  if (pipe.readers === 0 && pipe.writers === 0 && isFifo(file.inode.mode)) file.inode.pipe = null;
}

export const pipeOps: FileOps = {
  read: readPipe,
  write: writePipe,
  poll: pollPipe,
  queues: (file) => [pipeOf(file).readQueue, pipeOf(file).writeQueue],
  ioctl: ioctlPipe,
  isSeekable: false,
  release: releasePipe,
};
