// Identifiers, keys and permissions of System V IPC, each rule by its name (sysvipc(7), ipc/util.c).

import { expect, test } from 'vitest';
import { CLONE_NEWIPC, CLONE_NEWUSER } from '../../abi/flags.ts';
import { IPC_CREAT, IPC_EXCL, IPC_PRIVATE, IPC_RMID, IPC_SET, IPC_STAT, SHM_STAT } from '../../abi/ipc.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, testMachine } from '../testing.ts';

const asStudent = (sys: Syscalls): void => {
  sys.setgroups([1000]);
  sys.setresgid(1000, 1000, 1000);
  sys.setresuid(1000, 1000, 1000);
};

test('ids count on, and a freed one is not given again at once', () => {
  testMachine().run(function* (sys) {
    const make = (): number => sys.msgget(IPC_PRIVATE, 0o600);
    expect([make(), make(), make()]).toEqual([0, 1, 2]);
    sys.msgctl(1, IPC_RMID, null);
    expect(make()).toBe(3);
    return 0;
  });
});

test('after 64 slots the index comes round, and the sequence number counts up', () => {
  testMachine().run(function* (sys) {
    const ids = Array.from({ length: 64 }, () => {
      const id = sys.msgget(IPC_PRIVATE, 0o600);
      if (id !== 0) sys.msgctl(id, IPC_RMID, null);
      return id;
    });
    expect(ids.at(-1)).toBe(63);
    // Slot 0 is still taken.
    expect(sys.msgget(IPC_PRIVATE, 0o600)).toBe(32768 + 1);
    expect(sys.msgctl(32768 + 1, IPC_STAT, null).perm.seq).toBe(1);
    return 0;
  });
});

test('EINVAL: an id of an earlier sequence number, or a negative one', () => {
  testMachine().run(function* (sys) {
    sys.shmget(IPC_PRIVATE, 1, 0o600);
    expect(errorOf(() => sys.shmctl(32768, IPC_STAT, null))).toBe('EINVAL');
    expect(errorOf(() => sys.shmctl(-1, IPC_STAT, null))).toBe('EINVAL');
    // By index the sequence number does not matter.
    expect(sys.shmctl(0, SHM_STAT, null).id).toBe(0);
    return 0;
  });
});

test('IPC_CREAT, IPC_EXCL: ENOENT, EEXIST, the same object', () => {
  testMachine().run(function* (sys) {
    expect(errorOf(() => sys.semget(7, 1, 0))).toBe('ENOENT');
    expect(sys.semget(7, 2, IPC_CREAT | 0o600)).toBe(0);
    expect(sys.semget(7, 2, IPC_CREAT | 0o600)).toBe(0);
    expect(errorOf(() => sys.semget(7, 2, IPC_CREAT | IPC_EXCL | 0o600))).toBe('EEXIST');
    expect(errorOf(() => sys.semget(7, 3, 0))).toBe('EINVAL');
    sys.semctl(0, 0, IPC_RMID, null);
    expect(errorOf(() => sys.semget(7, 1, 0))).toBe('ENOENT');
    return 0;
  });
});

test('EACCES: the mode decides for owner, group and others; EPERM: only the owner removes', () => {
  testMachine().run(function* (sys) {
    sys.msgget(1, IPC_CREAT | 0o600);
    sys.msgget(2, IPC_CREAT | 0o604);
    asStudent(sys);
    expect(errorOf(() => sys.msgctl(0, IPC_STAT, null))).toBe('EACCES');
    expect(sys.msgctl(1, IPC_STAT, null).perm.uid).toBe(0);
    expect(errorOf(() => sys.msgget(2, 0o006))).toBe('EACCES');
    expect(sys.msgget(2, 0o004)).toBe(1);
    expect(errorOf(() => sys.msgctl(1, IPC_RMID, null))).toBe('EPERM');
    return 0;
  });
});

test('IPC_SET gives an object away; its maker may still remove it', () => {
  testMachine().run(function* (sys) {
    const id = sys.shmget(IPC_PRIVATE, 10, 0o600);
    sys.shmctl(id, IPC_SET, { uid: 1000, gid: 1000, mode: 0o1640 });
    expect(sys.shmctl(id, IPC_STAT, null).perm).toMatchObject({ uid: 1000, gid: 1000, cuid: 0, cgid: 0, mode: 0o640 });
    asStudent(sys);
    sys.shmctl(id, IPC_RMID, null);
    return 0;
  });
});

test('in a user namespace: ids as it maps them, and its root has power over its own objects only', () => {
  testMachine().run(function* (sys) {
    sys.msgget(1, IPC_CREAT | 0o600);
    asStudent(sys);
    sys.unshare(CLONE_NEWUSER);
    expect(errorOf(() => sys.msgctl(0, IPC_STAT, null))).toBe('EACCES');
    sys.unshare(CLONE_NEWIPC);
    const id = sys.msgget(1, IPC_CREAT | 0o000);
    // CAP_IPC_OWNER counts in the namespace's owner.
    expect(sys.msgctl(id, IPC_STAT, null).perm).toMatchObject({ uid: 65534, mode: 0 });
    return 0;
  });
});

test('a namespace is empty, numbers from 0, starts from the default limits, and takes its objects with it', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.msgget(5, IPC_CREAT | 0o600);
    t.kernel.init.ipc.limits.msgmni = 1;
    expect(errorOf(() => sys.msgget(6, IPC_CREAT | 0o600))).toBe('ENOSPC');
    sys.unshare(CLONE_NEWIPC);
    expect(errorOf(() => sys.msgget(5, 0))).toBe('ENOENT');
    expect([sys.msgget(6, IPC_CREAT), sys.msgget(7, IPC_CREAT)]).toEqual([0, 1]);
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
  expect(t.kernel.init.ipc.msg.inUse).toBe(1);
});

test('next_id: the id that the next object shall have', () => {
  const t = testMachine();
  t.run(function* (sys) {
    t.kernel.init.ipc.sem.nextId = 5 * 32768 + 9;
    expect(sys.semget(IPC_PRIVATE, 1, 0)).toBe(5 * 32768 + 9);
    expect(t.kernel.init.ipc.sem.nextId).toBe(-1);
    expect(sys.semget(IPC_PRIVATE, 1, 0)).toBe(0);
    return 0;
  });
});
