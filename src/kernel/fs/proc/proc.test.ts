import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../abi/bytes.ts';
import { CAP_EMPTY_SET } from '../../../abi/caps.ts';
import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  O_RDONLY,
  O_WRONLY,
} from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { errorOfSys, mountFs, testMachine } from '../../testing.ts';

type Machine = ReturnType<typeof testMachine>;

function* read(sys: Syscalls, path: string): Sys<string> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  let text = '';
  for (let b = yield* sys.read(fd, 4096); b.length > 0; b = yield* sys.read(fd, 4096)) text += decode(b);
  sys.close(fd);
  return text;
}

function* write(sys: Syscalls, path: string, text: string): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_WRONLY);
  yield* sys.write(fd, encode(text));
  sys.close(fd);
}

const names = (sys: Syscalls, fd: number): string[] => sys.getdents64(fd).map((d) => d.name);
const field = (text: string, name: string): string =>
  text
    .split('\n')
    .find((l) => l.startsWith(`${name}:\t`))
    ?.slice(name.length + 2) ?? '';

function machine(): Machine {
  const m = testMachine();
  mountFs(m.kernel, 'proc', 'proc', '/proc');
  return m;
}

/** Runs a process to its end; what it throws fails the test. */
function run(body: (sys: Syscalls, m: Machine) => Sys<void>): void {
  const m = machine();
  let isDone = false;
  function* main(sys: Syscalls): Sys<number> {
    yield* body(sys, m);
    isDone = true;
    return 0;
  }
  m.run(main);
  expect(isDone).toBe(true);
}

/** A child runs to its end before the caller goes on. */
function* inChild(sys: Syscalls, flags: number, body: (sys: Syscalls) => Sys<void>): Sys<void> {
  function* main(child: Syscalls): Sys<number> {
    yield* body(child);
    return 7;
  }
  const pid = sys.clone(flags, main);
  const r = yield* sys.wait4(pid, 0);
  expect(r?.status).toBe(7 << 8);
}

