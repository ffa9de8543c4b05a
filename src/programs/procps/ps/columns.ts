// The format specifiers of ps(1): heading, width, and where the value comes from (procps-ng output.c, format_array).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD } from '../../../abi/flags.ts';
import { isRealtime, POLICIES } from '../../../abi/sched.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { commandLine, egid, escapeControls, euid, type ProcessInfo, rgid, ruid, statusIds, ttyName } from '../../../libc/procfs.ts';
import { calendarOf, formatTime } from '../../../libc/strftime.ts';

export interface PsContext {
  readonly sys: Syscalls;
  readonly userNames: ReadonlyMap<number, string>;
  readonly groupNames: ReadonlyMap<number, string>;
  /** Epoch second of boot, and now. */
  readonly bootTime: number;
  readonly now: number;
  /** Seconds since boot. */
  readonly uptime: number;
  /** Where /proc/PID/cgroup says they are, for those that are not in the root; only when asked for. */
  readonly cgroups: ReadonlyMap<number, string>;
  /** Users and groups as numbers. */
  readonly isNumeric: boolean;
  /** KiB of memory. */
  readonly memory: number;
  /** Tree art in front of the command, by pid. */
  readonly tree: ReadonlyMap<number, string>;
}

export interface PsColumn {
  readonly heading: string;
  readonly width: number;
  readonly align: 'left' | 'right' | 'open';
  readonly text: (p: ProcessInfo, ctx: PsContext) => string;
}

const right = (heading: string, width: number, text: PsColumn['text']): PsColumn => ({ heading, width, align: 'right', text });
const left = (heading: string, width: number, text: PsColumn['text']): PsColumn => ({ heading, width, align: 'left', text });
/** The last column of a line is not cut. */
const open = (heading: string, width: number, text: PsColumn['text']): PsColumn => ({ heading, width, align: 'open', text });

/** A name that does not fit is shown as the number (ps(1), USER). */
const userCell =
  (id: (p: ProcessInfo) => number, names: (c: PsContext) => ReadonlyMap<number, string>) =>
  (p: ProcessInfo, ctx: PsContext): string =>
    (ctx.isNumeric ? undefined : names(ctx).get(id(p))) ?? String(id(p));

const users = (c: PsContext): ReadonlyMap<number, string> => c.userNames;
const groups = (c: PsContext): ReadonlyMap<number, string> => c.groupNames;

const cpuSeconds = (p: ProcessInfo): number => Math.floor((p.utime + p.stime) / 100);
const age = (p: ProcessInfo, c: PsContext): number => Math.max(0, Math.floor(c.uptime - p.start / 100));
const startTime = (p: ProcessInfo, c: PsContext): number => c.bootTime + Math.floor(p.start / 100);

function cpuPercent(p: ProcessInfo, c: PsContext): number {
  const lived = c.uptime - p.start / 100;
  return lived <= 0 ? 0 : Math.floor(((p.utime + p.stime) * 10) / lived);
}

/** STAT: the state and what else holds of it. */
function stat(p: ProcessInfo): string {
  let s = p.state;
  if (p.nice < 0) s += '<';
  if (p.nice > 0) s += 'N';
  if (Number(p.status.get('VmLck')?.split(' ')[0] ?? 0) > 0) s += 'L';
  if (p.sid === p.pid) s += 's';
  if (p.threads > 1) s += 'l';
  if (p.pgid === p.tpgid) s += '+';
  return s;
}

/** START of aux: HH:MM today, MonDD this year, else the year. */
function startShort(p: ProcessInfo, c: PsContext): string {
  const t = startTime(p, c);
  const then = calendarOf(t);
  const now = calendarOf(c.now);
  if (c.now - t < 86400 && then.day === now.day) return formatTime('%H:%M', t);
  return formatTime(then.year === now.year ? '%b%d' : '%Y', t);
}

/** [[DD-]hh:]mm:ss */
function elapsed(seconds: number): string {
  const days = Math.floor(seconds / 86400);
  const text = hms(seconds % 86400);
  if (days > 0) return `${days}-${text}`;
  return seconds >= 3600 ? text : text.slice(3);
}

