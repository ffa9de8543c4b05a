// What of a file's attributes its copy gets (coreutils 9.1 src/copy.c set_owner, copy_acl, utimens).

import { EINVAL, EPERM, Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW } from '../../../abi/flags.ts';
import { isLnk, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { tryStat } from '../../../libc/stat.ts';
import type { CopyContext } from './context.ts';

/** Extended attributes, as far as they can be had and set. */
function copyXattrs(c: CopyContext, from: string, to: string): void {
  const { sys } = c.p;
  try {
    for (const name of sys.llistxattr(from)) sys.lsetxattr(to, name, sys.lgetxattr(from, name));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

/** Times, owner, mode, in the order of copy.c. @param keepsMode the mode given at creation stays */
export function* copyAttributes(c: CopyContext, from: string | null, to: string, st: Stat, keepsMode = false): Sys<boolean> {
  const { preserve } = c.w;
  const { sys } = c.p;
  if (
    preserve.timestamps &&
    !(yield* c.attempt(`preserving times for ${quoteaf(to)}`, () => sys.utimensat(AT_FDCWD, to, st.atime, st.mtime, AT_SYMLINK_NOFOLLOW)))
  )
    return false;
  if (preserve.ownership) {
    const now = tryStat(sys, to, AT_SYMLINK_NOFOLLOW);
    if (now !== null && (now.uid !== st.uid || now.gid !== st.gid)) {
      try {
        sys.fchownat(AT_FDCWD, to, st.uid, st.gid, AT_SYMLINK_NOFOLLOW);
      } catch (e) {
        if (e !== EPERM && e !== EINVAL) return yield* c.fail(`failed to preserve ownership for ${quoteaf(to)}`, e);
        // Not the owner's privilege: at least the group, as copy.c does.
        try {
          sys.fchownat(AT_FDCWD, to, -1, st.gid, AT_SYMLINK_NOFOLLOW);
        } catch (again) {
          if (again !== EPERM && again !== EINVAL) throw again;
        }
      }
    }
  }
  if (preserve.xattrs && from !== null) copyXattrs(c, from, to);
  if (preserve.mode && !keepsMode && !isLnk(st.mode))
    return yield* c.attempt(`preserving permissions for ${quoteaf(to)}`, () => sys.fchmodat(AT_FDCWD, to, st.mode & 0o7777));
  return true;
}
