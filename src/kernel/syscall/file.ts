// System calls on open files (fs/open.c, fs/read_write.c, fs/fcntl.c, fs/select.c, fs/ioctl.c).

import { EBADF, EFBIG, EINVAL, EISDIR, EMFILE, ENODEV, ENOTSUP, ENOTTY, ESPIPE } from '../../abi/errno.ts';
import {
  AT_FDCWD,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  O_ACCMODE,
  O_APPEND,
  O_CLOEXEC,
  O_LARGEFILE,
  O_NOATIME,
  O_NONBLOCK,
  O_PATH,
  O_RDONLY,
  O_WRONLY,
  RLIMIT_FSIZE,
  RLIMIT_NOFILE,
  SEEK_CUR,
  SEEK_SET,
} from '../../abi/flags.ts';
import { SIGXFSZ } from '../../abi/signal.ts';
import { isDir, isFifo, isReg } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Ioctls, PollFd } from '../../abi/syscalls.ts';
import { createPipe } from '../fs/pipefs.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { truncateInode, truncatePath } from '../vfs/attr.ts';
import type { File } from '../vfs/file.ts';
import { closeFile } from '../vfs/file-close.ts';
import { flockFile } from '../vfs/flock.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { openByName } from '../vfs/open.ts';
import { pollFiles } from '../vfs/poll.ts';
import { defaultSeek } from '../vfs/seek.ts';
import type { SyscallTable } from './def.ts';
import { buffer, decimal, dirfd, hex, mode, path } from './format.ts';
import { fcntlName, flockName, openFlags, pipeFlags, pollFds, whenceName } from './format-file.ts';

/** fdget: an open file that is more than a name (not O_PATH). */
function getFile(task: Task, fd: number): File {
  const file = task.files.get(fd);
  if ((file.flags & O_PATH) !== 0) throw EBADF;
  return file;
}

/** What F_SETFL may change (SETFL_MASK); 040000 is O_DIRECT. */
const STATUS_FLAGS = O_APPEND | O_NONBLOCK | O_NOATIME | 0o40000;

const maxFiles = (task: Task): number => task.rlimits[RLIMIT_NOFILE].cur;

function* openat(task: Task, fd: number, name: string, flagsGiven: number, perm: number | undefined): Sys<number> {
  const limit = maxFiles(task);
  task.files.unused(0, limit);
  const file = yield* openByName(task, fd, name, flagsGiven | O_LARGEFILE, perm ?? 0);
  return task.files.install(file, (flagsGiven & O_CLOEXEC) !== 0, 0, limit);
}

function* read(task: Task, fd: number, count: number): Sys<Uint8Array> {
  const file = getFile(task, fd);
  if ((file.flags & O_ACCMODE) === O_WRONLY) throw EBADF;
  const { ops } = file;
  if (ops.read === undefined) throw isDir(file.inode.mode) ? EISDIR : EINVAL;
  if (count < 0) throw EINVAL;
  const data = yield* ops.read(file, count, file.pos, task);
  if (ops.isSeekable !== false) file.pos += data.length;
  task.io.rchar += data.length;
  task.io.syscr++;
  return data;
}

function* pread64(task: Task, fd: number, count: number, offset: number): Sys<Uint8Array> {
  if (offset < 0) throw EINVAL;
  const file = getFile(task, fd);
  if ((file.flags & O_ACCMODE) === O_WRONLY) throw EBADF;
  const { ops } = file;
  if (ops.isSeekable === false) throw ESPIPE;
  if (ops.read === undefined) throw isDir(file.inode.mode) ? EISDIR : EINVAL;
  return yield* ops.read(file, count, offset, task);
}

function* write(task: Task, fd: number, data: Uint8Array): Sys<number> {
  const file = getFile(task, fd);
  if ((file.flags & O_ACCMODE) === O_RDONLY) throw EBADF;
  const { ops } = file;
  if (ops.write === undefined) throw EINVAL;
  // "If the file was open(2)ed with O_APPEND, the file offset is first set to the end of the file before writing" (write(2)).
  const offset = (file.flags & O_APPEND) !== 0 && isReg(file.inode.mode) ? file.inode.size : file.pos;
  const n = yield* ops.write(file, data, offset, task);
  if (ops.isSeekable !== false) file.pos = offset + n;
  task.io.wchar += n;
  task.io.syscw++;
  return n;
}

function* pwrite64(task: Task, fd: number, data: Uint8Array, offset: number): Sys<number> {
  if (offset < 0) throw EINVAL;
  const file = getFile(task, fd);
  if ((file.flags & O_ACCMODE) === O_RDONLY) throw EBADF;
  const { ops } = file;
  if (ops.isSeekable === false) throw ESPIPE;
  if (ops.write === undefined) throw EINVAL;
  // "opening a file with the O_APPEND flag should have no effect on the location …, however, on Linux … data is appended" (pwrite(2)).
  const at = (file.flags & O_APPEND) !== 0 && isReg(file.inode.mode) ? file.inode.size : offset;
  return yield* ops.write(file, data, at, task);
}

