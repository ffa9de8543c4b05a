// The terminals' device numbers (Documentation/admin-guide/devices.txt) and who opens them.

import { makedev, minor } from '../../abi/stat.ts';
import type { Kernel } from '../kernel.ts';
import type { CharDevice } from '../vfs/chrdev.ts';
import { openConsole, openControllingTty, openSystemConsole } from './console.ts';
import { openPtmx } from './pty.ts';

const TTY_MAJOR = 4;
const TTYAUX_MAJOR = 5;
/** MAX_NR_CONSOLES */
const CONSOLES = 63;

const PTMX: CharDevice = { open: (_inode, file, task) => openPtmx(file, task) };
const CURRENT: CharDevice = { open: (_inode, _file, task) => openControllingTty(task) };
const CONSOLE: CharDevice = { open: (_inode, _file, task) => openSystemConsole(task) };

const VIRTUAL_CONSOLE: CharDevice = { open: (inode, file, task) => openConsole(minor(inode.rdev), file, task) };

/** Enters the terminals' drivers; slaves enter themselves. */
export function registerTerminals(kernel: Kernel): void {
  const { chrdevs } = kernel;
  chrdevs.set(makedev(TTYAUX_MAJOR, 0), CURRENT);
  chrdevs.set(makedev(TTYAUX_MAJOR, 1), CONSOLE);
  chrdevs.set(makedev(TTYAUX_MAJOR, 2), PTMX);
  chrdevs.set(makedev(TTY_MAJOR, 0), CONSOLE);
  for (let n = 1; n <= CONSOLES; n++) chrdevs.set(makedev(TTY_MAJOR, n), VIRTUAL_CONSOLE);
}
