// A terminal: settings, size, the session it controls, and the two sides that the line discipline joins (drivers/tty/tty_io.c, tty.h).

import type { Termios, Winsize } from '../../abi/termios.ts';
import type { ProcessGroup, Session } from '../proc/session.ts';
import type { WaitQueue } from '../sched/wait.ts';

export interface Tty {
  /** `pts/0`, `tty1`, `console`. */
  readonly name: string;
  readonly dev: number;
  termios: Termios;
  winsize: Winsize;
  session: Session | null;
  foreground: ProcessGroup | null;
  /** Readers and writers of the terminal side. */
  readonly readQueue: WaitQueue;
  readonly writeQueue: WaitQueue;
  /** Set by hangup: reads answer EOF, writes EIO. */
  isHungUp: boolean;
  /** What the line discipline sends to the screen (the pty master's read side, or the host's terminal). */
  output: (bytes: Uint8Array) => void;
  /** ^S was typed. */
  isStopped: boolean;
  /** Bytes typed at the keyboard (or written to the pty master): through the line discipline. */
  receive(bytes: Uint8Array): void;
  /** The line is gone: from now on reads end and writes fail. Signals are jobctl.ts's part. */
  hangup(): void;
}

/** All terminals by device number, and the pts numbers in use. */
export interface TtyTable {
  readonly byDev: Map<number, Tty>;
}
