// Addresses, options and flags of sockets (socket(7), ip(7), unix(7)).

import type { Family, Ip } from './inet.ts';

export interface InetAddr {
  readonly family: Family;
  readonly ip: Ip;
  readonly port: number;
  /** IPv6: the interface of a link-local address. */
  readonly scopeId?: number;
}

/** "" is unnamed; a name that starts with a zero byte is abstract (unix(7)). */
export interface UnixAddr {
  readonly family: 1;
  readonly path: string;
}

export type SockAddr = InetAddr | UnixAddr;

// setsockopt(2)
export const SOL_IP = 0;
export const SOL_SOCKET = 1;
export const SOL_TCP = 6;
export const SOL_IPV6 = 41;
export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_ERROR = 4;
export const SO_BROADCAST = 6;
export const SO_KEEPALIVE = 9;
export const SO_REUSEPORT = 15;
export const SO_RCVTIMEO = 20;
export const SO_BINDTODEVICE = 25;
export const SO_ACCEPTCONN = 30;
export const SO_MARK = 36;
export const SO_DOMAIN = 39;
export const IP_TTL = 2;
export const IP_RECVERR = 11;
export const IPV6_UNICAST_HOPS = 16;
export const IPV6_V6ONLY = 26;

// send(2), recv(2)
export const MSG_PEEK = 2;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_ERRQUEUE = 0x2000;

// shutdown(2)
export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

/** struct sock_extended_err: what came back about something sent. */
export interface ExtendedError {
  /** Errno's number. */
  readonly errno: number;
  /** Of the ICMP message. */
  readonly type: number;
  readonly code: number;
  readonly info: number;
  readonly offender: InetAddr;
}

/** recvmsg(2) */
export interface Received {
  readonly data: Uint8Array;
  readonly from: SockAddr | null;
  /** IP_RECVTTL */
  readonly ttl: number | null;
  /** MSG_ERRQUEUE */
  readonly error: ExtendedError | null;
}

/** A socket as sock_diag(7) tells of it. */
export interface SockDiag {
  readonly family: number;
  /** SOCK_* */
  readonly type: number;
  readonly protocol: number;
  /** TCP's state numbers, for all. */
  readonly state: number;
  readonly local: SockAddr;
  readonly remote: SockAddr | null;
  readonly recvQ: number;
  readonly sendQ: number;
  readonly uid: number;
  readonly ino: number;
  /** Unix: the inode of the other end, 0 for none. */
  readonly peerIno: number;
  /** Name of SO_BINDTODEVICE. */
  readonly device: string | null;
  readonly isV6Only: boolean;
}

export const TCP_ESTABLISHED = 1;
export const TCP_SYN_SENT = 2;
export const TCP_SYN_RECV = 3;
export const TCP_FIN_WAIT1 = 4;
export const TCP_FIN_WAIT2 = 5;
export const TCP_TIME_WAIT = 6;
export const TCP_CLOSE = 7;
export const TCP_CLOSE_WAIT = 8;
export const TCP_LAST_ACK = 9;
export const TCP_LISTEN = 10;
export const TCP_CLOSING = 11;
