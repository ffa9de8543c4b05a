// /proc/locks and the lock lines of fdinfo (fs/locks.c lock_get_status; proc_locks(5)): the locks of flock(2), in the numbers of the mount's
// PID namespace.

import { LOCK_EX } from '../../../abi/flags.ts';
import { major, minor } from '../../../abi/stat.ts';
import type { PidNs } from '../../ns/pidns.ts';
import type { Task } from '../../sched/task.ts';
import type { File } from '../../vfs/file.ts';
import type { ProcFs } from './procfs.ts';

const hex2 = (n: number): string => n.toString(16).padStart(2, '0');

function lockLine(file: File, nr: number): string {
  const { sb } = file.path.dentry;
  const kind = file.lock === LOCK_EX ? 'WRITE' : 'READ ';
  return `FLOCK  ADVISORY  ${kind} ${nr} ${hex2(major(sb.dev))}:${hex2(minor(sb.dev))}:${file.inode.ino} 0 EOF\n`;
}

/** locks_translate_pid: 0 for a process that is gone, or that the mount does not show. */
const ownerNumber = (file: File, ns: PidNs): number =>
  (file.lockOwner?.task ?? null) === null || file.lockOwner === null ? 0 : file.lockOwner.in(ns);

/** A lock whose owner is not there to be named is left out. */
export function locksText(fs: ProcFs, task: Task): string {
  const seen = new Set<File>();
  for (const t of task.kernel.tasks) {
    if (t.isZombie) continue;
    for (const [, file] of t.files.open()) if (file.lock !== 0) seen.add(file);
  }
  let s = '';
  let n = 0;
  for (const file of seen) {
    const nr = ownerNumber(file, fs.pidNs);
    if (nr !== 0) s += `${++n}: ${lockLine(file, nr)}`;
  }
  return s;
}

/** `lock:\t1: FLOCK  …` of an open file that holds one. */
export const fdLockText = (file: File, ns: PidNs): string => (file.lock === 0 ? '' : `lock:\t1: ${lockLine(file, ownerNumber(file, ns))}`);
