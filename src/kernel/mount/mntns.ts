// The mount namespace: a tree of mounts (mount_namespaces(7), struct mnt_namespace).

import type { UserNs } from '../cred/userns.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Mount } from './mount.ts';

export class MountNs implements Namespace {
  readonly kind = 'mnt' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  /** Set once, when the tree has been copied or built. */
  root: Mount | null = null;
  /** All mounts in the order mountinfo lists them. */
  readonly mounts = new Set<Mount>();

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}
