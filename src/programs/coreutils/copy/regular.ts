// The data of a regular file (coreutils 9.1 src/copy.c copy_reg).

import { EACCES, ENOTDIR, ENOTSUP, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, O_CREAT, O_EXCL, O_RDONLY, O_TRUNC, O_WRONLY, SEEK_CUR } from '../../../abi/flags.ts';
import { isLnk, isReg, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { writeAll } from '../../../libc/proc.ts';
import { tryStat } from '../../../libc/stat.ts';
import { copyAttributes } from './attributes.ts';
import type { CopyContext } from './context.ts';
import type { CopyWish } from './wish.ts';

const BLOCK = 131072;

export function* copyRegular(
  c: CopyContext,
  from: string,
  to: string,
  st: Stat,
  old: Stat | null,
  verb: string,
  backup: string | null,
): Sys<boolean> {
  const { p, w } = c;
  const { sys } = p;
  let input: number;
  try {
    input = yield* sys.openat(AT_FDCWD, from, O_RDONLY);
  } catch (e) {
    return yield* c.fail(`cannot open ${quoteaf(from)} for reading`, e);
  }
  try {
    if (old !== null && isLnk(old.mode) && tryStat(sys, to) === null)
      return yield* c.fail(`not writing through dangling symlink ${quoteaf(to)}`);
    const opened = yield* openDestination(c, to, st, old);
    if (opened === null) return false;
    const { output, isNew } = opened;
    c.tell(verb, from, to, backup);
    // FICLONE: no file system of this machine shares blocks.
    if (w.clones) return yield* c.fail(`failed to clone ${quoteaf(to)} from ${quoteaf(from)}`, ENOTSUP);
    const isGood = w.attributesOnly || (yield* data(c, input, output, from, to, makesHoles(w.sparse, st)));
    const copiedAll = yield* copyAttributes(c, from, to, st, isNew && !w.preserve.mode);
    sys.close(output);
    return isGood && copiedAll;
  } finally {
    sys.close(input);
  }
}

function* openDestination(c: CopyContext, to: string, st: Stat, old: Stat | null): Sys<{ output: number; isNew: boolean } | null> {
  const { p, w } = c;
  const { sys } = p;
  const mode = (w.dropsMode ? 0o666 : st.mode & 0o777) & (w.preserve.ownership ? 0o700 : 0o777);
  let isNew = old === null;
  if (old !== null) {
    try {
      return { output: yield* sys.openat(AT_FDCWD, to, w.attributesOnly ? O_WRONLY : O_WRONLY | O_TRUNC), isNew };
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      if (!w.isForced) {
        yield* c.fail(`cannot create regular file ${quoteaf(to)}`, e);
        return null;
      }
      try {
        sys.unlinkat(AT_FDCWD, to, 0);
      } catch (again) {
        yield* c.fail(`cannot remove ${quoteaf(to)}`, again);
        return null;
      }
      if (w.isVerbose) p.print(`removed ${quoteaf(to)}\n`);
      isNew = true;
    }
  }
  try {
    return { output: yield* sys.openat(AT_FDCWD, to, O_WRONLY | O_CREAT | O_EXCL, mode), isNew };
  } catch (e) {
    yield* c.fail(`cannot create regular file ${quoteaf(to)}`, to.endsWith('/') && e !== EACCES ? ENOTDIR : e);
    return null;
  }
}

/** --sparse=auto: a file that takes less room than its size has holes (is_probably_sparse). */
const makesHoles = (sparse: CopyWish['sparse'], st: Stat): boolean =>
  isReg(st.mode) && (sparse === 'always' || (sparse === 'auto' && st.blocks < Math.floor(st.size / 512)));

const HOLE = 4096;
const isZero = (bytes: Uint8Array): boolean => bytes.every((b) => b === 0);

/** Writes a chunk; pages of zeros are passed over. True when it ends in a hole. */
function* writeSparse(sys: Syscalls, output: number, chunk: Uint8Array): Sys<boolean> {
  let inHole = false;
  for (let at = 0; at < chunk.length; at += HOLE) {
    const page = chunk.subarray(at, at + HOLE);
    inHole = isZero(page);
    if (inHole) sys.lseek(output, page.length, SEEK_CUR);
    else yield* writeAll(sys, output, page);
  }
  return inHole;
}

function* data(c: CopyContext, input: number, output: number, from: string, to: string, hasHoles: boolean): Sys<boolean> {
  const { sys } = c.p;
  let inHole = false;
  for (;;) {
    let chunk: Uint8Array;
    try {
      chunk = yield* sys.read(input, BLOCK);
    } catch (e) {
      return yield* c.fail(`error reading ${quoteaf(from)}`, e);
    }
    try {
      if (chunk.length === 0) {
        if (inHole) sys.ftruncate(output, sys.lseek(output, 0, SEEK_CUR));
        return true;
      }
      if (hasHoles) inHole = yield* writeSparse(sys, output, chunk);
      else yield* writeAll(sys, output, chunk);
    } catch (e) {
      return yield* c.fail(`error writing ${quoteaf(to)}`, e);
    }
  }
}
