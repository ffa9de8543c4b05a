// What the commands of ip(8) share (iproute2 lib/utils.c, libnetlink.c, ll_map.c): options, the netlink socket, errors, names of interfaces.

import { ENODEV, type Errno } from '../../../abi/errno.ts';
import { AF_INET, AF_INET6, AF_NETLINK, type Family, type Ip, parseIp } from '../../../abi/inet.ts';
import { IFF_UP, NETLINK_ROUTE, SOCK_CLOEXEC, SOCK_RAW } from '../../../abi/net.ts';
import type { LinkInfo, RtMessages, RtReply, RtType } from '../../../abi/rtnetlink.ts';
import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';
import { type Json, jsonText } from './json.ts';

export interface IpOptions {
  /** AF_UNSPEC, AF_INET … */
  family: number;
  brief: boolean;
  oneline: boolean;
  json: boolean;
  pretty: boolean;
  stats: number;
  details: boolean;
  all: boolean;
  resolve: boolean;
  numeric: boolean;
  force: boolean;
}

export const defaultOptions = (): IpOptions => ({
  family: 0,
  brief: false,
  oneline: false,
  json: false,
  pretty: false,
  stats: 0,
  details: false,
  all: false,
  resolve: false,
  numeric: false,
  force: false,
});

/** The command stops with this status: what C's exit(-1) and return -2 come to. */
export const FAILED = 1;
export const KERNEL_REFUSED = 2;
export const USAGE = 255;

const FAMILY_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'any valid'],
  [1, 'any valid'],
  [AF_INET, 'inet'],
  [AF_INET6, 'inet6'],
]);

export class Ip2 {
  readonly p: Proc;
  readonly options: IpOptions;
  private fd = -1;
  private links: Map<number, LinkInfo> | null = null;

  constructor(p: Proc, options: IpOptions) {
    this.p = p;
    this.options = options;
  }

  /** A new namespace was entered: what was known is of another one. */
  forget(): void {
    if (this.fd >= 0) this.p.sys.close(this.fd);
    this.fd = -1;
    this.links = null;
  }

  /** The answer of the kernel as it is. */
  ask<T extends RtType>(type: T, body: RtMessages[T]['body'], flags = 0): RtReply<T> {
    const { sys } = this.p;
    if (this.fd < 0) this.fd = sys.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    return sys.rtnetlink(this.fd, type, body, flags);
  }

  /** rtnl_talk: an error is told, and ends the command with 2. */
  *talk<T extends RtType>(type: T, body: RtMessages[T]['body'], flags = 0): Sys<RtMessages[T]['answer']> {
    const reply = this.ask(type, body, flags);
    if (reply.error === null) return reply.answer;
    yield* this.kernelError(reply);
    throw new Exit(KERNEL_REFUSED);
  }

  /** rtnl_dump_filter: as talk, with the word that comes behind the error of a dump. */
  *dump<T extends RtType>(type: T, body: RtMessages[T]['body']): Sys<RtMessages[T]['answer']> {
    const reply = this.ask(type, body);
    if (reply.error === null) return reply.answer;
    yield* this.kernelError(reply);
    yield* this.p.error('Dump terminated\n');
    throw new Exit(KERNEL_REFUSED);
  }

  *kernelError(reply: { readonly error: Errno; readonly text: string | null }): Sys<void> {
    if (reply.text === null) yield* this.p.error(`RTNETLINK answers: ${reply.error.text}\n`);
    else yield* this.p.error(`Error: ${reply.text}${reply.text.endsWith('.') ? '' : '.'}\n`);
  }

  // ll_map

  private known(): Map<number, LinkInfo> {
    if (this.links === null) {
      const reply = this.ask('RTM_GETLINK', {});
      this.links = new Map(reply.error === null ? reply.answer.map((l) => [l.index, l]) : []);
    }
    return this.links;
  }

  remember(links: readonly LinkInfo[]): void {
    this.links = new Map(links.map((l) => [l.index, l]));
  }

  nameOf(index: number): string {
    return this.known().get(index)?.ifname ?? `if${index}`;
  }

  /** IFF_*; all of them for an interface that is not known here. */
  flagsOf(index: number): number {
    return this.known().get(index)?.flags ?? IFF_UP;
  }

  /** ll_name_to_index: 0 for none. */
  indexOf(name: string): number {
    const reply = this.ask('RTM_GETLINK', { ifname: name });
    if (reply.error === null) return reply.answer[0]?.index ?? 0;
    if (reply.error !== ENODEV) return 0;
    const m = /^if(\d+)$/.exec(name);
    return m !== null && this.known().has(Number(m[1])) ? Number(m[1]) : 0;
  }

  // Errors of usage

  *fail(message: string, status = FAILED): Sys<never> {
    yield* this.p.error(`${message}\n`);
    throw new Exit(status);
  }

