// The same programs in the simulator: a task for each namespace, its system calls made from outside, mountinfo after each.

import { Errno } from '../../src/abi/errno.ts';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  MNT_DETACH,
  MS_BIND,
  MS_MOVE,
  MS_PRIVATE,
  MS_REC,
  MS_REMOUNT,
  O_PATH,
  O_RDONLY,
} from '../../src/abi/flags.ts';
import { S_IFREG } from '../../src/abi/stat.ts';
import type { Sys } from '../../src/abi/sys.ts';
import type { Syscalls } from '../../src/abi/syscalls.ts';
import { IDENTITY_MAP } from '../../src/kernel/cred/idmap.ts';
import { checkInvariants } from '../../src/kernel/invariants.ts';
import { mountinfoText } from '../../src/kernel/mount/show.ts';
import { exitTask } from '../../src/kernel/proc/exit.ts';
import type { Task } from '../../src/kernel/sched/task.ts';
import { bindSyscalls } from '../../src/kernel/syscall/gate.ts';
import { mountFs, testMachine } from '../../src/kernel/testing.ts';
import type { Operation } from './programs.ts';

/** What one operation answered, and how every namespace looked afterwards. */
export type Step = readonly [string, readonly (readonly string[])[]];

const NAMES = ['a', 'b', 'c'];

function* pause(sys: Syscalls): Sys<number> {
  yield* sys.pause();
  return 0;
}

/** The same directories and files in every new file system. */
function fill(sys: Syscalls, target: string): void {
  for (const x of NAMES) {
    sys.mkdirat(AT_FDCWD, `${target}/${x}`, 0o755);
    for (const y of NAMES) sys.mkdirat(AT_FDCWD, `${target}/${x}/${y}`, 0o755);
    sys.mknodat(AT_FDCWD, `${target}/${x}/f`, S_IFREG | 0o644, 0);
  }
  sys.mknodat(AT_FDCWD, `${target}/f`, S_IFREG | 0o644, 0);
}

function tmpfs(sys: Syscalls, source: string, target: string, flags = 0): void {
  sys.mount(source, target, 'tmpfs', flags, null);
  fill(sys, target);
}

/** A call that does not sleep here, run from outside. */
function now<T>(call: Sys<T>): T {
  const r = call.next();
  if (r.done !== true) throw new Error('it sleeps');
  return r.value;
}

const held = new WeakMap<Syscalls, number[]>();

function hold(sys: Syscalls, path: string): void {
  const fd = now(sys.openat(AT_FDCWD, path, O_RDONLY));
  held.set(sys, [...(held.get(sys) ?? []), fd]);
}

function drop(sys: Syscalls): void {
  for (const fd of held.get(sys) ?? []) sys.close(fd);
  held.delete(sys);
}

type Call = (sys: Syscalls, a: string, b: string, more: number) => void;

const CALLS: Readonly<Record<string, Call>> = {
  tmpfs,
  bind: (sys, a, b, more) => sys.mount(a, b, null, MS_BIND | more, null),
  move: (sys, a, b) => sys.mount(a, b, null, MS_MOVE, null),
  make: (sys, p, flags) => sys.mount('none', p, null, Number(flags), null),
  remount: (sys, p, flags) => sys.mount('none', p, null, MS_REMOUNT | MS_BIND | Number(flags), null),
  resuper: (sys, p, flags) => sys.mount('none', p, null, MS_REMOUNT | Number(flags), null),
  umount: (sys, p, flags) => sys.umount2(p, Number(flags)),
  rmdir: (sys, p) => sys.unlinkat(AT_FDCWD, p, AT_REMOVEDIR),
  mkdir: (sys, p) => sys.mkdirat(AT_FDCWD, p, 0o755),
  chdir: (sys, p) => sys.chdir(p),
  chroot: (sys, p) => sys.chroot(p),
  pivot: (sys, a, b) => sys.pivot_root(a, b),
  unlink: (sys, p) => sys.unlinkat(AT_FDCWD, p, 0),
  hold,
  drop,
  proc: (sys, p) => sys.mount('proc', p, 'proc', 0, null),
};

function attempt(call: () => void): string {
  try {
    call();
    return 'ok';
  } catch (e) {
    if (e instanceof Errno) return e.name;
    throw e;
  }
}

function info(task: Task): string[] {
  if (task.nsproxy === null) return [];
  const text = mountinfoText(task.nsproxy.mnt, task.fs.root, task);
  return text === '' ? [] : text.trimEnd().split('\n');
}

export function simulate(program: readonly Operation[]): Step[] {
  const m = testMachine();
  const spaces: Task[] = [];
  const bindings: Syscalls[] = [];
  const start = (flags: number, from: Task): void => {
    const nr = bindSyscalls(from).clone(flags, pause);
    const task = from.pid.ns.pids.get(nr)?.task;
    if (task === null || task === undefined) throw new Error('no task');
    if ((flags & CLONE_NEWUSER) !== 0) {
      task.cred.userNs.uidMap = IDENTITY_MAP;
      task.cred.userNs.gidMap = IDENTITY_MAP;
    }
    // It never has to give way.
    task.slice = Number.MAX_SAFE_INTEGER;
    spaces.push(task);
    bindings.push(bindSyscalls(task));
  };
  mountFs(m.kernel, 'proc', 'proc', '/proc');
  start(CLONE_NEWNS, m.init);
  const first = bindings[0];
  first.mount('none', '/', null, MS_REC | MS_PRIVATE, null);
  tmpfs(first, 'root', '/mnt');
  first.mkdirat(AT_FDCWD, '/mnt/proc', 0o755);
  first.mount('proc', '/mnt/proc', 'proc', 0, null);
  first.pivot_root('/mnt', '/mnt/a');
  first.chdir('/');
  first.umount2('/a', MNT_DETACH);
  now(first.openat(AT_FDCWD, '/proc', O_PATH));
  return program.map((operation) => {
    const task = spaces[operation[0]];
    const [who, name, a, b, more] = operation;
    let result = 'none';
    if (task !== undefined) {
      if (task.isZombie) result = 'dead';
      else if (name === 'exit') result = attempt(() => exitTask(task, 0));
      else if (name === 'ns') result = attempt(() => start(CLONE_NEWNS | (a === 'user' ? CLONE_NEWUSER : 0), task));
      else result = attempt(() => CALLS[name](bindings[who], a as string, b as string, (more as number | undefined) ?? 0));
    }
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
  const ns = label('ns');
  const spaces = step[1].map((lines, i) => {
    const text = lines.map((line) => {
      const [id, parent, device, ...rest] = line.split(' ');
      const tail = rest
        .join(' ')
        .replace(/\[(40265\d+)\]/g, (_, ino: string) => `[${ns(ino)}]`)
        .replace(/\b(shared|master|propagate_from):(\d+)/g, (_, tag: string, nr: string) => `${tag}:${peer(nr)}`);
      return `  ${mount(id)} ${mount(parent)} ${dev(device)} ${tail}`;
    });
    return `ns ${i}\n${text.join('\n')}`;
  });
  return `${step[0]}\n${spaces.join('\n')}`;
}
