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
class Family<T extends Partial<SyscallTable>> {
  readonly rows: () => T;
  private readonly known: readonly string[] | null;

  /** @param names of a family that is loaded when the first of its calls is made */
  constructor(rows: () => T, names: readonly (keyof T & string)[] | null = null) {
    this.rows = rows;
    this.known = names;
  }

  get names(): readonly string[] {
    return this.known ?? Object.keys(this.rows());
  }
}

/**
 * Not merged into one object, since V8 would make a shape for each of the names that it copies; and asked for their rows only when all
 * modules are there, since calls and the gate import each other.
 */
const ALL = [
  new Family(() => fileCalls),
  new Family(() => metaCalls),
  new Family(() => mountCalls),
  new Family(() => processCalls),
  new Family(() => signalCalls),
  new Family(() => timeCalls),
  new Family(() => credCalls),
  new Family(() => nsCalls),
  new Family(ipcCalls, [
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
  new Family(netCalls, [
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
