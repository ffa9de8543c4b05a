// Addresses of interfaces (net/ipv4/devinet.c, net/ipv6/addrconf.c; ip-address(8)) and the routes that follow from them.

import { EADDRNOTAVAIL, EEXIST, EINVAL, ENODEV, EPERM } from '../../abi/errno.ts';
import { AF_INET, AF_INET6, addressBits, broadcastOf, type Family, type Ip, networkOf, sameNetwork } from '../../abi/inet.ts';
import { append } from '../../abi/list.ts';
import {
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_TENTATIVE,
  IFF_LOOPBACK,
  IFF_NOARP,
  INFINITY_LIFE_TIME,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
  RTPROT_KERNEL,
} from '../../abi/net.ts';
import type { AddrWish } from '../../abi/rtnetlink.ts';
import { ExtAck, type NetDevice } from './device.ts';
import type { DeviceEventName } from './events.ts';
import { dropNeighbours } from './neigh.ts';
import { insertRoute, removeDeviceRoutes, removeRoutes } from './route.ts';
import { deviceSetting, setting } from './settings.ts';

export interface IfAddr {
  readonly family: Family;
  readonly local: Ip;
  /** The other side of a point-to-point address, else as local. */
  readonly address: Ip;
  readonly length: number;
  readonly broadcast: Ip | null;
  readonly scope: number;
  /** Null: IPv6 has none. */
  label: string | null;
  /** IFA_F_*, but for the tentative state, which ends by itself. */
  flags: number;
  /** Monotonic nanoseconds at which duplicate address detection is over. */
  tentativeUntil: number;
  readonly preferred: number;
  readonly valid: number;
}

export type AddressList = Record<Family, IfAddr[]>;

/** Duplicate address detection: a random delay of up to a second, and a second for an answer (RFC 4862). */
const DAD_TIME = 1_500_000_000;

const LINK_LOCAL = 0xfe80n << 112n;
const MULTICAST_V6 = 0xffn << 120n;

export const addressesOf = (dev: NetDevice, family: Family): readonly IfAddr[] => dev.addresses?.[family] ?? [];

export const isTentative = (dev: NetDevice, a: IfAddr): boolean => a.tentativeUntil > dev.net.kernel.clock.mono;

export const shownAddressFlags = (dev: NetDevice, a: IfAddr): number => a.flags | (isTentative(dev, a) ? IFA_F_TENTATIVE : 0);

const isSecondary = (a: IfAddr): boolean => (a.flags & IFA_F_SECONDARY) !== 0;

/** addrconf_link_ready */
const isLinkReady = (dev: NetDevice): boolean => dev.isUp && dev.hasCarrier;

/** ipv6_addr_scope: how far an address reaches. */
export function scopeOfV6(ip: Ip): number {
  if (ip === 1n) return RT_SCOPE_HOST;
  return sameNetwork(AF_INET6, ip, LINK_LOCAL, 10) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}

/** The modified EUI-64 of an Ethernet address (RFC 4291). */
function linkLocalAddress(dev: NetDevice): Ip {
  const b = dev.address.split(':').map((x) => Number.parseInt(x, 16));
  const id = [b[0] ^ 2, b[1], b[2], 0xff, 0xfe, b[3], b[4], b[5]];
  return LINK_LOCAL | id.reduce((n, x) => (n << 8n) | BigInt(x), 0n);
}

// Routes

