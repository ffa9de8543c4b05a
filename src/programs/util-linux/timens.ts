// Offsets of a new time namespace, written before its first process enters (time_namespaces(7), util-linux sys-utils/unshare.c settime).

import { encode } from '../../abi/bytes.ts';
import { AT_FDCWD, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { err, errx } from '../../libc/error.ts';
import { type Proc, writeAll } from '../../libc/proc.ts';

const FILE = '/proc/self/timens_offsets';

/** @param seconds as given on the command line */
export function* setTimeOffset(p: Proc, clock: 'monotonic' | 'boottime', seconds: string): Sys<void> {
  if (!/^[+-]?\d+$/.test(seconds)) yield* errx(p, 1, `failed to parse ${clock} offset: '${seconds}'`);
  let fd: number;
  try {
    fd = yield* p.sys.openat(AT_FDCWD, FILE, O_WRONLY);
  } catch (e) {
    return yield* err(p, 1, `failed to open ${FILE}`, e);
  }
  try {
    yield* writeAll(p.sys, fd, encode(`${clock} ${Number(seconds)} 0`));
  } catch (e) {
    yield* err(p, 1, `failed to write to ${FILE}`, e);
  }
  p.sys.close(fd);
}
