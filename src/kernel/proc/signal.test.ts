// The rules of signal(7), kill(2), sigaction(2), sigsuspend(2).

import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { SA_RESTART, SIG_BLOCK, SIG_SETMASK, WNOHANG, WUNTRACED } from '../../abi/flags.ts';
import {
  addSignal,
  emptySet,
  hasSignal,
  SIGALRM,
  SIGCHLD,
  SIGCONT,
  SIGINT,
  SIGKILL,
  SIGRTMIN,
  SIGSTOP,
  SIGTERM,
  SIGTSTP,
  SIGUSR1,
  SIGUSR2,
  type SigSet,
} from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { errorOfSys, testMachine } from '../testing.ts';

const setOf = (...signals: number[]): SigSet => {
  const set = emptySet();
  for (const s of signals) addSignal(set, s);
  return set;
};

function* forever(sys: Syscalls): Sys<number> {
  for (;;) yield* errorOfSys(sys.pause());
}

test('SA_RESTART: a read goes on after the handler; without it EINTR', () => {
  for (const [flags, expected] of [
    [SA_RESTART, 'x'],
    [0, 'EINTR'],
  ] as const) {
    testMachine().run(function* (sys) {
      const [r, w] = sys.pipe2(0);
      let seen = 0;
      sys.rt_sigaction(SIGALRM, { handler: () => seen++, flags });
      const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
        yield* c.nanosleep(2_000_000);
        yield* errorOfSys(c.write(w, encode('x')));
        return 0;
      });
      sys.setitimer(1_000_000);
      let got = '';
      got = yield* errorOfSys(
        (function* read(): Sys<void> {
          got = String.fromCharCode(...(yield* sys.read(r, 1)));
        })(),
      );
      expect(got === 'none' ? 'x' : got).toBe(expected);
      expect(seen).toBe(1);
      yield* sys.wait4(pid, 0);
      return 0;
    });
  }
});

test('nanosleep: EINTR by a handler whatever its flags; a stop does not lengthen it', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.rt_sigaction(SIGALRM, { handler: () => {}, flags: SA_RESTART });
    sys.setitimer(1000);
    expect(yield* errorOfSys(sys.nanosleep(1_000_000_000))).toBe('EINTR');
    const before = t.kernel.clock.mono;
    const pid = sys.clone(0, function* (c: Syscalls): Sys<number> {
      yield* c.nanosleep(10_000_000);
      return 0;
    });
    yield* sys.sched_yield();
    yield* sys.kill(pid, SIGSTOP);
    yield* sys.wait4(pid, WUNTRACED);
    yield* sys.nanosleep(5_000_000);
    yield* sys.kill(pid, SIGCONT);
    yield* sys.wait4(pid, 0);
    expect(t.kernel.clock.mono - before).toBeLessThan(11_000_000);
    return 0;
  });
});

test('a blocked signal waits, even one that is ignored by default; sigpending shows it', () => {
  testMachine().run(function* (sys) {
    let seen = 0;
    sys.rt_sigprocmask(SIG_BLOCK, setOf(SIGCHLD, SIGUSR1, SIGKILL));
    yield* sys.kill(sys.getpid(), SIGCHLD);
    yield* sys.kill(sys.getpid(), SIGUSR1);
    const pending = sys.rt_sigpending();
    expect([hasSignal(pending, SIGCHLD), hasSignal(pending, SIGUSR1), hasSignal(pending, SIGKILL)]).toEqual([true, true, false]);
    sys.rt_sigaction(SIGUSR1, { handler: 'ignore', flags: 0 });
    expect(hasSignal(sys.rt_sigpending(), SIGUSR1)).toBe(false);
    sys.rt_sigaction(SIGCHLD, { handler: () => seen++, flags: 0 });
    sys.rt_sigprocmask(SIG_SETMASK, emptySet());
    yield* sys.sched_yield();
    expect(seen).toBe(1);
    return 0;
  });
});

