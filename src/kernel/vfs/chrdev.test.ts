import { beforeEach, describe, expect, it } from 'vitest';
import { AT_FDCWD, MS_NODEV, O_RDWR, SEEK_END } from '../../abi/flags.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { errnoOf, now, World } from './test-fixture.ts';

let w: World;
beforeEach(() => {
  w = new World();
});

describe('memory devices (null(4), full(4), random(4))', () => {
  it('null is empty and takes all', () => {
    const fd = w.open('/dev/null', O_RDWR);
    expect(w.read(fd)).toBe('');
    expect(w.write(fd, 'gone')).toBe(4);
    expect(fileCalls.lseek.run(w.task, fd, 100, SEEK_END)).toBe(0);
  });
  it('zero has no end', () => {
    expect(w.read(w.open('/dev/zero'), 5)).toBe('\0'.repeat(5));
  });
  it('full has no room: "writes to the /dev/full device fail with an ENOSPC error"', () => {
    const fd = w.open('/dev/full', O_RDWR);
    expect(errnoOf(() => w.write(fd, 'x'))).toBe('ENOSPC');
    expect(w.read(fd, 2)).toBe('\0\0');
  });
  it('random bytes come from the machine, the same in every run', () => {
    const bytes = (world: World) => [...now(fileCalls.read.run(world.task, world.open('/dev/urandom'), 8))];
    expect(bytes(w)).toEqual(bytes(new World()));
    expect(bytes(w)).not.toEqual(bytes(w));
  });
});

describe('device nodes', () => {
  it('work wherever they are, but not on a nodev mount, nor without a driver', () => {
    metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/null', 0o20666, 0x100003);
    expect(w.cat('/tmp/null')).toBe('');
    metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/none', 0o20666, 0x12300045);
    expect(errnoOf(() => w.open('/tmp/none'))).toBe('ENXIO');
    w.mount('tmpfs', '/mnt', '', MS_NODEV);
    metaCalls.mknodat.run(w.task, AT_FDCWD, '/mnt/null', 0o20666, 0x100003);
    expect(errnoOf(() => w.open('/mnt/null'))).toBe('EACCES');
    metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/sock', 0o140666, 0);
    expect(errnoOf(() => w.open('/tmp/sock'))).toBe('ENXIO');
  });
  it('are made only with CAP_MKNOD, but for whiteouts', () => {
    w.become(1000);
    expect(errnoOf(() => metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/null', 0o20666, 0x100003))).toBe('EPERM');
    expect(errnoOf(() => metaCalls.mknodat.run(w.task, AT_FDCWD, '/tmp/whiteout', 0o20666, 0))).toBe('ok');
  });
});
