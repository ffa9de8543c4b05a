// The rules of setns(2), unshare(2), pid_namespaces(7), time_namespaces(7).

import { expect, test } from 'vitest';
import {
  AT_FDCWD,
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLONE_FS,
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  O_RDONLY,
} from '../../abi/flags.ts';
import { NS_GET_NSTYPE, NS_GET_PARENT, NS_GET_USERNS } from '../../abi/ioctl.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, install, mountFs, type TestMachine, testMachine } from '../testing.ts';
import { NAMESPACES } from './types.ts';

const ALL = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWCGROUP | CLONE_NEWTIME;

function withProc(): TestMachine {
  const t = testMachine();
  mountFs(t.kernel, 'proc', 'proc', '/proc');
  return t;
}

function* exit0(): Sys<number> {
  return 0;
}

function* forever(sys: Syscalls): Sys<number> {
  for (;;) yield* errorOfSys(sys.pause());
}

const link = (sys: Syscalls, name: string, pid: number | string = 'self'): string => sys.readlinkat(AT_FDCWD, `/proc/${pid}/ns/${name}`);

test('the table has eight rows, each link once', () => {
  expect(NAMESPACES.map((n) => n.kind)).toEqual(['net', 'uts', 'ipc', 'pid', 'user', 'mnt', 'cgroup', 'time']);
  expect(NAMESPACES.flatMap((n) => n.links).length).toBe(10);
});

test('unshare: every kind but pid and time is changed at once, those for children', () => {
  const t = withProc();
  t.run(function* (sys) {
    const before = Object.fromEntries(NAMESPACES.flatMap((n) => n.links).map((l) => [l, link(sys, l)]));
    sys.unshare(ALL);
    const changed = Object.keys(before).filter((l) => l !== 'pid_for_children' && link(sys, l) !== before[l]);
    expect(changed.sort()).toEqual(['cgroup', 'ipc', 'mnt', 'net', 'time_for_children', 'uts']);
    expect(errorOf(() => link(sys, 'pid_for_children'))).toBe('ENOENT');
    expect(errorOf(() => sys.unshare(CLONE_NEWPID))).toBe('EINVAL');
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});

test('inode numbers: user first, then mnt uts ipc pid cgroup net time; the lowest free are used again', () => {
  const t = withProc();
  const seen: number[] = [];
  t.run(function* (sys) {
    t.kernel.trace.nsCopy = (_task, _from, to) => seen.push(to.ino);
    sys.unshare(ALL | CLONE_NEWUSER);
    expect(t.kernel.trace.nsCopy).toBeDefined();
    return 0;
  });
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => 4026532100 + n));
  t.run(function* (sys) {
    sys.unshare(CLONE_NEWUTS);
    expect(link(sys, 'uts')).toBe('uts:[4026532100]');
    return 0;
  });
});

test('EINVAL: an fd that is no namespace, or of another type; EBADF: no fd', () => {
  withProc().run(function* (sys) {
    const uts = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
    const file = yield* sys.openat(AT_FDCWD, '/proc', O_RDONLY);
    expect(errorOf(() => sys.setns(uts, CLONE_NEWIPC))).toBe('EINVAL');
    expect(errorOf(() => sys.setns(file, 0))).toBe('EINVAL');
    expect(errorOf(() => sys.setns(99, 0))).toBe('EBADF');
    sys.setns(uts, CLONE_NEWUTS);
    const user = yield* sys.openat(AT_FDCWD, '/proc/self/ns/user', O_RDONLY);
    expect(errorOf(() => sys.setns(user, 0))).toBe('EINVAL');
    expect(yield* sys.ioctl(uts, NS_GET_NSTYPE, undefined)).toBe(CLONE_NEWUTS);
    expect(yield* errorOfSys(sys.ioctl(uts, NS_GET_PARENT, undefined))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.ioctl(user, NS_GET_PARENT, undefined))).toBe('EPERM');
    expect(yield* sys.ioctl(yield* sys.ioctl(uts, NS_GET_USERNS, undefined), NS_GET_NSTYPE, undefined)).toBe(CLONE_NEWUSER);
    return 0;
  });
});

test('an open file keeps a namespace alive; entering it again finds it as it was', () => {
  const t = withProc();
  t.run(function* (sys) {
    const home = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
    sys.unshare(CLONE_NEWUTS);
    sys.sethostname('kept');
    const kept = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
    sys.setns(home, 0);
    expect(sys.uname().nodename).toBe('localhost.localdomain');
    expect(t.kernel.namespaces.size).toBe(9);
    sys.setns(kept, CLONE_NEWUTS);
    expect(sys.uname().nodename).toBe('kept');
    sys.setns(home, 0);
    sys.close(kept);
    expect(t.kernel.namespaces.size).toBe(8);
    return 0;
  });
});

