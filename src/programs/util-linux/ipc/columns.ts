// The columns of lsipc(1), and what stands in them for an object (util-linux 2.38.1 sys-utils/lsipc.c, coldescs).

import { decode } from '../../../abi/bytes.ts';
import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, CLOCK_REALTIME, O_RDONLY } from '../../../abi/flags.ts';
import { SHM_DEST, SHM_LOCKED } from '../../../abi/ipc.ts';
import type { Sys } from '../../../abi/sys.ts';
import { sizeToHuman } from '../../../libc/human.ts';
import { NameCache } from '../../../libc/passwd.ts';
import { type Proc, readAll } from '../../../libc/proc.ts';
import type { Column } from '../../../libc/smartcols.ts';
import { calendarOf, formatTime } from '../../../libc/strftime.ts';
import { ctime } from './format.ts';
import { type Msg, type Perm, readMsg, readSem, readShm, type Sem, type Shm } from './objects.ts';

const R = { isRight: true } as const;

/** Kind of object (by its option), heading, and the label of the list of one object. */
export const COLUMNS = {
  KEY: { of: 'any', column: {}, label: 'Key' },
  ID: { of: 'any', column: {}, label: 'ID' },
  OWNER: { of: 'any', column: R, label: 'Owner' },
  PERMS: { of: 'any', column: R, label: 'Permissions' },
  CUID: { of: 'any', column: R, label: 'Creator UID' },
  CUSER: { of: 'any', column: {}, label: 'Creator user' },
  CGID: { of: 'any', column: R, label: 'Creator GID' },
  CGROUP: { of: 'any', column: {}, label: 'Creator group' },
  UID: { of: 'any', column: R, label: 'UID' },
  USER: { of: 'any', column: {}, label: 'User name' },
  GID: { of: 'any', column: R, label: 'GID' },
  GROUP: { of: 'any', column: {}, label: 'Group name' },
  CTIME: { of: 'any', column: R, label: 'Last change' },
  SIZE: { of: 'shmems', column: R, label: 'Segment size' },
  NATTCH: { of: 'shmems', column: R, label: 'Attached processes' },
  STATUS: { of: 'shmems', column: {}, label: 'Status' },
  ATTACH: { of: 'shmems', column: R, label: 'Attach time' },
  DETACH: { of: 'shmems', column: R, label: 'Detach time' },
  COMMAND: { of: 'shmems', column: { isTruncated: true }, label: 'Creator command' },
  CPID: { of: 'shmems', column: R, label: 'Creator PID' },
  LPID: { of: 'shmems', column: R, label: 'Last user PID' },
  USEDBYTES: { of: 'queues', column: R, label: 'Bytes used' },
  MSGS: { of: 'queues', column: {}, label: 'Messages' },
  SEND: { of: 'queues', column: R, label: 'Msg sent' },
  RECV: { of: 'queues', column: R, label: 'Msg received' },
  LSPID: { of: 'queues', column: R, label: 'Msg sender' },
  LRPID: { of: 'queues', column: R, label: 'Msg receiver' },
  NSEMS: { of: 'semaphores', column: R, label: 'Semaphores' },
  OTIME: { of: 'semaphores', column: R, label: 'Last operation' },
  RESOURCE: { of: 'global', column: {}, label: 'Resource' },
  DESCRIPTION: { of: 'global', column: {}, label: 'Description' },
  LIMIT: { of: 'global', column: R, label: 'Limit' },
  USED: { of: 'global', column: R, label: 'Used' },
  'USE%': { of: 'global', column: R, label: 'Use' },
} as const satisfies Record<string, { of: string; column: Omit<Column, 'name'>; label: string }>;

export type ColumnName = keyof typeof COLUMNS;
/** A missing or null cell is no data; an empty one is. */
export type Cells = Partial<Record<ColumnName, string | null>>;

