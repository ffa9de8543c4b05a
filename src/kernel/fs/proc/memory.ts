// The memory of a process, as far as it can be seen: programs here have no pages, so the figures are those of the real programs, by name, and
// the addresses are made from the process's number (proc_pid_maps(5), proc_pid_statm(5)).

import { major, minor } from '../../../abi/stat.ts';
import type { Task } from '../../sched/task.ts';
import { dentryPath, pathString } from '../../vfs/dpath.ts';
import { alive, type ProcPid } from './procfs.ts';

/** KiB, and addresses. */
export interface Memory {
  readonly size: number;
  readonly rss: number;
  readonly anon: number;
  readonly data: number;
  readonly text: number;
  readonly lib: number;
  readonly codeStart: number;
  readonly codeEnd: number;
  readonly dataStart: number;
  readonly dataEnd: number;
  readonly heap: number;
  readonly stack: number;
  readonly argStart: number;
  readonly argEnd: number;
  readonly envEnd: number;
}

/** Size, resident, anonymous, text (KiB) of programs that differ much from a small tool. */
const SIZES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  bash: [4608, 3900, 480, 692],
  sh: [2580, 1600, 112, 84],
  systemd: [102312, 12540, 3100, 40],
  sshd: [15432, 9120, 1040, 620],
  sleep: [2920, 1644, 112, 20],
};
const SMALL = [3060, 1640, 112, 20] as const;

export function memoryOf(t: Task): Memory {
  const [size, rss, anon, text] = SIZES[t.comm] ?? SMALL;
  const spread = (t.pid.global * 2654435761) % 0x7ffff;
  const codeStart = 0x556000000000 + spread * 4096;
  const dataStart = codeStart + text * 1024 + 16384;
  const stack = 0x7ffc00000000 + spread * 4096;
  const args = t.argv.reduce((n, a) => n + a.length + 1, 0);
  const env = t.environ.reduce((n, e) => n + e.length + 1, 0);
  const argStart = stack + 8192;
  return {
    size,
    rss,
    anon,
    data: 360,
    text,
    lib: 1528,
    codeStart,
    codeEnd: codeStart + text * 1024,
    dataStart,
    dataEnd: dataStart + 4096,
    heap: dataStart + 0x1000000,
    stack,
    argStart,
    argEnd: argStart + args,
    envEnd: argStart + args + env,
  };
}

const hex = (n: number): string => n.toString(16);

/** The areas a dynamically linked program has: its file, heap, C library, stack. */
export function mapsText(about: ProcPid, reader: Task): string {
  const t = alive(about);
  if (t.isZombie || t.isKernelThread || t.exe === null) return '';
  const m = memoryOf(t);
  const { dentry } = t.exe;
  const dev = `${hex(major(dentry.sb.dev)).padStart(2, '0')}:${hex(minor(dentry.sb.dev)).padStart(2, '0')}`;
  const exe = dentry.isDeleted ? dentryPath(dentry) : pathString(t.exe, reader.fs.root);
  const area = (from: number, to: number, mode: string, offset: number, name: string, isFile: boolean): string => {
    const head = `${hex(from)}-${hex(to)} ${mode} ${hex(offset).padStart(8, '0')} ${isFile ? dev : '00:00'} ${isFile ? dentry.inode.ino : 0} `;
    return `${name === '' ? head : head.padEnd(73) + name}\n`;
  };
  const text = m.text * 1024;
  return (
    area(m.codeStart, m.codeStart + 8192, 'r--p', 0, exe, true) +
    area(m.codeStart + 8192, m.codeStart + 8192 + text, 'r-xp', 8192, exe, true) +
    area(m.dataStart, m.dataEnd, 'rw-p', 8192 + text, exe, true) +
    area(m.heap, m.heap + 0x21000, 'rw-p', 0, '[heap]', false) +
    area(m.stack - 0x1f000, m.stack + 0x2000, 'rw-p', 0, '[stack]', false)
  );
}
