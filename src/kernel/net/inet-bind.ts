// Binding sockets of the internet families, and the ways of what they send (net/ipv4/af_inet.c, inet_connection_sock.c; ip(7)).

import { CAP_NET_BIND_SERVICE } from '../../abi/caps.ts';
import { EACCES, EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENODEV } from '../../abi/errno.ts';
import { AF_INET, type Ip } from '../../abi/inet.ts';
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from '../../abi/net.ts';
import type { SockAddr } from '../../abi/socket.ts';
import { nsCapable } from '../cred/capability.ts';
import type { Task } from '../sched/task.ts';
import { deviceByName } from './device.ts';
import { InetSocket } from './inet-socket.ts';
import { type OutPath, routeOutput } from './ip-output.ts';
import { addressType } from './route.ts';
import { setting, settingText } from './settings.ts';

export function routeTo(socket: InetSocket, dst: Ip, scopeId = 0): OutPath {
  const oif = socket.boundIf !== 0 ? socket.boundIf : scopeId;
  return routeOutput(socket.net, socket.inet, {
    dst,
    src: socket.localIp === 0n ? null : socket.localIp,
    ...(oif === 0 ? undefined : { oif }),
    ...(socket.mark === 0 ? undefined : { mark: socket.mark }),
  });
}

/** inet_bind. EADDRNOTAVAIL: not an address of this host; EACCES: a privileged port; EADDRINUSE. */
export function bindInet(task: Task, socket: InetSocket, given: SockAddr): void {
  const { net } = socket;
  const addr = socket.inetAddr(given);
  if (socket.localPort !== 0) throw EINVAL;
  if (addr.ip !== 0n && !mayBind(socket, addr.ip)) throw EADDRNOTAVAIL;
  const start = setting(net, 'ipv4/ip_unprivileged_port_start');
  if (addr.port !== 0 && addr.port < start && socket.portSpace !== 'ping' && !nsCapable(task, net.owner, CAP_NET_BIND_SERVICE))
    throw EACCES;
  if (addr.port !== 0) checkConflict(socket, addr.ip, addr.port);
  socket.localIp = addr.ip;
  if (addr.port === 0) autobind(socket);
  else socket.localPort = addr.port;
  net.sockets.add(socket);
}

function mayBind(socket: InetSocket, ip: Ip): boolean {
  const family = socket.inet;
  if (setting(socket.net, `${family === AF_INET ? 'ipv4' : 'ipv6'}/ip_nonlocal_bind`) !== 0) return true;
  const type = addressType(socket.net, family, ip);
  return type === RTN_LOCAL || type === RTN_BROADCAST || type === RTN_MULTICAST;
}

/** Those that share its port numbers. */
function* neighbours(socket: InetSocket): IterableIterator<InetSocket> {
  for (const other of socket.net.sockets)
    if (other instanceof InetSocket && other !== socket && other.portSpace === socket.portSpace && other.inet === socket.inet) yield other;
}

/** inet_csk_bind_conflict: two sockets share a port only when both agree, or their addresses differ. */
function checkConflict(socket: InetSocket, ip: Ip, port: number): void {
  for (const other of neighbours(socket)) {
    if (other.localPort !== port) continue;
    if (ip !== 0n && other.localIp !== 0n && ip !== other.localIp) continue;
    if (socket.boundIf !== 0 && other.boundIf !== 0 && socket.boundIf !== other.boundIf) continue;
    const bothReusePort = socket.reusesPort && other.reusesPort && socket.kuid === other.kuid;
    const bothReuse = socket.reusesAddr && other.reusesAddr && !other.isListening;
    if (!bothReusePort && !bothReuse) throw EADDRINUSE;
  }
}

/** A port out of the range, by chance, as __inet_hash_connect does. */
export function autobind(socket: InetSocket): void {
  const { net } = socket;
  if (socket.localPort !== 0) return;
  const [low, high] = settingText(net, 'ipv4/ip_local_port_range').split('\t').map(Number);
  const span = high - low + 1;
  const first = net.kernel.rng.next() % span;
  for (let i = 0; i < span; i++) {
    const port = low + ((first + i) % span);
    if (!isPortFree(socket, port)) continue;
    socket.localPort = port;
    net.sockets.add(socket);
    return;
  }
  throw EADDRINUSE;
}

function isPortFree(socket: InetSocket, port: number): boolean {
  for (const other of neighbours(socket)) if (other.localPort === port) return false;
  return true;
}

/** SO_BINDTODEVICE */
export function bindToDevice(socket: InetSocket, name: string): void {
  if (name === '') socket.boundIf = 0;
  else {
    const dev = deviceByName(socket.net, name);
    if (dev === undefined) throw ENODEV;
    socket.boundIf = dev.ifindex;
  }
}
