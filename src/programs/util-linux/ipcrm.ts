// ipcrm(1): removes System V IPC objects by id or key (util-linux 2.38.1 sys-utils/ipcrm.c).

import { encode } from '../../abi/bytes.ts';
import { EACCES, EIDRM, EINVAL, ENOENT, EPERM, ERANGE, Errno } from '../../abi/errno.ts';
import { IPC_PRIVATE, IPC_RMID, MSG_INFO, MSG_STAT, SEM_INFO, SEM_STAT, SHM_INFO, SHM_STAT } from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { err, errx } from '../../libc/error.ts';
import { parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import { Exit, type Proc, type Program, writeAll } from '../../libc/proc.ts';
import { isatty } from '../../libc/tty.ts';
import { strtos32 } from './ipc/numbers.ts';

const usage = `
Usage:
 ipcrm [options]
 ipcrm shm|msg|sem <id>...

Remove certain IPC resources.

Options:
 -m, --shmem-id <id>        remove shared memory segment by id
 -M, --shmem-key <key>      remove shared memory segment by key
 -q, --queue-id <id>        remove message queue by id
 -Q, --queue-key <key>      remove message queue by key
 -s, --semaphore-id <id>    remove semaphore by id
 -S, --semaphore-key <key>  remove semaphore by key
 -a, --all[=shm|msg|sem]    remove all (in the specified category)
 -v, --verbose              explain what is being done

 -h, --help                 display this help
 -V, --version              display version

For more details see ipcrm(1).
`;

type Kind = 'shm' | 'sem' | 'msg';

interface KindRow {
  readonly name: string;
  remove(sys: Syscalls, id: number): number;
  byKey(sys: Syscalls, key: number): number;
  maxIndex(sys: Syscalls): number;
  idAt(sys: Syscalls, index: number): number;
}

const KINDS: Readonly<Record<Kind, KindRow>> = {
  shm: {
    name: 'shared memory segment',
    remove: (sys, id) => sys.shmctl(id, IPC_RMID, null),
    byKey: (sys, key) => sys.shmget(key, 0, 0),
    maxIndex: (sys) => sys.shmctl(0, SHM_INFO, null).maxIndex,
    idAt: (sys, index) => sys.shmctl(index, SHM_STAT, null).id,
  },
  sem: {
    name: 'semaphore',
    remove: (sys, id) => sys.semctl(id, 0, IPC_RMID, null),
    byKey: (sys, key) => sys.semget(key, 0, 0),
    maxIndex: (sys) => sys.semctl(0, 0, SEM_INFO, null).maxIndex,
    idAt: (sys, index) => sys.semctl(index, 0, SEM_STAT, null).id,
  },
  msg: {
    name: 'message queue',
    remove: (sys, id) => sys.msgctl(id, IPC_RMID, null),
    byKey: (sys, key) => sys.msgget(key, 0),
    maxIndex: (sys) => sys.msgctl(0, MSG_INFO, null).maxIndex,
    idAt: (sys, index) => sys.msgctl(index, MSG_STAT, null).id,
  },
};

const isKind = (word: string): word is Kind => Object.hasOwn(KINDS, word);

/** What a refused removal or look-up is called. */
const reason = (e: Errno): string | undefined =>
  e === EACCES || e === EPERM ? 'permission denied for' : e === EINVAL ? 'invalid' : e === EIDRM ? 'already removed' : undefined;

/** Ahead of what -v has told, which waits for the end unless it goes to a terminal. */
function* complain(p: Proc, text: string): Sys<void> {
  if (yield* isatty(p.sys, 1)) yield* p.warn(text);
  else yield* writeAll(p.sys, 2, encode(`${p.name}: ${text}\n`));
}

/** True when it could be removed. */
function* removeId(p: Proc, kind: Kind, id: number, by: 'id' | 'key', isVerbose: boolean): Sys<boolean> {
  if (isVerbose) p.print(`removing ${KINDS[kind].name} id \`${id}'\n`);
  try {
    KINDS[kind].remove(p.sys, id);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    const text = reason(e);
    if (text === undefined) return yield* err(p, 1, `${by} failed`, e);
    yield* complain(p, `${text} ${by} (${id})`);
    return false;
  }
}

/** strtoul with the base told by the prefix, cut to the 32 bits of a key. */
function* parseKey(p: Proc, text: string): Sys<number> {
  const message = `failed to parse argument: '${text}'`;
  // errno is what the start of the program has left in it.
  if (text === '') yield* err(p, 1, message, ENOENT);
  const m = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text);
  if (m === null || (/^0\d/.test(m[2]) && !/^[0-7]+$/.test(m[2]))) return yield* errx(p, 1, message);
  const n = BigInt(/^0\d/.test(m[2]) ? `0o${m[2].slice(1)}` : m[2]);
  if (n > 0xffffffffffffffffn) yield* err(p, 1, message, ERANGE);
  return Number(BigInt.asIntN(32, m[1] === '-' ? -n : n));
}

