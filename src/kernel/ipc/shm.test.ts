// Shared memory, each rule by its name (shmget(2), shmop(2), shmctl(2), proc_sys_kernel(5)).

import { expect, test } from 'vitest';
import { CLONE_NEWIPC } from '../../abi/flags.ts';
import {
  IPC_CREAT,
  IPC_INFO,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_STAT,
  SHM_DEST,
  SHM_INFO,
  SHM_LOCK,
  SHM_LOCKED,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_RND,
} from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, install, testMachine } from '../testing.ts';
import { destroyOrphaned } from './shm.ts';

test('what one process writes the other reads; both ends are counted and timed', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(1, 5000, IPC_CREAT | 0o600);
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.shmat(c.shmget(1, 0, 0), 0, 0).bytes.set([104, 105], 4096);
      expect(c.shmctl(id, IPC_STAT, null)).toMatchObject({ nattch: 1, lpid: c.getpid() });
      return 0;
    });
    yield* sys.wait4(child, 0);
    const { bytes } = sys.shmat(id, 0, SHM_RDONLY);
    expect([...bytes.subarray(4096, 4099)]).toEqual([104, 105, 0]);
    const ds = sys.shmctl(id, IPC_STAT, null);
    expect(ds).toMatchObject({ segsz: 5000, nattch: 1, cpid: sys.getpid(), lpid: sys.getpid() });
    expect(ds.dtime).toBeGreaterThan(0);
    expect(sys.shmctl(0, SHM_INFO, null)).toEqual({ maxIndex: 0, usedIds: 1, total: 2, rss: 1, swap: 0 });
    return 0;
  });
});

test('IPC_RMID: destroyed when the last process detaches; found by its id until then, not by its key', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(1, 100, IPC_CREAT | 0o600);
    const { address } = sys.shmat(id, 0, 0);
    sys.shmctl(id, IPC_RMID, null);
    const { perm } = sys.shmctl(id, IPC_STAT, null);
    expect([perm.key, perm.mode]).toEqual([0, SHM_DEST | 0o600]);
    expect(errorOf(() => sys.shmget(1, 0, 0))).toBe('ENOENT');
    expect(sys.shmat(id, 0, 0).address).toBe(address - 4096);
    sys.shmdt(address);
    sys.shmdt(address - 4096);
    expect(errorOf(() => sys.shmctl(id, IPC_STAT, null))).toBe('EINVAL');
    expect(errorOf(() => sys.shmdt(address))).toBe('EINVAL');
    return 0;
  });
});

test('fork attaches again, exec and exit detach', () => {
  const t = testMachine();
  t.programs.set('prog', function* (sys) {
    expect(sys.shmctl(0, IPC_STAT, null).nattch).toBe(1);
    return 0;
  });
  t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog');
    sys.shmat(sys.shmget(1, 100, IPC_CREAT | 0o600), 0, 0);
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      expect(c.shmctl(0, IPC_STAT, null).nattch).toBe(2);
      return yield* c.execve('/bin/prog', ['prog'], []);
    });
    expect((yield* sys.wait4(child, 0))?.status).toBe(0);
    sys.shmctl(0, IPC_RMID, null);
    return 0;
  });
  expect(t.kernel.init.ipc.shm.inUse).toBe(0);
});

test('EINVAL, ENOSPC, ENOMEM: the limits', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const { limits } = t.kernel.init.ipc;
    expect(errorOf(() => sys.shmget(IPC_PRIVATE, 0, 0))).toBe('EINVAL');
    expect(errorOf(() => sys.shmget(IPC_PRIVATE, 2 ** 40, 0))).toBe('ENOMEM');
    limits.shmmax = 4096n;
    expect(errorOf(() => sys.shmget(IPC_PRIVATE, 4097, 0))).toBe('EINVAL');
    limits.shmall = 2n;
    expect([1, 4096].map((size) => sys.shmget(IPC_PRIVATE, size, 0))).toEqual([0, 1]);
    expect(errorOf(() => sys.shmget(IPC_PRIVATE, 1, 0))).toBe('ENOSPC');
    limits.shmall = 9n;
    limits.shmmni = 2;
    expect(errorOf(() => sys.shmget(IPC_PRIVATE, 1, 0))).toBe('ENOSPC');
    expect(sys.shmctl(0, IPC_INFO, null)).toEqual({ maxIndex: 1, shmmax: 4096n, shmmin: 1, shmmni: 2, shmall: 9n });
    return 0;
  });
});

test('EINVAL: an address that is no page (SHM_RND rounds down), or taken (SHM_REMAP replaces)', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(IPC_PRIVATE, 100, 0o600);
    expect(errorOf(() => sys.shmat(id, 0x10001, 0))).toBe('EINVAL');
    expect(sys.shmat(id, 0x10fff, SHM_RND).address).toBe(0x10000);
    expect(errorOf(() => sys.shmat(id, 0x10000, 0))).toBe('EINVAL');
    expect(sys.shmat(id, 0x10000, SHM_REMAP).address).toBe(0x10000);
    expect(sys.shmctl(id, IPC_STAT, null).nattch).toBe(1);
    expect(errorOf(() => sys.shmat(id, 0, SHM_REMAP))).toBe('EINVAL');
    return 0;
  });
});

test('EACCES: attaching takes read, and without SHM_RDONLY write permission', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(IPC_PRIVATE, 100, 0o604);
    sys.setresgid(1000, 1000, 1000);
    sys.setresuid(1000, 1000, 1000);
    expect(errorOf(() => sys.shmat(id, 0, 0))).toBe('EACCES');
    expect(sys.shmat(id, 0, SHM_RDONLY).bytes.length).toBe(100);
    expect(errorOf(() => sys.shmctl(id, SHM_LOCK, null))).toBe('EPERM');
    return 0;
  });
});

test('SHM_LOCK shows in the mode', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(IPC_PRIVATE, 100, 0o600);
    sys.shmctl(id, SHM_LOCK, null);
    expect(sys.shmctl(id, IPC_STAT, null).perm.mode).toBe(SHM_LOCKED | 0o600);
    return 0;
  });
});

test('shm_rmid_forced: a segment goes with its maker, unless somebody has it attached', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const ns = t.kernel.init.ipc;
    ns.limits.shmRmidForced = 1;
    const make = function* (c: Syscalls): Sys<number> {
      return c.shmget(IPC_PRIVATE, 100, 0o600);
    };
    yield* sys.wait4(sys.clone(0, make), 0);
    expect(ns.shm.inUse).toBe(0);
    ns.limits.shmRmidForced = 0;
    yield* sys.wait4(sys.clone(0, make), 0);
    sys.shmget(IPC_PRIVATE, 100, 0o600);
    expect(ns.shm.inUse).toBe(2);
    ns.limits.shmRmidForced = 1;
    destroyOrphaned(ns);
    // That of the caller stays.
    expect(ns.shm.all().map((s) => s.creator?.pid.global)).toEqual([sys.getpid()]);
    return 0;
  });
});

test('an attached segment keeps its namespace', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.unshare(CLONE_NEWIPC);
    const id = sys.shmget(IPC_PRIVATE, 100, 0o600);
    const { bytes, address } = sys.shmat(id, 0, 0);
    sys.unshare(CLONE_NEWIPC);
    expect(errorOf(() => sys.shmctl(id, IPC_STAT, null))).toBe('EINVAL');
    bytes[0] = 1;
    expect(t.kernel.namespaces.size).toBe(10);
    sys.shmdt(address);
    expect(t.kernel.namespaces.size).toBe(9);
    return 0;
  });
});
