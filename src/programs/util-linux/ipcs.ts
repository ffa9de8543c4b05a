// ipcs(1): shows System V IPC objects, their limits and use (util-linux 2.38.1 sys-utils/ipcs.c).

import { MSG_INFO, SEM_INFO, SHM_INFO } from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { parseOptions, utilLinux } from '../../libc/options.ts';
import { NameCache } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { showMsgDetails, showSemDetails, showShmDetails } from './ipc/details.ts';
import { longTime, printSize, shortTime, type Unit } from './ipc/format.ts';
import { strtos32 } from './ipc/numbers.ts';
import { type Msg, type Perm, readLimits, readMsg, readSem, readShm, type Sem, type Shm } from './ipc/objects.ts';

const usage = `
Usage:
 ipcs [resource-option...] [output-option]
 ipcs -m|-q|-s -i <id>

Show information on IPC facilities.

Options:
 -i, --id <id>  print details on resource identified by <id>
 -h, --help     display this help
 -V, --version  display version

Resource options:
 -m, --shmems      shared memory segments
 -q, --queues      message queues
 -s, --semaphores  semaphores
 -a, --all         all (default)

Output options:
 -t, --time        show attach, detach and change times
 -p, --pid         show PIDs of creator and last operator
 -c, --creator     show creator and owner
 -l, --limits      show resource limits
 -u, --summary     show status summary
     --human       show sizes in human-readable format
 -b, --bytes       show sizes in bytes

For more details see ipcs(1).
`;

const PAGE_SIZE = 4096n;
const UINT64_MAX = 18446744073709551615n;
const SHM_DEST = 0o1000;
const SHM_LOCKED = 0o2000;

/** The output options; the last one given counts. */
type Format = 'time' | 'pid' | 'creator' | 'limits' | 'summary' | 'list';
const FORMATS: readonly string[] = ['time', 'pid', 'creator', 'limits', 'summary'] satisfies Format[];

interface Context {
  readonly p: Proc;
  readonly format: Format;
  readonly unit: Unit;
  readonly names: NameCache;
}

const left = (text: string | number, width: number): string => String(text).padEnd(width);
const heading = (widths: readonly number[], names: readonly string[]): string => `${names.map((n, i) => left(n, widths[i])).join(' ')}\n`;

/** `%-10.10s` of the owner's name. */
function* owner(c: Context, { uid }: Perm): Sys<string> {
  return left((yield* c.names.user(c.p.sys, uid)).slice(0, 10), 10);
}

const keyText = (key: number): string => `0x${(key >>> 0).toString(16).padStart(8, '0')}`;
const modeText = (mode: number): string => left((mode & 0o777).toString(8), 10);

/** `key id owner perms`, which the plain lists start with. */
function* start(c: Context, object: Perm): Sys<string> {
  return `${keyText(object.key)} ${left(object.id, 10)} ${yield* owner(c, object)} ${modeText(object.mode)} `;
}

/** Bytes of a list's line: in a column of that width, or for people in six and the rest of the column empty. */
const sizeCell = (unit: Unit, bytes: number, width: number): string =>
  unit === 'human' ? printSize(unit, bytes).padStart(6) + ' '.repeat(width - 6) : left(bytes, width);

const CREATOR_WIDTHS = [10, 10, 10, 10, 10, 10];
const CREATOR_NAMES = ['perms', 'cuid', 'cgid', 'uid', 'gid'];

function* creators(c: Context, title: string, id: string, objects: readonly Perm[]): Sys<void> {
  const { p, names } = c;
  p.print(`------ ${title} --------\n${heading(CREATOR_WIDTHS, [id, ...CREATOR_NAMES])}`);
  for (const o of objects) {
    const who = [
      yield* names.user(p.sys, o.cuid),
      yield* names.group(p.sys, o.cgid),
      yield* names.user(p.sys, o.uid),
      yield* names.group(p.sys, o.gid),
    ];
    p.print(`${left(o.id, 10)} ${modeText(o.mode)} ${who.map((w) => left(w, 10)).join(' ')}\n`);
  }
}