test('a pidfd enters several kinds at once, or none', () => {
  withProc().run(function* (sys) {
    const pid = sys.clone(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS, function* (c: Syscalls): Sys<number> {
      c.sethostname('target');
      return yield* forever(c);
    });
    yield* sys.sched_yield();
    const fd = sys.pidfd_open(pid, 0);
    expect(errorOf(() => sys.setns(fd, 0))).toBe('EINVAL');
    expect(errorOf(() => sys.setns(fd, CLONE_NEWUTS | CLONE_NEWUSER))).toBe('EINVAL');
    expect(sys.uname().nodename).toBe('localhost.localdomain');
    sys.setns(fd, CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);
    expect(sys.uname().nodename).toBe('target');
    expect(sys.getcwd()).toBe('/');
    yield* sys.kill(pid, 9);
    yield* sys.wait4(pid, 0);
    expect(errorOf(() => sys.setns(fd, CLONE_NEWUTS))).toBe('ESRCH');
    return 0;
  });
});

test('EINVAL: mount and user namespaces while root and cwd are shared (CLONE_FS)', () => {
  withProc().run(function* (sys) {
    const mnt = yield* sys.openat(AT_FDCWD, '/proc/self/ns/mnt', O_RDONLY);
    const pid = sys.clone(CLONE_FS, forever);
    expect(errorOf(() => sys.setns(mnt, 0))).toBe('EINVAL');
    sys.unshare(CLONE_FS);
    sys.setns(mnt, 0);
    yield* sys.kill(pid, 9);
    yield* sys.wait4(pid, 0);
    return 0;
  });
});

test('setns(CLONE_NEWPID): own namespace or a descendant, for children only', () => {
  withProc().run(function* (sys) {
    const home = yield* sys.openat(AT_FDCWD, '/proc/self/ns/pid', O_RDONLY);
    const init = sys.clone(CLONE_NEWPID, function* (i: Syscalls): Sys<number> {
      expect(errorOf(() => i.setns(home, 0))).toBe('EINVAL');
      return yield* forever(i);
    });
    yield* sys.sched_yield();
    const fd = yield* sys.openat(AT_FDCWD, `/proc/${init}/ns/pid`, O_RDONLY);
    sys.setns(fd, CLONE_NEWPID);
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      expect([c.getpid(), c.getppid()]).toEqual([2, 0]);
      return 0;
    });
    expect((yield* sys.wait4(child, 0))?.status).toBe(0);
    sys.setns(home, 0);
    yield* sys.kill(init, 9);
    yield* sys.wait4(init, 0);
    sys.setns(fd, 0);
    expect(errorOf(() => sys.clone(0, exit0))).toBe('ENOMEM');
    return 0;
  });
});

test('a time namespace is entered by the child, or by execve; offsets shift the monotonic clocks', () => {
  const t = withProc();
  t.programs.set('prog', function* (sys) {
    expect(link(sys, 'time')).toBe(link(sys, 'time_for_children'));
    expect(sys.clock_gettime(CLOCK_MONOTONIC).sec).toBeGreaterThanOrEqual(1000);
    return 0;
  });
  t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog');
    sys.unshare(CLONE_NEWTIME);
    expect(link(sys, 'time')).not.toBe(link(sys, 'time_for_children'));
    const ns = t.kernel.sched.current?.nsproxy?.timeForChildren;
    if (ns === undefined) throw new Error('no time namespace');
    ns.monotonic = { sec: 1000, nsec: 0 };
    ns.boottime = { sec: 5000, nsec: 999_999_999 };
    const before = sys.clock_gettime(CLOCK_MONOTONIC).sec;
    expect(before).toBeLessThan(1000);
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      expect(c.clock_gettime(CLOCK_MONOTONIC).sec).toBe(before + 1000);
      expect(c.clock_gettime(CLOCK_BOOTTIME).sec).toBeGreaterThanOrEqual(before + 5000);
      expect(ns.isFrozen).toBe(true);
      return 0;
    });
    expect((yield* sys.wait4(pid, 0))?.status).toBe(0);
    return yield* sys.execve('/bin/prog', ['prog'], []);
  });
});

test('capabilities: a namespace of another owner cannot be entered', () => {
  withProc().run(function* (sys) {
    const home = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
    sys.unshare(CLONE_NEWUSER | CLONE_NEWUTS);
    sys.sethostname('mine');
    expect(errorOf(() => sys.setns(home, 0))).toBe('EPERM');
    return 0;
  });
});
