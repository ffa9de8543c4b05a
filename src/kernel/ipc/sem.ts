// System V semaphores: the sets (semget(2), semctl(2), ipc/sem.c). Operations on them, and their undoing, are semop.ts.

import { EINVAL, ENOSPC, ERANGE } from '../../abi/errno.ts';
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_INFO,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  SEM_INFO,
  SEM_STAT,
  SEM_STAT_ANY,
  SEMVMX,
  SETALL,
  SETVAL,
  type SemCtl,
  type SemInfo,
  type SemidDs,
} from '../../abi/ipc.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import {
  type IpcObject,
  type IpcPerm,
  ipcGet,
  ipcPerms,
  permDs,
  requireOwner,
  S_IRUGO,
  S_IRWXUGO,
  S_IWUGO,
  statObject,
  updatePerm,
} from './ids.ts';
import { type IpcNs, ipcNsOf } from './ipcns.ts';
import { countWaiters, endWaiters, type SemQueue, type SemUndo, updateQueue } from './semop.ts';

/** sem_info's sizes of tables that no longer exist. */
const SEMUSZ = 20;

export interface Sem {
  value: number;
  /** Who changed it last. */
  pid: Pid | null;
}

export class SemArray implements IpcObject {
  readonly ns: IpcNs;
  readonly perm: IpcPerm;
  readonly sems: readonly Sem[];
  /** Seconds; 0: never. */
  otime = 0;
  ctime: number;
  /** Operations that wait, the longest waiting first. */
  readonly pending: SemQueue[] = [];
  /** What is to be undone at the end of processes. */
  readonly undos = new Set<SemUndo>();

  constructor(ns: IpcNs, perm: IpcPerm, count: number, now: number) {
    this.ns = ns;
    this.perm = perm;
    this.sems = Array.from({ length: count }, () => ({ value: 0, pid: null }));
    this.ctime = now;
  }

  /** freeary: who waits gets EIDRM, and nothing is undone in it. */
  remove(): void {
    for (const undo of this.undos) undo.list.undos.delete(this);
    this.undos.clear();
    this.ns.sem.remove(this);
    this.ns.usedSems -= this.sems.length;
    endWaiters(this);
  }
}

/** newary. EINVAL: no semaphores. ENOSPC: semmns or semmni. */
function createSet(task: Task, ns: IpcNs, key: number, count: number, flags: number): SemArray {
  const [, semmns, , semmni] = ns.limits.sem;
  if (count === 0) throw EINVAL;
  if (ns.usedSems + count > semmns) throw ENOSPC;
  const now = task.kernel.clock.now().sec;
  const set = ns.sem.add(task, key, flags & S_IRWXUGO, semmni, (perm) => new SemArray(ns, perm, count, now));
  ns.usedSems += count;
  return set;
}

export function semget(task: Task, key: number, count: number, flags: number): number {
  const ns = ipcNsOf(task);
  if (count < 0 || count > ns.limits.sem[0]) throw EINVAL;
  return ipcGet(task, key | 0, flags, {
    ids: ns.sem,
    owner: ns.owner,
    create: () => createSet(task, ns, key | 0, count, flags),
    check(set) {
      if (count > set.sems.length) throw EINVAL;
    },
  });
}

const stat = (task: Task, { perm, otime, ctime, sems }: SemArray): SemidDs => ({
  id: perm.id,
  perm: permDs(task, perm),
  otime,
  ctime,
  nsems: sems.length,
});

function info({ limits, sem, usedSems }: IpcNs, isUsage: boolean): SemInfo {
  const [semmsl, semmns, semopm, semmni] = limits.sem;
  return {
    maxIndex: sem.maxIndex,
    semmni,
    semmns,
    semmsl,
    semopm,
    semvmx: SEMVMX,
    semusz: isUsage ? sem.inUse : SEMUSZ,
    semaem: isUsage ? usedSems : SEMVMX,
  };
}

/** A set somebody may read or change; the mode decides. */
function permitted(task: Task, ns: IpcNs, id: number, flag: number): SemArray {
  const set = ns.sem.obtain(id);
  ipcPerms(task, ns.owner, set.perm, flag);
  return set;
}

