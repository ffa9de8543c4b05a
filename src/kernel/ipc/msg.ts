// System V message queues (msgget(2), msgop(2), msgctl(2), ipc/msg.c). A message goes straight to the receiver that waits longest for one of its
// type, else into the queue.

import { CAP_SYS_RESOURCE } from '../../abi/caps.ts';
import { E2BIG, EAGAIN, EIDRM, EINVAL, ENOMSG, EPERM, ERESTARTSYS, Errno } from '../../abi/errno.ts';
import {
  IPC_INFO,
  IPC_NOWAIT,
  IPC_RMID,
  IPC_SET,
  IPC_STAT,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_INFO,
  MSG_NOERROR,
  MSG_STAT,
  MSG_STAT_ANY,
  type MsgBuf,
  type MsgCtl,
  type MsgInfo,
  type MsqidDs,
} from '../../abi/ipc.ts';
import type { Sys } from '../../abi/sys.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Pid } from '../proc/pid.ts';
import { passSignals } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import {
  type IpcObject,
  type IpcPerm,
  ipcGet,
  ipcPerms,
  permDs,
  requireOwner,
  S_IRUGO,
  S_IRWXUGO,
  S_IWUGO,
  statObject,
  updatePerm,
} from './ids.ts';
import { type IpcNs, ipcNsOf } from './ipcns.ts';

/** Constants of tables that no longer exist (MSGPOOL, MSGMAP, MSGTQL). */
const MSGPOOL = 512000;
const MSGMAP = 16384;
const MSGTQL = 16384;

/** Which messages a receiver takes. */
interface Wanted {
  readonly type: number;
  readonly mode: 'any' | 'equal' | 'except' | 'atMost' | 'number';
}

/** struct msg_receiver: one that waits. */
interface Receiver extends Wanted {
  readonly task: Task;
  readonly size: number;
  readonly queue: WaitQueue;
  result: MsgBuf | Errno | null;
}

export class MsgQueue implements IpcObject {
  readonly ns: IpcNs;
  readonly perm: IpcPerm;
  /** Seconds; 0: never. */
  stime = 0;
  rtime = 0;
  ctime: number;
  /** Bytes there may be, and are. */
  qbytes: number;
  cbytes = 0;
  lspid: Pid | null = null;
  lrpid: Pid | null = null;
  readonly messages: MsgBuf[] = [];
  readonly receivers: Receiver[] = [];
  readonly senders = new WaitQueue();

  constructor(ns: IpcNs, perm: IpcPerm, now: number) {
    this.ns = ns;
    this.perm = perm;
    this.qbytes = ns.limits.msgmnb;
    this.ctime = now;
  }

  /** freeque: who waits gets EIDRM. */
  remove(): void {
    const { ns } = this;
    ns.msg.remove(this);
    ns.msgBytes -= this.cbytes;
    ns.msgHdrs -= this.messages.length;
    expunge(this, EIDRM);
    wakeUp(this.senders);
  }
}

const nowOf = (task: Task): number => task.kernel.clock.now().sec;

export function msgget(task: Task, key: number, flags: number): number {
  const ns = ipcNsOf(task);
  const make = (perm: IpcPerm): MsgQueue => new MsgQueue(ns, perm, nowOf(task));
  return ipcGet(task, key | 0, flags, {
    ids: ns.msg,
    owner: ns.owner,
    create: () => ns.msg.add(task, key | 0, flags & S_IRWXUGO, ns.limits.msgmni, make),
  });
}

/** expunge_all: every receiver wakes with this; EAGAIN makes it look again. */
function expunge(queue: MsgQueue, result: Errno): void {
  for (const r of queue.receivers.splice(0)) {
    if (!isWaiting(r)) continue;
    r.result = result;
    wakeUp(r.queue);
  }
}

const isWaiting = ({ result, queue, task }: Receiver): boolean => result === null && queue.waiters.has(task);

/** testmsg */
function matches({ type, mode }: Wanted, message: MsgBuf): boolean {
  switch (mode) {
    case 'equal':
      return message.type === type;
    case 'except':
      return message.type !== type;
    case 'atMost':
      return message.type <= type;
    default:
      return true;
  }
}