function* showShm(c: Context): Sys<void> {
  const { p, unit } = c;
  if (c.format === 'limits') {
    const { shmmni, shmmax, shmall } = yield* readLimits(p);
    const kilo = unit === 'default' ? 'kbytes' : unit;
    // In kilobytes it is counted as such, and so is what does not fit.
    const page = unit === 'default' ? PAGE_SIZE / 1024n : PAGE_SIZE;
    const product = shmall * page;
    const total = product > UINT64_MAX ? UINT64_MAX - (UINT64_MAX % page) : product;
    p.print(`------ Shared Memory Limits --------\nmax number of segments = ${shmmni}\n`);
    p.print(
      `${printSize(kilo, shmmax, 'max seg size')}\n${unit === 'default' ? `max total shared memory (kbytes) = ${total}` : printSize(unit, total, 'max total shared memory')}\n`,
    );
    p.print(`${printSize(unit === 'default' ? 'bytes' : unit, 1, 'min seg size')}\n`);
    return;
  }
  if (c.format === 'summary') {
    const { usedIds, total, rss, swap } = p.sys.shmctl(0, SHM_INFO, null);
    p.print(`------ Shared Memory Status --------\nsegments allocated ${usedIds}\npages allocated ${total}\npages resident  ${rss}\n`);
    p.print(`pages swapped   ${swap}\nSwap performance: 0 attempts\t 0 successes\n`);
    return;
  }
  const segments = yield* readShm(p);
  if (c.format === 'creator') {
    yield* creators(c, 'Shared Memory Segment Creators/Owners', 'shmid', segments);
    return;
  }
  const [title, widths, names, line] = SHM_LISTS[c.format];
  p.print(`------ ${title} --------\n${heading(widths, unit === 'human' ? names.map((n) => (n === 'bytes' ? 'size' : n)) : names)}`);
  for (const s of segments) p.print(yield* line(c, s));
}

/** Title, widths, headings and a line of one of the three lists of a kind. */
type List<T> = readonly [string, readonly number[], readonly string[], (c: Context, object: T) => Sys<string>];
type Lists<T> = Readonly<Record<'time' | 'pid' | 'list', List<T>>>;

function* shmTimes(c: Context, s: Shm): Sys<string> {
  return `${left(s.id, 10)} ${yield* owner(c, s)} ${shortTime(s.atime)} ${shortTime(s.dtime)} ${shortTime(s.ctime)}\n`;
}

function* shmPids(c: Context, s: Shm): Sys<string> {
  return `${left(s.id, 10)} ${yield* owner(c, s)} ${left(s.cpid, 10)} ${left(s.lpid, 10)}\n`;
}

function* shmLine(c: Context, s: Shm): Sys<string> {
  const status = `${left((s.mode & SHM_DEST) !== 0 ? 'dest' : ' ', 6)} ${left((s.mode & SHM_LOCKED) !== 0 ? 'locked' : ' ', 6)}`;
  return `${yield* start(c, s)}${sizeCell(c.unit, s.size, 10)} ${left(s.nattch, 10)} ${status}\n`;
}

const SHM_LISTS: Lists<Shm> = {
  time: ['Shared Memory Attach/Detach/Change Times', [10, 10, 20, 20, 20], ['shmid', 'owner', 'attached', 'detached', 'changed'], shmTimes],
  pid: ['Shared Memory Creator/Last-op PIDs', [10, 10, 10, 10], ['shmid', 'owner', 'cpid', 'lpid'], shmPids],
  list: ['Shared Memory Segments', [10, 10, 10, 10, 10, 10, 12], ['key', 'shmid', 'owner', 'perms', 'bytes', 'nattch', 'status'], shmLine],
};

function* showSem(c: Context): Sys<void> {
  const { p } = c;
  switch (c.format) {
    case 'limits': {
      const { semmni, semmsl, semmns, semopm, semvmx } = yield* readLimits(p);
      p.print(`------ Semaphore Limits --------\nmax number of arrays = ${semmni}\nmax semaphores per array = ${semmsl}\n`);
      p.print(`max semaphores system wide = ${semmns}\nmax ops per semop call = ${semopm}\nsemaphore max value = ${semvmx}\n`);
      return;
    }
    case 'summary': {
      const { semusz, semaem } = p.sys.semctl(0, 0, SEM_INFO, null);
      p.print(`------ Semaphore Status --------\nused arrays = ${semusz}\nallocated semaphores = ${semaem}\n`);
      return;
    }
    case 'creator':
      yield* creators(c, 'Semaphore Arrays Creators/Owners', 'semid', yield* readSem(p));
      return;
    case 'pid':
      // Sets have no such thing.
      return;
    default: {
      const [title, widths, names, line] = SEM_LISTS[c.format];
      p.print(`------ ${title} --------\n${heading(widths, names)}`);
      for (const s of yield* readSem(p)) p.print(yield* line(c, s));
    }
  }
}

function* semTimes(c: Context, s: Sem): Sys<string> {
  return `${left(s.id, 8)} ${yield* owner(c, s)}  ${longTime(s.otime)} ${longTime(s.ctime)}\n`;
}

