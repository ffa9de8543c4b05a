// Is it a terminal, and how wide (isatty(3), TIOCGWINSZ).

import { Errno } from '../abi/errno.ts';
import { AT_FDCWD } from '../abi/flags.ts';
import { TCGETS, TIOCGWINSZ } from '../abi/ioctl.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';

export function* isatty(sys: Syscalls, fd: number): Sys<boolean> {
  try {
    yield* sys.ioctl(fd, TCGETS, undefined);
    return true;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}

/** Columns of the terminal at `fd`; null when it is none or does not know. */
export function* terminalWidth(sys: Syscalls, fd: number): Sys<number | null> {
  try {
    const size = yield* sys.ioctl(fd, TIOCGWINSZ, undefined);
    return size.cols > 0 ? size.cols : null;
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

/** ttyname(3): what /proc/self/fd says of the descriptor; null when that is no device. */
export function ttyname(sys: Syscalls, fd: number): string | null {
  try {
    const name = sys.readlinkat(AT_FDCWD, `/proc/self/fd/${fd}`);
    return name.startsWith('/dev/') ? name : null;
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}
