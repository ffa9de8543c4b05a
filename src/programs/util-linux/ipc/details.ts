// One object in full: `ipcs -m|-q|-s -i ID` (util-linux 2.38.1 sys-utils/ipcs.c, print_shm, print_msg, print_sem).

import type { Sys } from '../../../abi/sys.ts';
import type { Proc } from '../../../libc/proc.ts';
import { longTime, printSize, type Unit } from './format.ts';
import { type Perm, queueBytes, readElements, readMsg, readSem, readShm } from './objects.ts';

/** `%#o` */
const octal = (mode: number): string => (mode === 0 ? '0' : `0${mode.toString(8)}`);
const access = ({ mode }: Perm): string => octal(mode & 0o777);

/** The object of that id; null after a word that there is none, which is no failure. */
function* find<T extends Perm>(p: Proc, all: readonly T[], id: number): Sys<T | null> {
  const found = all.find((o) => o.id === id);
  if (found === undefined) yield* p.warn(`id ${id} not found`);
  return found ?? null;
}

export function* showShmDetails(p: Proc, id: number, unit: Unit): Sys<void> {
  const s = yield* find(p, yield* readShm(p), id);
  if (s === null) return;
  p.print(`\nShared memory Segment shmid=${id}\nuid=${s.uid}\tgid=${s.gid}\tcuid=${s.cuid}\tcgid=${s.cgid}\n`);
  p.print(`mode=${octal(s.mode)}\taccess_perms=${access(s)}\n${printSize(unit, s.size, unit === 'human' ? 'size=' : 'bytes=')}\t`);
  p.print(`lpid=${s.lpid}\tcpid=${s.cpid}\tnattch=${s.nattch}\n`);
  p.print(`att_time=${longTime(s.atime)}\ndet_time=${longTime(s.dtime)}\nchange_time=${longTime(s.ctime)}\n\n`);
}

export function* showMsgDetails(p: Proc, id: number, unit: Unit): Sys<void> {
  const q = yield* find(p, yield* readMsg(p), id);
  if (q === null) return;
  const [used, most] = unit === 'human' ? ['csize=', 'qsize='] : ['cbytes=', 'qbytes='];
  p.print(`\nMessage Queue msqid=${id}\nuid=${q.uid}\tgid=${q.gid}\tcuid=${q.cuid}\tcgid=${q.cgid}\tmode=${octal(q.mode)}\n`);
  p.print(`${printSize(unit, q.cbytes, used)}\t${printSize(unit, queueBytes(p, id), most)}\t`);
  p.print(`qnum=${q.qnum}\tlspid=${q.lspid}\tlrpid=${q.lrpid}\n`);
  p.print(`send_time=${longTime(q.stime)}\nrcv_time=${longTime(q.rtime)}\nchange_time=${longTime(q.ctime)}\n\n`);
}

export function* showSemDetails(p: Proc, id: number): Sys<void> {
  const s = yield* find(p, yield* readSem(p), id);
  if (s === null) return;
  const elements = yield* readElements(p, s);
  const line = (...cells: (string | number)[]): string => `${cells.map((c) => String(c).padEnd(10)).join(' ')}\n`;
  p.print(`\nSemaphore Array semid=${id}\nuid=${s.uid}\t gid=${s.gid}\t cuid=${s.cuid}\t cgid=${s.cgid}\n`);
  p.print(`mode=${octal(s.mode)}, access_perms=${access(s)}\nnsems = ${s.nsems}\n`);
  p.print(`otime = ${longTime(s.otime)}\nctime = ${longTime(s.ctime)}\n`);
  p.print(line('semnum', 'value', 'ncount', 'zcount', 'pid'));
  elements.forEach((e, num) => {
    p.print(line(num, e.value, e.ncount, e.zcount, e.pid));
  });
  p.print('\n');
}
