// Random file programs on the real kernel (files.py, inside the oracle's sandbox) and in the simulator: what every call answers and the whole
// tree after it. A program runs as root and an ordinary user by turns, or as root of a user namespace that knows two ids.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAP_EMPTY_SET, CAP_FULL_SET } from '../../src/abi/caps.ts';
import { Errno } from '../../src/abi/errno.ts';
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, O_CREAT, O_NONBLOCK } from '../../src/abi/flags.ts';
import { makedev, type Stat } from '../../src/abi/stat.ts';
import type { Sys } from '../../src/abi/sys.ts';
import type { Syscalls } from '../../src/abi/syscalls.ts';
import { kgid, kuid } from '../../src/kernel/cred/cred.ts';
import { UserNs } from '../../src/kernel/cred/userns.ts';
import type { Task } from '../../src/kernel/sched/task.ts';
import { bindSyscalls } from '../../src/kernel/syscall/gate.ts';
import { mountFs, testMachine } from '../../src/kernel/testing.ts';

type Operation = readonly [string, ...(string | number | boolean)[]];

export interface FileProgram {
  readonly userns: boolean;
  /** Name (from `n` on a directory), owner, group, mode: made before the program starts. */
  readonly files: readonly (readonly [string, number, number, number])[];
  readonly ops: readonly Operation[];
}

/** An answer, and the tree when it changed. */
type Step = readonly [unknown, unknown?];

const NAMES = ['a', 'b', 'c', 'n', 'o'];
const MODES = [0o777, 0o755, 0o700, 0o644, 0o600, 0o1777, 0o2775, 0o4755, 0o6777, 0, 0o111, 0o2755];

export function fileProgram(seed: number, length: number): FileProgram {
  let s = seed >>> 0;
  const rnd = (): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rnd() * list.length)];
  const component = (): string => (rnd() < 0.8 ? pick(NAMES) : pick(['.', '..', '..', 'f', 'g']));
  const path = (): string => {
    let p = Array.from({ length: 1 + Math.floor(rnd() * rnd() * 4) }, component).join(rnd() < 0.05 ? '//' : '/');
    const r = rnd();
    if (r < 0.08) p += '/';
    if (r > 0.93) p = `/tmp/w/${p}`;
    return r > 0.99 ? `/tmp/m/${p}` : p;
  };
  const openFlags = (): number => {
    let f = pick([0, 0, 1, 2, 2]);
    for (const [chance, bit] of [
      [0.4, 0o100],
      [0.15, 0o200],
      [0.2, 0o1000],
      [0.1, 0o2000],
      [0.1, 0o200000],
      [0.1, 0o400000],
      [0.05, 0o10000000],
    ])
      if (rnd() < chance) f |= bit;
    return (rnd() < 0.03 ? 0o20200002 : f) | O_NONBLOCK;
  };
  const userns = seed % 3 === 0;
  const ids = userns ? [0, 1, 2, -1, 1000] : [0, 1000, 1000, 5, -1, 2000];
  const owners = userns ? [0, 1000, 1001, 5] : [0, 1000];
  const table: readonly (readonly [number, () => Operation])[] = [
    [17, () => ['open', path(), openFlags(), pick(MODES)]],
    [3, () => ['write', pick([0, 1, 2]), pick([1, 10, 5000]), rnd() < 0.5]],
    [9, () => ['mkdir', path(), pick(MODES)]],
    [12, () => ['unlink', path(), pick([0, 0, 0x200])]],
    [12, () => ['rename', path(), path(), pick([0, 0, 0, 0, 1, 2])]],
    [6, () => ['link', path(), path(), pick([0, 0, 0x400])]],
    [7, () => ['symlink', pick([path(), path(), `/tmp/w/${pick(NAMES)}`, '..', '.', 'a/', '/']), path()]],
    [3, () => ['readlink', path()]],
    [6, () => ['stat', path(), pick([0, AT_SYMLINK_NOFOLLOW])]],
    [5, () => ['chmod', path(), pick(MODES)]],
    [5, () => ['chown', path(), pick(ids), pick(ids), pick([0, AT_SYMLINK_NOFOLLOW])]],
    [2, () => ['truncate', path(), pick([0, 10, 5000, -1])]],
    [4, () => ['ls', path()]],
    [2, () => ['chdir', rnd() < 0.3 ? '/tmp/w' : path()]],
    [1, () => ['getcwd']],
    [2, () => ['access', path(), pick([0, 1, 2, 4, 7])]],
    [1, () => ['utime', path(), pick(['now', 'set'])]],
    [1, () => ['mknod', path(), pick([0o10644, 0o20666, 0o100600, 0o40755, 0o140777]), 0x103]],
    [2, () => ['become', pick([0, 1000])]],
    [1, () => ['umask', pick([0o22, 0, 0o77])]],
  ];
  const total = table.reduce((sum, [weight]) => sum + weight, 0);
  const operation = (): Operation => {
    let r = rnd() * total;
    for (const [weight, make] of table) {
      r -= weight;
      if (r < 0) return make();
    }
    return ['getcwd'];
  };
  const files = NAMES.filter(() => rnd() < (userns ? 0.8 : 0.2)).map((n) => [n, pick(owners), pick(owners), pick(MODES)] as const);
  const ops: Operation[] = [];
  for (let i = 0; i < length; i++) {
    if (i % 100 === 99) ops.push(['become', 0], ['chdir', '/tmp/w']);
    else ops.push(operation());
  }
  return { userns, files, ops };
}

