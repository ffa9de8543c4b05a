// What all sockets have in common (struct sock, struct proto_ops). Apart from socket.ts, which knows every family, because these build on it.

import { ENOTCONN, ENOTSUP, type Errno } from '../../abi/errno.ts';
import { O_NONBLOCK } from '../../abi/flags.ts';
import { MSG_DONTWAIT, type Received, type SockAddr, type SockDiag } from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Task } from '../sched/task.ts';
import { WaitQueue } from '../sched/wait.ts';
import type { File } from '../vfs/file.ts';
import type { NetNs } from './netns.ts';

/** Where a socket is, and whose: of its creator, or of the listener that it was accepted from. */
export interface SocketOwner {
  readonly net: NetNs;
  readonly kuid: number;
}

/** What a family and type of sockets does (struct proto_ops) is in a class of its own; what it does not know is EOPNOTSUPP. */
export abstract class Socket implements SocketOwner {
  readonly net: NetNs;
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
  readonly kuid: number;
  ino = 0;
  file: File | null = null;
  /** Woken when something arrives, leaves or ends. */
  readonly queue = new WaitQueue();
  /** sk_err: told once. */
  error: Errno | null = null;
  private readonly options = new Map<string, number>();

  constructor(owner: SocketOwner, family: number, type: number, protocol: number) {
    this.net = owner.net;
    this.kuid = owner.kuid;
    this.family = family;
    this.type = type;
    this.protocol = protocol;
  }

  bind(_task: Task, _addr: SockAddr): void {
    throw ENOTSUP;
  }

  listen(_backlog: number): void {
    throw ENOTSUP;
  }

  *connect(_task: Task, _addr: SockAddr): Sys<void> {
    throw ENOTSUP;
  }

  *accept(_task: Task, _isNonblocking: boolean): Sys<Socket> {
    throw ENOTSUP;
  }

  *send(_task: Task, _data: Uint8Array, _to: SockAddr | null, _flags: number): Sys<number> {
    throw ENOTSUP;
  }

  *receive(_task: Task, _count: number, _flags: number): Sys<Received> {
    throw ENOTSUP;
  }

  shutdown(_how: number): void {
    throw ENOTCONN;
  }

  local(): SockAddr {
    throw ENOTSUP;
  }

  remote(): SockAddr | null {
    return null;
  }

  poll(): number {
    return 0;
  }

  /** What ss is told; null: nothing. */
  diag(_task: Task): SockDiag | null {
    return null;
  }

  /** The last descriptor is closed. */
  abstract release(): void;

  isNonblocking(flags: number): boolean {
    return (flags & MSG_DONTWAIT) !== 0 || (this.file !== null && (this.file.flags & O_NONBLOCK) !== 0);
  }

  /** sock_error */
  throwError(): void {
    const { error } = this;
    if (error === null) return;
    this.error = null;
    throw error;
  }

  optionValue(name: string): number {
    return this.options.get(name) ?? 0;
  }

  setOption(name: string, value: number): void {
    this.options.set(name, value);
  }
}
