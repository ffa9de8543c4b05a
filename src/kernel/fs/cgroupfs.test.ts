import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import { AT_FDCWD, AT_REMOVEDIR, CLONE_NEWCGROUP, CLONE_NEWNS, O_CREAT, O_RDONLY, O_WRONLY } from '../../abi/flags.ts';
import { SIGKILL } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, mountFs, testMachine } from '../testing.ts';

const ROOT = '/sys';

function* read(sys: Syscalls, path: string): Sys<string> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  const text = decode(yield* sys.read(fd, 4096));
  sys.close(fd);
  return text;
}

function* write(sys: Syscalls, path: string, text: string): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_WRONLY);
  try {
    yield* sys.write(fd, encode(text));
  } finally {
    sys.close(fd);
  }
}

const mkdir = (sys: Syscalls, path: string): void => sys.mkdirat(AT_FDCWD, path, 0o755);
const rmdir = (sys: Syscalls, path: string): void => sys.unlinkat(AT_FDCWD, path, AT_REMOVEDIR);

function* sleeper(sys: Syscalls): Sys<number> {
  for (;;) yield* sys.nanosleep(1_000_000);
}

function run(body: (sys: Syscalls) => Sys<void>): void {
  const m = testMachine();
  mountFs(m.kernel, 'cgroup2', 'cgroup2', ROOT);
  mountFs(m.kernel, 'proc', 'proc', '/proc');
  let isDone = false;
  function* main(sys: Syscalls): Sys<number> {
    yield* body(sys);
    isDone = true;
    return 0;
  }
  m.run(main);
  expect(isDone).toBe(true);
}