function* removeKey(p: Proc, kind: Kind, text: string, isVerbose: boolean): Sys<boolean> {
  const key = yield* parseKey(p, text);
  if (key === IPC_PRIVATE) {
    yield* complain(p, `illegal key (${text})`);
    return false;
  }
  let id: number;
  try {
    id = KINDS[kind].byKey(p.sys, key);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    const why = e === EACCES ? 'permission denied for' : e === EIDRM ? 'already removed' : e === ENOENT ? 'invalid' : undefined;
    if (why === undefined) return yield* err(p, 1, 'key failed', e);
    yield* complain(p, `${why} key (${text})`);
    return false;
  }
  return yield* removeId(p, kind, id, 'key', isVerbose);
}

function* removeAll(p: Proc, kinds: readonly Kind[], isVerbose: boolean): Sys<boolean> {
  let isDone = true;
  for (const kind of kinds) {
    const max = KINDS[kind].maxIndex(p.sys);
    for (let index = 0; index <= max; index++) {
      let id: number;
      try {
        id = KINDS[kind].idAt(p.sys, index);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        continue;
      }
      if (!(yield* removeId(p, kind, id, 'id', isVerbose))) isDone = false;
    }
  }
  return isDone;
}

/** The old style: `ipcrm shm ID...` */
function* removeList(p: Proc, kind: Kind, words: readonly string[]): Sys<number> {
  if (words.length === 0) return yield* usageError(p, utilLinux(p), 'not enough arguments');
  let isDone = true;
  for (const word of words) {
    if (/^\s*[+-]?\d+$/.test(word)) {
      const id = Number(BigInt.asIntN(32, BigInt(word.trim())));
      if (!(yield* removeId(p, kind, id, 'id', false))) isDone = false;
    } else {
      yield* complain(p, `invalid id: ${word}`);
      isDone = false;
    }
  }
  if (!isDone) throw new Exit(1);
  p.print('resource(s) deleted\n');
  return 0;
}

const BY_ID: Readonly<Record<string, Kind>> = { 'shmem-id': 'shm', 'queue-id': 'msg', 'semaphore-id': 'sem' };
const BY_KEY: Readonly<Record<string, Kind>> = { 'shmem-key': 'shm', 'queue-key': 'msg', 'semaphore-key': 'sem' };

function* main(p: Proc): Sys<number> {
  const first = p.args[0];
  if (first !== undefined && isKind(first)) return yield* removeList(p, first, p.args.slice(1));
  const style = { ...utilLinux(p), shortOptional: true };
  const o = yield* parseOptions(p, style);
  let isVerbose = false;
  let isDone = true;
  let all: readonly Kind[] = [];
  // In the order given: -v counts for what comes after it.
  for (const { key, value } of o.given) {
    if (key === 'verbose') isVerbose = true;
    else if (key === 'all') {
      if (value !== undefined && !isKind(value)) yield* errx(p, 1, `unknown argument: ${value}`);
      all = value !== undefined && isKind(value) ? [value] : ['shm', 'sem', 'msg'];
    } else if (key in BY_ID) {
      const id = yield* strtos32(p, value ?? '', 'failed to parse argument');
      if (!(yield* removeId(p, BY_ID[key], id, 'id', isVerbose))) isDone = false;
    } else if (!(yield* removeKey(p, BY_KEY[key], value ?? '', isVerbose))) isDone = false;
  }
  if (!(yield* removeAll(p, all, isVerbose))) isDone = false;
  if (o.operands.length > 0) return yield* usageError(p, style, `unknown argument: ${o.operands[0]}`);
  return isDone ? 0 : 1;
}

export const program: Program = { name: 'ipcrm', usage, main };
