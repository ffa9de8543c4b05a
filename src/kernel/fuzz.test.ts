// Random system calls from several processes, with the invariants after every step (architecture.md §8). The same seed must do the same
// things again: that is what undo and replay stand on.

import { expect, test } from 'vitest';
import { encode } from '../abi/bytes.ts';
import { isErrno } from '../abi/errno.ts';
import {
  AT_FDCWD,
  CLONE_FILES,
  CLONE_FS,
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  CLONE_PARENT,
  MNT_DETACH,
  MS_BIND,
  MS_MOVE,
  MS_PRIVATE,
  MS_REC,
  MS_SHARED,
  MS_SLAVE,
  MS_UNBINDABLE,
  O_CREAT,
  O_DIRECTORY,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  PR_SET_CHILD_SUBREAPER,
  PR_SET_NAME,
  PR_SET_PDEATHSIG,
  WNOHANG,
  WUNTRACED,
} from '../abi/flags.ts';
import { SIGCHLD, SIGCONT, SIGKILL, SIGSTOP, SIGTERM, SIGTSTP, SIGUSR1 } from '../abi/signal.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import type { Kernel } from './kernel.ts';
import { Mount } from './mount/mount.ts';
import { Rng } from './rng.ts';
import { install, mountFs, testMachine } from './testing.ts';
import { Superblock } from './vfs/inode.ts';

const SEEDS = 10;
const CALLS = 60;
const DEPTH = 3;
const MAX_TASKS = 25;

const NS_FLAGS = [CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWCGROUP, CLONE_NEWTIME, CLONE_NEWUSER];
const SIGNALS = [0, SIGTERM, SIGKILL, SIGSTOP, SIGCONT, SIGTSTP, SIGUSR1, SIGCHLD];
const DIRS = ['/', '/tmp', '/tmp/a', '/tmp/a/b', '/tmp/c', '/mnt', '/mnt/x', '/run', '/proc', '.', '..'];
const LINKS = ['mnt', 'uts', 'ipc', 'net', 'pid', 'user', 'cgroup', 'time', 'pid_for_children', 'time_for_children'];
const PROPAGATION = [MS_SHARED, MS_PRIVATE, MS_SLAVE, MS_UNBINDABLE];

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

  flags(): number {
    let flags = 0;
    for (const f of NS_FLAGS) if (this.below(6) === 0) flags |= f;
    return flags;
  }

  /** A number that may be a process. */
  nr(): number {
    return this.below(MAX_TASKS + 8);
  }

  *life(sys: Syscalls, depth: number): Sys<number> {
    for (let i = 0; i < CALLS; i++) {
      try {
        yield* this.call(sys, depth);
      } catch (e) {
        if (!isErrno(e)) throw e;
        this.log.push(e.name);
      }
    }
    return this.below(256);
  }

  *call(sys: Syscalls, depth: number): Sys<void> {
    const n = this.below(34);
    this.log.push(String(n));
    switch (n) {
      case 0:
      case 1:
      case 2: {
        if (depth >= DEPTH || this.alive() >= MAX_TASKS) return;
        const shared = [0, 0, 0, CLONE_FS, CLONE_FILES, CLONE_PARENT][this.below(6)];
        this.log.push(String(sys.clone(this.flags() | shared, (child) => this.life(child, depth + 1))));
        return;
      }
      case 3:
        return sys.unshare(this.flags() | (this.below(4) === 0 ? CLONE_FS | CLONE_FILES : 0));
      case 4:
      case 5: {
        const fd = yield* sys.openat(AT_FDCWD, `/proc/${this.below(2) === 0 ? 'self' : this.nr()}/ns/${this.pick(LINKS)}`, O_RDONLY);
        if (this.below(3) > 0) {
          sys.setns(fd, 0);
          sys.close(fd);
        }
        return;
      }
      case 6:
        return sys.setns(sys.pidfd_open(this.nr(), 0), this.flags());
      case 7:
      case 8: {
        const r = yield* sys.wait4(-1, WNOHANG | (this.below(2) === 0 ? WUNTRACED : 0));
        this.log.push(String(r?.pid ?? null));
        return;
      }
      case 9:
        return yield* sys.kill(this.nr(), this.pick(SIGNALS));
      case 10:
        return yield* sys.kill(-this.nr(), this.pick(SIGNALS));
      case 11:
        return yield* sys.nanosleep(this.below(1_000_000));
      case 12:
        return sys.setpgid(this.below(2) === 0 ? 0 : this.nr(), this.below(2) === 0 ? 0 : this.nr());
      case 13:
        return void sys.setsid();
      case 14:
        return sys.chdir(this.pick(DIRS));
      case 15:
        return this.below(4) === 0 ? sys.chroot(this.pick(DIRS)) : undefined;
      case 16:
        return sys.mkdirat(AT_FDCWD, this.pick(DIRS), 0o755);
      case 17:
        return sys.unlinkat(AT_FDCWD, this.pick(DIRS), 0x200);
      case 18:
        return sys.mount('tmpfs', this.pick(DIRS), 'tmpfs', 0, null);
      case 19:
        return sys.mount(this.pick(DIRS), this.pick(DIRS), null, MS_BIND | (this.below(8) === 0 ? MS_REC : 0), null);
      case 20:
        return sys.mount('none', this.pick(DIRS), null, this.pick(PROPAGATION) | (this.below(2) === 0 ? MS_REC : 0), null);
      case 21:
        return sys.mount(this.pick(DIRS), this.pick(DIRS), null, MS_MOVE, null);
      case 22:
      case 23:
        return sys.umount2(this.pick(DIRS), this.below(2) === 0 ? MNT_DETACH : 0);
      case 24:
        return sys.pivot_root(this.pick(DIRS), this.pick(DIRS));
      case 25:
        return sys.mount('proc', this.pick(DIRS), 'proc', 0, null);
      case 26: {
        const fd = yield* sys.openat(
          AT_FDCWD,
          `/proc/${this.below(2) === 0 ? 'self' : this.nr()}/${this.pick(['uid_map', 'gid_map', 'setgroups'])}`,
          O_RDWR,
        );
        yield* sys.write(fd, encode(this.pick(['0 0 1\n', '0 1000 1\n', '0 0 4294967295\n', 'deny', 'x'])));
        sys.close(fd);
        return;
      }
      case 27:
        return this.below(3) === 0 ? sys.setresuid(this.pick([0, 1000]), this.pick([0, 1000]), this.pick([0, 1000])) : undefined;
      case 28: {
        const [r, w] = sys.pipe2(O_NONBLOCK);
        yield* sys.write(w, encode('x'));
        sys.close(this.pick([r, w]));
        return;
      }
      case 29:
        return sys.close(3 + this.below(8));
      case 30:
        sys.prctl(PR_SET_CHILD_SUBREAPER, this.below(2));
        sys.prctl(PR_SET_PDEATHSIG, this.pick(SIGNALS));
        return void sys.prctl(PR_SET_NAME, `p${sys.getpid()}`);
      case 31:
        sys.close(yield* sys.openat(AT_FDCWD, `${this.pick(DIRS)}/f${this.below(3)}`, O_RDWR | O_CREAT, 0o644));
        return;
      case 32:
        return this.below(4) === 0 ? yield* sys.execve('/bin/prog', ['prog'], []) : undefined;
      default:
        yield* sys.openat(AT_FDCWD, this.pick(DIRS), O_RDONLY | O_DIRECTORY);
    }
  }
}

