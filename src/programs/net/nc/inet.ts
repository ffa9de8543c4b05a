// nc on the network: calling and listening, TCP and UDP.

import { EINPROGRESS, ETIMEDOUT } from '../../../abi/errno.ts';
import { F_SETFL, O_NONBLOCK, O_RDWR, POLLERR, POLLHUP, POLLOUT } from '../../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_UNIX, type Family, formatIp } from '../../../abi/inet.ts';
import { SOCK_CLOEXEC, SOCK_DGRAM, SOCK_STREAM } from '../../../abi/net.ts';
import {
  type InetAddr,
  MSG_PEEK,
  SO_BROADCAST,
  SO_ERROR,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOL_SOCKET,
  type SockAddr,
} from '../../../abi/socket.ts';
import type { Sys } from '../../../abi/sys.ts';
import { writeAll } from '../../../libc/proc.ts';
import { type HostAddress, hostName, lookupHost, lookupPort, numericHost, serviceName } from '../../../libc/resolve.ts';
import { die, type Nc, textOf } from './context.ts';
import { readWrite } from './copy.ts';

function* portOf(nc: Nc, text: string): Sys<number> {
  const protocol = nc.isUdp ? 'udp' : 'tcp';
  if (/^\d+$/.test(text)) {
    if (Number(text) < 1) return yield* die(nc.p, `port number too small: ${text}`);
    if (Number(text) > 65535) return yield* die(nc.p, `port number too large: ${text}`);
    return Number(text);
  }
  const named = nc.o.has('n') ? null : yield* lookupPort(nc.p.sys, text, protocol);
  if (named === null) return yield* die(nc.p, `service "${text}" unknown`);
  return named;
}

/** `lo-hi` in either order; a name may have a hyphen. */
function* portsOf(nc: Nc, text: string): Sys<number[]> {
  const m = /^(\d+)-(\d+)$/.exec(text);
  if (m === null) return [yield* portOf(nc, text)];
  const ends = [yield* portOf(nc, m[1]), yield* portOf(nc, m[2])].sort((a, b) => a - b);
  return Array.from({ length: ends[1] - ends[0] + 1 }, (_, i) => ends[0] + i);
}

function* hostsOf(nc: Nc, host: string, port: string): Sys<HostAddress[]> {
  const found = nc.o.has('n')
    ? numericHost(host, nc.family) === null
      ? []
      : [numericHost(host, nc.family)!]
    : yield* lookupHost(nc.p.sys, host, nc.family);
  if (found.length === 0) return yield* die(nc.p, `getaddrinfo for host "${host}" port ${port}: Name or service not known`);
  return found;
}

/** host and, for a name, its address. */
const hostLabel = (host: string, a: HostAddress): string => {
  const address = formatIp(a.family, a.ip);
  return address === host ? host : `${host} (${address})`;
};