/** fib_add_ifaddr, addrconf_prefix_route: what an address brings with it. */
function addAddressRoutes(dev: NetDevice, a: IfAddr): void {
  const { family, length, local } = a;
  const bits = addressBits(family);
  const common = { family, protocol: RTPROT_KERNEL, dev, ifa: a } as const;
  const prefix = networkOf(family, a.address, length);
  const hasPrefix = (a.flags & IFA_F_NOPREFIXROUTE) === 0;
  if (family === AF_INET6) {
    if (!dev.isUp) return;
    insertRoute({ ...common, dst: local, length: bits, type: RTN_LOCAL, scope: RT_SCOPE_HOST, table: RT_TABLE_LOCAL, metric: 0 });
    if (hasPrefix && length < bits)
      insertRoute({ ...common, dst: prefix, length, type: RTN_UNICAST, scope: RT_SCOPE_LINK, table: RT_TABLE_MAIN, metric: 256 });
    return;
  }
  // A secondary address is the primary's in the eyes of whoever answers.
  const prefsrc = isSecondary(a) ? (primaryOf(dev, a)?.local ?? local) : local;
  insertRoute({ ...common, dst: local, length: bits, type: RTN_LOCAL, scope: RT_SCOPE_HOST, table: RT_TABLE_LOCAL, prefsrc });
  if (!dev.isUp) return;
  const broadcast = { ...common, length: 32, type: RTN_BROADCAST, scope: RT_SCOPE_LINK, table: RT_TABLE_LOCAL, prefsrc } as const;
  if (a.broadcast !== null && a.broadcast !== 0xffffffffn) insertRoute({ ...broadcast, dst: a.broadcast });
  if (prefix === 0n || isSecondary(a) || (prefix === local && length === 32)) return;
  const isLoopback = (dev.flags & IFF_LOOPBACK) !== 0;
  if (hasPrefix)
    insertRoute({
      ...common,
      dst: prefix,
      length,
      type: isLoopback ? RTN_LOCAL : RTN_UNICAST,
      scope: isLoopback ? RT_SCOPE_HOST : RT_SCOPE_LINK,
      table: isLoopback ? RT_TABLE_LOCAL : RT_TABLE_MAIN,
      prefsrc,
    });
  if (length < 31) insertRoute({ ...broadcast, dst: broadcastOf(family, prefix, length) });
}

/** The primary address of a secondary one's network. */
const primaryOf = (dev: NetDevice, a: IfAddr): IfAddr | undefined =>
  addressesOf(dev, a.family).find((p) => !isSecondary(p) && p.length === a.length && sameNetwork(a.family, p.address, a.address, a.length));

/** fib_del_ifaddr: its routes go, but for those that another address needs as well; then those that had it as their source. */
function removeAddressRoutes(dev: NetDevice, a: IfAddr): void {
  removeRoutes(dev.net, a.family, (r) => r.ifa === a);
  for (const other of addressesOf(dev, a.family)) addAddressRoutes(dev, other);
  const isElsewhere = dev.net.devices.some((d) => addressesOf(d, a.family).some((x) => x.local === a.local));
  if (!isElsewhere && a.family === AF_INET) removeRoutes(dev.net, a.family, (r) => r.prefsrc === a.local);
}

// Adding and removing

/** inet_insert_ifa: wider scopes first, primaries before secondaries. */
function insertV4(dev: NetDevice, list: IfAddr[], a: IfAddr): void {
  let primaryAt = 0;
  for (let i = 0; i < list.length; i++) {
    const b = list[i];
    if (!isSecondary(b) && a.scope <= b.scope) primaryAt = i + 1;
    if (b.length !== a.length || !sameNetwork(AF_INET, b.address, a.address, a.length)) continue;
    if (b.local === a.local) throw new ExtAck(EEXIST, 'ipv4: Address already assigned');
    if (b.scope !== a.scope) throw new ExtAck(EINVAL, 'ipv4: Invalid scope value');
    a.flags |= IFA_F_SECONDARY;
  }
  list.splice(isSecondary(a) ? list.length : primaryAt, 0, a);
  addAddressRoutes(dev, a);
}

/** ipv6_link_dev_addr: the furthest reaching first, the newest before its equals. */
function insertV6(dev: NetDevice, list: IfAddr[], a: IfAddr): void {
  const at = list.findIndex((b) => a.scope <= b.scope);
  list.splice(at < 0 ? list.length : at, 0, a);
  if (needsDad(dev, a)) a.tentativeUntil = isLinkReady(dev) ? dev.net.kernel.clock.mono + DAD_TIME : Infinity;
  addAddressRoutes(dev, a);
}