/** The real kernel's answers, a list of steps for each program. */
export function filesOnLinux(programs: readonly FileProgram[], sandbox: string): Step[][] {
  // Not below /tmp: the sandbox covers it.
  const dir = mkdtempSync('/var/tmp/ns-shell-files-');
  writeFileSync(join(dir, 'driver.py'), readFileSync(join(import.meta.dirname, 'files.py'), 'utf8'));
  writeFileSync(join(dir, 'programs'), programs.map((p) => `${JSON.stringify(p)}\n`).join(''));
  writeFileSync(join(dir, 'case.sh'), `/usr/bin/python3 ${dir}/driver.py ${dir}/programs\n`);
  const { stdout } = spawnSync(sandbox, [join(dir, 'case.sh')], { encoding: 'utf8', maxBuffer: 1 << 30 });
  rmSync(dir, { recursive: true });
  return stdout
    .split('\n')
    .filter((l) => l.startsWith('[['))
    .map((l) => JSON.parse(l) as Step[]);
}

/** A call that does not sleep; at the end of its slice it goes on at once. */
function now<T>(sys: Sys<T>): T {
  for (;;) {
    const r = sys.next();
    if (r.done === true) return r.value;
    if (r.value.state !== 'R') throw new Error(`sleeps in ${r.value.wchan}`);
  }
}

const show = (s: Stat): number[] => [s.mode, s.nlink, s.uid, s.gid, s.size, s.blocks];

class Simulation {
  private readonly task: Task;
  private readonly sys: Syscalls;
  private readonly fds: (number | null)[] = [null, null, null];
  private opened = 0;
  private readonly inside: boolean;

  constructor(program: FileProgram) {
    const { kernel } = testMachine();
    this.task = kernel.boot;
    this.sys = bindSyscalls(this.task);
    this.inside = program.userns;
    const { sys } = this;
    mountFs(kernel, 'tmpfs', 'jail', '/mnt', 'mode=755');
    sys.umask(0o022);
    sys.mkdirat(AT_FDCWD, '/mnt/tmp', 0o777);
    sys.mkdirat(AT_FDCWD, '/mnt/tmp/m', 0o777);
    mountFs(kernel, 'tmpfs', 'x', '/mnt/tmp/m', 'mode=1777');
    sys.mkdirat(AT_FDCWD, '/mnt/tmp/w', 0o777);
    sys.fchmodat(AT_FDCWD, '/mnt/tmp/w', 0o1777);
    for (const [name, uid, gid, mode] of program.files) {
      const p = `/mnt/tmp/w/${name}`;
      if (name < 'n') sys.close(now(sys.openat(AT_FDCWD, p, O_CREAT, 0o644)));
      else sys.mkdirat(AT_FDCWD, p, 0o777);
      sys.fchownat(AT_FDCWD, p, uid, gid, 0);
      sys.fchmodat(AT_FDCWD, p, mode);
    }
    if (program.userns) {
      sys.fchmodat(AT_FDCWD, '/mnt/tmp/w', 0o777);
      sys.fchmodat(AT_FDCWD, '/mnt', 0o777);
      this.enter();
    }
    sys.chroot('/mnt');
    sys.chdir('/tmp/w');
  }

  private enter(): void {
    const ns = new UserNs(1, this.task.kernel.init.user, kuid(1000), kgid(1000));
    ns.uidMap = [{ inner: 0, outer: 1000, count: 2 }];
    ns.gidMap = ns.uidMap;
    this.become(1000);
    this.task.cred = { ...this.task.cred, userNs: ns, effective: CAP_FULL_SET, permitted: CAP_FULL_SET };
  }

  private become(id: number): void {
    const u = kuid(id);
    const g = kgid(id);
    const caps = id === 0 ? CAP_FULL_SET : CAP_EMPTY_SET;
    const ids = { uid: u, euid: u, suid: u, fsuid: u, gid: g, egid: g, sgid: g, fsgid: g };
    this.task.cred = { ...this.task.cred, ...ids, groups: [], effective: caps, permitted: caps };
  }

