// err(3) and errx(3): a message on standard error, then the end with a status.

import { Errno } from '../abi/errno.ts';
import type { Sys } from '../abi/sys.ts';
import { Exit, type Proc } from './proc.ts';

/** `NAME: message`, and leaves. */
export function* errx(p: Proc, status: number, message: string): Sys<never> {
  yield* p.warn(message);
  throw new Exit(status);
}

/** `NAME: message: ERRNO'S TEXT`, and leaves. What is not an errno is a bug and goes on. */
export function* err(p: Proc, status: number, message: string, e: unknown): Sys<never> {
  if (!(e instanceof Errno)) throw e;
  yield* p.warn(`${message}: ${e.text}`);
  throw new Exit(status);
}
