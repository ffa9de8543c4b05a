// devtmpfs: the one /dev of the machine, made by the kernel and filled in by udev (drivers/base/devtmpfs.c). Every mount shows the same tree.

import { PAGE_SIZE } from '../../abi/limits.ts';
import { makedev, S_IFBLK, S_IFCHR, S_IFDIR } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { MISC_MAJOR, NS_SHELL_MINOR } from '../vfs/chrdev.ts';
import { type FsType, type Inode, Superblock } from '../vfs/inode.ts';
import { MemDir, type MemFs, makeInode, makeLink } from './memfs.ts';
import { Tmpfs } from './tmpfs.ts';

/** Name, permissions, major, minor, group. */
type NodeRow = readonly [name: string, mode: number, major: number, minor: number, gid: number];

const TTY = 5;
const DISK = 6;
const KMEM = 15;
const DIALOUT = 20;

const CHARS: readonly NodeRow[] = [
  ['mem', 0o640, 1, 1, KMEM],
  ['null', 0o666, 1, 3, 0],
  ['port', 0o640, 1, 4, KMEM],
  ['zero', 0o666, 1, 5, 0],
  ['full', 0o666, 1, 7, 0],
  ['random', 0o666, 1, 8, 0],
  ['urandom', 0o666, 1, 9, 0],
  ['kmsg', 0o644, 1, 11, 0],
  ['tty', 0o666, 5, 0, TTY],
  ['console', 0o600, 5, 1, 0],
  ['ptmx', 0o666, 5, 2, TTY],
  ['tty0', 0o620, 4, 0, TTY],
  ['tty1', 0o620, 4, 1, TTY],
  ['tty2', 0o620, 4, 2, TTY],
  ['tty3', 0o620, 4, 3, TTY],
  ['tty4', 0o620, 4, 4, TTY],
  ['tty5', 0o620, 4, 5, TTY],
  ['tty6', 0o620, 4, 6, TTY],
  ['ttyS0', 0o660, 4, 64, DIALOUT],
  ['fuse', 0o666, 10, 229, 0],
  ['hpet', 0o600, 10, 228, 0],
  ['rtc0', 0o600, 250, 0, 0],
  ['ns-shell', 0o666, MISC_MAJOR, NS_SHELL_MINOR, 0],
];

const BLOCKS: readonly NodeRow[] = [
  ['sda', 0o660, 8, 0, DISK],
  ['sda1', 0o660, 8, 1, DISK],
];

const LINKS: readonly (readonly [string, string])[] = [
  ['core', '/proc/kcore'],
  ['fd', '/proc/self/fd'],
  ['stdin', '/proc/self/fd/0'],
  ['stdout', '/proc/self/fd/1'],
  ['stderr', '/proc/self/fd/2'],
  ['rtc', 'rtc0'],
];

/** Directories for what is mounted below, and net/tun's. */
const DIRS: readonly (readonly [string, number])[] = [
  ['pts', 0o755],
  ['shm', 0o1777],
  ['mqueue', 0o755],
  ['net', 0o755],
];

function fill(fs: MemFs, root: Inode): void {
  if (!(root.ops instanceof MemDir)) throw new Error('devtmpfs root is not a directory');
  const dir = root.ops;
  const owner = { uid: kuid(0), gid: kgid(0) };
  for (const [name, mode, major, minor, gid] of CHARS) {
    fs.takeInode();
    dir.put(root, name, makeInode(fs, { mode: S_IFCHR | mode, uid: kuid(0), gid: kgid(gid), rdev: makedev(major, minor) }));
  }
  for (const [name, mode, major, minor, gid] of BLOCKS) {
    fs.takeInode();
    dir.put(root, name, makeInode(fs, { mode: S_IFBLK | mode, uid: kuid(0), gid: kgid(gid), rdev: makedev(major, minor) }));
  }
  for (const [name, mode] of DIRS) {
    fs.takeInode();
    dir.put(root, name, makeInode(fs, { mode: S_IFDIR | mode, ...owner }));
  }
  for (const [name, target] of LINKS) {
    fs.takeInode();
    dir.put(root, name, makeLink(fs, owner, target));
  }
}

function make(kernel: Kernel): Superblock {
  const sb = new Superblock(kernel, devtmpfsType, kernel.ids.anonDev.next(), kernel.init.user, 0);
  // Its limit is half of the memory as it was early in the boot.
  const pages = Math.floor(kernel.config.memory / PAGE_SIZE / 2) - 2048;
  const fs = new Tmpfs(sb, { blocks: pages, inodes: pages, mode: 0o755 }, { uid: kuid(0), gid: kgid(0) });
  if (sb.root !== null) fill(fs, sb.root.inode);
  kernel.singles.set(devtmpfsType, sb);
  return sb;
}

export const devtmpfsType: FsType = {
  name: 'devtmpfs',
  magic: 0x01021994,
  isNodev: true,
  userMount: false,
  isPersistent: true,
  mount: (_source, _flags, _options, { kernel }) => kernel.singles.get(devtmpfsType) ?? make(kernel),
};
