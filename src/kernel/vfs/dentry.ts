// Directory entries: the names under which inodes were found, and where mounts hang (fs/dcache.c). The tree of a superblock's dentries is
// shared by all its mounts.

import type { Mount } from '../mount/mount.ts';
import type { Inode, Superblock } from './inode.ts';

export class Dentry {
  readonly sb: Superblock;
  name: string;
  /** Itself for a root. */
  parent: Dentry;
  readonly inode: Inode;
  /** Known children; the file system is asked for the others. */
  readonly children = new Map<string, Dentry>();
  /** What is mounted here, by the parent mount: one mount per (parent, dentry); stacked mounts hang on the root of the one below. */
  mounted: Map<Mount, Mount> | null = null;
  /** Unlinked: getcwd and /proc show ` (deleted)`. */
  isDeleted = false;

  constructor(sb: Superblock, name: string, parent: Dentry | null, inode: Inode) {
    this.sb = sb;
    this.name = name;
    this.parent = parent ?? this;
    this.inode = inode;
  }

  get isRoot(): boolean {
    return this.parent === this;
  }
}