const hms = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, '0')).join(':');

/** TIME of the BSD formats: minutes:seconds. */
const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

const bits =
  (key: string) =>
  (p: ProcessInfo): string =>
    p.status.get(key) ?? '0000000000000000';

const nsInode =
  (link: string) =>
  (p: ProcessInfo, c: PsContext): string => {
    try {
      return String(c.sys.newfstatat(AT_FDCWD, `/proc/${p.pid}/ns/${link}`, 0).ino);
    } catch (e) {
      if (e instanceof Errno) return '-';
      throw e;
    }
  };

const treePrefix = (p: ProcessInfo, c: PsContext): string => c.tree.get(p.pid) ?? '';
const command = (p: ProcessInfo, c: PsContext): string => treePrefix(p, c) + commandLine(p);
const commCell = (p: ProcessInfo, c: PsContext): string => treePrefix(p, c) + escapeControls(p.comm);
const vsz = (p: ProcessInfo): string => String(Math.floor(p.vsize / 1024));
const rss = (p: ProcessInfo): string => String(p.rss * 4);
const pid = (p: ProcessInfo): string => String(p.pid);

const supplementary = (p: ProcessInfo): string[] => (p.status.get('Groups') ?? '').split(' ').filter((g) => g !== '');
const statusNumber = (p: ProcessInfo, key: string): number => Number(p.status.get(key)?.split(' ')[0] ?? 0);

function exeOf(p: ProcessInfo, c: PsContext): string {
  try {
    return c.sys.readlinkat(AT_FDCWD, `/proc/${p.pid}/exe`);
  } catch (e) {
    if (e instanceof Errno) return '-';
    throw e;
  }
}

const percent = (tenths: number): string => (tenths > 999 ? String(Math.floor(tenths / 10)) : `${Math.floor(tenths / 10)}.${tenths % 10}`);

