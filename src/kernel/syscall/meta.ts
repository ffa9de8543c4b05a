// System calls on names, directories and attributes (fs/namei.c, fs/open.c, fs/stat.c, fs/statfs.c, fs/readdir.c, fs/utimes.c, fs/d_path.c).

import { byteLength } from '../../abi/bytes.ts';
import { CAP_EMPTY_SET, CAP_SYS_CHROOT } from '../../abi/caps.ts';
import { EACCES, EBADF, EINVAL, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, EROFS } from '../../abi/errno.ts';
import {
  AT_EACCESS,
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_NO_AUTOMOUNT,
  AT_REMOVEDIR,
  AT_SYMLINK_NOFOLLOW,
  F_OK,
  MS_RDONLY,
  O_PATH,
  R_OK,
  RENAME_EXCHANGE,
  RENAME_NOREPLACE,
  W_OK,
  X_OK,
} from '../../abi/flags.ts';
import { PATH_MAX } from '../../abi/limits.ts';
import {
  type Dirent,
  isDir,
  isLnk,
  isReg,
  major,
  minor,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  S_ISGID,
  S_ISUID,
  S_ISVTX,
  type Stat,
  type StatFs,
} from '../../abi/stat.ts';
import type { TimeArg } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import { makeKuid } from '../cred/idmap.ts';
import type { Task } from '../sched/task.ts';
import { chmodInode, chownInode, setTimes, touchAtime } from '../vfs/attr.ts';
import { linkAt, mkdirAt, mknodAt, renameAt, rmdirAt, symlinkAt, unlinkAt } from '../vfs/dir.ts';
import { cwdString } from '../vfs/dpath.ts';
import type { File } from '../vfs/file.ts';
import { LOOKUP_DIRECTORY, LOOKUP_EMPTY, LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import type { Path } from '../vfs/path.ts';
import { inodePermission, isNoexec, MAY_EXEC } from '../vfs/permission.ts';
import { statfsPath, statPath } from '../vfs/stat.ts';
import { getXattr, listXattrs, removeXattr, setXattr } from '../vfs/xattr.ts';
import type { SyscallTable } from './def.ts';
import { AT_NAMES, buffer, decimal, dirfd, flags, hex, id, mode, path, string, strings, time } from './format.ts';

/** How AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH look up a name. */
const lookupFlags = (at: number): number =>
  ((at & AT_SYMLINK_NOFOLLOW) === 0 ? LOOKUP_FOLLOW : 0) | ((at & AT_EMPTY_PATH) !== 0 ? LOOKUP_EMPTY : 0);

function newfstatat(task: Task, fd: number, name: string, at: number): Stat {
  if ((at & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT)) !== 0) throw EINVAL;
  return statPath(task, lookupPath(task, fd, name, lookupFlags(at)));
}

const fstat = (task: Task, fd: number): Stat => statPath(task, task.files.get(fd).path);

/** A file that is more than a name (not O_PATH). */
function getFile(task: Task, fd: number): File {
  const file = task.files.get(fd);
  if ((file.flags & O_PATH) !== 0) throw EBADF;
  return file;
}

/** The directory itself and its parent come first, as dir_emit_dots does. */
function dots(task: Task, at: Path): readonly Dirent[] {
  const { dentry } = at;
  dentry.inode.ops.refresh?.(dentry.inode, task);
  return [
    { name: '.', ino: dentry.inode.ino, type: S_IFDIR },
    { name: '..', ino: dentry.parent.inode.ino, type: S_IFDIR },
  ];
}

function getdents64(task: Task, fd: number): readonly Dirent[] {
  const file = getFile(task, fd);
  const { inode } = file;
  if (!isDir(inode.mode)) throw ENOTDIR;
  // Linux answers ENOENT here, which readdir(3) takes for the end.
  if (file.path.dentry.isDeleted) return [];
  if (file.dirents === null) {
    const rows = file.ops.readdir !== undefined ? file.ops.readdir(file, task) : inode.ops.readdir?.(inode, task);
    if (rows === undefined) throw ENOTDIR;
    file.dirents = [...dots(task, file.path), ...rows];
    touchAtime(file.path);
  }
  const rest = file.pos === 0 ? file.dirents : file.dirents.slice(file.pos);
  file.pos = file.dirents.length;
  return rest;
}

