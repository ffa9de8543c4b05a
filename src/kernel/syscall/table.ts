// The system-call table: the families side by side, complete by type.

import type { Syscalls } from '../../abi/syscalls.ts';
import { credCalls } from './cred.ts';
import type { SyscallTable } from './def.ts';
import { fileCalls } from './file.ts';
import { ipcCalls } from './ipc.ts';
import { metaCalls } from './meta.ts';
import { mountCalls } from './mount.ts';
import { netCalls } from './net.ts';
import { nsCalls } from './ns.ts';
import { processCalls } from './process.ts';
import { signalCalls } from './signal.ts';
import { timeCalls } from './time.ts';

/** Rows by name. */
interface Family<T extends Partial<SyscallTable>> {
  readonly names: readonly string[];
  rows(): T;
}

const family = <T extends Partial<SyscallTable>>(rows: T): Family<T> => ({ names: Object.keys(rows), rows: () => rows });

/** One that is loaded when the first of its calls is made; its names are known before. */
const later = <T extends Partial<SyscallTable>>(rows: () => T, names: readonly (keyof T & string)[]): Family<T> => ({ names, rows });

/** Not merged into one object: V8 would make a shape for each of the names that it copies. */
const ALL = [
  family(fileCalls),
  family(metaCalls),
  family(mountCalls),
  family(processCalls),
  family(signalCalls),
  family(timeCalls),
  family(credCalls),
  family(nsCalls),
  later(ipcCalls, [
    'shmget',
    'shmat',
    'shmdt',
    'shmctl',
    'semget',
    'semctl',
    'semtimedop',
    'msgget',
    'msgctl',
    'msgsnd',
    'msgrcv',
    'mq_open',
    'mq_unlink',
    'mq_timedsend',
    'mq_timedreceive',
    'mq_notify',
    'mq_getsetattr',
  ]),
  later(netCalls, [
    'socket',
    'socketpair',
    'bind',
    'listen',
    'connect',
    'accept4',
    'sendto',
    'recvfrom',
    'shutdown',
    'getsockname',
    'getpeername',
    'setsockopt',
    'getsockopt',
    'rtnetlink',
    'nf_tables',
    'sock_diag',
  ]),
];

type Known<F> = F extends Family<infer T> ? keyof T : never;
type Missing = Exclude<keyof Syscalls, Known<(typeof ALL)[number]>>;

export const SYSCALLS: [Missing] extends [never] ? readonly Family<Partial<SyscallTable>>[] : { readonly missing: Missing } = ALL;