describe('cgroups(7)', () => {
  test('mkdir makes a cgroup; writing cgroup.procs moves a process, its children follow', () =>
    run(function* (sys) {
      mkdir(sys, `${ROOT}/a`);
      yield* write(sys, `${ROOT}/a/cgroup.procs`, '0');
      expect(yield* read(sys, '/proc/self/cgroup')).toBe('0::/a\n');
      const pid = sys.clone(0, sleeper);
      expect(yield* read(sys, `/proc/${pid}/cgroup`)).toBe('0::/a\n');
      expect(yield* read(sys, `${ROOT}/a/cgroup.procs`)).toBe(`${sys.getpid()}\n${pid}\n`);
      expect(errorOf(() => rmdir(sys, `${ROOT}/a`))).toBe('EBUSY');
      yield* write(sys, `${ROOT}/cgroup.procs`, String(pid));
      yield* write(sys, `${ROOT}/cgroup.procs`, '0');
      rmdir(sys, `${ROOT}/a`);
      yield* sys.kill(pid, SIGKILL);
    }));

  test('refusals: ESRCH, EINVAL, EAGAIN beyond the limits, EACCES for a file, EPERM for rename', () =>
    run(function* (sys) {
      mkdir(sys, `${ROOT}/a`);
      expect(yield* errorOfSys(write(sys, `${ROOT}/a/cgroup.procs`, '99999999'))).toBe('ESRCH');
      expect(yield* errorOfSys(write(sys, `${ROOT}/a/cgroup.procs`, 'abc'))).toBe('EINVAL');
      yield* write(sys, `${ROOT}/a/cgroup.max.depth`, '1\n');
      mkdir(sys, `${ROOT}/a/b`);
      expect(errorOf(() => mkdir(sys, `${ROOT}/a/b/c`))).toBe('EAGAIN');
      yield* write(sys, `${ROOT}/a/cgroup.max.descendants`, '1\n');
      expect(errorOf(() => mkdir(sys, `${ROOT}/a/d`))).toBe('EAGAIN');
      expect(yield* errorOfSys(write(sys, `${ROOT}/a/cgroup.max.depth`, '-5'))).toBe('ERANGE');
      expect(yield* errorOfSys(sys.openat(AT_FDCWD, `${ROOT}/a/file`, O_WRONLY | O_CREAT, 0o644))).toBe('EACCES');
      expect(errorOf(() => sys.renameat2(AT_FDCWD, `${ROOT}/a`, AT_FDCWD, `${ROOT}/x`, 0))).toBe('EPERM');
      expect(yield* errorOfSys(write(sys, `${ROOT}/a/cgroup.kill`, '2'))).toBe('ERANGE');
      expect(errorOf(() => rmdir(sys, `${ROOT}/a`))).toBe('EBUSY');
    }));

  test('cgroup.freeze stops the subtree; a frozen process can be killed; cgroup.kill kills all', () =>
    run(function* (sys) {
      mkdir(sys, `${ROOT}/a`);
      mkdir(sys, `${ROOT}/a/b`);
      const pid = sys.clone(0, sleeper);
      yield* write(sys, `${ROOT}/a/b/cgroup.procs`, String(pid));
      yield* write(sys, `${ROOT}/a/cgroup.freeze`, '1');
      yield* sys.nanosleep(10_000_000);
      expect(yield* read(sys, `${ROOT}/a/b/cgroup.events`)).toBe('populated 1\nfrozen 1\n');
      expect(yield* read(sys, `${ROOT}/a/b/cgroup.freeze`)).toBe('0\n');
      yield* write(sys, `${ROOT}/a/cgroup.freeze`, '0');
      yield* sys.nanosleep(10_000_000);
      expect(yield* read(sys, `${ROOT}/a/cgroup.events`)).toBe('populated 1\nfrozen 0\n');
      yield* write(sys, `${ROOT}/a/cgroup.freeze`, '1');
      yield* write(sys, `${ROOT}/a/cgroup.kill`, '1');
      const r = yield* sys.wait4(pid, 0);
      expect(r?.status).toBe(SIGKILL);
      expect(yield* read(sys, `${ROOT}/a/cgroup.events`)).toBe('populated 0\nfrozen 1\n');
    }));

  test('a cgroup namespace: its root is /, what is above is /..; a new mount starts there, an old one shows /..', () =>
    run(function* (sys) {
      mkdir(sys, `${ROOT}/a`);
      mkdir(sys, `${ROOT}/a/kid`);
      yield* write(sys, `${ROOT}/a/cgroup.procs`, '0');
      sys.unshare(CLONE_NEWCGROUP | CLONE_NEWNS);
      expect(yield* read(sys, '/proc/self/cgroup')).toBe('0::/\n');
      expect(yield* read(sys, '/proc/1/cgroup')).toBe('0::/..\n');
      sys.mount('none', '/tmp', 'cgroup2', 0, null);
      const lines = (yield* read(sys, '/proc/self/mountinfo')).split('\n');
      expect(lines.find((l) => l.includes(' /sys '))?.split(' ')[3]).toBe('/..');
      expect(lines.find((l) => l.includes(' /tmp '))?.split(' ')[3]).toBe('/');
      expect(sys.newfstatat(AT_FDCWD, '/tmp/kid', 0).ino).toBe(sys.newfstatat(AT_FDCWD, `${ROOT}/a/kid`, 0).ino);
      expect(errorOf(() => sys.mount('none', ROOT, 'cgroup2', 0, null))).toBe('EBUSY');
    }));

  test('delegation: the owner of a cgroup builds below it but needs the common ancestor to move processes', () =>
    run(function* (sys) {
      mkdir(sys, `${ROOT}/a`);
      for (const path of [`${ROOT}/a`, `${ROOT}/a/cgroup.procs`]) sys.fchownat(AT_FDCWD, path, 1000, 1000, 0);
      function* student(child: Syscalls): Sys<number> {
        child.setresuid(1000, 1000, 1000);
        mkdir(child, `${ROOT}/a/x`);
        expect(yield* errorOfSys(write(child, `${ROOT}/a/cgroup.procs`, '0'))).toBe('EACCES');
        return 3;
      }
      const pid = sys.clone(0, student);
      expect((yield* sys.wait4(pid, 0))?.status).toBe(3 << 8);
    }));
});
