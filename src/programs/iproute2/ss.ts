// ss(8): sockets (iproute2 6.1.0, misc/ss.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_DIRECTORY, O_RDONLY } from '../../abi/flags.ts';
import { AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, formatIp } from '../../abi/inet.ts';
import { TIOCGWINSZ } from '../../abi/ioctl.ts';
import { append, largest } from '../../abi/list.ts';
import { IPPROTO_TCP, IPPROTO_UDP, NETLINK_SOCK_DIAG, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM } from '../../abi/net.ts';
import { type SockAddr, type SockDiag, TCP_CLOSE, TCP_LISTEN, TCP_SYN_RECV, TCP_TIME_WAIT } from '../../abi/socket.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program, readFile } from '../../libc/proc.ts';
import { hostName, serviceName } from '../../libc/resolve.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this message
   -V, --version       output version information
   -n, --numeric       don't resolve service names
   -r, --resolve       resolve host names
   -a, --all           display all sockets
   -l, --listening     display listening sockets
   -o, --options       show timer information
   -e, --extended      show detailed socket information
   -m, --memory        show socket memory usage
   -p, --processes     show process using socket
   -T, --threads       show thread using socket
   -i, --info          show internal TCP information
       --tipcinfo      show internal tipc socket information
   -s, --summary       show socket usage summary
       --tos           show tos and priority information
       --cgroup        show cgroup information
   -b, --bpf           show bpf filter socket information
   -E, --events        continually display sockets as they are destroyed
   -Z, --context       display task SELinux security contexts
   -z, --contexts      display task and socket SELinux security contexts
   -N, --net           switch to the specified network namespace name

   -4, --ipv4          display only IP version 4 sockets
   -6, --ipv6          display only IP version 6 sockets
   -0, --packet        display PACKET sockets
   -t, --tcp           display only TCP sockets
   -M, --mptcp         display only MPTCP sockets
   -S, --sctp          display only SCTP sockets
   -u, --udp           display only UDP sockets
   -d, --dccp          display only DCCP sockets
   -w, --raw           display only RAW sockets
   -x, --unix          display only Unix domain sockets
       --tipc          display only TIPC sockets
       --vsock         display only vsock sockets
       --xdp           display only XDP sockets
   -f, --family=FAMILY display sockets of type FAMILY
       FAMILY := {inet|inet6|link|unix|netlink|vsock|tipc|xdp|help}

   -K, --kill          forcibly close sockets, display what was closed
   -H, --no-header     Suppress header line
   -O, --oneline       socket's data printed on a single line
       --inet-sockopt  show various inet socket options

   -A, --query=QUERY, --socket=QUERY
       QUERY := {all|inet|tcp|mptcp|udp|raw|unix|unix_dgram|unix_stream|unix_seqpacket|packet|netlink|vsock_stream|vsock_dgram|tipc|xdp}[,QUERY]

   -D, --diag=FILE     Dump raw information about TCP sockets to FILE
   -F, --filter=FILE   read filter information from FILE
       FILTER := [ state STATE-FILTER ] [ EXPRESSION ]
       STATE-FILTER := {all|connected|synchronized|bucket|big|TCP-STATES}
         TCP-STATES := {established|syn-sent|syn-recv|fin-wait-{1,2}|time-wait|closed|close-wait|last-ack|listening|closing}
          connected := {established|syn-sent|syn-recv|fin-wait-{1,2}|time-wait|close-wait|last-ack|closing}
       synchronized := {established|syn-recv|fin-wait-{1,2}|time-wait|close-wait|last-ack|closing}
             bucket := {syn-recv|time-wait}
                big := {established|syn-sent|fin-wait-{1,2}|closed|close-wait|last-ack|listening|closing}
