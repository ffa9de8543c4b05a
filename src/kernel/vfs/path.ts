// A place in the tree: a dentry seen through a mount; and a task's root, working directory and umask (struct path, fs_struct).
// The walk itself is in namei.ts (path_resolution(7)).

import type { Mount } from '../mount/mount.ts';
import type { Dentry } from './dentry.ts';
import { holdInode, putInode } from './inode.ts';

export interface Path {
  readonly mnt: Mount;
  readonly dentry: Dentry;
}

export const samePath = (a: Path, b: Path): boolean => a.mnt === b.mnt && a.dentry === b.dentry;

/** fs_struct: shared with CLONE_FS, else copied. It holds its two places, so that umount finds them busy and rmdir leaves them usable. */
export class FsContext {
  private rootPath: Path;
  private cwdPath: Path;
  umask: number;
  /** Tasks that share it; with the last one it lets go. */
  users = 1;

  constructor(root: Path, cwd: Path, umask: number) {
    this.rootPath = root;
    this.cwdPath = cwd;
    this.umask = umask;
    this.hold(root);
    this.hold(cwd);
  }

  get root(): Path {
    return this.rootPath;
  }

  set root(path: Path) {
    const old = this.rootPath;
    this.rootPath = path;
    this.hold(path);
    this.drop(old);
  }

  get cwd(): Path {
    return this.cwdPath;
  }

  set cwd(path: Path) {
    const old = this.cwdPath;
    this.cwdPath = path;
    this.hold(path);
    this.drop(old);
  }

  private hold(path: Path): void {
    if (this.users === 0) return;
    path.mnt.users.add(this);
    holdInode(path.dentry.inode);
  }

  private drop(path: Path): void {
    if (this.users === 0) return;
    if (path.mnt !== this.rootPath.mnt && path.mnt !== this.cwdPath.mnt) path.mnt.users.delete(this);
    putInode(path.dentry.inode);
  }

  copy(): FsContext {
    return new FsContext(this.rootPath, this.cwdPath, this.umask);
  }

  /** put_fs_struct */
  release(): void {
    if (--this.users > 0) return;
    this.rootPath.mnt.users.delete(this);
    this.cwdPath.mnt.users.delete(this);
    putInode(this.rootPath.dentry.inode);
    putInode(this.cwdPath.dentry.inode);
  }
}
