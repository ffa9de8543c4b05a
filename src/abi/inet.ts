// Internet addresses (inet_pton(3), inet_ntop(3), RFC 5952). An address is a whole number of 32 or 128 bits, and its family stands beside it.

export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_BRIDGE = 7;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;

/** AF_INET or AF_INET6. */
export type Family = 2 | 10;
/** The bits of an address, the first byte the highest. */
export type Ip = bigint;

export const addressBits = (family: Family): 32 | 128 => (family === AF_INET ? 32 : 128);

/** The address's first `length` bits, the rest 0. */
export function networkOf(family: Family, ip: Ip, length: number): Ip {
  const rest = BigInt(addressBits(family) - length);
  return (ip >> rest) << rest;
}

/** The address's first `length` bits, the rest 1. */
export const broadcastOf = (family: Family, ip: Ip, length: number): Ip =>
  networkOf(family, ip, length) | ((1n << BigInt(addressBits(family) - length)) - 1n);

/** Both are in the network of `length` bits. */
export function sameNetwork(family: Family, a: Ip, b: Ip, length: number): boolean {
  const rest = BigInt(addressBits(family) - length);
  return a >> rest === b >> rest;
}

/** Dotted decimal, four numbers. Null: not an address. */
export function parseIpv4(text: string): Ip | null {
  const m = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (m === null) return null;
  let ip = 0;
  for (let i = 1; i <= 4; i++) {
    const n = Number(m[i]);
    if (n > 255 || (m[i].length > 1 && m[i].startsWith('0'))) return null;
    ip = ip * 256 + n;
  }
  return BigInt(ip);
}

export function parseIpv6(text: string): Ip | null {
  let s = text;
  // The last 32 bits may be written as an IPv4 address.
  const dotted = /^(.*:)([\d.]+)$/.exec(s);
  if (dotted?.[2].includes('.') === true) {
    const v4 = parseIpv4(dotted[2]);
    if (v4 === null) return null;
    s = `${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = s.split('::');
  if (halves.length > 2) return null;
  const words = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const head = words(halves[0]);
  const tail = halves.length === 2 ? words(halves[1]) : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let ip = 0n;
  for (const w of [...head, ...new Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(w)) return null;
    ip = (ip << 16n) | BigInt(Number.parseInt(w, 16));
  }
  return ip;
}

export const parseIp = (family: Family, text: string): Ip | null => (family === AF_INET ? parseIpv4(text) : parseIpv6(text));

export function formatIpv4(ip: Ip): string {
  const n = Number(ip);
  return `${Math.floor(n / 16777216)}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
}

/** RFC 5952: the longest run of zero words, two at least, becomes `::`. */
export function formatIpv6(ip: Ip): string {
  const words: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) words.push(((ip >> shift) & 0xffffn).toString(16));
  let best = 0;
  let bestAt = -1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && words[i + n] === '0') n++;
    if (n > best && n > 1) {
      best = n;
      bestAt = i;
    }
  }
  if (ip >> 32n === 0xffffn) return `::ffff:${formatIpv4(ip & 0xffffffffn)}`;
  if (bestAt < 0) return words.join(':');
  return `${words.slice(0, bestAt).join(':')}::${words.slice(bestAt + best).join(':')}`;
}

export const formatIp = (family: Family, ip: Ip): string => (family === AF_INET ? formatIpv4(ip) : formatIpv6(ip));
