// Programs that recurse deeper than the host's stack (abi/sys.ts, onOwnStack).

import { expect, test } from 'vitest';
import { EBADF, Errno } from '../../abi/errno.ts';
import { SIGSEGV } from '../../abi/signal.ts';
import { onOwnStack, StackOverflow, type Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { WTERMSIG } from '../../abi/wait.ts';
import { testMachine } from '../testing.ts';

const DEEP = 20000;

function* down(sys: Syscalls, n: number, atBottom: (sys: Syscalls) => Sys<number>): Sys<number> {
  if (n === 0) return yield* atBottom(sys);
  const next = down(sys, n - 1, atBottom);
  return (n % 32 === 0 ? yield* onOwnStack(next) : yield* next) + 1;
}

test('a result comes back from the depth, over sleeps on the way', () => {
  testMachine().run(function* (sys) {
    const value = yield* down(sys, DEEP, function* (s) {
      yield* s.nanosleep(5_000_000);
      return s.getpid();
    });
    expect(value).toBe(DEEP + sys.getpid());
    return 0;
  });
});

test('an error is thrown where the computation was asked for', () => {
  testMachine().run(function* (sys) {
    const seen: number[] = [];
    const failing = function* (s: Syscalls): Sys<number> {
      s.close(99);
      return 0;
    };
    const guarded = function* (n: number): Sys<number> {
      try {
        return n === 0 ? yield* failing(sys) : yield* onOwnStack(guarded(n - 1));
      } catch (e) {
        seen.push(n);
        throw e;
      }
    };
    try {
      yield* guarded(3);
    } catch (e) {
      expect(e instanceof Errno && e === EBADF).toBe(true);
    }
    expect(seen).toEqual([0, 1, 2, 3]);
    return 0;
  });
});

test('who exits in the depth is gone, and who has used up the stack dies of SIGSEGV', () => {
  testMachine().run(function* (sys) {
    const child = sys.clone(0, (c: Syscalls) => down(c, 100, (s) => s.exit_group(7)));
    expect((yield* sys.wait4(child, 0))?.status).toBe(7 << 8);
    const deep = sys.clone(0, (c: Syscalls) =>
      down(c, 100, function* () {
        throw new StackOverflow();
      }),
    );
    expect(WTERMSIG((yield* sys.wait4(deep, 0))?.status ?? 0)).toBe(SIGSEGV);
    return 0;
  });
});
