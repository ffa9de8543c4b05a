// The mqueue file system: the POSIX message queues of an IPC namespace as files of one flat directory (mq_overview(7), "Mounting the message
// queue filesystem"; ipc/mqueue.c). Whoever mounts it sees the queues of his own namespace; a mount that outlives the namespace shows what
// there was, and nothing can be made in it.

import { encode } from '../../abi/bytes.ts';
import { CAP_SYS_RESOURCE } from '../../abi/caps.ts';
import { EACCES, EINVAL, EMFILE, ENOSPC, EOVERFLOW, EPERM } from '../../abi/errno.ts';
import { POLLIN, POLLOUT, RLIMIT_MSGQUEUE } from '../../abi/flags.ts';
import { MQ_PRIO_MAX, type MqAttr, type MqMessage, type MqSigevent, SIGEV_SIGNAL } from '../../abi/ipc.ts';
import { type Dirent, isReg, S_IFDIR, S_IFMT } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { nsCapable } from '../cred/capability.ts';
import { parseOptions } from '../fs/options.ts';
import type { Kernel } from '../kernel.ts';
import { kernMount } from '../mount/boot.ts';
import { endMount } from '../mount/clone.ts';
import type { Pid } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import { WaitQueue } from '../sched/wait.ts';
import { copyAttr } from '../vfs/attr.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { dropLink, type FsType, type Iattr, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { type IpcNs, ipcNsOf } from './ipcns.ts';
import { chargeQueue, type QueueCharge, unchargeQueue } from './mq-charge.ts';

const ROOT_MODE = 0o1777;
const DIRENT_SIZE = 20;
const FILENT_SIZE = 80;
/** Bounds for who has CAP_SYS_RESOURCE, instead of the namespace's. */
const HARD_MSGMAX = 65536;
const HARD_MSGSIZEMAX = 16777216;
/** Bytes the kernel keeps for each message (struct msg_msg) and each priority (struct posix_msg_tree_node). */
const MESSAGE_SIZE = 48;
const NODE_SIZE = 48;

/** A call that waits at a queue: for a message, or with one for room. */
export interface MqWaiter {
  readonly task: Task;
  readonly queue: WaitQueue;
  message: MqMessage | null;
  isDone: boolean;
}

/** A queue, struct mqueue_inode_info. */
export class PosixQueue {
  readonly maxmsg: number;
  readonly msgsize: number;
  /** The highest priority first, among equals the oldest. */
  readonly messages: MqMessage[] = [];
  /** Bytes of all messages. */
  qsize = 0;
  readonly receivers: MqWaiter[] = [];
  readonly senders: MqWaiter[] = [];
  /** poll(2) */
  readonly pollQueue = new WaitQueue();
  /** Who wants to know of the next message. */
  notify: { readonly owner: Pid; readonly event: MqSigevent } | null = null;
  readonly charge: QueueCharge;

  constructor(maxmsg: number, msgsize: number, charge: QueueCharge) {
    this.maxmsg = maxmsg;
    this.msgsize = msgsize;
    this.charge = charge;
  }

  get isFull(): boolean {
    return this.messages.length >= this.maxmsg;
  }
}

/** The attributes a new queue gets. */
export type MqLimits = Pick<MqAttr, 'maxmsg' | 'msgsize'>;

/** mq_attr_ok. EINVAL: none, or more than the namespace allows. EOVERFLOW: together more than can be counted. */
function checkAttr(task: Task, ns: IpcNs, { maxmsg, msgsize }: MqLimits): void {
  if (maxmsg <= 0 || msgsize <= 0) throw EINVAL;
  const isFree = nsCapable(task, task.kernel.init.user, CAP_SYS_RESOURCE);
  if (maxmsg > (isFree ? HARD_MSGMAX : ns.limits.mqMsgMax)) throw EINVAL;
  if (msgsize > (isFree ? HARD_MSGSIZEMAX : ns.limits.mqMsgsizeMax)) throw EINVAL;
  if (maxmsg * msgsize > Number.MAX_SAFE_INTEGER) throw EOVERFLOW;
}

