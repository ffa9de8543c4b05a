// /dev/ns-shell: requests of programs go out as output, answers come in as logged input (abi/control.ts).

import { CONTROL_MAX } from '../abi/control.ts';
import { EMSGSIZE, ENXIO } from '../abi/errno.ts';
import { POLLIN, POLLOUT } from '../abi/flags.ts';
import { makedev } from '../abi/stat.ts';
import type { Sys } from '../abi/sys.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/sched/task.ts';
import { sleepOn, WaitQueue, wakeUp } from '../kernel/sched/wait.ts';
import { type CharDevice, MISC_MAJOR, NS_SHELL_MINOR } from '../kernel/vfs/chrdev.ts';
import type { File, FileOps } from '../kernel/vfs/file.ts';
import type { Inode } from '../kernel/vfs/inode.ts';

const EMPTY = new Uint8Array(0);

export type OnRequest = (id: number, pid: number, bytes: Uint8Array) => void;

/** The driver: gives each open file a conversation of its own. */
export class ControlDevice implements CharDevice {
  private readonly onRequest: OnRequest;
  private readonly waiting = new Map<number, Conversation>();
  private nextId = 1;
  /** Somebody above the machine answers. */
  isAttached = false;

  constructor(kernel: Kernel, onRequest: OnRequest) {
    this.onRequest = onRequest;
    kernel.chrdevs.set(makedev(MISC_MAJOR, NS_SHELL_MINOR), this);
  }

  open(_inode: Inode, _file: File, _task: Task): FileOps {
    if (!this.isAttached) throw ENXIO;
    return new Conversation(this);
  }

  request(from: Conversation, task: Task, bytes: Uint8Array): void {
    const id = this.nextId++;
    this.waiting.set(id, from);
    this.onRequest(id, task.pid.global, bytes);
  }

  /** Late answers, to a file closed since, are dropped. */
  answer(id: number, bytes: Uint8Array): void {
    this.waiting.get(id)?.answer(bytes);
    this.waiting.delete(id);
  }

  forget(conversation: Conversation): void {
    for (const [id, c] of this.waiting) if (c === conversation) this.waiting.delete(id);
  }
}

class Conversation implements FileOps {
  private readonly device: ControlDevice;
  private readonly queue = new WaitQueue();
  private reply: Uint8Array | null = null;
  private isAsking = false;

  constructor(device: ControlDevice) {
    this.device = device;
  }

  *write(_file: File, data: Uint8Array, _offset: number, task: Task): Sys<number> {
    if (data.length > CONTROL_MAX) throw EMSGSIZE;
    this.isAsking = true;
    this.reply = null;
    this.device.request(this, task, data.slice());
    return data.length;
  }

  *read(_file: File, count: number, _offset: number, task: Task): Sys<Uint8Array> {
    while (this.isAsking && this.reply === null) yield* sleepOn(task, this.queue, 'ns_shell_read');
    const bytes = this.reply ?? EMPTY;
    this.isAsking = false;
    this.reply = bytes.length > count ? bytes.subarray(count) : null;
    return bytes.slice(0, count);
  }

  answer(bytes: Uint8Array): void {
    this.reply = bytes;
    wakeUp(this.queue);
  }

  poll(): number {
    return POLLOUT | (this.reply !== null ? POLLIN : 0);
  }

  queues(): readonly WaitQueue[] {
    return [this.queue];
  }

  release(): void {
    this.device.forget(this);
  }
}