const needsDad = (dev: NetDevice, a: IfAddr): boolean =>
  (a.flags & IFA_F_NODAD) === 0 && (dev.flags & (IFF_LOOPBACK | IFF_NOARP)) === 0 && deviceSetting(dev, 'ipv6', 'accept_dad') > 0;

function listOf(dev: NetDevice, family: Family): IfAddr[] {
  if (dev.addresses === null) throw ENODEV;
  return dev.addresses[family];
}

const isV6Disabled = (dev: NetDevice): boolean =>
  deviceSetting(dev, 'ipv6', 'disable_ipv6') !== 0 || setting(dev.net, 'ipv6/conf/all/disable_ipv6') !== 0;

/** RTM_NEWADDR. `replace`: one that is there already may stay (NLM_F_REPLACE). */
export function addAddress(dev: NetDevice, wish: AddrWish, replace = false): void {
  const { family, prefixlen } = wish;
  const list = listOf(dev, family);
  const local = wish.local ?? wish.address;
  if (local === undefined) throw EINVAL;
  const address = wish.address ?? local;
  const isThere = (a: IfAddr): boolean =>
    a.local === local && (family === AF_INET6 || (a.length === prefixlen && sameNetwork(family, a.address, address, prefixlen)));
  if (replace && list.some(isThere)) return;
  if (family === AF_INET6) {
    if (isV6Disabled(dev)) throw new ExtAck(EPERM, 'ipv6: IPv6 is disabled on this device');
    if (local >> 120n === 0xffn) throw new ExtAck(EINVAL, 'ipv6: Cannot assign multicast address without "IFA_F_MCAUTOJOIN" flag');
    if (list.some((a) => a.local === local)) throw new ExtAck(EEXIST, 'ipv6: address already assigned');
  }
  const a: IfAddr = {
    family,
    local,
    address,
    length: prefixlen,
    broadcast: wish.broadcast ?? null,
    scope: family === AF_INET ? wish.scope : scopeOfV6(local),
    label: family === AF_INET ? (wish.label ?? dev.name) : null,
    flags: (wish.flags & (IFA_F_NODAD | IFA_F_NOPREFIXROUTE)) | IFA_F_PERMANENT,
    tentativeUntil: 0,
    preferred: wish.preferred ?? INFINITY_LIFE_TIME,
    valid: wish.valid ?? INFINITY_LIFE_TIME,
  };
  if (family === AF_INET) insertV4(dev, list, a);
  else insertV6(dev, list, a);
}

/** RTM_DELADDR: the first that has the address, length and label given. */
export function deleteAddress(dev: NetDevice, wish: AddrWish): void {
  const { family } = wish;
  const list = listOf(dev, family);
  const a = list.find(
    (x) =>
      (wish.local === undefined || x.local === wish.local) &&
      (wish.label === undefined || x.label === wish.label) &&
      (family === AF_INET6 ||
        wish.address === undefined ||
        (x.length === wish.prefixlen && sameNetwork(family, x.address, wish.address, x.length))) &&
      (family === AF_INET || x.length === wish.prefixlen),
  );
  if (a === undefined) throw new ExtAck(EADDRNOTAVAIL, family === AF_INET ? 'ipv4: Address not found' : 'ipv6: address not found');
  removeAddress(dev, list, a);
}

/** __inet_del_ifa: a primary address takes its secondaries along, unless one is promoted to its place. */
function removeAddress(dev: NetDevice, list: IfAddr[], a: IfAddr): void {
  const gone = [a];
  let promoted: IfAddr | undefined;
  if (a.family === AF_INET && !isSecondary(a)) {
    const secondaries = list.filter((s) => isSecondary(s) && s.length === a.length && sameNetwork(AF_INET, s.address, a.address, a.length));
    if (deviceSetting(dev, 'ipv4', 'promote_secondaries') !== 0 || setting(dev.net, 'ipv4/conf/all/promote_secondaries') !== 0)
      promoted = secondaries[0];
    else append(gone, secondaries);
  }
  for (const x of gone) list.splice(list.indexOf(x), 1);
  if (promoted !== undefined) {
    promoted.flags &= ~IFA_F_SECONDARY;
    list.splice(list.indexOf(promoted), 1);
    list.splice(list.filter((x) => !isSecondary(x)).length, 0, promoted);
  }
  for (const x of gone) removeAddressRoutes(dev, x);
  if (list.length === 0) removeDeviceRoutes(dev, a.family, true);
}

