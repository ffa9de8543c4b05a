// What a mount of proc knows: the PID namespace it shows, and its options (fs/proc/root.c; proc(5), "Mount options"). Each mount is a
// superblock of its own.

import { EINVAL, ENOENT, EPERM, ESRCH } from '../../../abi/errno.ts';
import { S_IFDIR } from '../../../abi/stat.ts';
import { type Kgid, kgid, kuid } from '../../cred/cred.ts';
import { fromKgid, makeKgid, makeKuid } from '../../cred/idmap.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import type { PidNs } from '../../ns/pidns.ts';
import type { Pid } from '../../proc/pid.ts';
import type { Task } from '../../sched/task.ts';
import { copyAttr } from '../../vfs/attr.ts';
import type { Iattr, Inode, Superblock } from '../../vfs/inode.ts';
import { inGroup } from '../../vfs/permission.ts';
import { type Host, inoCounter } from '../pseudo.ts';

/** hidepid=: whose /proc/PID can be entered (noaccess), seen (invisible), or both (ptraceable); proc(5). */
export const HIDEPID: readonly (string | undefined)[] = ['off', 'noaccess', 'invisible', undefined, 'ptraceable'];
export const HIDEPID_NO_ACCESS = 1;
export const HIDEPID_INVISIBLE = 2;
export const HIDEPID_NOT_PTRACEABLE = 4;

export interface ProcOptions {
  hidepid: number;
  /** Members see everything. */
  gid: Kgid;
  /** subset=pid */
  pidOnly: boolean;
}

export class ProcFs {
  readonly sb: Superblock;
  readonly pidNs: PidNs;
  options: ProcOptions;
  readonly nextIno = inoCounter(100000);
  readonly rootHost: Host<ProcFs>;
  readonly pidHost: Host<ProcPid>;

  constructor(sb: Superblock, pidNs: PidNs, options: ProcOptions) {
    this.sb = sb;
    this.pidNs = pidNs;
    this.options = options;
    this.rootHost = { sb, nextIno: this.nextIno, refusesNames: true, isEntry: true, setattr: copyAttr };
    this.pidHost = { sb, nextIno: this.nextIno, refusesNames: true, refresh: refreshOwner, setattr: setPidAttr };
  }
}

/** proc_setattr: the mode stays; an owner lasts until the next look. */
function setPidAttr(inode: Inode, attr: Iattr): void {
  if (attr.mode !== undefined) throw EPERM;
  copyAttr(inode, attr);
}

/** What the files of /proc/PID are about: a process, seen through one mount of proc. */
export interface ProcPid {
  readonly fs: ProcFs;
  readonly pid: Pid;
}

/** A descriptor or a link below a process's directory. */
export interface ProcFd extends ProcPid {
  readonly fd: number;
}

/** The process; ESRCH once it has been reaped. */
export function alive(about: ProcPid): Task {
  const { task } = about.pid;
  if (task === null) throw ESRCH;
  return task;
}

/** As alive, for a look-up: ENOENT. */
export function existing(about: ProcPid): Task {
  const { task } = about.pid;
  if (task === null) throw ENOENT;
  return task;
}

/** task_dump_owner: the files belong to the process's effective ids; an undumpable process's belong to the root of its program's namespace. */
function refreshOwner(about: ProcPid, inode: Inode): void {
  const { task } = about.pid;
  if (task === null) return;
  inode.uid = task.cred.euid;
  inode.gid = task.cred.egid;
  if (inode.mode === (S_IFDIR | 0o555) || task.isDumpable || task.isKernelThread || task.isZombie) return;
  const uid = makeKuid(task.mmUserNs, 0);
  const gid = makeKgid(task.mmUserNs, 0);
  inode.uid = (uid as number) < 0 ? kuid(0) : uid;
  inode.gid = (gid as number) < 0 ? kgid(0) : gid;
}

/** has_pid_permissions: `min` is the strength of hidepid that would forbid it. */
export function mayKnow(fs: ProcFs, reader: Task, target: Task, min: number): boolean {
  const { hidepid, gid } = fs.options;
  if (hidepid === HIDEPID_NOT_PTRACEABLE) return ptraceMayAccess(reader, target, PTRACE_READ_FSCREDS);
  if (hidepid < min || inGroup(reader.cred, gid)) return true;
  return ptraceMayAccess(reader, target, PTRACE_READ_FSCREDS);
}

/** proc_pid_permission, before the mode bits. */
export function checkHidepid(fs: ProcFs, reader: Task, target: Task): void {
  if (mayKnow(fs, reader, target, HIDEPID_NO_ACCESS)) return;
  throw fs.options.hidepid === HIDEPID_INVISIBLE ? ENOENT : EPERM;
}

/** The data string of mount(2). EINVAL for anything unknown. */
export function parseProcOptions(text: string, task: Task, old: ProcOptions | null): ProcOptions {
  const options: ProcOptions = old === null ? { hidepid: 0, gid: kgid(0), pidOnly: false } : { ...old };
  for (const item of text.split(',')) {
    if (item === '') continue;
    const eq = item.indexOf('=');
    const name = eq < 0 ? item : item.slice(0, eq);
    const value = eq < 0 ? '' : item.slice(eq + 1);
    if (name === 'hidepid') options.hidepid = parseHidepid(value);
    else if (name === 'gid') {
      if (!/^\d+$/.test(value)) throw EINVAL;
      options.gid = makeKgid(task.cred.userNs, Number(value));
      if ((options.gid as number) < 0) throw EINVAL;
    } else if (name === 'subset') {
      if (value !== 'pid') throw EINVAL;
      options.pidOnly = true;
    } else throw EINVAL;
  }
  return options;
}

function parseHidepid(value: string): number {
  const n = /^\d+$/.test(value) ? Number(value) : HIDEPID.indexOf(value);
  if (n < 0 || HIDEPID[n] === undefined) throw EINVAL;
  return n;
}

export function showProcOptions(fs: ProcFs): string {
  const { hidepid, gid, pidOnly } = fs.options;
  const group = (gid as number) === 0 ? '' : `,gid=${fromKgid(fs.sb.kernel.init.user, gid)}`;
  return `${group}${hidepid === 0 ? '' : `,hidepid=${HIDEPID[hidepid] ?? ''}`}${pidOnly ? ',subset=pid' : ''}`;
}
