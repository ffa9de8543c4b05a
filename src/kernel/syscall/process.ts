// System calls about processes: kernel/fork.c, exit.c, sys.c, fs/exec.c.

import { EINVAL, ESRCH } from '../../abi/errno.ts';
import {
  PR_CAP_AMBIENT_CLEAR_ALL,
  PR_CAP_AMBIENT_IS_SET,
  PR_CAP_AMBIENT_LOWER,
  PR_CAP_AMBIENT_RAISE,
  PR_CAPBSET_DROP,
  PR_CAPBSET_READ,
  PR_GET_CHILD_SUBREAPER,
  PR_GET_DUMPABLE,
  PR_GET_KEEPCAPS,
  PR_GET_NAME,
  PR_GET_NO_NEW_PRIVS,
  PR_GET_PDEATHSIG,
  PR_GET_SECUREBITS,
  PR_SET_CHILD_SUBREAPER,
  PR_SET_DUMPABLE,
  PR_SET_KEEPCAPS,
  PR_SET_NAME,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_PDEATHSIG,
  PR_SET_SECUREBITS,
  RLIMIT_AS,
  RLIMIT_CORE,
  RLIMIT_CPU,
  RLIMIT_DATA,
  RLIMIT_FSIZE,
  RLIMIT_LOCKS,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RSS,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} from '../../abi/flags.ts';
import { POLICIES } from '../../abi/sched.ts';
import type { Sys } from '../../abi/sys.ts';
import type { ChildMain, Rlimit, Rusage, Sysinfo, WaitResult } from '../../abi/syscalls.ts';
import { exitStatus } from '../../abi/wait.ts';
import { clone } from '../proc/clone.ts';
import { execve } from '../proc/exec.ts';
import { exitTask } from '../proc/exit.ts';
import { pidfdOpen, pidfdSendSignal } from '../proc/pidfd.ts';
import { getParam, getScheduler, ioprioGet, ioprioSet, setScheduler } from '../proc/policy.ts';
import { prctl } from '../proc/prctl.ts';
import { getAffinity, getpriority, setAffinity, setpriority } from '../proc/priority.ts';
import { prlimit } from '../proc/rlimit.ts';
import { setpgid, setsid, taskByNumber } from '../proc/session.ts';
import { rusageOf, wait4 } from '../proc/wait.ts';
import type { Task } from '../sched/task.ts';
import { park, yieldCpu } from '../sched/wait.ts';
import type { SyscallTable } from './def.ts';
import * as f from './format.ts';

const PRCTL = f.oneOf([
  [PR_SET_PDEATHSIG, 'PR_SET_PDEATHSIG'],
  [PR_GET_PDEATHSIG, 'PR_GET_PDEATHSIG'],
  [PR_GET_DUMPABLE, 'PR_GET_DUMPABLE'],
  [PR_SET_DUMPABLE, 'PR_SET_DUMPABLE'],
  [PR_GET_KEEPCAPS, 'PR_GET_KEEPCAPS'],
  [PR_SET_KEEPCAPS, 'PR_SET_KEEPCAPS'],
  [PR_SET_NAME, 'PR_SET_NAME'],
  [PR_GET_NAME, 'PR_GET_NAME'],
  [PR_CAPBSET_READ, 'PR_CAPBSET_READ'],
  [PR_CAPBSET_DROP, 'PR_CAPBSET_DROP'],
  [PR_GET_SECUREBITS, 'PR_GET_SECUREBITS'],
  [PR_SET_SECUREBITS, 'PR_SET_SECUREBITS'],
  [PR_SET_CHILD_SUBREAPER, 'PR_SET_CHILD_SUBREAPER'],
  [PR_GET_CHILD_SUBREAPER, 'PR_GET_CHILD_SUBREAPER'],
  [PR_SET_NO_NEW_PRIVS, 'PR_SET_NO_NEW_PRIVS'],
  [PR_GET_NO_NEW_PRIVS, 'PR_GET_NO_NEW_PRIVS'],
  [PR_CAP_AMBIENT_IS_SET, 'PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET'],
  [PR_CAP_AMBIENT_RAISE, 'PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE'],
  [PR_CAP_AMBIENT_LOWER, 'PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER'],
  [PR_CAP_AMBIENT_CLEAR_ALL, 'PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL'],
]);

const RESOURCE = f.oneOf([
  [RLIMIT_CPU, 'RLIMIT_CPU'],
  [RLIMIT_FSIZE, 'RLIMIT_FSIZE'],
  [RLIMIT_DATA, 'RLIMIT_DATA'],
  [RLIMIT_STACK, 'RLIMIT_STACK'],
  [RLIMIT_CORE, 'RLIMIT_CORE'],
  [RLIMIT_RSS, 'RLIMIT_RSS'],
  [RLIMIT_NPROC, 'RLIMIT_NPROC'],
  [RLIMIT_NOFILE, 'RLIMIT_NOFILE'],
  [RLIMIT_MEMLOCK, 'RLIMIT_MEMLOCK'],
  [RLIMIT_AS, 'RLIMIT_AS'],
  [RLIMIT_LOCKS, 'RLIMIT_LOCKS'],
  [RLIMIT_SIGPENDING, 'RLIMIT_SIGPENDING'],
  [RLIMIT_MSGQUEUE, 'RLIMIT_MSGQUEUE'],
  [RLIMIT_NICE, 'RLIMIT_NICE'],
  [RLIMIT_RTPRIO, 'RLIMIT_RTPRIO'],
  [RLIMIT_RTTIME, 'RLIMIT_RTTIME'],
]);

