import { beforeEach, describe, expect, it } from 'vitest';
import { AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW, O_APPEND, O_WRONLY } from '../../../abi/flags.ts';
import { metaCalls } from '../../syscall/meta.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../../vfs/namei.ts';
import { errnoOf, World } from '../../vfs/test-fixture.ts';

let w: World;
const LAYERS = 'lowerdir=/tmp/l1:/tmp/l2,upperdir=/tmp/up,workdir=/tmp/work';

/** The tree whose answers were looked at on Linux 6.18. */
beforeEach(() => {
  w = new World();
  for (const d of ['l1', 'l2', 'up', 'work', 'm', 'l1/d', 'l2/d', 'l2/e']) w.mkdir(`/tmp/${d}`);
  w.put('/tmp/l1/a', 'a');
  w.put('/tmp/l2/b', 'b');
  w.put('/tmp/l1/d/x', '1');
  w.put('/tmp/l2/d/y', '2');
  w.put('/tmp/l2/e/z', 'z');
  w.symlink('a', '/tmp/l1/s');
  w.put('/tmp/l2/h1', 'hl\n');
  w.link('/tmp/l2/h1', '/tmp/l2/h2');
});

const mount = (options = LAYERS): void => w.mount('overlay', '/tmp/m', options);
const append = (path: string, text: string): void => {
  const fd = w.open(path, O_WRONLY | O_APPEND);
  w.write(fd, text);
  w.close(fd);
};
const isWhiteout = (path: string): boolean => {
  const { mode, rdev } = w.stat(path, AT_SYMLINK_NOFOLLOW);
  return mode === 0o020000 && rdev === 0;
};

describe('reading', () => {
  it('merges directories, the upper layers hiding the lower', () => {
    mount();
    expect(w.ls('/tmp/m').sort()).toEqual(['a', 'b', 'd', 'e', 'h1', 'h2', 's']);
    expect(w.cat('/tmp/m/d/x') + w.cat('/tmp/m/d/y')).toBe('12');
    expect(w.cat('/tmp/m/s')).toBe('a');
    expect(w.stat('/tmp/m/d').nlink).toBe(1);
    expect(w.stat('/tmp/m/e').nlink).toBe(2);
    expect(w.stat('/tmp/m/b').ino).toBe(w.stat('/tmp/l2/b').ino);
    expect(w.stat('/tmp/m/b').dev).not.toBe(w.stat('/tmp/l2/b').dev);
  });
  it('lists the lowest layer first', () => {
    mount();
    const l2 = w.ls('/tmp/l2');
    expect(w.ls('/tmp/m')).toEqual([...l2, ...w.ls('/tmp/l1').filter((n) => !l2.includes(n))]);
  });
});

describe('writing', () => {
  it('copies up, with the directories on the way, and leaves the lower file', () => {
    metaCalls.fchmodat.run(w.task, AT_FDCWD, '/tmp/l2/e', 0o750);
    metaCalls.fchownat.run(w.task, AT_FDCWD, '/tmp/l2/e', 5, 6, 0);
    mount();
    append('/tmp/m/e/z', 'w');
    expect(w.cat('/tmp/m/e/z')).toBe('zw');
    expect(w.cat('/tmp/l2/e/z')).toBe('z');
    expect(w.ls('/tmp/up')).toEqual(['e']);
    expect(w.stat('/tmp/up/e')).toMatchObject({ mode: 0o40750, uid: 5, gid: 6 });
    const { ino } = w.stat('/tmp/m/b');
    w.put('/tmp/m/b', 'new');
    expect(w.stat('/tmp/m/b')).toMatchObject({ ino, size: 3 });
  });
  it('shows who had the file open what was written after', () => {
    mount();
    const fd = w.open('/tmp/m/h2');
    append('/tmp/m/h2', 'more\n');
    expect(w.read(fd)).toBe('hl\nmore\n');
    expect(w.cat('/tmp/m/h1')).toBe('hl\n');
  });
  it('changing attributes copies up too', () => {
    mount();
    metaCalls.fchmodat.run(w.task, AT_FDCWD, '/tmp/m/a', 0o600);
    expect(w.stat('/tmp/m/a').mode).toBe(0o100600);
    expect(w.stat('/tmp/l1/a').mode).toBe(0o100644);
    expect(w.cat('/tmp/up/a')).toBe('a');
  });
});

