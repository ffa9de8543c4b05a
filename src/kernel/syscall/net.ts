// System calls on sockets (net/socket.c).

import { CAP_NET_ADMIN } from '../../abi/caps.ts';
import { EINVAL, ENOPROTOOPT, ENOTCONN, EPERM, Errno } from '../../abi/errno.ts';
import { formatIp } from '../../abi/inet.ts';
import type { NfRequest } from '../../abi/netfilter.ts';
import type { RtMessages, RtReply, RtType } from '../../abi/rtnetlink.ts';
import {
  IP_RECVERR,
  IP_TTL,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  type Received,
  SO_ACCEPTCONN,
  SO_BINDTODEVICE,
  SO_BROADCAST,
  SO_DOMAIN,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_MARK,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_TYPE,
  SOL_IP,
  SOL_IPV6,
  SOL_SOCKET,
  type SockAddr,
  type SockDiag,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { nsCapable } from '../cred/capability.ts';
import { bindToDevice } from '../net/inet-bind.ts';
import { asInet } from '../net/inet-socket.ts';
import { changeTables } from '../net/netfilter.ts';
import { rtnetlink } from '../net/netlink.ts';
import type { Socket } from '../net/sock.ts';
import { createSocket, installSocket, netlinkSocketOf, sendMessage, socketOf, socketPair } from '../net/socket.ts';
import type { Task } from '../sched/task.ts';
import type { SyscallTable } from './def.ts';
import { buffer, decimal, hex, path } from './format.ts';

const getSocket = (task: Task, fd: number): Socket => socketOf(task.files.get(fd));

const netlinkSocket = (task: Task, fd: number): Socket => netlinkSocketOf(task.files.get(fd));

/** sendmsg(2) and recvmsg(2) on a NETLINK_ROUTE socket in one: the request and its answer. */
function rtnetlinkCall<T extends RtType>(task: Task, fd: number, type: T, body: RtMessages[T]['body'], flags: number): RtReply<T> {
  return rtnetlink(task, netlinkSocket(task, fd).net, type, body, flags);
}

/** SOCK_DIAG_BY_FAMILY: the sockets of the namespace. */
function sockDiag(task: Task, fd: number): readonly SockDiag[] {
  const out: SockDiag[] = [];
  for (const socket of netlinkSocket(task, fd).net.sockets) {
    const row = socket.diag(task);
    if (row !== null) out.push(row);
  }
  return out;
}

/** nfnetlink_rcv: CAP_NET_ADMIN even to look. */
function nfTables(task: Task, fd: number, request: NfRequest): ReturnType<Syscalls['nf_tables']> {
  const { net } = netlinkSocket(task, fd);
  if (!nsCapable(task, net.owner, CAP_NET_ADMIN)) return { error: EPERM, chains: [] };
  try {
    return { error: null, chains: changeTables(net, request) };
  } catch (e) {
    if (e instanceof Errno) return { error: e, chains: [] };
    throw e;
  }
}

function* connect(task: Task, fd: number, addr: SockAddr): Sys<void> {
  yield* getSocket(task, fd).connect(task, addr);
}

function* accept4(task: Task, fd: number, flags: number): Sys<[number, SockAddr]> {
  const listener = getSocket(task, fd);
  const socket = yield* listener.accept(task, listener.isNonblocking(0));
  return [installSocket(task, socket, flags), socket.remote() ?? socket.local()];
}

function* sendto(task: Task, fd: number, data: Uint8Array, flags: number, addr: SockAddr | null): Sys<number> {
  return yield* sendMessage(task, getSocket(task, fd), data, addr, flags);
}

function* recvfrom(task: Task, fd: number, count: number, flags: number): Sys<Received> {
  return yield* getSocket(task, fd).receive(task, count, flags);
}

function getpeername(task: Task, fd: number): SockAddr {
  const addr = getSocket(task, fd).remote();
  if (addr === null) throw ENOTCONN;
  return addr;
}

/** level/name → the name under which the socket keeps it. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  [`${SOL_SOCKET}/${SO_REUSEADDR}`, 'reuseaddr'],
  [`${SOL_SOCKET}/${SO_REUSEPORT}`, 'reuseport'],
  [`${SOL_SOCKET}/${SO_BROADCAST}`, 'broadcast'],
  [`${SOL_SOCKET}/${SO_KEEPALIVE}`, 'keepalive'],
  [`${SOL_SOCKET}/${SO_MARK}`, 'mark'],
  [`${SOL_IP}/${IP_RECVERR}`, 'recverr'],
  [`${SOL_IPV6}/25`, 'recverr'],
  [`${SOL_IPV6}/${IPV6_V6ONLY}`, 'v6only'],
]);

function setsockopt(task: Task, fd: number, level: number, name: number, value: number | string): void {
  const socket = getSocket(task, fd);
  const inet = asInet(socket);
  if (typeof value === 'string') {
    if (level !== SOL_SOCKET || name !== SO_BINDTODEVICE || inet === null) throw ENOPROTOOPT;
    bindToDevice(inet, value);
    return;
  }
  if (inet !== null && ((level === SOL_IP && name === IP_TTL) || (level === SOL_IPV6 && name === IPV6_UNICAST_HOPS))) {
    if (value < 1 || value > 255) throw EINVAL;
    inet.ttl = value;
    return;
  }
  const option = OPTIONS.get(`${level}/${name}`);
  if (option === undefined) throw ENOPROTOOPT;
  socket.setOption(option, value);
}

function getsockopt(task: Task, fd: number, level: number, name: number): number {
  const socket = getSocket(task, fd);
  if (level === SOL_SOCKET) {
    if (name === SO_ERROR) {
      const { error } = socket;
      socket.error = null;
      return error?.nr ?? 0;
    }
    if (name === SO_TYPE) return socket.type;
    if (name === SO_DOMAIN) return socket.family;
    if (name === SO_ACCEPTCONN) return asInet(socket)?.isListening === true ? 1 : 0;
  }
  const option = OPTIONS.get(`${level}/${name}`);
  if (option === undefined) throw ENOPROTOOPT;
  return socket.optionValue(option);
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
const message = (body: unknown): string => JSON.stringify(body, (_k, v: unknown) => (typeof v === 'bigint' ? v.toString(16) : v)) ?? '0';

function sockaddr(addr: SockAddr | null): string {
  if (addr === null) return 'NULL';
  if (addr.family === 1)
    return `{sa_family=AF_UNIX, sun_path=${addr.path.startsWith('\0') ? `@${path(addr.path.slice(1))}` : path(addr.path)}}`;
  const { family, ip, port } = addr;
  return family === 2
    ? `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${formatIp(family, ip)}")}`
    : `{sa_family=AF_INET6, sin6_port=htons(${port}), inet_pton(AF_INET6, "${formatIp(family, ip)}", &sin6_addr)}`;
}

const CALLS = {
  socket: { args: [familyName, typeName, decimal], sleeps: false, run: createSocket },
  socketpair: { args: [familyName, typeName, decimal], ret: ([a, b]) => `0, [${a}, ${b}]`, sleeps: false, run: socketPair },
  bind: { args: [decimal, sockaddr], sleeps: false, run: (task, fd, addr) => getSocket(task, fd).bind(task, addr) },
  listen: { args: [decimal, decimal], sleeps: false, run: (task, fd, backlog) => getSocket(task, fd).listen(backlog) },
  connect: { args: [decimal, sockaddr], sleeps: true, run: connect },
  accept4: { args: [decimal, hex], ret: ([fd]) => String(fd), sleeps: true, run: accept4 },
  sendto: { args: [decimal, buffer, hex, sockaddr], sleeps: true, run: sendto },
  recvfrom: {
    args: [decimal, decimal, hex],
    ret: (r) => String(r.data.length),
    shown: (r, fd, count, flags) => [decimal(fd), buffer(r.data), decimal(count), hex(flags), sockaddr(r.from)],
    sleeps: true,
    run: recvfrom,
  },
  shutdown: { args: [decimal, decimal], sleeps: false, run: (task, fd, how) => getSocket(task, fd).shutdown(how) },
  getsockname: { args: [decimal], ret: sockaddr, sleeps: false, run: (task, fd) => getSocket(task, fd).local() },
  getpeername: { args: [decimal], ret: sockaddr, sleeps: false, run: getpeername },
  setsockopt: { args: [decimal, decimal, decimal, String], sleeps: false, run: setsockopt },
  getsockopt: { args: [decimal, decimal, decimal], sleeps: false, run: getsockopt },
  rtnetlink: { args: [decimal, String, message, hex], ret: message, sleeps: false, run: rtnetlinkCall },
  nf_tables: { args: [decimal, message], ret: message, sleeps: false, run: nfTables },
  sock_diag: { args: [decimal], ret: message, sleeps: false, run: sockDiag },
} satisfies Partial<SyscallTable>;

/** The rows of this family. */
export const netCalls = (): typeof CALLS => CALLS;