function* semLine(c: Context, s: Sem): Sys<string> {
  return `${yield* start(c, s)}${left(s.nsems, 10)}\n`;
}

const SEM_LISTS: Readonly<Record<'time' | 'list', List<Sem>>> = {
  time: ['Semaphore Operation/Change Times', [8, 10, 26, 26], ['semid', 'owner', 'last-op', 'last-changed'], semTimes],
  list: ['Semaphore Arrays', [10, 10, 10, 10, 10], ['key', 'semid', 'owner', 'perms', 'nsems'], semLine],
};

function* showMsg(c: Context): Sys<void> {
  const { p, unit } = c;
  if (c.format === 'limits') {
    const { msgmni, msgmax, msgmnb } = yield* readLimits(p);
    const bytes = unit === 'default' ? 'bytes' : unit;
    p.print(`------ Messages Limits --------\nmax queues system wide = ${msgmni}\n`);
    p.print(`${printSize(bytes, msgmax, 'max size of message')}\n${printSize(bytes, msgmnb, 'default max size of queue')}\n`);
    return;
  }
  if (c.format === 'summary') {
    const { msgpool, msgmap, msgtql } = p.sys.msgctl(0, MSG_INFO, null);
    p.print(`------ Messages Status --------\nallocated queues = ${msgpool}\nused headers = ${msgmap}\n`);
    p.print(`${printSize(unit, msgtql, 'used space')}${unit === 'default' ? ' bytes' : ''}\n`);
    return;
  }
  const queues = yield* readMsg(p);
  if (c.format === 'creator') {
    yield* creators(c, 'Message Queues Creators/Owners', 'msqid', queues);
    return;
  }
  const [title, widths, names, line] = MSG_LISTS[c.format];
  p.print(`------ ${title} --------\n${heading(widths, unit === 'human' ? names.map((n) => (n === 'used-bytes' ? 'size' : n)) : names)}`);
  for (const q of queues) p.print(yield* line(c, q));
}

function* msgTimes(c: Context, q: Msg): Sys<string> {
  return `${left(q.id, 8)} ${yield* owner(c, q)} ${shortTime(q.stime)} ${shortTime(q.rtime)} ${shortTime(q.ctime)}\n`;
}

function* msgPids(c: Context, q: Msg): Sys<string> {
  return `${left(q.id, 8)} ${yield* owner(c, q)}  ${String(q.lspid).padStart(5)}     ${String(q.lrpid).padStart(5)}\n`;
}

function* msgLine(c: Context, q: Msg): Sys<string> {
  return `${yield* start(c, q)}${sizeCell(c.unit, q.cbytes, 12)} ${left(q.qnum, 12)}\n`;
}

const MSG_LISTS: Lists<Msg> = {
  time: ['Message Queues Send/Recv/Change Times', [8, 10, 20, 20, 20], ['msqid', 'owner', 'send', 'recv', 'change'], msgTimes],
  pid: ['Message Queues PIDs', [10, 10, 10, 10], ['msqid', 'owner', 'lspid', 'lrpid'], msgPids],
  list: ['Message Queues', [10, 10, 10, 10, 12, 12], ['key', 'msqid', 'owner', 'perms', 'used-bytes', 'messages'], msgLine],
};

const KINDS = [
  { key: 'queues', show: showMsg, details: showMsgDetails },
  { key: 'shmems', show: showShm, details: showShmDetails },
  { key: 'semaphores', show: showSem, details: showSemDetails },
] as const;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  let id: number | null = null;
  let format: Format = 'list';
  let unit: Unit = 'default';
  for (const { key, value } of o.given) {
    if (key === 'id') id = yield* strtos32(p, value ?? '', 'failed to parse id argument');
    else if (key === 'human' || key === 'bytes') unit = key;
    else if (isFormat(key)) format = key;
  }
  const chosen = o.has('all') ? KINDS : KINDS.filter((k) => o.has(k.key));
  if (id !== null) {
    if (chosen.length !== 1) return yield* errx(p, 1, 'when using an ID, a single resource must be specified');
    yield* chosen[0].details(p, id, unit);
    return 0;
  }
  const c: Context = { p, format, unit, names: new NameCache() };
  p.print('\n');
  for (const kind of chosen.length === 0 ? KINDS : chosen) {
    yield* kind.show(c);
    p.print('\n');
  }
  return 0;
}

const isFormat = (key: string): key is Format => FORMATS.includes(key);

export const program: Program = { name: 'ipcs', usage, main };