export const SUMMARY_COLUMNS: readonly ColumnName[] = ['RESOURCE', 'DESCRIPTION', 'LIMIT', 'USED', 'USE%'];

const GENERIC: readonly ColumnName[] = [
  'KEY',
  'ID',
  'OWNER',
  'PERMS',
  'CUID',
  'CUSER',
  'CGID',
  'CGROUP',
  'UID',
  'USER',
  'GID',
  'GROUP',
  'CTIME',
];

export interface CellStyle {
  readonly isBytes: boolean;
  readonly isNumericMode: boolean;
  /** A key of TIME_FORMATS. */
  readonly time: string;
}

/** Seconds as text, `now` for what depends on it. */
export const TIME_FORMATS: Readonly<Record<string, (seconds: number, now: number) => string>> = {
  short: shortTime,
  full: ctime,
  iso: (seconds) => formatTime('%Y-%m-%dT%H:%M:%S+00:00', seconds),
};

/** The hour of today, the day of this year, else with the year (strtime_short). */
function shortTime(seconds: number, now: number): string {
  const [then, today] = [calendarOf(seconds), calendarOf(now)];
  if (then.year !== today.year) return formatTime('%Y-%b%d', seconds);
  return formatTime(then.yearday === today.yearday ? '%H:%M' : '%b%d', seconds);
}

interface Context {
  readonly p: Proc;
  readonly style: CellStyle;
  readonly names: NameCache;
  readonly now: number;
}

const size = ({ style }: Context, bytes: number): string => (style.isBytes ? String(bytes) : sizeToHuman(bytes));
/** Null for never. */
const time = ({ style, now }: Context, seconds: number): string | null => (seconds === 0 ? null : TIME_FORMATS[style.time](seconds, now));

const LETTERS = 'rwxrwxrwx';
const modeText = (mode: number): string => [...LETTERS].map((c, i) => ((mode & (0o400 >> i)) !== 0 ? c : '-')).join('');
const octal = (mode: number): string => (mode === 0 ? '0' : `0${mode.toString(8)}`);

/** A name, or nothing for a number without one. */
const named = (name: string, id: number): string | null => (name === String(id) ? null : name);

function* generic(c: Context, o: Perm & { readonly ctime: number }): Sys<Cells> {
  const { sys } = c.p;
  const owner = yield* c.names.user(sys, o.uid);
  const mode = o.mode & 0o777;
  return {
    KEY: `0x${(o.key >>> 0).toString(16).padStart(8, '0')}`,
    ID: String(o.id),
    OWNER: owner,
    PERMS: c.style.isNumericMode ? octal(mode) : modeText(mode),
    CUID: String(o.cuid),
    CUSER: named(yield* c.names.user(sys, o.cuid), o.cuid),
    CGID: String(o.cgid),
    CGROUP: named(yield* c.names.group(sys, o.cgid), o.cgid),
    UID: String(o.uid),
    USER: named(owner, o.uid),
    GID: String(o.gid),
    GROUP: named(yield* c.names.group(sys, o.gid), o.gid),
    CTIME: time(c, o.ctime),
  };
}

