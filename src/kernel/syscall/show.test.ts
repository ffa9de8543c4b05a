import { expect, it } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_CLOEXEC, O_CREAT, O_RDONLY, O_RDWR, POLLIN } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { spawnTask } from '../testing.ts';
import { World } from '../vfs/test-fixture.ts';
import { showCall } from './show.ts';

it('calls look as strace prints them', () => {
  const w = new World();
  w.symlink('f', '/tmp/l');
  const lines: string[] = [];
  const main = function* (sys: Syscalls): Sys<number> {
    w.kernel.trace.syscall = (event) => lines.push(showCall(event));
    const fd = yield* sys.openat(AT_FDCWD, '/tmp/f', O_RDWR | O_CREAT | O_CLOEXEC, 0o644);
    yield* sys.write(fd, encode('x\n'));
    sys.lseek(fd, 0, 0);
    yield* sys.read(fd, 4096);
    sys.newfstatat(AT_FDCWD, '/tmp/l', AT_SYMLINK_NOFOLLOW);
    sys.fstat(fd);
    sys.newfstatat(AT_FDCWD, '/dev/null', 0);
    sys.newfstatat(AT_FDCWD, '/tmp', 0);
    sys.readlinkat(AT_FDCWD, '/tmp/l');
    sys.pipe2(0);
    yield* sys.poll([{ fd: 1, events: POLLIN }], 10);
    sys.getcwd();
    sys.getdents64(yield* sys.openat(AT_FDCWD, '/tmp', O_RDONLY));
    try {
      yield* sys.openat(AT_FDCWD, 'none', O_RDONLY);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
    sys.close(fd);
    w.kernel.trace.syscall = undefined;
    return 0;
  };
  spawnTask(w.kernel, { comm: 'init', main: idle });
  spawnTask(w.kernel, { comm: 'test', main });
  while (w.kernel.sched.run(1000) !== 'idle' || w.kernel.sched.nextDeadline() !== Infinity) w.kernel.clock.mono += 1e9;
  expect(lines).toEqual([
    'openat(AT_FDCWD, "/tmp/f", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 0',
    'write(0, "x\\n", 2)                      = 2',
    'lseek(0, 0, SEEK_SET)                   = 0',
    'read(0, "x\\n", 4096)                    = 2',
    'newfstatat(AT_FDCWD, "/tmp/l", {st_mode=S_IFLNK|0777, st_size=1, ...}, AT_SYMLINK_NOFOLLOW) = 0',
    'fstat(0, {st_mode=S_IFREG|0644, st_size=2, ...}) = 0',
    'newfstatat(AT_FDCWD, "/dev/null", {st_mode=S_IFCHR|0666, st_rdev=makedev(0x1, 0x3), ...}, 0) = 0',
    'newfstatat(AT_FDCWD, "/tmp", {st_mode=S_IFDIR|S_ISVTX|0777, st_size=80, ...}, 0) = 0',
    'readlinkat(AT_FDCWD, "/tmp/l", "f", 4096) = 1',
    'pipe2([1, 2], 0)                        = 0',
    'poll([{fd=1, events=POLLIN}], 1, 10)    = 0 (Timeout)',
    'getcwd("/", 4096)                       = 2',
    'openat(AT_FDCWD, "/tmp", O_RDONLY)      = 3',
    'getdents64(3, 0x55d0c0de /* 4 entries */, 32768) = 96',
    'openat(AT_FDCWD, "none", O_RDONLY)      = -1 ENOENT (No such file or directory)',
    'close(0)                                = 0',
  ]);
});

function* idle(sys: Syscalls): Sys<number> {
  return yield* sys.pause();
}