const PRIO = f.oneOf([
  [0, 'PRIO_PROCESS'],
  [1, 'PRIO_PGRP'],
  [2, 'PRIO_USER'],
]);

const POLICY = f.oneOf([...POLICIES].map(([policy, { name }]): [number, string] => [policy, name]));

/** exit_group(2): does not come back. */
function* exitGroup(task: Task, status: number): Sys<never> {
  task.kernel.trace.syscall?.({ task, name: 'exit_group', args: [status], result: undefined, error: null });
  exitTask(task, exitStatus(status));
  yield* park(task, [], 'do_exit', Infinity, 'X');
  throw ESRCH;
}

function* schedYield(): Sys<void> {
  yield* yieldCpu();
}

function* sendToPidfd(task: Task, fd: number, sig: number): Sys<void> {
  pidfdSendSignal(task, fd, sig);
}

/** The gate's own checks are all there is to do: it takes the turn's end and signals. */
function* tick(): Sys<void> {}

function getrusage(task: Task, who: 'self' | 'children'): Rusage {
  return who === 'self' ? rusageOf(task) : { ...rusageOf(task), utime: task.childrenTime, stime: 0 };
}

function sysinfo(task: Task): Sysinfo {
  const { clock, config, tasks } = task.kernel;
  // CLOCK_BOOTTIME, which a time namespace shifts.
  const uptime = Math.floor(clock.mono / 1e9) + (task.nsproxy?.time.boottime.sec ?? 0);
  return { uptime, totalram: config.memory, freeram: Math.floor(config.memory * 0.9), procs: tasks.size };
}

const NO_ARGS = [] as const;
const orDefault = (arg: number | string): string => (typeof arg === 'string' ? f.string(arg) : String(arg));

export const processCalls = {
  clone: {
    args: [f.cloneFlags, () => '0x7f0000000000'],
    sleeps: false,
    run: (task, flags: number, child: ChildMain) => clone(task, flags, child),
  },
  execve: { args: [f.path, f.strings, f.environment], sleeps: true, run: execve },
  exit_group: { args: [f.decimal], sleeps: true, run: exitGroup },
  wait4: {
    args: [f.decimal, f.waitOptions],
    ret: f.waitResult,
    sleeps: true,
    run: (task, pid, options): Sys<WaitResult | null> => wait4(task, pid, options),
  },
  getpid: { args: NO_ARGS, sleeps: false, run: (task) => task.pid.in(task.pid.ns) },
  gettid: { args: NO_ARGS, sleeps: false, run: (task) => task.pid.in(task.pid.ns) },
  getppid: { args: NO_ARGS, sleeps: false, run: (task) => task.parent?.pid.in(task.pid.ns) ?? 0 },
  getpgid: { args: [f.decimal], sleeps: false, run: (task, pid) => taskByNumber(task, pid).pgrp.leader.in(task.pid.ns) },
  setpgid: { args: [f.decimal, f.decimal], sleeps: false, run: setpgid },
  getsid: { args: [f.decimal], sleeps: false, run: (task, pid) => taskByNumber(task, pid).pgrp.session.leader.in(task.pid.ns) },
  setsid: { args: NO_ARGS, sleeps: false, run: setsid },
  prctl: { args: [PRCTL, orDefault], ret: orDefault, sleeps: false, run: (task, option, arg) => prctl(task, option, arg ?? 0) },
  prlimit64: {
    args: [f.decimal, RESOURCE, f.orNull(f.rlimit)],
    ret: f.rlimit,
    sleeps: false,
    run: (task, pid, resource, next: Rlimit | null): Rlimit => prlimit(task, pid, resource, next),
  },
  getpriority: { args: [PRIO, f.decimal], sleeps: false, run: getpriority },
  setpriority: { args: [PRIO, f.decimal, f.decimal], sleeps: false, run: setpriority },
  sched_getaffinity: { args: [f.decimal], ret: f.numbers, sleeps: false, run: getAffinity },
  sched_setaffinity: { args: [f.decimal, f.numbers], sleeps: false, run: setAffinity },
  sched_setscheduler: { args: [f.decimal, POLICY, f.decimal], sleeps: false, run: setScheduler },
  sched_getscheduler: { args: [f.decimal], ret: POLICY, sleeps: false, run: getScheduler },
  sched_getparam: { args: [f.decimal], sleeps: false, run: getParam },
  ioprio_set: { args: [f.decimal, f.decimal, f.hex], sleeps: false, run: ioprioSet },
  ioprio_get: { args: [f.decimal, f.decimal], ret: f.hex, sleeps: false, run: ioprioGet },
  getrusage: { args: [(who) => (who === 'self' ? 'RUSAGE_SELF' : 'RUSAGE_CHILDREN')], ret: () => '{...}', sleeps: false, run: getrusage },
  sched_yield: { args: NO_ARGS, sleeps: true, run: schedYield },
  tick: { args: NO_ARGS, sleeps: true, run: tick },
  pidfd_open: { args: [f.decimal, f.hex], sleeps: false, run: pidfdOpen },
  pidfd_send_signal: { args: [f.decimal, f.signal], sleeps: true, run: sendToPidfd },
  sysinfo: { args: NO_ARGS, ret: () => '{...}', sleeps: false, run: sysinfo },
  getrandom: {
    args: [f.decimal],
    ret: f.buffer,
    sleeps: false,
    run(task, count) {
      if (count < 0) throw EINVAL;
      return task.kernel.rng.bytes(count);
    },
  },
} satisfies Partial<SyscallTable>;
