// The sums that are no digests: CRC and count of bytes, and the 16 bits of BSD's and System V's sum(1) (coreutils 9.1 src/sum.c, cksum.c).

import { Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import { openInput, quotef } from '../../../libc/coreutils.ts';
import { type Proc, readAll } from '../../../libc/proc.ts';
import { posixCrc } from './hash.ts';

function bsd(data: Uint8Array): number {
  let sum = 0;
  for (const byte of data) sum = (((sum >> 1) | ((sum & 1) << 15)) + byte) & 0xffff;
  return sum;
}

function sysv(data: Uint8Array): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) >>> 0;
  const folded = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return (folded & 0xffff) + (folded >> 16);
}

/** A line for one input. */
function lineOf(algorithm: string, data: Uint8Array, name: string, operands: number): string {
  const suffix = operands > 0 ? ` ${name}` : '';
  if (algorithm === 'bsd') return `${String(bsd(data)).padStart(5, '0')} ${String(Math.ceil(data.length / 1024)).padStart(5)}${suffix}`;
  if (algorithm === 'sysv') return `${sysv(data)} ${Math.ceil(data.length / 512)}${suffix}`;
  return `${posixCrc(data)} ${data.length}${suffix}`;
}

export function* eachSum(p: Proc, algorithm: string, operands: readonly string[], end: string): Sys<number> {
  let status = 0;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    try {
      p.print(lineOf(algorithm, yield* readAll(p.sys, fd), name, operands.length) + end);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}
