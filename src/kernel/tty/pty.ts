// Pseudo-terminals (pty(7), drivers/tty/pty.c): a slave, /dev/pts/N, that is a terminal to programs, and a master that plays the person at it.
// The master is an open file of /dev/ptmx (script, tmux), or the host itself (a terminal of ns-shell).

import { EAGAIN, EIO } from '../../abi/errno.ts';
import { AT_FDCWD, O_NONBLOCK, POLLHUP, POLLIN, POLLOUT } from '../../abi/flags.ts';
import { FIONREAD, TIOCGPTN, TIOCSPTLCK } from '../../abi/ioctl.ts';
import { makedev } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls } from '../../abi/syscalls.ts';
import type { Winsize } from '../../abi/termios.ts';
import { type Devpts, devptsOfPtmx, PTS_MAJOR, ttyOfSlave } from '../fs/devpts.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import type { CharDevice } from '../vfs/chrdev.ts';
import type { File, FileOps } from '../vfs/file.ts';
import type { Inode } from '../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { openTty, type TtyFile, ttyIoctl } from './device.ts';
import { hangupTty, resizeTty } from './jobctl.ts';
import { Tty } from './tty.ts';

const EMPTY = new Uint8Array(0);
/** What a slave may write ahead of its master. */
const BUFFER = 8192;

/** The pair and its place in a devpts. */
class Pty {
  readonly tty: Tty;
  readonly index: number;
  readonly devpts: Devpts;
  private readonly kernel: Kernel;
  /** TIOCSPTLCK: the slave cannot be opened yet. */
  isLocked: boolean;
  /** Open slaves; the master hears of the last one's end. */
  slaves = 0;
  onSlaves: () => void = () => {};

  constructor(kernel: Kernel, devpts: Devpts, task: Task, isLocked: boolean) {
    this.kernel = kernel;
    this.devpts = devpts;
    this.index = devpts.newIndex();
    this.isLocked = isLocked;
    const dev = makedev(PTS_MAJOR, this.index);
    this.tty = new Tty(`pts/${this.index}`, dev, true);
    kernel.ttys.byDev.set(dev, this.tty);
    kernel.chrdevs.set(dev, SLAVE);
    this.tty.opener = (file, opener) => this.open(file, opener);
    devpts.addSlave(this.index, this.tty, task);
  }

  open(file: File, task: Task): TtyFile {
    if (this.isLocked) throw EIO;
    const ops = openTty(this.tty, file, task, () => {
      this.slaves--;
      this.onSlaves();
    });
    this.slaves++;
    this.onSlaves();
    return ops;
  }

  /** pty_close of the master: the name goes, the line is hung up. */
  close(): void {
    const { tty } = this;
    tty.isDead = true;
    this.devpts.removeSlave(this.index);
    if (this.kernel.ttys.byDev.get(tty.dev) === tty) this.kernel.ttys.byDev.delete(tty.dev);
    hangupTty(tty);
  }
}

/** All slaves' driver: the inode knows its terminal. EIO for a node that was made by hand. */
const SLAVE: CharDevice = {
  open(inode: Inode, file: File, task: Task): FileOps {
    const opener = ttyOfSlave(inode)?.opener ?? null;
    if (opener === null) throw EIO;
    return opener(file, task);
  },
};

/** An open file of /dev/ptmx. */
class Master implements FileOps {
  private readonly pty: Pty;
  private readonly queue = new WaitQueue();
  private chunks: Uint8Array[] = [];
  private size = 0;
  /** The slave was open, and is not any more. */
  private isSlaveGone = false;

  constructor(pty: Pty) {
    this.pty = pty;
    pty.tty.output = (bytes) => {
      if (bytes.length === 0) return;
      this.chunks.push(bytes);
      this.size += bytes.length;
      wakeUp(this.queue);
    };
    pty.tty.flushOutput = () => {
      this.chunks = [];
      this.size = 0;
      wakeUp(pty.tty.writeQueue);
    };
    pty.tty.room = () => Math.max(0, BUFFER - this.size);
    pty.onSlaves = () => {
      this.isSlaveGone = pty.slaves === 0;
      if (this.isSlaveGone) wakeUp(this.queue);
    };
  }

  /** "… EIO" once the last slave is closed and all is read. */
  *read(file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
    if (count === 0) return EMPTY;
    while (this.size === 0) {
      if (this.isSlaveGone) throw EIO;
      if ((file.flags & O_NONBLOCK) !== 0) throw EAGAIN;
      yield* sleepOn(task, this.queue, 'wait_woken');
    }
    const first = this.chunks[0];
    const piece = first.subarray(0, count);
    if (piece.length === first.length) this.chunks.shift();
    else this.chunks[0] = first.subarray(count);
    this.size -= piece.length;
    wakeUp(this.pty.tty.writeQueue);
    return piece;
  }

  *write(_file: File, data: Uint8Array): Sys<number> {
    this.pty.tty.receive(data);
    return data.length;
  }

  poll(): number {
    return (this.size > 0 ? POLLIN : 0) | (this.isSlaveGone ? POLLHUP : 0) | POLLOUT;
  }

  queues(): readonly WaitQueue[] {
    return [this.queue];
  }

  *ioctl<R extends keyof Ioctls>(file: File, request: R, arg: Ioctls[R]['arg'], task: Task): Sys<Ioctls[R]['result']> {
    return this.control(file, request, arg, task) as Ioctls[R]['result'];
  }

  private control(file: File, request: number, arg: unknown, task: Task): unknown {
    const { pty } = this;
    if (request === TIOCGPTN) return pty.index;
    if (request === TIOCSPTLCK) {
      pty.isLocked = arg !== 0;
      return undefined;
    }
    if (request === FIONREAD) return this.size;
    return ttyIoctl(pty.tty, file, request, arg, task, true);
  }

  release(): void {
    this.pty.close();
  }
}

/** /dev/ptmx: every open makes a new pair, its slave locked until TIOCSPTLCK. */
export function openPtmx(file: File, task: Task): FileOps {
  const { fs } = devptsOfPtmx(file.path, task);
  return new Master(new Pty(task.kernel, fs, task, true));
}

/** A terminal whose other end is outside of the machine. */
export interface HostPty {
  readonly tty: Tty;
  receive(bytes: Uint8Array): void;
  resize(size: Winsize): void;
  /** The window is closed. */
  hangup(): void;
}

/** A pair of /dev/pts with the host as its master. `output` gets every byte for the screen; the host takes all at once. */
export function openHostPty(kernel: Kernel, size: Winsize, output: (bytes: Uint8Array) => void): HostPty {
  const { boot } = kernel;
  const { fs } = devptsOfPtmx(lookupPath(boot, AT_FDCWD, '/dev/ptmx', LOOKUP_FOLLOW), boot);
  const pty = new Pty(kernel, fs, boot, false);
  const { tty } = pty;
  tty.winsize = size;
  tty.output = (bytes) => {
    if (bytes.length > 0) output(bytes);
  };
  return {
    tty,
    receive: (bytes) => tty.receive(bytes),
    resize: (next) => resizeTty(tty, next),
    hangup: () => {
      if (!tty.isDead) pty.close();
    },
  };
}
