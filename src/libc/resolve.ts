// Names of hosts and services (getaddrinfo(3)): numbers, /etc/hosts, /etc/services. No name server is simulated: asking one is a failure.

import { ENOENT } from '../abi/errno.ts';
import { AF_INET, AF_INET6, type Family, type Ip, parseIp } from '../abi/inet.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { readFile } from './proc.ts';

export interface HostAddress {
  readonly family: Family;
  readonly ip: Ip;
  /** `%eth0` behind a link-local address. */
  readonly zone: string | null;
}

/** A numeric address of the family, or of either (0). */
export function numericHost(text: string, family: number): HostAddress | null {
  const percent = text.indexOf('%');
  const zone = percent < 0 ? null : text.slice(percent + 1);
  const name = percent < 0 ? text : text.slice(0, percent);
  for (const f of [AF_INET, AF_INET6] as const) {
    if (family !== 0 && family !== f) continue;
    const ip = parseIp(f, name);
    if (ip !== null) return { family: f, ip, zone };
  }
  return null;
}

function* lines(sys: Syscalls, path: string): Sys<string[][]> {
  let text: string;
  try {
    text = yield* readFile(sys, path);
  } catch (e) {
    if (e === ENOENT) return [];
    throw e;
  }
  return text
    .split('\n')
    .map((l) => l.replace(/#.*/, '').trim())
    .filter((l) => l !== '')
    .map((l) => l.split(/\s+/));
}

/** The addresses of a host: numeric, or what /etc/hosts says. Empty: unknown. */
export function* lookupHost(sys: Syscalls, name: string, family: number): Sys<HostAddress[]> {
  const numeric = numericHost(name, family);
  if (numeric !== null) return [numeric];
  const found: HostAddress[] = [];
  for (const [address, ...names] of yield* lines(sys, '/etc/hosts')) {
    if (!names.includes(name)) continue;
    const a = numericHost(address, family);
    if (a !== null) found.push(a);
  }
  return found;
}

/** A port by number or by its name in /etc/services; null: unknown. */
export function* lookupPort(sys: Syscalls, name: string, protocol: string): Sys<number | null> {
  if (/^\d+$/.test(name)) return Number(name) <= 65535 ? Number(name) : null;
  for (const [service, port, ...aliases] of yield* lines(sys, '/etc/services')) {
    const [n, p] = port.split('/');
    if (p === protocol && (service === name || aliases.includes(name))) return Number(n);
  }
  return null;
}

/** The name of a port; null: it has none. */
export function* serviceName(sys: Syscalls, port: number, protocol: string): Sys<string | null> {
  for (const [service, entry] of yield* lines(sys, '/etc/services')) if (entry === `${port}/${protocol}`) return service;
  return null;
}

/** The name of an address in /etc/hosts; null: it has none. */
export function* hostName(sys: Syscalls, family: Family, ip: Ip): Sys<string | null> {
  for (const [address, name] of yield* lines(sys, '/etc/hosts')) {
    const a = numericHost(address, family);
    if (a !== null && a.ip === ip && name !== undefined) return name;
  }
  return null;
}
