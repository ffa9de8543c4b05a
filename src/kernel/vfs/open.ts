// open(2): from a name to an open file (fs/namei.c path_openat, do_open, may_open; fs/open.c do_dentry_open).

import { EACCES, EEXIST, EINVAL, EISDIR, ELOOP, ENOTSUP, ENXIO, EPERM, ETXTBSY } from '../../abi/errno.ts';
import {
  O_ACCMODE,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOATIME,
  O_NOCTTY,
  O_NOFOLLOW,
  O_PATH,
  O_RDONLY,
  O_TMPFILE,
  O_TRUNC,
} from '../../abi/flags.ts';
import { isBlk, isChr, isDir, isFifo, isLnk, isReg, isSock, S_IFREG } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Cred } from '../cred/cred.ts';
import type { Task } from '../sched/task.ts';
import { truncateInode } from './attr.ts';
import { Dentry } from './dentry.ts';
import { createIn, newMode } from './dir.ts';
import { openFifo } from './fifo.ts';
import { File, type FileOps } from './file.ts';
import { closeFile } from './file-close.ts';
import { holdInode, type Inode } from './inode.ts';
import { LOOKUP_DIRECTORY, LOOKUP_FOLLOW, lookupDentry, lookupPath, NameData } from './namei.ts';
import type { Path } from './path.ts';
import { checkNodev, inodePermission, isNoexec, isOwnerOrCapable, MAY_EXEC, MAY_READ, MAY_WRITE, wantWrite } from './permission.ts';
import { mayCreateInSticky } from './protected.ts';

const NO_OPS: FileOps = {};
/** The bit of O_TMPFILE that is not O_DIRECTORY. */
const TMPFILE_BIT = O_TMPFILE & ~O_DIRECTORY;
const ACC_MODE = [MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE, MAY_READ | MAY_WRITE] as const;

const isSpecial = (mode: number): boolean => isChr(mode) || isBlk(mode) || isFifo(mode) || isSock(mode);

/** A new open file, counted at its mount and inode until closeFile. Nothing is checked. */
export function newFile(path: Path, flags: number, ops: FileOps, cred: Cred): File {
  const file = new File(path, flags, ops, cred);
  path.mnt.users.add(file);
  holdInode(file.inode);
  if ((flags & O_ACCMODE) !== O_RDONLY && (flags & O_PATH) === 0) file.inode.writers++;
  return file;
}

/** deny_write_access: a program that runs cannot be written. ETXTBSY when somebody has it open for writing. */
export function denyWriteAccess(inode: Inode): void {
  if (inode.writers > 0) throw ETXTBSY;
  inode.writers--;
}

export const allowWriteAccess = (inode: Inode): void => {
  inode.writers++;
};

/** may_open: what the kind of file and its permissions say. */
function mayOpen(task: Task, path: Path, acc: number, flags: number): void {
  const { inode } = path.dentry;
  if (isLnk(inode.mode)) throw ELOOP;
  if (isDir(inode.mode)) {
    if ((acc & MAY_WRITE) !== 0) throw EISDIR;
    if ((acc & MAY_EXEC) !== 0) throw EACCES;
  } else if (isReg(inode.mode)) {
    if ((acc & MAY_EXEC) !== 0 && isNoexec(path)) throw EACCES;
  } else {
    checkNodev(path);
    if ((acc & MAY_EXEC) !== 0) throw EACCES;
  }
  inodePermission(task, inode, acc);
  if ((flags & O_NOATIME) !== 0 && !isOwnerOrCapable(task, inode)) throw EPERM;
}

/** The operations of a node that is not the file system's own. */
function deviceOps(task: Task, file: File): FileOps {
  const { inode } = file;
  const driver = isChr(inode.mode) ? task.kernel.chrdevs.get(inode.rdev) : undefined;
  if (driver === undefined) throw ENXIO;
  return driver.open(inode, file, task);
}

/** vfs_open: opens what is at the path. Permissions were asked. */
export function* openFile(task: Task, path: Path, flags: number): Sys<File> {
  const { inode } = path.dentry;
  if ((flags & O_PATH) !== 0) return newFile(path, flags, NO_OPS, task.cred);
  if ((flags & O_ACCMODE) !== O_RDONLY && !isSpecial(inode.mode)) {
    if (inode.writers < 0) throw ETXTBSY;
    wantWrite(path.mnt);
  }
  const file = newFile(path, flags, NO_OPS, task.cred);
  try {
    if (inode.ops.outside !== undefined) file.ops = inode.ops.outside;
    else if (isFifo(inode.mode)) {
      task.files.pending = file;
      yield* openFifo(task, file);
      task.files.pending = null;
    } else if (isChr(inode.mode) || isBlk(inode.mode) || isSock(inode.mode)) file.ops = deviceOps(task, file);
    else if (inode.ops.open !== undefined) file.ops = inode.ops.open(inode, file, task);
  } catch (e) {
    task.files.pending = null;
    closeFile(file);
    throw e;
  }
  file.flags &= ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
  return file;
}

