// The root file system: ext4 to those who look (ext4(5)), a literal table in memory in truth (root-table.ts). Directories are listed and
// inodes made at their first look-up, so that booting costs nothing.

import { encode } from '../../abi/bytes.ts';
import { EBUSY, ENOENT, ENOTBLK, ENXIO } from '../../abi/errno.ts';
import { AT_FDCWD, MS_RDONLY } from '../../abi/flags.ts';
import { isBlk, makedev, S_IFDIR, S_IFREG, type Timespec, timespec } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { Dentry } from '../vfs/dentry.ts';
import { type FsType, type Inode, Superblock } from '../vfs/inode.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { MemFile, type MemFs, makeDir, makeInode, makeLink } from './memfs.ts';
import type { RootDir, RootFile, RootNode } from './root-table.ts';

const BLOCK = 4096;
/** A 20 GB disk with a small Debian on it. */
const BLOCKS = 5127680;
const USED = 397312;
const INODES = 1310720;
const USED_INODES = 31744;
const ROOT_INO = 2;
/** The files of the image are this much older than the boot. */
const IMAGE_AGE = 28 * 86400;
/** The first partition of the first SCSI disk. */
export const ROOT_DEV = makedev(8, 1);

class Ext4 implements MemFs {
  readonly sb: Superblock;
  readonly countsLinks = false;
  readonly dirBlocks = 8;
  /** 2^32 blocks less one (ext4_max_size with extents). */
  readonly maxBytes = (2 ** 32 - 1) * BLOCK;
  private pages = 0;
  private inodes = 0;
  private readonly time: Timespec;

  constructor(sb: Superblock, table: RootDir, options: string) {
    this.sb = sb;
    this.time = timespec(sb.kernel.config.bootEpoch - IMAGE_AGE, 0);
    sb.lastIno = ROOT_INO - 1;
    const root = this.dir(table);
    sb.lastIno = 11;
    sb.root = new Dentry(sb, '/', null, root);
    sb.showOptions = () => (options === '' ? '' : `,${options}`);
    sb.statfs = () => ({
      type: sb.type.magic,
      typeName: sb.type.name,
      bsize: BLOCK,
      blocks: BLOCKS,
      bfree: BLOCKS - USED - this.pages,
      // Five per cent are kept for root.
      bavail: BLOCKS - USED - this.pages - Math.floor(BLOCKS / 20),
      files: INODES,
      ffree: INODES - USED_INODES - this.inodes,
      namelen: 255,
      fsid: sb.dev,
    });
    sb.reconfigure = () => {
      // ro and rw are the VFS's; of ext4's own options none changes what is simulated.
    };
  }

  nextIno(): number {
    return ++this.sb.lastIno;
  }

  takeInode(): void {
    this.inodes++;
  }

  giveInode(): void {
    this.inodes--;
  }

  takePage(): boolean {
    if (this.pages >= BLOCKS - USED) return false;
    this.pages++;
    return true;
  }

  givePages(count: number): void {
    this.pages -= count;
  }

  dirSize(): number {
    return BLOCK;
  }

  /** ext4 lists by hash; sorted is as good an order, and the same everywhere. */
  order(names: string[]): string[] {
    return names.sort();
  }

  fromTable(entry: RootNode): Inode {
    if (entry.kind === 'dir') return this.dir(entry);
    if (entry.kind === 'file') return this.file(entry);
    return makeLink(this, { uid: kuid(0), gid: kgid(0), time: this.time }, entry.target);
  }

  private dir(node: RootDir): Inode {
    return makeDir(
      this,
      { mode: S_IFDIR | (node.mode ?? 0o755), uid: kuid(node.uid ?? 0), gid: kgid(node.gid ?? 0), time: this.time },
      node.entries,
    );
  }

  private file(node: RootFile): Inode {
    const inode = makeInode(this, {
      mode: S_IFREG | (node.mode ?? 0o644),
      uid: kuid(node.uid ?? 0),
      gid: kgid(node.gid ?? 0),
      time: this.time,
    });
    const { content } = node;
    if (inode.ops instanceof MemFile) {
      inode.ops.source = () => {
        const made = typeof content === 'function' ? content() : content;
        return typeof made === 'string' ? encode(made) : made;
      };
    }
    return inode;
  }
}

/** The root superblock. @param options as /proc/mounts shows them, e.g. `errors=remount-ro` */
export function makeRootFs(kernel: Kernel, table: RootDir, options: string): Superblock {
  const sb = new Superblock(kernel, ext4Type, ROOT_DEV, kernel.init.user, 0);
  new Ext4(sb, table, options);
  kernel.disks.set(ROOT_DEV, sb);
  return sb;
}

/** ext4: mounting a disk that is mounted already shows the same superblock (get_tree_bdev); there are no other disks. */
export const ext4Type: FsType = {
  name: 'ext4',
  magic: 0xef53,
  isNodev: false,
  userMount: false,
  mount(source, flags, _options, task) {
    if (source === '') throw ENOENT;
    const { inode } = lookupPath(task, AT_FDCWD, source, LOOKUP_FOLLOW).dentry;
    if (!isBlk(inode.mode)) throw ENOTBLK;
    const sb = task.kernel.disks.get(inode.rdev);
    if (sb === undefined) throw ENXIO;
    if (((flags ^ sb.flags) & MS_RDONLY) !== 0) throw EBUSY;
    return sb;
  },
};
