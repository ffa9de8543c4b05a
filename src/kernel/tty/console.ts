// The terminals that are not pseudo: /dev/tty (whatever controls the caller), the virtual consoles /dev/ttyN and /dev/console, whose screen
// nobody looks at (tty(4), console(4)).

import { ENXIO } from '../../abi/errno.ts';
import { makedev } from '../../abi/stat.ts';
import type { Kernel } from '../kernel.ts';
import type { Task } from '../sched/task.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { openTty, TtyFile } from './device.ts';
import { Tty } from './tty.ts';

const TTY_MAJOR = 4;

/** The virtual console N, made when first asked for. */
function virtualConsole(kernel: Kernel, n: number): Tty {
  const dev = makedev(TTY_MAJOR, n);
  const { byDev } = kernel.ttys;
  const tty = byDev.get(dev) ?? new Tty(`tty${n}`, dev, false);
  byDev.set(dev, tty);
  return tty;
}

/** "The file /dev/tty is a character file … a synonym for the controlling terminal of a process, if any" (tty(4)). */
export function openControllingTty(task: Task): FileOps {
  const { tty } = task.pgrp.session;
  if (tty === null) throw ENXIO;
  return new TtyFile(tty);
}

/** /dev/console and /dev/tty0, which never become a controlling terminal. */
export const openSystemConsole = (task: Task): FileOps => new TtyFile(virtualConsole(task.kernel, 1));

/** /dev/ttyN. */
export const openConsole = (n: number, file: File, task: Task): FileOps => openTty(virtualConsole(task.kernel, n), file, task);
