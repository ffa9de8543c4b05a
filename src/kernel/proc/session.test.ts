// The rules of setsid(2), setpgid(2), getpgid(2).

import { expect, test } from 'vitest';
import { CLONE_NEWPID } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, install, testMachine } from '../testing.ts';

function* forever(sys: Syscalls): Sys<number> {
  for (;;) yield* errorOfSys(sys.pause());
}

test("setsid: a group leader may not, its child may; the numbers are the new leader's", () => {
  testMachine().run(function* (sys) {
    expect(errorOf(() => sys.setsid())).toBe('EPERM');
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      const own = c.getpid();
      expect(c.setsid()).toBe(own);
      expect([c.getpgid(0), c.getsid(0)]).toEqual([own, own]);
      expect(errorOf(() => c.setsid())).toBe('EPERM');
      expect(errorOf(() => c.setpgid(0, 0))).toBe('EPERM');
      return 0;
    });
    expect((yield* sys.wait4(pid, 0))?.status).toBe(0);
    return 0;
  });
});

test('setpgid: own children until they exec, groups of the own session only', () => {
  const t = testMachine();
  t.programs.set('prog', forever);
  t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog');
    const a = sys.clone(0, forever);
    const b = sys.clone(0, forever);
    sys.setpgid(a, a);
    sys.setpgid(b, a);
    expect([sys.getpgid(a), sys.getpgid(b)]).toEqual([a, a]);
    expect(errorOf(() => sys.setpgid(b, 9999))).toBe('EPERM');
    expect(errorOf(() => sys.setpgid(9999, 0))).toBe('ESRCH');
    expect(errorOf(() => sys.setpgid(1, 0))).toBe('ESRCH');
    expect(errorOf(() => sys.setpgid(a, -1))).toBe('EINVAL');
    const execed = sys.clone(0, function* (c: Syscalls): Sys<number> {
      return yield* c.execve('/bin/prog', ['prog'], []);
    });
    const other = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.setsid();
      return yield* forever(c);
    });
    yield* sys.nanosleep(1_000_000);
    expect(errorOf(() => sys.setpgid(execed, 0))).toBe('EACCES');
    expect(errorOf(() => sys.setpgid(other, 0))).toBe('EPERM');
    for (const pid of [a, b, execed, other]) {
      yield* sys.kill(pid, 9);
      yield* sys.wait4(pid, 0);
    }
    return 0;
  });
});

test('a group outlives its leader: the number is not given to another', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const leader = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.setpgid(0, 0);
      c.clone(0, forever);
      return 0;
    });
    yield* sys.wait4(leader, 0);
    expect(t.kernel.init.pid.pids.has(leader)).toBe(true);
    expect(yield* errorOfSys(sys.kill(leader, 0))).toBe('ESRCH');
    yield* sys.kill(-leader, 9);
    yield* sys.nanosleep(1_000_000);
    expect(t.kernel.init.pid.pids.has(leader)).toBe(false);
    return 0;
  });
});

test('numbers of groups and sessions outside the PID namespace show as 0', () => {
  testMachine().run(function* (sys) {
    const pid = sys.clone(CLONE_NEWPID, function* (c: Syscalls): Sys<number> {
      expect([c.getpgid(0), c.getsid(0), c.getppid()]).toEqual([0, 0, 0]);
      c.setsid();
      expect([c.getpgid(0), c.getsid(0)]).toEqual([1, 1]);
      return 0;
    });
    expect((yield* sys.wait4(pid, 0))?.status).toBe(0);
    return 0;
  });
});
