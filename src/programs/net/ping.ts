// ping(8): ICMP echo requests to a host (iputils 20221126).

import { EAGAIN, EINTR, Errno } from '../../abi/errno.ts';
import { CLOCK_MONOTONIC, CLOCK_REALTIME, POLLERR, POLLIN } from '../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_NETLINK, type Family, formatIp, type Ip } from '../../abi/inet.ts';
import { IPPROTO_ICMP, IPPROTO_ICMPV6, SOCK_DGRAM, SOCK_RAW } from '../../abi/net.ts';
import { SIGINT } from '../../abi/signal.ts';
import {
  type ExtendedError,
  IP_RECVERR,
  IP_TTL,
  IPV6_UNICAST_HOPS,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  SO_BINDTODEVICE,
  SO_BROADCAST,
  SO_MARK,
  SOL_IP,
  SOL_IPV6,
  SOL_SOCKET,
} from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Options, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { type HostAddress, hostName, lookupHost, numericHost } from '../../libc/resolve.ts';

const usage = `
Usage
  ping [options] <destination>

Options:
  <destination>      dns name or ip address
  -a                 use audible ping
  -A                 use adaptive ping
  -B                 sticky source address
  -c <count>         stop after <count> replies
  -C                 call connect() syscall on socket creation
  -D                 print timestamps
  -d                 use SO_DEBUG socket option
  -e <identifier>    define identifier for ping session, default is random for
                     SOCK_RAW and kernel defined for SOCK_DGRAM
                     Imply using SOCK_RAW (for IPv4 only for identifier 0)
  -f                 flood ping
  -h                 print help and exit
  -I <interface>     either interface name or address
  -i <interval>      seconds between sending each packet
  -L                 suppress loopback of multicast packets
  -l <preload>       send <preload> number of packages while waiting replies
  -m <mark>          tag the packets going out
  -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>
  -n                 no dns name resolution
  -O                 report outstanding replies
  -p <pattern>       contents of padding byte
  -q                 quiet output
  -Q <tclass>        use quality of service <tclass> bits
  -s <size>          use <size> as number of data bytes to be sent
  -S <size>          use <size> as SO_SNDBUF socket option value
  -t <ttl>           define time to live
  -U                 print user-to-user latency
  -v                 verbose output
  -V                 print version and exit
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response

IPv4 options:
  -4                 use IPv4
  -b                 allow pinging broadcast
  -R                 record route
  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

IPv6 options:
  -6                 use IPv6
  -F <flowlabel>     define flow label, default is random
  -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument

For more details see ping(8).
`;

const SECOND = 1_000_000_000;
const MILLISECOND = 1_000_000;
/** Bytes of the time stamp at the start of the data. */
const TIME_STAMP = 16;
const LINGER = 10 * SECOND;

interface Target {
  readonly family: Family;
  readonly ip: Ip;
  readonly zone: string | null;
  /** As typed. */
  readonly name: string;
  readonly isNumeric: boolean;
  /** In the lines of answers: `host (1.2.3.4)` or the address alone. */
  shown: string;
}

interface Run {
  readonly p: Proc;
  readonly o: Options;
  readonly target: Target;
  readonly fd: number;
  readonly size: number;
  readonly interval: number;
  readonly count: number;
  readonly lingering: number;
  readonly deadline: number;
  readonly isQuiet: boolean;
  readonly isFlood: boolean;
  sent: number;
  received: number;
  duplicates: number;
  errors: number;
  readonly times: number[];
  readonly sentAt: Map<number, number>;
  readonly answered: Set<number>;
  start: number;
  end: number;
  isInterrupted: boolean;
}

function now(p: Proc): number {
  const t = p.sys.clock_gettime(CLOCK_MONOTONIC);
  return t.sec * SECOND + t.nsec;
}

function* fail(p: Proc, message: string, status = 2): Sys<never> {
  yield* p.error(`ping: ${message}\n`);
  throw new Exit(status);
}

