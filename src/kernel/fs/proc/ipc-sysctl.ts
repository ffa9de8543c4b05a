// The sysctls of the IPC namespace (ipc/ipc_sysctl.c, ipc/mq_sysctl.c): those of whoever reads or writes, who must be the root of the user
// namespace that owns it.

import { EINVAL, ERANGE } from '../../../abi/errno.ts';
import { makeKgid, makeKuid } from '../../cred/idmap.ts';
import type { IpcNs } from '../../ipc/ipcns.ts';
import type { IpcLimits } from '../../ipc/limits.ts';
import type { Task } from '../../sched/task.ts';
import { parseInteger, type SysctlRow } from './sysctl.ts';

const INT_MAX = 2147483647;
/** IPCMNI: ids are fifteen bits. */
const IPC_MNI = 32768;
const ULONG_MAX = 18446744073709551615n;
const MODE = 0o644;

type NumberKey = { [K in keyof IpcLimits]: IpcLimits[K] extends number ? K : never }[keyof IpcLimits];
type BigKey = { [K in keyof IpcLimits]: IpcLimits[K] extends bigint ? K : never }[keyof IpcLimits];

function ipcOf(task: Task): IpcNs {
  if (task.nsproxy === null) throw EINVAL;
  return task.nsproxy.ipc;
}

/** ipc_permissions: the owner's root and its group. */
function modeFor(task: Task): number {
  const { owner } = ipcOf(task);
  if (task.cred.euid === makeKuid(owner, 0)) return MODE >> 6;
  const gid = makeKgid(owner, 0);
  if (task.cred.egid === gid || task.cred.groups.includes(gid)) return MODE >> 3;
  return MODE;
}

const number = (path: string, key: NumberKey, min: number, max: number): SysctlRow => ({
  path,
  mode: MODE,
  modeFor,
  read: (task) => `${ipcOf(task).limits[key]}\n`,
  write: (task, text) => {
    ipcOf(task).limits[key] = parseInteger(text, min, max);
  },
});

const unsignedLong = (path: string, key: BigKey): SysctlRow => ({
  path,
  mode: MODE,
  modeFor,
  read: (task) => `${ipcOf(task).limits[key]}\n`,
  write: (task, text) => {
    const m = /^\s*(\d+)\s*$/.exec(text);
    if (m === null) throw EINVAL;
    const n = BigInt(m[1]);
    if (n > ULONG_MAX) throw EINVAL;
    ipcOf(task).limits[key] = n;
  },
});

const SEM: SysctlRow = {
  path: 'kernel/sem',
  mode: MODE,
  modeFor,
  read: (task) => `${ipcOf(task).limits.sem.join('\t')}\n`,
  write: (task, text) => {
    const { limits } = ipcOf(task);
    const values = text
      .trim()
      .split(/\s+/)
      .slice(0, 4)
      .map((w) => parseInteger(w, 0, INT_MAX));
    const next = limits.sem.map((old, i) => values[i] ?? old);
    // The number of sets must fit the ids; what stands before it has been taken all the same.
    if (next[3] > IPC_MNI) {
      limits.sem = [...next.slice(0, 3), limits.sem[3]];
      throw ERANGE;
    }
    limits.sem = next;
  },
};

export const IPC_SYSCTLS: readonly SysctlRow[] = [
  number('kernel/msgmax', 'msgmax', 0, INT_MAX),
  number('kernel/msgmnb', 'msgmnb', 0, INT_MAX),
  number('kernel/msgmni', 'msgmni', 0, IPC_MNI),
  SEM,
  unsignedLong('kernel/shmall', 'shmall'),
  unsignedLong('kernel/shmmax', 'shmmax'),
  number('kernel/shmmni', 'shmmni', 0, IPC_MNI),
  number('kernel/shm_rmid_forced', 'shmRmidForced', 0, 1),
  number('fs/mqueue/msg_default', 'mqMsgDefault', 1, 65536),
  number('fs/mqueue/msg_max', 'mqMsgMax', 1, 65536),
  number('fs/mqueue/msgsize_default', 'mqMsgsizeDefault', 128, 16777216),
  number('fs/mqueue/msgsize_max', 'mqMsgsizeMax', 128, 16777216),
  number('fs/mqueue/queues_max', 'mqQueuesMax', -INT_MAX - 1, INT_MAX),
];
