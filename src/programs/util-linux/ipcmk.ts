// ipcmk(1): makes System V IPC objects under random keys (util-linux 2.38.1 sys-utils/ipcmk.c).

import { Errno } from '../../abi/errno.ts';
import { IPC_CREAT } from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { strtos32, strtosize } from './ipc/numbers.ts';

const usage = `
Usage:
 ipcmk [options]

Create various IPC resources.

Options:
 -M, --shmem <size>       create shared memory segment of size <size>
 -S, --semaphore <number> create semaphore array with <number> elements
 -Q, --queue              create message queue
 -p, --mode <mode>        permission for the resource (default is 0644)

 -h, --help               display this help
 -V, --version            display version

Arguments:
 <size> arguments may be followed by the suffixes for
   GiB, TiB, PiB, EiB, ZiB, and YiB (the "iB" is optional)

For more details see ipcmk(1).
`;

function randomKey(p: Proc): number {
  const [a, b, c, d] = p.sys.getrandom(4);
  return a | (b << 8) | (c << 16) | (d << 24);
}

/** Octal, with a sign if need be (strtoul); what is wrong is told with an errno that nobody has set. */
function* parseMode(p: Proc, text: string): Sys<number> {
  const m = /^\s*([+-]?)([0-7]{1,22})$/.exec(text);
  if (m === null) return yield* errx(p, 1, 'failed to parse mode: Success');
  const bits = Number(BigInt.asIntN(32, BigInt(`0o${m[2]}`)));
  return m[1] === '-' ? -bits : bits;
}

/** Makes one object, and says its id. */
function* make(p: Proc, what: string, failure: string, get: (key: number) => number): Sys<void> {
  try {
    p.print(`${what} id: ${get(randomKey(p))}\n`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* err(p, 1, failure, e);
  }
}

function* main(p: Proc): Sys<number> {
  const style = utilLinux(p);
  const o = yield* parseOptions(p, style);
  let mode = 0o644;
  let size: bigint | null = null;
  let elements: number | null = null;
  for (const { key, value = '' } of o.given) {
    if (key === 'shmem') size = yield* strtosize(p, value, 'failed to parse size');
    else if (key === 'semaphore') elements = yield* strtos32(p, value, 'failed to parse elements');
    else if (key === 'mode') mode = yield* parseMode(p, value);
  }
  if (size === null && elements === null && !o.has('queue')) return yield* usageError(p, style, 'bad usage');
  const flags = mode | IPC_CREAT;
  const { sys } = p;
  if (size !== null) {
    const bytes = Number(size);
    yield* make(p, 'Shared memory', 'create share memory failed', (key) => sys.shmget(key, bytes, flags));
  }
  if (o.has('queue')) yield* make(p, 'Message queue', 'create message queue failed', (key) => sys.msgget(key, flags));
  if (elements !== null) {
    const count = elements;
    yield* make(p, 'Semaphore', 'create semaphore failed', (key) => sys.semget(key, count, flags));
  }
  return 0;
}

export const program: Program = { name: 'ipcmk', usage, main };
