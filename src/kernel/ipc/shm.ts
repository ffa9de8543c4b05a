// System V shared memory: the segments (shmget(2), shmctl(2), ipc/shm.c). Attaching them is shmat.ts.

import { CAP_IPC_LOCK } from '../../abi/caps.ts';
import { EINVAL, ENOMEM, ENOSPC, EPERM } from '../../abi/errno.ts';
import { RLIMIT_MEMLOCK } from '../../abi/flags.ts';
import {
  IPC_INFO,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  SHM_DEST,
  SHM_INFO,
  SHM_LOCK,
  SHM_LOCKED,
  SHM_NORESERVE,
  SHM_STAT,
  SHM_STAT_ANY,
  SHM_UNLOCK,
  type ShmCtl,
  type ShmInfo,
  type ShmidDs,
  type ShmUsage,
} from '../../abi/ipc.ts';
import { PAGE_SIZE } from '../../abi/limits.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import { type IpcObject, type IpcPerm, ipcGet, permDs, requireOwner, S_IRWXUGO, statObject, updatePerm } from './ids.ts';
import { type IpcNs, ipcNsOf } from './ipcns.ts';

/** The segment is a file, and no file is larger. */
const MAX_LFS_FILESIZE = 2 ** 63;
const SHM_HUGETLB = 0o4000;

export class ShmSegment implements IpcObject {
  readonly ns: IpcNs;
  readonly perm: IpcPerm;
  readonly size: number;
  readonly cpid: Pid;
  lpid: Pid | null = null;
  /** Seconds; 0: never. */
  atime = 0;
  dtime = 0;
  ctime: number;
  nattch = 0;
  /** The process that made it, while it lives in this namespace (shm_clist). */
  creator: Task | null;
  private memory: Uint8Array | null = null;

  constructor(ns: IpcNs, perm: IpcPerm, size: number, task: Task) {
    this.ns = ns;
    this.perm = perm;
    this.size = size;
    this.cpid = task.pid;
    this.creator = task;
    this.ctime = task.kernel.clock.now().sec;
  }

  get pages(): number {
    return Math.ceil(this.size / PAGE_SIZE);
  }

  /** Zeros until somebody writes; taken from the host at the first attachment. */
  get bytes(): Uint8Array {
    this.memory ??= new Uint8Array(this.size);
    return this.memory;
  }

  /** Bytes of the pages in memory: those that have been written into. */
  get rss(): number {
    if (this.memory === null) return 0;
    let pages = 0;
    for (let at = 0; at < this.size; at += PAGE_SIZE) {
      if (this.memory.subarray(at, at + PAGE_SIZE).some((b) => b !== 0)) pages++;
    }
    return pages * PAGE_SIZE;
  }

  /** do_shm_rmid: "the segment will actually be destroyed only after the last process detaches it" (shmctl(2)). */
  remove(): void {
    if (this.nattch === 0) {
      destroySegment(this);
      return;
    }
    this.perm.mode |= SHM_DEST;
    this.ns.shm.hideKey(this);
  }
}

/** newseg. EINVAL: smaller than 1 byte or larger than shmmax. ENOSPC: shmmni or shmall. ENOMEM: more than the machine has. */
function createSegment(task: Task, ns: IpcNs, key: number, size: number, flags: number): ShmSegment {
  const { limits } = ns;
  if (size < 1 || BigInt(size) > limits.shmmax) throw EINVAL;
  const pages = Math.ceil(size / PAGE_SIZE);
  if (BigInt(ns.shmPages + pages) > limits.shmall) throw ENOSPC;
  if ((flags & SHM_HUGETLB) !== 0) throw ENOMEM;
  if (size >= MAX_LFS_FILESIZE) throw EINVAL;
  if ((flags & SHM_NORESERVE) === 0 && size > task.kernel.config.memory) throw ENOMEM;
  const segment = ns.shm.add(task, key, flags & S_IRWXUGO, limits.shmmni, (perm) => new ShmSegment(ns, perm, size, task));
  ns.shmPages += pages;
  task.shmCreated ??= new Set();
  task.shmCreated.add(segment);
  return segment;
}

export function shmget(task: Task, key: number, size: number, flags: number): number {
  const ns = ipcNsOf(task);
  return ipcGet(task, key | 0, flags, {
    ids: ns.shm,
    owner: ns.owner,
    create: () => createSegment(task, ns, key | 0, size, flags),
    check(segment) {
      if (segment.size < size) throw EINVAL;
    },
  });
}

/** shm_destroy */
export function destroySegment(segment: ShmSegment): void {
  const { ns, creator } = segment;
  ns.shmPages -= segment.pages;
  ns.shm.remove(segment);
  creator?.shmCreated?.delete(segment);
  segment.creator = null;
}

