// System calls on sockets (net/socket.c).

import { EINVAL } from '../../abi/errno.ts';
import type { RtMessages, RtReply, RtType } from '../../abi/rtnetlink.ts';
import { rtnetlink } from '../net/netlink.ts';
import { createSocket, NetlinkSocket, socketOf } from '../net/socket.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import { decimal, hex } from './format.ts';

/** sendmsg(2) and recvmsg(2) on a NETLINK_ROUTE socket in one: the request and its answer. */
function rtnetlinkCall<T extends RtType>(task: Task, fd: number, type: T, body: RtMessages[T]['body'], flags: number): RtReply<T> {
  const socket = socketOf(task.files.get(fd));
  if (!(socket instanceof NetlinkSocket)) throw EINVAL;
  return rtnetlink(task, socket.net, type, body, flags);
}

const FAMILY_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'AF_UNIX'],
  [2, 'AF_INET'],
  [10, 'AF_INET6'],
  [16, 'AF_NETLINK'],
  [17, 'AF_PACKET'],
]);
const TYPE_NAMES = ['0', 'SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_RAW', 'SOCK_RDM', 'SOCK_SEQPACKET'] as const;

const familyName = (n: number): string => FAMILY_NAMES.get(n) ?? String(n);
const typeName = (n: number): string =>
  `${TYPE_NAMES[n & 0xf] ?? n & 0xf}${(n & 0o2000000) !== 0 ? '|SOCK_CLOEXEC' : ''}${(n & 0o4000) !== 0 ? '|SOCK_NONBLOCK' : ''}`;
const message = (body: unknown): string => JSON.stringify(body, (_k, v: unknown) => (typeof v === 'bigint' ? v.toString(16) : v));

export const netCalls = {
  socket: { args: [familyName, typeName, decimal], sleeps: false, run: createSocket },
  rtnetlink: { args: [decimal, String, message, hex], ret: message, sleeps: false, run: rtnetlinkCall },
} satisfies Partial<SyscallTable>;
