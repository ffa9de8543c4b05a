// System calls about credentials: kernel/sys.c, kernel/groups.c, kernel/capability.c. Every id that goes in or out is the caller's user
// namespace's; one without a mapping reads 65534.

import { CAPS, type CapSet, hasCap } from '../../abi/caps.ts';
import type { CapUserData } from '../../abi/syscalls.ts';
import { showGid, showUid } from '../cred/idmap.ts';
import { setgid, setgroups, setresgid, setresuid, setuid } from '../cred/ids.ts';
import { capset } from '../cred/sets.ts';
import { taskByNumber } from '../proc/session.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import * as f from './format.ts';

const uid = (task: Task, id: Task['cred']['uid']): number => showUid(id, task.cred.userNs);
const gid = (task: Task, id: Task['cred']['gid']): number => showGid(id, task.cred.userNs);

/** capget(2), of the process named or of the caller. */
function capget(task: Task, pid: number): CapUserData {
  const { effective, permitted, inheritable } = taskByNumber(task, pid).cred;
  return { effective, permitted, inheritable };
}

const capNames = (set: CapSet): string => {
  const names = CAPS.filter((_, i) => hasCap(set, i)).map((name) => `1<<CAP_${name.toUpperCase()}`);
  return names.length === 0 ? '0' : names.join('|');
};
const caps = ({ effective, permitted, inheritable }: CapUserData): string =>
  `{effective=${capNames(effective)}, permitted=${capNames(permitted)}, inheritable=${capNames(inheritable)}}`;

export const credCalls = {
  getuid: { args: [], sleeps: false, run: (task) => uid(task, task.cred.uid) },
  geteuid: { args: [], sleeps: false, run: (task) => uid(task, task.cred.euid) },
  getgid: { args: [], sleeps: false, run: (task) => gid(task, task.cred.gid) },
  getegid: { args: [], sleeps: false, run: (task) => gid(task, task.cred.egid) },
  getresuid: {
    args: [],
    ret: f.numbers,
    sleeps: false,
    run: (task): [number, number, number] => [uid(task, task.cred.uid), uid(task, task.cred.euid), uid(task, task.cred.suid)],
  },
  getresgid: {
    args: [],
    ret: f.numbers,
    sleeps: false,
    run: (task): [number, number, number] => [gid(task, task.cred.gid), gid(task, task.cred.egid), gid(task, task.cred.sgid)],
  },
  setuid: { args: [f.id], sleeps: false, run: setuid },
  setgid: { args: [f.id], sleeps: false, run: setgid },
  setresuid: { args: [f.id, f.id, f.id], sleeps: false, run: setresuid },
  setresgid: { args: [f.id, f.id, f.id], sleeps: false, run: setresgid },
  getgroups: { args: [], ret: f.numbers, sleeps: false, run: (task): readonly number[] => task.cred.groups.map((g) => gid(task, g)) },
  setgroups: { args: [f.numbers], sleeps: false, run: setgroups },
  capget: { args: [f.decimal], ret: caps, sleeps: false, run: capget },
  capset: { args: [caps], sleeps: false, run: capset },
} satisfies Partial<SyscallTable>;