  *invarg(message: string, arg: string): Sys<never> {
    return yield* this.fail(`Error: argument "${arg}" is wrong: ${message}`, USAGE);
  }

  *duparg(key: string, arg: string): Sys<never> {
    return yield* this.fail(`Error: duplicate "${key}": "${arg}" is the second value.`, USAGE);
  }

  *duparg2(key: string, arg: string): Sys<never> {
    return yield* this.fail(`Error: either "${key}" is duplicate, or "${arg}" is a garbage.`, USAGE);
  }

  *incomplete(): Sys<never> {
    return yield* this.fail('Command line is not complete. Try option "help"', USAGE);
  }

  *nodev(name: string): Sys<never> {
    return yield* this.fail(`Cannot find device "${name}"`);
  }

  *unknownCommand(word: string, object: string): Sys<never> {
    return yield* this.fail(`Command "${word}" is unknown, try "ip ${object} help".`, USAGE);
  }

  *usage(text: string): Sys<never> {
    yield* this.p.error(text);
    throw new Exit(USAGE);
  }

  // Addresses

  *prefix(text: string, family = this.options.family): Sys<Prefix> {
    const found = parsePrefix(text, family);
    if (found !== null) return found;
    return yield* this.fail(`Error: ${FAMILY_NAMES.get(family) ?? 'any valid'} prefix is expected rather than "${text}".`);
  }

  *address(text: string, family = this.options.family): Sys<Prefix> {
    const found = text.includes('/') ? null : parsePrefix(text, family);
    if (found !== null) return found;
    return yield* this.fail(`Error: ${FAMILY_NAMES.get(family) ?? 'any valid'} address is expected rather than "${text}".`);
  }

  /** The end of a list: JSON objects as one array. */
  printJson(objects: readonly Json[]): void {
    this.p.print(`${jsonText(objects, this.options.pretty)}\n`);
  }
}

export interface Prefix {
  readonly family: Family;
  readonly ip: Ip;
  readonly length: number;
  /** The length was given. */
  readonly isExplicit: boolean;
  /** `default`, `any`, `all` */
  readonly isWord: boolean;
}

/** get_addr_1: IPv4 may leave out bytes at the end, `10.1` being 10.1.0.0. */
function parseAny(text: string, family: number): { family: Family; ip: Ip } | null {
  if (text.includes(':')) {
    const ip = family === AF_INET ? null : parseIp(AF_INET6, text);
    return ip === null ? null : { family: AF_INET6, ip };
  }
  if (family === AF_INET6 || !/^\d+(\.\d+){0,3}$/.test(text)) return null;
  const ip = parseIp(AF_INET, [...text.split('.'), '0', '0', '0'].slice(0, 4).join('.'));
  return ip === null ? null : { family: AF_INET, ip };
}

/** get_prefix_1 */
export function parsePrefix(text: string, family: number): Prefix | null {
  if (text === 'default' || text === 'any' || text === 'all') {
    return { family: family === AF_INET6 ? AF_INET6 : AF_INET, ip: 0n, length: 0, isExplicit: true, isWord: true };
  }
  const slash = text.indexOf('/');
  const found = parseAny(slash < 0 ? text : text.slice(0, slash), family);
  if (found === null) return null;
  const bits = found.family === AF_INET ? 32 : 128;
  if (slash < 0) return { ...found, length: bits, isExplicit: false, isWord: false };
  const length = lengthOf(text.slice(slash + 1), found.family);
  return length === null || length > bits ? null : { ...found, length, isExplicit: true, isWord: false };
}

/** A number, or a netmask in IPv4. */
function lengthOf(text: string, family: Family): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const mask = family === AF_INET ? parseIp(AF_INET, text) : null;
  if (mask === null) return null;
  const ones = mask.toString(2).replace(/0*$/, '').length;
  return mask === 0n ? 0 : /^1*0*$/.test(mask.toString(2)) && mask.toString(2).length === 32 ? ones : null;
}

/** matches(): the word is an abbreviation of the name. */
export const matches = (word: string, name: string): boolean => word !== '' && name.startsWith(word);

/** The words of a command, taken one after another. */
export class Args {
  private readonly ip: Ip2;
  private readonly words: readonly string[];
  private at = 0;

  constructor(ip: Ip2, words: readonly string[]) {
    this.ip = ip;
    this.words = words;
  }

  get isEmpty(): boolean {
    return this.at >= this.words.length;
  }

  get current(): string {
    return this.words[this.at] ?? '';
  }

  get rest(): readonly string[] {
    return this.words.slice(this.at);
  }

  shift(): string {
    return this.words[this.at++] ?? '';
  }

  back(): void {
    this.at--;
  }

  /** NEXT_ARG: the word behind a keyword must be there. */
  *value(): Sys<string> {
    if (this.isEmpty) return yield* this.ip.incomplete();
    return this.shift();
  }
}
