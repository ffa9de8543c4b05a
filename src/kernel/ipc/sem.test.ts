// Semaphores, each rule by its name (semget(2), semop(2), semctl(2)).

import { expect, test } from 'vitest';
import { AT_FDCWD, CLONE_NEWIPC, CLONE_SYSVSEM, O_RDONLY } from '../../abi/flags.ts';
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_STAT,
  SEM_INFO,
  SEM_UNDO,
  SETALL,
  SETVAL,
} from '../../abi/ipc.ts';
import { SIGALRM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, mountFs, testMachine } from '../testing.ts';

const op = (num: number, value: number, flags = 0) => ({ num, op: value, flags });

test('all operations of a call or none', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 2, 0o600);
    sys.semctl(id, 0, SETALL, [3, 0]);
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, -1), op(1, -1, IPC_NOWAIT)], null))).toBe('EAGAIN');
    expect(sys.semctl(id, 0, GETALL, null)).toEqual([3, 0]);
    yield* sys.semtimedop(id, [op(0, -1), op(1, 5)], null);
    expect(sys.semctl(id, 0, GETALL, null)).toEqual([2, 5]);
    expect(sys.semctl(id, 1, GETPID, null)).toBe(sys.getpid());
    // One after the other: the second sees what the first did.
    yield* sys.semtimedop(id, [op(0, -2), op(0, 0), op(0, 1)], null);
    expect(sys.semctl(id, 0, GETVAL, null)).toBe(1);
    return 0;
  });
});

test('a waiter goes on when the value allows it, the longest waiting first', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 1, 0o600);
    const order: string[] = [];
    const wait = (name: string, n: number) =>
      sys.clone(0, function* (c: Syscalls): Sys<number> {
        yield* c.semtimedop(id, [op(0, n)], null);
        order.push(name);
        return 0;
      });
    wait('first', -2);
    wait('second', -1);
    wait('zero', 0);
    yield* sys.nanosleep(1e6);
    // `zero` found 0 and did not wait.
    expect([sys.semctl(id, 0, GETNCNT, null), sys.semctl(id, 0, GETZCNT, null)]).toEqual([2, 0]);
    yield* sys.semtimedop(id, [op(0, 1)], null);
    yield* sys.nanosleep(1e6);
    expect(order).toEqual(['zero', 'second']);
    yield* sys.semtimedop(id, [op(0, 2)], null);
    for (let i = 0; i < 3; i++) yield* sys.wait4(-1, 0);
    expect(order).toEqual(['zero', 'second', 'first']);
    return 0;
  });
});

test('E2BIG, EFBIG, EINVAL, ERANGE, EACCES', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 2, 0o604);
    expect(yield* errorOfSys(sys.semtimedop(id, Array(501).fill(op(0, 1)), null))).toBe('E2BIG');
    expect(yield* errorOfSys(sys.semtimedop(id, [op(2, 1)], null))).toBe('EFBIG');
    expect(yield* errorOfSys(sys.semtimedop(id, [], null))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.semtimedop(id + 1, [op(0, 1)], null))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, 32767), op(0, 1)], null))).toBe('ERANGE');
    expect(errorOf(() => sys.semctl(id, 0, SETVAL, 32768))).toBe('ERANGE');
    expect(errorOf(() => sys.semctl(id, 2, SETVAL, 1))).toBe('EINVAL');
    expect(errorOf(() => sys.semget(IPC_PRIVATE, 0, 0))).toBe('EINVAL');
    expect(errorOf(() => sys.semget(IPC_PRIVATE, 32001, 0))).toBe('EINVAL');
    sys.setresgid(1000, 1000, 1000);
    sys.setresuid(1000, 1000, 1000);
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, 1)], null))).toBe('EACCES');
    // Waiting for zero only reads.
    yield* sys.semtimedop(id, [op(0, 0)], null);
    return 0;
  });
});

test('semmns and semmni: ENOSPC', () => {
  const t = testMachine();
  t.run(function* (sys) {
    t.kernel.init.ipc.limits.sem = [10, 5, 500, 2];
    sys.semget(IPC_PRIVATE, 3, 0);
    expect(errorOf(() => sys.semget(IPC_PRIVATE, 3, 0))).toBe('ENOSPC');
    sys.semget(IPC_PRIVATE, 1, 0);
    expect(errorOf(() => sys.semget(IPC_PRIVATE, 1, 0))).toBe('ENOSPC');
    expect(sys.semctl(0, 0, SEM_INFO, null)).toMatchObject({ maxIndex: 1, semusz: 2, semaem: 4 });
    return 0;
  });
});

