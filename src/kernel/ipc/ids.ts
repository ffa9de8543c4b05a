// What the three kinds of System V IPC have in common: identifiers, keys and permissions (sysvipc(7), ipc/util.c).
//
//   id = sequence number × 32768 + index      the index goes round (idr_alloc_cyclic), and each time it has come round the sequence number
//                                             counts up, so that an id whose object is gone does not name the next one

import { CAP_IPC_OWNER, CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EACCES, EEXIST, EINVAL, ENOENT, ENOSPC, EPERM } from '../../abi/errno.ts';
import { IPC_CREAT, IPC_EXCL, IPC_PRIVATE, type IpcPermDs, type IpcSet } from '../../abi/ipc.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Kgid, Kuid } from '../cred/cred.ts';
import { makeKgid, makeKuid, showGid, showUid } from '../cred/idmap.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';

/** IPCMNI: most objects of a kind, and the bits of an id that are the index. */
export const IPCMNI = 32768;
/** Below as many slots the index does not come round (ipc_min_cycle). */
const MIN_CYCLE = 64;
/** ipcid_seq_max */
const SEQ_MAX = Math.floor(0x7fffffff / IPCMNI);

export const S_IRUGO = 0o444;
export const S_IWUGO = 0o222;
export const S_IRWXUGO = 0o777;

/** struct kern_ipc_perm: the part of every object that says who made it and who may use it. */
export interface IpcPerm {
  /** Changed to IPC_PRIVATE when a segment is only waiting for its last attachment to go. */
  key: number;
  readonly id: number;
  readonly seq: number;
  readonly cuid: Kuid;
  readonly cgid: Kgid;
  uid: Kuid;
  gid: Kgid;
  mode: number;
  isDeleted: boolean;
}

/** Anything with an identifier. */
export interface IpcObject {
  readonly perm: IpcPerm;
  /** Removed by IPC_RMID, or its namespace ends. */
  remove(): void;
}

export const indexOf = (id: number): number => id % IPCMNI;
const seqOf = (id: number): number => Math.floor(id / IPCMNI);

/** struct ipc_ids: the objects of one kind in one namespace. */
export class IpcIds<T extends IpcObject> {
  /** By index. */
  private readonly slots = new Map<number, T>();
  private readonly keys = new Map<number, T>();
  private seq = 0;
  private lastIndex = -1;
  /** idr_next: where the search for a free index starts. */
  private nextIndex = 0;
  /** The id that the next object shall have (kernel.shm_next_id and its like); -1: the usual one. */
  nextId = -1;

  get inUse(): number {
    return this.slots.size;
  }

  /** The highest index in use, 0 for none: what the *_INFO commands answer. */
  get maxIndex(): number {
    let max = 0;
    for (const index of this.slots.keys()) if (index > max) max = index;
    return max;
  }

  /** In the order of the index, as /proc/sysvipc lists them. */
  all(): T[] {
    return [...this.slots].sort(([a], [b]) => a - b).map(([, object]) => object);
  }

  at(index: number): T | undefined {
    return this.slots.get(index);
  }

  byKey(key: number): T | undefined {
    return this.keys.get(key);
  }

  /** ipc_obtain_object_check. EINVAL: no such object, or an earlier one had this id. */
  obtain(id: number): T {
    const object = id < 0 ? undefined : this.slots.get(indexOf(id));
    if (object === undefined || object.perm.id !== id) throw EINVAL;
    return object;
  }

  /** ipc_addid: makes the object that `make` describes, owned by the caller. ENOSPC: as many as there may be. */
  add(task: Task, key: number, mode: number, limit: number, make: (perm: IpcPerm) => T): T {
    if (this.inUse >= Math.min(limit, IPCMNI)) throw ENOSPC;
    const { index, seq } = this.allocate();
    const { euid, egid } = task.cred;
    const perm: IpcPerm = { key, id: seq * IPCMNI + index, seq, cuid: euid, cgid: egid, uid: euid, gid: egid, mode, isDeleted: false };
    const object = make(perm);
    this.slots.set(index, object);
    if (key !== IPC_PRIVATE) this.keys.set(key, object);
    return object;
  }

  /** ipc_idr_alloc */
  private allocate(): { readonly index: number; readonly seq: number } {
    const { nextId } = this;
    this.nextId = -1;
    if (nextId >= 0) {
      const index = this.free(indexOf(nextId), IPCMNI);
      if (index === null) throw ENOSPC;
      return { index, seq: seqOf(nextId) };
    }
    const end = Math.min(Math.max(Math.floor((this.inUse * 3) / 2), MIN_CYCLE), IPCMNI);
    const index = this.free(this.nextIndex, end) ?? this.free(0, end);
    if (index === null) throw ENOSPC;
    this.nextIndex = index + 1;
    if (index <= this.lastIndex) {
      this.seq++;
      if (this.seq >= SEQ_MAX) this.seq = 0;
    }
    this.lastIndex = index;
    return { index, seq: this.seq };
  }

