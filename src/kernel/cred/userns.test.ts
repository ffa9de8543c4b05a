// The rules of user_namespaces(7) and capabilities(7), each by its name.

import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import {
  CAP_CHOWN,
  CAP_FULL_SET,
  CAP_NET_RAW,
  CAP_SETFCAP,
  CAP_SETUID,
  CAP_SYS_ADMIN,
  CAP_SYS_CHROOT,
  capBit,
  hasCap,
} from '../../abi/caps.ts';
import {
  AT_FDCWD,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  O_RDONLY,
  O_WRONLY,
  PR_CAP_AMBIENT_IS_SET,
  PR_CAP_AMBIENT_RAISE,
  PR_CAPBSET_DROP,
  PR_GET_DUMPABLE,
  PR_SET_DUMPABLE,
  PR_SET_KEEPCAPS,
  PR_SET_NO_NEW_PRIVS,
  PR_SET_SECUREBITS,
} from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import type { Task } from '../sched/task.ts';
import { errorOf, errorOfSys, install, type TestMachine, testMachine } from '../testing.ts';
import { idMapText, writeIdMap, writeSetgroups } from './idmap.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from './ptrace.ts';
import { SECBIT_NOROOT } from './securebits.ts';
import { UserNs } from './userns.ts';

/** The task that is running. */
const current = (t: TestMachine): Task => {
  const task = t.kernel.sched.current;
  if (task === null) throw new Error('nobody runs');
  return task;
};

const asStudent = (sys: Syscalls): void => {
  sys.setgroups([1000]);
  sys.setresgid(1000, 1000, 1000);
  sys.setresuid(1000, 1000, 1000);
};

/** Writes both maps of the caller's user namespace from inside. */
const mapSelf = (t: TestMachine, uid: string, gid: string): void => {
  const task = current(t);
  const ns = task.cred.userNs;
  writeIdMap(task, task.cred, ns, uid, 'uid');
  if (ns.isSetgroupsAllowed) writeSetgroups(ns, 'deny');
  writeIdMap(task, task.cred, ns, gid, 'gid');
};

test('a new user namespace gives all capabilities in it, ids are unmapped', () => {
  const t = testMachine();
  t.run(function* (sys) {
    asStudent(sys);
    expect(sys.capget(0).effective).toBe(0n);
    sys.unshare(CLONE_NEWUSER);
    expect([sys.getuid(), sys.geteuid(), sys.getgid()]).toEqual([65534, 65534, 65534]);
    expect(sys.getgroups()).toEqual([65534]);
    expect(sys.capget(0).effective).toBe(CAP_FULL_SET);
    expect(sys.prctl(PR_GET_DUMPABLE)).toBe(0);
    sys.unshare(CLONE_NEWUTS);
    sys.sethostname('mine');
    return 0;
  });
});

test('EPERM: unmapped ids, or a chroot, may not make another user namespace', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.unshare(CLONE_NEWUSER);
    expect(errorOf(() => sys.unshare(CLONE_NEWUSER))).toBe('EPERM');
    return 0;
  });
  t.run(function* (sys) {
    sys.chroot('/tmp');
    expect(errorOf(() => sys.unshare(CLONE_NEWUSER))).toBe('EPERM');
    return 0;
  });
});

