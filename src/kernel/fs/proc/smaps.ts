// /proc/PID/{smaps,smaps_rollup,numa_maps,map_files,auxv,mem,pagemap,clear_refs} (fs/proc/task_mmu.c; proc_pid_smaps(5)): more about the areas
// that maps lists.

import { EACCES, EINVAL, EIO, ENOENT } from '../../../abi/errno.ts';
import { S_IFLNK } from '../../../abi/stat.ts';
import { PTRACE_READ_FSCREDS, ptraceMayAccess } from '../../cred/ptrace.ts';
import type { Task } from '../../sched/task.ts';
import { dirent, file, type LinkRow, type ListRow, pseudoInode, type Row, type TextRow } from '../pseudo.ts';
import { type Area, areasOf, mapsLine, mapsText, memoryOf } from './memory.ts';
import { alive, existing, type ProcPid } from './procfs.ts';

const guard = (about: ProcPid, task: Task): Task => {
  const t = existing(about);
  if (!ptraceMayAccess(task, t, PTRACE_READ_FSCREDS)) throw EACCES;
  return t;
};

/** Opening it asks for ptrace access. */
const guarded = (mode: number, read: TextRow<ProcPid>['read'], write?: TextRow<ProcPid>['write']): TextRow<ProcPid> => ({
  ...file<ProcPid>(mode, read, write),
  open(about, task) {
    guard(about, task);
  },
});

const kib = (name: string, n: number): string => `${`${name}:`.padEnd(16)}${String(n).padStart(8)} kB\n`;

/** What is in memory of an area, and how much of it is the process's own. */
function residence(a: Area): { readonly rss: number; readonly own: number } {
  if (!a.isPopulated) return { rss: 0, own: 0 };
  const size = (a.to - a.from) / 1024;
  return { rss: size, own: a.mode.includes('w') ? size : 0 };
}

const COUNTERS = (rss: number, own: number): string =>
  kib('Shared_Clean', rss - own) +
  kib('Shared_Dirty', 0) +
  kib('Private_Clean', 0) +
  kib('Private_Dirty', own) +
  kib('Referenced', rss) +
  kib('Anonymous', own) +
  ['KSM', 'LazyFree', 'AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb', 'Private_Hugetlb', 'Swap', 'SwapPss', 'Locked']
    .map((name) => kib(name, 0))
    .join('');

/** show_smap_vma_flags */
function vmFlags(a: Area): string {
  const flags = [...a.mode].flatMap((c) => (c === 'r' ? ['rd'] : c === 'w' ? ['wr'] : c === 'x' ? ['ex'] : []));
  return `VmFlags: ${[...flags, 'mr', 'mw', 'me', ...(a.name === '[stack]' ? ['gd'] : []), ...(a.mode.includes('w') ? ['ac'] : [])].join(' ')} \n`;
}

function smapsText(about: ProcPid, reader: Task): string {
  let s = '';
  for (const a of areasOf(alive(about), reader)) {
    const { rss, own } = residence(a);
    s +=
      mapsLine(a) +
      kib('Size', (a.to - a.from) / 1024) +
      kib('KernelPageSize', 4) +
      kib('MMUPageSize', 4) +
      kib('Rss', rss) +
      kib('Pss', own) +
      kib('Pss_Dirty', own) +
      COUNTERS(rss, own) +
      `THPeligible:           0\n${vmFlags(a)}`;
  }
  return s;
}

function rollupText(about: ProcPid, reader: Task): string {
  const areas = areasOf(alive(about), reader);
  if (areas.length === 0) return '';
  const user = areas.filter((a) => a.name !== '[vsyscall]');
  let rss = 0;
  let own = 0;
  for (const a of areas) {
    const r = residence(a);
    rss += r.rss;
    own += r.own;
  }
  const range = { ...areas[0], to: user[user.length - 1].to, mode: '---p', offset: 0, dev: '00:00', ino: 0, name: '[rollup]' };
  return (
    mapsLine(range) +
    kib('Rss', rss) +
    kib('Pss', own) +
    kib('Pss_Dirty', own) +
    kib('Pss_Anon', own) +
    kib('Pss_File', 0) +
    kib('Pss_Shmem', 0) +
    COUNTERS(rss, own)
  );
}

