// A terminal: settings, size, the session it controls, and the files that are open on it (drivers/tty/tty_io.c, linux/tty.h).
//
//   keyboard, or the pty's master  ──receive──▶  line discipline  ──▶  read(2)
//   screen, or the pty's master    ◀──output───  line discipline  ◀──  write(2), echo

import { SANE_TERMIOS, type Termios, type Winsize } from '../../abi/termios.ts';
import type { ProcessGroup, Session } from '../proc/session.ts';
import type { Task } from '../sched/task.ts';
import { WaitQueue } from '../sched/wait.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { LineDiscipline } from './ldisc.ts';

/** An open file of a terminal, as far as a hangup is concerned. */
export interface TtyOpen {
  isHungUp: boolean;
}

export class Tty {
  /** `pts/0`, `tty1`. */
  readonly name: string;
  readonly dev: number;
  /** A pseudo-terminal's slave: its line ends when the master is closed. */
  readonly isPty: boolean;
  private settings: Termios = SANE_TERMIOS;
  winsize: Winsize = { rows: 24, cols: 80 };
  session: Session | null = null;
  foreground: ProcessGroup | null = null;
  readonly readQueue = new WaitQueue();
  readonly writeQueue = new WaitQueue();
  readonly ldisc: LineDiscipline;
  readonly opens = new Set<TtyOpen>();
  /** The other end is gone for good: it cannot be opened any more. */
  isDead = false;
  /** How a pseudo-terminal's slave is opened (pty.ts). */
  opener: ((file: File, task: Task) => FileOps) | null = null;
  /** ^S was typed. */
  isStopped = false;
  /** What the line discipline sends to the screen: the pty master's read side, or the host's terminal. */
  output: (bytes: Uint8Array) => void = () => {};
  /** ^C and its like: what the other side has not taken yet is dropped. */
  flushOutput: () => void = () => {};
  /** Bytes that `output` would take now. */
  room: () => number = () => Infinity;

  constructor(name: string, dev: number, isPty: boolean) {
    this.name = name;
    this.dev = dev;
    this.isPty = isPty;
    this.ldisc = new LineDiscipline(this);
  }

  get termios(): Termios {
    return this.settings;
  }

  set termios(next: Termios) {
    const old = this.settings;
    this.settings = next;
    this.ldisc.settingsChanged(old, next);
  }

  /** Bytes typed at the keyboard (or written to the pty master): through the line discipline. */
  receive(bytes: Uint8Array): void {
    this.ldisc.receive(bytes);
  }

  /** The line is gone: files open now read end of file and fail to write for ever. The signals are jobctl.ts's part. */
  hangup(): void {
    for (const open of this.opens) open.isHungUp = true;
    this.opens.clear();
    this.isStopped = false;
    this.ldisc.reset();
    this.settings = SANE_TERMIOS;
  }
}

/** All terminals by device number. */
export interface TtyTable {
  readonly byDev: Map<number, Tty>;
}
