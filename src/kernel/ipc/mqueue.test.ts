// POSIX message queues, each rule by its name (mq_overview(7) and the pages of the calls).

import { expect, test } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import {
  AT_FDCWD,
  CLONE_NEWIPC,
  CLONE_NEWNS,
  CLONE_NEWUSER,
  O_CREAT,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  POLLIN,
  POLLOUT,
  RLIMIT_MSGQUEUE,
} from '../../abi/flags.ts';
import { SIGEV_SIGNAL } from '../../abi/ipc.ts';
import { SIGUSR1 } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { readAll } from '../../libc/proc.ts';
import { errorOf, errorOfSys, mountFs, testMachine } from '../testing.ts';

const create = (sys: Syscalls, name: string, attr: { maxmsg: number; msgsize: number } | null = null): Sys<number> =>
  sys.mq_open(name, O_RDWR | O_CREAT, 0o600, attr);

function* receive(sys: Syscalls, fd: number): Sys<string> {
  const { data, priority } = yield* sys.mq_timedreceive(fd, 8192, null);
  return `${priority}:${decode(data)}`;
}

/** Read by a child: a descriptor that its owner closes ends his registration. */
function* textOf(sys: Syscalls, path: string): Sys<string> {
  let text = '';
  const child = sys.clone(0, function* (c: Syscalls): Sys<number> {
    text = decode(yield* readAll(c, yield* c.openat(AT_FDCWD, path, O_RDONLY)));
    return 0;
  });
  yield* sys.wait4(child, 0);
  return text;
}

test('the highest priority first, among equals the oldest', () => {
  testMachine().run(function* (sys) {
    const fd = yield* create(sys, 'q');
    for (const [text, priority] of [
      ['a', 1],
      ['b', 5],
      ['c', 1],
      ['d', 5],
    ] as const)
      yield* sys.mq_timedsend(fd, encode(text), priority, null);
    expect(sys.mq_getsetattr(fd, null)).toEqual({ flags: 0, maxmsg: 10, msgsize: 8192, curmsgs: 4 });
    const got: string[] = [];
    for (let i = 0; i < 4; i++) got.push(yield* receive(sys, fd));
    expect(got).toEqual(['5:b', '5:d', '1:a', '1:c']);
    return 0;
  });
});

test('mq_open: ENOENT, EEXIST, EACCES for a slash, EINVAL for attributes beyond the limits', () => {
  testMachine().run(function* (sys) {
    expect(yield* errorOfSys(sys.mq_open('q', O_RDWR, 0, null))).toBe('ENOENT');
    yield* create(sys, 'q');
    expect(yield* errorOfSys(sys.mq_open('q', O_RDWR | O_CREAT | O_EXCL, 0o600, null))).toBe('EEXIST');
    expect(yield* errorOfSys(sys.mq_open('a/b', O_RDWR | O_CREAT, 0o600, null))).toBe('EACCES');
    expect(yield* errorOfSys(create(sys, 'x', { maxmsg: 0, msgsize: 1 }))).toBe('EINVAL');
    // CAP_SYS_RESOURCE goes beyond msg_max.
    yield* create(sys, 'big', { maxmsg: 11, msgsize: 10 });
    sys.setresgid(1000, 1000, 1000);
    sys.setresuid(1000, 1000, 1000);
    expect(yield* errorOfSys(create(sys, 'x', { maxmsg: 11, msgsize: 10 }))).toBe('EINVAL');
    expect(yield* errorOfSys(sys.mq_open('q', O_RDONLY, 0, null))).toBe('EACCES');
    expect(errorOf(() => sys.mq_unlink('q'))).toBe('EPERM');
    return 0;
  });
});

test('EBADF, EMSGSIZE, EAGAIN, ETIMEDOUT', () => {
  testMachine().run(function* (sys) {
    const fd = yield* sys.mq_open('q', O_WRONLY | O_CREAT | O_NONBLOCK, 0o600, { maxmsg: 1, msgsize: 4 });
    expect(yield* errorOfSys(sys.mq_timedreceive(fd, 4, null))).toBe('EBADF');
    expect(yield* errorOfSys(sys.mq_timedsend(fd, encode('12345'), 0, null))).toBe('EMSGSIZE');
    expect(yield* errorOfSys(sys.mq_timedsend(fd, encode('1'), 32768, null))).toBe('EINVAL');
    yield* sys.mq_timedsend(fd, encode('1234'), 0, null);
    expect(yield* errorOfSys(sys.mq_timedsend(fd, encode('1'), 0, null))).toBe('EAGAIN');
    sys.mq_getsetattr(fd, 0);
    const soon = sys.clock_gettime(0);
    expect(yield* errorOfSys(sys.mq_timedsend(fd, encode('1'), 0, { sec: soon.sec + 1, nsec: 0 }))).toBe('ETIMEDOUT');
    const reader = yield* sys.mq_open('q', O_RDONLY, 0, null);
    expect(yield* errorOfSys(sys.mq_timedreceive(reader, 3, null))).toBe('EMSGSIZE');
    expect(decode((yield* sys.mq_timedreceive(reader, 4, null)).data)).toBe('1234');
    return 0;
  });
});

