// For tests of the VFS: a kernel with a small root file system, a task to act as, and the system calls run to their end.

import { decode, encode } from '../../abi/bytes.ts';
import { CAP_EMPTY_SET } from '../../abi/caps.ts';
import { AT_FDCWD, MS_RELATIME, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { createKernel, setBootRoot } from '../create.ts';
import { type Cred, kgid, kuid } from '../cred/cred.ts';
import { makeRootFs } from '../fs/ext4.ts';
import { dir, file, link } from '../fs/root-table.ts';
import type { Kernel } from '../kernel.ts';
import { mountAt, mountRoot } from '../mount/boot.ts';
import type { Task } from '../sched/task.ts';
import { fileCalls } from '../syscall/file.ts';
import { metaCalls } from '../syscall/meta.ts';
import { LOOKUP_FOLLOW, lookupPath } from './namei.ts';

/** Runs a call that is not expected to sleep. */
export function now<T>(sys: Sys<T>): T {
  const r = sys.next();
  if (r.done !== true) throw new Error(`sleeps in ${r.value.wchan}`);
  return r.value;
}

export class World {
  readonly kernel: Kernel;
  readonly task: Task;

  constructor() {
    this.kernel = createKernel({
      release: '6.18.0-amd64',
      version: '#1',
      machine: 'x86_64',
      nodename: 'localhost',
      bootEpoch: 1767603600,
      uptime: 1e9,
      seed: 1,
      cpus: 1,
      memory: 4 * 1024 ** 3,
      slice: 100,
      loadProgram: () => undefined,
      cmdline: '',
    });
    const table = dir({
      bin: link('usr/bin'),
      dev: dir(),
      etc: dir({ hostname: file('box\n'), shadow: file('secret\n', { mode: 0o640, gid: 42 }) }),
      mnt: dir(),
      tmp: dir({}, { mode: 0o1777 }),
      usr: dir({ bin: dir({ tool: file(() => 'tool\n', { mode: 0o755 }) }) }),
    });
    setBootRoot(this.kernel, mountRoot(this.kernel, makeRootFs(this.kernel, table, 'errors=remount-ro'), '/dev/sda1'));
    this.task = this.kernel.boot;
    this.mount('tmpfs', '/tmp', '');
    this.mount('devtmpfs', '/dev', '');
  }

  mount(type: string, target: string, options: string, flags = MS_RELATIME): void {
    const fsType = this.kernel.fsTypes.get(type);
    if (fsType === undefined) throw new Error(type);
    const sb = fsType.mount(type, 0, options, this.task);
    mountAt(this.kernel, sb, type, lookupPath(this.task, AT_FDCWD, target, LOOKUP_FOLLOW), flags);
  }

  /** Acts as an ordinary user from now on; null: as root again. */
  become(uid: number | null): void {
    const base: Cred = this.task.cred;
    if (uid === null) {
      const caps = (1n << 41n) - 1n;
      this.task.cred = {
        ...base,
        uid: kuid(0),
        euid: kuid(0),
        suid: kuid(0),
        fsuid: kuid(0),
        gid: kgid(0),
        egid: kgid(0),
        sgid: kgid(0),
        fsgid: kgid(0),
        effective: caps,
        permitted: caps,
      };
    } else {
      const u = kuid(uid);
      const g = kgid(uid);
      this.task.cred = {
        ...base,
        uid: u,
        euid: u,
        suid: u,
        fsuid: u,
        gid: g,
        egid: g,
        sgid: g,
        fsgid: g,
        effective: CAP_EMPTY_SET,
        permitted: CAP_EMPTY_SET,
      };
    }
  }

  open(path: string, flags = O_RDONLY, mode = 0o666): number {
    return now(fileCalls.openat.run(this.task, AT_FDCWD, path, flags, mode));
  }

  close(fd: number): void {
    fileCalls.close.run(this.task, fd);
  }

  read(fd: number, count = 65536): string {
    return decode(now(fileCalls.read.run(this.task, fd, count)));
  }

  write(fd: number, text: string): number {
    return now(fileCalls.write.run(this.task, fd, encode(text)));
  }

  /** A file's whole text. */
  cat(path: string): string {
    const fd = this.open(path);
    const text = this.read(fd);
    this.close(fd);
    return text;
  }

  put(path: string, text: string): void {
    const fd = this.open(path, O_WRONLY | O_CREAT | O_TRUNC);
    this.write(fd, text);
    this.close(fd);
  }

  mkdir(path: string, mode = 0o777): void {
    metaCalls.mkdirat.run(this.task, AT_FDCWD, path, mode);
  }

  /** Names in the order of readdir. */
  ls(path: string): string[] {
    const fd = this.open(path);
    const names = metaCalls.getdents64.run(this.task, fd).map((d) => d.name);
    this.close(fd);
    return names.filter((n) => n !== '.' && n !== '..');
  }

  stat(path: string, flags = 0): ReturnType<typeof metaCalls.newfstatat.run> {
    return metaCalls.newfstatat.run(this.task, AT_FDCWD, path, flags);
  }

  rename(from: string, to: string, flags = 0): void {
    metaCalls.renameat2.run(this.task, AT_FDCWD, from, AT_FDCWD, to, flags);
  }

  unlink(path: string, flags = 0): void {
    metaCalls.unlinkat.run(this.task, AT_FDCWD, path, flags);
  }

  symlink(target: string, path: string): void {
    metaCalls.symlinkat.run(this.task, target, AT_FDCWD, path);
  }

  link(from: string, to: string): void {
    metaCalls.linkat.run(this.task, AT_FDCWD, from, AT_FDCWD, to, 0);
  }
}

/** The errno's name that a call throws, or `ok`. */
export function errnoOf(call: () => unknown): string {
  try {
    call();
    return 'ok';
  } catch (e) {
    if (typeof e === 'object' && e !== null && 'name' in e && 'nr' in e) return String(e.name);
    throw e;
  }
}