  private free(from: number, end: number): number | null {
    for (let index = from; index < end; index++) if (!this.slots.has(index)) return index;
    return null;
  }

  /** ipc_rmid */
  remove(object: T): void {
    const { perm } = object;
    this.slots.delete(indexOf(perm.id));
    if (this.keys.get(perm.key) === object) this.keys.delete(perm.key);
    perm.isDeleted = true;
  }

  /** ipc_set_key_private: nobody finds it by its key any more. */
  hideKey(object: T): void {
    if (this.keys.get(object.perm.key) === object) this.keys.delete(object.perm.key);
    object.perm.key = IPC_PRIVATE;
  }
}

/** in_group_p for IPC: the effective group or a supplementary one. */
const inGroup = (task: Task, gid: Kgid): boolean => task.cred.fsgid === gid || task.cred.groups.includes(gid);

/** ipcperms: EACCES unless the mode grants what `flag` asks (in any of its three places), or CAP_IPC_OWNER over the namespace's owner. */
export function ipcPerms(task: Task, owner: UserNs, perm: IpcPerm, flag: number): void {
  const requested = (flag >> 6) | (flag >> 3) | flag;
  let granted = perm.mode;
  const { euid } = task.cred;
  if (euid === perm.cuid || euid === perm.uid) granted >>= 6;
  else if (inGroup(task, perm.cgid) || inGroup(task, perm.gid)) granted >>= 3;
  if ((requested & ~granted & 7) !== 0 && !nsCapable(task, owner, CAP_IPC_OWNER)) throw EACCES;
}

/** ipcctl_obtain_check: only its owner or maker, or CAP_SYS_ADMIN over the namespace's owner, changes or removes an object. */
export function requireOwner(task: Task, owner: UserNs, perm: IpcPerm): void {
  const { euid } = task.cred;
  if (euid !== perm.cuid && euid !== perm.uid && !nsCapable(task, owner, CAP_SYS_ADMIN)) throw EPERM;
}

/** What a kind adds to the general rules of shmget, semget and msgget. */
export interface IpcGet<T extends IpcObject> {
  readonly ids: IpcIds<T>;
  readonly owner: UserNs;
  create(): T;
  /** EINVAL: the object there is smaller than what is asked for. */
  check?(object: T): void;
}

/** ipcget: "a new object is created if key has the value IPC_PRIVATE or … no object corresponding to key exists, and IPC_CREAT is specified". */
export function ipcGet<T extends IpcObject>(task: Task, key: number, flags: number, get: IpcGet<T>): number {
  if (key === IPC_PRIVATE) return get.create().perm.id;
  const known = get.ids.byKey(key);
  if (known === undefined) {
    if ((flags & IPC_CREAT) === 0) throw ENOENT;
    return get.create().perm.id;
  }
  if ((flags & IPC_CREAT) !== 0 && (flags & IPC_EXCL) !== 0) throw EEXIST;
  get.check?.(known);
  ipcPerms(task, get.owner, known.perm, flags);
  return known.perm.id;
}

/** The object for IPC_STAT, by its id, or for the *_STAT commands by its index; the latter's _ANY need no permission. */
export function statObject<T extends IpcObject>(task: Task, ids: IpcIds<T>, owner: UserNs, id: number, by: 'id' | 'index' | 'any'): T {
  if (id < 0) throw EINVAL;
  const object = by === 'id' ? ids.obtain(id) : ids.at(indexOf(id));
  if (object === undefined) throw EINVAL;
  if (by !== 'any') ipcPerms(task, owner, object.perm, S_IRUGO);
  return object;
}

/** kernel_to_ipc64_perm: ids as the caller's user namespace has them. */
export function permDs(task: Task, perm: IpcPerm): IpcPermDs {
  const { userNs } = task.cred;
  return {
    key: perm.key,
    uid: showUid(perm.uid, userNs),
    gid: showGid(perm.gid, userNs),
    cuid: showUid(perm.cuid, userNs),
    cgid: showGid(perm.cgid, userNs),
    mode: perm.mode,
    seq: perm.seq,
  };
}

/** ipc_update_perm. EINVAL: an id without a mapping. */
export function updatePerm(task: Task, perm: IpcPerm, next: IpcSet): void {
  const uid = makeKuid(task.cred.userNs, next.uid);
  const gid = makeKgid(task.cred.userNs, next.gid);
  if ((uid as number) === -1 || (gid as number) === -1) throw EINVAL;
  perm.uid = uid;
  perm.gid = gid;
  perm.mode = (perm.mode & ~S_IRWXUGO) | (next.mode & S_IRWXUGO);
}
