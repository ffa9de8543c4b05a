// Inodes, superblocks and file-system types (vfs, fs/inode.c). What a file system keeps for an inode lives in its `ops` object.

import type { Dirent, StatFs, Timespec } from '../../abi/stat.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Kernel } from '../kernel.ts';
import type { Mount } from '../mount/mount.ts';
import type { Task } from '../sched/task.ts';
import type { Dentry } from './dentry.ts';
import type { File, FileOps } from './file.ts';
import type { Path } from './path.ts';

/** A set of changes to an inode's attributes, already permitted (struct iattr). */
export interface Iattr {
  readonly mode?: number;
  readonly uid?: Kuid;
  readonly gid?: Kgid;
  readonly size?: number;
  readonly atime?: Timespec;
  readonly mtime?: Timespec;
}

/** What a file system implements; a missing method answers Linux's error for it (EPERM, ENOTDIR, EINVAL). All checks are done before. */
export interface InodeOps {
  /** Of a FIFO whose other end is outside the machine: what a file does that is opened on it again (/dev/stdout). */
  readonly outside?: FileOps;
  /** The named child, or null. Never called for `.` and `..`. */
  lookup?(dir: Inode, name: string, task: Task): Inode | null;
  /** d_revalidate: false when a cached child is no longer what its name says (proc). */
  revalidate?(dir: Inode, child: Dentry, task: Task): boolean;
  /** All entries but `.` and `..`, in the file system's order. */
  readdir?(dir: Inode, task: Task): readonly Dirent[];
  /** A new regular file, device, FIFO, socket or directory by the type bits in `mode`. */
  mknod?(dir: Inode, name: string, mode: number, rdev: number, task: Task): Inode;
  symlink?(dir: Inode, name: string, target: string, task: Task): Inode;
  link?(dir: Inode, name: string, target: Inode, task: Task): void;
  unlink?(dir: Inode, name: string, target: Inode, task: Task): void;
  rmdir?(dir: Inode, name: string, target: Inode, task: Task): void;
  /** `replaced` is what newName was; flags as renameat2. */
  rename?(dir: Inode, name: string, newDir: Inode, newName: string, target: Inode, replaced: Inode | null, flags: number, task: Task): void;
  /** O_TMPFILE: a regular file without a name (nlink 0); with `isLinkable` linkat may give it one. */
  tmpfile?(dir: Inode, mode: number, isLinkable: boolean, task: Task): Inode;
  /** A symbolic link's text. */
  readlink?(inode: Inode, task: Task): string;
  /** A magic link (nd_jump_link): where following it leads, whatever its text says. */
  follow?(inode: Inode, task: Task): Path;
  /** A check of its own instead of the mode bits; throws EACCES or EPERM. */
  permission?(inode: Inode, mask: number, task: Task): void;
  /** Before attributes are read: brings mode, owner, size, times up to date (proc). */
  refresh?(inode: Inode, task: Task): void;
  setattr?(inode: Inode, attr: Iattr, task: Task): void;
  /** For device nodes and FIFOs the kernel's own; for all others the file system's. */
  open?(inode: Inode, file: File, task: Task): FileOps;
  /** A directory that never has entries, made to be mounted on (sysfs_create_mount_point). */
  readonly isPermanentlyEmpty?: boolean;
  /** The last link and the last open file are gone. */
  evict?(inode: Inode): void;
}

export interface InodeInit {
  readonly sb: Superblock;
  readonly ino: number;
  readonly mode: number;
  readonly uid: Kuid;
  readonly gid: Kgid;
  readonly rdev?: number;
  readonly ops: InodeOps;
  readonly time: Timespec;
}

export class Inode {
  readonly sb: Superblock;
  readonly ino: number;
  readonly ops: InodeOps;
  mode: number;
  uid: Kuid;
  gid: Kgid;
  nlink = 1;
  rdev: number;
  /** Bytes. */
  size = 0;
  /** 512-byte units. */
  blocks = 0;
  atime: Timespec;
  mtime: Timespec;
  ctime: Timespec;
  btime: Timespec;
  /** Extended attributes, once there is one. */
  xattrs: Map<string, string> | null = null;
  /** Open files for writing, minus denials (i_writecount): ETXTBSY, remount,ro. */
  writers = 0;
  /** Pipes and FIFOs: the buffer while somebody has it open. */
  pipe: import('./pipe.ts').Pipe | null = null;
  /** Made by O_TMPFILE: may be given a name though it has none (I_LINKABLE). */
  isLinkable = false;
  /** flock(2) locks, once there was one. */
  flocks: import('./flock.ts').FlockContext | null = null;
  /** Open files and others that keep it when it has no name any more (i_count): see holdInode, putInode. */
  holders = 0;