function newSocket(nc: Nc, family: Family): number {
  const fd = nc.p.sys.socket(family, (nc.isUdp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  if (nc.o.has('b')) nc.p.sys.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, 1);
  return fd;
}

export function* call(nc: Nc, host: string, portText: string): Sys<number> {
  const { p, o } = nc;
  const ports = yield* portsOf(nc, portText);
  let status = 1;
  for (const port of ports) {
    const fd = yield* connectTo(nc, host, port);
    if (fd < 0) continue;
    const isAlive = !o.has('z') || !nc.isUdp || (yield* udpTest(nc, fd));
    if (!isAlive) {
      p.sys.close(fd);
      continue;
    }
    status = 0;
    if (nc.isVerbose) yield* reportSuccess(nc, host, port, fd);
    if (!o.has('z')) {
      yield* readWrite(nc, fd);
      p.sys.close(fd);
      return 0;
    }
    p.sys.close(fd);
  }
  return status;
}

function* reportSuccess(nc: Nc, host: string, port: number, fd: number): Sys<void> {
  const { p, o } = nc;
  const protocol = nc.isUdp ? 'udp' : 'tcp';
  const service = o.has('n') ? null : yield* serviceName(p.sys, port, protocol);
  const peer = p.sys.getpeername(fd);
  const label = peer.family === AF_UNIX ? host : hostLabel(host, { family: peer.family, ip: peer.ip, zone: null });
  yield* p.error(`Connection to ${label} ${port} port [${protocol}/${service ?? '*'}] succeeded!\n`);
}

/** remote_connect: the first address that answers; -1: none. */
function* connectTo(nc: Nc, host: string, port: number): Sys<number> {
  const { p, o } = nc;
  const protocol = nc.isUdp ? 'udp' : 'tcp';
  for (const a of yield* hostsOf(nc, host, String(port))) {
    const fd = newSocket(nc, a.family);
    yield* bindSource(nc, fd, a.family);
    try {
      yield* connectTimed(nc, fd, { family: a.family, ip: a.ip, port });
      return fd;
    } catch (e) {
      p.sys.close(fd);
      const text = textOf(e);
      const what = e === ETIMEDOUT && nc.timeout >= 0 ? `timed out: ${EINPROGRESS.text}` : `failed: ${text}`;
      if (nc.isVerbose) yield* p.error(`nc: connect to ${o.has('n') ? host : hostLabel(host, a)} port ${port} (${protocol}) ${what}\n`);
    }
  }
  return -1;
}

/** -s and -p of a client. */
function* bindSource(nc: Nc, fd: number, family: Family): Sys<void> {
  const { p, o } = nc;
  const address = o.value('s');
  const port = o.value('p');
  if (address === undefined && port === undefined) return;
  const from = address === undefined ? 0n : (yield* hostsOf(nc, address, port ?? '0'))[0].ip;
  try {
    p.sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    p.sys.bind(fd, { family, ip: from, port: port === undefined ? 0 : yield* portOf(nc, port) });
  } catch (e) {
    yield* die(p, `bind failed: ${textOf(e)}`);
  }
}

/** timeout_connect: with -w, a connection that takes longer is given up. */
function* connectTimed(nc: Nc, fd: number, addr: InetAddr): Sys<void> {
  const { sys } = nc.p;
  if (nc.timeout < 0 || nc.isUdp) {
    yield* sys.connect(fd, addr);
    return;
  }
  sys.fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
  try {
    yield* sys.connect(fd, addr);
  } catch (e) {
    if (e !== EINPROGRESS) throw e;
    const [ready] = yield* sys.poll([{ fd, events: POLLOUT }], nc.timeout);
    if (ready === 0) throw ETIMEDOUT;
    // The outcome is asked for by connecting again: it throws what became of it.
    if ((ready & (POLLERR | POLLHUP)) !== 0) {
      sys.fcntl(fd, F_SETFL, O_RDWR);
      yield* sys.connect(fd, addr);
    }
  }
  sys.fcntl(fd, F_SETFL, O_RDWR);
  sys.getsockopt(fd, SOL_SOCKET, SO_ERROR);
}

/** udptest: some bytes, and whether somebody says that nobody is there. */
function* udpTest(nc: Nc, fd: number): Sys<boolean> {
  const { sys } = nc.p;
  for (let i = 0; i < 4; i++) {
    try {
      yield* writeAll(sys, fd, new Uint8Array([88]));
    } catch (e) {
      textOf(e);
      return false;
    }
    yield* sys.poll([], nc.timeout >= 0 ? nc.timeout / 4 : 500);
  }
  return true;
}

export function* serve(nc: Nc, host: string | undefined, portText: string): Sys<number> {
  const { p, o } = nc;
  const port = yield* portOf(nc, portText);
  const addresses: HostAddress[] =
    host === undefined ? [{ family: nc.family === AF_INET6 ? AF_INET6 : AF_INET, ip: 0n, zone: null }] : yield* hostsOf(nc, host, portText);
  const [a] = addresses;
  let fd = -1;
  do {
    if (fd < 0) fd = yield* listenOn(nc, { family: a.family, ip: a.ip, port });
    if (nc.isUdp) yield* serveUdp(nc, fd);
    else {
      const [conn, from] = yield* p.sys.accept4(fd, SOCK_CLOEXEC);
      if (nc.isVerbose) yield* reportPeer(nc, from);
      yield* readWrite(nc, conn);
      p.sys.close(conn);
    }
  } while (o.has('k'));
  return 0;
}

function* listenOn(nc: Nc, addr: InetAddr): Sys<number> {
  const { p } = nc;
  const fd = newSocket(nc, addr.family);
  p.sys.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  p.sys.setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  try {
    p.sys.bind(fd, addr);
    if (!nc.isUdp) p.sys.listen(fd, 1);
  } catch (e) {
    return yield* die(p, textOf(e));
  }
  if (nc.isVerbose) yield* p.error(`${nc.isUdp ? 'Bound' : 'Listening'} on ${formatIp(addr.family, addr.ip)} ${addr.port}\n`);
  return fd;
}

/** The first datagram says who the other side is, unless everybody may send. */
function* serveUdp(nc: Nc, fd: number): Sys<void> {
  const { p, o } = nc;
  if (!o.has('k')) {
    const { from } = yield* p.sys.recvfrom(fd, 65536, MSG_PEEK);
    if (from !== null) {
      yield* p.sys.connect(fd, from);
      if (nc.isVerbose) yield* reportPeer(nc, from);
    }
  }
  yield* readWrite(nc, fd);
}

function* reportPeer(nc: Nc, from: SockAddr): Sys<void> {
  if (from.family === AF_UNIX) return;
  const { family, ip, port } = from as InetAddr;
  const name = nc.o.has('n') ? null : yield* hostName(nc.p.sys, family, ip);
  yield* nc.p.error(`Connection received on ${name ?? formatIp(family, ip)} ${port}\n`);
}
