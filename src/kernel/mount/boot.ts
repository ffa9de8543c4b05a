// The first mounts: an empty rootfs at the bottom, which nobody sees, and the machine's root file system on it (init/do_mounts.c,
// init_mount_tree in fs/namespace.c). pivot_root and umount of / work because the real root has something below it.

import { MS_RELATIME } from '../../abi/flags.ts';
import { S_IFDIR } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, Inode, Superblock } from '../vfs/inode.ts';
import type { Path } from '../vfs/path.ts';
import { makeShared, newMount } from './clone.ts';
import { attachRecursive } from './commit.ts';
import type { Mount } from './mount.ts';
import { followMounts } from './tree.ts';

const ROOTFS: FsType = {
  name: 'rootfs',
  magic: 0x01021994,
  isNodev: true,
  userMount: false,
  mount() {
    throw new Error('rootfs is mounted once, by the kernel');
  },
};

function rootfs(kernel: Kernel): Superblock {
  const sb = new Superblock(kernel, ROOTFS, kernel.ids.anonDev.next(), kernel.init.user, 0);
  const inode = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o755, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, inode);
  return sb;
}

function rootOf(sb: Superblock): Dentry {
  if (sb.root === null) throw new Error(`${sb.type.name}: superblock without a root`);
  return sb.root;
}

/** Gives the initial mount namespace its tree: rootfs, and on it `sb`. Answers the root directory of the first process. */
export function mountRoot(kernel: Kernel, sb: Superblock, source: string, flags = MS_RELATIME): Path {
  const ns = kernel.init.mnt;
  const bottomSb = rootfs(kernel);
  const bottom = newMount(bottomSb, rootOf(bottomSb), 'rootfs', 0);
  bottom.ns = ns;
  ns.root = bottom;
  ns.mounts.add(bottom);
  const mount = newMount(sb, rootOf(sb), source, flags);
  attachRecursive(kernel, mount, bottom, bottom.root, ns.owner);
  return { mnt: mount, dentry: mount.root };
}

/** One more mount of the machine's own, as systemd makes them: on `at`, shared when told or when its place is. */
export function mountAt(kernel: Kernel, sb: Superblock, source: string, at: Path, flags = MS_RELATIME, shared = false): Path {
  const place = followMounts(at);
  const mount = newMount(sb, rootOf(sb), source, flags);
  attachRecursive(kernel, mount, place.mnt, place.dentry, kernel.init.mnt.owner);
  if (shared) makeShared(mount);
  return { mnt: mount, dentry: mount.root };
}

/** kern_mount: a mount in no namespace, for files that have no place in the tree (pipes, sockets, nsfs). */
export function kernMount(sb: Superblock): Mount {
  const mount = newMount(sb, rootOf(sb), sb.type.name, 0);
  sb.kernMount = mount;
  return mount;
}