/** shm_may_destroy: nobody has it attached, and it was removed, or the namespace removes what nobody has. */
export const mayDestroy = ({ nattch, ns, perm }: ShmSegment): boolean =>
  nattch === 0 && (ns.limits.shmRmidForced !== 0 || (perm.mode & SHM_DEST) !== 0);

/** exit_shm: the segments of a task that ends, or leaves the namespace, have no maker any more. */
export function exitShm(task: Task): void {
  const made = task.shmCreated;
  if (made === null) return;
  task.shmCreated = null;
  for (const segment of made) {
    segment.creator = null;
    if (mayDestroy(segment)) destroySegment(segment);
  }
}

/** shm_destroy_orphaned: shm_rmid_forced was set, which removes at once what nobody has attached and whose maker is gone. */
export function destroyOrphaned(ns: IpcNs): void {
  if (ns.limits.shmRmidForced === 0) return;
  for (const segment of ns.shm.all()) if (segment.creator === null && mayDestroy(segment)) destroySegment(segment);
}

function stat(task: Task, segment: ShmSegment): ShmidDs {
  const { ns } = task.pid;
  const { perm, size, atime, dtime, ctime, nattch } = segment;
  return {
    id: perm.id,
    perm: permDs(task, perm),
    segsz: size,
    atime,
    dtime,
    ctime,
    cpid: segment.cpid.in(ns),
    lpid: segment.lpid?.in(ns) ?? 0,
    nattch,
  };
}

const info = (ns: IpcNs): ShmInfo => ({
  maxIndex: ns.shm.maxIndex,
  shmmax: ns.limits.shmmax,
  shmmin: 1,
  shmmni: ns.limits.shmmni,
  shmall: ns.limits.shmall,
});

function usage(ns: IpcNs): ShmUsage {
  let rss = 0;
  for (const segment of ns.shm.all()) rss += segment.rss / PAGE_SIZE;
  return { maxIndex: ns.shm.maxIndex, usedIds: ns.shm.inUse, total: ns.shmPages, rss, swap: 0 };
}

/** SHM_LOCK, SHM_UNLOCK: the owner's, while he may lock any memory. */
function lock(task: Task, ns: IpcNs, id: number, isLocked: boolean): 0 {
  const { perm } = ns.shm.obtain(id);
  if (!nsCapable(task, ns.owner, CAP_IPC_LOCK)) {
    const { euid } = task.cred;
    if (euid !== perm.uid && euid !== perm.cuid) throw EPERM;
    if (isLocked && task.rlimits[RLIMIT_MEMLOCK].cur === 0) throw EPERM;
  }
  perm.mode = isLocked ? perm.mode | SHM_LOCKED : perm.mode & ~SHM_LOCKED;
  return 0;
}

/** What needs to be the owner's: IPC_RMID and IPC_SET. */
function owned(task: Task, ns: IpcNs, id: number): ShmSegment {
  const segment = ns.shm.obtain(id);
  requireOwner(task, ns.owner, segment.perm);
  return segment;
}

type Command<C extends keyof ShmCtl> = (task: Task, ns: IpcNs, id: number, arg: ShmCtl[C]['arg']) => ShmCtl[C]['result'];

const COMMANDS: { readonly [C in keyof ShmCtl]: Command<C> } = {
  [IPC_RMID](task, ns, id) {
    owned(task, ns, id).remove();
    return 0;
  },
  [IPC_SET](task, ns, id, next) {
    const segment = owned(task, ns, id);
    updatePerm(task, segment.perm, next);
    segment.ctime = task.kernel.clock.now().sec;
    return 0;
  },
  [IPC_STAT]: (task, ns, id) => stat(task, statObject(task, ns.shm, ns.owner, id, 'id')),
  [SHM_STAT]: (task, ns, id) => stat(task, statObject(task, ns.shm, ns.owner, id, 'index')),
  [SHM_STAT_ANY]: (task, ns, id) => stat(task, statObject(task, ns.shm, ns.owner, id, 'any')),
  [IPC_INFO]: (_task, ns) => info(ns),
  [SHM_INFO]: (_task, ns) => usage(ns),
  [SHM_LOCK]: (task, ns, id) => lock(task, ns, id, true),
  [SHM_UNLOCK]: (task, ns, id) => lock(task, ns, id, false),
};

export function shmctl<C extends keyof ShmCtl>(task: Task, shmid: number, cmd: C, arg: ShmCtl[C]['arg']): ShmCtl[C]['result'] {
  const run: Command<C> | undefined = COMMANDS[cmd];
  if (run === undefined || shmid < 0) throw EINVAL;
  return run(task, ipcNsOf(task), shmid, arg);
}
