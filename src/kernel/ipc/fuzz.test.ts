// Random IPC calls from several processes in several namespaces, some of them killed in their sleep, with the invariants after every step.

import { expect, test } from 'vitest';
import { encode } from '../../abi/bytes.ts';
import { isErrno } from '../../abi/errno.ts';
import { AT_FDCWD, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_SYSVSEM, CLONE_VM, O_CREAT, O_NONBLOCK, O_RDONLY, O_RDWR } from '../../abi/flags.ts';
import {
  GETALL,
  IPC_CREAT,
  IPC_EXCL,
  IPC_NOWAIT,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MSG_EXCEPT,
  MSG_NOERROR,
  SEM_UNDO,
  SETVAL,
  SHM_INFO,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_STAT,
  SIGEV_SIGNAL,
} from '../../abi/ipc.ts';
import { SIGCONT, SIGKILL, SIGSTOP, SIGUSR1 } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { Rng } from '../rng.ts';
import { mountFs, testMachine } from '../testing.ts';

const SEEDS = 8;
const CALLS = 80;
const DEPTH = 3;
const MAX_TASKS = 16;

class Fuzzer {
  readonly rng: Rng;
  readonly alive: () => number;
  readonly log: string[] = [];

  constructor(seed: number, alive: () => number) {
    this.rng = new Rng(seed);
    this.alive = alive;
  }

  below(n: number): number {
    return this.rng.next() % n;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** 0 most of the time. */
  rarely(flag: number): number {
    return this.below(5) === 0 ? flag : 0;
  }

  *life(sys: Syscalls, depth: number): Sys<number> {
    sys.rt_sigaction(SIGUSR1, { handler: () => void this.log.push('told'), flags: 0 });
    for (let i = 0; i < CALLS; i++) {
      try {
        yield* this.call(sys, depth);
      } catch (e) {
        if (!isErrno(e)) throw e;
        this.log.push(e.name);
      }
    }
    return 0;
  }

  *call(sys: Syscalls, depth: number): Sys<void> {
    const n = this.below(26);
    this.log.push(String(n));
    const id = this.below(4);
    const key = this.below(5);
    const getFlags = IPC_CREAT | this.rarely(IPC_EXCL) | this.pick([0o600, 0o666, 0]);
    const wait = this.below(4) === 0 ? 0 : IPC_NOWAIT;
    switch (n) {
      case 0:
      case 1: {
        if (depth >= DEPTH || this.alive() >= MAX_TASKS) return;
        const flags = this.pick([0, 0, CLONE_NEWIPC, CLONE_NEWUSER | CLONE_NEWIPC, CLONE_SYSVSEM, CLONE_VM]);
        sys.clone(flags, (child) => this.life(child, depth + 1));
        return;
      }
      case 2:
        return this.below(4) === 0 ? sys.unshare(this.pick([CLONE_NEWIPC, CLONE_SYSVSEM, CLONE_NEWUSER])) : undefined;
      case 3: {
        const fd = yield* sys.openat(AT_FDCWD, `/proc/${this.below(20)}/ns/ipc`, O_RDONLY);
        sys.setns(fd, 0);
        sys.close(fd);
        return;
      }
      case 4:
        return yield* sys.kill(this.below(20), this.pick([SIGUSR1, SIGKILL, SIGSTOP, SIGCONT, SIGCONT]));
      case 5:
        return yield* sys.nanosleep(this.below(1_000_000));
      case 6:
        return void sys.shmget(key, 1 + this.below(10_000), getFlags);
      case 7:
        sys.shmat(id, this.pick([0, 0, 0x10000, 0x11000]), this.rarely(SHM_RDONLY) | this.rarely(SHM_REMAP)).bytes[0] = 1;
        return;
      case 8:
        return sys.shmdt(this.pick([0x10000, 0x11000, 0x7effffffd000, 0x7effffffe000, 0x7efffffff000]));
      case 9:
        return void sys.shmctl(id, this.pick([IPC_RMID, IPC_STAT, SHM_STAT, SHM_INFO] as const), null);
      case 10:
        return void sys.semget(key, this.below(5), getFlags);
      case 11:
      case 12:
      case 13: {
        const op = (): { num: number; op: number; flags: number } => ({
          num: this.below(3),
          op: this.below(5) - 2,
          flags: wait | (this.below(2) === 0 ? SEM_UNDO : 0),
        });
        return yield* sys.semtimedop(id, this.pick([[op()], [op(), op()]]), this.pick([null, 500_000]));
      }
      case 14:
        return void sys.semctl(id, 0, this.pick([IPC_RMID, IPC_STAT, GETALL] as const), null);
      case 15:
        return void sys.semctl(id, this.below(3), SETVAL, this.below(4));
      case 16:
        return void sys.msgget(key, getFlags);
      case 17:
      case 18:
        return yield* sys.msgsnd(id, { type: 1 + this.below(3), text: new Uint8Array(this.below(6000)) }, wait);
      case 19:
      case 20: {
        const m = yield* sys.msgrcv(id, this.below(6000), this.below(7) - 3, wait | this.rarely(MSG_EXCEPT) | this.rarely(MSG_NOERROR));
        this.log.push(`${m.type}:${m.text.length}`);
        return;
      }
      case 21:
        return this.below(3) === 0
          ? void sys.msgctl(id, IPC_RMID, null)
          : void sys.msgctl(id, IPC_SET, { uid: 0, gid: 0, mode: 0o600, qbytes: this.below(16384) });
      case 22: {
        const attr = { maxmsg: 1 + this.below(3), msgsize: 10 };
        const fd = yield* sys.mq_open(`q${this.below(3)}`, O_RDWR | this.rarely(O_CREAT) | this.rarely(O_NONBLOCK), 0o600, attr);
        if (this.below(3) === 0) sys.mq_notify(fd, { notify: SIGEV_SIGNAL, signo: SIGUSR1 });
        return;
      }
      case 23:
        return yield* sys.mq_timedsend(3 + this.below(4), encode('x'), this.below(3), this.below(2) === 0 ? { sec: 1, nsec: 0 } : null);
      case 24:
        return void (yield* sys.mq_timedreceive(3 + this.below(4), 10, this.below(2) === 0 ? { sec: 1, nsec: 0 } : null));
      default:
        if (this.below(2) === 0) sys.close(3 + this.below(6));
        else sys.mq_unlink(`q${this.below(3)}`);
    }
  }
}

function fuzz(seed: number): readonly string[] {
  const t = testMachine();
  mountFs(t.kernel, 'proc', 'proc', '/proc');
  const fuzzer = new Fuzzer(seed, () => t.kernel.tasks.size);
  t.start((sys) => fuzzer.life(sys, 0));
  t.settle();
  for (const task of [...t.kernel.tasks]) if (task !== t.init) t.kill(task);
  t.settle();
  expect([t.kernel.tasks.size, t.kernel.namespaces.size]).toEqual([1, 8]);
  return fuzzer.log;
}

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`seed ${seed}: invariants hold, no namespace is left, and it happens again alike`, () => {
    const first = fuzz(seed);
    expect(fuzz(seed)).toEqual(first);
  });
}
