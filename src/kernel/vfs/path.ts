// A place in the tree: a dentry seen through a mount; and a task's root, working directory and umask (struct path, fs_struct).
// The walk itself is in namei.ts (path_resolution(7)).

import type { Mount } from '../mount/mount.ts';
import type { Dentry } from './dentry.ts';

export interface Path {
  readonly mnt: Mount;
  readonly dentry: Dentry;
}

export const samePath = (a: Path, b: Path): boolean => a.mnt === b.mnt && a.dentry === b.dentry;

/** fs_struct: shared with CLONE_FS, else copied. */
export class FsContext {
  root: Path;
  cwd: Path;
  umask: number;
  users = 1;

  constructor(root: Path, cwd: Path, umask: number) {
    this.root = root;
    this.cwd = cwd;
    this.umask = umask;
  }

  copy(): FsContext {
    return new FsContext(this.root, this.cwd, this.umask);
  }
}
