// Whom ping asks, and through which socket.

import { Errno } from '../../../abi/errno.ts';
import { AF_INET, AF_INET6, AF_NETLINK, formatIp } from '../../../abi/inet.ts';
import { IPPROTO_ICMP, IPPROTO_ICMPV6, SOCK_DGRAM, SOCK_RAW } from '../../../abi/net.ts';
import {
  IP_RECVERR,
  IP_TTL,
  IPV6_UNICAST_HOPS,
  SO_BINDTODEVICE,
  SO_BROADCAST,
  SO_MARK,
  SOL_IP,
  SOL_IPV6,
  SOL_SOCKET,
} from '../../../abi/socket.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Options } from '../../../libc/options.ts';
import type { Proc } from '../../../libc/proc.ts';
import { type HostAddress, lookupHost, numericHost } from '../../../libc/resolve.ts';
import { fail, integer, type Target } from './run.ts';

export function* findTarget(p: Proc, o: Options): Sys<Target> {
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
export function* probe(p: Proc, o: Options, t: Target): Sys<void> {
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
export function* scopeOf(p: Proc, t: Target): Sys<{ scopeId?: number }> {
  if (t.zone === null) return {};
  const fd = p.sys.socket(AF_NETLINK, SOCK_RAW, 0);
  const reply = p.sys.rtnetlink(fd, 'RTM_GETLINK', { ifname: t.zone }, 0);
  p.sys.close(fd);
  if (reply.error !== null) return yield* fail(p, `${t.name}: Name or service not known`);
  return { scopeId: reply.answer[0].index };
}

/** -I: an interface, or an address to send from. */
export function* chooseSource(p: Proc, o: Options, fd: number, t: Target): Sys<void> {
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

export function* openSocket(p: Proc, o: Options, t: Target): Sys<number> {
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
