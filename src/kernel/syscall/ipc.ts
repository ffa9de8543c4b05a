// System calls of System V IPC (ipc/shm.c, sem.c, msg.c) and POSIX message queues (ipc/mqueue.c).

import { O_CLOEXEC } from '../../abi/flags.ts';
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_CREAT,
  IPC_EXCL,
  IPC_INFO,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  type MqSigevent,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_INFO,
  MSG_NOERROR,
  MSG_STAT,
  MSG_STAT_ANY,
  type MsgBuf,
  SEM_INFO,
  SEM_STAT,
  SEM_STAT_ANY,
  SEM_UNDO,
  SETALL,
  SETVAL,
  type SemBuf,
  SHM_EXEC,
  SHM_INFO,
  SHM_LOCK,
  SHM_NORESERVE,
  SHM_RDONLY,
  SHM_REMAP,
  SHM_RND,
  SHM_STAT,
  SHM_STAT_ANY,
  SHM_UNLOCK,
  SIGEV_SIGNAL,
} from '../../abi/ipc.ts';
import { mqGetsetattr, mqNotify, mqOpen, mqTimedreceive, mqTimedsend, mqUnlink } from '../ipc/mqueue.ts';
import { msgctl, msgget, msgrcv, msgsnd } from '../ipc/msg.ts';
import { semctl, semget } from '../ipc/sem.ts';
import { semtimedop } from '../ipc/semop.ts';
import { shmctl, shmget } from '../ipc/shm.ts';
import { shmat, shmdt } from '../ipc/shmat.ts';
import type { Format, SyscallTable } from './def.ts';
import * as f from './format.ts';
import { openFlags } from './format-file.ts';

const key: Format<number> = (k) => (k === IPC_PRIVATE ? 'IPC_PRIVATE' : f.hex(k >>> 0));

/** Flag words, then the mode in octal: `IPC_CREAT|0644`. */
const getFlags =
  (names: f.FlagNames): Format<number> =>
  (value) => {
    const bits = value & ~0o777;
    const perm = f.mode(value & 0o777);
    return bits === 0 ? perm : `${f.flags(names)(bits)}|${perm}`;
  };

const GET: f.FlagNames = [
  [IPC_CREAT, 'IPC_CREAT'],
  [IPC_EXCL, 'IPC_EXCL'],
];
const shmFlags = getFlags([...GET, [SHM_NORESERVE, 'SHM_NORESERVE']]);
const ipcFlags = getFlags(GET);
const attachFlags = f.flags([
  [SHM_RDONLY, 'SHM_RDONLY'],
  [SHM_RND, 'SHM_RND'],
  [SHM_REMAP, 'SHM_REMAP'],
  [SHM_EXEC, 'SHM_EXEC'],
]);
const messageFlags = f.flags([
  [IPC_NOWAIT, 'IPC_NOWAIT'],
  [MSG_NOERROR, 'MSG_NOERROR'],
  [MSG_EXCEPT, 'MSG_EXCEPT'],
  [MSG_COPY, 'MSG_COPY'],
]);
const operationFlags = f.flags([
  [IPC_NOWAIT, 'IPC_NOWAIT'],
  [SEM_UNDO, 'SEM_UNDO'],
]);

const CONTROL: f.FlagNames = [
  [IPC_RMID, 'IPC_RMID'],
  [IPC_SET, 'IPC_SET'],
  [IPC_STAT, 'IPC_STAT'],
  [IPC_INFO, 'IPC_INFO'],
];
const shmCommand = f.oneOf([
  ...CONTROL,
  [SHM_LOCK, 'SHM_LOCK'],
  [SHM_UNLOCK, 'SHM_UNLOCK'],
  [SHM_STAT, 'SHM_STAT'],
  [SHM_INFO, 'SHM_INFO'],
  [SHM_STAT_ANY, 'SHM_STAT_ANY'],
]);
const semCommand = f.oneOf([
  ...CONTROL,
  [GETPID, 'GETPID'],
  [GETVAL, 'GETVAL'],
  [GETALL, 'GETALL'],
  [GETNCNT, 'GETNCNT'],
  [GETZCNT, 'GETZCNT'],
  [SETVAL, 'SETVAL'],
  [SETALL, 'SETALL'],
  [SEM_STAT, 'SEM_STAT'],
  [SEM_INFO, 'SEM_INFO'],
  [SEM_STAT_ANY, 'SEM_STAT_ANY'],
]);
const msgCommand = f.oneOf([...CONTROL, [MSG_STAT, 'MSG_STAT'], [MSG_INFO, 'MSG_INFO'], [MSG_STAT_ANY, 'MSG_STAT_ANY']]);

