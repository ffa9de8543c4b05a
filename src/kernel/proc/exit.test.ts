import { expect, test } from 'vitest';
import { CLONE_NEWPID, PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, SA_NOCLDWAIT, WCONTINUED, WNOHANG, WUNTRACED } from '../../abi/flags.ts';
import { SIGCHLD, SIGCONT, SIGKILL, SIGSTOP, SIGTERM, SIGUSR1 } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { CONTINUED_STATUS, stopStatus } from '../../abi/wait.ts';
import { errorOf, errorOfSys, testMachine } from '../testing.ts';

function* forever(sys: Syscalls): Sys<number> {
  yield* sys.pause();
  return 0;
}

function* once(): Sys<number> {
  return 0;
}

test('orphans go to pid 1 of the namespace', () => {
  const t = testMachine();
  t.run(function* (sys) {
    const pid = sys.clone(CLONE_NEWPID, function* (init: Syscalls): Sys<number> {
      const middle = init.clone(0, function* (m: Syscalls): Sys<number> {
        m.clone(0, function* (g: Syscalls): Sys<number> {
          yield* g.nanosleep(1000_000);
          expect(g.getppid()).toBe(1);
          return 9;
        });
        return 0;
      });
      yield* init.wait4(middle, 0);
      expect(yield* init.wait4(-1, 0)).toMatchObject({ pid: 3, status: 9 << 8 });
      return 0;
    });
    expect(yield* sys.wait4(pid, 0)).toMatchObject({ status: 0 });
    return 0;
  });
});

test('PR_SET_CHILD_SUBREAPER: orphans go to the nearest ancestor that asked', () => {
  testMachine().run(function* (sys) {
    sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
    const middle = sys.clone(0, function* (m: Syscalls): Sys<number> {
      m.clone(0, once);
      return 0;
    });
    yield* sys.wait4(middle, 0);
    expect((yield* sys.wait4(-1, 0))?.status).toBe(0);
    return 0;
  });
});

test('the end of pid 1 kills its namespace; fork into it answers ENOMEM', () => {
  const t = testMachine();
  t.run(function* (sys) {
    sys.unshare(CLONE_NEWPID);
    const init = sys.clone(0, function* (i: Syscalls): Sys<number> {
      for (let n = 0; n < 3; n++) i.clone(0, forever);
      yield* i.nanosleep(1000);
      return 5;
    });
    const r = yield* sys.wait4(init, 0);
    expect(r?.status).toBe(5 << 8);
    expect(t.kernel.tasks.size).toBe(2);
    expect(errorOf(() => sys.clone(0, once))).toBe('ENOMEM');
    return 0;
  });
  expect(t.kernel.namespaces.size).toBe(8);
});

test('init is protected: no default action from inside, only SIGKILL and SIGSTOP from outside', () => {
  testMachine().run(function* (sys) {
    let seen = 0;
    const init = sys.clone(CLONE_NEWPID, function* (i: Syscalls): Sys<number> {
      i.rt_sigaction(SIGUSR1, { handler: () => seen++, flags: 0 });
      i.clone(0, function* (c: Syscalls): Sys<number> {
        yield* c.kill(1, SIGKILL);
        yield* c.kill(1, SIGTERM);
        yield* c.kill(1, SIGUSR1);
        yield* c.pause();
        return 0;
      });
      for (;;) yield* errorOfSys(i.pause());
    });
    yield* sys.nanosleep(1000_000);
    expect(seen).toBe(1);
    yield* sys.kill(init, SIGTERM);
    yield* sys.nanosleep(1000_000);
    expect(yield* sys.wait4(init, WNOHANG)).toBe(null);
    yield* sys.kill(init, SIGKILL);
    expect(yield* sys.wait4(init, 0)).toMatchObject({ status: SIGKILL });
    return 0;
  });
});

test('wait4: WUNTRACED, WCONTINUED, WNOHANG', () => {
  testMachine().run(function* (sys) {
    const pid = sys.clone(0, forever);
    expect(yield* sys.wait4(pid, WNOHANG)).toBe(null);
    yield* sys.kill(pid, SIGSTOP);
    expect(yield* sys.wait4(pid, WUNTRACED)).toMatchObject({ pid, status: stopStatus(SIGSTOP) });
    expect(yield* sys.wait4(pid, WNOHANG | WUNTRACED)).toBe(null);
    yield* sys.kill(pid, SIGCONT);
    expect(yield* sys.wait4(pid, WCONTINUED)).toMatchObject({ status: CONTINUED_STATUS });
    yield* sys.kill(pid, SIGSTOP);
    yield* sys.wait4(pid, WUNTRACED);
    yield* sys.kill(pid, SIGKILL);
    expect(yield* sys.wait4(pid, 0)).toMatchObject({ status: SIGKILL });
    expect(yield* errorOfSys(sys.wait4(pid, 0))).toBe('ECHILD');
    expect(yield* errorOfSys(sys.kill(pid, 0))).toBe('ESRCH');
    return 0;
  });
});

test('SIGCHLD ignored, or SA_NOCLDWAIT: children leave no zombie', () => {
  for (const action of [{ handler: 'ignore', flags: 0 } as const, { handler: 'default', flags: SA_NOCLDWAIT } as const]) {
    testMachine().run(function* (sys) {
      sys.rt_sigaction(SIGCHLD, action);
      const pid = sys.clone(0, once);
      expect(yield* errorOfSys(sys.wait4(pid, 0))).toBe('ECHILD');
      return 0;
    });
  }
});

test('PR_SET_PDEATHSIG: the parent ends, the child gets the signal', () => {
  testMachine().run(function* (sys) {
    sys.prctl(PR_SET_CHILD_SUBREAPER, 1);
    const parent = sys.clone(0, function* (p: Syscalls): Sys<number> {
      p.clone(0, function* (c: Syscalls): Sys<number> {
        c.prctl(PR_SET_PDEATHSIG, SIGKILL);
        return yield* forever(c);
      });
      yield* p.sched_yield();
      return 0;
    });
    yield* sys.wait4(parent, 0);
    expect((yield* sys.wait4(-1, 0))?.status).toBe(SIGKILL);
    return 0;
  });
});
