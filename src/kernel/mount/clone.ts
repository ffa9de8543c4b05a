// Making mounts, one or a tree of copies, and their end (fs/namespace.c: clone_mnt, copy_tree, cleanup_mnt; mount_namespaces(7)).

import { EINVAL, EPERM } from '../../abi/errno.ts';
import { MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, MS_RELATIME } from '../../abi/flags.ts';
import { major } from '../../abi/stat.ts';
import type { Kernel } from '../kernel.ts';
import type { Dentry } from '../vfs/dentry.ts';
import type { Superblock } from '../vfs/inode.ts';
import { addSlave, addSlaveBehind, joinPeers, Mount } from './mount.ts';
import { attach, detach, isSubdir, subtree } from './tree.ts';

/** How a copy is related to what it is copied from (CL_*). */
export interface CopyKind {
  /** A slave of the original's group; else its peer when it is shared, and slave of the same master. */
  readonly slave?: boolean;
  /** Shared, in a group of its own unless it is the original's peer. */
  readonly makeShared?: boolean;
  /** Unbindable mounts too: only for a new namespace. */
  readonly copyUnbindable?: boolean;
  /** Bind mounts of mount namespaces too: not into other namespaces, which could then keep each other alive for ever. */
  readonly copyNsFiles?: boolean;
}

/** A new mount, hanging nowhere. */
export function newMount(sb: Superblock, root: Dentry, source: string, flags: number): Mount {
  const mount = new Mount(sb.kernel.ids.mount.next(), sb, root, source, flags);
  sb.mounts.add(mount);
  sb.onMount?.(mount);
  mount.users.onLast = () => {
    if (mount.isGone && mount.parent === null) endMount(mount);
  };
  return mount;
}

/** set_mnt_shared: into a group of its own, if it is in none; a shared mount can be bound. */
export function makeShared(mount: Mount): void {
  mount.isUnbindable = false;
  if (mount.peers === null) mount.peers = { id: mount.sb.kernel.ids.peer.next() };
}

/** clone_mnt: flags go with it, being locked or unbindable does not. */
export function cloneMount(old: Mount, root: Dentry, kind: CopyKind): Mount {
  const mount = newMount(old.sb, root, old.source, old.flags);
  mount.lockedFlags = old.lockedFlags;
  if (kind.slave !== true && old.peers !== null) joinPeers(mount, old);
  else if (kind.makeShared === true) makeShared(mount);
  if (kind.slave === true && old.peers !== null) addSlave(old, mount);
  else if (old.masterMount !== null) addSlaveBehind(mount, old);
  return mount;
}

export const isMountNsFile = (dentry: Dentry): boolean => dentry.sb.type.name === 'nsfs' && dentry.name.startsWith('mnt:');

/**
 * copy_tree: `dentry` of `mount` and the mounts below it. Skips unbindable mounts and mount namespace files with all below them, unless told.
 * EINVAL: the top itself is one. EPERM: an unbindable mount is locked, so that leaving it out would show what it covers.
 */
export function copyTree(mount: Mount, dentry: Dentry, kind: CopyKind): Mount {
  const skipsUnbindable = kind.copyUnbindable !== true;
  const skipsNsFiles = kind.copyNsFiles !== true;
  if ((skipsUnbindable && mount.isUnbindable) || (skipsNsFiles && isMountNsFile(dentry))) throw EINVAL;
  const sources: Mount[] = [];
  const stack = [...mount.children].reverse().filter((c) => c.point !== null && isSubdir(c.point, dentry));
  for (let m = stack.pop(); m !== undefined; m = stack.pop()) {
    if (skipsUnbindable && m.isUnbindable) {
      if (m.isLocked) throw EPERM;
      continue;
    }
    if (skipsNsFiles && isMountNsFile(m.root)) continue;
    sources.push(m);
    const children = [...m.children];
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]);
  }
  const top = cloneMount(mount, dentry, kind);
  const copies = new Map<Mount, Mount>([[mount, top]]);
  for (const m of sources) {
    const parent = m.parent === null ? undefined : copies.get(m.parent);
    if (parent === undefined || m.point === null) throw new Error('mount tree is not in order');
    const copy = cloneMount(m, m.root, kind);
    copy.isLocked = m.isLocked;
    copies.set(m, copy);
    attach(copy, parent, m.point);
  }
  return top;
}

/**
 * lock_mnt_tree, when a tree comes from a more privileged namespace: what came together stays together, and what was forbidden stays
 * forbidden (mount_namespaces(7), "Restrictions on mount namespaces").
 */
export function lockTree(top: Mount): void {
  for (const m of subtree(top)) {
    m.lockedFlags |= MS_RELATIME | (m.flags & (MS_RDONLY | MS_NODEV | MS_NOSUID | MS_NOEXEC));
    if (m !== top) m.isLocked = true;
  }
}

/** mntput's end of a mount that has no place and no users: mounts still hanging on it go with it, then the superblock if it was the last. */
export function endMount(mount: Mount): void {
  const { sb } = mount;
  const kernel: Kernel = sb.kernel;
  for (const child of [...mount.children]) {
    detach(child);
    if (child.users.size === 0) endMount(child);
  }
  kernel.ids.mount.free(mount.id);
  sb.mounts.delete(mount);
  sb.onUnmount?.(mount);
  if (sb.mounts.size > 0 || sb.type.isPersistent === true) return;
  sb.shutdown?.();
  if (major(sb.dev) === 0) kernel.ids.anonDev.free(sb.dev);
}
