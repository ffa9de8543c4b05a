// nc(1): arbitrary TCP and UDP connections and listens, and unix sockets (netcat-openbsd 1.219, as Debian has it).

import { EINPROGRESS, EINTR, Errno, ETIMEDOUT } from '../../abi/errno.ts';
import { F_SETFL, O_NONBLOCK, O_RDWR, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT } from '../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_UNIX, type Family, formatIp } from '../../abi/inet.ts';
import { SOCK_CLOEXEC, SOCK_DGRAM, SOCK_STREAM } from '../../abi/net.ts';
import {
  type InetAddr,
  MSG_DONTWAIT,
  MSG_PEEK,
  SHUT_WR,
  SO_BROADCAST,
  SO_ERROR,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOL_SOCKET,
  type SockAddr,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, writeAll } from '../../libc/proc.ts';
import { type HostAddress, hostName, lookupHost, lookupPort, numericHost, serviceName } from '../../libc/resolve.ts';

const usage = `OpenBSD netcat (Debian patchlevel 1.219-1)
usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`;

const help = `${usage}	Command Summary:
		-4		Use IPv4
		-6		Use IPv6
		-b		Allow broadcast
		-C		Send CRLF as line-ending
		-D		Enable the debug socket option
		-d		Detach from stdin
		-F		Pass socket fd
		-h		This help text
		-I length	TCP receive buffer length
		-i interval	Delay interval for lines sent, ports scanned
		-k		Keep inbound sockets open for multiple connects
		-l		Listen mode, for inbound connects
		-M ttl		Outgoing TTL / Hop Limit
		-m minttl	Minimum incoming TTL / Hop Limit
		-N		Shutdown the network socket after EOF on stdin
		-n		Suppress name/port resolutions
		-O length	TCP send buffer length
		-P proxyuser	Username for proxy authentication
		-p port		Specify local port for remote connects
		-q secs		quit after EOF on stdin and delay of secs
		-r		Randomize remote ports
		-S		Enable the TCP MD5 signature option
		-s sourceaddr	Local source address
		-T keyword	TOS value
		-t		Answer TELNET negotiation
		-U		Use UNIX domain socket
		-u		UDP mode
		-V rtable	Specify alternate routing table
		-v		Verbose
		-W recvlimit	Terminate after receiving a number of packets
		-w timeout	Timeout for connects and final net reads
		-X proto	Proxy protocol: "4", "5" (SOCKS) or "connect"
		-x addr[:port]	Specify proxy address and port
		-Z		DCCP mode
		-z		Zero-I/O mode [used for scanning]
	Port numbers can be individual or ranges: lo-hi [inclusive]
`;

/** The letters, in the way the option table is read from. */
const letters = `
  -4
  -6
  -b
  -C
  -d
  -h
  -k
  -l
  -N
  -n
  -r
  -S
  -t
  -U
  -u
  -v
  -Z
  -z
  -D
  -F
  -I <length>
  -i <interval>
  -M <ttl>
  -m <minttl>
  -O <length>
  -P <user>
  -p <port>
  -q <seconds>
  -s <address>
  -T <keyword>
  -V <rtable>
  -W <recvlimit>
  -w <timeout>
  -X <proto>
  -x <address>
`;

const SECOND = 1000;

interface Nc {
  readonly p: Proc;
  readonly o: Options;
  readonly family: number;
  readonly isUdp: boolean;
  readonly isVerbose: boolean;
  readonly isListener: boolean;
  /** Milliseconds; -1: for ever. */
  readonly timeout: number;
  /** Seconds after the end of standard input; null: until the other side is done. */
  readonly quitAfter: number | null;
  packets: number;
}

function* die(p: Proc, message: string): Sys<never> {
  yield* p.error(`nc: ${message}\n`);
  throw new Exit(1);
}

function* usageExit(p: Proc): Sys<never> {
  yield* p.error(usage);
  throw new Exit(1);
}

function textOf(e: unknown): string {
  if (e instanceof Errno) return e.text;
  throw e;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { status: 1, version: '', hint: usage.replace(/\n$/, ''), hidden: letters });
  if (o.has('h')) {
    yield* p.error(help);
    return 1;
  }
  for (const key of ['F', 'x', 'X', 'Z', 'S', 'C', 't', 'V']) if (o.has(key)) return yield* die(p, `ns-shell: not simulated: nc -${key}`);
  const w = o.value('w');
  if (w !== undefined && !/^\d+$/.test(w)) return yield* die(p, `timeout invalid: ${w}`);
  const q = o.value('q');
  if (q !== undefined && !/^-?\d+$/.test(q)) return yield* die(p, `quit timer invalid: ${q}`);
  const nc: Nc = {
    p,
    o,
    family: o.has('U') ? AF_UNIX : o.has('4') ? AF_INET : o.has('6') ? AF_INET6 : 0,
    isUdp: o.has('u'),
    isVerbose: o.has('v'),
    isListener: o.has('l'),
    timeout: w === undefined ? -1 : Number(w) * SECOND,
    quitAfter: q === undefined || Number(q) < 0 ? null : Number(q),
    packets: 0,
  };
  let [host, port] = o.operands as [string | undefined, string | undefined];
  if (nc.family === AF_UNIX) {
    if (o.operands.length !== 1) return yield* usageExit(p);
  } else if (nc.isListener) {
    if (o.operands.length > 2) return yield* usageExit(p);
    if (port === undefined) {
      if (o.has('p')) {
        // `nc -l -p 80`, `nc -l -p 80 host`
        port = o.value('p');
      } else {
        port = host;
        host = undefined;
      }
    }
    if (port === undefined) return yield* usageExit(p);
  } else if (o.operands.length !== 2) return yield* usageExit(p);
  if (nc.isListener && o.has('z')) return yield* die(p, 'cannot use -z and -l');
  if (!nc.isListener && o.has('k')) return yield* die(p, 'must use -l with -k');
  if (nc.family === AF_UNIX) return nc.isListener ? yield* serveUnix(nc, host ?? '') : yield* callUnix(nc, host ?? '');
  if (nc.isListener) return yield* serve(nc, host, port ?? '');
  return yield* call(nc, host ?? '', port ?? '');
}

