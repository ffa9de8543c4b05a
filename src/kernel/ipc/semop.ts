// Operations on semaphores (semop(2), ipc/sem.c): all of a call's operations together or none; who cannot go on waits in line, and the task that
// changes a value carries out what has become possible for those in the line, the longest waiting first.
//
//   semtimedop ── possible ──> values change, updateQueue
//              └─ not ──> SemQueue in set.pending ── somebody's updateQueue, EIDRM, a signal, or the time ──> done

import { E2BIG, EAGAIN, EFBIG, EIDRM, EINTR, EINVAL, ERANGE, ERESTARTSYS, type Errno } from '../../abi/errno.ts';
import { IPC_NOWAIT, SEM_UNDO, SEMVMX, type SemBuf } from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import { ipcPerms, S_IRUGO, S_IWUGO } from './ids.ts';
import { ipcNsOf } from './ipcns.ts';
import type { SemArray } from './sem.ts';

/** struct sem_undo: what a process's end changes in one set. */
export interface SemUndo {
  readonly list: UndoList;
  readonly set: SemArray;
  /** By semaphore. */
  readonly adj: number[];
}

/** struct sem_undo_list: of one process, or of those that share it (CLONE_SYSVSEM). */
export class UndoList {
  users = 1;
  readonly undos = new Map<SemArray, SemUndo>();
}

/** struct sem_queue: a call that waits. */
export interface SemQueue {
  readonly task: Task;
  readonly ops: readonly SemBuf[];
  readonly undo: SemUndo | null;
  readonly queue: WaitQueue;
  /** The operation that could not be done. */
  blocking: SemBuf;
  /** Null: still waiting. */
  result: 'done' | Errno | null;
}

/** Waiting still: a task that was killed or got a signal has left its queue, and is passed over. */
const isWaiting = ({ result, queue, task }: SemQueue): boolean => result === null && queue.waiters.has(task);

/** perform_atomic_semop: null when all is done, else the operation in the way. ERANGE: a value or an undo value would get too large. */
function perform(task: Task, set: SemArray, ops: readonly SemBuf[], undo: SemUndo | null): SemBuf | null {
  const values = new Map<number, number>();
  const adj = new Map<number, number>();
  for (const op of ops) {
    const value = values.get(op.num) ?? set.sems[op.num].value;
    if (op.op === 0 ? value !== 0 : value + op.op < 0) return op;
    if (value + op.op > SEMVMX) throw ERANGE;
    values.set(op.num, value + op.op);
    if ((op.flags & SEM_UNDO) === 0 || undo === null) continue;
    const next = (adj.get(op.num) ?? undo.adj[op.num]) - op.op;
    if (next < -SEMVMX - 1 || next > SEMVMX) throw ERANGE;
    adj.set(op.num, next);
  }
  for (const [num, value] of values) {
    set.sems[num].value = value;
    set.sems[num].pid = task.pid;
  }
  if (undo !== null) for (const [num, n] of adj) undo.adj[num] = n;
  return null;
}

/** What has become possible for one that waits; true when it has its answer now. */
function retry(set: SemArray, entry: SemQueue): boolean {
  try {
    const blocking = perform(entry.task, set, entry.ops, entry.undo);
    if (blocking !== null) {
      entry.blocking = blocking;
      if ((blocking.flags & IPC_NOWAIT) === 0) return false;
      entry.result = EAGAIN;
      return true;
    }
    entry.result = 'done';
    set.otime = entry.task.kernel.clock.now().sec;
  } catch (e) {
    if (e !== ERANGE) throw e;
    entry.result = ERANGE;
  }
  return true;
}

const drop = (set: SemArray, entry: SemQueue): void => {
  const at = set.pending.indexOf(entry);
  if (at >= 0) set.pending.splice(at, 1);
};

/** update_queue: from the front of the line again after each that could go on. */
export function updateQueue(set: SemArray): void {
  for (let i = 0; i < set.pending.length; ) {
    const entry = set.pending[i];
    if (!isWaiting(entry)) {
      set.pending.splice(i, 1);
    } else if (retry(set, entry)) {
      set.pending.splice(i, 1);
      wakeUp(entry.queue);
      if (entry.result === 'done') i = 0;
    } else i++;
  }
}

