// Open files (struct file) and what can be done with them (struct file_operations).

import type { Dirent } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls } from '../../abi/syscalls.ts';
import type { Cred } from '../cred/cred.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import type { WaitQueue } from '../sched/wait.ts';
import type { Inode } from './inode.ts';
import type { Path } from './path.ts';

/** Missing methods answer EINVAL (read, write), ENOTTY (ioctl), ESPIPE (seek). Offsets are given and kept by the caller. */
export interface FileOps {
  /** At most `count` bytes from `offset`; empty at the end. */
  read?(file: File, count: number, offset: number, task: Task): Sys<Uint8Array>;
  /** Bytes taken. */
  write?(file: File, data: Uint8Array, offset: number, task: Task): Sys<number>;
  /** POLL* that hold now. */
  poll?(file: File): number;
  /** Woken when poll's answer may have changed. */
  queues?(file: File): readonly WaitQueue[];
  ioctl?<R extends keyof Ioctls>(file: File, request: R, arg: Ioctls[R]['arg'], task: Task): Sys<Ioctls[R]['result']>;
  /** The entries for getdents64; default: the inode's readdir. */
  readdir?(file: File, task: Task): readonly Dirent[];
  /** False: ESPIPE for lseek, pread64 and pwrite64. */
  isSeekable?: boolean;
  /** The new position; the caller keeps it. Default: by the inode's size. */
  llseek?(file: File, offset: number, whence: number, task: Task): number;
  truncate?(file: File, length: number, task: Task): void;
  /** fallocate(2); missing: EOPNOTSUPP. */
  fallocate?(file: File, mode: number, offset: number, length: number, task: Task): void;
  /** A descriptor is closed, perhaps not the last (flush in struct file_operations). */
  flush?(file: File): void;
  /** The last descriptor is closed. */
  release?(file: File): void;
}

export class File {
  readonly path: Path;
  readonly inode: Inode;
  /** O_* as opened, changed by F_SETFL. */
  flags: number;
  ops: FileOps;
  /** Of the opener: what a later write is allowed by (file->f_cred). */
  readonly cred: Cred;
  pos = 0;
  /** Descriptors and other holders. */
  users = 1;
  /** flock(2): LOCK_SH or LOCK_EX while held. */
  lock = 0;
  /** Who took it (proc_locks(5)). */
  lockOwner: Pid | null = null;
  /** A directory's entries as of the first getdents64. */
  dirents: readonly Dirent[] | null = null;
  /** What the file's operations keep for this open file. */
  privateData: object | null = null;
  /** /proc files: the text as of the first read. */
  text: Uint8Array | null = null;

  constructor(path: Path, flags: number, ops: FileOps, cred: Cred) {
    this.path = path;
    this.inode = path.dentry.inode;
    this.flags = flags;
    this.ops = ops;
    this.cred = cred;
  }
}
