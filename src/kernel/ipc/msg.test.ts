// System V message queues, each rule by its name (msgget(2), msgop(2), msgctl(2)).

import { expect, test } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import {
  IPC_INFO,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_INFO,
  MSG_NOERROR,
} from '../../abi/ipc.ts';
import { SIGALRM, SIGCONT, SIGSTOP } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOf, errorOfSys, testMachine } from '../testing.ts';

const message = (type: number, text: string) => ({ type, text: encode(text) });

function* receive(sys: Syscalls, id: number, type: number, flags = IPC_NOWAIT, size = 100): Sys<string> {
  const m = yield* sys.msgrcv(id, size, type, flags);
  return `${m.type}:${decode(m.text)}`;
}

test('by type: any, one, all but one, the lowest', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    for (const [type, text] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b'],
      [1, 'A'],
      [3, 'C'],
    ] as const)
      yield* sys.msgsnd(id, message(type, text), 0);
    expect(yield* receive(sys, id, 2)).toBe('2:b');
    expect(yield* receive(sys, id, 3, IPC_NOWAIT | MSG_EXCEPT)).toBe('1:a');
    expect(yield* receive(sys, id, -2)).toBe('1:A');
    expect(yield* errorOfSys(receive(sys, id, -2))).toBe('ENOMSG');
    expect(yield* receive(sys, id, 1, IPC_NOWAIT | MSG_COPY)).toBe('3:C');
    expect(yield* receive(sys, id, 0)).toBe('3:c');
    expect(yield* receive(sys, id, 0)).toBe('3:C');
    return 0;
  });
});

test('E2BIG keeps the message; MSG_NOERROR cuts it', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    yield* sys.msgsnd(id, message(1, 'hello'), 0);
    expect(yield* errorOfSys(receive(sys, id, 0, 0, 3))).toBe('E2BIG');
    expect(yield* receive(sys, id, 0, MSG_NOERROR, 3)).toBe('1:hel');
    return 0;
  });
});

test('EINVAL: too long, a type below 1, MSG_COPY that might wait', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    expect(yield* errorOfSys(sys.msgsnd(id, message(1, 'x'.repeat(8193)), 0))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.msgsnd(id, message(0, 'x'), 0))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.msgrcv(id, 1, 0, MSG_COPY))).toBe('EINVAL');
    return 0;
  });
});

test('a full queue: EAGAIN, or the sender waits for room', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    const big = message(1, 'x'.repeat(8192));
    yield* sys.msgsnd(id, big, 0);
    yield* sys.msgsnd(id, big, 0);
    expect(yield* errorOfSys(sys.msgsnd(id, message(1, 'y'), IPC_NOWAIT))).toBe('EAGAIN');
    expect(sys.msgctl(0, MSG_INFO, null)).toMatchObject({ msgpool: 1, msgmap: 2, msgtql: 16384 });
    sys.clone(0, function* (c: Syscalls): Sys<number> {
      yield* c.msgsnd(id, message(2, 'waited'), 0);
      return 0;
    });
    yield* sys.nanosleep(1e6);
    yield* sys.msgrcv(id, 8192, 1, 0);
    expect(yield* receive(sys, id, 2, 0)).toBe('2:waited');
    expect(sys.msgctl(id, IPC_STAT, null)).toMatchObject({ qnum: 1, cbytes: 8192, qbytes: 16384, lrpid: sys.getpid() });
    return 0;
  });
});

test('a message goes to the receiver that waits longest for its type', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    const got: string[] = [];
    for (const [name, type] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ] as const) {
      sys.clone(0, function* (c: Syscalls): Sys<number> {
        got.push(name + (yield* receive(c, id, type, 0)));
        return 0;
      });
    }
    yield* sys.nanosleep(1e6);
    for (const text of ['x', 'y']) yield* sys.msgsnd(id, message(2, text), 0);
    yield* sys.msgsnd(id, message(1, 'z'), 0);
    expect(sys.msgctl(id, IPC_STAT, null).qnum).toBe(0);
    for (let i = 0; i < 3; i++) yield* sys.wait4(-1, 0);
    expect(got).toEqual(['b2:x', 'c2:y', 'a1:z']);
    return 0;
  });
});

test('EINTR after a handler; a stop does not end the wait; EIDRM', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    sys.rt_sigaction(SIGALRM, { handler: () => {}, flags: 0x10000000 });
    sys.setitimer(1e6);
    expect(yield* errorOfSys(receive(sys, id, 0, 0))).toBe('EINTR');
    const results: string[] = [];
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      results.push(yield* receive(c, id, 0, 0));
      results.push(yield* errorOfSys(receive(c, id, 0, 0)));
      return 0;
    });
    yield* sys.nanosleep(1e6);
    yield* sys.kill(child, SIGSTOP);
    yield* sys.nanosleep(1e6);
    yield* sys.msgsnd(id, message(5, 'kept'), 0);
    expect(sys.msgctl(id, IPC_STAT, null).qnum).toBe(1);
    yield* sys.kill(child, SIGCONT);
    yield* sys.nanosleep(1e6);
    expect(results).toEqual(['5:kept']);
    sys.msgctl(id, IPC_RMID, null);
    yield* sys.wait4(child, 0);
    expect(results).toEqual(['5:kept', 'EIDRM']);
    return 0;
  });
});

test('IPC_SET: more than msgmnb takes privilege; who waits looks again', () => {
  testMachine().run(function* (sys) {
    const id = sys.msgget(IPC_PRIVATE, 0o600);
    sys.msgctl(id, IPC_SET, { uid: 1000, gid: 1000, mode: 0o600, qbytes: 20000 });
    expect(sys.msgctl(0, IPC_INFO, null)).toMatchObject({ msgmax: 8192, msgmnb: 16384, msgmni: 32000 });
    sys.setresgid(1000, 1000, 1000);
    sys.setresuid(1000, 1000, 1000);
    const set = (qbytes: number) => sys.msgctl(id, IPC_SET, { uid: 1000, gid: 1000, mode: 0o600, qbytes });
    expect(errorOf(() => set(20001))).toBe('EPERM');
    set(3);
    const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
      yield* c.msgsnd(id, message(1, 'four'), 0);
      return 0;
    });
    yield* sys.nanosleep(1e6);
    expect(sys.msgctl(id, IPC_STAT, null).qnum).toBe(0);
    set(4);
    yield* sys.wait4(child, 0);
    expect(sys.msgctl(id, IPC_STAT, null).qnum).toBe(1);
    return 0;
  });
});