/** One semaphore of a set that may be read. */
function semAt(task: Task, ns: IpcNs, id: number, num: number): { readonly set: SemArray; readonly sem: Sem } {
  const set = permitted(task, ns, id, S_IRUGO);
  const sem = set.sems[num];
  if (sem === undefined) throw EINVAL;
  return { set, sem };
}

const checkValue = (value: number): void => {
  if (value < 0 || value > SEMVMX) throw ERANGE;
};

/** Values that were set are not undone; who waited looks again. */
function afterSet(task: Task, set: SemArray, nums: readonly number[]): 0 {
  for (const undo of set.undos) for (const num of nums) undo.adj[num] = 0;
  for (const num of nums) set.sems[num].pid = task.pid;
  set.ctime = task.kernel.clock.now().sec;
  updateQueue(set);
  return 0;
}

function setValue(task: Task, ns: IpcNs, id: number, num: number, value: number): 0 {
  checkValue(value);
  const set = ns.sem.obtain(id);
  if (set.sems[num] === undefined) throw EINVAL;
  ipcPerms(task, ns.owner, set.perm, S_IWUGO);
  set.sems[num].value = value;
  return afterSet(task, set, [num]);
}

function setAll(task: Task, ns: IpcNs, id: number, values: readonly number[]): 0 {
  const set = permitted(task, ns, id, S_IWUGO);
  const { sems } = set;
  for (let num = 0; num < sems.length; num++) checkValue(values[num] ?? -1);
  sems.forEach((sem, num) => {
    sem.value = values[num];
  });
  return afterSet(task, set, [...sems.keys()]);
}

function owned(task: Task, ns: IpcNs, id: number): SemArray {
  const set = ns.sem.obtain(id);
  requireOwner(task, ns.owner, set.perm);
  return set;
}

type Command<C extends keyof SemCtl> = (task: Task, ns: IpcNs, id: number, num: number, arg: SemCtl[C]['arg']) => SemCtl[C]['result'];

const COMMANDS: { readonly [C in keyof SemCtl]: Command<C> } = {
  [IPC_RMID](task, ns, id) {
    owned(task, ns, id).remove();
    return 0;
  },
  [IPC_SET](task, ns, id, _num, next) {
    const set = owned(task, ns, id);
    updatePerm(task, set.perm, next);
    set.ctime = task.kernel.clock.now().sec;
    return 0;
  },
  [IPC_STAT]: (task, ns, id) => stat(task, statObject(task, ns.sem, ns.owner, id, 'id')),
  [SEM_STAT]: (task, ns, id) => stat(task, statObject(task, ns.sem, ns.owner, id, 'index')),
  [SEM_STAT_ANY]: (task, ns, id) => stat(task, statObject(task, ns.sem, ns.owner, id, 'any')),
  [IPC_INFO]: (_task, ns) => info(ns, false),
  [SEM_INFO]: (_task, ns) => info(ns, true),
  [GETALL]: (task, ns, id) => permitted(task, ns, id, S_IRUGO).sems.map((s) => s.value),
  [GETVAL]: (task, ns, id, num) => semAt(task, ns, id, num).sem.value,
  [GETPID]: (task, ns, id, num) => semAt(task, ns, id, num).sem.pid?.in(task.pid.ns) ?? 0,
  [GETNCNT]: (task, ns, id, num) => countWaiters(semAt(task, ns, id, num).set, num, 'increase'),
  [GETZCNT]: (task, ns, id, num) => countWaiters(semAt(task, ns, id, num).set, num, 'zero'),
  [SETVAL]: setValue,
  [SETALL]: (task, ns, id, _num, values) => setAll(task, ns, id, values),
};

export function semctl<C extends keyof SemCtl>(
  task: Task,
  semid: number,
  semnum: number,
  cmd: C,
  arg: SemCtl[C]['arg'],
): SemCtl[C]['result'] {
  const run: Command<C> | undefined = COMMANDS[cmd];
  if (run === undefined || semid < 0) throw EINVAL;
  return run(task, ipcNsOf(task), semid, semnum, arg);
}