/** find_msg: the first that is wanted; of "at most" the first of the lowest type; with MSG_COPY the one at that place. */
function find(queue: MsgQueue, wanted: Wanted): MsgBuf | undefined {
  const { messages } = queue;
  if (wanted.mode === 'number') return messages[wanted.type];
  if (wanted.mode !== 'atMost') return messages.find((m) => matches(wanted, m));
  let best: MsgBuf | undefined;
  for (const m of messages) if (matches(wanted, m) && (best === undefined || m.type < best.type)) best = m;
  return best;
}

/** convert_mode */
function wantedBy(type: number, flags: number): Wanted {
  if ((flags & MSG_COPY) !== 0) return { type, mode: 'number' };
  if (type === 0) return { type, mode: 'any' };
  if (type < 0) return { type: -type, mode: 'atMost' };
  return { type, mode: (flags & MSG_EXCEPT) !== 0 ? 'except' : 'equal' };
}

/** msg_fits_inqueue */
const fits = ({ cbytes, qbytes, messages }: MsgQueue, size: number): boolean => size + cbytes <= qbytes && 1 + messages.length <= qbytes;

/** pipelined_send: hands the message to a receiver that waits for it; one whose buffer is too small gets E2BIG instead. */
function handOver(queue: MsgQueue, message: MsgBuf): boolean {
  for (const r of [...queue.receivers]) {
    if (!isWaiting(r)) {
      forget(queue, r);
      continue;
    }
    if (!matches(r, message)) continue;
    forget(queue, r);
    r.result = r.size < message.text.length ? E2BIG : message;
    wakeUp(r.queue);
    if (r.result === E2BIG) continue;
    queue.lrpid = r.task.pid;
    queue.rtime = nowOf(r.task);
    return true;
  }
  return false;
}

function forget(queue: MsgQueue, r: Receiver): void {
  const at = queue.receivers.indexOf(r);
  if (at >= 0) queue.receivers.splice(at, 1);
}

/** EINVAL: too long (msgmax), or a type below 1. EAGAIN, EIDRM, EINTR as msgop(2) says. */
export function* msgsnd(task: Task, msqid: number, { type, text }: MsgBuf, flags: number): Sys<void> {
  const ns = ipcNsOf(task);
  const size = text.length;
  if (size > ns.limits.msgmax || msqid < 0 || type < 1) throw EINVAL;
  const queue = ns.msg.obtain(msqid);
  for (;;) {
    ipcPerms(task, ns.owner, queue.perm, S_IWUGO);
    if (fits(queue, size)) break;
    if ((flags & IPC_NOWAIT) !== 0) throw EAGAIN;
    try {
      yield* sleepOn(task, queue.senders, 'do_msgsnd');
    } catch (e) {
      if (e !== ERESTARTSYS) throw e;
      if (!queue.perm.isDeleted) yield* passSignals(task);
    }
    if (queue.perm.isDeleted) throw EIDRM;
  }
  queue.lspid = task.pid;
  queue.stime = nowOf(task);
  const message: MsgBuf = { type, text: text.slice() };
  if (handOver(queue, message)) return;
  queue.messages.push(message);
  queue.cbytes += size;
  ns.msgBytes += size;
  ns.msgHdrs++;
}

/** Takes a message out of the queue; senders may have room now. */
function take(task: Task, queue: MsgQueue, message: MsgBuf): void {
  const { ns } = queue;
  queue.messages.splice(queue.messages.indexOf(message), 1);
  queue.rtime = nowOf(task);
  queue.lrpid = task.pid;
  queue.cbytes -= message.text.length;
  ns.msgBytes -= message.text.length;
  ns.msgHdrs--;
  wakeUp(queue.senders);
}

const cutTo = ({ type, text }: MsgBuf, size: number): MsgBuf => ({ type, text: text.slice(0, size) });

/** E2BIG: longer than `size` without MSG_NOERROR. ENOMSG, EIDRM, EINTR as msgop(2) says. */
export function* msgrcv(task: Task, msqid: number, size: number, type: number, flags: number): Sys<MsgBuf> {
  const ns = ipcNsOf(task);
  if (msqid < 0 || size < 0) throw EINVAL;
  if ((flags & MSG_COPY) !== 0 && ((flags & MSG_EXCEPT) !== 0 || (flags & IPC_NOWAIT) === 0)) throw EINVAL;
  const queue = ns.msg.obtain(msqid);
  const wanted = wantedBy(type, flags);
  for (;;) {
    ipcPerms(task, ns.owner, queue.perm, S_IRUGO);
    const message = find(queue, wanted);
    if (message !== undefined) {
      if (size < message.text.length && (flags & MSG_NOERROR) === 0) throw E2BIG;
      if ((flags & MSG_COPY) === 0) take(task, queue, message);
      return cutTo(message, size);
    }
    if ((flags & IPC_NOWAIT) !== 0) throw ENOMSG;
    const longest = (flags & MSG_NOERROR) !== 0 ? Infinity : size;
    const got = yield* receive(queue, { ...wanted, task, size: longest, queue: new WaitQueue(), result: null });
    if (got !== null) return cutTo(got, size);
  }
}