describe('removing', () => {
  it('leaves a whiteout over what is below, and nothing over what is not', () => {
    mount();
    w.unlink('/tmp/m/d/x');
    expect(isWhiteout('/tmp/up/d/x')).toBe(true);
    expect(w.ls('/tmp/m/d')).toEqual(['y']);
    expect(errnoOf(() => w.cat('/tmp/m/d/x'))).toBe('ENOENT');
    w.put('/tmp/m/d/n', '');
    w.unlink('/tmp/m/d/n');
    expect(w.ls('/tmp/up/d')).toEqual(['x']);
    w.put('/tmp/m/d/x', 'again');
    expect(w.cat('/tmp/m/d/x')).toBe('again');
    expect(isWhiteout('/tmp/up/d/x')).toBe(false);
  });
  it('a directory made again is opaque', () => {
    mount();
    expect(errnoOf(() => w.unlink('/tmp/m/e', AT_REMOVEDIR))).toBe('ENOTEMPTY');
    w.unlink('/tmp/m/e/z');
    w.unlink('/tmp/m/e', AT_REMOVEDIR);
    expect(isWhiteout('/tmp/up/e')).toBe(true);
    w.mkdir('/tmp/m/e');
    expect(w.ls('/tmp/m/e')).toEqual([]);
  });
});

describe('renaming', () => {
  it('a file is copied up and its old name covered', () => {
    mount();
    w.rename('/tmp/m/a', '/tmp/m/a2');
    expect(w.cat('/tmp/m/a2')).toBe('a');
    expect(isWhiteout('/tmp/up/a')).toBe(true);
    w.rename('/tmp/m/a2', '/tmp/m/b');
    expect(w.cat('/tmp/m/b')).toBe('a');
    expect(w.ls('/tmp/m')).not.toContain('a2');
  });
  it('a directory of a lower layer is EXDEV, one of the upper alone moves', () => {
    mount();
    expect(errnoOf(() => w.rename('/tmp/m/d', '/tmp/m/dd'))).toBe('EXDEV');
    w.mkdir('/tmp/m/n');
    w.rename('/tmp/m/n', '/tmp/m/n2');
    w.put('/tmp/m/n2/f', 'hi');
    w.rename('/tmp/m/n2', '/tmp/m/d/n2');
    expect(w.cat('/tmp/m/d/n2/f')).toBe('hi');
    expect(w.ls('/tmp/up')).toEqual(['d']);
  });
  it('a hard link copies up and links above', () => {
    mount();
    w.link('/tmp/m/h1', '/tmp/m/h3');
    expect(w.stat('/tmp/m/h1').nlink).toBe(2);
    expect(w.stat('/tmp/m/h3').ino).toBe(w.stat('/tmp/m/h1').ino);
    append('/tmp/m/h3', '!');
    expect(w.cat('/tmp/m/h1')).toBe('hl\n!');
  });
});

describe('mounting', () => {
  it('without an upper directory it is read-only', () => {
    mount('lowerdir=/tmp/l1:/tmp/l2');
    expect(errnoOf(() => w.put('/tmp/m/a', 'x'))).toBe('EROFS');
    expect(errnoOf(() => w.unlink('/tmp/m/a'))).toBe('EROFS');
  });
  it('shows its layers', () => {
    mount();
    expect(lookupPath(w.task, AT_FDCWD, '/tmp/m', LOOKUP_FOLLOW).mnt.sb.showOptions()).toBe(`,${LAYERS},uuid=on`);
    expect(metaCalls.statfs.run(w.task, '/tmp/m').type).toBe(0x794c7630);
  });
  it.each([
    ['', 'EINVAL'],
    ['lowerdir=/tmp/l1', 'EINVAL'],
    ['lowerdir=/tmp/none,upperdir=/tmp/up,workdir=/tmp/work', 'ENOENT'],
    ['lowerdir=/tmp/l1,upperdir=/tmp/up', 'EINVAL'],
    ['lowerdir=/tmp/l1,upperdir=/tmp/up,workdir=/tmp/up', 'EINVAL'],
    ['lowerdir=/tmp/l1,upperdir=/tmp/up,workdir=/mnt', 'EINVAL'],
    ['lowerdir=/tmp/l1/a,upperdir=/tmp/up,workdir=/tmp/work', 'EINVAL'],
    ['upperdir=/tmp/up,workdir=/tmp/work', 'EINVAL'],
    ['lowerdir=/tmp/l1:/tmp/l2,foo=3', 'EINVAL'],
  ])('%s is %s', (options, want) => {
    expect(errnoOf(() => mount(options))).toBe(want);
  });
  it('mknod c 0 0 is EPERM', () => {
    mount();
    expect(errnoOf(() => metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/m/w', 0o020000, 0))).toBe('EPERM');
  });
});
