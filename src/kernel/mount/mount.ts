// struct mount: a superblock's tree (or a part of it) hung at a place in a mount namespace; peer groups (fs/mount.h, mount_namespaces(7)).

import type { Dentry } from '../vfs/dentry.ts';
import type { Superblock } from '../vfs/inode.ts';
import type { MountNs } from './mntns.ts';

/** Mounts that propagate to each other, and the mounts that are slaves of the group. Order matters: ids and propagation follow it. */
export interface PeerGroup {
  readonly id: number;
  readonly peers: Mount[];
  readonly slaves: Mount[];
}

export class Mount {
  readonly id: number;
  readonly sb: Superblock;
  /** What it shows: the superblock's root, or the directory (or file) that was bound. */
  readonly root: Dentry;
  /** The `source` argument, as /proc/mounts prints it. */
  readonly source: string;
  /** MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_NOATIME MS_NODIRATIME MS_RELATIME MS_NOSYMFOLLOW */
  flags: number;
  /** Flags that a less privileged namespace cannot clear (MNT_LOCK_*). */
  lockedFlags = 0;
  /** MNT_LOCKED: cannot be unmounted by itself, it hides or belongs to what came from a more privileged namespace. */
  isLocked = false;
  isUnbindable = false;
  /** Null for a namespace's root and for a detached mount. */
  parent: Mount | null = null;
  point: Dentry | null = null;
  readonly children = new Set<Mount>();
  /** shared:N */
  peers: PeerGroup | null = null;
  /** master:N */
  master: PeerGroup | null = null;
  /** Null once detached. */
  ns: MountNs | null = null;
  /** Open files, roots and working directories that use it: they make umount answer EBUSY. */
  readonly users = new Set<object>();

  constructor(id: number, sb: Superblock, root: Dentry, source: string, flags: number) {
    this.id = id;
    this.sb = sb;
    this.root = root;
    this.source = source;
    this.flags = flags;
  }
}