/** What counts against RLIMIT_MSGQUEUE. */
const bytesOf = ({ maxmsg, msgsize }: MqLimits): number =>
  maxmsg * msgsize + maxmsg * MESSAGE_SIZE + Math.min(maxmsg, MQ_PRIO_MAX) * NODE_SIZE;

export class MqueueFs {
  readonly sb: Superblock;
  /** Null once the namespace has ended. */
  ns: IpcNs | null;
  /** Oldest first. */
  readonly entries = new Map<string, Inode>();

  constructor(sb: Superblock, ns: IpcNs) {
    this.sb = sb;
    this.ns = ns;
  }

  /** mqueue_create_attr. EACCES: the namespace has ended. ENOSPC: queues_max. EMFILE: RLIMIT_MSGQUEUE. */
  create(task: Task, dir: Inode, name: string, mode: number, attr: MqLimits | null): Inode {
    const { ns, sb } = this;
    if (ns === null) throw EACCES;
    const { limits } = ns;
    if (ns.mqQueues >= limits.mqQueuesMax && !nsCapable(task, task.kernel.init.user, CAP_SYS_RESOURCE)) throw ENOSPC;
    if (attr !== null) checkAttr(task, ns, attr);
    const chosen = attr ?? {
      maxmsg: Math.min(limits.mqMsgMax, limits.mqMsgDefault),
      msgsize: Math.min(limits.mqMsgsizeMax, limits.mqMsgsizeDefault),
    };
    const charge = chargeQueue(task.cred, bytesOf(chosen), task.rlimits[RLIMIT_MSGQUEUE].cur);
    if (charge === null) throw EMFILE;
    ns.mqQueues++;
    const ops = new QueueNode(this, new PosixQueue(chosen.maxmsg, chosen.msgsize, charge));
    const { fsuid, fsgid } = task.cred;
    const inode = new Inode({ sb, ino: ++sb.lastIno, mode, uid: fsuid, gid: fsgid, ops, time: sb.kernel.clock.now() });
    inode.size = FILENT_SIZE;
    this.entries.set(name, inode);
    this.changed(dir, DIRENT_SIZE);
    return inode;
  }

  unlink(dir: Inode, name: string, target: Inode): void {
    this.entries.delete(name);
    this.changed(dir, -DIRENT_SIZE);
    dropLink(target);
  }

  /** mq_clear_sbinfo, mq_put_mnt: the file system goes with its last mount. */
  endNamespace(): void {
    this.ns = null;
    const { kernMount } = this.sb;
    if (kernMount === null) return;
    kernMount.isGone = true;
    if (kernMount.users.size === 0) endMount(kernMount);
  }

  private changed(dir: Inode, bytes: number): void {
    dir.size += bytes;
    const now = this.sb.kernel.clock.now();
    dir.atime = now;
    dir.mtime = now;
    dir.ctime = now;
  }
}

/** The one directory; it knows only plain files. */
class QueueDir implements InodeOps {
  private readonly fs: MqueueFs;

  constructor(fs: MqueueFs) {
    this.fs = fs;
  }

  lookup(_dir: Inode, name: string): Inode | null {
    return this.fs.entries.get(name) ?? null;
  }

  readdir(): readonly Dirent[] {
    return [...this.fs.entries].reverse().map(([name, { ino, mode }]) => ({ name, ino, type: mode & S_IFMT }));
  }

  mknod(dir: Inode, name: string, mode: number, _rdev: number, task: Task): Inode {
    if (!isReg(mode)) throw EPERM;
    return this.fs.create(task, dir, name, mode, null);
  }

  unlink(dir: Inode, name: string, target: Inode): void {
    this.fs.unlink(dir, name, target);
  }
}

/** A queue's inode. */
class QueueNode implements InodeOps {
  private readonly fs: MqueueFs;
  readonly queue: PosixQueue;

