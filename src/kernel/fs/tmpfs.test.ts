import { beforeEach, describe, expect, it } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  MS_RELATIME,
  O_APPEND,
  O_CREAT,
  O_RDWR,
  O_TMPFILE,
  O_WRONLY,
  SEEK_DATA,
  SEEK_END,
  SEEK_HOLE,
} from '../../abi/flags.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { LOOKUP_FOLLOW, lookupPath } from '../vfs/namei.ts';
import { errnoOf, now, World } from '../vfs/test-fixture.ts';

let w: World;
beforeEach(() => {
  w = new World();
});

const options = (at: string): string => lookupPath(w.task, AT_FDCWD, at, LOOKUP_FOLLOW).mnt.sb.showOptions();
const remount = (at: string, data: string): void =>
  lookupPath(w.task, AT_FDCWD, at, LOOKUP_FOLLOW).mnt.sb.reconfigure?.(MS_RELATIME, data, w.task);
const df = (at: string) => metaCalls.statfs.run(w.task, at);

describe('options, as the real kernel shows them', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', ''],
    ['size=20M,nr_inodes=100,mode=755,uid=5,gid=6', ',size=20480k,nr_inodes=100,mode=755,uid=5,gid=6'],
    ['nr_inodes=1k', ',nr_inodes=1024'],
    ['nr_inodes=0', ',nr_inodes=0'],
    ['size=0', ',size=0k'],
    ['mode=17777', ',mode=7777'],
    ['mode=700', ',mode=700'],
    ['huge=never', ''],
    ['nr_blocks=10', ',size=40k'],
    ['size=4097', ',size=8k'],
    ['size=10%', ',size=419432k'],
    ['inode32', ''],
    ['mpol=default', ''],
    ['noswap', ',noswap'],
  ];
  it.each(cases)('%s', (given, shown) => {
    w.mount('tmpfs', '/mnt', given);
    expect(options('/mnt')).toBe(shown);
  });
  it.each(['size=5b', 'size=-1', 'size=1x', 'mode=9', 'uid=-1', 'foo', 'foo=1', 'size=', 'size'])('%s is EINVAL', (given) => {
    expect(errnoOf(() => w.mount('tmpfs', '/mnt', given))).toBe('EINVAL');
  });
  it('remount changes the limits, but not below what is used nor from none', () => {
    w.mount('tmpfs', '/mnt', 'size=40k');
    w.put('/mnt/f', 'x'.repeat(9000));
    expect(errnoOf(() => remount('/mnt', 'size=8k'))).toBe('EINVAL');
    remount('/mnt', 'size=12k');
    expect(options('/mnt')).toBe(',size=12k');
    w.mount('tmpfs', '/mnt', 'size=0');
    expect(errnoOf(() => remount('/mnt', 'size=8k'))).toBe('EINVAL');
  });
});

