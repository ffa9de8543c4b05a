// The same programs in the simulator: a task for each namespace, its system calls made from outside, mountinfo below /mnt after each.

import { Errno } from '../../src/abi/errno.ts';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  MS_BIND,
  MS_MOVE,
  MS_PRIVATE,
  MS_REC,
  MS_REMOUNT,
} from '../../src/abi/flags.ts';
import type { Sys } from '../../src/abi/sys.ts';
import type { Syscalls } from '../../src/abi/syscalls.ts';
import { IDENTITY_MAP } from '../../src/kernel/cred/idmap.ts';
import { checkInvariants } from '../../src/kernel/invariants.ts';
import { mountinfoText } from '../../src/kernel/mount/show.ts';
import type { Task } from '../../src/kernel/sched/task.ts';
import { bindSyscalls } from '../../src/kernel/syscall/gate.ts';
import { testMachine } from '../../src/kernel/testing.ts';
import type { Operation } from './programs.ts';

/** What one operation answered, and how every namespace looked afterwards. */
export type Step = readonly [string, readonly (readonly string[])[]];

const NAMES = ['a', 'b', 'c'];

function* pause(sys: Syscalls): Sys<number> {
  yield* sys.pause();
  return 0;
}

function tmpfs(sys: Syscalls, source: string, target: string): void {
  sys.mount(source, target, 'tmpfs', 0, null);
  for (const x of NAMES) {
    sys.mkdirat(AT_FDCWD, `${target}/${x}`, 0o755);
    for (const y of NAMES) sys.mkdirat(AT_FDCWD, `${target}/${x}/${y}`, 0o755);
  }
}

type Call = (sys: Syscalls, a: string, b: string, more: number) => void;

const CALLS: Readonly<Record<string, Call>> = {
  tmpfs,
  bind: (sys, a, b, more) => sys.mount(a, b, null, MS_BIND | more, null),
  move: (sys, a, b) => sys.mount(a, b, null, MS_MOVE, null),
  make: (sys, p, flags) => sys.mount('none', p, null, Number(flags), null),
  remount: (sys, p, flags) => sys.mount('none', p, null, MS_REMOUNT | MS_BIND | Number(flags), null),
  umount: (sys, p, flags) => sys.umount2(p, Number(flags)),
  rmdir: (sys, p) => sys.unlinkat(AT_FDCWD, p, AT_REMOVEDIR),
  mkdir: (sys, p) => sys.mkdirat(AT_FDCWD, p, 0o755),
  chdir: (sys, p) => sys.chdir(p),
  chroot: (sys, p) => sys.chroot(p),
  pivot: (sys, a, b) => sys.pivot_root(a, b),
};

function attempt(sys: Syscalls, [, name, a, b, more]: Operation): string {
  try {
    CALLS[name](sys, a as string, b as string, (more as number | undefined) ?? 0);
    return 'ok';
  } catch (e) {
    if (e instanceof Errno) return e.name;
    throw e;
  }
}

function info(task: Task): string[] {
  if (task.nsproxy === null) return [];
  const lines = mountinfoText(task.nsproxy.mnt, task.fs.root, task).split('\n');
  return lines.filter((l) => {
    const point = l.split(' ')[4];
    return point === '/mnt' || point?.startsWith('/mnt/');
  });
}

export function simulate(program: readonly Operation[]): Step[] {
  const m = testMachine();
  const spaces: Task[] = [];
  const start = (flags: number, from: Task): void => {
    const nr = bindSyscalls(from).clone(flags, pause);
    const task = from.pid.ns.pids.get(nr)?.task;
    if (task === null || task === undefined) throw new Error('no task');
    if ((flags & CLONE_NEWUSER) !== 0) {
      task.cred.userNs.uidMap = IDENTITY_MAP;
      task.cred.userNs.gidMap = IDENTITY_MAP;
    }
    spaces.push(task);
  };
  start(CLONE_NEWNS, m.init);
  const first = bindSyscalls(spaces[0]);
  first.mount('none', '/', null, MS_REC | MS_PRIVATE, null);
  for (const source of ['bottom', 'under', 'base']) tmpfs(first, source, '/mnt');
  first.chdir('/');
  return program.map((operation) => {
    const task = spaces[operation[0]];
    let result = 'ok';
    if (task === undefined) result = 'none';
    else if (operation[1] === 'ns') start(CLONE_NEWNS | (operation[2] === 'user' ? CLONE_NEWUSER : 0), task);
    else result = attempt(bindSyscalls(task), operation);
    const problems = checkInvariants(m.kernel);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return [result, spaces.map(info)];
  });
}

/** Ids and device numbers by order of appearance, so that two kernels can be compared. */
export function canonical(step: Step): string {
  const label = (prefix: string) => {
    const seen = new Map<string, string>();
    return (id: string): string => {
      const known = seen.get(id) ?? `${prefix}${seen.size + 1}`;
      seen.set(id, known);
      return known;
    };
  };
  const mount = label('m');
  const dev = label('d');
  const peer = label('p');
  const spaces = step[1].map((lines, i) => {
    const text = lines.map((line) => {
      const [id, parent, device, ...rest] = line.split(' ');
      const tail = rest.join(' ').replace(/\b(shared|master|propagate_from):(\d+)/g, (_, tag: string, nr: string) => `${tag}:${peer(nr)}`);
      return `  ${mount(id)} ${mount(parent)} ${dev(device)} ${tail}`;
    });
    return `ns ${i}\n${text.join('\n')}`;
  });
  return `${step[0]}\n${spaces.join('\n')}`;
}