test('at most 32 nested levels: ENOSPC', () => {
  const t = testMachine();
  t.run(function* (sys) {
    let n = 0;
    for (; ; n++) {
      const e = errorOf(() => sys.unshare(CLONE_NEWUSER));
      if (e !== 'none') {
        expect(e).toBe('ENOSPC');
        break;
      }
      mapSelf(t, '0 0 1', '0 0 1');
    }
    expect(n).toBe(33);
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});

test('an unprivileged process maps its own id once, a group only after denying setgroups', () => {
  const t = testMachine();
  t.run(function* (sys) {
    asStudent(sys);
    sys.unshare(CLONE_NEWUSER);
    const task = current(t);
    const ns = task.cred.userNs;
    const write = (text: string, kind: 'uid' | 'gid'): string => errorOf(() => writeIdMap(task, task.cred, ns, text, kind));
    expect(write('0 1001 1', 'uid')).toBe('EPERM');
    expect(write('0 1000 2', 'uid')).toBe('EPERM');
    expect(write('0 1000 1\n', 'uid')).toBe('none');
    expect(write('0 1000 1\n', 'uid')).toBe('EPERM');
    expect(write('0 1000 1', 'gid')).toBe('EPERM');
    writeSetgroups(ns, 'deny\n');
    expect(write('0 1000 1', 'gid')).toBe('none');
    expect(errorOf(() => writeSetgroups(ns, 'allow'))).toBe('EPERM');
    expect(errorOf(() => sys.setgroups([]))).toBe('EPERM');
    expect([sys.getuid(), sys.getgid()]).toEqual([0, 0]);
    expect(idMapText(ns, 'uid', ns)).toBe('         0       1000          1\n');
    expect(errorOf(() => sys.setuid(5))).toBe('EINVAL');
    return 0;
  });
});

test('malformed or overlapping lines: EINVAL; several lines need CAP_SETUID in the parent', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const root = current(t);
    const pid = sys.clone(CLONE_NEWUSER, function* (c: Syscalls): Sys<number> {
      yield* c.pause();
      return 0;
    });
    const ns = root.kernel.init.pid.pids.get(pid)?.task?.cred.userNs;
    if (!(ns instanceof UserNs)) throw new Error('no namespace');
    const write = (text: string): string => errorOf(() => writeIdMap(root, root.cred, ns, text, 'uid'));
    for (const text of [
      '',
      '0',
      '0 0',
      '0 0 0',
      'a b c',
      '0 0 1 x',
      '0 0 10\n5 100 10',
      '0 0 10\n20 5 10',
      '4294967295 0 1',
      `${'0 0 1\n'}\n`,
    ]) {
      expect([text, write(text)]).toEqual([text, 'EINVAL']);
    }
    expect(write('0 100000 65536\n65536 1000 1\n')).toBe('none');
    expect(idMapText(ns, 'uid', ns)).toBe('         0     100000      65536\n     65536       1000          1\n');
    yield* sys.kill(pid, 9);
    yield* sys.wait4(pid, 0);
    return 0;
  });
});

test('mapping the parent\u2019s root takes CAP_SETFCAP', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const { effective, permitted } = sys.capget(0);
    sys.capset({ effective: effective & ~capBit(CAP_SETFCAP), permitted: permitted & ~capBit(CAP_SETFCAP), inheritable: 0n });
    sys.unshare(CLONE_NEWUSER);
    const task = current(t);
    expect(errorOf(() => writeIdMap(task, task.cred, task.cred.userNs, '0 0 1', 'uid'))).toBe('EPERM');
    return 0;
  });
});

test('the owner of a user namespace has every capability in it, a stranger none', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      asStudent(c);
      c.unshare(CLONE_NEWUSER);
      c.prctl(PR_SET_DUMPABLE, 1);
      yield* c.pause();
      return 0;
    });
    yield* sys.sched_yield();
    const target = t.kernel.init.pid.pids.get(pid)?.task;
    if (target == null) throw new Error('no child');
    const look = (uid: number): number =>
      sys.clone(0, function* (c: Syscalls): Sys<number> {
        c.setresgid(uid, uid, uid);
        c.setresuid(uid, uid, uid);
        return ptraceMayAccess(current(t), target, PTRACE_READ_FSCREDS) ? 1 : 0;
      });
    expect((yield* sys.wait4(look(1000), 0))?.status).toBe(1 << 8);
    expect((yield* sys.wait4(look(1001), 0))?.status).toBe(0);
    yield* sys.kill(pid, 9);
    yield* sys.wait4(pid, 0);
    return 0;
  });
});

test('/proc/sys/user/max_*: counted at every ancestor, ENOSPC', () => {
  const t = testMachine();
  t.kernel.init.user.limits.set('uts', 2);
  t.run(function* (sys) {
    sys.unshare(CLONE_NEWUSER | CLONE_NEWUTS);
    mapSelf(t, '0 0 1', '0 0 1');
    const inner = sys.clone(CLONE_NEWUTS, function* (c: Syscalls): Sys<number> {
      expect(errorOf(() => c.unshare(CLONE_NEWUTS))).toBe('ENOSPC');
      expect(errorOf(() => c.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWUTS))).toBe('ENOSPC');
      return 0;
    });
    yield* sys.wait4(inner, 0);
    sys.clone(CLONE_NEWUTS, function* (): Sys<number> {
      return 0;
    });
    return 0;
  });
  expect(t.kernel.init.user.counts.size).toBe(0);
  expect(t.kernel.namespaces.size).toBe(8);
});

test('leaving uid 0 clears capabilities, unless PR_SET_KEEPCAPS; effective follows the effective id', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.setresuid(-1, 1000, -1);
    expect([sys.capget(0).effective, sys.capget(0).permitted]).toEqual([0n, CAP_FULL_SET]);
    sys.setresuid(-1, 0, -1);
    expect(sys.capget(0).effective).toBe(CAP_FULL_SET);
    sys.prctl(PR_SET_KEEPCAPS, 1);
    sys.setuid(1000);
    expect([sys.capget(0).effective, sys.capget(0).permitted]).toEqual([0n, CAP_FULL_SET]);
    return 0;
  });
  t.run(function* (sys) {
    sys.setuid(1000);
    expect(sys.capget(0).permitted).toBe(0n);
    expect(errorOf(() => sys.setuid(0))).toBe('EPERM');
    return 0;
  });
});

