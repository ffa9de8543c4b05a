// What a program does with a terminal: read, write, poll, ioctl on an open file of it (drivers/tty/n_tty.c, tty_io.c, ioctl_tty(2)).

import { EAGAIN, EIO, ENOTTY, ERESTARTSYS } from '../../abi/errno.ts';
import { O_ACCMODE, O_NOCTTY, O_NONBLOCK, O_WRONLY, POLLERR, POLLHUP, POLLIN, POLLOUT } from '../../abi/flags.ts';
import {
  FIONREAD,
  TCGETS,
  TCSETS,
  TCSETSF,
  TCSETSW,
  TIOCGPGRP,
  TIOCGSID,
  TIOCGWINSZ,
  TIOCNOTTY,
  TIOCSCTTY,
  TIOCSPGRP,
  TIOCSWINSZ,
} from '../../abi/ioctl.ts';
import { SIGTTIN, SIGTTOU } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls } from '../../abi/syscalls.ts';
import { type Termios, VMIN, VTIME, type Winsize } from '../../abi/termios.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, type WaitQueue } from '../sched/wait.ts';
import type { File, FileOps } from '../vfs/file.ts';
import {
  checkTtyChange,
  checkTtyWrite,
  disassociateCtty,
  getForeground,
  getSession,
  resizeTty,
  setForeground,
  takeControl,
  takeControlAtOpen,
} from './jobctl.ts';
import type { Tty, TtyOpen } from './tty.ts';

const EMPTY = new Uint8Array(0);
/** VTIME counts tenths of a second. */
const DECISECOND = 100_000_000;

/** An open terminal. After a hangup it is a dead end, though the same terminal may be opened anew. */
export class TtyFile implements FileOps, TtyOpen {
  readonly tty: Tty;
  isHungUp = false;
  private readonly onRelease: () => void;

  constructor(tty: Tty, onRelease: () => void = () => {}) {
    this.tty = tty;
    this.onRelease = onRelease;
    tty.opens.add(this);
  }

  /** n_tty_read. In raw mode MIN and TIME decide when a read is over (termios(3), "Canonical and noncanonical mode"). */
  *read(file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
    const { tty } = this;
    if (this.isHungUp) return EMPTY;
    checkTtyChange(task, tty, SIGTTIN);
    const { cc } = tty.termios;
    const isRaw = !tty.ldisc.canonical;
    const min = isRaw ? Math.max(cc[VMIN], 1) : 1;
    // With MIN the time starts at the first byte; without, at the call.
    let limit = isRaw && cc[VMIN] === 0 ? cc[VTIME] * DECISECOND : Infinity;
    const parts: Uint8Array[] = [];
    let got = 0;
    while (got < count) {
      if (tty.ldisc.available(false)) {
        const piece = tty.ldisc.take(count - got);
        parts.push(piece);
        got += piece.length;
        if (!isRaw || got >= min) break;
        if (cc[VTIME] > 0) limit = cc[VTIME] * DECISECOND;
        continue;
      }
      if (this.isHungUp || limit === 0) break;
      if ((file.flags & O_NONBLOCK) !== 0) {
        if (got > 0) break;
        throw EAGAIN;
      }
      try {
        if (!(yield* sleepOn(task, tty.readQueue, 'wait_woken', task.kernel.clock.mono + limit))) limit = 0;
      } catch (e) {
        if (e !== ERESTARTSYS || got === 0) throw e;
        break;
      }
      // A foreground process may have become a background one while it slept.
      if (got === 0 && !this.isHungUp) checkTtyChange(task, tty, SIGTTIN);
    }
    return parts.length === 1 ? parts[0] : join(parts, got);
  }

  /** n_tty_write: ^S holds it up, and so does a pty master that does not read. */
  *write(file: File, data: Uint8Array, _offset: number, task: Task): Sys<number> {
    const { tty } = this;
    if (this.isHungUp) throw EIO;
    checkTtyWrite(task, tty);
    let done = 0;
    while (done < data.length) {
      if (this.isHungUp) {
        if (done > 0) break;
        throw EIO;
      }
      const room = tty.isStopped ? 0 : tty.room();
      if (room > 0) {
        const piece = data.subarray(done, done + Math.min(room, data.length - done));
        tty.output(tty.ldisc.process(piece));
        done += piece.length;
        continue;
      }
      if ((file.flags & O_NONBLOCK) !== 0) {
        if (done > 0) break;
        throw EAGAIN;
      }
      try {
        yield* sleepOn(task, tty.writeQueue, 'wait_woken');
      } catch (e) {
        if (e !== ERESTARTSYS || done === 0) throw e;
        break;
      }
    }
    return done;
  }

  poll(): number {
    const { tty } = this;
    if (this.isHungUp) return POLLIN | POLLOUT | POLLERR | POLLHUP;
    return (tty.ldisc.available(true) ? POLLIN : 0) | (!tty.isStopped && tty.room() > 0 ? POLLOUT : 0);
  }

  queues(): readonly WaitQueue[] {
    return [this.tty.readQueue, this.tty.writeQueue];
  }

  *ioctl<R extends keyof Ioctls>(file: File, request: R, arg: Ioctls[R]['arg'], task: Task): Sys<Ioctls[R]['result']> {
    if (this.isHungUp) throw request === TIOCSPGRP ? ENOTTY : EIO;
    return ttyIoctl(this.tty, file, request, arg, task, false) as Ioctls[R]['result'];
  }

  release(): void {
    this.tty.opens.delete(this);
    this.onRelease();
  }
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}

/** The requests that the slave and the master of a pty have in common; both mean the slave's settings. */
export function ttyIoctl(tty: Tty, file: File, request: number, arg: unknown, task: Task, isMaster: boolean): unknown {
  switch (request) {
    case TCGETS:
      return tty.termios;
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
      if (!isMaster) checkTtyChange(task, tty, SIGTTOU);
      if (request === TCSETSF) tty.ldisc.flushInput();
      tty.termios = arg as Termios;
      return undefined;
    case TIOCGWINSZ:
      return tty.winsize;
    case TIOCSWINSZ:
      resizeTty(tty, arg as Winsize);
      return undefined;
    case TIOCGPGRP:
      return isMaster ? (tty.foreground?.leader.in(task.pid.ns) ?? 0) : getForeground(task, tty);
    case TIOCSPGRP:
      setForeground(task, tty, arg as number);
      return undefined;
    case TIOCGSID:
      return getSession(task, tty, isMaster);
    case TIOCSCTTY:
      takeControl(task, tty, arg === 1, file);
      return undefined;
    case TIOCNOTTY:
      if (task.pgrp.session.tty !== tty) throw ENOTTY;
      disassociateCtty(task, false);
      return undefined;
    case FIONREAD:
      return tty.ldisc.pending;
    default:
      throw ENOTTY;
  }
}

/** tty_open: a session leader without a terminal that opens one for reading gets it as its controlling terminal, unless O_NOCTTY. */
export function openTty(tty: Tty, file: File, task: Task, onRelease?: () => void): TtyFile {
  if (tty.isDead) throw EIO;
  if ((file.flags & O_NOCTTY) === 0 && (file.flags & O_ACCMODE) !== O_WRONLY) takeControlAtOpen(task, tty);
  return new TtyFile(tty, onRelease);
}