// What follows from a device's events

function upV4(dev: NetDevice): void {
  const list = listOf(dev, AF_INET);
  if ((dev.flags & IFF_LOOPBACK) !== 0 && list.length === 0) {
    addAddress(dev, { family: AF_INET, index: dev.ifindex, prefixlen: 8, scope: RT_SCOPE_HOST, flags: 0, local: 0x7f000001n });
    return;
  }
  for (const a of list) addAddressRoutes(dev, a);
}

/** addrconf_notify, NETDEV_UP: what was set comes into force; the link's own address waits for a carrier. */
export function upV6(dev: NetDevice): void {
  if (isV6Disabled(dev)) return;
  const list = listOf(dev, AF_INET6);
  for (const a of list) addAddressRoutes(dev, a);
  if ((dev.flags & IFF_LOOPBACK) !== 0) {
    if (!list.some((a) => a.local === 1n))
      addAddress(dev, { family: AF_INET6, index: dev.ifindex, prefixlen: 128, scope: RT_SCOPE_HOST, flags: 0, local: 1n });
  } else linkReadyV6(dev);
}

function linkReadyV6(dev: NetDevice): void {
  if (!isLinkReady(dev) || isV6Disabled(dev) || (dev.flags & IFF_LOOPBACK) !== 0) return;
  const list = listOf(dev, AF_INET6);
  const over = dev.net.kernel.clock.mono + DAD_TIME;
  for (const a of list) if (a.tentativeUntil === Infinity) a.tentativeUntil = over;
  if (deviceSetting(dev, 'ipv6', 'addr_gen_mode') !== 0 || list.some((a) => a.scope === RT_SCOPE_LINK)) return;
  const multicast = { family: AF_INET6, dst: MULTICAST_V6, length: 8, dev, metric: 256, ifa: null } as const;
  insertRoute({ ...multicast, type: RTN_MULTICAST, scope: RT_SCOPE_LINK, table: RT_TABLE_LOCAL, protocol: RTPROT_KERNEL });
  addAddress(dev, {
    family: AF_INET6,
    index: dev.ifindex,
    prefixlen: 64,
    scope: RT_SCOPE_LINK,
    flags: 0,
    local: linkLocalAddress(dev),
  });
}

/** addrconf_ifdown: the addresses go with their routes, unless keep_addr_on_down says otherwise. */
export function downV6(dev: NetDevice): void {
  if (dev.addresses === null) return;
  const list = dev.addresses[AF_INET6];
  removeDeviceRoutes(dev, AF_INET6, true);
  const keeps = deviceSetting(dev, 'ipv6', 'keep_addr_on_down') > 0 || setting(dev.net, 'ipv6/conf/all/keep_addr_on_down') > 0;
  dev.addresses[AF_INET6] = keeps && (dev.flags & IFF_LOOPBACK) === 0 ? list.filter((a) => a.scope === RT_SCOPE_UNIVERSE) : [];
}

export function addressesFollow(dev: NetDevice, event: DeviceEventName): void {
  switch (event) {
    case 'register':
      dev.addresses = { 2: [], 10: [] };
      return;
    case 'up':
      upV4(dev);
      upV6(dev);
      return;
    case 'change':
      linkReadyV6(dev);
      return;
    case 'down':
      removeDeviceRoutes(dev, AF_INET, false);
      downV6(dev);
      dropNeighbours(dev);
      return;
    case 'unregister':
      removeDeviceRoutes(dev, AF_INET, true);
      removeDeviceRoutes(dev, AF_INET6, true);
      dropNeighbours(dev);
      dev.addresses = null;
      return;
    case 'rename':
      for (const a of listOf(dev, AF_INET))
        a.label = a.label?.includes(':') === true ? dev.name + a.label.slice(a.label.indexOf(':')) : dev.name;
      return;
  }
}