`;

/** By TCP's numbers; UDP and unix use some of them. */
const STATES = [
  'UNKNOWN',
  'ESTAB',
  'SYN-SENT',
  'SYN-RECV',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'UNCONN',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
] as const;

const STATE_WORDS: ReadonlyMap<string, number> = new Map([
  ['established', 1],
  ['syn-sent', 2],
  ['syn-recv', 3],
  ['fin-wait-1', 4],
  ['fin-wait-2', 5],
  ['time-wait', 6],
  ['closed', 7],
  ['unconnected', 7],
  ['close-wait', 8],
  ['last-ack', 9],
  ['listening', 10],
  ['listen', 10],
  ['closing', 11],
]);

const bit = (state: number): number => 1 << state;
const ALL = 0xfff;
const CONNECTED = ALL & ~(bit(TCP_LISTEN) | bit(TCP_CLOSE) | bit(TCP_TIME_WAIT) | bit(TCP_SYN_RECV));

type Table = 'tcp' | 'udp' | 'raw' | 'u_str' | 'u_dgr' | 'u_seq';

function tableOf(s: SockDiag): Table {
  if (s.family === AF_UNIX) return s.type === SOCK_STREAM ? 'u_str' : s.type === SOCK_DGRAM ? 'u_dgr' : 'u_seq';
  return s.protocol === IPPROTO_TCP ? 'tcp' : s.protocol === IPPROTO_UDP ? 'udp' : 'raw';
}

/** In the order in which they are shown. */
const TABLES: readonly Table[] = ['u_str', 'u_dgr', 'u_seq', 'raw', 'udp', 'tcp'];

/** Option → tables. */
const OF_OPTION: readonly (readonly [string, readonly Table[]])[] = [
  ['tcp', ['tcp']],
  ['udp', ['udp']],
  ['raw', ['raw']],
  ['unix', ['u_str', 'u_dgr', 'u_seq']],
];

interface Row {
  readonly netid: string;
  readonly state: string;
  readonly recvQ: string;
  readonly sendQ: string;
  readonly local: string;
  readonly localPort: string;
  readonly peer: string;
  readonly peerPort: string;
  readonly process: string;
  /** Between an address and its port: `:`, or a blank for unix sockets. */
  readonly sep: string;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { status: 255, version: 'ss utility, iproute2-6.1.0', hint: usage.trimEnd() });
  for (const key of ['events', 'kill', 'diag', 'net', 'packet'])
    if (o.has(key)) {
      yield* p.error(`ns-shell: not simulated: ss --${key}\n`);
      return 255;
    }
  const tables = new Set<Table>();
  for (const [key, list] of OF_OPTION) if (o.has(key)) for (const t of list) tables.add(t);
  for (const query of o.values('query')) for (const word of query.split(',')) yield* addQuery(p, tables, word);
  if (tables.size === 0) for (const t of TABLES) if (!(o.has('ipv4') || o.has('ipv6')) || !t.startsWith('u_')) tables.add(t);
  const filter = yield* parseFilter(p, o.operands);
  const states = filter.states ?? (o.has('all') ? ALL : o.has('listening') ? bit(TCP_LISTEN) | bit(TCP_CLOSE) : CONNECTED);
  const fd = p.sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
  const all = p.sys.sock_diag(fd);
  p.sys.close(fd);
  if (o.has('summary')) {
    summary(p, all);
    return 0;
  }
  const families = o.has('ipv4') === o.has('ipv6') ? null : o.has('ipv4') ? AF_INET : AF_INET6;
  const wanted = all
    .filter((s) => tables.has(tableOf(s)) && (families === null || s.family === families || s.family === AF_UNIX))
    .filter(
      (s) => (bit(s.state) & states) !== 0 && !(o.has('listening') && s.state === TCP_CLOSE && tableOf(s) === 'tcp') && filter.matches(s),
    )
    .sort((a, b) => TABLES.indexOf(tableOf(a)) - TABLES.indexOf(tableOf(b)));
  const owners = o.has('processes') ? yield* processes(p) : null;
  const rows: Row[] = [];
  for (const s of wanted) rows.push(yield* rowOf(p, s, o.has('numeric'), o.has('resolve'), owners));
  yield* render(p, rows, !o.has('no-header'), tables.size > 1, filter.states === null || !isSingle(filter.states));
  return 0;
}

const isSingle = (mask: number): boolean => (mask & (mask - 1)) === 0;

const QUERIES: ReadonlyMap<string, readonly Table[]> = new Map<string, readonly Table[]>([
  ['all', TABLES],
  ['inet', ['raw', 'udp', 'tcp']],
  ['tcp', ['tcp']],
  ['udp', ['udp']],
  ['raw', ['raw']],
  ['unix', ['u_str', 'u_dgr', 'u_seq']],
  ['unix_stream', ['u_str']],
  ['unix_dgram', ['u_dgr']],
  ['unix_seqpacket', ['u_seq']],
]);

function* addQuery(p: Proc, tables: Set<Table>, word: string): Sys<void> {
  const list = QUERIES.get(word);
  if (list === undefined) {
    yield* p.error(`ss: "${word}" is illegal socket table id\n${usage}`);
    throw new Exit(255);
  }
  for (const t of list) tables.add(t);
}

interface Filter {
  states: number | null;
  readonly matches: (s: SockDiag) => boolean;
}

const portOf = (a: SockAddr | null): number => (a === null || a.family === AF_UNIX ? 0 : (a as { port: number }).port);

/** `state X`, `sport = :80`, `dport 443`, joined by `and`. */
function* parseFilter(p: Proc, words: readonly string[]): Sys<Filter> {
  let states: number | null = null;
  const tests: ((s: SockDiag) => boolean)[] = [];
  const text = words
    .join(' ')
    .replace(/[()]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter((w) => w !== '');
  for (let i = 0; i < text.length; i++) {
    const word = text[i];
    if (word === 'state' || word === 'exclude') {
      const name = text[++i] ?? '';
      const group = name === 'all' ? ALL : name === 'connected' ? CONNECTED | bit(TCP_TIME_WAIT) | bit(TCP_SYN_RECV) : undefined;
      const one = STATE_WORDS.get(name);
      const mask = group ?? (one === undefined ? undefined : bit(one));
      if (mask === undefined) {
        yield* p.error(`ss: wrong state name: ${name}\n`);
        throw new Exit(255);
      }
      states = word === 'state' ? (states ?? 0) | mask : (states ?? ALL) & ~mask;
    } else if (word === 'sport' || word === 'dport') {
      const m = /^(sport|dport) ?(?:(=|==|eq|!=|ne) )?:?(\d+)$/.exec(
        [word, ...text.slice(i + 1, i + 3)].join(' ').replace(/^(\S+) (:?\d+) .*/, '$1 $2'),
      );
      if (m === null) {
        yield* p.error(`ns-shell: not simulated: ss ${words.join(' ')}\n`);
        throw new Exit(255);
      }
      const port = Number(m[3]);
      const isNot = m[2] === '!=' || m[2] === 'ne';
      const isLocal = m[1] === 'sport';
      tests.push((s) => (portOf(isLocal ? s.local : s.remote) === port) !== isNot);
      i += m[2] === undefined ? 1 : 2;
    } else if (word !== 'and' && word !== '&&') {
      yield* p.error(`ns-shell: not simulated: ss ${words.join(' ')}\n`);
      throw new Exit(255);
    }
  }
  return { states, matches: (s) => tests.every((t) => t(s)) };
}

function summary(p: Proc, all: readonly SockDiag[]): void {
  const count = (family: number, protocol: number): number => all.filter((s) => s.family === family && s.protocol === protocol).length;
  const tcp = all.filter((s) => s.protocol === IPPROTO_TCP && s.family !== AF_UNIX);
  const estab = tcp.filter((s) => s.state === 1).length;
  const row = (name: string, v4: number, v6: number): string =>
    `${name.padEnd(10)}${String(v4 + v6).padEnd(10)}${String(v4).padEnd(10)}${v6}\n`;
  const t4 = count(AF_INET, IPPROTO_TCP);
  const t6 = count(AF_INET6, IPPROTO_TCP);
  const u4 = count(AF_INET, IPPROTO_UDP);
  const u6 = count(AF_INET6, IPPROTO_UDP);
  p.print(
    `Total: ${all.length}\nTCP:   ${tcp.length} (estab ${estab}, closed 0, orphaned 0, timewait ${tcp.filter((s) => s.state === TCP_TIME_WAIT).length})\n\n`,
  );
  p.print(
    `Transport Total     IP        IPv6\n${row('RAW', 0, 0)}${row('UDP', u4, u6)}${row('TCP', t4, t6)}${row('INET', t4 + u4, t6 + u6)}${row('FRAG', 0, 0)}\n`,
  );
}

/** Socket inode → `("nc",pid=12,fd=3)` of each process that has it open. */
function* processes(p: Proc): Sys<Map<number, string[]>> {
  const { sys } = p;
  const owners = new Map<number, string[]>();
  for (const pid of yield* names(p, '/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    let comm = '';
    for (const fd of yield* names(p, `/proc/${pid}/fd`)) {
      let link: string;
      try {
        link = sys.readlinkat(AT_FDCWD, `/proc/${pid}/fd/${fd}`);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        continue;
      }
      const m = /^socket:\[(\d+)\]$/.exec(link);
      if (m === null) continue;
      if (comm === '') comm = (yield* readFile(sys, `/proc/${pid}/comm`)).trimEnd();
      const ino = Number(m[1]);
      owners.set(ino, [...(owners.get(ino) ?? []), `("${comm}",pid=${pid},fd=${fd})`]);
    }
  }
  return owners;
}

function* names(p: Proc, path: string): Sys<string[]> {
  let fd: number;
  try {
    fd = yield* p.sys.openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    return [];
  }
  const out: string[] = [];
  try {
    for (let list = p.sys.getdents64(fd); list.length > 0; list = p.sys.getdents64(fd))
      append(
        out,
        list.map((d) => d.name),
      );
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  p.sys.close(fd);
  return out;
}

function* rowOf(p: Proc, s: SockDiag, isNumeric: boolean, resolves: boolean, owners: Map<number, string[]> | null): Sys<Row> {
  const table = tableOf(s);
  const who = owners?.get(s.ino);
  const head = {
    netid: table,
    state: STATES[s.state] ?? 'UNKNOWN',
    recvQ: String(s.recvQ),
    sendQ: String(s.sendQ),
    process: who === undefined ? '' : `users:(${who.join(',')})`,
  };
  if (s.family === AF_UNIX) {
    const path = s.local.family === AF_UNIX ? (s.local as { path: string }).path : '';
    const name = path === '' ? '*' : path.startsWith('\0') ? `@${path.slice(1)}` : path;
    return { ...head, local: name, localPort: String(s.ino), peer: '*', peerPort: String(s.peerIno), sep: ' ' };
  }
  const local = yield* addressOf(p, s, s.local, isNumeric, resolves);
  const peer = yield* addressOf(p, s, s.remote, isNumeric, resolves);
  return {
    ...head,
    local: s.device === null ? local[0] : `${local[0]}%${s.device}`,
    localPort: local[1],
    peer: peer[0],
    peerPort: peer[1],
    sep: ':',
  };
}

function* addressOf(p: Proc, s: SockDiag, a: SockAddr | null, isNumeric: boolean, resolves: boolean): Sys<[string, string]> {
  if (a !== null && a.family === AF_UNIX) return ['*', '*'];
  const family = s.family === AF_INET6 ? AF_INET6 : AF_INET;
  const { ip, port } = a === null ? { ip: 0n, port: 0 } : (a as { ip: bigint; port: number });
  const name = resolves && ip !== 0n ? yield* hostName(p.sys, family, ip) : null;
  const text = name ?? (family === AF_INET6 ? `[${formatIp(family, ip)}]` : formatIp(family, ip));
  if (port === 0) return [text, '*'];
  const service = isNumeric ? null : yield* serviceName(p.sys, port, s.protocol === IPPROTO_UDP ? 'udp' : 'tcp');
  return [text, service ?? String(port)];
}

interface Column {
  readonly head: string;
  readonly isRight: boolean;
  readonly cell: (r: Row) => string;
  /** What stands before it. */
  readonly delim: (r: Row | null) => string;
}

const blank = (): string => ' ';

/** Each column as wide as its widest cell; on a terminal the rest of the line is shared out (render_calc_width). */
function* render(p: Proc, rows: readonly Row[], hasHeader: boolean, hasNetid: boolean, hasState: boolean): Sys<void> {
  const columns: Column[] = [];
  const add = (head: string, cell: (r: Row) => string, isRight = false, delim: Column['delim'] = blank): void => {
    columns.push({ head, cell, isRight, delim: columns.length === 0 ? () => '' : delim });
  };
  if (hasNetid) add('Netid', (r) => r.netid);
  if (hasState) add('State', (r) => r.state);
  add('Recv-Q', (r) => r.recvQ);
  add('Send-Q', (r) => r.sendQ);
  add('Local Address', (r) => r.local, true);
  add(
    'Port',
    (r) => r.localPort,
    false,
    (r) => r?.sep ?? ':',
  );
  add('Peer Address', (r) => r.peer, true);
  add(
    'Port',
    (r) => r.peerPort,
    false,
    (r) => r?.sep ?? ':',
  );
  add(
    'Process',
    (r) => r.process,
    false,
    () => '',
  );
  const widths = columns.map((c) =>
    largest(
      rows.map((r) => c.cell(r).length),
      hasHeader ? c.head.length : 0,
    ),
  );
  const screen = yield* screenWidth(p);
  if (screen > 0) {
    const used = widths.reduce((n, w) => n + w + 1, 0);
    const spare = Math.max(0, Math.floor((screen - used) / columns.length));
    for (let i = 0; i < widths.length - 1; i++) widths[i] += spare;
  }
  const line = (r: Row | null): string =>
    columns
      .map((c, i) => {
        const text = r === null ? c.head : c.cell(r);
        return c.delim(r) + (c.isRight ? text.padStart(widths[i]) : text.padEnd(widths[i]));
      })
      .join('');
  if (hasHeader) p.print(`${line(null)}\n`);
  for (const r of rows) p.print(`${line(r)}\n`);
}

/** 0: not a terminal. */
function* screenWidth(p: Proc): Sys<number> {
  try {
    return (yield* p.sys.ioctl(1, TIOCGWINSZ, undefined)).cols;
  } catch (e) {
    if (e instanceof Errno) return 0;
    throw e;
  }
}

export const program: Program = { name: 'ss', usage, main, onWriteError: UNCHECKED };