// Unix sockets

/** `@name` is an abstract one. */
const unixPath = (name: string): string => (name.startsWith('@') ? `\0${name.slice(1)}` : name);

function* callUnix(nc: Nc, name: string): Sys<number> {
  const { sys } = nc.p;
  const fd = sys.socket(AF_UNIX, (nc.isUdp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  try {
    yield* sys.connect(fd, { family: AF_UNIX, path: unixPath(name) });
  } catch (e) {
    yield* nc.p.error(`nc: ${name}: ${textOf(e)}\n`);
    return 1;
  }
  if (nc.isVerbose) yield* nc.p.error(`Connection to ${name} succeeded!\n`);
  if (!nc.o.has('z')) yield* readWrite(nc, fd);
  return 0;
}

function* serveUnix(nc: Nc, name: string): Sys<number> {
  const { sys } = nc.p;
  const fd = sys.socket(AF_UNIX, (nc.isUdp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  try {
    sys.bind(fd, { family: AF_UNIX, path: unixPath(name) });
    if (!nc.isUdp) sys.listen(fd, 5);
  } catch (e) {
    return yield* die(nc.p, textOf(e));
  }
  if (nc.isVerbose) yield* nc.p.error(`${nc.isUdp ? 'Bound' : 'Listening'} on ${name}\n`);
  if (nc.isUdp) {
    yield* readWrite(nc, fd);
    return 0;
  }
  do {
    const [conn] = yield* sys.accept4(fd, SOCK_CLOEXEC);
    if (nc.isVerbose) yield* nc.p.error(`Connection received on ${name}\n`);
    yield* readWrite(nc, conn);
    sys.close(conn);
  } while (nc.o.has('k'));
  return 0;
}

// Internet sockets

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

function* call(nc: Nc, host: string, portText: string): Sys<number> {
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

function* serve(nc: Nc, host: string | undefined, portText: string): Sys<number> {
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

// Copying

const BAD = POLLERR | POLLNVAL;

/** readwrite: standard input to the network, the network to standard output. */
function* readWrite(nc: Nc, net: number): Sys<void> {
  const { p, o } = nc;
  const { sys } = p;
  const limit = o.value('W') === undefined ? Infinity : Number(o.value('W'));
  let stdin = o.has('d') ? -1 : 0;
  let netIn = net;
  let netOut = net;
  let deadline = -1;
  for (;;) {
    if (stdin < 0 && netIn < 0) return;
    if (nc.isListener && netIn < 0) return;
    if (netOut < 0 && netIn < 0) return;
    if (deadline === 0) return;
    const timeout = deadline > 0 ? deadline : nc.timeout;
    let ready: number[];
    try {
      ready = yield* sys.poll(
        [
          { fd: stdin, events: POLLIN },
          { fd: netIn, events: POLLIN },
        ],
        timeout,
      );
    } catch (e) {
      if (e !== EINTR) throw e;
      continue;
    }
    if (ready[0] === 0 && ready[1] === 0) return;
    if ((ready[1] & (POLLIN | POLLHUP | BAD)) !== 0) {
      const data = yield* readFrom(nc, netIn);
      if (data === null || data.length === 0) netIn = nc.isUdp && data !== null ? netIn : -1;
      else {
        yield* writeAll(sys, 1, data);
        if (++nc.packets >= limit) return;
      }
    }
    if ((ready[0] & (POLLIN | POLLHUP | BAD)) !== 0) {
      const data = yield* readStdin(nc);
      if (data.length > 0) {
        if (netOut >= 0 && !(yield* sendAll(nc, netOut, data))) netOut = -1;
        if (netOut < 0) stdin = -1;
        continue;
      }
      stdin = -1;
      if (nc.quitAfter !== null) deadline = nc.quitAfter * SECOND;
      if (o.has('N') && netOut >= 0) {
        try {
          sys.shutdown(netOut, SHUT_WR);
        } catch (e) {
          textOf(e);
        }
      }
    }
  }
}

function* readStdin(nc: Nc): Sys<Uint8Array> {
  try {
    return yield* nc.p.sys.read(0, 16384);
  } catch (e) {
    textOf(e);
    return new Uint8Array(0);
  }
}

/** Null: the connection broke. */
function* readFrom(nc: Nc, fd: number): Sys<Uint8Array | null> {
  try {
    return (yield* nc.p.sys.recvfrom(fd, 16384, MSG_DONTWAIT)).data;
  } catch (e) {
    textOf(e);
    return null;
  }
}

function* sendAll(nc: Nc, fd: number, data: Uint8Array): Sys<boolean> {
  try {
    yield* writeAll(nc.p.sys, fd, data);
    return true;
  } catch (e) {
    textOf(e);
    return false;
  }
}

export const program: Program = { name: 'nc', usage, main };
