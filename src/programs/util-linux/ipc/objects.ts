// The System V objects and limits as ipcs and lsipc find them (util-linux 2.38.1 sys-utils/ipcutils.c): the tables of /proc/sysvipc, or
// where there is no /proc the *ctl calls; both list everything.

import { ENOENT, Errno } from '../../../abi/errno.ts';
import {
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_INFO,
  IPC_STAT,
  type IpcPermDs,
  MSG_INFO,
  MSG_STAT_ANY,
  SEM_INFO,
  SEM_STAT_ANY,
  SEMVMX,
  SHM_INFO,
  SHM_STAT_ANY,
} from '../../../abi/ipc.ts';
import { append } from '../../../abi/list.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { err } from '../../../libc/error.ts';
import { type Proc, readFile } from '../../../libc/proc.ts';

export type Perm = Omit<IpcPermDs, 'seq'> & { readonly id: number };

export interface Shm extends Perm {
  readonly size: number;
  readonly nattch: number;
  readonly atime: number;
  readonly dtime: number;
  readonly ctime: number;
  readonly cpid: number;
  readonly lpid: number;
}

export interface Sem extends Perm {
  readonly nsems: number;
  readonly otime: number;
  readonly ctime: number;
}

export interface Msg extends Perm {
  readonly cbytes: number;
  readonly qnum: number;
  readonly stime: number;
  readonly rtime: number;
  readonly ctime: number;
  readonly lspid: number;
  readonly lrpid: number;
}

export interface Limits {
  readonly shmmni: bigint;
  readonly shmmax: bigint;
  readonly shmall: bigint;
  readonly msgmni: number;
  readonly msgmax: number;
  readonly msgmnb: number;
  readonly semmsl: number;
  readonly semmns: number;
  readonly semopm: number;
  readonly semmni: number;
  readonly semvmx: number;
}

/** The lines of a table of /proc/sysvipc as numbers; null: it is not there. */
function* table(sys: Syscalls, name: string): Sys<number[][] | null> {
  try {
    const text = yield* readFile(sys, `/proc/sysvipc/${name}`);
    // The mode, third, is octal.
    return text
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) =>
        line
          .trim()
          .split(/\s+/)
          .map((word, i) => Number.parseInt(word, i === 2 ? 8 : 10)),
      );
  } catch (e) {
    if (e instanceof Errno) return null;
    throw e;
  }
}