function readlinkat(task: Task, fd: number, name: string): string {
  const at = lookupPath(task, fd, name, LOOKUP_EMPTY);
  const { inode } = at.dentry;
  if (!isLnk(inode.mode) || inode.ops.readlink === undefined) throw name === '' ? ENOENT : EINVAL;
  touchAtime(at);
  return inode.ops.readlink(inode, task);
}

/** access_override_creds: the real ids, and root's capabilities only for a real root. */
function accessCred(task: Task): Task['cred'] {
  const { cred } = task;
  const isRoot = cred.uid === makeKuid(cred.userNs, 0);
  return { ...cred, fsuid: cred.uid, fsgid: cred.gid, effective: isRoot ? cred.permitted : CAP_EMPTY_SET };
}

function faccessat2(task: Task, fd: number, name: string, want: number, at: number): void {
  if ((want & ~(R_OK | W_OK | X_OK)) !== 0 || (at & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) throw EINVAL;
  if ((at & AT_EACCESS) !== 0) {
    checkAccess(task, fd, name, want, at);
    return;
  }
  const { cred } = task;
  task.cred = accessCred(task);
  try {
    checkAccess(task, fd, name, want, at);
  } finally {
    task.cred = cred;
  }
}

function checkAccess(task: Task, fd: number, name: string, want: number, at: number): void {
  const place = lookupPath(task, fd, name, lookupFlags(at));
  const { inode } = place.dentry;
  if (want === F_OK) return;
  if ((want & X_OK) !== 0 && isReg(inode.mode) && isNoexec(place)) throw EACCES;
  inodePermission(task, inode, want);
  const isOnDisk = isReg(inode.mode) || isDir(inode.mode) || isLnk(inode.mode);
  if ((want & W_OK) !== 0 && isOnDisk && ((place.mnt.flags | place.mnt.sb.flags) & MS_RDONLY) !== 0) throw EROFS;
}

function unlinkat(task: Task, fd: number, name: string, at: number): void {
  if ((at & ~AT_REMOVEDIR) !== 0) throw EINVAL;
  if ((at & AT_REMOVEDIR) !== 0) rmdirAt(task, fd, name);
  else unlinkAt(task, fd, name);
}

function fchownat(task: Task, fd: number, name: string, uid: number, gid: number, at: number): void {
  if ((at & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) throw EINVAL;
  chownInode(task, lookupPath(task, fd, name, lookupFlags(at)), uid, gid);
}

function utimensat(task: Task, fd: number, name: string, atime: TimeArg, mtime: TimeArg, at: number): void {
  // "If both tv_nsec fields are UTIME_OMIT, … no other error is detected" (utimensat(2)).
  if (atime === 'omit' && mtime === 'omit') return;
  if ((at & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !== 0) throw EINVAL;
  setTimes(task, lookupPath(task, fd, name, lookupFlags(at)), atime, mtime);
}

function umask(task: Task, mask: number): number {
  const old = task.fs.umask;
  task.fs.umask = mask & 0o777;
  return old;
}

function chdir(task: Task, name: string): void {
  const place = lookupPath(task, AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
  inodePermission(task, place.dentry.inode, MAY_EXEC);
  task.fs.cwd = place;
}

function fchdir(task: Task, fd: number): void {
  const place = task.files.get(fd).path;
  if (!isDir(place.dentry.inode.mode)) throw ENOTDIR;
  inodePermission(task, place.dentry.inode, MAY_EXEC);
  task.fs.cwd = place;
}

function getcwd(task: Task): string {
  const text = cwdString(task.fs.cwd, task.fs.root);
  if (byteLength(text) >= PATH_MAX) throw ENAMETOOLONG;
  return text;
}

function chroot(task: Task, name: string): void {
  const place = lookupPath(task, AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
  inodePermission(task, place.dentry.inode, MAY_EXEC);
  if (!nsCapable(task, task.cred.userNs, CAP_SYS_CHROOT)) throw EPERM;
  task.fs.root = place;
}

const FILE_TYPES = new Map([
  [S_IFREG, 'S_IFREG'],
  [S_IFDIR, 'S_IFDIR'],
  [S_IFCHR, 'S_IFCHR'],
  [S_IFBLK, 'S_IFBLK'],
  [S_IFIFO, 'S_IFIFO'],
  [S_IFSOCK, 'S_IFSOCK'],
]);
const fileMode = (m: number): string => {
  const type = FILE_TYPES.get(m & S_IFMT);
  return type === undefined ? mode(m) : `${type}|${mode(m & 0o7777)}`;
};
const SPECIAL_BITS: readonly (readonly [number, string])[] = [
  [S_ISUID, 'S_ISUID'],
  [S_ISGID, 'S_ISGID'],
  [S_ISVTX, 'S_ISVTX'],
];
/** `{st_mode=S_IFDIR|S_ISVTX|0777, st_size=120, ...}`; devices show their number instead of a size. */
function showStat(st: Stat): string {
  const type = FILE_TYPES.get(st.mode & S_IFMT) ?? 'S_IFLNK';
  const bits = SPECIAL_BITS.filter(([bit]) => (st.mode & bit) !== 0).map(([, name]) => `${name}|`);
  const isDevice = (st.mode & S_IFMT) === S_IFCHR || (st.mode & S_IFMT) === S_IFBLK;
  const what = isDevice ? `st_rdev=makedev(${hex(major(st.rdev))}, ${hex(minor(st.rdev))})` : `st_size=${st.size}`;
  return `{st_mode=${type}|${bits.join('')}${mode(st.mode & 0o777)}, ${what}, ...}`;
}
const accessNames = flags(
  [
    [R_OK, 'R_OK'],
    [W_OK, 'W_OK'],
    [X_OK, 'X_OK'],
  ],
  'F_OK',
);
const atFlags = flags([...AT_NAMES, [AT_NO_AUTOMOUNT, 'AT_NO_AUTOMOUNT']]);
const accessFlags = flags([...AT_NAMES, [AT_EACCESS, 'AT_EACCESS']]);
const unlinkFlags = flags([[AT_REMOVEDIR, 'AT_REMOVEDIR']]);
const renameFlags = flags([
  [RENAME_NOREPLACE, 'RENAME_NOREPLACE'],
  [RENAME_EXCHANGE, 'RENAME_EXCHANGE'],
]);
const timeArg = (t: TimeArg): string => (t === 'now' ? 'UTIME_NOW' : t === 'omit' ? 'UTIME_OMIT' : time(t));
/** getdents64 answers how many bytes of struct linux_dirent64 it filled. */
const direntBytes = (rows: readonly Dirent[]): string =>
  String(rows.reduce((sum, d) => sum + Math.ceil((byteLength(d.name) + 20) / 8) * 8, 0));
const bytesOf = (text: string): string => String(byteLength(text));
const cwdBytes = (text: string): string => String(byteLength(text) + 1);
const ok = (): string => '0';

type MetaCalls = Pick<
  SyscallTable,
  | 'newfstatat'
  | 'fstat'
  | 'statfs'
  | 'fstatfs'
  | 'getdents64'
  | 'readlinkat'
  | 'faccessat2'
  | 'mkdirat'
  | 'mknodat'
  | 'symlinkat'
  | 'linkat'
  | 'unlinkat'
  | 'renameat2'
  | 'lsetxattr'
  | 'lgetxattr'
  | 'lremovexattr'
  | 'llistxattr'
  | 'fchmodat'
  | 'fchmod'
  | 'fchownat'
  | 'fchown'
  | 'utimensat'
  | 'umask'
  | 'chdir'
  | 'fchdir'
  | 'getcwd'
  | 'chroot'
>;

export const metaCalls = {
  newfstatat: {
    args: [dirfd, path, atFlags],
    ret: ok,
    shown: (st, fd, name, at) => [dirfd(fd), path(name), showStat(st), atFlags(at)],
    sleeps: false,
    run: newfstatat,
  },
  fstat: { args: [decimal], ret: ok, shown: (st, fd) => [decimal(fd), showStat(st)], sleeps: false, run: fstat },
  statfs: {
    args: [path],
    ret: ok,
    sleeps: false,
    run: (task, name): StatFs => statfsPath(lookupPath(task, AT_FDCWD, name, LOOKUP_FOLLOW)),
  },
  fstatfs: { args: [decimal], ret: ok, sleeps: false, run: (task, fd): StatFs => statfsPath(task.files.get(fd).path) },
  getdents64: {
    args: [decimal],
    ret: direntBytes,
    shown: (rows, fd) => [decimal(fd), `0x55d0c0de /* ${rows.length} entries */`, '32768'],
    sleeps: false,
    run: getdents64,
  },
  readlinkat: {
    args: [dirfd, path],
    ret: bytesOf,
    shown: (text, fd, name) => [dirfd(fd), path(name), path(text), decimal(PATH_MAX)],
    sleeps: false,
    run: readlinkat,
  },
  faccessat2: { args: [dirfd, path, accessNames, accessFlags], sleeps: false, run: faccessat2 },
  mkdirat: { args: [dirfd, path, mode], sleeps: false, run: mkdirAt },
  mknodat: { args: [dirfd, path, fileMode, hex], sleeps: false, run: mknodAt },
  symlinkat: { args: [path, dirfd, path], sleeps: false, run: symlinkAt },
  linkat: { args: [dirfd, path, dirfd, path, atFlags], sleeps: false, run: linkAt },
  unlinkat: { args: [dirfd, path, unlinkFlags], sleeps: false, run: unlinkat },
  renameat2: { args: [dirfd, path, dirfd, path, renameFlags], sleeps: false, run: renameAt },
  lsetxattr: {
    args: [path, string, buffer],
    sleeps: false,
    run: (task, name, key, value) => setXattr(task, lookupPath(task, AT_FDCWD, name, 0), key, value),
  },
  lgetxattr: {
    args: [path, string],
    ret: buffer,
    sleeps: false,
    run: (task, name, key) => getXattr(task, lookupPath(task, AT_FDCWD, name, 0), key),
  },
  lremovexattr: {
    args: [path, string],
    sleeps: false,
    run: (task, name, key) => removeXattr(task, lookupPath(task, AT_FDCWD, name, 0), key),
  },
  llistxattr: { args: [path], ret: strings, sleeps: false, run: (task, name) => listXattrs(task, lookupPath(task, AT_FDCWD, name, 0)) },
  fchmodat: {
    args: [dirfd, path, mode],
    sleeps: false,
    run: (task, fd, name, perm) => chmodInode(task, lookupPath(task, fd, name, LOOKUP_FOLLOW), perm),
  },
  fchmod: { args: [decimal, mode], sleeps: false, run: (task, fd, perm) => chmodInode(task, getFile(task, fd).path, perm) },
  fchownat: { args: [dirfd, path, id, id, atFlags], sleeps: false, run: fchownat },
  fchown: { args: [decimal, id, id], sleeps: false, run: (task, fd, uid, gid) => chownInode(task, getFile(task, fd).path, uid, gid) },
  utimensat: { args: [dirfd, path, timeArg, timeArg, atFlags], sleeps: false, run: utimensat },
  umask: { args: [mode], ret: mode, sleeps: false, run: umask },
  chdir: { args: [path], sleeps: false, run: chdir },
  fchdir: { args: [decimal], sleeps: false, run: fchdir },
  getcwd: { args: [], ret: cwdBytes, shown: (text) => [path(text), decimal(PATH_MAX)], sleeps: false, run: getcwd },
  chroot: { args: [path], sleeps: false, run: chroot },
} satisfies MetaCalls;
