// `lsipc --global`: the limits of System V IPC, and how much of them is used (util-linux 2.38.1 sys-utils/lsipc.c, do_*_global).

import type { Sys } from '../../../abi/sys.ts';
import { sizeToHuman } from '../../../libc/human.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { CellStyle, Cells, Kind } from './columns.ts';
import { type Limits, readLimits, readMsg, readSem, readShm } from './objects.ts';

const PAGE_SIZE = 4096;

interface Usage {
  readonly queues: number;
  readonly segments: number;
  readonly pages: number;
  readonly sets: number;
  readonly semaphores: number;
}

function* readUsage(p: Proc): Sys<Usage> {
  const segments = yield* readShm(p);
  const sets = yield* readSem(p);
  return {
    queues: (yield* readMsg(p)).length,
    segments: segments.length,
    pages: Math.floor(segments.reduce((sum, s) => sum + s.size, 0) / PAGE_SIZE),
    sets: sets.length,
    // The real tool adds up the first set's semaphores, once for each set.
    semaphores: sets.length === 0 ? 0 : sets.length * sets[0].nsems,
  };
}

interface LimitRow {
  readonly kind: Kind['option'];
  readonly name: string;
  readonly text: string;
  readonly limit: (l: Limits) => number | bigint;
  /** Missing: nothing is counted against it. */
  readonly used?: (u: Usage) => number;
  readonly isSize?: true;
}

const ROWS: readonly LimitRow[] = [
  { kind: 'queues', name: 'MSGMNI', text: 'Number of message queues', limit: (l) => l.msgmni, used: (u) => u.queues },
  { kind: 'queues', name: 'MSGMAX', text: 'Max size of message (bytes)', limit: (l) => l.msgmax, isSize: true },
  { kind: 'queues', name: 'MSGMNB', text: 'Default max size of queue (bytes)', limit: (l) => l.msgmnb, isSize: true },
  { kind: 'shmems', name: 'SHMMNI', text: 'Shared memory segments', limit: (l) => l.shmmni, used: (u) => u.segments },
  { kind: 'shmems', name: 'SHMALL', text: 'Shared memory pages', limit: (l) => l.shmall, used: (u) => u.pages },
  { kind: 'shmems', name: 'SHMMAX', text: 'Max size of shared memory segment (bytes)', limit: (l) => l.shmmax, isSize: true },
  { kind: 'shmems', name: 'SHMMIN', text: 'Min size of shared memory segment (bytes)', limit: () => 1, isSize: true },
  { kind: 'semaphores', name: 'SEMMNI', text: 'Number of semaphore identifiers', limit: (l) => l.semmni, used: (u) => u.sets },
  { kind: 'semaphores', name: 'SEMMNS', text: 'Total number of semaphores', limit: (l) => l.semmns, used: (u) => u.semaphores },
  { kind: 'semaphores', name: 'SEMMSL', text: 'Max semaphores per semaphore set.', limit: (l) => l.semmsl },
  { kind: 'semaphores', name: 'SEMOPM', text: 'Max number of operations per semop(2)', limit: (l) => l.semopm },
  { kind: 'semaphores', name: 'SEMVMX', text: 'Semaphore max value', limit: (l) => l.semvmx },
];

/** printf's `%2.2f%%` of a share, with C's words for what cannot be divided. */
function percent(used: number, limit: number): string {
  if (limit === 0) return used === 0 ? '-nan%' : 'inf%';
  return `${((used / limit) * 100).toFixed(2)}%`;
}

/** A row for each limit, of one kind or of all. */
export function* summary(p: Proc, kind: Kind | null, style: CellStyle): Sys<Cells[]> {
  const limits = yield* readLimits(p);
  const usage = yield* readUsage(p);
  return ROWS.filter((row) => kind === null || row.kind === kind.option).map((row) => {
    const limit = row.limit(limits);
    const used = row.used?.(usage);
    return {
      RESOURCE: row.name,
      DESCRIPTION: row.text,
      LIMIT: row.isSize === true && !style.isBytes ? sizeToHuman(Number(limit)) : String(limit),
      USED: used === undefined ? '-' : String(used),
      'USE%': used === undefined ? '-' : percent(used, Number(limit)),
    };
  });
}
