// Sockets as open files (net/socket.c, socket(2)): what all have in common, and sockfs, where their inodes live out of everybody's sight.

import { EAFNOSUPPORT, EINVAL, EMFILE, ENOTSOCK, ENXIO, EPROTONOSUPPORT, ESOCKTNOSUPPORT } from '../../abi/errno.ts';
import { O_NONBLOCK, O_RDWR, RLIMIT_NOFILE } from '../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_NETLINK } from '../../abi/inet.ts';
import { NETLINK_ROUTE, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_RAW } from '../../abi/net.ts';
import { S_IFDIR, S_IFSOCK } from '../../abi/stat.ts';
import { kgid, kuid } from '../cred/cred.ts';
import type { Kernel } from '../kernel.ts';
import { kernMount } from '../mount/boot.ts';
import type { Task } from '../sched/task.ts';
import { Dentry } from '../vfs/dentry.ts';
import type { File, FileOps } from '../vfs/file.ts';
import { type FsType, Inode, type InodeOps, Superblock } from '../vfs/inode.ts';
import { newFile } from '../vfs/open.ts';
import type { NetNs } from './netns.ts';

/** What a family and type of sockets does (struct proto_ops) and keeps is in a class of its own; all start with this. */
export abstract class Socket {
  readonly net: NetNs;
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
  /** The creator's, for ss and /proc/net. */
  readonly kuid: number;
  ino = 0;
  file: File | null = null;
  readonly options = new Map<string, number | string>();

  constructor(task: Task, family: number, type: number, protocol: number) {
    if (task.nsproxy === null) throw EINVAL;
    this.net = task.nsproxy.net;
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    this.kuid = task.cred.fsuid as number;
  }

  abstract readonly fileOps: FileOps;
  /** The last descriptor is closed. */
  abstract release(): void;
}

/** A netlink socket only carries requests (netlink.ts); nothing is ever waiting in it. */
export class NetlinkSocket extends Socket {
  readonly fileOps: FileOps = { isSeekable: false, release: releaseSocket };
  release(): void {
    // Nothing but the file.
  }
}

const SOCKFS: FsType = {
  name: 'sockfs',
  magic: 0x534f434b,
  isNodev: true,
  userMount: false,
  mount() {
    throw EINVAL;
  },
};

class SocketInodeOps implements InodeOps {
  readonly socket: Socket;
  constructor(socket: Socket) {
    this.socket = socket;
  }

  /** sock_no_open: not by /proc/PID/fd. */
  open(): never {
    throw ENXIO;
  }
}

const sockfs = new WeakMap<Kernel, Superblock>();

/** Made with the first socket. */
function sockfsOf(kernel: Kernel): Superblock {
  const known = sockfs.get(kernel);
  if (known !== undefined) return known;
  const sb = new Superblock(kernel, SOCKFS, kernel.ids.anonDev.next(), kernel.init.user, 0);
  const root = new Inode({ sb, ino: 1, mode: S_IFDIR | 0o777, uid: kuid(0), gid: kgid(0), ops: {}, time: kernel.clock.now() });
  sb.root = new Dentry(sb, '/', null, root);
  sb.dname = (dentry) => `socket:[${dentry.inode.ino}]`;
  kernMount(sb);
  sockfs.set(kernel, sb);
  return sb;
}

/** The socket behind an open file. ENOTSOCK */
export function socketOf(file: File): Socket {
  const { ops } = file.inode;
  if (!(ops instanceof SocketInodeOps)) throw ENOTSOCK;
  return ops.socket;
}

export function releaseSocket(file: File): void {
  const socket = socketOf(file);
  socket.file = null;
  socket.release();
  socket.net.refs.drop(socket);
}

/** sock_alloc_file: a socket's descriptor. `flags`: SOCK_NONBLOCK, SOCK_CLOEXEC. */
export function installSocket(task: Task, socket: Socket, flags: number): number {
  const { kernel } = task;
  const sb = sockfsOf(kernel);
  if (sb.kernMount === null) throw new Error('sockfs is not mounted');
  const limit = task.rlimits[RLIMIT_NOFILE].cur;
  // Fails before anything is held.
  try {
    task.files.unused(0, limit);
  } catch (e) {
    if (e === EMFILE) socket.release();
    throw e;
  }
  socket.ino = ++kernel.net.lastSocketIno;
  const inode = new Inode({
    sb,
    ino: socket.ino,
    mode: S_IFSOCK | 0o777,
    uid: task.cred.fsuid,
    gid: task.cred.fsgid,
    ops: new SocketInodeOps(socket),
    time: kernel.clock.now(),
  });
  const path = { mnt: sb.kernMount, dentry: new Dentry(sb, '', sb.root, inode) };
  socket.file = newFile(path, O_RDWR | ((flags & SOCK_NONBLOCK) !== 0 ? O_NONBLOCK : 0), socket.fileOps, task.cred);
  socket.net.refs.add(socket, 'socket');
  return task.files.install(socket.file, (flags & SOCK_CLOEXEC) !== 0, 0, limit);
}

/** socket(2). EAFNOSUPPORT: no such family; ESOCKTNOSUPPORT, EPROTONOSUPPORT: not in it. */
export function createSocket(task: Task, family: number, typeAndFlags: number, protocol: number): number {
  const type = typeAndFlags & 0xf;
  if ((typeAndFlags & ~(0xf | SOCK_NONBLOCK | SOCK_CLOEXEC)) !== 0) throw EINVAL;
  return installSocket(task, newSocket(task, family, type, protocol), typeAndFlags);
}

function newSocket(task: Task, family: number, type: number, protocol: number): Socket {
  if (family === AF_NETLINK) {
    if (type !== SOCK_RAW && type !== SOCK_DGRAM) throw ESOCKTNOSUPPORT;
    if (protocol !== NETLINK_ROUTE) throw EPROTONOSUPPORT;
    return new NetlinkSocket(task, family, type, protocol);
  }
  if (family === AF_INET || family === AF_INET6) throw EPROTONOSUPPORT;
  throw EAFNOSUPPORT;
}
