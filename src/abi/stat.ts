// struct stat, file types and mode bits (inode(7), stat(2)), struct statfs, directory entries, struct timespec.

export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;

export const isReg = (mode: number): boolean => (mode & S_IFMT) === S_IFREG;
export const isDir = (mode: number): boolean => (mode & S_IFMT) === S_IFDIR;
export const isLnk = (mode: number): boolean => (mode & S_IFMT) === S_IFLNK;
export const isChr = (mode: number): boolean => (mode & S_IFMT) === S_IFCHR;
export const isBlk = (mode: number): boolean => (mode & S_IFMT) === S_IFBLK;
export const isFifo = (mode: number): boolean => (mode & S_IFMT) === S_IFIFO;
export const isSock = (mode: number): boolean => (mode & S_IFMT) === S_IFSOCK;

/** Seconds since the epoch (or since the clock's zero) and nanoseconds 0..999999999. Immutable, shared freely. */
export interface Timespec {
  readonly sec: number;
  readonly nsec: number;
}

export interface Stat {
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  /** As the reader's user namespace shows it. */
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly blksize: number;
  /** 512-byte units. */
  readonly blocks: number;
  readonly atime: Timespec;
  readonly mtime: Timespec;
  readonly ctime: Timespec;
  readonly btime: Timespec;
  /** The id of the mount the file was reached through (statx(2) stx_mnt_id). */
  readonly mntId: number;
  /** The file is the root of a mount (statx(2) STATX_ATTR_MOUNT_ROOT). */
  readonly isMountRoot: boolean;
}

export interface StatFs {
  /** statfs(2) f_type magic. */
  readonly type: number;
  readonly typeName: string;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
  readonly namelen: number;
  readonly flags: number;
  readonly fsid: number;
}

/** A directory entry as getdents64(2) gives it; `type` is the S_IFMT bits. */
export interface Dirent {
  readonly name: string;
  readonly ino: number;
  readonly type: number;
}

/** Device numbers, Linux's huge encoding reduced to major * 2^20 + minor. */
export const makedev = (major: number, minor: number): number => major * 0x100000 + minor;
export const major = (dev: number): number => Math.floor(dev / 0x100000);
export const minor = (dev: number): number => dev % 0x100000;

export const timespec = (sec: number, nsec: number): Timespec => ({ sec, nsec });
export const compareTime = (a: Timespec, b: Timespec): number => a.sec - b.sec || a.nsec - b.nsec;
