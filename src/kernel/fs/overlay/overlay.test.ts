import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../abi/bytes.ts';
import { AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW, O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../../abi/flags.ts';
import { isChr } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { errorOf, errorOfSys, testMachine } from '../../testing.ts';

function* read(sys: Syscalls, path: string): Sys<string> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  const text = decode(yield* sys.read(fd, 4096));
  sys.close(fd);
  return text;
}

function* write(sys: Syscalls, path: string, text: string, flags = O_TRUNC): Sys<void> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_WRONLY | O_CREAT | flags, 0o644);
  yield* sys.write(fd, encode(text));
  sys.close(fd);
}

function* list(sys: Syscalls, path: string): Sys<string[]> {
  const fd = yield* sys.openat(AT_FDCWD, path, O_RDONLY);
  const found = sys
    .getdents64(fd)
    .map((d) => d.name)
    .slice(2)
    .sort();
  sys.close(fd);
  return found;
}

const mount = (sys: Syscalls, options: string): void => sys.mount('ov', '/mnt/all', 'overlay', 0, options);
const FULL = 'lowerdir=/mnt/low,upperdir=/mnt/up,workdir=/mnt/work';

/** low: a, b, d/x; up: c. */
function run(body: (sys: Syscalls) => Sys<void>): void {
  const m = testMachine();
  let isDone = false;
  function* main(sys: Syscalls): Sys<number> {
    for (const d of ['low', 'up', 'work', 'all', 'low/d']) sys.mkdirat(AT_FDCWD, `/mnt/${d}`, 0o755);
    for (const f of ['low/a', 'low/b', 'low/d/x', 'up/c']) yield* write(sys, `/mnt/${f}`, f);
    yield* body(sys);
    isDone = true;
    return 0;
  }
  m.run(main);
  expect(isDone).toBe(true);
}

describe('overlayfs', () => {
  test('reads fall through to lower; a write goes to upper and leaves lower alone', () =>
    run(function* (sys) {
      mount(sys, FULL);
      expect(yield* list(sys, '/mnt/all')).toEqual(['a', 'b', 'c', 'd']);
      yield* write(sys, '/mnt/all/a', '+more', O_APPEND);
      expect(yield* read(sys, '/mnt/all/a')).toBe('low/a+more');
      expect(yield* read(sys, '/mnt/low/a')).toBe('low/a');
      expect(yield* read(sys, '/mnt/up/a')).toBe('low/a+more');
      expect(sys.newfstatat(AT_FDCWD, '/mnt/all/a', 0).size).toBe(10);
    }));

  test('a deletion leaves a whiteout, character device 0:0; the name can be used again', () =>
    run(function* (sys) {
      mount(sys, FULL);
      sys.unlinkat(AT_FDCWD, '/mnt/all/b', 0);
      expect(errorOf(() => sys.newfstatat(AT_FDCWD, '/mnt/all/b', 0))).toBe('ENOENT');
      const st = sys.newfstatat(AT_FDCWD, '/mnt/up/b', 0);
      expect([isChr(st.mode), st.rdev, st.mode & 0o777]).toEqual([true, 0, 0]);
      yield* write(sys, '/mnt/all/b', 'again');
      expect(yield* read(sys, '/mnt/up/b')).toBe('again');
      expect(yield* list(sys, '/mnt/all')).toEqual(['a', 'b', 'c', 'd']);
    }));

  test('a directory made anew over a removed one is opaque', () =>
    run(function* (sys) {
      mount(sys, FULL);
      expect(errorOf(() => sys.unlinkat(AT_FDCWD, '/mnt/all/d', AT_REMOVEDIR))).toBe('ENOTEMPTY');
      sys.unlinkat(AT_FDCWD, '/mnt/all/d/x', 0);
      sys.unlinkat(AT_FDCWD, '/mnt/all/d', AT_REMOVEDIR);
      sys.mkdirat(AT_FDCWD, '/mnt/all/d', 0o755);
      expect(yield* list(sys, '/mnt/all/d')).toEqual([]);
      sys.umount2('/mnt/all', 0);
      mount(sys, FULL);
      expect(yield* list(sys, '/mnt/all/d')).toEqual([]);
    }));

  test('rename of a file copies it up and leaves a whiteout; of a lower directory: EXDEV', () =>
    run(function* (sys) {
      mount(sys, FULL);
      sys.renameat2(AT_FDCWD, '/mnt/all/a', AT_FDCWD, '/mnt/all/d/a2', 0);
      expect(yield* read(sys, '/mnt/up/d/a2')).toBe('low/a');
      expect(yield* list(sys, '/mnt/all/d')).toEqual(['a2', 'x']);
      expect(isChr(sys.newfstatat(AT_FDCWD, '/mnt/up/a', AT_SYMLINK_NOFOLLOW).mode)).toBe(true);
      expect(errorOf(() => sys.renameat2(AT_FDCWD, '/mnt/all/d', AT_FDCWD, '/mnt/all/e', 0))).toBe('EXDEV');
    }));

  test('a file opened before its copy-up is read from the copy afterwards', () =>
    run(function* (sys) {
      mount(sys, FULL);
      const fd = yield* sys.openat(AT_FDCWD, '/mnt/all/a', O_RDONLY);
      yield* write(sys, '/mnt/all/a', 'new');
      expect(decode(yield* sys.read(fd, 100))).toBe('new');
      sys.close(fd);
      sys.umount2('/mnt/all', 0);
    }));

  test('hard links are one file; chmod copies up', () =>
    run(function* (sys) {
      mount(sys, FULL);
      sys.linkat(AT_FDCWD, '/mnt/all/a', AT_FDCWD, '/mnt/all/l', 0);
      sys.fchmodat(AT_FDCWD, '/mnt/all/l', 0o600);
      const st = sys.newfstatat(AT_FDCWD, '/mnt/all/a', 0);
      expect([st.mode & 0o777, st.nlink]).toEqual([0o600, 2]);
      expect(sys.newfstatat(AT_FDCWD, '/mnt/low/a', 0).mode & 0o777).toBe(0o644);
    }));

  test('without upperdir it is read-only; missing options are EINVAL, missing directories ENOENT', () =>
    run(function* (sys) {
      sys.mkdirat(AT_FDCWD, '/mnt/low2', 0o755);
      yield* write(sys, '/mnt/low2/a', 'second');
      yield* write(sys, '/mnt/low2/z', 'z');
      mount(sys, 'lowerdir=/mnt/low:/mnt/low2');
      expect(yield* read(sys, '/mnt/all/a')).toBe('low/a');
      expect(yield* read(sys, '/mnt/all/z')).toBe('z');
      expect(yield* errorOfSys(write(sys, '/mnt/all/a', 'x'))).toBe('EROFS');
      sys.umount2('/mnt/all', 0);
      expect(errorOf(() => mount(sys, ''))).toBe('EINVAL');
      expect(errorOf(() => mount(sys, 'lowerdir=/mnt/low,upperdir=/mnt/up'))).toBe('EINVAL');
      expect(errorOf(() => mount(sys, 'lowerdir=/mnt/none,upperdir=/mnt/up,workdir=/mnt/work'))).toBe('ENOENT');
    }));
});