const ROWS: Readonly<Record<string, PsColumn>> = {
  pid: right('PID', 7, pid),
  ppid: right('PPID', 7, (p) => String(p.ppid)),
  pgid: right('PGID', 7, (p) => String(p.pgid)),
  sid: right('SID', 7, (p) => String(p.sid)),
  tpgid: right('TPGID', 7, (p) => String(p.tpgid)),
  lwp: right('LWP', 7, pid),
  spid: right('SPID', 7, pid),
  thcount: right('THCNT', 5, (p) => String(p.threads)),
  nlwp: right('NLWP', 4, (p) => String(p.threads)),
  comm: open('COMMAND', 15, commCell),
  ucmd: open('CMD', 15, commCell),
  args: open('COMMAND', 27, command),
  cmd: open('CMD', 27, command),
  stat: left('STAT', 4, stat),
  s: left('S', 1, (p) => p.state),
  tty: left('TT', 8, (p) => ttyName(p.tty)),
  tname: left('TTY', 8, (p) => ttyName(p.tty)),
  time: right('TIME', 8, (p) => hms(cpuSeconds(p))),
  bsdtime: right('TIME', 6, (p) => minutes(cpuSeconds(p))),
  etime: right('ELAPSED', 11, (p, c) => elapsed(age(p, c))),
  etimes: right('ELAPSED', 7, (p, c) => String(age(p, c))),
  times: right('TIME', 8, (p) => String(cpuSeconds(p))),
  start_time: left('STIME', 5, startShort),
  bsdstart: right('START', 6, (p, c) => startShort(p, c)),
  start: right('STARTED', 8, (p, c) => hms(startTime(p, c) % 86400)),
  lstart: right('STARTED', 24, (p, c) => formatTime('%a %b %e %H:%M:%S %Y', startTime(p, c))),
  user: left('USER', 8, userCell(euid, users)),
  ruser: left('RUSER', 8, userCell(ruid, users)),
  group: left('GROUP', 8, userCell(egid, groups)),
  rgroup: left('RGROUP', 8, userCell(rgid, groups)),
  uid: right('UID', 5, (p) => String(euid(p))),
  ruid: right('RUID', 5, (p) => String(ruid(p))),
  gid: right('GID', 5, (p) => String(egid(p))),
  rgid: right('RGID', 5, (p) => String(rgid(p))),
  uid_hack: left('UID', 8, userCell(euid, users)),
  ni: right('NI', 3, (p) => (isRealtime(p.policy) ? '-' : String(p.nice))),
  pri: right('PRI', 3, (p) => String(39 - p.priority)),
  priority: right('PRI', 3, (p) => String(p.priority)),
  opri: right('PRI', 3, (p) => String(60 + p.priority)),
  vsz: right('VSZ', 6, vsz),
  rss: right('RSS', 5, rss),
  sz: right('SZ', 5, (p) => String(Math.floor(p.vsize / 4096))),
  '%cpu': right('%CPU', 4, (p, c) => percent(cpuPercent(p, c))),
  c: right('C', 2, (p, c) => String(Math.floor(cpuPercent(p, c) / 10))),
  '%mem': right('%MEM', 4, (p, c) => percent(Math.floor((p.rss * 4 * 1000) / c.memory))),
  psr: right('PSR', 3, (p) => String(p.processor)),
  f: right('F', 1, (p) => String((p.flags >> 6) & 7)),
  addr: left('ADDR', 4, () => '-'),
  /** -l: ADDR and SZ share a heading. */
  addr_sz: right('ADDR SZ', 7, (p) => `-${String(Math.floor(p.vsize / 4096)).padStart(6)}`),
  wchan: open('WCHAN', 6, (p) => p.wchan),
  majflt: right('MAJFLT', 6, (p) => String(p.majflt)),
  minflt: right('MINFLT', 6, (p) => String(p.minflt)),
  trs: right('TRS', 5, () => '0'),
  drs: right('DRS', 5, vsz),
  pending: right('PENDING', 16, bits('SigPnd')),
  blocked: right('BLOCKED', 16, bits('SigBlk')),
  ignored: right('IGNORED', 16, bits('SigIgn')),
  caught: right('CAUGHT', 16, bits('SigCgt')),
  cgroupns: right('CGROUPNS', 10, nsInode('cgroup')),
  ipcns: right('IPCNS', 10, nsInode('ipc')),
  mntns: right('MNTNS', 10, nsInode('mnt')),
  netns: right('NETNS', 10, nsInode('net')),
  pidns: right('PIDNS', 10, nsInode('pid')),
  timens: right('TIMENS', 10, nsInode('time')),
  userns: right('USERNS', 10, nsInode('user')),
  utsns: right('UTSNS', 10, nsInode('uts')),
  label: left('LABEL', 31, () => '-'),
  cgroup: left('CGROUP', 27, (p, c) => c.cgroups.get(p.pid) ?? '-'),
  class: left('CLS', 3, (p) => POLICIES.get(p.policy)?.short ?? '?'),
  sched: right('SCH', 3, (p) => String(p.policy)),
  cpuid: right('CPUID', 5, (p) => String(p.processor)),
  cputimes: right('TIME', 8, (p) => String(cpuSeconds(p))),
  environ: open('ENVIRONMENT', 11, () => '-'),
  exe: left('EXE', 27, exeOf),
  size: right('SIZE', 5, (p) => String(statusNumber(p, 'VmData') + statusNumber(p, 'VmStk'))),
  suid: right('SUID', 5, (p) => String(statusIds(p, 'Uid')[2])),
  sgid: right('SGID', 5, (p) => String(statusIds(p, 'Gid')[2])),
  fuid: right('FUID', 5, (p) => String(statusIds(p, 'Uid')[3])),
  fgid: right('FGID', 5, (p) => String(statusIds(p, 'Gid')[3])),
  suser: left(
    'SUSER',
    8,
    userCell((p) => statusIds(p, 'Uid')[2], users),
  ),
  fuser: left(
    'FUSER',
    8,
    userCell((p) => statusIds(p, 'Uid')[3], users),
  ),
  sgroup: left(
    'SGROUP',
    8,
    userCell((p) => statusIds(p, 'Gid')[2], groups),
  ),
  fgroup: left(
    'FGROUP',
    8,
    userCell((p) => statusIds(p, 'Gid')[3], groups),
  ),
  supgid: left('SUPGID', 20, (p) => supplementary(p).join(',') || '-'),
  supgrp: left(
    'SUPGRP',
    40,
    (p, c) =>
      supplementary(p)
        .map((g) => c.groupNames.get(Number(g)) ?? g)
        .join(',') || '-',
  ),
  lsession: left('SESSION', 11, () => '-'),
  luid: right('LUID', 5, () => '-'),
  machine: left('MACHINE', 31, () => '-'),
  ouid: right('OWNER', 5, () => '-'),
  seat: left('SEAT', 11, () => '-'),
  slice: left('SLICE', 31, () => '-.slice'),
  unit: left('UNIT', 31, () => '-'),
  uunit: left('UUNIT', 31, () => '-'),
  numa: right('NUMA', 4, () => '0'),
  esp: right('ESP', 16, () => '0000000000000000'),
  eip: right('EIP', 16, () => '0000000000000000'),
  tmout: right('TMOUT', 5, () => '-'),
  alarm: right('ALARM', 5, () => '-'),
  tty4: left('TTY', 4, (p) => ttyName(p.tty)),
  sgi_p: right('P', 1, (p) => (p.state === 'R' ? String(p.processor) : '*')),
  cls: right('CLS', 3, (p) => POLICIES.get(p.policy)?.short ?? '?'),
  rtprio: right('RTPRIO', 6, (p) => (isRealtime(p.policy) ? String(p.rtPriority) : '-')),
  stackp: right('STACKP', 16, () => '0000000000000000'),
  tgid: right('TGID', 7, pid),
};