/** What a name was found to be, or was made into. */
interface Opened {
  readonly path: Path;
  readonly isCreated: boolean;
}

/** open_last_lookups with O_CREAT: "If pathname does not exist, create it as a regular file" (open(2)). */
function lookupOrCreate(task: Task, nd: NameData, flags: number, mode: number): Opened {
  const isExcl = (flags & O_EXCL) !== 0;
  let dir = nd.dentry.inode;
  for (;;) {
    dir = nd.dentry.inode;
    if (nd.lastType !== 'norm') {
      nd.walkLast(0);
      break;
    }
    if (nd.isTrailing) throw EISDIR;
    const child = lookupDentry(nd.dentry, nd.last, task);
    if (child === null) {
      wantWrite(nd.mnt);
      const dentry = createIn(task, nd.path, nd.last, S_IFREG | (mode & 0o7777), 0);
      return { path: { mnt: nd.mnt, dentry }, isCreated: true };
    }
    if (isExcl) throw EEXIST;
    if (!nd.step(child, (flags & O_NOFOLLOW) === 0, true) || nd.isAtEnd) break;
    nd.walkParent();
  }
  if (isExcl) throw EEXIST;
  if (isDir(nd.dentry.inode.mode)) throw EISDIR;
  mayCreateInSticky(task, dir, nd.dentry.inode);
  return { path: nd.path, isCreated: false };
}

/** O_TMPFILE: a regular file without a name in the directory's file system. */
function makeTmpfile(task: Task, dir: Path, flags: number, mode: number): Path {
  const { inode } = dir.dentry;
  wantWrite(dir.mnt);
  inodePermission(task, inode, MAY_WRITE | MAY_EXEC);
  if (inode.ops.tmpfile === undefined) throw ENOTSUP;
  const made = inode.ops.tmpfile(inode, newMode(task, inode, S_IFREG | (mode & 0o7777)), (flags & O_EXCL) === 0, task);
  const dentry = new Dentry(inode.sb, `#${made.ino}`, dir.dentry, made);
  dentry.isDeleted = true;
  return { mnt: dir.mnt, dentry };
}

/** do_filp_open */
export function* openByName(task: Task, dirfd: number, name: string, flagsGiven: number, mode: number): Sys<File> {
  let flags = flagsGiven;
  if ((flags & O_PATH) !== 0) flags &= O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC;
  const isTmpfile = (flags & TMPFILE_BIT) !== 0;
  let acc: number = ACC_MODE[flags & O_ACCMODE];
  if (isTmpfile && ((flags & O_DIRECTORY) === 0 || (acc & MAY_WRITE) === 0)) throw EINVAL;
  if ((flags & (O_CREAT | O_DIRECTORY)) === (O_CREAT | O_DIRECTORY)) throw EINVAL;
  if ((flags & O_TRUNC) !== 0) acc |= MAY_WRITE;
  const lookup = ((flags & O_DIRECTORY) !== 0 ? LOOKUP_DIRECTORY : 0) | ((flags & O_NOFOLLOW) === 0 ? LOOKUP_FOLLOW : 0);
  if (isTmpfile) {
    const dir = lookupPath(task, dirfd, name, lookup | LOOKUP_DIRECTORY);
    return yield* openFile(task, makeTmpfile(task, dir, flags, mode), flags & ~O_DIRECTORY);
  }
  if ((flags & O_PATH) !== 0) return yield* openFile(task, lookupPath(task, dirfd, name, lookup), flags);
  let path: Path;
  let isCreated = false;
  if ((flags & O_CREAT) !== 0) {
    const nd = new NameData(task, dirfd, name);
    nd.walkParent();
    ({ path, isCreated } = lookupOrCreate(task, nd, flags, mode));
  } else path = lookupPath(task, dirfd, name, lookup);
  const { inode } = path.dentry;
  const truncates = (flags & O_TRUNC) !== 0 && !isCreated && isReg(inode.mode);
  if (truncates) wantWrite(path.mnt);
  if (!isCreated) mayOpen(task, path, acc, flags);
  const file = yield* openFile(task, path, flags);
  if (truncates) truncateInode(task, inode, 0);
  return file;
}