function lseek(task: Task, fd: number, offset: number, whence: number): number {
  const file = getFile(task, fd);
  const { ops } = file;
  if (ops.isSeekable === false) throw ESPIPE;
  const { inode } = file;
  if (isDir(inode.mode)) {
    // offset_dir_llseek: the start, or where one is.
    if (whence !== SEEK_SET && whence !== SEEK_CUR) throw EINVAL;
    const pos = whence === SEEK_CUR ? file.pos + offset : offset;
    if (pos < 0) throw EINVAL;
    if (pos === 0) file.dirents = null;
    file.pos = pos;
    return pos;
  }
  file.pos = ops.llseek !== undefined ? ops.llseek(file, offset, whence, task) : defaultSeek(file, offset, whence);
  return file.pos;
}

/** inode_newsize_ok: beyond RLIMIT_FSIZE the file may not grow. */
function checkSize(task: Task, file: { readonly size: number }, length: number): void {
  if (length > file.size && length > task.rlimits[RLIMIT_FSIZE].cur) {
    sendSignal(task, SIGXFSZ, task);
    throw EFBIG;
  }
}

function ftruncate(task: Task, fd: number, length: number): void {
  if (length < 0) throw EINVAL;
  const file = getFile(task, fd);
  const { inode } = file;
  if (!isReg(inode.mode) || (file.flags & O_ACCMODE) === O_RDONLY) throw EINVAL;
  checkSize(task, inode, length);
  if (file.ops.truncate !== undefined) file.ops.truncate(file, length, task);
  else truncateInode(task, inode, length);
}

function truncate(task: Task, name: string, length: number): void {
  if (length < 0) throw EINVAL;
  const at = lookupPath(task, AT_FDCWD, name, LOOKUP_FOLLOW);
  if (isReg(at.dentry.inode.mode)) checkSize(task, at.dentry.inode, length);
  truncatePath(task, at, length);
}

function fallocate(task: Task, fd: number, fallocMode: number, offset: number, length: number): void {
  const file = getFile(task, fd);
  if (offset < 0 || length <= 0) throw EINVAL;
  if ((file.flags & O_ACCMODE) === O_RDONLY) throw EBADF;
  const { inode, ops } = file;
  if (isFifo(inode.mode)) throw ESPIPE;
  if (isDir(inode.mode)) throw EISDIR;
  if (!isReg(inode.mode)) throw ENODEV;
  if (ops.fallocate === undefined) throw ENOTSUP;
  checkSize(task, inode, offset + length);
  ops.fallocate(file, fallocMode, offset, length, task);
}

/** fsync of what has no disk behind it (pipes, sockets, terminals) is EINVAL. */
function fsync(task: Task, fd: number): void {
  const file = getFile(task, fd);
  if (!isReg(file.inode.mode) && !isDir(file.inode.mode)) throw EINVAL;
}

function dup(task: Task, fd: number): number {
  const file = task.files.get(fd);
  const to = task.files.install(file, false, 0, maxFiles(task));
  file.users++;
  return to;
}

function dupTo(task: Task, fd: number, to: number, cloexec: boolean): number {
  const file = task.files.get(fd);
  if (to < 0 || to >= maxFiles(task)) throw EBADF;
  file.users++;
  task.files.replace(to, file, cloexec);
  return to;
}

function dup2(task: Task, fd: number, to: number): number {
  if (fd === to) {
    task.files.get(fd);
    return fd;
  }
  return dupTo(task, fd, to, false);
}

function dup3(task: Task, fd: number, to: number, flagsGiven: number): number {
  if ((flagsGiven & ~O_CLOEXEC) !== 0 || fd === to) throw EINVAL;
  return dupTo(task, fd, to, (flagsGiven & O_CLOEXEC) !== 0);
}

function fcntl(task: Task, fd: number, cmd: number, argGiven: number | undefined): number {
  const arg = argGiven ?? 0;
  const file = task.files.get(fd);
  switch (cmd) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC: {
      if (arg < 0 || arg >= maxFiles(task)) throw EINVAL;
      const to = task.files.install(file, cmd === F_DUPFD_CLOEXEC, arg, maxFiles(task));
      file.users++;
      return to;
    }
    case F_GETFD:
      return task.files.isCloexec(fd) ? FD_CLOEXEC : 0;
    case F_SETFD:
      task.files.setCloexec(fd, (arg & FD_CLOEXEC) !== 0);
      return 0;
    case F_GETFL:
      return file.flags;
    case F_SETFL:
      if ((file.flags & O_PATH) !== 0) throw EBADF;
      file.flags = (file.flags & ~STATUS_FLAGS) | (arg & STATUS_FLAGS);
      return 0;
    default:
      if ((file.flags & O_PATH) !== 0) throw EBADF;
      throw EINVAL;
  }
}