/** The words of a process's command line; null when it is gone. */
function* commandOf({ sys }: Proc, pid: number): Sys<string | null> {
  try {
    const fd = yield* sys.openat(AT_FDCWD, `/proc/${pid}/cmdline`, O_RDONLY);
    const text = decode(yield* readAll(sys, fd));
    sys.close(fd);
    return text === '' ? null : text.replace(/\0$/, '').replaceAll('\0', ' ');
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

function* shmCells(c: Context, s: Shm): Sys<Cells> {
  const status = [(s.mode & SHM_DEST) !== 0 ? 'dest' : '', (s.mode & SHM_LOCKED) !== 0 ? 'locked' : ''];
  return {
    SIZE: size(c, s.size),
    NATTCH: String(s.nattch),
    STATUS: status.filter((word) => word !== '').join(','),
    ATTACH: time(c, s.atime),
    DETACH: time(c, s.dtime),
    COMMAND: yield* commandOf(c.p, s.cpid),
    CPID: String(s.cpid),
    LPID: String(s.lpid),
  };
}

const msgCells = (c: Context, q: Msg): Cells => ({
  // The real tool forgets to put in the numeric permissions of queues.
  ...(c.style.isNumericMode ? { PERMS: null } : undefined),
  USEDBYTES: size(c, q.cbytes),
  MSGS: String(q.qnum),
  SEND: time(c, q.stime),
  RECV: time(c, q.rtime),
  LSPID: String(q.lspid),
  LRPID: String(q.lrpid),
});

const semCells = (c: Context, s: Sem): Cells => ({ NSEMS: String(s.nsems), OTIME: time(c, s.otime) });

export interface Found {
  readonly object: Shm | Msg | Sem;
  readonly cells: Cells;
}

export interface Kind {
  readonly option: 'shmems' | 'queues' | 'semaphores';
  /** Of the JSON array. */
  readonly title: string;
  /** Shown when nothing else is asked for, and added by --time. */
  readonly columns: readonly ColumnName[];
  readonly times: readonly ColumnName[];
  /** All there are, for the list of one object. */
  readonly all: readonly ColumnName[];
  read(p: Proc, style: CellStyle): Sys<Found[]>;
  command(p: Proc, pid: number): Sys<string | null>;
}

const newContext = (p: Proc, style: CellStyle): Context => ({
  p,
  style,
  names: new NameCache(),
  now: p.sys.clock_gettime(CLOCK_REALTIME).sec,
});

function* findShm(p: Proc, style: CellStyle): Sys<Found[]> {
  const c = newContext(p, style);
  const found: Found[] = [];
  for (const s of yield* readShm(p)) found.push({ object: s, cells: { ...(yield* generic(c, s)), ...(yield* shmCells(c, s)) } });
  return found;
}

function* findMsg(p: Proc, style: CellStyle): Sys<Found[]> {
  const c = newContext(p, style);
  const found: Found[] = [];
  for (const q of yield* readMsg(p)) found.push({ object: q, cells: { ...(yield* generic(c, q)), ...msgCells(c, q) } });
  return found;
}

function* findSem(p: Proc, style: CellStyle): Sys<Found[]> {
  const c = newContext(p, style);
  const found: Found[] = [];
  for (const s of yield* readSem(p)) found.push({ object: s, cells: { ...(yield* generic(c, s)), ...semCells(c, s) } });
  return found;
}

export const KINDS: readonly Kind[] = [
  {
    option: 'shmems',
    title: 'sharedmemory',
    columns: ['KEY', 'ID', 'PERMS', 'OWNER', 'SIZE', 'NATTCH', 'STATUS', 'CTIME', 'CPID', 'LPID', 'COMMAND'],
    times: ['ATTACH', 'DETACH'],
    all: [...GENERIC, 'SIZE', 'NATTCH', 'STATUS', 'ATTACH', 'DETACH', 'COMMAND', 'CPID', 'LPID'],
    read: findShm,
    command: commandOf,
  },
  {
    option: 'queues',
    title: 'messages',
    columns: ['KEY', 'ID', 'PERMS', 'OWNER', 'USEDBYTES', 'MSGS', 'LSPID', 'LRPID'],
    times: ['SEND', 'RECV', 'CTIME'],
    all: [...GENERIC, 'USEDBYTES', 'MSGS', 'SEND', 'RECV', 'LSPID', 'LRPID'],
    read: findMsg,
    command: commandOf,
  },
  {
    option: 'semaphores',
    title: 'semaphores',
    columns: ['KEY', 'ID', 'PERMS', 'OWNER', 'NSEMS'],
    times: ['OTIME', 'CTIME'],
    all: [...GENERIC, 'NSEMS', 'OTIME'],
    read: findSem,
    command: commandOf,
  },
];
