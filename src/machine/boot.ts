// From a profile to a machine at its prompt: kernel, root file system, mounts, pid 1, kernel threads and services. Everything is done by the
// boot task through system calls, as a real start does it, and costs little: files are made when somebody looks at them.

import { AT_FDCWD, MS_REC, MS_SHARED } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { createKernel, setBootRoot } from '../kernel/create.ts';
import { makeRootFs } from '../kernel/fs/ext4.ts';
import { dir } from '../kernel/fs/root-table.ts';
import type { Kernel, KernelConfig } from '../kernel/kernel.ts';
import { mountRoot } from '../kernel/mount/boot.ts';
import type { Task } from '../kernel/sched/task.ts';
import { park } from '../kernel/sched/wait.ts';
import { bindSyscalls } from '../kernel/syscall/gate.ts';
import type { MachineConfig } from './api.ts';
import { moveToCgroup } from './cgroups.ts';
import { setUpNetwork } from './network.ts';
import type { Profile, ProfileProcess } from './profiles/profile.ts';
import { spawn } from './spawn.ts';

/** Nanoseconds that the machine has been up when the learner arrives. */
const UPTIME = 65_000_000_000;
/** System calls a process makes before another one gets its turn. */
const SLICE = 200;
/** A started system has used up some numbers. */
const FIRST_SERVICE_PID = 231;
const FIRST_SESSION_PID = 702;
/** More steps than any boot takes. */
const BOOT_STEPS = 100_000;

export function boot(profile: Profile, config: MachineConfig, loadProgram: KernelConfig['loadProgram']): Kernel {
  const kernel = createKernel({
    release: profile.release,
    version: profile.version,
    machine: 'x86_64',
    nodename: profile.nodename,
    bootEpoch: (config.epoch ?? profile.epoch) - UPTIME / 1e9,
    uptime: UPTIME,
    seed: config.seed,
    cpus: profile.cpus,
    memory: profile.memory,
    slice: SLICE,
    loadProgram,
    cmdline: profile.cmdline,
  });
  const { source, flags, options } = profile.rootDevice;
  setBootRoot(kernel, mountRoot(kernel, makeRootFs(kernel, dir(profile.root), options), source, flags));
  const sys = bindSyscalls(kernel.boot);
  mountAll(sys, profile);
  makeHomes(sys, profile);
  setUpNetwork(kernel, profile.network);
  startProcesses(kernel, profile);
  kernel.sched.run(BOOT_STEPS);
  kernel.init.pid.lastPid = Math.max(kernel.init.pid.lastPid, FIRST_SESSION_PID);
  return kernel;
}

function mountAll(sys: Syscalls, profile: Profile): void {
  for (const m of profile.mounts) sys.mount(m.source, m.target, m.type, m.flags, m.options === '' ? null : m.options);
  // As systemd does it: what is mounted anywhere shows everywhere, until somebody says otherwise.
  sys.mount('none', '/', null, MS_REC | MS_SHARED, null);
  for (const [path, mode] of RUNTIME_DIRS) sys.mkdirat(AT_FDCWD, path, mode);
}

const RUNTIME_DIRS: readonly (readonly [string, number])[] = [
  ['/run/lock', 0o1777],
  ['/run/user', 0o755],
];

function makeHomes(sys: Syscalls, profile: Profile): void {
  for (const user of profile.users) {
    if (!user.home.startsWith('/home/')) continue;
    sys.mkdirat(AT_FDCWD, user.home, 0o755);
    sys.fchownat(AT_FDCWD, user.home, user.uid, user.gid, 0);
  }
}

function* sleepForEver(task: Task): Sys<number> {
  for (;;) yield* park(task, [], 'kthreadd', Infinity, 'S');
}

function spawnKthread(parent: Task, name: string): Task {
  const task: Task = spawn(parent, () => sleepForEver(parent));
  task.run = sleepForEver(task);
  task.comm = name;
  task.isKernelThread = true;
  return task;
}

function startProcesses(kernel: Kernel, profile: Profile): void {
  const init = spawn(kernel.boot, execInit);
  moveToCgroup(init, '/init.scope');
  const kthreadd = spawnKthread(kernel.boot, 'kthreadd');
  for (const name of profile.kthreads) spawnKthread(kthreadd, name);
  kernel.init.pid.lastPid = FIRST_SERVICE_PID;
  for (const p of profile.processes) startService(init, p, profile);
}

const INIT_ENV: readonly string[] = ['HOME=/', 'TERM=linux'];

function* execInit(sys: Syscalls): Sys<number> {
  sys.setsid();
  return yield* sys.execve('/usr/lib/systemd/systemd', ['/sbin/init'], INIT_ENV);
}

function startService(parent: Task, p: ProfileProcess, profile: Profile): void {
  const user = profile.users.find((u) => u.name === p.user);
  const task = spawn(parent, (sys) => execService(sys, p, user === undefined ? null : [user.uid, user.gid]));
  moveToCgroup(task, p.cgroup);
  for (const child of p.children ?? []) startService(task, child, profile);
}

function* execService(sys: Syscalls, p: ProfileProcess, ids: readonly [number, number] | null): Sys<number> {
  if (p.isSessionLeader === true) sys.setsid();
  if (ids !== null) {
    sys.setgroups([]);
    sys.setgid(ids[1]);
    sys.setuid(ids[0]);
  }
  return yield* sys.execve(p.exe, p.argv, ['LANG=C.UTF-8', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin']);
}
