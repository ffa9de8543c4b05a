import { beforeEach, describe, expect, it } from 'vitest';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  AT_SYMLINK_NOFOLLOW,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_PATH,
  O_RDWR,
  O_TMPFILE,
  O_WRONLY,
} from '../../abi/flags.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { errnoOf, World } from './test-fixture.ts';

let w: World;
beforeEach(() => {
  w = new World();
  w.put('/tmp/f', 'hello\n');
  w.mkdir('/tmp/q');
  w.symlink('hello', '/tmp/l');
  metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/p', 0o10644, 0);
});

// What each call answered on Linux 6.18.
describe('open(2) on the real kernel', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['', 0, 'ENOENT'],
    ['/tmp/f/', 0, 'ENOTDIR'],
    ['/tmp/f/x', 0, 'ENOTDIR'],
    ['/tmp/new/', O_CREAT | O_WRONLY, 'EISDIR'],
    ['/tmp/q', O_CREAT, 'EISDIR'],
    ['/tmp/q/', O_CREAT | O_EXCL, 'EISDIR'],
    ['/tmp/q/.', O_CREAT, 'EISDIR'],
    ['/tmp/q/..', O_CREAT | O_EXCL, 'EEXIST'],
    ['/tmp/q', O_WRONLY, 'EISDIR'],
    ['a'.repeat(256), 0, 'ENAMETOOLONG'],
    ['a'.repeat(255), 0, 'ENOENT'],
    ['a/'.repeat(2048), 0, 'ENAMETOOLONG'],
    ['/tmp/p', O_WRONLY | O_NONBLOCK, 'ENXIO'],
    ['/tmp/l', O_NOFOLLOW, 'ELOOP'],
    ['/tmp/l', O_NOFOLLOW | O_PATH, 'ok'],
    ['/tmp/l', O_NOFOLLOW | O_DIRECTORY, 'ENOTDIR'],
    ['/tmp/l', O_CREAT | O_EXCL, 'EEXIST'],
    ['/tmp/l', O_CREAT | O_NOFOLLOW, 'ELOOP'],
    ['/tmp/f', O_DIRECTORY, 'ENOTDIR'],
    ['/tmp/f', O_DIRECTORY | O_CREAT, 'EINVAL'],
    ['/tmp/q', O_TMPFILE | O_RDWR, 'ok'],
    ['/tmp/q', O_TMPFILE, 'EINVAL'],
    ['/tmp/f', O_TMPFILE | O_RDWR, 'ENOTDIR'],
    ['/dev/null', O_RDWR, 'ok'],
  ];
  it.each(cases)('open %s %i is %s', (path, flags, want) => {
    expect(errnoOf(() => w.open(path, flags))).toBe(want);
  });
});

