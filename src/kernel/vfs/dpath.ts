// From a place back to its name (fs/d_path.c): what /proc, getcwd(2) and mountinfo print.

import { ENOENT } from '../../abi/errno.ts';
import type { Path } from './path.ts';

/** Where the climb ended: at the root asked for, at the top of a mount namespace (outside that root), or nowhere (an unmounted mount). */
export type Reach = 'root' | 'outside' | 'detached';

interface Climb {
  readonly text: string;
  readonly reach: Reach;
}

function climb(path: Path, root: Path): Climb {
  let { mnt, dentry } = path;
  let text = '';
  for (;;) {
    if (mnt === root.mnt && dentry === root.dentry) return { text: text === '' ? '/' : text, reach: 'root' };
    if (dentry === mnt.root) {
      if (mnt.parent !== null && mnt.point !== null) {
        dentry = mnt.point;
        mnt = mnt.parent;
        continue;
      }
      return { text: text === '' ? '/' : text, reach: mnt.ns === null ? 'detached' : 'outside' };
    }
    // Above the directory that was bound: it was moved out of the mount's view.
    if (dentry.isRoot) return { text: text === '' ? '/' : text, reach: 'detached' };
    text = `/${dentry.name}${text}`;
    dentry = dentry.parent;
  }
}

/** d_path: the name seen from `root`, with ` (deleted)` for an unlinked one; what is outside the root is named from its own top. */
export function pathString(path: Path, root: Path): string {
  const { dentry, mnt } = path;
  const { dname } = dentry.sb;
  if (dname !== null && (!dentry.isRoot || dentry !== mnt.root)) return dname(dentry);
  const { text } = climb(path, root);
  return dentry.isDeleted ? `${text} (deleted)` : text;
}

/** seq_path_root: as pathString, but null for what cannot be reached from `root`, and without a word about deletion. */
export function pathFromRoot(path: Path, root: Path): string | null {
  const { text, reach } = climb(path, root);
  return reach === 'root' ? text : null;
}

/** dentry_path: the name inside the superblock, as mountinfo's root field prints it. */
export function dentryPath(path: Path['dentry']): string {
  let text = '';
  let d = path;
  for (; !d.isRoot; d = d.parent) text = `/${d.name}${text}`;
  if (text === '') text = '/';
  return path.isDeleted ? `${text}//deleted` : text;
}

/** getcwd(2): ENOENT when the directory was removed; "(unreachable)" in front of what is outside the root. */
export function cwdString(cwd: Path, root: Path): string {
  if (cwd.dentry.isDeleted) throw ENOENT;
  const { text, reach } = climb(cwd, root);
  return reach === 'root' ? text : `(unreachable)${text}`;
}
