import { describe, expect, test } from 'vitest';
import {
  AT_FDCWD,
  AT_REMOVEDIR,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  MNT_DETACH,
  MNT_EXPIRE,
  MS_BIND,
  MS_NOSUID,
  MS_PRIVATE,
  MS_RDONLY,
  MS_REC,
  MS_REMOUNT,
  MS_SHARED,
  O_RDONLY,
  O_WRONLY,
} from '../../abi/flags.ts';
import { NS_GET_NSTYPE, NS_GET_OWNER_UID, NS_GET_PARENT, NS_GET_USERNS } from '../../abi/ioctl.ts';
import { S_IFREG } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { IDENTITY_MAP } from '../cred/idmap.ts';
import { errorOf, errorOfSys, mountFs, testMachine } from '../testing.ts';

type Machine = ReturnType<typeof testMachine>;

const mkdir = (sys: Syscalls, ...paths: string[]): void => {
  for (const p of paths) sys.mkdirat(AT_FDCWD, p, 0o755);
};
const touch = (sys: Syscalls, path: string): void => sys.mknodat(AT_FDCWD, path, S_IFREG | 0o644, 0);
const tmpfs = (sys: Syscalls, target: string, flags = 0): void => sys.mount('t', target, 'tmpfs', flags, null);
const make = (sys: Syscalls, path: string, flags: number): void => sys.mount('none', path, null, flags, null);

function run(body: (sys: Syscalls, m: Machine) => Sys<void>): void {
  const m = testMachine();
  mountFs(m.kernel, 'proc', 'proc', '/proc');
  let isDone = false;
  function* main(sys: Syscalls): Sys<number> {
    yield* body(sys, m);
    isDone = true;
    return 0;
  }
  m.run(main);
  expect(isDone).toBe(true);
}

function* inChild(sys: Syscalls, flags: number, body: (sys: Syscalls) => Sys<void>): Sys<void> {
  function* main(child: Syscalls): Sys<number> {
    yield* body(child);
    return 7;
  }
  expect((yield* sys.wait4(sys.clone(flags, main), 0))?.status).toBe(7 << 8);
}

/** Maps every id in the newest user namespace. */
function mapAll(m: Machine): void {
  for (const ns of m.kernel.namespaces) {
    if (ns.kind !== 'user') continue;
    Object.assign(ns, { uidMap: IDENTITY_MAP, gidMap: IDENTITY_MAP });
  }
}

describe('restrictions on mount namespaces (mount_namespaces(7))', () => {
  test('mounts that come from a more privileged namespace are locked together, and their flags with them', () =>
    run(function* (sys, m) {
      mkdir(sys, '/mnt/a', '/mnt/copy');
      tmpfs(sys, '/mnt/a', MS_RDONLY | MS_NOSUID);
      yield* inChild(sys, CLONE_NEWUSER | CLONE_NEWNS, function* (child) {
        mapAll(m);
        expect(errorOf(() => child.umount2('/mnt/a', 0))).toBe('EINVAL');
        expect(errorOf(() => child.umount2('/mnt/a', MNT_DETACH))).toBe('EINVAL');
        expect(errorOf(() => make(child, '/mnt/a', MS_REMOUNT | MS_BIND | MS_NOSUID))).toBe('EPERM');
        expect(errorOf(() => make(child, '/mnt/a', MS_REMOUNT | MS_BIND | MS_RDONLY))).toBe('EPERM');
        make(child, '/mnt/a', MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID);
        // A bind that leaves the locked mount out would show what it covers.
        expect(errorOf(() => child.mount('/mnt', '/mnt/copy', null, MS_BIND, null))).toBe('EINVAL');
        child.mount('/mnt', '/mnt/copy', null, MS_BIND | MS_REC, null);
        expect(errorOf(() => child.umount2('/mnt/copy/a', 0))).toBe('EINVAL');
        child.umount2('/mnt/copy', MNT_DETACH);
        // Its own mounts are free.
        tmpfs(child, '/mnt/copy');
        child.umount2('/mnt/copy', 0);
      });
    }));

  test('a copy that propagates into a less privileged namespace is locked there, and goes with its original', () =>
    run(function* (sys, m) {
      make(sys, '/', MS_SHARED | MS_REC);
      mkdir(sys, '/mnt/a');
      let child: Syscalls | null = null;
      function* wait(c: Syscalls): Sys<number> {
        child = c;
        yield* c.pause();
        return 0;
      }
      sys.clone(CLONE_NEWUSER | CLONE_NEWNS, wait);
      yield* sys.nanosleep(1000);
      mapAll(m);
      tmpfs(sys, '/mnt/a');
      const inside = child as unknown as Syscalls;
      touch(sys, '/mnt/a/f');
      expect(inside.newfstatat(AT_FDCWD, '/mnt/a/f', 0).ino).toBe(sys.newfstatat(AT_FDCWD, '/mnt/a/f', 0).ino);
      sys.umount2('/mnt/a', 0);
      expect(errorOf(() => inside.newfstatat(AT_FDCWD, '/mnt/a/f', 0))).toBe('ENOENT');
    }));

  test('only types with FS_USERNS_MOUNT; a new proc needs an own PID namespace', () =>
    run(function* (sys) {
      yield* inChild(sys, CLONE_NEWUSER | CLONE_NEWNS, function* (child) {
        expect(errorOf(() => child.mount('x', '/mnt', 'tracefs', 0, null))).toBe('EPERM');
        expect(errorOf(() => child.mount('proc', '/mnt', 'proc', 0, null))).toBe('EPERM');
      });
      yield* inChild(sys, CLONE_NEWUSER, function* (child) {
        expect(errorOf(() => tmpfs(child, '/mnt'))).toBe('EPERM');
      });
    }));
});