describe('names on the real kernel', () => {
  const rmdir = (p: string) => () => w.unlink(p, AT_REMOVEDIR);
  const cases: readonly (readonly [string, string, () => () => unknown])[] = [
    ['rmdir q/..', 'ENOTEMPTY', () => rmdir('/tmp/q/..')],
    ['rmdir q/.', 'EINVAL', () => rmdir('/tmp/q/.')],
    ['rmdir /', 'EBUSY', () => rmdir('/')],
    ['rmdir f', 'ENOTDIR', () => rmdir('/tmp/f')],
    ['rmdir l', 'ENOTDIR', () => rmdir('/tmp/l')],
    ['mkdir q/.', 'EEXIST', () => () => w.mkdir('/tmp/q/.')],
    ['mkdir zz/', 'ok', () => () => w.mkdir('/tmp/zz/')],
    ['mkdir empty', 'ENOENT', () => () => w.mkdir('')],
    ['unlink f/', 'ENOTDIR', () => () => w.unlink('/tmp/f/')],
    ['unlink q', 'EISDIR', () => () => w.unlink('/tmp/q')],
    ['unlink q/', 'EISDIR', () => () => w.unlink('/tmp/q/')],
    ['unlink q/.', 'EISDIR', () => () => w.unlink('/tmp/q/.')],
    ['unlink none/', 'ENOENT', () => () => w.unlink('/tmp/none/')],
    ['symlink x sl/', 'ENOENT', () => () => w.symlink('x', '/tmp/sl/')],
    ['rename q q/a', 'EINVAL', () => () => w.rename('/tmp/q', '/tmp/q/a')],
    ['rename q f', 'ENOTDIR', () => () => w.rename('/tmp/q', '/tmp/f')],
    ['rename f q', 'EISDIR', () => () => w.rename('/tmp/f', '/tmp/q')],
    ['rename f h/', 'ENOTDIR', () => () => w.rename('/tmp/f', '/tmp/h/')],
    ['rename f/ h', 'ENOTDIR', () => () => w.rename('/tmp/f/', '/tmp/h')],
    ['rename q q2/', 'ok', () => () => w.rename('/tmp/q', '/tmp/q2/')],
    ['rename q/. q3', 'EBUSY', () => () => w.rename('/tmp/q/.', '/tmp/q3')],
    ['rename q q', 'ok', () => () => w.rename('/tmp/q', '/tmp/q')],
    ['rename to another mount', 'EXDEV', () => () => w.rename('/tmp/q', '/mnt/q')],
    ['rename empty', 'ENOENT', () => () => w.rename('', '/tmp/a')],
    ['link directory', 'EPERM', () => () => w.link('/tmp/q', '/tmp/q9')],
    ['link to another mount', 'EXDEV', () => () => w.link('/tmp/f', '/mnt/f')],
    ['link f q', 'EEXIST', () => () => w.link('/tmp/f', '/tmp/q')],
    ['link f none/x', 'ENOENT', () => () => w.link('/tmp/f', '/tmp/none/x')],
    ['link f xx/', 'ENOENT', () => () => w.link('/tmp/f', '/tmp/xx/')],
    ['readlink directory', 'EINVAL', () => () => metaCalls.readlinkat.run(w.task, AT_FDCWD, '/tmp/q')],
    ['truncate directory -1', 'EINVAL', () => () => fileCalls.truncate.run(w.task, '/tmp/q', -1)],
    ['truncate directory', 'EISDIR', () => () => fileCalls.truncate.run(w.task, '/tmp/q', 1)],
    ['truncate /dev/null', 'EINVAL', () => () => fileCalls.truncate.run(w.task, '/dev/null', 0)],
    ['chdir f', 'ENOTDIR', () => () => metaCalls.chdir.run(w.task, '/tmp/f')],
    ['mknod directory', 'EPERM', () => () => metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/d2', 0o40644, 0)],
    ['stat q/../f/', 'ENOTDIR', () => () => w.stat('/tmp/q/../f/')],
  ];
  it.each(cases)('%s is %s', (_name, want, call) => {
    expect(errnoOf(call())).toBe(want);
  });
});

describe('symbolic links (symlink(7))', () => {
  it('are followed in the middle, relative to their directory, and at the end unless told not to', () => {
    w.mkdir('/tmp/q/sub');
    w.put('/tmp/q/sub/x', 'x');
    w.symlink('q/sub', '/tmp/mid');
    w.symlink('mid/x', '/tmp/end');
    w.symlink('/tmp//end', '/tmp/abs');
    expect(w.cat('/tmp/mid/x')).toBe('x');
    expect(w.cat('/tmp/abs')).toBe('x');
    expect(w.stat('/tmp/abs', AT_SYMLINK_NOFOLLOW).size).toBe('/tmp//end'.length);
    expect(w.cat('/tmp/mid/../../f')).toBe('hello\n');
  });
  it('a slash after one means the directory behind it', () => {
    w.symlink('q', '/tmp/lq');
    expect(w.stat('/tmp/lq/', AT_SYMLINK_NOFOLLOW).mode & 0o170000).toBe(0o040000);
    w.symlink('f', '/tmp/lf');
    expect(errnoOf(() => w.stat('/tmp/lf/'))).toBe('ENOTDIR');
  });
  it('ELOOP after 40', () => {
    w.symlink('loop', '/tmp/loop');
    expect(errnoOf(() => w.stat('/tmp/loop'))).toBe('ELOOP');
    w.symlink('f', '/tmp/c0');
    for (let i = 1; i < 41; i++) w.symlink(`c${i - 1}`, `/tmp/c${i}`);
    expect(w.cat('/tmp/c39')).toBe('hello\n');
    expect(errnoOf(() => w.stat('/tmp/c40'))).toBe('ELOOP');
  });
  it('O_CREAT makes the target of a dangling one', () => {
    w.put('/tmp/l', 'made');
    expect(w.cat('/tmp/hello')).toBe('made');
  });
});

describe('mounts and roots', () => {
  it('`..` of a mount root leads to where it is mounted, `..` of / stays', () => {
    expect(w.stat('/tmp/..').ino).toBe(w.stat('/').ino);
    expect(w.stat('/../../tmp/f').size).toBe(6);
  });
  it('a name crosses into the topmost mount', () => {
    const before = w.stat('/tmp').dev;
    w.mount('tmpfs', '/tmp', 'mode=700');
    expect(w.stat('/tmp').dev).not.toBe(before);
    expect(w.ls('/tmp')).toEqual([]);
    expect(w.stat('/tmp').isMountRoot).toBe(true);
  });
  it('chroot stops `..`, getcwd outside it is unreachable', () => {
    metaCalls.chdir.run(w.task, '/tmp/q');
    expect(metaCalls.getcwd.run(w.task)).toBe('/tmp/q');
    metaCalls.chroot.run(w.task, '/usr');
    expect(w.ls('/..')).toEqual(['bin']);
    expect(metaCalls.getcwd.run(w.task)).toBe('(unreachable)/tmp/q');
  });
  it('a removed working directory has no name but still a parent', () => {
    metaCalls.chdir.run(w.task, '/tmp/q');
    w.unlink('/tmp/q', AT_REMOVEDIR);
    expect(errnoOf(() => metaCalls.getcwd.run(w.task))).toBe('ENOENT');
    expect(errnoOf(() => w.mkdir('x'))).toBe('ENOENT');
    expect(errnoOf(() => w.put('x', ''))).toBe('ENOENT');
    expect(w.cat('../f')).toBe('hello\n');
    expect(w.stat('.').nlink).toBe(0);
  });
});

describe('directory descriptors (openat(2))', () => {
  it('relative names start there, absolute ones ignore it', () => {
    const fd = w.open('/tmp', O_DIRECTORY);
    expect(metaCalls.newfstatat.run(w.task, fd, 'f', 0).size).toBe(6);
    expect(metaCalls.newfstatat.run(w.task, 99, '/tmp/f', 0).size).toBe(6);
    expect(errnoOf(() => metaCalls.newfstatat.run(w.task, 99, 'f', 0))).toBe('EBADF');
    const file = w.open('/tmp/f');
    expect(errnoOf(() => metaCalls.newfstatat.run(w.task, file, 'f', 0))).toBe('ENOTDIR');
  });
});

describe('permissions of an ordinary user', () => {
  it('search is asked of every directory on the way', () => {
    w.mkdir('/tmp/closed', 0o700);
    w.put('/tmp/closed/x', 'x');
    w.become(1000);
    expect(errnoOf(() => w.stat('/tmp/closed/x'))).toBe('EACCES');
    expect(errnoOf(() => w.cat('/etc/shadow'))).toBe('EACCES');
    expect(w.cat('/etc/hostname')).toBe('box\n');
    expect(errnoOf(() => w.mkdir('/etc/x'))).toBe('EACCES');
  });
  it('a sticky directory keeps others from removing and renaming', () => {
    w.become(1000);
    expect(errnoOf(() => w.unlink('/tmp/f'))).toBe('EPERM');
    expect(errnoOf(() => w.rename('/tmp/f', '/tmp/g'))).toBe('EPERM');
    w.put('/tmp/mine', '');
    expect(errnoOf(() => w.unlink('/tmp/mine'))).toBe('ok');
  });
});
