// Calls inside the kernel to something that might sleep in general but cannot here: the data of a regular file in memory.

import { EIO } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';

/** Takes the call to its end. EIO if it would sleep after all. */
export function atOnce<T>(call: Sys<T>): T {
  const r = call.next();
  if (r.done !== true) throw EIO;
  return r.value;
}