/** Namespaces that live on without a mount in the initial namespace to explain it (a bound namespace file, a proc of a PID namespace). */
function leaks(kernel: Kernel): string[] {
  const found: string[] = [];
  for (const ns of kernel.namespaces) {
    for (const [holder, what] of ns.refs.entries()) {
      if (what === 'initial' || what === 'owned' || what === 'child' || kernel.init[ns.kind] === ns) continue;
      const mounts = holder instanceof Superblock ? [...holder.mounts] : holder instanceof Mount ? [holder] : [];
      if (!mounts.some((m) => m.ns === kernel.init.mnt)) found.push(`${ns.kind}:[${ns.ino}] held by ${what}`);
    }
  }
  return found;
}

/** What happened, call by call. */
function fuzz(seed: number): { readonly log: readonly string[]; readonly left: number; readonly leaks: readonly string[] } {
  const t = testMachine();
  mountFs(t.kernel, 'proc', 'proc', '/proc');
  const fuzzer = new Fuzzer(seed, () => t.kernel.tasks.size);
  t.programs.set('prog', (sys) => fuzzer.life(sys, DEPTH));
  t.run(function* (sys) {
    yield* install(sys, '/bin/prog', 'prog');
    return 0;
  });
  const main = t.start((sys) => fuzzer.life(sys, 0));
  t.settle();
  // Whoever is stopped or waits for ever goes too; then nothing may be left.
  for (const task of [...t.kernel.tasks]) if (task !== t.init) t.kill(task);
  t.settle();
  expect(main.isZombie).toBe(true);
  return { log: fuzzer.log, left: t.kernel.tasks.size, leaks: leaks(t.kernel) };
}

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`seed ${seed}: invariants hold, nothing is left over, and it happens again alike`, () => {
    const first = fuzz(seed);
    expect([first.left, first.leaks]).toEqual([1, []]);
    expect(fuzz(seed).log).toEqual(first.log);
  });
}