function* integer(p: Proc, o: Options, key: string, least: number, most: number): Sys<number | undefined> {
  const text = o.value(key);
  if (text === undefined) return undefined;
  if (!/^[-+]?\d+$/.test(text)) return yield* fail(p, `invalid argument: '${text}'`, 1);
  const n = Number(text);
  if (n < least || n > most) return yield* fail(p, `invalid argument: '${text}': out of range: ${least} <= value <= ${most}`, 1);
  return n;
}

/** Seconds, with a fraction, as nanoseconds. */
function* seconds(p: Proc, o: Options, key: string, what: string): Sys<number | undefined> {
  const text = o.value(key);
  if (text === undefined) return undefined;
  if (!/^\d*\.?\d+$|^\d+\.$/.test(text)) return yield* fail(p, `bad ${what}: ${text}`, 1);
  return Math.round(Number(text) * SECOND);
}

function* findTarget(p: Proc, o: Options): Sys<Target> {
  const name = o.operands[o.operands.length - 1];
  if (name === undefined) return yield* fail(p, 'usage error: Destination address required', 1);
  const family = o.has('4') ? AF_INET : o.has('6') || p.name === 'ping6' ? AF_INET6 : 0;
  const found: HostAddress[] = yield* lookupHost(p.sys, name, family);
  if (found.length === 0) {
    if (family !== 0 && numericHost(name, 0) !== null) return yield* fail(p, `${name}: Address family for hostname not supported`);
    return yield* fail(
      p,
      `${name}: ${/^[\w.-]*$/.test(name) && name.includes('.') ? 'Temporary failure in name resolution' : 'Name or service not known'}`,
    );
  }
  const [{ family: f, ip, zone }] = found;
  return { family: f, ip, zone, name, isNumeric: numericHost(name, 0) !== null, shown: formatIp(f, ip) };
}

/** The probe socket: a UDP socket is connected to learn from which address packets will go, and whether there is a way at all. */
function* probe(p: Proc, o: Options, t: Target): Sys<void> {
  const { sys } = p;
  const fd = sys.socket(t.family, SOCK_DGRAM, 0);
  try {
    yield* chooseSource(p, o, fd, t);
    if (o.has('b')) sys.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, 1);
    yield* sys.connect(fd, { family: t.family, ip: t.ip, port: 1025, ...(yield* scopeOf(p, t)) });
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    if (e.name === 'EACCES' && !o.has('b'))
      return yield* fail(p, 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules');
    return yield* fail(p, `connect: ${e.text}`);
  } finally {
    sys.close(fd);
  }
}

/** The interface behind `%`. */
function* scopeOf(p: Proc, t: Target): Sys<{ scopeId?: number }> {
  if (t.zone === null) return {};
  const fd = p.sys.socket(AF_NETLINK, SOCK_RAW, 0);
  const reply = p.sys.rtnetlink(fd, 'RTM_GETLINK', { ifname: t.zone }, 0);
  p.sys.close(fd);
  if (reply.error !== null) return yield* fail(p, `${t.name}: Name or service not known`);
  return { scopeId: reply.answer[0].index };
}

/** -I: an interface, or an address to send from. */
function* chooseSource(p: Proc, o: Options, fd: number, t: Target): Sys<void> {
  const from = o.value('I');
  if (from === undefined) return;
  const address = numericHost(from, t.family);
  if (address !== null) {
    try {
      p.sys.bind(fd, { family: t.family, ip: address.ip, port: 0 });
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* fail(p, `bind: ${e.text}`);
    }
    return;
  }
  try {
    p.sys.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, from);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* fail(p, e.name === 'ENODEV' ? `unknown iface: ${from}` : `SO_BINDTODEVICE ${from}: ${e.text}`);
  }
}