/** What is behind a pointer of a control call. */
const pointed = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : typeof value === 'number' ? String(value) : '{...}';
/** A control call's number; what it writes through its pointer is not shown. */
const answer = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (value !== null && typeof value === 'object') {
    if ('id' in value) return String(value.id);
    if ('maxIndex' in value) return String(value.maxIndex);
  }
  return '0';
};

const operations: Format<readonly SemBuf[]> = (ops) =>
  `[${ops.map(({ num, op, flags }) => `{sem_num=${num}, sem_op=${op}, sem_flg=${operationFlags(flags)}}`).join(', ')}], ${ops.length}`;
const message: Format<MsgBuf> = ({ type, text }) => `{mtype=${type}, mtext=${f.buffer(text)}}, ${text.length}`;
const address: Format<number> = (a) => (a === 0 ? 'NULL' : f.hex(a));
const sigevent: Format<MqSigevent> = ({ notify, signo }) =>
  notify === SIGEV_SIGNAL ? `{sigev_signo=${f.signal(signo)}, sigev_notify=SIGEV_SIGNAL}` : '{sigev_notify=SIGEV_NONE}';

type IpcCalls = Pick<
  SyscallTable,
  | 'shmget'
  | 'shmat'
  | 'shmdt'
  | 'shmctl'
  | 'semget'
  | 'semctl'
  | 'semtimedop'
  | 'msgget'
  | 'msgctl'
  | 'msgsnd'
  | 'msgrcv'
  | 'mq_open'
  | 'mq_unlink'
  | 'mq_timedsend'
  | 'mq_timedreceive'
  | 'mq_notify'
  | 'mq_getsetattr'
>;

const CALLS = {
  shmget: { args: [key, f.decimal, shmFlags], sleeps: false, run: shmget },
  shmat: { args: [f.decimal, address, attachFlags], ret: (m) => f.hex(m.address), sleeps: false, run: shmat },
  shmdt: { args: [f.hex], sleeps: false, run: shmdt },
  shmctl: { args: [f.decimal, shmCommand, pointed], ret: answer, sleeps: false, run: shmctl },
  semget: { args: [key, f.decimal, ipcFlags], sleeps: false, run: semget },
  semctl: { args: [f.decimal, f.decimal, semCommand, pointed], ret: answer, sleeps: false, run: semctl },
  semtimedop: { args: [f.decimal, operations, f.orNull(f.nanoseconds)], sleeps: true, run: semtimedop },
  msgget: { args: [key, ipcFlags], sleeps: false, run: msgget },
  msgctl: { args: [f.decimal, msgCommand, pointed], ret: answer, sleeps: false, run: msgctl },
  msgsnd: { args: [f.decimal, message, messageFlags], sleeps: true, run: msgsnd },
  msgrcv: {
    args: [f.decimal, f.decimal, f.decimal, messageFlags],
    ret: (m) => String(m.text.length),
    shown: (m, id, size, type, flags) => [
      f.decimal(id),
      `{mtype=${m.type}, mtext=${f.buffer(m.text)}}`,
      f.decimal(size),
      f.decimal(type),
      messageFlags(flags),
    ],
    sleeps: true,
    run: msgrcv,
  },
  mq_open: {
    args: [f.path, (flags) => openFlags(flags | O_CLOEXEC), f.mode, f.orNull((a) => `{mq_maxmsg=${a.maxmsg}, mq_msgsize=${a.msgsize}}`)],
    sleeps: true,
    run: mqOpen,
  },
  mq_unlink: { args: [f.path], sleeps: false, run: mqUnlink },
  mq_timedsend: {
    args: [f.decimal, (d) => `${f.buffer(d)}, ${d.length}`, f.decimal, f.orNull(f.time)],
    sleeps: true,
    run: mqTimedsend,
  },
  mq_timedreceive: {
    args: [f.decimal, f.decimal, f.orNull(f.time)],
    ret: (m) => String(m.data.length),
    shown: (m, fd, size, timeout) => [f.decimal(fd), f.buffer(m.data), f.decimal(size), `[${m.priority}]`, f.orNull(f.time)(timeout)],
    sleeps: true,
    run: mqTimedreceive,
  },
  mq_notify: { args: [f.decimal, f.orNull(sigevent)], sleeps: false, run: mqNotify },
  mq_getsetattr: {
    args: [f.decimal, f.orNull((flags) => `{mq_flags=${openFlags(flags)}}`)],
    ret: () => '0',
    sleeps: false,
    run: mqGetsetattr,
  },
} satisfies IpcCalls;

/** The rows of this family. */
export const ipcCalls = (): typeof CALLS => CALLS;