describe('space', () => {
  it('is counted in whole pages; a write that does not fit is cut, the next is ENOSPC', () => {
    w.mount('tmpfs', '/mnt', 'size=16k');
    const fd = w.open('/mnt/f', O_WRONLY | O_CREAT);
    w.write(fd, 'x');
    expect(df('/mnt').bfree).toBe(3);
    expect(w.write(fd, 'y'.repeat(20000))).toBe(16383);
    expect(errnoOf(() => w.write(fd, 'z'))).toBe('ENOSPC');
    expect(df('/mnt').bfree).toBe(0);
    expect(w.stat('/mnt/f').size).toBe(16384);
    // The name is gone, the open file keeps its pages.
    w.unlink('/mnt/f');
    expect(df('/mnt').bfree).toBe(0);
    w.close(fd);
    expect(df('/mnt').bfree).toBe(4);
  });
  it('zeros are counted as well, holes are not', () => {
    w.mount('tmpfs', '/mnt', 'size=1m');
    w.put('/mnt/zeros', '\0'.repeat(8192));
    expect(df('/mnt').bfree).toBe(254);
    fileCalls.truncate.run(w.task, '/mnt/zeros', 100000);
    expect(w.stat('/mnt/zeros')).toMatchObject({ size: 100000, blocks: 16 });
    const fd = w.open('/mnt/zeros', O_RDWR);
    expect(fileCalls.lseek.run(w.task, fd, 0, SEEK_HOLE)).toBe(8192);
    expect(errnoOf(() => fileCalls.lseek.run(w.task, fd, 8192, SEEK_DATA))).toBe('ENXIO');
    now(fileCalls.pwrite64.run(w.task, fd, encode('end'), 50000));
    expect(fileCalls.lseek.run(w.task, fd, 8192, SEEK_DATA)).toBe(49152);
    expect(w.stat('/mnt/zeros').blocks).toBe(24);
    expect(fileCalls.lseek.run(w.task, fd, 0, SEEK_END)).toBe(100000);
  });
  it('is also bounded by what the machine may hold, zeros and holes not counted', () => {
    const { pageData } = w.kernel;
    const before = pageData.used;
    const fill = (bytes: number): void => {
      pageData.used = pageData.max - bytes;
    };
    w.mount('tmpfs', '/mnt', 'size=1m');
    fill(6000);
    const fd = w.open('/mnt/f', O_RDWR | O_CREAT);
    expect(w.write(fd, '\0'.repeat(40960))).toBe(40960);
    expect(w.write(fd, 'x'.repeat(10000))).toBe(4096);
    expect(errnoOf(() => w.write(fd, 'x'.repeat(10000)))).toBe('ENOSPC');
    expect(w.write(fd, 'short')).toBe(5);
    // What is there may be written over; a page of zeros may not.
    expect(now(fileCalls.pwrite64.run(w.task, fd, encode('y'.repeat(4096)), 40960))).toBe(4096);
    expect(errnoOf(() => now(fileCalls.pwrite64.run(w.task, fd, encode('y'), 0)))).toBe('ENOSPC');
    expect(df('/mnt').bfree).toBe(256 - 12);
    // The root file system draws from the same bound.
    fill(0);
    expect(errnoOf(() => w.put('/new', 'x'))).toBe('ENOSPC');
    pageData.used = before + 4096 + 128;
    w.unlink('/mnt/f');
    w.close(fd);
    expect(pageData.used).toBe(before);
  });
  it('a file of many holes costs its pages only', () => {
    w.mount('tmpfs', '/mnt', 'size=1m');
    const fd = w.open('/mnt/f', O_RDWR | O_CREAT);
    const end = 2 ** 43;
    now(fileCalls.pwrite64.run(w.task, fd, encode('end'), end));
    now(fileCalls.pwrite64.run(w.task, fd, encode('mid'), 2 ** 30));
    expect(fileCalls.lseek.run(w.task, fd, 0, SEEK_DATA)).toBe(2 ** 30);
    expect(fileCalls.lseek.run(w.task, fd, 2 ** 30, SEEK_HOLE)).toBe(2 ** 30 + 4096);
    expect(fileCalls.lseek.run(w.task, fd, 2 ** 30 + 4096, SEEK_DATA)).toBe(end);
    expect(w.stat('/mnt/f')).toMatchObject({ size: end + 3, blocks: 16 });
    fileCalls.ftruncate.run(w.task, fd, 2 ** 31);
    expect(w.stat('/mnt/f').blocks).toBe(8);
    expect(errnoOf(() => fileCalls.lseek.run(w.task, fd, 2 ** 30 + 4096, SEEK_DATA))).toBe('ENXIO');
  });
  it('nr_inodes counts files, links and the root', () => {
    w.mount('tmpfs', '/mnt', 'nr_inodes=3');
    w.put('/mnt/a', '');
    w.link('/mnt/a', '/mnt/b');
    expect(errnoOf(() => w.put('/mnt/c', ''))).toBe('ENOSPC');
    expect(errnoOf(() => w.mkdir('/mnt/c'))).toBe('ENOSPC');
    w.unlink('/mnt/a');
    expect(df('/mnt').ffree).toBe(1);
    w.unlink('/mnt/b');
    expect(df('/mnt').ffree).toBe(2);
  });
  it('O_TMPFILE has no name until it is linked', () => {
    w.open('/tmp', O_TMPFILE | O_RDWR);
    expect(w.ls('/tmp')).toEqual([]);
  });
});

