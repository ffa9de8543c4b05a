// The rules of getrlimit(2), getpriority(2), sched_setaffinity(2), pidfd_open(2), pid_max.

import { expect, test } from 'vitest';
import { AT_FDCWD, CLONE_NEWUSER, O_RDONLY, POLLIN, RLIMIT_NOFILE, RLIMIT_NPROC } from '../../abi/flags.ts';
import { SIGTERM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, testMachine } from '../testing.ts';

function* exit0(): Sys<number> {
  return 0;
}

function* forever(sys: Syscalls): Sys<number> {
  for (;;) yield* errorOfSys(sys.pause());
}

test('prlimit: soft below hard, raising the hard limit is privileged, NOFILE bounds descriptors', () => {
  testMachine().run(function* (sys) {
    expect(sys.prlimit64(0, RLIMIT_NOFILE, null)).toEqual({ cur: 1024, max: 1048576 });
    expect(errorOf(() => sys.prlimit64(0, RLIMIT_NOFILE, { cur: 10, max: 5 }))).toBe('EINVAL');
    expect(errorOf(() => sys.prlimit64(0, 99, null))).toBe('EINVAL');
    expect(errorOf(() => sys.prlimit64(0, RLIMIT_NOFILE, { cur: 10, max: 2000000 }))).toBe('EPERM');
    sys.prlimit64(0, RLIMIT_NOFILE, { cur: 1, max: 4 });
    yield* sys.openat(AT_FDCWD, '/', O_RDONLY);
    expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/', O_RDONLY))).toBe('EMFILE');
    sys.setuid(1000);
    expect(errorOf(() => sys.prlimit64(0, RLIMIT_NOFILE, { cur: 1, max: 5 }))).toBe('EPERM');
    expect(errorOf(() => sys.prlimit64(1, RLIMIT_NOFILE, null))).toBe('EPERM');
    return 0;
  });
});

test('RLIMIT_NPROC: EAGAIN for an ordinary user, not for root', () => {
  testMachine().run(function* (sys) {
    sys.prlimit64(0, RLIMIT_NPROC, { cur: 2, max: 2 });
    yield* sys.wait4(sys.clone(0, exit0), 0);
    sys.setuid(1000);
    const pid = sys.clone(0, forever);
    expect(errorOf(() => sys.clone(0, exit0))).toBe('EAGAIN');
    sys.unshare(CLONE_NEWUSER);
    expect(errorOf(() => sys.clone(0, exit0))).toBe('EAGAIN');
    yield* sys.kill(pid, 9);
    yield* sys.wait4(pid, 0);
    return 0;
  });
});

test('nice: up for everybody, down with CAP_SYS_NICE, other users not at all', () => {
  testMachine().run(function* (sys) {
    sys.setpriority(0, 0, 5);
    sys.setpriority(0, 0, -30);
    expect(sys.getpriority(0, 0)).toBe(-20);
    sys.setpriority(0, 0, 3);
    sys.setresuid(1000, 1000, 1000);
    expect(errorOf(() => sys.setpriority(0, 0, 2))).toBe('EACCES');
    sys.setpriority(0, 0, 9);
    expect(errorOf(() => sys.setpriority(0, 1, 19))).toBe('EPERM');
    expect(errorOf(() => sys.getpriority(0, 9999))).toBe('ESRCH');
    expect(errorOf(() => sys.getpriority(7, 0))).toBe('EINVAL');
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      return c.getpriority(0, 0);
    });
    expect((yield* sys.wait4(pid, 0))?.status).toBe(9 << 8);
    return 0;
  });
});

test('affinity: only processors that exist', () => {
  testMachine().run(function* (sys) {
    expect(sys.sched_getaffinity(0)).toEqual([0, 1]);
    sys.sched_setaffinity(0, [7, 1]);
    expect(sys.sched_getaffinity(0)).toEqual([1]);
    expect(errorOf(() => sys.sched_setaffinity(0, [5]))).toBe('EINVAL');
    return 0;
  });
});

test('a pidfd becomes readable when the process ends, and means it for ever', () => {
  testMachine().run(function* (sys) {
    const pid = sys.clone(0, forever);
    const fd = sys.pidfd_open(pid, 0);
    expect(yield* sys.poll([{ fd, events: POLLIN }], 0)).toEqual([0]);
    yield* sys.pidfd_send_signal(fd, SIGTERM);
    expect(yield* sys.poll([{ fd, events: POLLIN }], -1)).toEqual([POLLIN]);
    yield* sys.wait4(pid, 0);
    expect(yield* errorOfSys(sys.pidfd_send_signal(fd, SIGTERM))).toBe('ESRCH');
    expect(yield* errorOfSys(sys.pidfd_send_signal(50, SIGTERM))).toBe('EBADF');
    expect(errorOf(() => sys.pidfd_open(9999, 0))).toBe('ESRCH');
    expect(errorOf(() => sys.pidfd_open(0, 0))).toBe('EINVAL');
    return 0;
  });
});

test('numbers go round at pid_max and skip those in use', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const { pid: ns } = t.kernel.init;
    ns.pidMax = 310;
    ns.lastPid = 307;
    const held = sys.clone(0, forever);
    const next = sys.clone(0, exit0);
    yield* sys.wait4(next, 0);
    const round = sys.clone(0, exit0);
    yield* sys.wait4(round, 0);
    expect([held, next, round]).toEqual([308, 309, 300]);
    ns.lastPid = 307;
    expect(sys.clone(0, exit0)).toBe(309);
    yield* sys.wait4(309, 0);
    yield* sys.kill(held, 9);
    yield* sys.wait4(held, 0);
    return 0;
  });
});
