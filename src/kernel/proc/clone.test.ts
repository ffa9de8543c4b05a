import { expect, test } from 'vitest';
import { ECHILD } from '../../abi/errno.ts';
import { CLONE_FS, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWUTS, WNOHANG } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, testMachine } from '../testing.ts';

function* exit3(): Sys<number> {
  return 3;
}

test('a child runs beside its parent, and its status comes from wait4', () => {
  const t = testMachine();
  const status = t.run(function* (sys) {
    const pid = sys.clone(0, exit3);
    const r = yield* sys.wait4(pid, 0);
    expect(r).toMatchObject({ pid, status: 3 << 8 });
    expect(yield* errorOfSys(sys.wait4(-1, WNOHANG))).toBe(ECHILD.name);
    return 7;
  });
  expect(status).toBe(7 << 8);
});

test('CLONE_NEWPID: the child is pid 1 in there, and has a number in every ancestor', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const nr = sys.clone(CLONE_NEWPID, function* (child: Syscalls): Sys<number> {
      expect([child.getpid(), child.getppid(), child.getpgid(0), child.getsid(0)]).toEqual([1, 0, 0, 0]);
      return 0;
    });
    expect(nr).toBeGreaterThan(1);
    yield* sys.wait4(nr, 0);
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});

test('EINVAL: CLONE_FS with a new mount or user namespace', () => {
  testMachine().run(function* (sys) {
    expect(errorOf(() => sys.clone(CLONE_NEWNS | CLONE_FS, exit3))).toBe('EINVAL');
    expect(errorOf(() => sys.clone(CLONE_NEWUSER | CLONE_FS, exit3))).toBe('EINVAL');
    return 0;
  });
});

test('a new UTS namespace starts as a copy and ends with its last process', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const pid = sys.clone(CLONE_NEWUTS, function* (child: Syscalls): Sys<number> {
      child.sethostname('inner');
      expect(child.uname().nodename).toBe('inner');
      return 0;
    });
    yield* sys.wait4(pid, 0);
    expect(sys.uname().nodename).toBe('localhost.localdomain');
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});
