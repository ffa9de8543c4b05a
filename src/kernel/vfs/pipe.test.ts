import { beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import {
  AT_FDCWD,
  LOCK_EX,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  O_CREAT,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
} from '../../abi/flags.ts';
import { SIGKILL, SIGPIPE, SIGUSR1 } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { spawnTask } from '../testing.ts';
import { World } from './test-fixture.ts';

let w: World;
let log: string[];
beforeEach(() => {
  w = new World();
  log = [];
  spawn(idle);
});

function* idle(sys: Syscalls): Sys<number> {
  return yield* sys.pause();
}

function spawn(main: (sys: Syscalls) => Sys<number>): Task {
  return spawnTask(w.kernel, { comm: 'test', main });
}

function run(): void {
  for (let i = 0; i < 1000; i++) {
    if (w.kernel.sched.run(10000) === 'idle') {
      const next = w.kernel.sched.nextDeadline();
      if (next === Infinity) return;
      w.kernel.clock.mono = Math.max(w.kernel.clock.mono, next);
    }
  }
  throw new Error('does not come to rest');
}

function* attempt<T>(sys: Sys<T>): Sys<T | string> {
  try {
    return yield* sys;
  } catch (e) {
    if (e instanceof Errno) return e.name;
    throw e;
  }
}

const bytes = (n: number): Uint8Array => new Uint8Array(n).fill(120);

describe('pipe(7)', () => {
  it('a reader sleeps until there is something, and sees the end when the last writer is gone', () => {
    spawn(function* (sys) {
      const [r, wr] = sys.pipe2(0);
      sys.clone(0, function* (child) {
        child.close(r);
        yield* child.nanosleep(1e9);
        yield* child.write(wr, encode('one'));
        yield* child.nanosleep(1e9);
        yield* child.write(wr, encode('two'));
        return 0;
      });
      sys.close(wr);
      for (let b = yield* sys.read(r, 100); b.length > 0; b = yield* sys.read(r, 100)) log.push(decode(b));
      log.push('end');
      return 0;
    });
    run();
    expect(log).toEqual(['one', 'two', 'end']);
  });

  it('holds 64 KiB; a page is not shared by writes that do not fit behind it', () => {
    spawn(function* (sys) {
      const [r, wr] = sys.pipe2(O_NONBLOCK);
      log.push(String(yield* sys.write(wr, bytes(100000))));
      log.push(String(yield* attempt(sys.write(wr, bytes(1)))));
      log.push(String((yield* sys.read(r, 200000)).length));
      log.push(String(yield* attempt(sys.read(r, 1))));
      let total = 0;
      for (;;) {
        const n = yield* attempt(sys.write(wr, bytes(3000)));
        if (typeof n === 'string') break;
        total += n;
      }
      log.push(String(total));
      return 0;
    });
    run();
    expect(log).toEqual(['65536', 'EAGAIN', '65536', 'EAGAIN', '48000']);
  });

  it('small writes are joined: a reader gets them in one piece', () => {
    spawn(function* (sys) {
      const [r, wr] = sys.pipe2(0);
      for (let i = 0; i < 3000; i++) yield* sys.write(wr, encode(`${i}\n`));
      const all = decode(yield* sys.read(r, 100000));
      log.push(String(all.split('\n').length), all.slice(0, 6), all.slice(-5));
      return 0;
    });
    run();
    expect(log).toEqual(['3001', '0\n1\n2\n', '2999\n']);
  });

  it('a write without readers gives SIGPIPE and EPIPE', () => {
    const t = spawn(function* (sys) {
      sys.rt_sigaction(SIGPIPE, { handler: 'ignore', flags: 0 });
      const [r, wr] = sys.pipe2(0);
      sys.close(r);
      log.push(String(yield* attempt(sys.write(wr, encode('x')))));
      sys.rt_sigaction(SIGPIPE, { handler: 'default', flags: 0 });
      yield* sys.write(wr, encode('x'));
      log.push('not reached');
      return 0;
    });
    run();
    expect(log).toEqual(['EPIPE']);
    expect(t.exitCode).toBe(SIGPIPE);
  });

  it('a writer that fills it sleeps, and a signal leaves it with what went in', () => {
    const t = spawn(function* (sys) {
      sys.rt_sigaction(SIGUSR1, { handler: () => log.push('handler'), flags: 0 });
      const [, wr] = sys.pipe2(0);
      log.push(String(yield* sys.write(wr, bytes(70000))));
      return 0;
    });
    w.kernel.sched.run(100);
    expect(t.sleep?.wchan).toBe('anon_pipe_write');
    sendSignal(t, SIGUSR1, null);
    run();
    expect(log).toEqual(['handler', '65536']);
  });
});

describe('fifo(7)', () => {
  it('each end waits for the other', () => {
    spawn(function* (sys) {
      sys.mknodat(AT_FDCWD, '/tmp/p', 0o10644, 0);
      sys.clone(0, function* (child) {
        log.push('opening for writing');
        const fd = yield* child.openat(AT_FDCWD, '/tmp/p', O_WRONLY);
        yield* child.write(fd, encode('hi'));
        return 0;
      });
      const fd = yield* sys.openat(AT_FDCWD, '/tmp/p', O_RDONLY);
      log.push(decode(yield* sys.read(fd, 10)));
      log.push(decode(yield* sys.read(fd, 10)));
      return 0;
    });
    run();
    expect(log).toEqual(['opening for writing', 'hi', '']);
  });

  it('without blocking: reading opens, writing is ENXIO; both ways opens', () => {
    spawn(function* (sys) {
      sys.mknodat(AT_FDCWD, '/tmp/p', 0o10644, 0);
      log.push(String(yield* attempt(sys.openat(AT_FDCWD, '/tmp/p', O_WRONLY | O_NONBLOCK))));
      const fd = yield* sys.openat(AT_FDCWD, '/tmp/p', O_RDONLY | O_NONBLOCK);
      log.push(String((yield* sys.poll([{ fd, events: POLLIN }], 0))[0]));
      log.push(String((yield* sys.read(fd, 1)).length));
      const wr = yield* sys.openat(AT_FDCWD, '/tmp/p', O_WRONLY | O_NONBLOCK);
      log.push(String(yield* attempt(sys.read(fd, 1))));
      sys.close(wr);
      log.push(String((yield* sys.poll([{ fd, events: POLLIN }], 0))[0]));
      yield* sys.openat(AT_FDCWD, '/tmp/p', O_RDWR);
      return 0;
    });
    run();
    expect(log).toEqual(['ENXIO', '0', '0', 'EAGAIN', String(POLLHUP)]);
  });

  it('a pipe opened again through /proc waits for nobody', () => {
    w.mkdir('/tmp/proc');
    w.mount('proc', '/tmp/proc', '');
    spawn(function* (sys) {
      const [r, wr] = sys.pipe2(0);
      const again = yield* sys.openat(AT_FDCWD, `/tmp/proc/self/fd/${wr}`, O_WRONLY);
      sys.close(wr);
      yield* sys.write(again, encode('x'));
      const reader = yield* sys.openat(AT_FDCWD, `/tmp/proc/self/fd/${r}`, O_RDONLY);
      log.push(decode(yield* sys.read(reader, 10)));
      sys.close(again);
      log.push(decode(yield* sys.read(r, 10)));
      return 0;
    });
    run();
    expect(log).toEqual(['x', '']);
  });

  it('an opener that is killed leaves no end behind', () => {
    w.kernel.boot.fs.umask = 0;
    spawn(function* (sys) {
      sys.mknodat(AT_FDCWD, '/tmp/p', 0o10644, 0);
      return 0;
    });
    run();
    const t = spawn(function* (sys) {
      yield* sys.openat(AT_FDCWD, '/tmp/p', O_RDONLY);
      return 0;
    });
    run();
    expect(t.sleep?.wchan).toBe('wait_for_partner');
    sendSignal(t, SIGKILL, null);
    run();
    spawn(function* (sys) {
      log.push(String(yield* attempt(sys.openat(AT_FDCWD, '/tmp/p', O_WRONLY | O_NONBLOCK))));
      return 0;
    });
    run();
    expect(log).toEqual(['ENXIO']);
  });
});

describe('poll(2)', () => {
  it('sleeps until one is ready, or the time is over', () => {
    spawn(function* (sys) {
      const [r, wr] = sys.pipe2(0);
      log.push((yield* sys.poll([{ fd: r, events: POLLIN }], 1000)).join());
      sys.clone(0, function* (child) {
        yield* child.nanosleep(1e9);
        yield* child.write(wr, encode('x'));
        return 0;
      });
      const fds = [
        { fd: r, events: POLLIN },
        { fd: -1, events: POLLIN },
        { fd: 99, events: 0 },
      ];
      log.push((yield* sys.poll(fds, -1)).join());
      log.push((yield* sys.poll(fds.slice(0, 2), -1)).join());
      log.push((yield* sys.poll([{ fd: wr, events: POLLOUT }], 0)).join());
      sys.close(r);
      log.push((yield* sys.poll([{ fd: wr, events: POLLOUT }], 0)).join());
      return 0;
    });
    run();
    expect(log).toEqual(['0', `0,0,${POLLNVAL}`, `${POLLIN},0`, String(POLLOUT), String(POLLOUT | POLLERR)]);
  });
});

describe('flock(2)', () => {
  it('shared locks together, an exclusive one alone, in the open file and its copies', () => {
    spawn(function* (sys) {
      const a = yield* sys.openat(AT_FDCWD, '/tmp/f', O_RDWR | O_CREAT, 0o644);
      const b = yield* sys.openat(AT_FDCWD, '/tmp/f', O_RDWR);
      yield* sys.flock(a, LOCK_SH);
      yield* sys.flock(b, LOCK_SH);
      log.push(String(yield* attempt(sys.flock(a, LOCK_EX | LOCK_NB))));
      yield* sys.flock(b, LOCK_UN);
      yield* sys.flock(a, LOCK_EX);
      const copy = sys.dup(a);
      sys.close(a);
      log.push(String(yield* attempt(sys.flock(b, LOCK_SH | LOCK_NB))));
      sys.clone(0, function* (child) {
        // Its copy of the descriptor keeps the lock too.
        child.close(copy);
        yield* child.flock(b, LOCK_EX);
        log.push('child has it');
        return 0;
      });
      yield* sys.nanosleep(1e9);
      log.push('parent closes');
      sys.close(copy);
      yield* sys.nanosleep(1e9);
      return 0;
    });
    run();
    expect(log).toEqual(['EAGAIN', 'EAGAIN', 'parent closes', 'child has it']);
  });
});
