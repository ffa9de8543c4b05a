// The sysctls of the IPC namespace (ipc/ipc_sysctl.c, ipc/mq_sysctl.c): those of whoever reads or writes, who must be the root of the user
// namespace that owns it.

import { CAP_CHECKPOINT_RESTORE, CAP_SYS_ADMIN } from '../../../abi/caps.ts';
import { EINVAL, ERANGE } from '../../../abi/errno.ts';
import { nsCapable } from '../../cred/capability.ts';
import { makeKgid, makeKuid } from '../../cred/idmap.ts';
import { IPCMNI } from '../../ipc/ids.ts';
import { ipcNsOf } from '../../ipc/ipcns.ts';
import type { IpcLimits } from '../../ipc/limits.ts';
import { destroyOrphaned } from '../../ipc/shm.ts';
import type { Task } from '../../sched/task.ts';
import { parseInteger, type SysctlRow } from './sysctl.ts';

const INT_MAX = 2147483647;
const ULONG_MAX = 18446744073709551615n;
const MODE = 0o644;

type NumberKey = { [K in keyof IpcLimits]: IpcLimits[K] extends number ? K : never }[keyof IpcLimits];
type BigKey = { [K in keyof IpcLimits]: IpcLimits[K] extends bigint ? K : never }[keyof IpcLimits];

/** ipc_permissions: the owner's root and its group. */
function modeFor(task: Task): number {
  const { owner } = ipcNsOf(task);
  if (task.cred.euid === makeKuid(owner, 0)) return MODE >> 6;
  const gid = makeKgid(owner, 0);
  if (task.cred.egid === gid || task.cred.groups.includes(gid)) return MODE >> 3;
  return MODE;
}

const number = (path: string, key: NumberKey, min: number, max: number): SysctlRow => ({
  path,
  mode: MODE,
  modeFor,
  read: (task) => `${ipcNsOf(task).limits[key]}\n`,
  write: (task, text) => {
    ipcNsOf(task).limits[key] = parseInteger(text, min, max);
  },
});

const unsignedLong = (path: string, key: BigKey): SysctlRow => ({
  path,
  mode: MODE,
  modeFor,
  read: (task) => `${ipcNsOf(task).limits[key]}\n`,
  write: (task, text) => {
    const m = /^\s*(0[xX][0-9a-fA-F]+|\d+)(?:[\s\0]|$)/.exec(text);
    if (m === null) throw EINVAL;
    const n = BigInt(/^0\d/.test(m[1]) ? `0o${m[1]}` : m[1]);
    if (n > ULONG_MAX) throw EINVAL;
    ipcNsOf(task).limits[key] = n;
  },
});

const SEM: SysctlRow = {
  path: 'kernel/sem',
  mode: MODE,
  modeFor,
  read: (task) => `${ipcNsOf(task).limits.sem.join('\t')}\n`,
  write: (task, text) => {
    const { limits } = ipcNsOf(task);
    const semmni = limits.sem[3];
    const words = text.trim().split(/\s+/).slice(0, 4);
    // Each number is taken before the next is looked at, also when that one is refused.
    words.forEach((word, i) => {
      const value = parseInteger(word, -INT_MAX - 1, INT_MAX);
      limits.sem = limits.sem.with(i, value);
    });
    // The number of sets must fit the ids; what stands before it has been taken all the same.
    if (limits.sem[3] < 0 || limits.sem[3] > IPCMNI) {
      limits.sem = limits.sem.with(3, semmni);
      throw ERANGE;
    }
  },
};

/** Once set, segments that nobody has attached go with their makers, and those without a maker at once. */
const RMID_FORCED: SysctlRow = {
  ...number('kernel/shm_rmid_forced', 'shmRmidForced', 0, 1),
  write: (task, text) => {
    const ns = ipcNsOf(task);
    ns.limits.shmRmidForced = parseInteger(text, 0, 1);
    destroyOrphaned(ns);
  },
};

/** "has no effect" since Linux 3.19 (proc_sys_kernel(5)). */
const AUTO_MSGMNI: SysctlRow = {
  path: 'kernel/auto_msgmni',
  mode: MODE,
  modeFor,
  read: () => '0\n',
  write: (_task, text) => void parseInteger(text, 0, 1),
};

/** The id that the next object shall have, for checkpoint and restore: read only without CAP_CHECKPOINT_RESTORE. */
const nextId = (path: string, kind: 'shm' | 'msg' | 'sem'): SysctlRow => ({
  path,
  mode: 0o444,
  modeFor: (task) => {
    const { owner } = ipcNsOf(task);
    const mayRestore = nsCapable(task, owner, CAP_CHECKPOINT_RESTORE) || nsCapable(task, owner, CAP_SYS_ADMIN);
    return mayRestore ? 0o6 : 0o4;
  },
  read: (task) => `${ipcNsOf(task)[kind].nextId}\n`,
  write: (task, text) => {
    ipcNsOf(task)[kind].nextId = parseInteger(text, 0, INT_MAX);
  },
});

const ROWS: readonly SysctlRow[] = [
  number('kernel/msgmax', 'msgmax', 0, INT_MAX),
  number('kernel/msgmnb', 'msgmnb', 0, INT_MAX),
  number('kernel/msgmni', 'msgmni', 0, IPCMNI),
  SEM,
  unsignedLong('kernel/shmall', 'shmall'),
  unsignedLong('kernel/shmmax', 'shmmax'),
  number('kernel/shmmni', 'shmmni', 0, IPCMNI),
  RMID_FORCED,
  AUTO_MSGMNI,
  nextId('kernel/shm_next_id', 'shm'),
  nextId('kernel/msg_next_id', 'msg'),
  nextId('kernel/sem_next_id', 'sem'),
  number('fs/mqueue/msg_default', 'mqMsgDefault', 1, 65536),
  number('fs/mqueue/msg_max', 'mqMsgMax', 1, 65536),
  number('fs/mqueue/msgsize_default', 'mqMsgsizeDefault', 128, 16777216),
  number('fs/mqueue/msgsize_max', 'mqMsgsizeMax', 128, 16777216),
  number('fs/mqueue/queues_max', 'mqQueuesMax', -INT_MAX - 1, INT_MAX),
];

/** ipc_set_ownership: the files belong to the root of the namespace's owner. */
export const IPC_SYSCTLS: readonly SysctlRow[] = ROWS.map((row) => ({ ...row, ownerOf: (task: Task) => ipcNsOf(task).owner }));
