// The source of a move is removed once it has been copied to another file system (coreutils 9.1 src/mv.c do_move).

import { AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW } from '../../../abi/flags.ts';
import { isDir } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { joinPath, readDirectory } from '../../../libc/dir.ts';
import { tryStat } from '../../../libc/stat.ts';
import type { CopyContext } from './context.ts';

/** After a move to another file system. */
export function* removeTree(c: CopyContext, path: string): Sys<boolean> {
  const { p } = c;
  const st = tryStat(p.sys, path, AT_SYMLINK_NOFOLLOW);
  const isDirectory = st !== null && isDir(st.mode);
  if (isDirectory) {
    let isEmpty = true;
    for (const { name } of yield* readDirectory(p.sys, path)) if (!(yield* removeTree(c, joinPath(path, name)))) isEmpty = false;
    if (!isEmpty) return false;
  }
  if (!(yield* c.attempt(`cannot remove ${quoteaf(path)}`, () => p.sys.unlinkat(AT_FDCWD, path, isDirectory ? AT_REMOVEDIR : 0))))
    return false;
  if (c.w.isVerbose) p.print(`removed ${isDirectory ? 'directory ' : ''}${quoteaf(path)}\n`);
  return true;
}