function numaText(about: ProcPid, reader: Task): string {
  let s = '';
  for (const a of areasOf(alive(about), reader)) {
    const pages = residence(a).rss / 4;
    const what = a.ino !== 0 ? ` file=${a.name}` : /^\[(heap|stack)\]$/.test(a.name) ? ` ${a.name.slice(1, -1)}` : '';
    const count = pages === 0 ? '' : ` ${a.ino !== 0 ? 'mapped' : 'anon'}=${pages} N0=${pages} kernelpagesize_kB=4`;
    if (a.name !== '[vsyscall]') s += `${a.from.toString(16)} default${what}${count}\n`;
  }
  return s;
}

const fileAreas = (about: ProcPid, task: Task): readonly Area[] => areasOf(alive(about), task).filter((a) => a.ino !== 0);
const rangeName = (a: Area): string => `${a.from.toString(16)}-${a.to.toString(16)}`;

/** Every area of a file is of the program's own here. */
const mapFile: LinkRow<ProcPid> = {
  type: 'link',
  mode: 0o400,
  size: 64,
  text: (about, task) => fileAreas(about, task)[0]?.name ?? '',
  follow(about, task) {
    const { exe } = guard(about, task);
    if (exe === null) throw ENOENT;
    return exe;
  },
};

const mapFiles: ListRow<ProcPid> = {
  type: 'list',
  mode: 0o500,
  lookup(about, name, task, host) {
    guard(about, task);
    return fileAreas(about, task).some((a) => rangeName(a) === name) ? pseudoInode(host, about, mapFile) : null;
  },
  names(about, task) {
    guard(about, task);
    return fileAreas(about, task).map((a) => dirent(rangeName(a), about.fs.nextIno(), S_IFLNK));
  },
};

/** The auxiliary vector that the kernel put on the stack (getauxval(3)): pairs of 64-bit numbers. */
function auxvBytes(t: Task): Uint8Array {
  if (t.isZombie || t.isKernelThread) return new Uint8Array(0);
  const m = memoryOf(t);
  const { uid, euid, gid, egid } = t.cred;
  const pairs: readonly (readonly [number, number])[] = [
    [33, m.vdso],
    [51, 3376],
    [16, 0x178bfbff],
    [6, 4096],
    [17, 100],
    [3, m.codeStart + 64],
    [4, 56],
    [5, 13],
    [7, m.vdso + 8192],
    [8, 0],
    [9, m.codeStart + 12288],
    [11, uid as number],
    [12, euid as number],
    [13, gid as number],
    [14, egid as number],
    [23, 0],
    [25, m.argStart - 64],
    [26, 2],
    [27, 28],
    [28, 32],
    [31, m.envEnd],
    [15, m.argStart - 48],
    [0, 0],
  ];
  const view = new DataView(new ArrayBuffer(pairs.length * 16));
  for (const [i, [type, value]] of pairs.entries()) {
    view.setBigUint64(i * 16, BigInt(type), true);
    view.setBigUint64(i * 16 + 8, BigInt(value), true);
  }
  return new Uint8Array(view.buffer);
}

/** clear_refs_write: what to forget, 1 to 5. */
function writeClearRefs(_about: ProcPid, text: string): void {
  if (!/^\s*[1-5]\s*$/.test(text)) throw EINVAL;
}

/** Nothing is mapped at the addresses that a shell can name. */
const noMemory = (): never => {
  throw EIO;
};

export const MEMORY_FILES: Readonly<Record<string, Row<ProcPid>>> = {
  auxv: guarded(0o400, (about) => auxvBytes(alive(about))),
  clear_refs: file(0o200, undefined, writeClearRefs),
  maps: guarded(0o444, mapsText),
  mem: guarded(0o600, noMemory, noMemory),
  numa_maps: guarded(0o444, numaText),
  pagemap: guarded(0o400, () => ''),
  smaps: guarded(0o444, smapsText),
  smaps_rollup: guarded(0o444, rollupText),
};

export const MAP_FILES = mapFiles;
