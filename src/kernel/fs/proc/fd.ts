// /proc/PID/fd and fdinfo (fs/proc/fd.c, proc_pid_fd(5)): one magic link for each open descriptor.

import { EACCES, ENOENT } from '../../../abi/errno.ts';
import { O_ACCMODE, O_CLOEXEC, O_PATH, O_RDONLY, O_WRONLY } from '../../../abi/flags.ts';
import { type Dirent, S_IFLNK, S_IFREG } from '../../../abi/stat.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import { pidFromFile } from '../../proc/pidfd.ts';
import type { Task } from '../../sched/task.ts';
import { pathString } from '../../vfs/dpath.ts';
import type { File } from '../../vfs/file.ts';
import type { Inode } from '../../vfs/inode.ts';
import { genericPermission } from '../../vfs/permission.ts';
import { dirent, type Host, type LinkRow, type ListRow, nameToNumber, PseudoOps, pseudoInode, type TextRow } from '../pseudo.ts';
import { fdLockText } from './locks.ts';
import { alive, existing, type ProcFd, type ProcPid } from './procfs.ts';

/** What an open file of 64-bit programs has among its flags. */
const O_LARGEFILE = 0o100000;

function fileOf(about: ProcFd): File {
  const t = existing(about);
  if (!t.files.has(about.fd)) throw ENOENT;
  return t.files.get(about.fd);
}

/** proc_fd_permission: a process may always look at its own. */
function fdPermission(about: ProcPid, mask: number, task: Task, inode: Inode): void {
  if (about.pid.task === task) return;
  genericPermission(task, inode, mask);
}

const fdLink: LinkRow<ProcFd> = {
  type: 'link',
  mode: 0o500,
  size: 64,
  text(about, task) {
    const file = fileOf(about);
    if (!ptraceMayAccess(task, existing(about), PTRACE_READ_FSCREDS)) throw EACCES;
    return pathString(file.path, task.fs.root);
  },
  follow(about, task) {
    const file = fileOf(about);
    if (!ptraceMayAccess(task, existing(about), PTRACE_READ_FSCREDS)) throw EACCES;
    return file.path;
  },
};

/** The link's mode says how the file is open. */
function linkMode(file: File): number {
  const acc = file.flags & O_ACCMODE;
  const canRead = (file.flags & O_PATH) === 0 && acc !== O_WRONLY;
  const canWrite = (file.flags & O_PATH) === 0 && acc !== O_RDONLY;
  return S_IFLNK | (canRead ? 0o500 : 0) | (canWrite ? 0o300 : 0);
}

const fdinfo: TextRow<ProcFd> = {
  type: 'file',
  mode: 0o444,
  read(about) {
    const t = alive(about);
    const file = fileOf(about);
    const isAnonymous = file.path.dentry.sb.dname !== null;
    const flags =
      file.flags | (t.files.isCloexec(about.fd) ? O_CLOEXEC : 0) | (isAnonymous || (file.flags & O_PATH) !== 0 ? 0 : O_LARGEFILE);
    let s = `pos:\t${file.pos}\nflags:\t0${flags.toString(8)}\nmnt_id:\t${file.path.mnt.id}\nino:\t${file.inode.ino}\n`;
    s += fdLockText(file, about.fs.pidNs);
    const pid = pidFromFile(file);
    if (pid !== null) {
      const ns = about.fs.pidNs;
      const numbers = pid.numbers.slice(ns.level).map((n) => n.nr);
      s += pid.task === null ? 'Pid:\t-1\nNSpid:\t-1\n' : `Pid:\t${pid.in(ns)}\nNSpid:\t${pid.in(ns) === 0 ? '0' : numbers.join('\t')}\n`;
    }
    return s;
  },
};

function openFds(about: ProcPid): readonly number[] {
  const t = existing(about);
  return t.isZombie ? [] : [...t.files.open()].map(([fd]) => fd);
}

function fdNames(about: ProcPid, type: number): readonly Dirent[] {
  return openFds(about).map((fd) => dirent(String(fd), about.fs.nextIno(), type));
}

function lookupFd(about: ProcPid, name: string): ProcFd | null {
  const fd = nameToNumber(name);
  const t = existing(about);
  if (fd === null || t.isZombie || !t.files.has(fd)) return null;
  return { fs: about.fs, pid: about.pid, fd };
}

function isOpen(about: ProcPid, name: string): boolean {
  const { task } = about.pid;
  return task !== null && !task.isZombie && task.files.has(Number(name));
}

function fdHost(about: ProcPid): Host<ProcFd> {
  const { pidHost } = about.fs;
  return {
    sb: about.fs.sb,
    nextIno: about.fs.nextIno,
    refresh(fd, inode) {
      pidHost.refresh?.(fd, inode);
      const { task } = fd.pid;
      if (inode.ops instanceof PseudoOps && inode.ops.row === fdLink && task?.files.has(fd.fd) === true) {
        inode.mode = linkMode(task.files.get(fd.fd));
      }
    },
  };
}

export const fdDir: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o500,
  lookup(about, name) {
    const fd = lookupFd(about, name);
    return fd === null ? null : pseudoInode(fdHost(about), fd, fdLink);
  },
  names: (about) => fdNames(about, S_IFLNK),
  isCurrent: isOpen,
  permission: fdPermission,
  refresh(about, inode) {
    inode.size = about.pid.task === null ? 0 : openFds(about).length;
  },
};

export const fdinfoDir: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o555,
  lookup(about, name) {
    const fd = lookupFd(about, name);
    return fd === null ? null : pseudoInode(fdHost(about), fd, fdinfo);
  },
  names: (about) => fdNames(about, S_IFREG),
  isCurrent: isOpen,
  permission(about, mask, task, inode) {
    if (!ptraceMayAccess(task, existing(about), PTRACE_READ_FSCREDS)) throw EACCES;
    genericPermission(task, inode, mask);
  },
};