/** Each index up to the highest that is in use. */
function byIndex<T>(maxIndex: number, stat: (index: number) => T): T[] {
  const found: T[] = [];
  for (let index = 0; index <= maxIndex; index++) {
    try {
      found.push(stat(index));
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
  }
  return found;
}

export function* readShm({ sys }: Proc): Sys<Shm[]> {
  const rows = yield* table(sys, 'shm');
  if (rows === null) {
    return byIndex(sys.shmctl(0, SHM_INFO, null).maxIndex, (index) => {
      const { perm, segsz, ...rest } = sys.shmctl(index, SHM_STAT_ANY, null);
      return { ...perm, ...rest, size: segsz };
    });
  }
  return rows.map(([key, id, mode, size, cpid, lpid, nattch, uid, gid, cuid, cgid, atime, dtime, ctime]) => ({
    ...{ key, id, mode, size, cpid, lpid, nattch, uid, gid, cuid, cgid, atime, dtime, ctime },
  }));
}

export function* readSem({ sys }: Proc): Sys<Sem[]> {
  const rows = yield* table(sys, 'sem');
  if (rows === null) {
    return byIndex(sys.semctl(0, 0, SEM_INFO, null).maxIndex, (index) => {
      const { perm, ...rest } = sys.semctl(index, 0, SEM_STAT_ANY, null);
      return { ...perm, ...rest };
    });
  }
  return rows.map(([key, id, mode, nsems, uid, gid, cuid, cgid, otime, ctime]) => ({
    ...{ key, id, mode, nsems, uid, gid, cuid, cgid, otime, ctime },
  }));
}

export function* readMsg({ sys }: Proc): Sys<Msg[]> {
  const rows = yield* table(sys, 'msg');
  if (rows === null) {
    return byIndex(sys.msgctl(0, MSG_INFO, null).maxIndex, (index) => {
      const { perm, ...rest } = sys.msgctl(index, MSG_STAT_ANY, null);
      return { ...perm, ...rest };
    });
  }
  return rows.map(([key, id, mode, cbytes, qnum, lspid, lrpid, uid, gid, cuid, cgid, stime, rtime, ctime]) => ({
    ...{ key, id, mode, cbytes, qnum, lspid, lrpid, uid, gid, cuid, cgid, stime, rtime, ctime },
  }));
}

/** Bytes the queue may hold; only its reader is told, others get 0. */
export function queueBytes({ sys }: Proc, id: number): number {
  try {
    return sys.msgctl(id, IPC_STAT, null).qbytes;
  } catch (e) {
    if (e instanceof Errno) return 0;
    throw e;
  }
}

export interface SemElement {
  readonly value: number;
  readonly ncount: number;
  readonly zcount: number;
  readonly pid: number;
}

/** The semaphores of a set. Who may not read it is told so, and the program ends. */
export function* readElements(p: Proc, { id, nsems }: Sem): Sys<SemElement[]> {
  const elements: SemElement[] = [];
  for (let num = 0; num < nsems; num++) {
    const value = yield* element(p, id, num, GETVAL, 'GETVAL');
    const ncount = yield* element(p, id, num, GETNCNT, 'GETNCNT');
    const zcount = yield* element(p, id, num, GETZCNT, 'GETZCNT');
    const pid = yield* element(p, id, num, GETPID, 'GETPID');
    elements.push({ value, ncount, zcount, pid });
  }
  return elements;
}

function* element(
  p: Proc,
  id: number,
  num: number,
  cmd: typeof GETVAL | typeof GETNCNT | typeof GETZCNT | typeof GETPID,
  name: string,
): Sys<number> {
  try {
    return p.sys.semctl(id, num, cmd, null);
  } catch (e) {
    return yield* err(p, 1, `semctl(${name}) failed`, e);
  }
}

/** Files of /proc/sys/kernel as words; null when one is missing. */
function* sysctls(sys: Syscalls, names: readonly string[]): Sys<string[] | null> {
  const words: string[] = [];
  for (const name of names) {
    try {
      append(words, (yield* readFile(sys, `/proc/sys/kernel/${name}`)).trim().split(/\s+/));
    } catch (e) {
      if (e === ENOENT) return null;
      throw e;
    }
  }
  return words;
}

export function* readLimits({ sys }: Proc): Sys<Limits> {
  const shm = yield* sysctls(sys, ['shmmni', 'shmmax', 'shmall']);
  const msg = (yield* sysctls(sys, ['msgmni', 'msgmax', 'msgmnb']))?.map(Number) ?? null;
  const sem = (yield* sysctls(sys, ['sem']))?.map(Number) ?? null;
  const shmInfo = sys.shmctl(0, IPC_INFO, null);
  const msgInfo = sys.msgctl(0, IPC_INFO, null);
  const semInfo = sys.semctl(0, 0, IPC_INFO, null);
  const [shmmni, shmmax, shmall] = shm?.map(BigInt) ?? [BigInt(shmInfo.shmmni), shmInfo.shmmax, shmInfo.shmall];
  const [msgmni, msgmax, msgmnb] = msg ?? [msgInfo.msgmni, msgInfo.msgmax, msgInfo.msgmnb];
  const [semmsl, semmns, semopm, semmni] = sem ?? [semInfo.semmsl, semInfo.semmns, semInfo.semopm, semInfo.semmni];
  return { shmmni, shmmax, shmall, msgmni, msgmax, msgmnb, semmsl, semmns, semopm, semmni, semvmx: SEMVMX };
}