function* openSocket(p: Proc, o: Options, t: Target): Sys<number> {
  const { sys } = p;
  const isV4 = t.family === AF_INET;
  const fd = sys.socket(t.family, SOCK_DGRAM, isV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
  yield* chooseSource(p, o, fd, t);
  sys.setsockopt(fd, isV4 ? SOL_IP : SOL_IPV6, isV4 ? IP_RECVERR : 25, 1);
  if (o.has('b')) sys.setsockopt(fd, SOL_SOCKET, SO_BROADCAST, 1);
  const ttl = yield* integer(p, o, 't', 0, 255);
  if (ttl !== undefined) sys.setsockopt(fd, isV4 ? SOL_IP : SOL_IPV6, isV4 ? IP_TTL : IPV6_UNICAST_HOPS, ttl === 0 ? 1 : ttl);
  const mark = yield* integer(p, o, 'm', 0, 0xffffffff);
  if (mark !== undefined) sys.setsockopt(fd, SOL_SOCKET, SO_MARK, mark);
  return fd;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { status: 2, version: '', hint: usage });
  if (o.has('h')) {
    yield* p.error(usage);
    return 2;
  }
  if (o.has('V')) {
    p.print('ping from iputils 20221126\n');
    return 0;
  }
  const count = yield* integer(p, o, 'c', 1, Number.MAX_SAFE_INTEGER);
  const interval = yield* seconds(p, o, 'i', 'timing interval');
  if (interval !== undefined && interval < 2 * MILLISECOND && p.sys.geteuid() !== 0)
    return yield* fail(p, 'cannot flood; minimal interval allowed for user is 2ms', 2);
  const size = (yield* integer(p, o, 's', 0, 127992)) ?? 56;
  const lingering = yield* seconds(p, o, 'W', 'linger time');
  const deadline = yield* seconds(p, o, 'w', 'wait time');
  yield* integer(p, o, 't', 0, 255);
  const target = yield* findTarget(p, o);
  yield* probe(p, o, target);
  const fd = yield* openSocket(p, o, target);
  const run: Run = {
    p,
    o,
    target,
    fd,
    size,
    interval: interval ?? (o.has('f') ? 10 * MILLISECOND : SECOND),
    count: count ?? (deadline === undefined ? Infinity : Infinity),
    lingering: lingering ?? LINGER,
    deadline: deadline ?? Infinity,
    isQuiet: o.has('q'),
    isFlood: o.has('f'),
    sent: 0,
    received: 0,
    duplicates: 0,
    errors: 0,
    times: [],
    sentAt: new Map(),
    answered: new Set(),
    start: now(p),
    end: 0,
    isInterrupted: false,
  };
  run.end = run.start;
  yield* headline(run);
  p.sys.rt_sigaction(SIGINT, {
    handler: () => {
      run.isInterrupted = true;
    },
    flags: 0,
  });
  yield* p.flush();
  yield* loop(run);
  return finish(run);
}

function* headline(r: Run): Sys<void> {
  const { p, o, target: t, size } = r;
  const address = formatIp(t.family, t.ip);
  if (!t.isNumeric && !o.has('n')) {
    const name = (yield* hostName(p.sys, t.family, t.ip)) ?? t.name;
    t.shown = `${name} (${address})`;
  }
  const from = o.value('I');
  const source = from === undefined ? '' : numericHost(from, t.family) !== null ? ` from ${from} ` : ` from ${yield* sourceOf(r)} ${from}`;
  if (t.family === AF_INET) {
    const sep = source === '' ? '' : source.endsWith(' ') ? ':' : ':';
    p.print(`PING ${t.name} (${address})${source === '' ? '' : `${source}${sep}`} ${size}(${size + 28}) bytes of data.\n`);
  } else p.print(`PING ${t.name}(${t.shown})${source === '' ? '' : `${source}:`} ${size} data bytes\n`);
}

/** The address that the socket would send from. */
function* sourceOf({ p, o, target: t }: Run): Sys<string> {
  const fd = p.sys.socket(t.family, SOCK_DGRAM, 0);
  yield* chooseSource(p, o, fd, t);
  yield* p.sys.connect(fd, { family: t.family, ip: t.ip, port: 1025, ...(yield* scopeOf(p, t)) });
  const local = p.sys.getsockname(fd);
  p.sys.close(fd);
  return local.family === 1 ? '' : formatIp(local.family, local.ip);
}

