import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { makeElf, readElf } from '../../abi/elf.ts';
import { AT_FDCWD, O_CLOEXEC, O_RDONLY, O_WRONLY, PR_GET_NAME } from '../../abi/flags.ts';
import { SIGINT, SIGUSR1 } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, install, type TestMachine, type TestProgram, testMachine, writeFile } from '../testing.ts';

function withProgram(main: TestProgram): TestMachine {
  const t = testMachine();
  t.programs.set('prog', main);
  return t;
}

test('an executable names its program', () => {
  const elf = makeElf('unshare');
  expect(readElf(elf)).toBe('unshare');
  expect([...elf.subarray(0, 4)]).toEqual([0x7f, 0x45, 0x4c, 0x46]);
  expect(readElf(elf.subarray(0, 70))).toBe(null);
});

test('execve replaces the program, keeps the pid, closes what is close-on-exec, resets handlers', () => {
  const t = withProgram(function* (sys, argv, env) {
    expect(argv).toEqual(['a', 'b']);
    expect(env).toEqual(['X=1']);
    expect(sys.prctl(PR_GET_NAME)).toBe('prog');
    expect(errorOf(() => sys.fstat(5))).toBe('EBADF');
    expect(sys.fstat(6)).toBeDefined();
    expect(sys.rt_sigaction(SIGINT, null).handler).toBe('ignore');
    expect(sys.rt_sigaction(SIGUSR1, null).handler).toBe('default');
    return sys.getpid();
  });
  let pid = 0;
  const status = t.run(function* (sys) {
    pid = sys.getpid();
    yield* install(sys, '/bin/prog', 'prog');
    const fd = yield* sys.openat(AT_FDCWD, '/tmp', O_RDONLY);
    sys.dup3(fd, 5, O_CLOEXEC);
    sys.dup2(fd, 6);
    sys.rt_sigaction(SIGINT, { handler: 'ignore', flags: 0 });
    sys.rt_sigaction(SIGUSR1, { handler: () => {}, flags: 0 });
    return yield* sys.execve('/bin/prog', ['a', 'b'], ['X=1']);
  });
  expect(status).toBe(pid << 8);
});

test('#! runs the interpreter with at most one argument, then the file, then the arguments', () => {
  const t = withProgram(function* (_sys, argv) {
    expect(argv).toEqual(['/bin/prog', '-a b', '/tmp/s', 'one', 'two']);
    return 4;
  });
  const status = t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog');
    yield* writeFile(sys, '/tmp/s', encode('#! /bin/prog   -a b \nrest\n'));
    sys.fchmodat(AT_FDCWD, '/tmp/s', 0o755);
    return yield* sys.execve('/tmp/s', ['s', 'one', 'two'], []);
  });
  expect(status).toBe(4 << 8);
});

test('errors: ENOENT, EACCES, ENOEXEC, ELOOP, ETXTBSY, E2BIG', () => {
  const t = withProgram(function* (sys) {
    yield* sys.pause();
    return 0;
  });
  t.run(function* (sys: Syscalls): Sys<number> {
    const fails = (path: string, argv: readonly string[] = ['x']): Sys<string> => errorOfSys(sys.execve(path, argv, []));
    yield* install(sys, '/bin/prog', 'prog', 0o644);
    yield* install(sys, '/bin/other', 'other');
    yield* writeFile(sys, '/tmp/text', encode('echo hi\n'));
    yield* writeFile(sys, '/tmp/loop', encode('#!/tmp/loop\n'));
    yield* writeFile(sys, '/tmp/lost', encode('#!/no/such\n'));
    for (const f of ['/tmp/text', '/tmp/loop', '/tmp/lost']) sys.fchmodat(AT_FDCWD, f, 0o755);
    expect(yield* fails('/bin/none')).toBe('ENOENT');
    expect(yield* fails('/bin/prog')).toBe('EACCES');
    expect(yield* fails('/tmp')).toBe('EACCES');
    expect(yield* fails('/tmp/text')).toBe('ENOEXEC');
    expect(yield* fails('/bin/other')).toBe('ENOEXEC');
    expect(yield* fails('/tmp/loop')).toBe('ELOOP');
    expect(yield* fails('/tmp/lost')).toBe('ENOENT');
    sys.fchmodat(AT_FDCWD, '/bin/prog', 0o755);
    const fd = yield* sys.openat(AT_FDCWD, '/bin/prog', O_WRONLY);
    expect(yield* fails('/bin/prog')).toBe('ETXTBSY');
    sys.close(fd);
    expect(yield* fails('/bin/prog', ['x'.repeat(131072)])).toBe('E2BIG');
    expect(
      yield* fails(
        '/bin/prog',
        Array.from({ length: 30 }, () => 'x'.repeat(100000)),
      ),
    ).toBe('E2BIG');
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      return yield* c.execve('/bin/prog', ['prog'], []);
    });
    yield* sys.nanosleep(1000_000);
    expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/bin/prog', O_WRONLY))).toBe('ETXTBSY');
    yield* sys.kill(child, 9);
    yield* sys.wait4(child, 0);
    sys.close(yield* sys.openat(AT_FDCWD, '/bin/prog', O_WRONLY));
    return 0;
  });
});