describe('directories', () => {
  it('list the newest first; a rename makes new', () => {
    for (const n of ['a', 'b', 'c', 'd']) w.put(`/tmp/${n}`, n);
    expect(w.ls('/tmp')).toEqual(['d', 'c', 'b', 'a']);
    w.unlink('/tmp/b');
    w.put('/tmp/b', '');
    expect(w.ls('/tmp')).toEqual(['b', 'd', 'c', 'a']);
    w.rename('/tmp/a', '/tmp/z');
    w.link('/tmp/c', '/tmp/y');
    expect(w.ls('/tmp')).toEqual(['y', 'z', 'b', 'd', 'c']);
    w.rename('/tmp/z', '/tmp/c');
    expect(w.ls('/tmp')).toEqual(['c', 'y', 'b', 'd']);
    expect(w.stat('/tmp').size).toBe(120);
  });
  it('count links and the bogus size of entries', () => {
    w.mkdir('/tmp/s');
    expect(w.stat('/tmp/s')).toMatchObject({ size: 40, blocks: 0, nlink: 2, blksize: 4096 });
    w.mkdir('/tmp/s/t');
    expect(w.stat('/tmp/s')).toMatchObject({ size: 60, nlink: 3 });
    w.mkdir('/tmp/o');
    w.rename('/tmp/s/t', '/tmp/o/t');
    expect(w.stat('/tmp/s').nlink).toBe(2);
    expect(w.stat('/tmp/o').nlink).toBe(3);
    expect(errnoOf(() => w.unlink('/tmp/o', AT_REMOVEDIR))).toBe('ENOTEMPTY');
    w.rename('/tmp/s', '/tmp/o/t');
    expect(w.stat('/tmp/o').nlink).toBe(3);
  });
});

describe('writing', () => {
  it('appends at the end of the file whoever wrote last', () => {
    const a = w.open('/tmp/log', O_WRONLY | O_CREAT | O_APPEND);
    const b = w.open('/tmp/log', O_WRONLY | O_APPEND);
    w.write(a, '1\n');
    w.write(b, '2\n');
    w.write(a, '3\n');
    expect(w.cat('/tmp/log')).toBe('1\n2\n3\n');
  });
  it('crosses pages, overwrites, shrinks and grows with zeros', () => {
    const text = Array.from({ length: 3000 }, (_, i) => String(i)).join(' ');
    w.put('/tmp/f', text);
    expect(w.cat('/tmp/f')).toBe(text);
    const fd = w.open('/tmp/f', O_RDWR);
    now(fileCalls.pwrite64.run(w.task, fd, encode('XXXX'), 4094));
    expect(w.cat('/tmp/f')).toBe(`${text.slice(0, 4094)}XXXX${text.slice(4098)}`);
    fileCalls.ftruncate.run(w.task, fd, 10);
    fileCalls.ftruncate.run(w.task, fd, 20);
    expect(w.cat('/tmp/f')).toBe(`${text.slice(0, 10)}${'\0'.repeat(10)}`);
  });
});

describe('the root file system', () => {
  it('makes files at first use, counts subdirectories, and keeps changes', () => {
    expect(w.stat('/').nlink).toBe(2 + 5);
    expect(w.cat('/bin/tool')).toBe('tool\n');
    expect(w.stat('/usr/bin/tool')).toMatchObject({ size: 5, blocks: 8, mode: 0o100755, nlink: 1 });
    w.put('/etc/hostname', 'other\n');
    expect(w.cat('/etc/hostname')).toBe('other\n');
    expect(w.ls('/')).toEqual(['bin', 'dev', 'etc', 'mnt', 'tmp', 'usr']);
    expect(new World().cat('/etc/hostname')).toBe('box\n');
  });
  it('has files of up to 16 TiB', () => {
    const fd = w.open('/big', O_RDWR | O_CREAT);
    const max = 2 ** 44 - 4096;
    expect(errnoOf(() => fileCalls.ftruncate.run(w.task, fd, max + 1))).toBe('EFBIG');
    fileCalls.ftruncate.run(w.task, fd, max);
    expect(now(fileCalls.pwrite64.run(w.task, fd, encode('abc'), max - 2))).toBe(2);
    expect(errnoOf(() => now(fileCalls.pwrite64.run(w.task, fd, encode('abc'), max)))).toBe('EFBIG');
    expect(w.stat('/big')).toMatchObject({ size: max, blocks: 8 });
  });
  it('is not fuller for being read', () => {
    const { bfree, ffree } = df('/');
    w.cat('/etc/hostname');
    w.ls('/usr/bin');
    expect(df('/')).toMatchObject({ bfree, ffree });
    w.unlink('/usr/bin/tool');
    w.put('/new', 'x');
    expect(df('/')).toMatchObject({ bfree, ffree });
    w.unlink('/etc/hostname');
    expect(df('/')).toMatchObject({ bfree: bfree + 1, ffree: ffree + 1 });
  });
});
