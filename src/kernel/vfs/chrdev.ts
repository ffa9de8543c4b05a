// Character devices by device number (fs/char_dev.c, drivers/char/mem.c; null(4), random(4), full(4)). Other drivers add theirs: terminals,
// the host's streams, the control device.

import { EINVAL, ENOSPC } from '../../abi/errno.ts';
import { POLLIN, POLLOUT } from '../../abi/flags.ts';
import { makedev } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import type { File, FileOps } from './file.ts';
import type { Inode } from './inode.ts';

/** A driver: what opening one of its nodes gives. Throws ENXIO, EIO, EBUSY … */
export interface CharDevice {
  open(inode: Inode, file: File, task: Task): FileOps;
}

/** Drivers by device number; register with `set(makedev(major, minor), driver)`. */
export type CharDevices = Map<number, CharDevice>;

export const MISC_MAJOR = 10;
/** The control device of what stands above the machine (abi/control.ts), a miscellaneous device. */
export const NS_SHELL_MINOR = 120;

const EMPTY = new Uint8Array(0);
/** One read of a device gives at most this much: programs ask again. */
const MAX_READ = 1 << 20;

function* readNothing(): Sys<Uint8Array> {
  return EMPTY;
}

function* readZeros(_file: File, count: number): Sys<Uint8Array> {
  return new Uint8Array(Math.min(count, MAX_READ));
}

function* readRandom(_file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
  return task.kernel.rng.bytes(Math.min(count, MAX_READ));
}

function* writeAway(_file: File, data: Uint8Array): Sys<number> {
  return data.length;
}

function* writeFull(): Sys<number> {
  throw ENOSPC;
}

const ready = (): number => POLLIN | POLLOUT;
/** null_lseek: every seek succeeds and stays at 0. */
const seekNull = (): number => 0;

function seekInvalid(_file: File, offset: number, whence: number): number {
  if (whence > 1 || offset < 0) throw EINVAL;
  return offset;
}

const NULL: FileOps = { read: readNothing, write: writeAway, poll: ready, llseek: seekNull };
const ZERO: FileOps = { read: readZeros, write: writeAway, poll: ready, llseek: seekNull };
const FULL: FileOps = { read: readZeros, write: writeFull, poll: ready, llseek: seekNull };
const RANDOM: FileOps = { read: readRandom, write: writeAway, poll: ready, llseek: seekInvalid };
/** The kernel's log: nothing has been logged, and what is written to it goes nowhere a program could see. */
const KMSG: FileOps = { read: readNothing, write: writeAway, poll: () => POLLOUT, llseek: seekNull };

const fixed = (ops: FileOps): CharDevice => ({ open: () => ops });

/** A new table with the memory devices in it. */
export function charDevices(): CharDevices {
  return new Map([
    [makedev(1, 3), fixed(NULL)],
    [makedev(1, 5), fixed(ZERO)],
    [makedev(1, 7), fixed(FULL)],
    [makedev(1, 8), fixed(RANDOM)],
    [makedev(1, 9), fixed(RANDOM)],
    [makedev(1, 11), fixed(KMSG)],
  ]);
}
