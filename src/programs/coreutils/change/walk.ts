// The trees that chmod, chown and chgrp change (fts(3) as those use it): what is met on the way is handed to a visitor.

import { ELOOP, ENOENT, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../../abi/flags.ts';
import { isDir, isLnk, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { joinPath, readDirectory } from '../../../libc/dir.ts';
import type { Options } from '../../../libc/options.ts';
import type { Proc } from '../../../libc/proc.ts';
import { tryStat } from '../../../libc/stat.ts';

export interface Visitor {
  /** False: it failed. @param link the entry is a symbolic link that is not followed */
  visit(path: string, st: Stat, link: boolean, isTop: boolean): Sys<boolean>;
}

export interface WalkWish {
  readonly isRecursive: boolean;
  readonly follows: 'never' | 'commandLine' | 'always';
  /** A directory is visited before what is in it (chmod), or after (chown). */
  readonly isPreorder: boolean;
  readonly isQuiet: boolean;
  readonly preservesRoot: boolean;
}

/** -H, -L and -P, the last one given. */
export function traversal(o: Options): WalkWish['follows'] {
  const last = o.given.filter((g) => g.key === 'H' || g.key === 'L' || g.key === 'P').at(-1)?.key;
  return last === 'H' ? 'commandLine' : last === 'L' ? 'always' : 'never';
}

export function* walk(p: Proc, path: string, w: WalkWish, visitor: Visitor): Sys<boolean> {
  return yield* step(p, path, w, visitor, true, []);
}

function* complain(p: Proc, w: WalkWish, message: string): Sys<false> {
  if (!w.isQuiet) yield* p.warn(message);
  return false;
}

function* step(p: Proc, path: string, w: WalkWish, visitor: Visitor, isTop: boolean, above: readonly string[]): Sys<boolean> {
  const { sys } = p;
  let st: Stat;
  try {
    st = sys.newfstatat(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return yield* complain(p, w, `cannot access ${quoteaf(path)}: ${e.text}`);
  }
  let isLink = isLnk(st.mode);
  const follows = w.follows === 'always' || (w.follows === 'commandLine' && isTop);
  if (isLink && w.isRecursive && follows) {
    try {
      st = sys.newfstatat(AT_FDCWD, path, 0);
      isLink = false;
    } catch (e) {
      if (e !== ENOENT && e !== ELOOP) throw e;
    }
  }
  if (!isDir(st.mode) || !w.isRecursive) return yield* visitor.visit(path, st, isLink, isTop);
  if (w.preservesRoot && isTop && isRoot(p, st)) {
    yield* p.warn(`it is dangerous to operate recursively on ${path === '/' ? quoteaf(path) : `${quoteaf(path)} (same as '/')`}`);
    yield* p.warn('use --no-preserve-root to override this failsafe');
    return false;
  }
  const id = `${st.dev}:${st.ino}`;
  if (above.includes(id)) return true;
  let isGood = !w.isPreorder || (yield* visitor.visit(path, st, false, isTop));
  try {
    for (const { name } of yield* readDirectory(sys, path))
      if (!(yield* step(p, joinPath(path, name), w, visitor, false, [...above, id]))) isGood = false;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    isGood = yield* complain(p, w, `cannot read directory ${quoteaf(path)}: ${e.text}`);
  }
  if (!w.isPreorder && !(yield* visitor.visit(path, st, false, isTop))) isGood = false;
  return isGood;
}

function isRoot(p: Proc, st: Stat): boolean {
  const root = tryStat(p.sys, '/');
  return root !== null && root.ino === st.ino && root.dev === st.dev;
}