test('semtimedop: EAGAIN when the time is over; EINTR after a handler, whatever SA_RESTART says; EIDRM', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 1, 0o600);
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, -1)], 1e6))).toBe('EAGAIN');
    let seen = 0;
    sys.rt_sigaction(SIGALRM, { handler: () => void seen++, flags: 0x10000000 });
    sys.setitimer(1e6);
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, -1)], null))).toBe('EINTR');
    expect([seen, sys.semctl(id, 0, GETNCNT, null)]).toEqual([1, 0]);
    sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.semctl(id, 0, IPC_RMID, null);
      return 0;
    });
    expect(yield* errorOfSys(sys.semtimedop(id, [op(0, -1)], null))).toBe('EIDRM');
    return 0;
  });
});

test('a killed waiter takes nothing', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 1, 0o600);
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      yield* c.semtimedop(id, [op(0, -1)], null);
      return 0;
    });
    yield* sys.nanosleep(1e6);
    yield* sys.kill(child, 9);
    yield* sys.wait4(child, 0);
    expect(sys.semctl(id, 0, GETNCNT, null)).toBe(0);
    yield* sys.semtimedop(id, [op(0, 1)], null);
    expect(sys.semctl(id, 0, GETVAL, null)).toBe(1);
    return 0;
  });
});

test('SEM_UNDO: taken back at the end of the process, which may wake others', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 2, 0o600);
    sys.semctl(id, 0, SETALL, [1, 1]);
    sys.clone(0, function* (c: Syscalls): Sys<number> {
      yield* c.semtimedop(id, [op(0, -1, SEM_UNDO), op(1, 2, SEM_UNDO)], null);
      yield* c.nanosleep(1e6);
      return 0;
    });
    yield* sys.sched_yield();
    expect(sys.semctl(id, 0, GETALL, null)).toEqual([0, 3]);
    yield* sys.semtimedop(id, [op(0, -1)], null);
    expect(sys.semctl(id, 0, GETALL, null)).toEqual([0, 1]);
    return 0;
  });
});

test('SETVAL clears undo values; a child does not inherit them, CLONE_SYSVSEM shares them', () => {
  testMachine().run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 1, 0o600);
    const run = function* (flags: number): Sys<number> {
      sys.semctl(id, 0, SETVAL, 0);
      const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
        yield* c.semtimedop(id, [op(0, 4, SEM_UNDO)], null);
        c.clone(flags, function* (g: Syscalls): Sys<number> {
          yield* g.nanosleep(1e6);
          return 0;
        });
        return 0;
      });
      yield* sys.wait4(child, 0);
      return sys.semctl(id, 0, GETVAL, null);
    };
    expect(yield* run(0)).toBe(0);
    expect(yield* run(CLONE_SYSVSEM)).toBe(4);
    yield* sys.nanosleep(2e6);
    expect(sys.semctl(id, 0, GETVAL, null)).toBe(0);
    yield* sys.semtimedop(id, [op(0, 4, SEM_UNDO)], null);
    sys.semctl(id, 0, SETVAL, 2);
    sys.unshare(CLONE_SYSVSEM);
    expect(sys.semctl(id, 0, GETVAL, null)).toBe(2);
    return 0;
  });
});

test('unshare(CLONE_NEWIPC) and setns to an IPC namespace undo at once', () => {
  const t = testMachine();
  mountFs(t.kernel, 'proc', 'proc', '/proc');
  t.run(function* (sys) {
    const id = sys.semget(IPC_PRIVATE, 1, 0o600);
    const home = yield* sys.openat(AT_FDCWD, '/proc/self/ns/ipc', O_RDONLY);
    const value = (): number | undefined => t.kernel.init.ipc.sem.obtain(id).sems[0].value;
    yield* sys.semtimedop(id, [op(0, 4, SEM_UNDO)], null);
    sys.setns(home, CLONE_NEWIPC);
    expect(value()).toBe(0);
    yield* sys.semtimedop(id, [op(0, 4, SEM_UNDO)], null);
    sys.unshare(CLONE_NEWIPC);
    expect(value()).toBe(0);
    expect(errorOf(() => sys.semctl(id, 0, IPC_STAT, null))).toBe('EINVAL');
    return 0;
  });
});
