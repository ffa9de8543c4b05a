// Random numbers from bytes, wasting none: what a choice leaves over is kept for the next (gnulib randint.c). So the bytes of
// --random-source=FILE give the same choices as the real shuf's.

import { AT_FDCWD, O_RDONLY } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quotef } from '../../../libc/coreutils.ts';
import { err, errx } from '../../../libc/error.ts';
import type { Proc } from '../../../libc/proc.ts';

const BYTE_MAX = 255;
const BLOCK = 4096;

export class RandomChoices {
  private readonly p: Proc;
  private readonly file: string | null;
  /** Null: the kernel's. */
  private readonly fd: number | null;
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private value = 0;
  private max = 0;

  constructor(p: Proc, file: string | null, fd: number | null) {
    this.p = p;
    this.file = file;
    this.fd = fd;
  }

  /** 0 to n - 1 (randint_genmax). */
  *below(n: number): Sys<number> {
    for (;;) {
      while (this.max < n - 1) {
        this.value = this.value * 256 + (yield* this.byte());
        this.max = this.max * 256 + BYTE_MAX;
      }
      if (this.max === n - 1) {
        const value = this.value;
        [this.value, this.max] = [0, 0];
        return value;
      }
      const excess = this.max - (n - 1);
      const unusable = excess % n;
      const last = this.max - unusable;
      if (this.value <= last) {
        const value = this.value % n;
        [this.value, this.max] = [Math.floor(this.value / n), Math.floor(excess / n)];
        return value;
      }
      [this.value, this.max] = [this.value - (last + 1), unusable - 1];
    }
  }

  private *byte(): Sys<number> {
    if (this.fd === null) return this.p.sys.getrandom(1)[0];
    if (this.at >= this.bytes.length) {
      this.bytes = yield* this.p.sys.read(this.fd, BLOCK);
      this.at = 0;
    }
    if (this.bytes.length === 0) yield* errx(this.p, 1, `${quotef(this.file ?? '')}: end of file`);
    return this.bytes[this.at++];
  }
}

export function* randomChoices(p: Proc, file: string | undefined): Sys<RandomChoices> {
  if (file === undefined) return new RandomChoices(p, null, null);
  try {
    return new RandomChoices(p, file, yield* p.sys.openat(AT_FDCWD, file, O_RDONLY));
  } catch (e) {
    return yield* err(p, 1, quotef(file), e);
  }
}