test('a waiting receiver gets the message, a waiting sender the room', () => {
  testMachine().run(function* (sys) {
    const fd = yield* create(sys, 'q', { maxmsg: 1, msgsize: 8192 });
    const results: string[] = [];
    sys.clone(0, function* (c: Syscalls): Sys<number> {
      results.push(yield* receive(c, fd));
      yield* c.mq_timedsend(fd, encode('two'), 0, null);
      yield* c.mq_timedsend(fd, encode('three'), 0, null);
      results.push('sent');
      return 0;
    });
    yield* sys.nanosleep(1e6);
    yield* sys.mq_timedsend(fd, encode('one'), 3, null);
    yield* sys.nanosleep(1e6);
    expect(results).toEqual(['3:one']);
    expect([yield* receive(sys, fd), yield* receive(sys, fd)]).toEqual(['0:two', '0:three']);
    yield* sys.wait4(-1, 0);
    expect(results).toEqual(['3:one', 'sent']);
    return 0;
  });
});

test('poll: readable with a message, writable with room', () => {
  testMachine().run(function* (sys) {
    const fd = yield* create(sys, 'q', { maxmsg: 1, msgsize: 10 });
    expect(yield* sys.poll([{ fd, events: POLLIN | POLLOUT }], 0)).toEqual([POLLOUT]);
    yield* sys.mq_timedsend(fd, encode('x'), 0, null);
    expect(yield* sys.poll([{ fd, events: POLLIN | POLLOUT }], 0)).toEqual([POLLIN]);
    return 0;
  });
});

test('mq_notify: one process, once, when a message comes into the empty queue; closing ends it', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.mkdirat(AT_FDCWD, '/dev/mqueue', 0o755);
    mountFs(t.kernel, 'mqueue', 'mqueue', '/dev/mqueue');
    const fd = yield* create(sys, 'q');
    let told = 0;
    sys.rt_sigaction(SIGUSR1, { handler: () => void told++, flags: 0 });
    sys.mq_notify(fd, { notify: SIGEV_SIGNAL, signo: SIGUSR1 });
    expect(errorOf(() => sys.mq_notify(fd, { notify: SIGEV_SIGNAL, signo: SIGUSR1 }))).toBe('EBUSY');
    expect(yield* textOf(sys, '/dev/mqueue/q')).toMatch(/^QSIZE:0 {10}NOTIFY:0 {5}SIGNO:10 {4}NOTIFY_PID:\d+ +\n$/);
    yield* sys.mq_timedsend(fd, encode('abc'), 0, null);
    yield* sys.mq_timedsend(fd, encode('de'), 0, null);
    expect(told).toBe(1);
    expect(yield* textOf(sys, '/dev/mqueue/q')).toBe('QSIZE:5          NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n');
    sys.mq_notify(fd, { notify: SIGEV_SIGNAL, signo: SIGUSR1 });
    sys.close(sys.dup(fd));
    expect(yield* textOf(sys, '/dev/mqueue/q')).toContain('SIGNO:0 ');
    return 0;
  });
});

test('an unlinked queue lives as long as it is open; the limits count it until then', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const fd = yield* create(sys, 'q');
    sys.mq_unlink('q');
    yield* sys.mq_timedsend(fd, encode('x'), 0, null);
    expect(yield* receive(sys, fd)).toBe('0:x');
    expect(t.kernel.init.ipc.mqQueues).toBe(1);
    expect(t.kernel.init.user.msgqueueBytes.get(t.kernel.boot.cred.uid)).toBe(82880);
    sys.close(fd);
    expect([t.kernel.init.ipc.mqQueues, t.kernel.init.user.msgqueueBytes.size]).toEqual([0, 0]);
    return 0;
  });
});

test('EMFILE: RLIMIT_MSGQUEUE, of the user in his namespace and of its maker outside', () => {
  testMachine().run(function* (sys) {
    sys.setresgid(1000, 1000, 1000);
    sys.setresuid(1000, 1000, 1000);
    sys.prlimit64(0, RLIMIT_MSGQUEUE, { cur: 200000, max: 200000 });
    yield* create(sys, 'a');
    const child = sys.clone(CLONE_NEWUSER | CLONE_NEWIPC, function* (c: Syscalls): Sys<number> {
      yield* create(c, 'b');
      expect(yield* errorOfSys(create(c, 'c'))).toBe('EMFILE');
      return 0;
    });
    expect((yield* sys.wait4(child, 0))?.status).toBe(0);
    yield* create(sys, 'b');
    expect(yield* errorOfSys(create(sys, 'c'))).toBe('EMFILE');
    return 0;
  });
});

test('a mount shows its mounter’s namespace, and outlives it: EACCES for a new queue', () => {
  const t = testMachine();
  t.run(function* (sys) {
    yield* create(sys, 'outer');
    sys.unshare(CLONE_NEWIPC | CLONE_NEWNS);
    yield* create(sys, 'inner');
    sys.mount('none', '/mnt', 'mqueue', 0, null);
    const names = function* (): Sys<string[]> {
      const fd = yield* sys.openat(AT_FDCWD, '/mnt', O_RDONLY);
      return sys.getdents64(fd).map((d) => d.name);
    };
    expect(yield* names()).toEqual(['.', '..', 'inner']);
    sys.unshare(CLONE_NEWIPC);
    expect(yield* names()).toEqual(['.', '..', 'inner']);
    expect(yield* errorOfSys(sys.openat(AT_FDCWD, '/mnt/new', O_CREAT | O_WRONLY, 0o600))).toBe('EACCES');
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});
