// /proc/PID/net/{tcp,udp,icmp,unix …}: the sockets of a network namespace (proc_pid_net(5); net/ipv4/tcp_ipv4.c, udp.c, net/unix/af_unix.c).

import { AF_INET, AF_INET6, AF_UNIX, type Family, type Ip } from '../../../abi/inet.ts';
import { TCP_LISTEN } from '../../../abi/socket.ts';
import type { Kuid } from '../../cred/cred.ts';
import { fromKuid } from '../../cred/idmap.ts';
import { InetSocket } from '../../net/inet-socket.ts';
import type { NetNs } from '../../net/netns.ts';
import { UnixSocket } from '../../net/unix.ts';

const hex = (n: number, width: number): string => n.toString(16).toUpperCase().padStart(width, '0');

/** Words of 32 bits as the processor holds them: the first byte last. */
function addressHex(family: Family, ip: Ip): string {
  let s = '';
  for (let shift = family === AF_INET ? 0 : 96; shift >= 0; shift -= 32) {
    const word = Number((ip >> BigInt(shift)) & 0xffffffffn);
    for (const by of [0, 8, 16, 24]) s += hex((word >>> by) & 255, 2);
  }
  return s;
}

const HEADS: Readonly<Record<string, string>> = {
  tcp2: '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'.padEnd(149),
  tcp10:
    '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  udp2: '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops'.padEnd(127),
  udp10:
    '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
};

function inetText(net: NetNs, space: InetSocket['portSpace'], family: Family): string {
  const isTcp = space === 'tcp';
  let s = `${HEADS[`${isTcp ? 'tcp' : 'udp'}${family}`]}\n`;
  let sl = 0;
  for (const socket of net.sockets) {
    if (!(socket instanceof InetSocket) || socket.portSpace !== space || socket.inet !== family) continue;
    const local = `${addressHex(family, socket.localIp)}:${hex(socket.localPort, 4)}`;
    const remote = `${addressHex(family, socket.remoteIp)}:${hex(socket.remotePort, 4)}`;
    const queues = `${hex(socket.state === TCP_LISTEN ? 0 : socket.sendQ, 8)}:${hex(socket.recvQ, 8)}`;
    const uid = String(fromKuid(net.owner, socket.kuid as Kuid)).padStart(5);
    const line = `${String(sl++).padStart(isTcp ? 4 : 5)}: ${local} ${remote} ${hex(socket.state, 2)} ${queues} 00:00000000 00000000 ${uid}        0 ${socket.file === null ? 0 : socket.ino} ${isTcp ? '1' : '2'} 0000000000000000${isTcp ? ' 100 0 0 10 0' : ' 0'}`;
    s += `${line.padEnd(isTcp ? 149 : 127)}\n`;
  }
  return s;
}

const SS_UNCONNECTED = 1;
const SS_CONNECTED = 3;
/** __SO_ACCEPTCON */
const ACCEPTS = 0x10000;

function unixText(net: NetNs): string {
  let s = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
  for (const socket of net.sockets) {
    if (!(socket instanceof UnixSocket) || socket.family !== AF_UNIX) continue;
    const flags = socket.isListening ? ACCEPTS : 0;
    const state = socket.isConnected ? SS_CONNECTED : SS_UNCONNECTED;
    const path = socket.path === '' ? '' : ` ${socket.path.replaceAll('\0', '@')}`;
    s += `0000000000000000: ${hex(2, 8)} ${hex(0, 8)} ${hex(flags, 8)} ${hex(socket.type, 4)} ${hex(state, 2)} ${String(socket.ino).padStart(5)}${path}\n`;
  }
  return s;
}

const TEXTS = {
  icmp: (net: NetNs) => inetText(net, 'ping', AF_INET),
  icmp6: (net: NetNs) => inetText(net, 'ping', AF_INET6),
  tcp: (net: NetNs) => inetText(net, 'tcp', AF_INET),
  tcp6: (net: NetNs) => inetText(net, 'tcp', AF_INET6),
  udp: (net: NetNs) => inetText(net, 'udp', AF_INET),
  udp6: (net: NetNs) => inetText(net, 'udp', AF_INET6),
  unix: unixText,
};

/** The text of /proc/net/NAME. */
export const socketText = (net: NetNs, name: keyof typeof TEXTS): string => TEXTS[name](net);
