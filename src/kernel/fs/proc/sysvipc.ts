// /proc/sysvipc: the System V objects of the opener's IPC namespace, a line each in the order of their indexes (proc_sysvipc(5), ipc/util.c
// sysvipc_proc_seq_ops and the *_proc_show of ipc/shm.c, sem.c, msg.c). Anybody may read it: a queue that he may not use is listed all the same.

import { showGid, showUid } from '../../cred/idmap.ts';
import type { UserNs } from '../../cred/userns.ts';
import type { IpcObject, IpcPerm } from '../../ipc/ids.ts';
import { type IpcNs, ipcNsOf } from '../../ipc/ipcns.ts';
import type { MsgQueue } from '../../ipc/msg.ts';
import type { SemArray } from '../../ipc/sem.ts';
import type { ShmSegment } from '../../ipc/shm.ts';
import type { PidNs } from '../../ns/pidns.ts';
import type { Pid } from '../../proc/pid.ts';
import type { Task } from '../../sched/task.ts';
import type { File, FileOps } from '../../vfs/file.ts';
import { dir, TEXT_OPS, type TextRow } from '../pseudo.ts';
import type { ProcFs } from './procfs.ts';

const right = (value: number, width: number): string => String(value).padStart(width);

/** Who opened the table: process and user numbers are his. */
interface Reader {
  readonly pidNs: PidNs;
  readonly userNs: UserNs;
}

const number = (pid: Pid | null, reader: Reader): string => right(pid?.in(reader.pidNs) ?? 0, 5);

/** `key id mode`, which every line starts with. */
const head = ({ key, id, mode }: IpcPerm): string => `${right(key, 10)} ${right(id, 10)}  ${mode.toString(8).padStart(4)}`;

/** `uid gid cuid cgid` as the reader's user namespace has them. */
function owners({ uid, gid, cuid, cgid }: IpcPerm, { userNs }: Reader): string {
  return [showUid(uid, userNs), showGid(gid, userNs), showUid(cuid, userNs), showGid(cgid, userNs)].map((n) => right(n, 5)).join(' ');
}

const times = (...seconds: number[]): string => seconds.map((s) => right(s, 10)).join(' ');

const shmLine = (s: ShmSegment, reader: Reader): string =>
  `${head(s.perm)} ${right(s.size, 21)} ${number(s.cpid, reader)} ${number(s.lpid, reader)}  ${right(s.nattch, 5)} ${owners(s.perm, reader)} ` +
  `${times(s.atime, s.dtime, s.ctime)} ${right(s.rss, 21)} ${right(0, 21)}\n`;

const semLine = (s: SemArray, reader: Reader): string =>
  `${head(s.perm)} ${right(s.sems.length, 10)} ${owners(s.perm, reader)} ${times(s.otime, s.ctime)}\n`;

const msgLine = (q: MsgQueue, reader: Reader): string =>
  `${head(q.perm)}  ${right(q.cbytes, 10)} ${right(q.messages.length, 10)} ${number(q.lspid, reader)} ${number(q.lrpid, reader)} ` +
  `${owners(q.perm, reader)} ${times(q.stime, q.rtime, q.ctime)}\n`;

const SHM_HEAD =
  '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime' +
  '                   rss                  swap\n';
const SEM_HEAD = '       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n';
const MSG_HEAD =
  '       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n';

/** struct ipc_proc_iter: whose objects an open file lists, and in whose process numbers. It keeps the namespace. */
interface Opener {
  readonly ns: IpcNs;
  readonly reader: Reader;
}

function openTable(_fs: ProcFs, task: Task, file: File): void {
  const ns = ipcNsOf(task);
  file.privateData = { ns, reader: { pidNs: task.pid.ns, userNs: task.cred.userNs } } satisfies Opener;
  ns.refs.add(file, 'open file');
}

const TABLE_OPS: FileOps = { ...TEXT_OPS, release: (file) => (file.privateData as Opener).ns.refs.drop(file) };

const listing = <T extends IpcObject>(
  heading: string,
  all: (ns: IpcNs) => readonly T[],
  line: (object: T, reader: Reader) => string,
): TextRow<ProcFs> => ({
  type: 'file',
  mode: 0o444,
  open: openTable,
  ops: () => TABLE_OPS,
  read(_fs, _task, file) {
    const { ns, reader } = file.privateData as Opener;
    return (
      heading +
      all(ns)
        .map((object) => line(object, reader))
        .join('')
    );
  },
});

export const SYSVIPC = dir<ProcFs>({
  msg: listing(MSG_HEAD, (ns) => ns.msg.all(), msgLine),
  sem: listing(SEM_HEAD, (ns) => ns.sem.all(), semLine),
  shm: listing(SHM_HEAD, (ns) => ns.shm.all(), shmLine),
});
