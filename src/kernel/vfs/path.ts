// A place in the tree: a dentry seen through a mount; and a task's root, working directory and umask (struct path, fs_struct).
// The walk itself is in namei.ts (path_resolution(7)).

import type { Mount } from '../mount/mount.ts';
import type { Dentry } from './dentry.ts';

export interface Path {
  readonly mnt: Mount;
  readonly dentry: Dentry;
}

export const samePath = (a: Path, b: Path): boolean => a.mnt === b.mnt && a.dentry === b.dentry;

/** fs_struct: shared with CLONE_FS, else copied. It holds the mounts of its two places, so that umount finds them busy. */
export class FsContext {
  private rootPath: Path;
  private cwdPath: Path;
  umask: number;
  /** Tasks that share it. */
  users = 1;

  constructor(root: Path, cwd: Path, umask: number) {
    this.rootPath = root;
    this.cwdPath = cwd;
    this.umask = umask;
    root.mnt.users.add(this);
    cwd.mnt.users.add(this);
  }

  get root(): Path {
    return this.rootPath;
  }

  set root(path: Path) {
    const old = this.rootPath;
    this.rootPath = path;
    this.moveHold(old.mnt, path.mnt);
  }

  get cwd(): Path {
    return this.cwdPath;
  }

  set cwd(path: Path) {
    const old = this.cwdPath;
    this.cwdPath = path;
    this.moveHold(old.mnt, path.mnt);
  }

  private moveHold(from: Mount, to: Mount): void {
    to.users.add(this);
    if (from !== this.rootPath.mnt && from !== this.cwdPath.mnt) from.users.delete(this);
  }

  copy(): FsContext {
    return new FsContext(this.rootPath, this.cwdPath, this.umask);
  }

  /** put_fs_struct: one task less; the last lets go of the mounts. */
  release(): void {
    if (--this.users > 0) return;
    this.rootPath.mnt.users.delete(this);
    this.cwdPath.mnt.users.delete(this);
  }
}
