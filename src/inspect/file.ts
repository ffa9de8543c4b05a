// A file as a process would find it, looked at from outside: no system call is made, nothing is opened, no time stamp changes.

import { decode } from '../abi/bytes.ts';
import { Errno } from '../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../abi/flags.ts';
import { isDir, isLnk, isReg } from '../abi/stat.ts';
import { withoutSleep } from '../abi/sys.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/sched/task.ts';
import { File } from '../kernel/vfs/file.ts';
import type { Inode } from '../kernel/vfs/inode.ts';
import { lookupPath } from '../kernel/vfs/namei.ts';
import type { Path } from '../kernel/vfs/path.ts';

export interface FileView {
  readonly type: 'file' | 'directory' | 'link' | 'other';
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** A regular file's text, as far as MAX_TEXT; else null. */
  readonly text: string | null;
}

const MAX_TEXT = 65536;

/** What `path` means to the process `pid` (initial PID namespace); null when there is nothing, or no such process. A last link is not followed. */
export function fileAt(kernel: Kernel, pid: number, path: string): FileView | null {
  const task = kernel.init.pid.pids.get(pid)?.task ?? null;
  if (task === null || task.isZombie) return null;
  try {
    const found = lookupPath(task, AT_FDCWD, path, 0);
    const { inode } = found.dentry;
    return { type: typeOf(inode), mode: inode.mode, size: inode.size, text: isReg(inode.mode) ? readText(task, found) : null };
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

const typeOf = ({ mode }: Inode): FileView['type'] => (isReg(mode) ? 'file' : isDir(mode) ? 'directory' : isLnk(mode) ? 'link' : 'other');

/** A regular file's read never sleeps. */
function readText(task: Task, path: Path): string | null {
  const { inode } = path.dentry;
  if (inode.ops.open === undefined) return null;
  const file = new File(path, O_RDONLY, {}, task.cred);
  file.ops = inode.ops.open(inode, file, task);
  if (file.ops.read === undefined) return null;
  const result = withoutSleep(file.ops.read(file, MAX_TEXT, 0, task));
  file.ops.release?.(file);
  return result === null ? null : decode(result.value);
}
