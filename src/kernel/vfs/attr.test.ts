import { beforeEach, describe, expect, it } from 'vitest';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_WRONLY, R_OK, W_OK, X_OK } from '../../abi/flags.ts';
import type { TimeArg } from '../../abi/syscalls.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { errnoOf, World } from './test-fixture.ts';

let w: World;
beforeEach(() => {
  w = new World();
  w.put('/tmp/f', 'x');
});

const chmod = (p: string, m: number): void => metaCalls.fchmodat.run(w.task, AT_FDCWD, p, m);
const chown = (p: string, u: number, g: number): void => metaCalls.fchownat.run(w.task, AT_FDCWD, p, u, g, 0);
const utimes = (p: string, a: TimeArg, m: TimeArg): void => metaCalls.utimensat.run(w.task, AT_FDCWD, p, a, m, 0);
const perm = (p: string): string => (w.stat(p).mode & 0o7777).toString(8);

describe('chmod(2)', () => {
  it('is for the owner', () => {
    w.become(1000);
    expect(errnoOf(() => chmod('/tmp/f', 0o777))).toBe('EPERM');
    w.put('/tmp/mine', '');
    chmod('/tmp/mine', 0o4711);
    expect(perm('/tmp/mine')).toBe('4711');
  });
  it('clears set-group-ID for somebody outside the group', () => {
    chown('/tmp/f', 1000, 5);
    w.become(1000);
    chmod('/tmp/f', 0o2755);
    expect(perm('/tmp/f')).toBe('755');
  });
});

describe('chown(2)', () => {
  it('clears set-id bits, also for root', () => {
    chmod('/tmp/f', 0o6755);
    chown('/tmp/f', 1, 1);
    expect(perm('/tmp/f')).toBe('755');
    chmod('/tmp/f', 0o2644);
    chown('/tmp/f', 2, -1);
    expect(perm('/tmp/f')).toBe('2644');
  });
  it('leaves directories alone', () => {
    w.mkdir('/tmp/d');
    chmod('/tmp/d', 0o6755);
    chown('/tmp/d', 1, 1);
    expect(perm('/tmp/d')).toBe('6755');
  });
  it('an owner may only give the file to a group of his', () => {
    w.become(1000);
    w.put('/tmp/mine', '');
    expect(errnoOf(() => chown('/tmp/mine', 0, -1))).toBe('EPERM');
    expect(errnoOf(() => chown('/tmp/mine', -1, 7))).toBe('EPERM');
    expect(errnoOf(() => chown('/tmp/mine', 1000, 1000))).toBe('ok');
  });
});

describe('utimensat(2)', () => {
  it('a given time is for the owner, now for who may write', () => {
    chmod('/tmp/f', 0o666);
    w.become(1000);
    expect(errnoOf(() => utimes('/tmp/f', { sec: 1, nsec: 0 }, 'omit'))).toBe('EPERM');
    expect(errnoOf(() => utimes('/tmp/f', 'now', 'omit'))).toBe('EPERM');
    expect(errnoOf(() => utimes('/tmp/f', 'now', 'now'))).toBe('ok');
    w.become(null);
    chmod('/tmp/f', 0o644);
    w.become(1000);
    expect(errnoOf(() => utimes('/tmp/f', 'now', 'now'))).toBe('EACCES');
    expect(errnoOf(() => utimes('/nowhere', 'omit', 'omit'))).toBe('ok');
  });
  it('sets what it is told', () => {
    utimes('/tmp/f', { sec: 5, nsec: 6 }, 'omit');
    expect(w.stat('/tmp/f').atime).toEqual({ sec: 5, nsec: 6 });
  });
});

describe('set-id bits and writes', () => {
  it('a write by an ordinary user takes them, by root not', () => {
    chmod('/tmp/f', 0o6777);
    const fd = w.open('/tmp/f', O_WRONLY);
    w.write(fd, 'a');
    expect(perm('/tmp/f')).toBe('6777');
    w.become(1000);
    w.write(fd, 'b');
    expect(perm('/tmp/f')).toBe('777');
  });
});

describe('set-group-ID directories (inode(7))', () => {
  it('hand group and, to directories, the bit on', () => {
    w.mkdir('/tmp/d');
    chown('/tmp/d', -1, 50);
    chmod('/tmp/d', 0o2775);
    w.mkdir('/tmp/d/sub');
    w.put('/tmp/d/file', '');
    expect(w.stat('/tmp/d/sub')).toMatchObject({ gid: 50, mode: 0o42755 });
    expect(w.stat('/tmp/d/file')).toMatchObject({ gid: 50, mode: 0o100644 });
  });
});

describe('access(2)', () => {
  const access = (p: string, m: number): void => metaCalls.faccessat2.run(w.task, AT_FDCWD, p, m, 0);
  it('root may read and write all, execute only what somebody may', () => {
    chmod('/tmp/f', 0);
    expect(errnoOf(() => access('/tmp/f', R_OK | W_OK))).toBe('ok');
    expect(errnoOf(() => access('/tmp/f', X_OK))).toBe('EACCES');
    chmod('/tmp/f', 0o001);
    expect(errnoOf(() => access('/tmp/f', X_OK))).toBe('ok');
  });
});

describe('relatime (mount(2))', () => {
  it('the first read after a change moves atime, the next does not', () => {
    const before = w.stat('/tmp/f').atime;
    w.kernel.clock.mono += 5e9;
    w.cat('/tmp/f');
    const first = w.stat('/tmp/f').atime;
    expect(first.sec).toBe(before.sec + 5);
    w.kernel.clock.mono += 5e9;
    w.cat('/tmp/f');
    expect(w.stat('/tmp/f').atime).toEqual(first);
    w.kernel.clock.mono += 90000e9;
    w.cat('/tmp/f');
    expect(w.stat('/tmp/f').atime.sec).toBeGreaterThan(first.sec);
  });
  it('a symbolic link keeps its own', () => {
    w.symlink('f', '/tmp/l');
    expect(w.stat('/tmp/l', AT_SYMLINK_NOFOLLOW).mode & 0o777).toBe(0o777);
    expect(fileCalls.sync.run()).toBeUndefined();
  });
});
