// The terminals that are not pseudo: /dev/tty (whatever controls the caller), the virtual consoles /dev/ttyN and /dev/console, whose screen
// nobody looks at (tty(4), console(4)).

import { ENXIO } from '../../abi/errno.ts';
import { makedev } from '../../abi/stat.ts';
import type { Kernel } from '../kernel.ts';
import type { CharDevice } from '../vfs/chrdev.ts';
import { openTty, TtyFile } from './device.ts';
import { PTMX } from './pty.ts';
import { Tty } from './tty.ts';

const TTY_MAJOR = 4;
const TTYAUX_MAJOR = 5;
/** MAX_NR_CONSOLES */
const CONSOLES = 63;

/** The virtual console N, made when first asked for. */
function virtualConsole(kernel: Kernel, n: number): Tty {
  const dev = makedev(TTY_MAJOR, n);
  const { byDev } = kernel.ttys;
  const tty = byDev.get(dev) ?? new Tty(`tty${n}`, dev, false);
  byDev.set(dev, tty);
  return tty;
}

/** "The file /dev/tty is a character file … a synonym for the controlling terminal of a process, if any" (tty(4)). */
const CURRENT: CharDevice = {
  open(_inode, _file, task) {
    const { tty } = task.pgrp.session;
    if (tty === null) throw ENXIO;
    return new TtyFile(tty);
  },
};

/** Never becomes a controlling terminal. */
const CONSOLE: CharDevice = {
  open: (_inode, _file, task) => new TtyFile(virtualConsole(task.kernel, 1)),
};

const consoleDevice = (n: number): CharDevice => ({
  open: (_inode, file, task) => openTty(virtualConsole(task.kernel, n), file, task),
});

/** Enters the terminals' drivers; slaves enter themselves. */
export function registerTerminals(kernel: Kernel): void {
  const { chrdevs } = kernel;
  chrdevs.set(makedev(TTYAUX_MAJOR, 0), CURRENT);
  chrdevs.set(makedev(TTYAUX_MAJOR, 1), CONSOLE);
  chrdevs.set(makedev(TTYAUX_MAJOR, 2), PTMX);
  chrdevs.set(makedev(TTY_MAJOR, 0), CONSOLE);
  for (let n = 1; n <= CONSOLES; n++) chrdevs.set(makedev(TTY_MAJOR, n), consoleDevice(n));
}
