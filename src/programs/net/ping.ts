// ping(8): ICMP echo requests to a host (iputils 20221126).

import { EAGAIN, EINTR, Errno } from '../../abi/errno.ts';
import { CLOCK_REALTIME, POLLERR, POLLIN } from '../../abi/flags.ts';
import { AF_INET, formatIp, type Ip } from '../../abi/inet.ts';
import { largest } from '../../abi/list.ts';
import { SOCK_DGRAM } from '../../abi/net.ts';
import { SIGINT } from '../../abi/signal.ts';
import { type ExtendedError, MSG_DONTWAIT, MSG_ERRQUEUE, SOL_SOCKET } from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { hostName, numericHost } from '../../libc/resolve.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { icmpErrorText } from './ping/errors.ts';
import { fail, integer, LINGER, MILLISECOND, now, type Run, SECOND, seconds, TIME_STAMP } from './ping/run.ts';
import { finish } from './ping/statistics.ts';
import { chooseSource, findTarget, openSocket, probe, scopeOf } from './ping/target.ts';

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
  return t + Math.max(2 * largest(r.times), r.interval);
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
    p.print(`From ${who} icmp_seq=${seq} ${icmpErrorText(error, family)}\n`);
    yield* p.flush();
  }
}

export const program: Program = { name: 'ping', usage, main, onWriteError: UNCHECKED };