  constructor(fs: MqueueFs, queue: PosixQueue) {
    this.fs = fs;
    this.queue = queue;
  }

  open(): FileOps {
    return QUEUE_OPS;
  }

  setattr(inode: Inode, attr: Iattr): void {
    if (attr.size !== undefined) inode.size = attr.size;
    copyAttr(inode, attr);
  }

  evict(): void {
    unchargeQueue(this.queue.charge);
    if (this.fs.ns !== null) this.fs.ns.mqQueues--;
  }
}

/** The queue behind an inode or an open file; null: it is something else. */
export const queueOf = ({ ops }: Inode): PosixQueue | null => (ops instanceof QueueNode ? ops.queue : null);

function openQueue(file: File): PosixQueue {
  const queue = queueOf(file.inode);
  if (queue === null) throw new Error('an open queue without a queue');
  return queue;
}

/** mqueue_read_file */
function* readQueue(file: File, count: number, offset: number, task: Task): Sys<Uint8Array> {
  const { qsize, notify } = openQueue(file);
  const how = notify?.event.notify ?? 0;
  const signo = notify !== null && how === SIGEV_SIGNAL ? notify.event.signo : 0;
  const pid = notify?.owner.in(task.pid.ns) ?? 0;
  const text = `QSIZE:${column(qsize, 10)} NOTIFY:${column(how, 5)} SIGNO:${column(signo, 5)} NOTIFY_PID:${column(pid, 6)}\n`;
  const now = task.kernel.clock.now();
  file.inode.atime = now;
  file.inode.ctime = now;
  return encode(text).slice(offset, offset + count);
}

const column = (n: number, width: number): string => String(n).padEnd(width);

function pollQueue(file: File): number {
  const { messages, isFull } = openQueue(file);
  return (messages.length > 0 ? POLLIN : 0) | (isFull ? 0 : POLLOUT);
}

/** mqueue_flush_file: "if the process … closes the descriptor, its registration is removed" (mq_close(3)). */
function flushQueue(file: File): void {
  const queue = openQueue(file);
  if (queue.notify !== null && queue.notify.owner === file.inode.sb.kernel.sched.current?.pid) queue.notify = null;
}

const QUEUE_OPS: FileOps = {
  read: readQueue,
  poll: pollQueue,
  queues: (file) => [openQueue(file).pollQueue],
  flush: flushQueue,
};

/** mq_create_mount: the namespace's superblock, held by a mount of the kernel's own as long as the namespace lives. */
export function mqueueFs(kernel: Kernel, ns: IpcNs): MqueueFs {
  if (ns.mqueue !== null) return ns.mqueue;
  const sb = new Superblock(kernel, MQUEUE, kernel.ids.anonDev.next(), ns.owner, 0);
  const fs = new MqueueFs(sb, ns);
  const { fsuid, fsgid } = kernel.boot.cred;
  const { uid, gid, time } = ns.birth ?? { uid: fsuid, gid: fsgid, time: kernel.clock.now() };
  const inode = new Inode({ sb, ino: ++sb.lastIno, mode: S_IFDIR | ROOT_MODE, uid, gid, ops: new QueueDir(fs), time });
  inode.nlink = 2;
  inode.size = 2 * DIRENT_SIZE;
  sb.root = new Dentry(sb, '/', null, inode);
  sb.shutdown = () => {
    for (const queue of fs.entries.values()) dropLink(queue);
    fs.entries.clear();
  };
  ns.mqueue = fs;
  kernMount(sb);
  return fs;
}

export const MQUEUE: FsType = {
  name: 'mqueue',
  magic: 0x19800202,
  isNodev: true,
  userMount: true,
  isNoexec: true,
  userNs: (task) => ipcNsOf(task).owner,
  mount(_source, _flags, options, task) {
    // It knows no options.
    if (parseOptions(options).length > 0) throw EINVAL;
    return mqueueFs(task.kernel, ipcNsOf(task)).sb;
  },
};