/** Other names of the same columns; some change the heading only. */
const ALIASES: Readonly<Record<string, readonly [string, string?]>> = {
  command: ['args'],
  ucomm: ['comm'],
  context: ['label', 'CONTEXT'],
  tty8: ['tty', 'TTY'],
  policy: ['class', 'POL'],
  intpri: ['opri'],
  wname: ['wchan'],
  svuid: ['suid', 'SVUID'],
  svgid: ['sgid', 'SVGID'],
  svuser: ['suser', 'SVUSER'],
  svgroup: ['sgroup', 'SVGROUP'],
  fsuid: ['fuid', 'FSUID'],
  fsgid: ['fgid', 'FSGID'],
  fsuser: ['fuser', 'FSUSER'],
  fsgroup: ['fgroup', 'FSGROUP'],
  fname: ['comm'],
  pgrp: ['pgid', 'PGRP'],
  session: ['sid', 'SESS'],
  sess: ['sid', 'SESS'],
  state: ['s'],
  status: ['stat'],
  tt: ['tty'],
  cputime: ['time'],
  stime: ['start_time'],
  euser: ['user', 'EUSER'],
  uname: ['user'],
  egroup: ['group', 'EGROUP'],
  euid: ['uid', 'EUID'],
  egid: ['gid', 'EGID'],
  nice: ['ni'],
  vsize: ['vsz'],
  rssize: ['rss'],
  rsz: ['rss', 'RSZ'],
  pcpu: ['%cpu'],
  cp: ['%cpu'],
  pmem: ['%mem'],
  flags: ['f'],
  flag: ['f'],
  maj_flt: ['majflt', 'MAJFL'],
  min_flt: ['minflt', 'MINFL'],
  sig: ['pending'],
  sigmask: ['blocked'],
  sigignore: ['ignored'],
  sigcatch: ['caught'],
  tid: ['lwp', 'TID'],
};

/** The column of a name, or undefined. */
export function psColumn(name: string): PsColumn | undefined {
  const alias = ALIASES[name];
  if (alias === undefined) return Object.hasOwn(ROWS, name) ? ROWS[name] : undefined;
  const row = ROWS[alias[0]];
  return alias[1] === undefined ? row : { ...row, heading: alias[1] };
}

export const psColumnNames = (): string[] => [...Object.keys(ROWS), ...Object.keys(ALIASES)].sort();
