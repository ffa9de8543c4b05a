// The tree of mounts: a mount is found by its parent and the dentry it hangs on; mounts stacked on one place hang each on the root of the
// one below (fs/namespace.c: __lookup_mnt, attach_mnt, umount_mnt, next_mnt, is_path_reachable).

import type { Dentry } from '../vfs/dentry.ts';
import type { Path } from '../vfs/path.ts';
import type { MountNs } from './mntns.ts';
import type { Mount } from './mount.ts';

/** The mount that hangs on `dentry` of `parent`, or null. */
export const lookupMount = (parent: Mount, dentry: Dentry): Mount | null => dentry.mounted?.get(parent) ?? null;

/** What covers all of a mount: the one on its root. */
export const overmountOf = (mount: Mount): Mount | null => lookupMount(mount, mount.root);

export function topmostOvermount(mount: Mount): Mount {
  let top = mount;
  for (let over = overmountOf(top); over !== null; over = overmountOf(top)) top = over;
  return top;
}

/** What one finds at a path: the root of the uppermost mount on it. */
export function followMounts(path: Path): Path {
  let { mnt, dentry } = path;
  for (let m = lookupMount(mnt, dentry); m !== null; m = lookupMount(mnt, dentry)) {
    mnt = m;
    dentry = m.root;
  }
  return mnt === path.mnt ? path : { mnt, dentry };
}

/** Where a task that enters the namespace finds itself. */
export function namespaceRoot(ns: MountNs): Path {
  if (ns.root === null) throw new Error('mount namespace without a tree');
  return followMounts({ mnt: ns.root, dentry: ns.root.root });
}

/** Hangs a mount into the tree, last among its parent's children. */
export function attach(mount: Mount, parent: Mount, point: Dentry): void {
  point.mounted ??= new Map();
  if (point.mounted.has(parent)) throw new Error('two mounts at one place');
  point.mounted.set(parent, mount);
  mount.parent = parent;
  mount.point = point;
  parent.children.add(mount);
}

export function detach(mount: Mount): void {
  const { parent, point } = mount;
  if (parent === null || point === null || point.mounted === null) return;
  point.mounted.delete(parent);
  if (point.mounted.size === 0) point.mounted = null;
  parent.children.delete(mount);
  mount.parent = null;
  mount.point = null;
}

/** `dentry` is `ancestor` or below it, in one file system's tree. */
export function isSubdir(dentry: Dentry, ancestor: Dentry): boolean {
  for (let d = dentry; ; d = d.parent) {
    if (d === ancestor) return true;
    if (d.parent === d) return false;
  }
}

/** A mount and everything below it, parents first, children in the order of their attachment (next_mnt). */
export function subtree(mount: Mount): Mount[] {
  const list: Mount[] = [];
  const stack: Mount[] = [mount];
  for (let m = stack.pop(); m !== undefined; m = stack.pop()) {
    list.push(m);
    const children = [...m.children];
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]);
  }
  return list;
}

/** is_path_reachable: whether climbing from the place leads to `root`. */
export function isReachable(mnt: Mount, dentry: Dentry, root: Path): boolean {
  let m = mnt;
  let d = dentry;
  while (m !== root.mnt && m.parent !== null && m.point !== null) {
    d = m.point;
    m = m.parent;
  }
  return m === root.mnt && isSubdir(d, root.dentry);
}

/** mount_is_ancestor: `ancestor` is `mount` or above it. */
export function isAncestor(ancestor: Mount, mount: Mount): boolean {
  for (let m: Mount | null = mount; m !== null; m = m.parent) if (m === ancestor) return true;
  return false;
}

/** A directory that is a mount point in this namespace cannot be removed or renamed (__is_local_mountpoint). */
export function isLocalMountpoint(dentry: Dentry, ns: MountNs): boolean {
  if (dentry.mounted === null) return false;
  for (const m of dentry.mounted.values()) if (m.ns === ns) return true;
  return false;
}