  private names(path: string): string[] {
    const { sys } = this;
    const fd = now(sys.openat(AT_FDCWD, path, O_NONBLOCK));
    try {
      return sys
        .getdents64(fd)
        .map((d) => d.name)
        .filter((n) => n !== '.' && n !== '..');
    } finally {
      sys.close(fd);
    }
  }

  private walk(path: string): unknown[] {
    const out: unknown[] = [];
    for (const n of this.names(path).sort()) {
      const p = `${path}/${n}`;
      const s = this.sys.newfstatat(AT_FDCWD, p, AT_SYMLINK_NOFOLLOW);
      out.push([p, show(s).slice(0, 5)]);
      if ((s.mode & 0o170000) === 0o040000) out.push(...this.walk(p));
    }
    return out;
  }

  /** The whole tree, seen by root outside, or by whom one is inside. */
  tree(): unknown {
    const { cred } = this.task;
    if (!this.inside) this.become(0);
    try {
      return this.walk('/tmp');
    } catch (e) {
      if (e instanceof Errno) return e.name;
      throw e;
    } finally {
      this.task.cred = cred;
    }
  }

  answer([op, ...args]: Operation): unknown {
    const { sys } = this;
    // The generator above is the only author of these.
    const a = args as never[];
    const steps: Record<string, () => unknown> = {
      open: () => this.open(a[0], a[1], a[2]),
      write: () => this.write(a[0], a[1], a[2]),
      mkdir: () => sys.mkdirat(AT_FDCWD, a[0], a[1]),
      unlink: () => sys.unlinkat(AT_FDCWD, a[0], a[1]),
      rename: () => sys.renameat2(AT_FDCWD, a[0], AT_FDCWD, a[1], a[2]),
      link: () => sys.linkat(AT_FDCWD, a[0], AT_FDCWD, a[1], a[2]),
      symlink: () => sys.symlinkat(a[0], AT_FDCWD, a[1]),
      readlink: () => sys.readlinkat(AT_FDCWD, a[0]),
      stat: () => show(sys.newfstatat(AT_FDCWD, a[0], a[1])),
      chmod: () => sys.fchmodat(AT_FDCWD, a[0], a[1]),
      chown: () => sys.fchownat(AT_FDCWD, a[0], a[1], a[2], a[3]),
      truncate: () => sys.truncate(a[0], a[1]),
      ls: () => this.names(a[0]),
      chdir: () => sys.chdir(a[0]),
      getcwd: () => sys.getcwd(),
      access: () => sys.faccessat2(AT_FDCWD, a[0], a[1], 0),
      utime: () => {
        const t = a[1] === 'now' ? 'now' : { sec: 5, nsec: 0 };
        sys.utimensat(AT_FDCWD, a[0], t, t, 0);
      },
      mknod: () => sys.mknodat(AT_FDCWD, a[0], a[1], makedev(1, 3)),
      become: () => (this.inside ? undefined : this.become(a[0])),
      umask: () => {
        sys.umask(a[0]);
      },
    };
    try {
      return steps[op]() ?? 'ok';
    } catch (e) {
      if (e instanceof Errno) return e.name;
      throw e;
    }
  }

  private open(path: string, flags: number, mode: number): number[] {
    const fd = now(this.sys.openat(AT_FDCWD, path, flags, mode));
    const i = this.opened++ % 3;
    const old = this.fds[i];
    if (old !== null) this.sys.close(old);
    this.fds[i] = fd;
    return show(this.sys.fstat(fd));
  }

  private write(i: number, count: number, isText: boolean): unknown {
    const fd = this.fds[i];
    return fd === null ? 'closed' : now(this.sys.write(fd, new Uint8Array(count).fill(isText ? 120 : 0)));
  }
}

export interface Difference {
  readonly at: number;
  readonly linux: string;
  readonly here: string;
}

/** The first operation whose answer, or the tree after it, is not Linux's; null: none. */
export function fileDifference(program: FileProgram, real: readonly Step[]): Difference | null {
  const simulation = new Simulation(program);
  let linuxTree = '';
  for (let at = 0; at < program.ops.length; at++) {
    const [answer, tree] = real[at];
    const here = JSON.stringify(simulation.answer(program.ops[at]));
    const linux = JSON.stringify(answer);
    if (linux !== here) return { at, linux, here };
    if (tree !== undefined) linuxTree = JSON.stringify(tree);
    const hereTree = JSON.stringify(simulation.tree());
    if (linuxTree !== hereTree) return { at, linux: linuxTree, here: hereTree };
  }
  return null;
}
