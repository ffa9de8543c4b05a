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
  readonly vdso: number;
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
    vdso: 0x7f0000000000 + spread * 4096,
    argStart,
    argEnd: argStart + args,
    envEnd: argStart + args + env,
  };
}

const hex = (n: number): string => n.toString(16);

/** A mapped area: a line of maps. */
export interface Area {
  readonly from: number;
  readonly to: number;
  readonly mode: string;
  readonly offset: number;
  readonly dev: string;
  /** 0: of no file. */
  readonly ino: number;
  readonly name: string;
  /** Its pages are in memory. */
  readonly isPopulated: boolean;
}

const VSYSCALL = 0xffffffffff600000;

/** The areas a program has: its file, heap, stack, and what the kernel maps into every process. */
export function areasOf(t: Task, reader: Task): readonly Area[] {
  if (t.isZombie || t.isKernelThread || t.exe === null) return [];
  const m = memoryOf(t);
  const { dentry } = t.exe;
  const dev = `${hex(major(dentry.sb.dev)).padStart(2, '0')}:${hex(minor(dentry.sb.dev)).padStart(2, '0')}`;
  const exe = dentry.isDeleted ? dentryPath(dentry) : pathString(t.exe, reader.fs.root);
  const text = m.text * 1024;
  const ofFile = (from: number, to: number, mode: string, offset: number): Area => ({
    from,
    to,
    mode,
    offset,
    dev,
    ino: dentry.inode.ino,
    name: exe,
    isPopulated: true,
  });
  const anonymous = (from: number, to: number, mode: string, name: string, isPopulated: boolean): Area => ({
    from,
    to,
    mode,
    offset: 0,
    dev: '00:00',
    ino: 0,
    name,
    isPopulated,
  });
  return [
    ofFile(m.codeStart, m.codeStart + 8192, 'r--p', 0),
    ofFile(m.codeStart + 8192, m.codeStart + 8192 + text, 'r-xp', 8192),
    ofFile(m.dataStart, m.dataEnd, 'rw-p', 8192 + text),
    anonymous(m.heap, m.heap + 0x21000, 'rw-p', '[heap]', true),
    anonymous(m.vdso - 0x6000, m.vdso - 0x2000, 'r--p', '[vvar]', false),
    anonymous(m.vdso - 0x2000, m.vdso, 'r--p', '[vvar_vclock]', false),
    anonymous(m.vdso, m.vdso + 0x2000, 'r-xp', '[vdso]', true),
    anonymous(m.stack - 0x1f000, m.stack + 0x2000, 'rw-p', '[stack]', true),
    anonymous(VSYSCALL, VSYSCALL + 0x1000, '--xp', '[vsyscall]', false),
  ];
}

export function mapsLine(a: Area): string {
  const head = `${hex(a.from)}-${hex(a.to)} ${a.mode} ${hex(a.offset).padStart(8, '0')} ${a.dev} ${a.ino} `;
  return `${a.name === '' ? head : head.padEnd(73) + a.name}\n`;
}

export const mapsText = (about: ProcPid, reader: Task): string => areasOf(alive(about), reader).map(mapsLine).join('');
