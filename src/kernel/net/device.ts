// Network devices (struct net_device, net/core/dev.c, netdevice(7)): their list and numbers in a namespace, names, up and down.

import { EADDRNOTAVAIL, EBUSY, EEXIST, EINVAL, ENFILE, ENOTSUP, type Errno } from '../../abi/errno.ts';
import {
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  IF_OPER_UNKNOWN,
  IFF_ALLMULTI,
  IFF_DORMANT,
  IFF_LOWER_UP,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_UP,
  IFNAMSIZ,
} from '../../abi/net.ts';
import type { LinkStats } from '../../abi/rtnetlink.ts';
import type { AddressList } from './address.ts';
import { deviceEvent } from './events.ts';
import type { Frame } from './frame.ts';
import { isOperUp } from './linkwatch.ts';
import type { NetNs } from './netns.ts';

/** An error of a network request with the kernel's own words (struct netlink_ext_ack). Thrown; the door answers with both. */
export class ExtAck {
  readonly errno: Errno;
  readonly text: string;
  constructor(errno: Errno, text: string) {
    this.errno = errno;
    this.text = text;
  }
}

/** What a kind of device does (struct net_device_ops). */
export interface DeviceOps {
  open?(dev: NetDevice): void;
  stop?(dev: NetDevice): void;
  /** Sends a frame on its way; the device is up. */
  xmit(dev: NetDevice, frame: Frame): void;
  /** ndo_get_iflink: the ifindex of the device it is tied to. Default: its own. */
  iflink?(dev: NetDevice): number;
  /** get_link_net: the namespace of that device. */
  linkNet?(dev: NetDevice): NetNs | null;
  /** ndo_add_slave, ndo_del_slave: missing, the device cannot be a master. */
  addSlave?(master: NetDevice, port: NetDevice): void;
  removeSlave?(master: NetDevice, port: NetDevice): void;
  /** Its own way to take a hardware address, past the general checks. */
  setAddress?(dev: NetDevice, address: string): void;
  /** rtnl_link_ops.dellink; missing for what cannot be deleted. */
  unregister?(dev: NetDevice): void;
}

export interface DeviceInit {
  readonly net: NetNs;
  readonly name: string;
  /** Null: hardware or loopback. */
  readonly kind: string | null;
  readonly ops: DeviceOps;
  readonly address: string;
  readonly flags: number;
  readonly type?: number;
  readonly mtu?: number;
  readonly minMtu?: number;
  /** 0: no limit. */
  readonly maxMtu?: number;
  readonly ifindex?: number;
  /** The queueing discipline that it gets when first up. */
  readonly queue?: string;
}

const ETH_MIN_MTU = 68;
const ETH_MAX_MTU = 65535;
export const ETH_BROADCAST = 'ff:ff:ff:ff:ff:ff';
export const ETH_ZERO = '00:00:00:00:00:00';

export const noStats = (): LinkStats => ({
  rxPackets: 0,
  txPackets: 0,
  rxBytes: 0,
  txBytes: 0,
  rxErrors: 0,
  txErrors: 0,
  rxDropped: 0,
  txDropped: 0,
  multicast: 0,
  collisions: 0,
});

export class NetDevice {
  net: NetNs;
  /** 0 until registered. */
  ifindex: number;
  name: string;
  readonly kind: string | null;
  readonly ops: DeviceOps;
  readonly type: number;
  address: string;
  broadcast: string;
  /** NET_ADDR_SET: chosen by somebody, not by chance. */
  isAddressSet = false;
  /** IFF_* as configured. */
  flags: number;
  mtu: number;
  readonly minMtu: number;
  readonly maxMtu: number;
  txqlen = 1000;
  group = 0;
  alias = '';
  promiscuity = 0;
  /** netif_carrier_ok */
  hasCarrier = true;
  carrierUps = 0;
  carrierDowns = 0;
  operstate = IF_OPER_UNKNOWN;
  qdisc = 'noop';
  readonly queue: string;
  /** Cannot change its namespace (netns_immutable). */
  isNetnsImmutable = false;
  master: NetDevice | null = null;
  readonly stats = noStats();
  addresses: AddressList | null = null;
  isRegistered = false;

  constructor(init: DeviceInit) {
    this.net = init.net;
    this.ifindex = init.ifindex ?? 0;
    this.name = init.name;
    this.kind = init.kind;
    this.ops = init.ops;
    this.type = init.type ?? ARPHRD_ETHER;
    this.address = init.address;
    this.broadcast = this.type === ARPHRD_LOOPBACK ? ETH_ZERO : ETH_BROADCAST;
    this.flags = init.flags;
    this.mtu = init.mtu ?? 1500;
    this.minMtu = init.minMtu ?? ETH_MIN_MTU;
    this.maxMtu = init.maxMtu ?? ETH_MAX_MTU;
    this.queue = init.queue ?? 'noqueue';
  }

  get isUp(): boolean {
    return (this.flags & IFF_UP) !== 0;
  }

  /** dev_get_iflink */
  get iflink(): number {
    return this.ops.iflink?.(this) ?? this.ifindex;
  }
}

/** dev_get_flags: what was configured and what is the case. */
export function shownFlags(dev: NetDevice): number {
  let flags = dev.flags & ~(IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT);
  if (dev.isUp) {
    if (isOperUp(dev)) flags |= IFF_RUNNING;
    if (dev.hasCarrier) flags |= IFF_LOWER_UP;
  }
  return flags;
}

