// The terminal while a line is edited (readline's rltty.c): no echo, no canonical input; signals stay, so that ^C interrupts.

import { EINTR, Errno } from '../../../abi/errno.ts';
import { FIONREAD, TCGETS, TCSETSW, TIOCGWINSZ } from '../../../abi/ioctl.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { ECHO, ICANON, ICRNL, INLCR, type Termios, VLNEXT, VMIN, VTIME } from '../../../abi/termios.ts';

export const PASTE_ON = '\x1b[?2004h';
export const PASTE_OFF = '\x1b[?2004l\r';

/** Makes the terminal ready; its former modes, null when it is none. */
export function* prepareTerminal(sys: Syscalls): Sys<Termios | null> {
  try {
    const old = yield* sys.ioctl(0, TCGETS, undefined);
    const cc = old.cc.slice();
    cc[VMIN] = 1;
    cc[VTIME] = 0;
    cc[VLNEXT] = 0;
    yield* sys.ioctl(0, TCSETSW, { ...old, iflag: old.iflag & ~(ICRNL | INLCR), lflag: old.lflag & ~(ICANON | ECHO), cc });
    return old;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return null;
  }
}

export function* restoreTerminal(sys: Syscalls, modes: Termios | null): Sys<void> {
  if (modes === null) return;
  try {
    yield* sys.ioctl(0, TCSETSW, modes);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** Rows and columns; 24 by 80 where nobody knows. */
export function* windowSize(sys: Syscalls): Sys<{ rows: number; cols: number }> {
  try {
    const size = yield* sys.ioctl(0, TIOCGWINSZ, undefined);
    if (size.cols > 0) return { rows: size.rows, cols: size.cols };
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  return { rows: 24, cols: 80 };
}

/** Is there more to read at once? Then drawing can wait. */
export function* hasInput(sys: Syscalls): Sys<boolean> {
  try {
    return (yield* sys.ioctl(0, FIONREAD, undefined)) > 0;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return false;
  }
}

const SIZE = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1);

/** One character's bytes; null at end of file, 'signal' when a handler ran. What follows it is left for others to read. */
export function* readCharacter(sys: Syscalls): Sys<Uint8Array | null | 'signal'> {
  const bytes: number[] = [];
  for (;;) {
    let chunk: Uint8Array;
    try {
      chunk = yield* sys.read(0, 1);
    } catch (e) {
      if (e === EINTR) return 'signal';
      if (e instanceof Errno) return null;
      throw e;
    }
    if (chunk.length === 0) return bytes.length === 0 ? null : Uint8Array.from(bytes);
    bytes.push(chunk[0]);
    if (bytes.length >= SIZE(bytes[0]) || (bytes.length > 1 && (chunk[0] & 0xc0) !== 0x80)) return Uint8Array.from(bytes);
  }
}
