// The host's standard streams, as a script's shell sees them: ends of pipes whose other ends are outside the machine.

import { EPIPE } from '../abi/errno.ts';
import { O_RDONLY, O_WRONLY, POLLERR, POLLIN, POLLOUT } from '../abi/flags.ts';
import { SIGPIPE } from '../abi/signal.ts';
import { S_IFIFO } from '../abi/stat.ts';
import type { Sys } from '../abi/sys.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sendSignal } from '../kernel/proc/signal.ts';
import type { Task } from '../kernel/sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../kernel/sched/wait.ts';
import { Dentry } from '../kernel/vfs/dentry.ts';
import type { File, FileOps } from '../kernel/vfs/file.ts';
import { Inode } from '../kernel/vfs/inode.ts';
import { newFile } from '../kernel/vfs/open.ts';
import { initTask } from './spawn.ts';

const EMPTY = new Uint8Array(0);

/** Standard input: what the host has given, in order; empty bytes are the end. */
export class HostInput implements FileOps {
  readonly isSeekable = false;
  private readonly chunks: Uint8Array[] = [];
  private isEnded = false;
  private readonly queue = new WaitQueue();

  /** Somebody sleeps until there is input. */
  get isWanted(): boolean {
    return this.queue.waiters.size > 0;
  }

  give(bytes: Uint8Array): void {
    if (bytes.length === 0) this.isEnded = true;
    else this.chunks.push(bytes);
    wakeUp(this.queue);
  }

  *read(_file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
    while (this.chunks.length === 0) {
      if (this.isEnded || count === 0) return EMPTY;
      yield* sleepOn(task, this.queue, 'anon_pipe_read');
    }
    const first = this.chunks[0];
    if (first.length <= count) {
      this.chunks.shift();
      return first;
    }
    this.chunks[0] = first.subarray(count);
    return first.slice(0, count);
  }

  poll(): number {
    return this.chunks.length > 0 || this.isEnded ? POLLIN : 0;
  }

  queues(): readonly WaitQueue[] {
    return [this.queue];
  }
}

/** Standard output or error: every write leaves the machine at once, in order. */
export class HostOutput implements FileOps {
  readonly isSeekable = false;
  private readonly emit: (bytes: Uint8Array) => void;
  isClosed = false;

  constructor(emit: (bytes: Uint8Array) => void) {
    this.emit = emit;
  }

  *write(_file: File, data: Uint8Array, _offset: number, task: Task): Sys<number> {
    if (this.isClosed) {
      sendSignal(task, SIGPIPE, task);
      throw EPIPE;
    }
    this.emit(data);
    return data.length;
  }

  poll(): number {
    return this.isClosed ? POLLERR | POLLOUT : POLLOUT;
  }
}

/** An open file on pipefs whose other end is the host. */
export function hostFile(kernel: Kernel, ops: FileOps, isInput: boolean): File {
  const sb = kernel.internal.pipefs;
  if (sb.kernMount === null || sb.root === null) throw new Error('pipefs is not mounted');
  const { cred } = initTask(kernel);
  const inode = new Inode({
    sb,
    ino: ++sb.lastIno,
    mode: S_IFIFO | 0o600,
    uid: cred.fsuid,
    gid: cred.fsgid,
    ops: { outside: ops },
    time: kernel.clock.now(),
  });
  const path = { mnt: sb.kernMount, dentry: new Dentry(sb, '', sb.root, inode) };
  return newFile(path, isInput ? O_RDONLY : O_WRONLY, ops, cred);
}
