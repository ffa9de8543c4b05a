// nc(1): arbitrary TCP and UDP connections and listens, and unix sockets (netcat-openbsd 1.219, as Debian has it).

import { AF_INET, AF_INET6, AF_UNIX } from '../../abi/inet.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { die, type Nc, SECOND } from './nc/context.ts';
import { call, serve } from './nc/inet.ts';
import { callUnix, serveUnix } from './nc/unix.ts';

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

function* usageExit(p: Proc): Sys<never> {
  yield* p.error(usage);
  throw new Exit(1);
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

export const program: Program = { name: 'nc', usage, main, onWriteError: UNCHECKED };