test('sigsuspend: waits with another mask and puts the old one back', () => {
  testMachine().run(function* (sys) {
    const order: number[] = [];
    for (const s of [SIGUSR1, SIGUSR2]) sys.rt_sigaction(s, { handler: (n) => order.push(n), flags: SA_RESTART });
    sys.rt_sigprocmask(SIG_BLOCK, setOf(SIGUSR1, SIGUSR2));
    yield* sys.kill(sys.getpid(), SIGUSR1);
    yield* sys.kill(sys.getpid(), SIGUSR2);
    expect(order).toEqual([]);
    expect(yield* errorOfSys(sys.rt_sigsuspend(setOf(SIGUSR1)))).toBe('EINTR');
    expect(order).toEqual([SIGUSR2]);
    const mask = sys.rt_sigprocmask(SIG_SETMASK, null);
    expect([hasSignal(mask, SIGUSR1), hasSignal(mask, SIGUSR2)]).toEqual([true, true]);
    return 0;
  });
});

test('real-time signals queue, others are merged', () => {
  testMachine().run(function* (sys) {
    const count = new Map<number, number>();
    for (const s of [SIGUSR1, SIGRTMIN]) sys.rt_sigaction(s, { handler: (n) => count.set(n, (count.get(n) ?? 0) + 1), flags: 0 });
    sys.rt_sigprocmask(SIG_BLOCK, setOf(SIGUSR1, SIGRTMIN));
    for (let i = 0; i < 3; i++) {
      yield* sys.kill(sys.getpid(), SIGUSR1);
      yield* sys.kill(sys.getpid(), SIGRTMIN);
    }
    sys.rt_sigprocmask(SIG_SETMASK, emptySet());
    yield* sys.sched_yield();
    expect([count.get(SIGUSR1), count.get(SIGRTMIN)]).toEqual([1, 3]);
    return 0;
  });
});

test('kill: permission, groups, everybody', () => {
  testMachine().run(function* (sys) {
    const root = sys.clone(0, forever);
    const own = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.setpgid(0, 0);
      c.setuid(1000);
      c.clone(0, forever);
      return yield* forever(c);
    });
    yield* sys.sched_yield();
    const other = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.setuid(1001);
      expect(yield* errorOfSys(c.kill(root, 0))).toBe('EPERM');
      expect(yield* errorOfSys(c.kill(own, SIGTERM))).toBe('EPERM');
      expect(yield* errorOfSys(c.kill(-own, SIGTERM))).toBe('EPERM');
      expect(yield* errorOfSys(c.kill(own, SIGCONT))).toBe('none');
      expect(yield* errorOfSys(c.kill(99999, 0))).toBe('ESRCH');
      expect(yield* errorOfSys(c.kill(-99999, 0))).toBe('ESRCH');
      expect(yield* errorOfSys(c.kill(own, 65))).toBe('EINVAL');
      return 0;
    });
    expect((yield* sys.wait4(other, 0))?.status).toBe(0);
    yield* sys.kill(-own, SIGINT);
    expect((yield* sys.wait4(own, 0))?.status).toBe(SIGINT);
    yield* sys.kill(-1, SIGTERM);
    expect((yield* sys.wait4(root, 0))?.status).toBe(SIGTERM);
    return 0;
  });
});

test('an orphaned process group is not stopped by SIGTSTP, but by SIGSTOP', () => {
  testMachine().run(function* (sys) {
    const leader = sys.clone(0, function* (c: Syscalls): Sys<number> {
      c.setsid();
      return yield* forever(c);
    });
    yield* sys.sched_yield();
    yield* sys.kill(leader, SIGTSTP);
    yield* sys.nanosleep(1_000_000);
    expect(yield* sys.wait4(leader, WNOHANG | WUNTRACED)).toBe(null);
    yield* sys.kill(leader, SIGSTOP);
    expect((yield* sys.wait4(leader, WUNTRACED))?.pid).toBe(leader);
    yield* sys.kill(leader, SIGKILL);
    yield* sys.wait4(leader, 0);
    return 0;
  });
});

test('a stopped group that becomes orphaned gets SIGHUP and SIGCONT', () => {
  const t = testMachine();
  const ends: number[] = [];
  t.kernel.trace.exit = (task) => ends.push(task.exitCode);
  t.run(function* (sys) {
    const leader = sys.clone(0, function* (l: Syscalls): Sys<number> {
      l.setsid();
      const job = l.clone(0, forever);
      l.setpgid(job, job);
      yield* l.kill(job, SIGSTOP);
      yield* l.wait4(job, WUNTRACED);
      return 0;
    });
    yield* sys.wait4(leader, 0);
    return 0;
  });
  t.settle();
  expect(ends).toContain(1);
  expect(t.kernel.tasks.size).toBe(1);
});