describe('proc(5)', () => {
  test("self is whoever reads; its number is the one in the mount's PID namespace", () =>
    run(function* (sys) {
      expect(sys.readlinkat(AT_FDCWD, '/proc/self')).toBe(String(sys.getpid()));
      expect(sys.readlinkat(AT_FDCWD, '/proc/thread-self')).toBe(`${sys.getpid()}/task/${sys.getpid()}`);
      const outer = sys.getpid();
      yield* inChild(sys, CLONE_NEWPID | CLONE_NEWNS, function* (child) {
        expect(child.getpid()).toBe(1);
        expect(Number(child.readlinkat(AT_FDCWD, '/proc/self'))).toBeGreaterThan(outer);
        expect(field(yield* read(child, '/proc/self/status'), 'NSpid').split('\t').length).toBe(2);
        child.mount('proc', '/proc', 'proc', 0, null);
        expect(child.readlinkat(AT_FDCWD, '/proc/self')).toBe('1');
        expect(field(yield* read(child, '/proc/self/status'), 'NSpid')).toBe('1');
        expect(field(yield* read(child, '/proc/self/status'), 'PPid')).toBe('0');
      });
    }));

  test("status: ids as the reader's user namespace shows them", () =>
    run(function* (sys) {
      yield* inChild(sys, CLONE_NEWUSER, function* (child) {
        expect(field(yield* read(child, '/proc/self/status'), 'Uid')).toBe('65534\t65534\t65534\t65534');
        yield* write(child, '/proc/self/setgroups', 'deny');
        yield* write(child, '/proc/self/uid_map', '5 0 1\n');
        expect(yield* read(child, '/proc/self/uid_map')).toBe('         5          0          1\n');
        expect(field(yield* read(child, '/proc/self/status'), 'Uid')).toBe('5\t5\t5\t5');
        expect(yield* read(child, '/proc/self/setgroups')).toBe('deny\n');
      });
    }));

  test('ns/: links name the namespaces; following one leads to one and the same file', () =>
    run(function* (sys) {
      const uts = sys.readlinkat(AT_FDCWD, '/proc/self/ns/uts');
      expect(uts).toMatch(/^uts:\[\d+\]$/);
      const st = sys.newfstatat(AT_FDCWD, '/proc/self/ns/uts', 0);
      expect(uts).toBe(`uts:[${st.ino}]`);
      expect(sys.newfstatat(AT_FDCWD, '/proc/1/ns/uts', 0).ino).toBe(st.ino);
      const fd = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
      expect(sys.readlinkat(AT_FDCWD, `/proc/self/fd/${fd}`)).toBe(uts);
      const dir = yield* sys.openat(AT_FDCWD, '/proc/self/ns', O_RDONLY);
      expect(names(sys, dir).slice(2).sort()).toEqual(
        ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'pid_for_children', 'time', 'time_for_children', 'user', 'uts'].sort(),
      );
    }));

  test('an open file of a namespace keeps it; closing it lets it go', () =>
    run(function* (sys, m) {
      const before = m.kernel.namespaces.size;
      let fd = -1;
      sys.unshare(CLONE_NEWUTS);
      expect(m.kernel.namespaces.size).toBe(before + 1);
      fd = yield* sys.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
      const back = yield* sys.openat(AT_FDCWD, '/proc/1/ns/uts', O_RDONLY);
      sys.setns(back, CLONE_NEWUTS);
      expect(m.kernel.namespaces.size).toBe(before + 1);
      sys.close(fd);
      expect(m.kernel.namespaces.size).toBe(before);
    }));

  test('pid_for_children cannot be read until the first child exists', () =>
    run(function* (sys) {
      sys.unshare(CLONE_NEWPID);
      let error = '';
      try {
        sys.readlinkat(AT_FDCWD, '/proc/self/ns/pid_for_children');
      } catch (e) {
        error = String(e);
      }
      expect(error).toContain('ENOENT');
      yield* inChild(sys, 0, function* () {});
    }));

  test('what belongs to a process can be read only with ptrace access: EACCES', () =>
    run(function* (sys) {
      yield* inChild(sys, 0, function* (child) {
        child.setgroups([]);
        child.setresgid(1000, 1000, 1000);
        child.setresuid(1000, 1000, 1000);
        expect(child.capget(0).effective).toBe(CAP_EMPTY_SET);
        for (const name of ['cwd', 'root', 'exe', 'ns/uts']) {
          let error = '';
          try {
            child.readlinkat(AT_FDCWD, `/proc/1/${name}`);
          } catch (e) {
            error = String(e);
          }
          expect(`${name} ${error}`).toContain('EACCES');
        }
        expect(yield* errorOfSys(child.openat(AT_FDCWD, '/proc/1/environ', O_RDONLY))).toBe('EACCES');
        expect(yield* errorOfSys(child.openat(AT_FDCWD, '/proc/1/fd', O_RDONLY))).toBe('EACCES');
        expect(yield* errorOfSys(child.openat(AT_FDCWD, '/proc/1/status', O_RDONLY))).toBe('none');
      });
    }));

  test('comm: 15 bytes, by the process itself; fd links show mode and name', () =>
    run(function* (sys) {
      yield* write(sys, '/proc/self/comm', 'averyverylongname123');
      expect(yield* read(sys, '/proc/self/comm')).toBe('averyverylongna\n');
      expect(yield* errorOfSys(write(sys, '/proc/1/comm', 'x'))).toBe('EINVAL');
      const fd = yield* sys.openat(AT_FDCWD, '/tmp', O_RDONLY);
      const link = sys.newfstatat(AT_FDCWD, `/proc/self/fd/${fd}`, AT_SYMLINK_NOFOLLOW);
      expect(link.mode & 0o777).toBe(0o500);
      expect(link.size).toBe(64);
      expect(sys.readlinkat(AT_FDCWD, `/proc/self/fd/${fd}`)).toBe('/tmp');
      expect(yield* read(sys, `/proc/self/fdinfo/${fd}`)).toMatch(/^pos:\t0\nflags:\t0100000\nmnt_id:\t\d+\nino:\t\d+\n$/);
      sys.close(fd);
      expect(yield* errorOfSys(sys.openat(AT_FDCWD, `/proc/self/fd/${fd}`, O_RDONLY))).toBe('ENOENT');
    }));

  test('a process that has ended is gone; an unknown name is missing even for who would create it', () =>
    run(function* (sys) {
      let pid = 0;
      yield* inChild(sys, 0, function* (child) {
        pid = child.getpid();
      });
      expect(yield* errorOfSys(sys.openat(AT_FDCWD, `/proc/${pid}/status`, O_RDONLY))).toBe('ENOENT');
      expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/proc/sys/kernel/nothing', O_WRONLY))).toBe('ENOENT');
    }));
});

describe('proc_sys(5)', () => {
  test('hostname belongs to the UTS namespace of whoever writes; 64 bytes', () =>
    run(function* (sys) {
      sys.unshare(CLONE_NEWUTS);
      yield* write(sys, '/proc/sys/kernel/hostname', `${'x'.repeat(70)}\n`);
      expect(sys.uname().nodename).toBe('x'.repeat(64));
      expect(yield* read(sys, '/proc/sys/kernel/hostname')).toBe(`${'x'.repeat(64)}\n`);
    }));

  test('only global root writes, whatever its capabilities; max_*_namespaces only asks for CAP_SYS_RESOURCE in the user namespace', () =>
    run(function* (sys) {
      yield* inChild(sys, 0, function* (child) {
        child.setresuid(1000, 1000, 1000);
        child.unshare(CLONE_NEWUSER | CLONE_NEWUTS);
        expect(yield* errorOfSys(child.openat(AT_FDCWD, '/proc/sys/kernel/hostname', O_WRONLY))).toBe('EACCES');
        yield* write(child, '/proc/sys/user/max_uts_namespaces', '3\n');
        expect(yield* read(child, '/proc/sys/user/max_uts_namespaces')).toBe('3\n');
        expect(yield* errorOfSys(write(child, '/proc/sys/user/max_uts_namespaces', 'many'))).toBe('EINVAL');
      });
    }));
});