/** freeary: everybody in the line is told that the set is gone. */
export function endWaiters(set: SemArray): void {
  for (const entry of set.pending.splice(0)) {
    if (!isWaiting(entry)) continue;
    entry.result = EIDRM;
    wakeUp(entry.queue);
  }
}

/** semncnt, semzcnt: those whose operation on this semaphore is in the way. */
export function countWaiters(set: SemArray, num: number, for_: 'increase' | 'zero'): number {
  return set.pending.filter((e) => isWaiting(e) && e.blocking.num === num && (e.blocking.op === 0) === (for_ === 'zero')).length;
}

/** find_alloc_undo */
function undoOf(task: Task, set: SemArray): SemUndo {
  task.sysvsem ??= new UndoList();
  const list = task.sysvsem;
  const known = list.undos.get(set);
  if (known !== undefined) return known;
  const undo = { list, set, adj: new Array<number>(set.sems.length).fill(0) };
  list.undos.set(set, undo);
  set.undos.add(undo);
  return undo;
}

/** E2BIG: more than semopm operations. EFBIG: no such semaphore. EACCES, EAGAIN, EIDRM, EINTR, ERANGE as semop(2) says. Never restarted. */
export function* semtimedop(task: Task, semid: number, ops: readonly SemBuf[], timeout: number | null): Sys<void> {
  const ns = ipcNsOf(task);
  if (ops.length > ns.limits.sem[2]) throw E2BIG;
  if (ops.length < 1 || semid < 0 || (timeout !== null && timeout < 0)) throw EINVAL;
  const set = ns.sem.obtain(semid);
  if (ops.some((op) => op.num < 0 || op.num >= set.sems.length)) throw EFBIG;
  ipcPerms(task, ns.owner, set.perm, ops.some((op) => op.op !== 0) ? S_IWUGO : S_IRUGO);
  const undo = ops.some((op) => (op.flags & SEM_UNDO) !== 0) ? undoOf(task, set) : null;
  const blocking = perform(task, set, ops, undo);
  if (blocking === null) {
    set.otime = task.kernel.clock.now().sec;
    updateQueue(set);
    return;
  }
  if ((blocking.flags & IPC_NOWAIT) !== 0) throw EAGAIN;
  const until = timeout === null ? Infinity : task.kernel.clock.mono + timeout;
  yield* wait(set, { task, ops, undo, queue: new WaitQueue(), blocking, result: null }, until);
}

function* wait(set: SemArray, entry: SemQueue, until: number): Sys<void> {
  const { task, queue } = entry;
  while (entry.result === null) {
    if (!set.pending.includes(entry)) set.pending.push(entry);
    try {
      if (yield* sleepOn(task, queue, '__do_semtimedop', until)) continue;
      if (entry.result === null) {
        drop(set, entry);
        throw EAGAIN;
      }
    } catch (e) {
      if (e !== ERESTARTSYS) throw e;
      if (entry.result === null) {
        drop(set, entry);
        throw EINTR;
      }
    }
  }
  if (entry.result !== 'done') throw entry.result;
}

/** copy_semundo for CLONE_SYSVSEM: the child shares the undo values; without it, it starts with none (clone(2)). */
export function copySem(child: Task, parent: Task): void {
  parent.sysvsem ??= new UndoList();
  parent.sysvsem.users++;
  child.sysvsem = parent.sysvsem;
}

/** exit_sem: the last process of the list undoes what it did; no value goes below 0 or above SEMVMX (semop(2), BUGS). */
export function exitSem(task: Task): void {
  const list = task.sysvsem;
  task.sysvsem = null;
  if (list === null || --list.users > 0) return;
  for (const undo of [...list.undos.values()].reverse()) {
    const { set, adj } = undo;
    set.undos.delete(undo);
    adj.forEach((n, num) => {
      if (n === 0) return;
      const sem = set.sems[num];
      sem.value = Math.min(Math.max(sem.value + n, 0), SEMVMX);
      sem.pid = task.pid;
    });
    set.otime = task.kernel.clock.now().sec;
    updateQueue(set);
  }
  list.undos.clear();
}
