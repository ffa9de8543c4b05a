// The process table as procps reads it: /proc/<pid>/{stat,status,cmdline} of every process that is there (proc(5)).

import { decode } from '../abi/bytes.ts';
import { ENOENT, Errno } from '../abi/errno.ts';
import { AT_FDCWD, O_DIRECTORY, O_RDONLY } from '../abi/flags.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { readAll, readFile } from './proc.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly comm: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  /** Device number of the terminal, 0 for none. */
  readonly tty: number;
  readonly tpgid: number;
  readonly flags: number;
  readonly majflt: number;
  readonly minflt: number;
  /** Clock ticks (1/100 s). */
  readonly utime: number;
  readonly stime: number;
  readonly priority: number;
  readonly nice: number;
  readonly threads: number;
  /** Clock ticks after boot. */
  readonly start: number;
  /** Bytes. */
  readonly vsize: number;
  /** Pages. */
  readonly rss: number;
  readonly processor: number;
  readonly rtPriority: number;
  readonly policy: number;
  /** Of /proc/<pid>/status, by key. */
  readonly status: ReadonlyMap<string, string>;
  /** The kernel function slept in; `0` when running. */
  readonly wchan: string;
  /** Arguments; empty for a kernel thread or a zombie. */
  readonly cmdline: readonly string[];
}

/** The ids in a line of status: real, effective, saved, file system. */
export const statusIds = (p: ProcessInfo, key: 'Uid' | 'Gid'): number[] => (p.status.get(key) ?? '0 0 0 0').split(/\s+/).map(Number);
export const euid = (p: ProcessInfo): number => statusIds(p, 'Uid')[1];
export const ruid = (p: ProcessInfo): number => statusIds(p, 'Uid')[0];
export const egid = (p: ProcessInfo): number => statusIds(p, 'Gid')[1];
export const rgid = (p: ProcessInfo): number => statusIds(p, 'Gid')[0];

/** The pids that /proc lists, ascending. */
export function* listPids(sys: Syscalls): Sys<number[]> {
  const fd = yield* sys.openat(AT_FDCWD, '/proc', O_RDONLY | O_DIRECTORY);
  const pids: number[] = [];
  for (;;) {
    const entries = sys.getdents64(fd);
    if (entries.length === 0) break;
    for (const e of entries) if (/^\d+$/.test(e.name)) pids.push(Number(e.name));
  }
  sys.close(fd);
  return pids.sort((a, b) => a - b);
}

/** One process; null when it is gone. */
export function* readProcess(sys: Syscalls, pid: number): Sys<ProcessInfo | null> {
  try {
    const stat = yield* readFile(sys, `/proc/${pid}/stat`);
    const status = yield* readFile(sys, `/proc/${pid}/status`);
    const fd = yield* sys.openat(AT_FDCWD, `/proc/${pid}/cmdline`, O_RDONLY);
    const cmdline = decode(yield* readAll(sys, fd));
    sys.close(fd);
    const wchan = yield* readFile(sys, `/proc/${pid}/wchan`);
    return parse(pid, stat, status, cmdline, wchan);
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

function parse(pid: number, stat: string, status: string, cmdline: string, wchan: string): ProcessInfo {
  const close = stat.lastIndexOf(')');
  const f = stat
    .slice(close + 2)
    .trim()
    .split(' ');
  const n = (field: number): number => Number(f[field - 3]);
  const keys = new Map<string, string>();
  for (const line of status.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) keys.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return {
    pid,
    comm: stat.slice(stat.indexOf('(') + 1, close),
    state: f[0],
    ppid: n(4),
    pgid: n(5),
    sid: n(6),
    tty: n(7),
    tpgid: n(8),
    flags: n(9),
    minflt: n(10),
    majflt: n(12),
    utime: n(14),
    stime: n(15),
    priority: n(18),
    nice: n(19),
    threads: n(20),
    start: n(22),
    vsize: n(23),
    rss: n(24),
    processor: n(39),
    rtPriority: n(40),
    policy: n(41),
    status: keys,
    wchan: wchan === '0' ? '-' : wchan,
    cmdline: cmdline === '' ? [] : cmdline.replace(/\0$/, '').split('\0'),
  };
}

/** Everything /proc shows, by pid. Throws ENOENT when there is no /proc. */
export function* readProcesses(sys: Syscalls): Sys<ProcessInfo[]> {
  const out: ProcessInfo[] = [];
  for (const pid of yield* listPids(sys)) {
    const p = yield* readProcess(sys, pid);
    if (p !== null) out.push(p);
  }
  if (out.length === 0) throw ENOENT;
  return out;
}

/** The command line as ps prints it: arguments, else [comm]; a zombie is `[comm] <defunct>`. */
export function commandLine(p: ProcessInfo): string {
  if (p.state === 'Z') return `[${p.comm}] <defunct>`;
  return p.cmdline.length === 0 ? `[${p.comm}]` : p.cmdline.map(escapeControls).join(' ');
}

/** Control characters would upset the terminal. */
export const escapeControls = (text: string): string => text.replace(/[\x00-\x1f\x7f]/g, (c) => (c === '\n' || c === '\t' ? ' ' : '?'));

/** `pts/0`, `tty1`; `?` for none. */
export function ttyName(dev: number): string {
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  if (dev === 0) return '?';
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return major === 5 && minor === 1 ? 'console' : '?';
}
