// The calls of POSIX message queues (mq_overview(7), ipc/mqueue.c): opening, sending, receiving, being told of a message.

import { EACCES, EAGAIN, EBADF, EBUSY, EEXIST, EINVAL, EMSGSIZE, ENOENT, ERESTARTSYS, ETIMEDOUT } from '../../abi/errno.ts';
import { O_ACCMODE, O_CREAT, O_EXCL, O_NONBLOCK, O_RDONLY, O_WRONLY, RLIMIT_NOFILE } from '../../abi/flags.ts';
import { MQ_PRIO_MAX, type MqAttr, type MqMessage, type MqSigevent, SIGEV_NONE, SIGEV_SIGNAL } from '../../abi/ipc.ts';
import { S_IFREG, type Timespec } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { isValidSignal, sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../sched/wait.ts';
import type { Dentry } from '../vfs/dentry.ts';
import { newMode, unlinkIn } from '../vfs/dir.ts';
import type { File } from '../vfs/file.ts';
import { addDentry, lookupDentry } from '../vfs/namei.ts';
import { openFile } from '../vfs/open.ts';
import { inodePermission, MAY_EXEC, MAY_READ, MAY_WRITE } from '../vfs/permission.ts';
import { ipcNsOf } from './ipcns.ts';
import { type MqLimits, type MqueueFs, type MqWaiter, mqueueFs, type PosixQueue, queueOf } from './mqueue-fs.ts';

const ACCESS = [MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE] as const;

/** lookup_noperm: one name, of the namespace's directory. */
function lookup(task: Task, name: string): { readonly fs: MqueueFs; readonly root: Dentry; readonly found: Dentry | null } {
  if (name === '') throw ENOENT;
  if (name.includes('/') || name === '.' || name === '..') throw EACCES;
  const fs = mqueueFs(task.kernel, ipcNsOf(task));
  const { root } = fs.sb;
  if (root === null) throw new Error('mqueue without a root');
  return { fs, root, found: lookupDentry(root, name, task) };
}

/** mq_open(2). EMFILE, ENOSPC: too many queues. EINVAL: attributes beyond the limits. */
export function* mqOpen(task: Task, name: string, flags: number, mode: number, attr: MqLimits | null): Sys<number> {
  const limit = task.rlimits[RLIMIT_NOFILE].cur;
  task.files.unused(0, limit);
  const { fs, root, found } = lookup(task, name);
  let dentry = found;
  if (dentry === null) {
    if ((flags & O_CREAT) === 0) throw ENOENT;
    inodePermission(task, root.inode, MAY_WRITE | MAY_EXEC);
    dentry = addDentry(root, name, fs.create(task, root.inode, name, newMode(task, root.inode, S_IFREG | (mode & 0o7777)), attr));
  } else {
    if ((flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) throw EEXIST;
    const access = ACCESS[flags & O_ACCMODE];
    if (access === undefined) throw EINVAL;
    inodePermission(task, dentry.inode, access);
  }
  const { kernMount } = fs.sb;
  if (kernMount === null) throw new Error('mqueue is not mounted');
  const file = yield* openFile(task, { mnt: kernMount, dentry }, flags & (O_ACCMODE | O_NONBLOCK));
  return task.files.install(file, true, 0, limit);
}

/** mq_unlink(2): as unlink(2) in the directory. */
export function mqUnlink(task: Task, name: string): void {
  const { root, found } = lookup(task, name);
  if (found === null) throw ENOENT;
  unlinkIn(task, root, found);
}

/** A descriptor of a queue. EBADF: of something else, or opened for the other direction. */
function getQueue(task: Task, mqdes: number, refused: number | null): { readonly file: File; readonly queue: PosixQueue } {
  const file = task.files.get(mqdes);
  const queue = queueOf(file.inode);
  if (queue === null || (file.flags & O_ACCMODE) === refused) throw EBADF;
  return { file, queue };
}

/** A time of CLOCK_REALTIME as nanoseconds of the monotonic clock. */
function deadline(task: Task, timeout: Timespec | null): number {
  if (timeout === null) return Infinity;
  if (timeout.sec < 0 || timeout.nsec < 0 || timeout.nsec >= 1e9) throw EINVAL;
  const { clock } = task.kernel;
  const now = clock.now();
  return clock.mono + (timeout.sec - now.sec) * 1e9 + (timeout.nsec - now.nsec);
}

function touch(file: File): void {
  const now = file.inode.sb.kernel.clock.now();
  file.inode.atime = now;
  file.inode.mtime = now;
  file.inode.ctime = now;
}

/** msg_insert */
function insert(queue: PosixQueue, message: MqMessage): void {
  const at = queue.messages.findIndex((m) => m.priority < message.priority);
  queue.messages.splice(at < 0 ? queue.messages.length : at, 0, message);
  queue.qsize += message.data.length;
}

/** wq_get_first_waiter: who waits longest; those that were killed or interrupted are passed over. */
function firstWaiter(list: MqWaiter[]): MqWaiter | null {
  for (;;) {
    const w = list.shift();
    if (w === undefined) return null;
    if (!w.isDone && w.queue.waiters.has(w.task)) return w;
  }
}

/** wq_sleep: until somebody has done for the waiter what it waits for. ETIMEDOUT; a signal restarts or ends the call as SA_RESTART says. */
function* wait(list: MqWaiter[], waiter: MqWaiter, until: number): Sys<void> {
  while (!waiter.isDone) {
    if (!list.includes(waiter)) list.push(waiter);
    try {
      if (!(yield* sleepOn(waiter.task, waiter.queue, 'wq_sleep', until)) && !waiter.isDone) throw ETIMEDOUT;
    } catch (e) {
      if (waiter.isDone && e === ERESTARTSYS) return;
      const at = list.indexOf(waiter);
      if (at >= 0) list.splice(at, 1);
      throw e;
    }
  }
}

const newWaiter = (task: Task, message: MqMessage | null): MqWaiter => ({ task, queue: new WaitQueue(), message, isDone: false });

function finish(waiter: MqWaiter): void {
  waiter.isDone = true;
  wakeUp(waiter.queue);
}

/** __do_notify: the first message into an empty queue that nobody waits at; the registration is used up (mq_notify(3)). */
function notifyOwner(queue: PosixQueue, task: Task): void {
  if (queue.notify !== null && queue.messages.length === 1) {
    const { owner, event } = queue.notify;
    queue.notify = null;
    if (event.notify === SIGEV_SIGNAL && event.signo !== 0 && owner.task !== null) sendSignal(owner.task, event.signo, task);
  }
  wakeUp(queue.pollQueue);
}

export function* mqTimedsend(task: Task, mqdes: number, data: Uint8Array, priority: number, timeout: Timespec | null): Sys<void> {
  if (priority < 0 || priority >= MQ_PRIO_MAX) throw EINVAL;
  const until = deadline(task, timeout);
  const { file, queue } = getQueue(task, mqdes, O_RDONLY);
  if (data.length > queue.msgsize) throw EMSGSIZE;
  const message: MqMessage = { data: data.slice(), priority };
  if (queue.isFull) {
    if ((file.flags & O_NONBLOCK) !== 0) throw EAGAIN;
    // The receiver that makes room puts the message in.
    yield* wait(queue.senders, newWaiter(task, message), until);
    return;
  }
  const receiver = firstWaiter(queue.receivers);
  if (receiver !== null) {
    receiver.message = message;
    finish(receiver);
  } else {
    insert(queue, message);
    notifyOwner(queue, task);
  }
  touch(file);
}

export function* mqTimedreceive(task: Task, mqdes: number, size: number, timeout: Timespec | null): Sys<MqMessage> {
  const until = deadline(task, timeout);
  const { file, queue } = getQueue(task, mqdes, O_WRONLY);
  if (size < queue.msgsize) throw EMSGSIZE;
  const first = queue.messages.shift();
  if (first !== undefined) {
    queue.qsize -= first.data.length;
    touch(file);
    const sender = firstWaiter(queue.senders);
    if (sender?.message != null) {
      insert(queue, sender.message);
      finish(sender);
    } else wakeUp(queue.pollQueue);
    return first;
  }
  if ((file.flags & O_NONBLOCK) !== 0) throw EAGAIN;
  const waiter = newWaiter(task, null);
  yield* wait(queue.receivers, waiter, until);
  if (waiter.message === null) throw new Error('a receiver was done without a message');
  return waiter.message;
}

/** mq_notify(2). EBUSY: another process is registered. Threads (SIGEV_THREAD) are not simulated: EINVAL. */
export function mqNotify(task: Task, mqdes: number, event: MqSigevent | null): void {
  if (event !== null) {
    if (event.notify !== SIGEV_NONE && event.notify !== SIGEV_SIGNAL) throw EINVAL;
    if (event.notify === SIGEV_SIGNAL && !isValidSignal(event.signo)) throw EINVAL;
  }
  const { file, queue } = getQueue(task, mqdes, null);
  if (event === null) {
    if (queue.notify?.owner !== task.pid) return;
    queue.notify = null;
  } else {
    if (queue.notify !== null) throw EBUSY;
    queue.notify = { owner: task.pid, event };
  }
  const now = task.kernel.clock.now();
  file.inode.atime = now;
  file.inode.ctime = now;
}

/** mq_getsetattr(2): the attributes as they were; `flags` may set O_NONBLOCK and nothing else. */
export function mqGetsetattr(task: Task, mqdes: number, flags: number | null): MqAttr {
  if (flags !== null && (flags & ~O_NONBLOCK) !== 0) throw EINVAL;
  const { file, queue } = getQueue(task, mqdes, null);
  const old: MqAttr = {
    flags: file.flags & O_NONBLOCK,
    maxmsg: queue.maxmsg,
    msgsize: queue.msgsize,
    curmsgs: queue.messages.length,
  };
  if (flags !== null) {
    file.flags = (file.flags & ~O_NONBLOCK) | flags;
    file.inode.atime = task.kernel.clock.now();
    file.inode.ctime = file.inode.atime;
  }
  return old;
}