  constructor(init: InodeInit) {
    this.sb = init.sb;
    this.ino = init.ino;
    this.ops = init.ops;
    this.mode = init.mode;
    this.uid = init.uid;
    this.gid = init.gid;
    this.rdev = init.rdev ?? 0;
    this.atime = init.time;
    this.mtime = init.time;
    this.ctime = init.time;
    this.btime = init.time;
  }
}

export class Superblock {
  readonly kernel: Kernel;
  readonly type: FsType;
  /** st_dev. */
  readonly dev: number;
  /** The user namespace that governs it (s_user_ns). */
  readonly userNs: UserNs;
  /** MS_RDONLY and the other flags of the superblock itself. */
  flags: number;
  /** SB_I_USERNS_VISIBLE and friends are asked of the type. */
  root: Dentry | null = null;
  /** Mounts that show it; the last one's end shuts the superblock down. */
  readonly mounts = new Set<Mount>();
  /** Told of each mount made of it and of its end (nsfs: the mount holds the namespace). */
  onMount: ((mount: Mount) => void) | null = null;
  onUnmount: ((mount: Mount) => void) | null = null;
  /** mountinfo's root field where it is not the dentry's path. */
  showPath: ((root: Dentry, reader: Task) => string) | null = null;
  /** The options as /proc/mounts prints them after rw/ro and the mount's own flags, e.g. `,size=20480k`. */
  showOptions: () => string = () => '';
  /** simple_statfs, for a file system that counts nothing. */
  statfs: () => Omit<StatFs, 'flags'> = () => ({
    type: this.type.magic,
    typeName: this.type.name,
    bsize: 4096,
    blocks: 0,
    bfree: 0,
    bavail: 0,
    files: 0,
    ffree: 0,
    namelen: 255,
    fsid: this.dev,
  });
  /** mount -o remount,OPTIONS: checks and applies; throws EINVAL. */
  reconfigure: ((flags: number, options: string, task: Task) => void) | null = null;
  shutdown: (() => void) | null = null;

  /** The inode number given out last (get_next_ino); file systems that number by themselves leave it alone. */
  lastIno = 0;
  /** st_blksize (s_blocksize). */
  blockSize = 4096;
  /** The name of files that have no place in the tree (d_dname): `pipe:[12]`, `uts:[4026531838]`. */
  dname: ((dentry: Dentry) => string) | null = null;
  /** The kernel's own mount of a superblock that is in no namespace (kern_mount): pipefs, nsfs. */
  kernMount: Mount | null = null;

  constructor(kernel: Kernel, type: FsType, dev: number, userNs: UserNs, flags: number) {
    this.kernel = kernel;
    this.type = type;
    this.dev = dev;
    this.userNs = userNs;
    this.flags = flags;
  }
}

/** ihold: somebody uses the inode, so that it outlives its last name. */
export const holdInode = (inode: Inode): void => {
  inode.holders++;
};

/** iput: the last of nameless inodes is freed. */
export function putInode(inode: Inode): void {
  inode.holders--;
  if (inode.holders === 0 && inode.nlink === 0) inode.ops.evict?.(inode);
}

/** drop_nlink, and the end of the inode when nobody uses it. */
export function dropLink(inode: Inode): void {
  inode.nlink--;
  if (inode.nlink === 0 && inode.holders === 0) inode.ops.evict?.(inode);
}

export interface FsType {
  readonly name: string;
  /** statfs f_type. */
  readonly magic: number;
  /** No block device needed (`nodev` in /proc/filesystems). */
  readonly isNodev: boolean;
  /** FS_USERNS_MOUNT. */
  readonly userMount: boolean;
  /** SB_I_NOEXEC: nothing on it is executed, however it is mounted (mqueue, proc). */
  readonly isNoexec?: boolean;
  /** SB_I_USERNS_VISIBLE: a user namespace gets a new one only where it already sees one completely (proc, sysfs). */
  readonly isUsernsVisible?: boolean;
  /** The user namespace whose CAP_SYS_ADMIN mount(2) asks for, and which governs the superblock; default: the caller's. */
  userNs?(task: Task): UserNs;
  /** Its superblocks go on without mounts (cgroup2, sysfs). */
  readonly isPersistent?: boolean;
  /** What a new mount shows of the superblock; default: its root (cgroup2: the root of the caller's cgroup namespace). */
  root?(sb: Superblock, task: Task): Dentry;
  /** A superblock for mount(2), new or an existing one; `options` is the data string. Throws EINVAL, EPERM, EBUSY, ENODEV. */
  mount(source: string, flags: number, options: string, task: Task): Superblock;
}