/** main_loop: a packet each interval, answers in between, until all have been answered or waited for. */
function* loop(r: Run): Sys<void> {
  const { p } = r;
  let next = r.start;
  const stopAt = r.start + r.deadline;
  for (;;) {
    if (r.isInterrupted) break;
    const t = now(p);
    if (t >= stopAt) break;
    const isDone = r.sent >= r.count;
    if (isDone && r.received + r.errors >= r.count) break;
    if (r.deadline !== Infinity && r.count !== Infinity && r.received >= r.count) break;
    if (!isDone && t >= next) {
      yield* sendOne(r);
      next = t + r.interval;
      if (r.sent >= r.count) next = lastWait(r, t);
      continue;
    }
    if (isDone && t >= next) break;
    yield* receiveUntil(r, Math.min(next, stopAt));
  }
}

/** How long the last answers are waited for: -W, else twice the longest time so far. */
function lastWait(r: Run, t: number): number {
  if (r.o.has('W') || r.received === 0) return t + r.lingering;
  return t + Math.max(2 * Math.max(...r.times), r.interval);
}

function* sendOne(r: Run): Sys<void> {
  const { p, target: t, size } = r;
  const seq = r.sent + 1;
  const data = new Uint8Array(8 + size);
  data[0] = t.family === AF_INET ? 8 : 128;
  data[6] = (seq >> 8) & 255;
  data[7] = seq & 255;
  for (let i = 0; i < size; i++) data[8 + i] = i & 255;
  r.sentAt.set(seq & 0xffff, now(p));
  r.sent++;
  r.end = now(p);
  try {
    yield* p.sys.sendto(r.fd, data, 0, { family: t.family, ip: t.ip, port: 0, ...(yield* scopeOf(p, t)) });
    if (r.isFlood && !r.isQuiet) p.print('.');
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    // What the socket was told of an earlier packet comes out here as well: that is not this packet's failure.
    if (yield* takeErrors(r)) {
      r.sent--;
      return;
    }
    yield* p.error(`ping: sendmsg: ${e.text}\n`);
  }
}

function* receiveUntil(r: Run, until: number): Sys<void> {
  const { p } = r;
  yield* p.flush();
  const left = Math.max(0, Math.ceil((until - now(p)) / MILLISECOND));
  let ready: number;
  try {
    [ready] = yield* p.sys.poll([{ fd: r.fd, events: POLLIN | POLLERR }], Math.min(left, 0x7fffffff));
  } catch (e) {
    if (e !== EINTR) throw e;
    return;
  }
  if ((ready & POLLERR) !== 0) yield* takeErrors(r);
  if ((ready & POLLIN) === 0) return;
  try {
    const { data, from, ttl } = yield* p.sys.recvfrom(r.fd, 65536, MSG_DONTWAIT);
    if (from !== null && from.family !== 1) yield* answer(r, data, formatIp(from.family, from.ip), from.ip, ttl ?? 0);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
}

function* answer(r: Run, data: Uint8Array, from: string, ip: Ip, ttl: number): Sys<void> {
  const { p, target: t } = r;
  const seq = data[6] * 256 + data[7];
  const sent = r.sentAt.get(seq);
  const time = sent === undefined ? 0 : now(p) - sent;
  const isDuplicate = r.answered.has(seq);
  if (isDuplicate) r.duplicates++;
  else {
    r.received++;
    r.answered.add(seq);
    r.times.push(time);
  }
  r.end = now(p);
  if (r.isQuiet) return;
  if (r.isFlood) {
    p.print('\b \b');
    return;
  }
  const stamp = r.o.has('D') ? timeStamp(p) : '';
  const shown = ip === t.ip ? t.shown : from;
  const rtt = data.length - 8 >= TIME_STAMP ? ` time=${milliseconds(time)} ms` : '';
  p.print(`${stamp}${data.length} bytes from ${shown}: icmp_seq=${seq} ttl=${ttl}${rtt}${isDuplicate ? ' (DUP!)' : ''}\n`);
  if (r.o.has('a')) p.print('\x07');
  yield* p.flush();
}

function timeStamp(p: Proc): string {
  const t = p.sys.clock_gettime(CLOCK_REALTIME);
  return `[${t.sec}.${String(Math.floor(t.nsec / 1000)).padStart(6, '0')}] `;
}

/** Three digits that count. */
function milliseconds(ns: number): string {
  const us = Math.round(ns / 1000);
  if (us >= 100000) return String(Math.floor((us + 500) / 1000));
  if (us >= 10000) return (Math.floor((us + 50) / 100) / 10).toFixed(1);
  if (us >= 1000) return (Math.floor((us + 5) / 10) / 100).toFixed(2);
  return (us / 1000).toFixed(3);
}

/** What the error queue holds; whether there was anything. */
function* takeErrors(r: Run): Sys<boolean> {
  const { p } = r;
  let any = false;
  for (;;) {
    let error: ExtendedError | null;
    let data: Uint8Array;
    try {
      ({ error, data } = yield* p.sys.recvfrom(r.fd, 512, MSG_ERRQUEUE | MSG_DONTWAIT));
    } catch (e) {
      if (e !== EAGAIN) throw e;
      p.sys.getsockopt(r.fd, SOL_SOCKET, 4);
      return any;
    }
    if (error === null) return any;
    any = true;
    r.errors++;
    r.end = now(p);
    if (r.isQuiet) continue;
    if (r.isFlood) {
      p.print('\bE');
      continue;
    }
    const { family, ip } = error.offender;
    const name = r.o.has('n') ? null : yield* hostName(p.sys, family, ip);
    const who = name === null ? formatIp(family, ip) : `${name} (${formatIp(family, ip)})`;
    const seq = data[6] * 256 + data[7];
    p.print(`From ${who} icmp_seq=${seq} ${family === AF_INET ? errorText(error) : errorTextV6(error)}\n`);
    yield* p.flush();
  }
}

const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  5: 'Source Route Failed',
  6: 'Destination Net Unknown',
  7: 'Destination Host Unknown',
  9: 'Destination Net Prohibited',
  10: 'Destination Host Prohibited',
  13: 'Packet filtered',
};

