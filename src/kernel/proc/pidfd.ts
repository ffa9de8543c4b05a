// A process as a file descriptor (pidfd_open(2), fs/pidfs.c): it names the process even when its number has been given to another.

import { EBADF, EINVAL, ESRCH } from '../../abi/errno.ts';
import { O_NONBLOCK, O_RDWR, POLLHUP, POLLIN, RLIMIT_NOFILE } from '../../abi/flags.ts';
import { S_IFDIR, S_IFREG } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { kernMount } from '../mount/boot.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { newFile } from '../vfs/open.ts';
import type { Pid } from './pid.ts';
import { signalTask } from './signal.ts';

const PIDFS: FsType = {
  name: 'pidfs',
  magic: 0x50494446,
  isNodev: true,
  userMount: false,
  mount() {
    throw EINVAL;
  },
};

class PidOps implements InodeOps {
  readonly pid: Pid;

  constructor(pid: Pid) {
    this.pid = pid;
  }

  open(): FileOps {
    return PID_FILE;
  }
}

const PID_FILE: FileOps = {
  /** "A PID file descriptor … indicates as readable when the process terminates." */
  poll(file) {
    const task = pidFromFile(file)?.task ?? null;
    return task === null ? POLLIN | POLLHUP : task.isZombie ? POLLIN : 0;
  },
  queues(file) {
    const parent = pidFromFile(file)?.task?.parent ?? null;
    return parent === null ? [] : [parent.childQueue];
  },
};

export function createPidfs(kernel: Kernel): Superblock {
  const sb = new Superblock(kernel, PIDFS, kernel.ids.anonDev.next(), kernel.init.user, 0);
  const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o755, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, root);
  sb.dname = (dentry) => dentry.name;
  kernMount(sb);
  return sb;
}

/** The process behind an open file, or null when it is no pidfd. */
export function pidFromFile(file: File): Pid | null {
  const { ops } = file.inode;
  return ops instanceof PidOps ? ops.pid : null;
}

/** pidfd_open(2). EINVAL: not a positive number; ESRCH: no such process. The descriptor is close-on-exec. */
export function pidfdOpen(task: Task, nr: number, flags: number): number {
  if ((flags & ~O_NONBLOCK) !== 0 || nr <= 0) throw EINVAL;
  const pid = task.pid.ns.pids.get(nr) ?? null;
  if (pid === null || pid.task === null) throw ESRCH;
  const sb = task.kernel.internal.pidfs;
  if (sb.kernMount === null) throw new Error('pidfs is not mounted');
  const inode = new Inode({
    sb,
    ino: pid.global,
    mode: S_IFREG | 0o700,
    uid: kuid(0),
    gid: kgid(0),
    ops: new PidOps(pid),
    time: task.kernel.clock.now(),
  });
  const file = newFile(
    { mnt: sb.kernMount, dentry: new Dentry(sb, 'anon_inode:[pidfd]', null, inode) },
    O_RDWR | flags,
    PID_FILE,
    task.cred,
  );
  return task.files.install(file, true, 0, task.rlimits[RLIMIT_NOFILE].cur);
}

/** pidfd_send_signal(2). */
export function pidfdSendSignal(task: Task, fd: number, sig: number): void {
  const pid = pidFromFile(task.files.get(fd));
  if (pid === null) throw EBADF;
  // "EINVAL: the process referred to is in a PID namespace" that is not the caller's or below it.
  if (pid.in(task.pid.ns) === 0) throw EINVAL;
  signalTask(task, pid.task, sig);
}
