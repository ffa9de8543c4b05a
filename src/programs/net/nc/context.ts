// One run of nc, and what its parts share.

import { Errno } from '../../../abi/errno.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Options } from '../../../libc/options.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

export const SECOND = 1000;

export interface Nc {
  readonly p: Proc;
  readonly o: Options;
  readonly family: number;
  readonly isUdp: boolean;
  readonly isVerbose: boolean;
  readonly isListener: boolean;
  /** Milliseconds; -1: for ever. */
  readonly timeout: number;
  /** Seconds after the end of standard input; null: until the other side is done. */
  readonly quitAfter: number | null;
  packets: number;
}

export function* die(p: Proc, message: string): Sys<never> {
  yield* p.error(`nc: ${message}\n`);
  throw new Exit(1);
}

export function textOf(e: unknown): string {
  if (e instanceof Errno) return e.text;
  throw e;
}