function errorText(e: ExtendedError): string {
  if (e.type === 3)
    return e.code === 4 ? `Frag needed and DF set (mtu = ${e.info})` : (UNREACHABLE[e.code] ?? `Dest Unreachable, Bad Code: ${e.code}`);
  if (e.type === 11) return e.code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  return `Bad ICMP type: ${e.type}`;
}

const UNREACHABLE_V6: readonly string[] = [
  'No route',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
];

function errorTextV6(e: ExtendedError): string {
  if (e.type === 1) return `Destination unreachable: ${UNREACHABLE_V6[e.code] ?? `Unknown code ${e.code}`}`;
  if (e.type === 2) return `Packet too big: mtu=${e.info}`;
  if (e.type === 3) return e.code === 0 ? 'Time exceeded: Hop limit' : 'Time exceeded: Defragmentation failure';
  return `unknown icmp type: ${e.type}`;
}

/** The statistics, and the exit status: 0 for an answer, 1 for none (or fewer than asked for by the deadline). */
function finish(r: Run): number {
  const { p } = r;
  p.print(`\n--- ${r.target.name} ping statistics ---\n`);
  let s = `${r.sent} packets transmitted, ${r.received} received`;
  if (r.duplicates > 0) s += `, +${r.duplicates} duplicates`;
  if (r.errors > 0) s += `, +${r.errors} errors`;
  if (r.sent > 0) s += `, ${loss(r.sent, r.received)}% packet loss, time ${Math.floor((r.end - r.start) / MILLISECOND)}ms`;
  p.print(`${s}\n`);
  if (r.times.length > 0 && r.size >= TIME_STAMP) p.print(`rtt min/avg/max/mdev = ${rtt(r.times)} ms\n`);
  else p.print('\n');
  if (r.deadline !== Infinity && r.count !== Infinity) return r.received < r.count ? 1 : 0;
  return r.received === 0 ? 1 : 0;
}

function loss(sent: number, received: number): string {
  return String(Number((((sent - received) * 100) / sent).toPrecision(6)));
}

function rtt(times: readonly number[]): string {
  const us = times.map((t) => t / 1000);
  const average = us.reduce((a, b) => a + b, 0) / us.length;
  const variance = us.reduce((a, b) => a + b * b, 0) / us.length - average * average;
  return [Math.min(...us), average, Math.max(...us), Math.sqrt(Math.max(0, variance))].map((x) => (x / 1000).toFixed(3)).join('/');
}

export const program: Program = { name: 'ping', usage, main };