function pipe2(task: Task, flagsGiven: number): [number, number] {
  const O_DIRECT = 0o40000;
  if ((flagsGiven & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT)) !== 0) throw EINVAL;
  const [reader, writer] = createPipe(task, flagsGiven & (O_NONBLOCK | O_DIRECT));
  const cloexec = (flagsGiven & O_CLOEXEC) !== 0;
  const limit = maxFiles(task);
  let fd = -1;
  try {
    fd = task.files.install(reader, cloexec, 0, limit);
    return [fd, task.files.install(writer, cloexec, 0, limit)];
  } catch (e) {
    if (e !== EMFILE) throw e;
    if (fd === -1) closeFile(reader);
    else task.files.close(fd);
    closeFile(writer);
    throw e;
  }
}

function* poll(task: Task, fds: readonly PollFd[], timeoutMs: number): Sys<number[]> {
  if (fds.length > maxFiles(task)) throw EINVAL;
  return yield* pollFiles(task, fds, timeoutMs);
}

function* flock(task: Task, fd: number, operation: number): Sys<void> {
  yield* flockFile(task, getFile(task, fd), operation);
}

function* ioctl<R extends keyof Ioctls>(task: Task, fd: number, request: R, arg: Ioctls[R]['arg']): Sys<Ioctls[R]['result']> {
  const file = getFile(task, fd);
  if (file.ops.ioctl === undefined) throw ENOTTY;
  return yield* file.ops.ioctl(file, request, arg, task);
}

const byteCount = (b: Uint8Array): string => String(b.length);

type FileCalls = Pick<
  SyscallTable,
  | 'openat'
  | 'close'
  | 'read'
  | 'write'
  | 'pread64'
  | 'pwrite64'
  | 'lseek'
  | 'ftruncate'
  | 'truncate'
  | 'fallocate'
  | 'fsync'
  | 'sync'
  | 'dup'
  | 'dup2'
  | 'dup3'
  | 'fcntl'
  | 'pipe2'
  | 'poll'
  | 'flock'
  | 'ioctl'
>;

export const fileCalls = {
  openat: { args: [dirfd, path, openFlags, mode], sleeps: true, run: openat },
  close: { args: [decimal], sleeps: false, run: (task, fd) => task.files.close(fd) },
  read: {
    args: [decimal, decimal],
    ret: byteCount,
    shown: (data, fd, count) => [decimal(fd), buffer(data), decimal(count)],
    sleeps: true,
    run: read,
  },
  write: {
    args: [decimal, buffer],
    shown: (_n, fd, data) => [decimal(fd), buffer(data), byteCount(data)],
    sleeps: true,
    run: write,
  },
  pread64: {
    args: [decimal, decimal, decimal],
    ret: byteCount,
    shown: (data, fd, count, offset) => [decimal(fd), buffer(data), decimal(count), decimal(offset)],
    sleeps: true,
    run: pread64,
  },
  pwrite64: {
    args: [decimal, buffer, decimal],
    shown: (_n, fd, data, offset) => [decimal(fd), buffer(data), byteCount(data), decimal(offset)],
    sleeps: true,
    run: pwrite64,
  },
  lseek: { args: [decimal, decimal, whenceName], sleeps: false, run: lseek },
  ftruncate: { args: [decimal, decimal], sleeps: false, run: ftruncate },
  truncate: { args: [path, decimal], sleeps: false, run: truncate },
  fallocate: { args: [decimal, hex, decimal, decimal], sleeps: false, run: fallocate },
  fsync: { args: [decimal], sleeps: false, run: fsync },
  sync: { args: [], sleeps: false, run: () => undefined },
  dup: { args: [decimal], sleeps: false, run: dup },
  dup2: { args: [decimal, decimal], sleeps: false, run: dup2 },
  dup3: { args: [decimal, decimal, openFlags], sleeps: false, run: dup3 },
  fcntl: { args: [decimal, fcntlName, decimal], sleeps: false, run: fcntl },
  pipe2: {
    args: [pipeFlags],
    ret: () => '0',
    shown: ([r, w], given) => [`[${r}, ${w}]`, pipeFlags(given)],
    sleeps: false,
    run: pipe2,
  },
  poll: {
    args: [pollFds, decimal],
    ret: (r) => (r.every((n) => n === 0) ? '0 (Timeout)' : String(r.filter((n) => n !== 0).length)),
    shown: (_r, fds, timeout) => [pollFds(fds), decimal(fds.length), decimal(timeout)],
    sleeps: true,
    run: poll,
  },
  flock: { args: [decimal, flockName], sleeps: true, run: flock },
  ioctl: { args: [decimal, hex, String], sleeps: true, run: ioctl },
} satisfies FileCalls;