/** Runs /bin/prog after `prepare`, and gives what it found its capabilities to be. */
function execAs(mode: number, prepare: (sys: Syscalls) => void): { effective: bigint; permitted: bigint; euid: number; uid: number } {
  const t = testMachine();
  let seen = { effective: 0n, permitted: 0n, euid: -1, uid: -1 };
  t.programs.set('prog', function* (sys) {
    const { effective, permitted } = sys.capget(0);
    seen = { effective, permitted, euid: sys.geteuid(), uid: sys.getuid() };
    return 0;
  });
  t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog', mode);
    prepare(sys);
    return yield* sys.execve('/bin/prog', ['prog'], []);
  });
  return seen;
}

test('execve: root gets the bounding set, others nothing, set-user-ID-root all again', () => {
  expect(execAs(0o755, () => {}).effective).toBe(CAP_FULL_SET);
  expect(execAs(0o755, (sys) => void sys.prctl(PR_CAPBSET_DROP, CAP_SYS_CHROOT)).effective).toBe(CAP_FULL_SET & ~capBit(CAP_SYS_CHROOT));
  expect(execAs(0o755, asStudent)).toMatchObject({ effective: 0n, permitted: 0n, euid: 1000 });
  expect(execAs(0o4755, asStudent)).toMatchObject({ effective: CAP_FULL_SET, euid: 0, uid: 1000 });
  expect(
    execAs(0o4755, (sys) => {
      asStudent(sys);
      sys.prctl(PR_SET_NO_NEW_PRIVS, 1);
    }),
  ).toMatchObject({ effective: 0n, euid: 1000 });
  expect(execAs(0o755, (sys) => void sys.prctl(PR_SET_SECUREBITS, SECBIT_NOROOT)).effective).toBe(0n);
});

test('ambient capabilities survive execve of an ordinary program', () => {
  const seen = execAs(0o755, (sys) => {
    sys.prctl(PR_SET_KEEPCAPS, 1);
    asStudent(sys);
    expect(errorOf(() => sys.prctl(PR_CAP_AMBIENT_RAISE, CAP_NET_RAW))).toBe('EPERM');
    const { permitted } = sys.capget(0);
    sys.capset({ effective: 0n, permitted, inheritable: capBit(CAP_NET_RAW) });
    sys.prctl(PR_CAP_AMBIENT_RAISE, CAP_NET_RAW);
    expect(sys.prctl(PR_CAP_AMBIENT_IS_SET, CAP_NET_RAW)).toBe(1);
  });
  expect(seen).toMatchObject({ effective: capBit(CAP_NET_RAW), permitted: capBit(CAP_NET_RAW) });
});

test('capset: nothing can be added to the permitted set', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const less = CAP_FULL_SET & ~capBit(CAP_SYS_ADMIN);
    sys.capset({ effective: less, permitted: less, inheritable: 0n });
    expect(errorOf(() => sys.capset({ effective: less, permitted: CAP_FULL_SET, inheritable: 0n }))).toBe('EPERM');
    expect(errorOf(() => sys.capset({ effective: CAP_FULL_SET, permitted: less, inheritable: 0n }))).toBe('EPERM');
    expect(hasCap(sys.capget(0).effective, CAP_CHOWN)).toBe(true);
    expect(hasCap(sys.capget(0).effective, CAP_SETUID)).toBe(true);
    return 0;
  });
});

test('a file owned by an id that is not mapped: its owner\u2019s rights are nobody\u2019s here', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const fd = yield* sys.openat(AT_FDCWD, '/tmp/f', O_WRONLY | 0o100, 0o600);
    yield* sys.write(fd, encode('x'));
    sys.close(fd);
    asStudent(sys);
    sys.unshare(CLONE_NEWUSER);
    mapSelf(t, '0 1000 1', '0 1000 1');
    expect(sys.newfstatat(AT_FDCWD, '/tmp/f', 0)).toMatchObject({ uid: 65534, gid: 65534 });
    expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/tmp/f', O_RDONLY))).toBe('EACCES');
    expect(errorOf(() => sys.fchownat(AT_FDCWD, '/tmp/f', 0, 0, 0))).toBe('EPERM');
    return 0;
  });
});