export const deviceByIndex = (net: NetNs, ifindex: number): NetDevice | undefined => net.devices.find((d) => d.ifindex === ifindex);
export const deviceByName = (net: NetNs, name: string): NetDevice | undefined => net.devices.find((d) => d.name === name);

/** dev_valid_name */
export const isValidName = (name: string): boolean =>
  name.length > 0 && name.length <= IFNAMSIZ && name !== '.' && name !== '..' && !/[/:\s]/.test(name);

/** dev_alloc_name: the first free number takes the place of `%d`. */
export function allocName(net: NetNs, pattern: string): string {
  if (!pattern.includes('%')) {
    if (!isValidName(pattern)) throw EINVAL;
    if (deviceByName(net, pattern) !== undefined) throw EEXIST;
    return pattern;
  }
  if (!/^[^%]*%d[^%]*$/.test(pattern)) throw EINVAL;
  for (let i = 0; i < 32768; i++) {
    const name = pattern.replace('%d', String(i));
    if (deviceByName(net, name) === undefined) return name;
  }
  throw ENFILE;
}

export function newIndex(net: NetNs): number {
  do net.lastIndex++;
  while (deviceByIndex(net, net.lastIndex) !== undefined);
  return net.lastIndex;
}

/** eth_hw_addr_random: locally administered, unicast. */
export function randomAddress(net: NetNs): string {
  const bytes = net.kernel.rng.bytes(6);
  bytes[0] = (bytes[0] & 0xfe) | 0x02;
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(':');
}

/** list_netdevice: in the order of the numbers. */
export function listDevice(dev: NetDevice): void {
  const { devices } = dev.net;
  const at = devices.findIndex((d) => d.ifindex > dev.ifindex);
  devices.splice(at < 0 ? devices.length : at, 0, dev);
}

/** register_netdevice. EEXIST: the name is taken; EBUSY: the number is. */
export function registerDevice(dev: NetDevice): void {
  const { net } = dev;
  dev.name = allocName(net, dev.name);
  if (dev.ifindex === 0) dev.ifindex = newIndex(net);
  else if (deviceByIndex(net, dev.ifindex) !== undefined) throw EBUSY;
  listDevice(dev);
  dev.isRegistered = true;
  deviceEvent(dev, 'register');
}

/** unregister_netdevice: closes it and takes it out of its namespace. */
export function unregisterDevice(dev: NetDevice): void {
  if (!dev.isRegistered) return;
  closeDevice(dev);
  deviceEvent(dev, 'unregister');
  dev.isRegistered = false;
  dev.net.devices.splice(dev.net.devices.indexOf(dev), 1);
}

/** dev_open, dev_activate: the first time up, a device gets its queueing discipline. */
function openDevice(dev: NetDevice): void {
  dev.flags |= IFF_UP;
  dev.ops.open?.(dev);
  if (dev.qdisc === 'noop') dev.qdisc = dev.queue;
  deviceEvent(dev, 'up');
}

export function closeDevice(dev: NetDevice): void {
  if (!dev.isUp) return;
  deviceEvent(dev, 'going down');
  dev.flags &= ~IFF_UP;
  dev.ops.stop?.(dev);
  deviceEvent(dev, 'down');
}

/** Bits that whoever may configure the device sets and clears (__dev_change_flags). */
const CHANGEABLE = 0x80 | 0x20 | 0x4 | 0x1000 | 0x4000 | 0x8000 | IFF_PROMISC | IFF_ALLMULTI;

export function changeFlags(dev: NetDevice, flags: number, change: number): void {
  const mask = change & CHANGEABLE;
  dev.flags = (dev.flags & ~mask) | (flags & mask);
  if ((change & IFF_UP) === 0) return;
  if ((flags & IFF_UP) !== 0) {
    if (!dev.isUp) openDevice(dev);
  } else closeDevice(dev);
}

/** dev_change_name */
export function renameDevice(dev: NetDevice, name: string): void {
  if (name === dev.name) return;
  const old = dev.name;
  dev.name = allocName(dev.net, name);
  deviceEvent(dev, 'rename', old);
}

export function setMtu(dev: NetDevice, mtu: number): void {
  if (mtu === dev.mtu) return;
  if (mtu < 0 || mtu < dev.minMtu) throw new ExtAck(EINVAL, 'mtu less than device minimum');
  if (dev.maxMtu > 0 && mtu > dev.maxMtu) throw new ExtAck(EINVAL, 'mtu greater than device maximum');
  dev.mtu = mtu;
}

/** eth_prepare_mac_addr_change. EADDRNOTAVAIL: zero or a multicast address. */
export function setAddress(dev: NetDevice, address: string): void {
  if (address.length !== ETH_ZERO.length) throw EINVAL;
  if (dev.type === ARPHRD_LOOPBACK) throw ENOTSUP;
  if (address === ETH_ZERO || (Number.parseInt(address.slice(0, 2), 16) & 1) !== 0) throw EADDRNOTAVAIL;
  dev.address = address;
  dev.isAddressSet = true;
  dev.ops.setAddress?.(dev, address);
  deviceEvent(dev, 'address');
}