describe('umount2(2)', () => {
  test('rmdir of a mount point that is busy only elsewhere succeeds and takes the mount away there', () =>
    run(function* (sys) {
      mkdir(sys, '/mnt/d');
      yield* inChild(sys, CLONE_NEWNS, function* (child) {
        make(child, '/', MS_PRIVATE | MS_REC);
        tmpfs(child, '/mnt/d');
        expect(errorOf(() => child.unlinkat(AT_FDCWD, '/mnt/d', AT_REMOVEDIR))).toBe('EBUSY');
        sys.unlinkat(AT_FDCWD, '/mnt/d', AT_REMOVEDIR);
        expect(errorOf(() => child.umount2('/mnt/d', 0))).toBe('ENOENT');
      });
    }));

  test('MNT_DETACH: who is inside goes on; the place is free', () =>
    run(function* (sys) {
      tmpfs(sys, '/mnt');
      touch(sys, '/mnt/f');
      sys.chdir('/mnt');
      sys.umount2('/mnt', MNT_DETACH);
      expect(sys.newfstatat(AT_FDCWD, 'f', 0).size).toBe(0);
      expect(errorOf(() => sys.newfstatat(AT_FDCWD, '/mnt/f', 0))).toBe('ENOENT');
      expect(sys.readlinkat(AT_FDCWD, '/proc/self/cwd')).toBe('/');
    }));

  test('MNT_EXPIRE: EAGAIN first, then it goes', () =>
    run(function* (sys) {
      tmpfs(sys, '/mnt');
      expect(errorOf(() => sys.umount2('/mnt', MNT_EXPIRE))).toBe('EAGAIN');
      sys.umount2('/mnt', MNT_EXPIRE);
      expect(errorOf(() => sys.umount2('/mnt', 0))).toBe('EINVAL');
    }));
});

describe('mount(2)', () => {
  test('MS_REMOUNT | MS_BIND changes one mount; MS_REMOUNT the superblock: EBUSY while a file is open for writing', () =>
    run(function* (sys) {
      mkdir(sys, '/mnt/a', '/mnt/b');
      tmpfs(sys, '/mnt/a');
      sys.mount('/mnt/a', '/mnt/b', null, MS_BIND, null);
      make(sys, '/mnt/b', MS_REMOUNT | MS_BIND | MS_RDONLY);
      touch(sys, '/mnt/a/f');
      expect(errorOf(() => touch(sys, '/mnt/b/g'))).toBe('EROFS');
      const fd = yield* sys.openat(AT_FDCWD, '/mnt/a/f', O_WRONLY);
      expect(errorOf(() => make(sys, '/mnt/b', MS_REMOUNT | MS_RDONLY))).toBe('EBUSY');
      sys.close(fd);
      make(sys, '/mnt/b', MS_REMOUNT | MS_RDONLY);
      expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/mnt/a/f', O_WRONLY))).toBe('EROFS');
    }));

  test('two propagation types at once, or other flags with one: EINVAL', () =>
    run(function* (sys) {
      expect(errorOf(() => make(sys, '/', MS_SHARED | MS_PRIVATE))).toBe('EINVAL');
      expect(errorOf(() => make(sys, '/', MS_SHARED | MS_NOSUID))).toBe('EINVAL');
      expect(errorOf(() => make(sys, '/tmp', MS_SHARED))).toBe('EINVAL');
    }));

  test('a mount namespace can be bound only in an older one, and not where it would propagate', () =>
    run(function* (sys) {
      touch(sys, '/tmp/ns');
      expect(errorOf(() => sys.mount('/proc/self/ns/mnt', '/tmp/ns', null, MS_BIND, null))).toBe('EINVAL');
      yield* inChild(sys, CLONE_NEWNS, function* (child) {
        const file = `/proc/${child.getpid()}/ns/mnt`;
        sys.mount(file, '/tmp/ns', null, MS_BIND, null);
        sys.umount2('/tmp/ns', 0);
        sys.clone(CLONE_NEWNS, waitForEver);
        make(sys, '/', MS_SHARED);
        sys.clone(CLONE_NEWNS, waitForEver);
        expect(errorOf(() => sys.mount(file, '/tmp/ns', null, MS_BIND, null))).toBe('EINVAL');
      });
    }));
});