/** Waits for a message to be handed over; null: look again. */
function* receive(queue: MsgQueue, receiver: Receiver): Sys<MsgBuf | null> {
  queue.receivers.push(receiver);
  try {
    yield* sleepOn(receiver.task, receiver.queue, 'do_msgrcv');
  } catch (e) {
    if (e !== ERESTARTSYS) throw e;
    if (receiver.result === null) {
      forget(queue, receiver);
      yield* passSignals(receiver.task);
    }
  }
  forget(queue, receiver);
  const { result } = receiver;
  if (result === EAGAIN || result === null) {
    if (queue.perm.isDeleted) throw EIDRM;
    return null;
  }
  if (result instanceof Errno) throw result;
  return result;
}

const stat = (task: Task, queue: MsgQueue): MsqidDs => ({
  id: queue.perm.id,
  perm: permDs(task, queue.perm),
  stime: queue.stime,
  rtime: queue.rtime,
  ctime: queue.ctime,
  cbytes: queue.cbytes,
  qnum: queue.messages.length,
  qbytes: queue.qbytes,
  lspid: queue.lspid?.in(task.pid.ns) ?? 0,
  lrpid: queue.lrpid?.in(task.pid.ns) ?? 0,
});

function info({ limits, msg, msgBytes, msgHdrs }: IpcNs, isUsage: boolean): MsgInfo {
  const { msgmax, msgmnb, msgmni } = limits;
  return {
    maxIndex: msg.maxIndex,
    msgpool: isUsage ? msg.inUse : MSGPOOL,
    msgmap: isUsage ? msgHdrs : MSGMAP,
    msgtql: isUsage ? msgBytes : MSGTQL,
    msgmax,
    msgmnb,
    msgmni,
  };
}

function owned(task: Task, ns: IpcNs, id: number): MsgQueue {
  const queue = ns.msg.obtain(id);
  requireOwner(task, ns.owner, queue.perm);
  return queue;
}

type Command<C extends keyof MsgCtl> = (task: Task, ns: IpcNs, id: number, arg: MsgCtl[C]['arg']) => MsgCtl[C]['result'];

const COMMANDS: { readonly [C in keyof MsgCtl]: Command<C> } = {
  [IPC_RMID](task, ns, id) {
    owned(task, ns, id).remove();
    return 0;
  },
  [IPC_SET](task, ns, id, next) {
    const queue = owned(task, ns, id);
    // "raising msg_qbytes beyond MSGMNB" takes privilege over the machine (msgctl(2)).
    if (next.qbytes > ns.limits.msgmnb && !nsCapable(task, task.kernel.init.user, CAP_SYS_RESOURCE)) throw EPERM;
    updatePerm(task, queue.perm, next);
    queue.qbytes = next.qbytes;
    queue.ctime = nowOf(task);
    // Who waits may not be allowed to any more, or have room now.
    expunge(queue, EAGAIN);
    wakeUp(queue.senders);
    return 0;
  },
  [IPC_STAT]: (task, ns, id) => stat(task, statObject(task, ns.msg, ns.owner, id, 'id')),
  [MSG_STAT]: (task, ns, id) => stat(task, statObject(task, ns.msg, ns.owner, id, 'index')),
  [MSG_STAT_ANY]: (task, ns, id) => stat(task, statObject(task, ns.msg, ns.owner, id, 'any')),
  [IPC_INFO]: (_task, ns) => info(ns, false),
  [MSG_INFO]: (_task, ns) => info(ns, true),
};

export function msgctl<C extends keyof MsgCtl>(task: Task, msqid: number, cmd: C, arg: MsgCtl[C]['arg']): MsgCtl[C]['result'] {
  const run: Command<C> | undefined = COMMANDS[cmd];
  if (run === undefined || msqid < 0) throw EINVAL;
  return run(task, ipcNsOf(task), msqid, arg);
}