function* waitForEver(sys: Syscalls): Sys<number> {
  yield* sys.pause();
  return 0;
}

describe('pivot_root(2)', () => {
  test('the new root takes the place of the old, which goes below it; roots and working directories move along', () =>
    run(function* (sys) {
      sys.unshare(CLONE_NEWNS);
      tmpfs(sys, '/mnt');
      mkdir(sys, '/mnt/old');
      sys.chdir('/');
      sys.pivot_root('/mnt', '/mnt/old');
      expect(sys.getcwd()).toBe('/');
      expect(sys.newfstatat(AT_FDCWD, '/old/proc/self', 0).mode).toBeGreaterThan(0);
      sys.umount2('/old', MNT_DETACH);
      expect(errorOf(() => sys.newfstatat(AT_FDCWD, '/old/proc', 0))).toBe('ENOENT');
    }));

  test('pivot_root . . puts the old root on the new one', () =>
    run(function* (sys) {
      sys.unshare(CLONE_NEWNS);
      tmpfs(sys, '/mnt');
      touch(sys, '/mnt/f');
      sys.chdir('/mnt');
      sys.pivot_root('.', '.');
      sys.umount2('.', MNT_DETACH);
      expect(sys.newfstatat(AT_FDCWD, '/f', 0).size).toBe(0);
    }));

  test('EINVAL: not a mount point, put_old elsewhere, shared; EBUSY: on the current root', () =>
    run(function* (sys) {
      sys.unshare(CLONE_NEWNS);
      mkdir(sys, '/mnt/n', '/mnt/n/old');
      expect(errorOf(() => sys.pivot_root('/mnt/n', '/mnt/n/old'))).toBe('EBUSY');
      tmpfs(sys, '/mnt');
      mkdir(sys, '/mnt/n', '/mnt/n/old');
      expect(errorOf(() => sys.pivot_root('/mnt/n', '/mnt/n/old'))).toBe('EINVAL');
      expect(errorOf(() => sys.pivot_root('/mnt', '/tmp'))).toBe('EBUSY');
      make(sys, '/', MS_SHARED);
      expect(errorOf(() => sys.pivot_root('/mnt', '/mnt/n'))).toBe('EINVAL');
    }));
});

describe('ioctl_nsfs(2)', () => {
  test('type, owner, user namespace and parent of a namespace', () =>
    run(function* (sys) {
      yield* inChild(sys, CLONE_NEWUSER | CLONE_NEWUTS, function* (child) {
        const uts = yield* child.openat(AT_FDCWD, '/proc/self/ns/uts', O_RDONLY);
        expect(yield* child.ioctl(uts, NS_GET_NSTYPE, undefined)).toBe(CLONE_NEWUTS);
        const user = yield* child.ioctl(uts, NS_GET_USERNS, undefined);
        expect(child.fstat(user).ino).toBe(child.newfstatat(AT_FDCWD, '/proc/self/ns/user', 0).ino);
        expect(yield* errorOfSys(child.ioctl(uts, NS_GET_PARENT, undefined))).toBe('EINVAL');
        expect(yield* errorOfSys(child.ioctl(uts, NS_GET_OWNER_UID, undefined))).toBe('EINVAL');
        expect(yield* errorOfSys(child.ioctl(user, NS_GET_PARENT, undefined))).toBe('EPERM');
        expect(yield* child.ioctl(user, NS_GET_OWNER_UID, undefined)).toBe(65534);
      });
    }));
});
