// Network devices in sysfs (net/core/net-sysfs.c, Documentation/ABI/testing/sysfs-class-net): /sys/class/net/NAME is a link to the directory
// of the device, virtual or on the bus.

import { CAP_NET_ADMIN } from '../../abi/caps.ts';
import { EINVAL, ENETDOWN, EPERM } from '../../abi/errno.ts';
import { ARPHRD_ETHER } from '../../abi/net.ts';
import { type Dirent, S_IFDIR, S_IFLNK } from '../../abi/stat.ts';
import { nsCapable } from '../cred/capability.ts';
import { bridgePorts, isBridge, portInfo } from '../net/bridge.ts';
import { changeFlags, deviceByName, ExtAck, type NetDevice, setMtu, shownFlags } from '../net/device.ts';
import type { NetNs } from '../net/netns.ts';
import type { Task } from '../sched/task.ts';
import type { Inode } from '../vfs/inode.ts';
import { dirent, file, type Host, type ListRow, pseudoInode, type Row, type Table, type TextRow, table } from './pseudo.ts';

type Text = (dev: NetDevice) => string | number;

const BUS = '../../devices/pci0000:00/0000:00:03.0/net/';
const VIRTUAL = '../../devices/virtual/net/';

/** A card has a place on a bus; all else is virtual. */
const isOnBus = (dev: NetDevice): boolean => dev.kind === null && dev !== dev.net.loopback;

const OPER_NAMES = ['unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up'] as const;

const show = (text: Text): TextRow<NetDevice> => file(0o444, (dev) => `${text(dev)}\n`);

/** Some answers exist only while the device is up. */
const whenUp = (text: Text, mode = 0o444): TextRow<NetDevice> =>
  file(mode, (dev) => {
    if (!dev.isUp) throw EINVAL;
    return `${text(dev)}\n`;
  });

/** netdev_store: CAP_NET_ADMIN over the namespace of the device. */
const store = (text: Text, change: (dev: NetDevice, value: number, input: string) => void): TextRow<NetDevice> =>
  file(
    0o644,
    (dev) => `${text(dev)}\n`,
    (dev: NetDevice, input: string, task: Task) => {
      if (!nsCapable(task, dev.net.owner, CAP_NET_ADMIN)) throw EPERM;
      try {
        change(dev, numberOf(input), input.replace(/\n$/, ''));
      } catch (e) {
        throw e instanceof ExtAck ? e.errno : e;
      }
    },
  );

const numberOf = (input: string): number => {
  const m = /^\s*(0x[0-9a-fA-F]+|\d+)\s*$/.exec(input);
  return m === null ? Number.NaN : Number(m[1]);
};

const whole = (n: number): number => {
  if (Number.isNaN(n)) throw EINVAL;
  return n;
};

const STATISTICS: Readonly<Record<string, Text>> = {
  collisions: (d) => d.stats.collisions,
  multicast: (d) => d.stats.multicast,
  rx_bytes: (d) => d.stats.rxBytes,
  rx_dropped: (d) => d.stats.rxDropped,
  rx_errors: (d) => d.stats.rxErrors,
  rx_packets: (d) => d.stats.rxPackets,
  tx_bytes: (d) => d.stats.txBytes,
  tx_dropped: (d) => d.stats.txDropped,
  tx_errors: (d) => d.stats.txErrors,
  tx_packets: (d) => d.stats.txPackets,
};

const NO_SUCH = (): never => {
  throw EINVAL;
};

const FILES: Readonly<Record<string, Row<NetDevice>>> = {
  addr_assign_type: show((d) => (d.isAddressSet ? 3 : d.kind === null ? 0 : 1)),
  addr_len: show(() => 6),
  address: show((d) => d.address),
  broadcast: show((d) => d.broadcast),
  carrier: whenUp((d) => (d.hasCarrier ? 1 : 0), 0o644),
  carrier_changes: show((d) => d.carrierUps + d.carrierDowns),
  carrier_down_count: show((d) => d.carrierDowns),
  carrier_up_count: show((d) => d.carrierUps),
  dev_id: show(() => '0x0'),
  dev_port: show(() => 0),
  dormant: whenUp(() => 0),
  duplex: whenUp((d) => (d.type === ARPHRD_ETHER && d.kind !== 'bridge' ? 'full' : NO_SUCH())),
  flags: store(
    (d) => `0x${(shownFlags(d) & 0xffbf).toString(16)}`,
    (d, n) => changeFlags(d, whole(n), 0xffff),
  ),
  ifalias: store(
    (d) => d.alias,
    (d, _n, input) => {
      d.alias = input;
    },
  ),
  ifindex: show((d) => d.ifindex),
  iflink: show((d) => d.iflink),
  link_mode: show(() => 0),
  mtu: store(
    (d) => d.mtu,
    (d, n) => setMtu(d, whole(n)),
  ),
  name_assign_type: show((d) => (d.kind === null ? 4 : 3)),
  netdev_group: store(
    (d) => d.group,
    (d, n) => {
      d.group = whole(n);
    },
  ),
  operstate: show((d) => (d.isUp ? OPER_NAMES[d.operstate] : 'down')),
  proto_down: show(() => 0),
  speed: whenUp((d) => (d === d.net.loopback || d.kind === 'dummy' ? NO_SUCH() : !d.hasCarrier ? -1 : isOnBus(d) ? 1000 : 10000)),
  statistics: { type: 'dir', mode: 0o755, table: table(Object.fromEntries(Object.entries(STATISTICS).map(([n, t]) => [n, show(t)]))) },
  subsystem: { type: 'link', text: (d) => (isOnBus(d) ? '../../../../../class/net' : '../../../../class/net') },
  tx_queue_len: store(
    (d) => d.txqlen,
    (d, n) => {
      d.txqlen = whole(n);
    },
  ),
  type: show((d) => d.type),
  uevent: show((d) => `INTERFACE=${d.name}\nIFINDEX=${d.ifindex}`),
};

const BRIDGE_FILES: Row<NetDevice> = {
  type: 'dir',
  mode: 0o755,
  table: table<NetDevice>({
    bridge_id: show((d) => `8000.${d.address.replaceAll(':', '')}`),
    stp_state: show(() => 0),
  }),
};

const brif: ListRow<NetDevice> = {
  type: 'list',
  mode: 0o755,
  lookup(dev, name, _task, host) {
    const port = bridgePorts(dev).find((p) => p.name === name);
    return port === undefined ? null : pseudoInode(host, port, { type: 'link', text: () => `../../${name}/brport` });
  },
  names: (dev) => bridgePorts(dev).map((p) => dirent(p.name, 0, S_IFLNK)),
  isCurrent: () => false,
};

const BRPORT: Row<NetDevice> = {
  type: 'dir',
  mode: 0o755,
  table: table<NetDevice>({
    bridge: { type: 'link', text: (d) => `../../${d.master?.name ?? ''}` },
    path_cost: show((d) => portInfo(d)?.cost ?? 0),
    priority: show((d) => portInfo(d)?.priority ?? 0),
    state: show((d) => portInfo(d)?.state ?? 0),
  }),
};

/** What a device has beyond the files of all: of a bridge, of a port. */
function extras(dev: NetDevice): [string, Row<NetDevice>][] {
  const out: [string, Row<NetDevice>][] = [];
  if (isBridge(dev)) {
    out.push(['bridge', BRIDGE_FILES], ['brif', brif]);
    for (const port of bridgePorts(dev)) out.push([`lower_${port.name}`, { type: 'link', text: () => `../${port.name}` }]);
  }
  const { master } = dev;
  if (master !== null) {
    const link: Row<NetDevice> = { type: 'link', text: () => `../${master.name}` };
    out.push(['brport', BRPORT], ['master', link], [`upper_${master.name}`, link]);
  }
  return out;
}

const deviceDir: ListRow<NetDevice> = {
  type: 'list',
  mode: 0o755,
  lookup(dev, name, _task, host) {
    if (!dev.isRegistered) throw ENETDOWN;
    const row = FILES[name] ?? extras(dev).find(([n]) => n === name)?.[1];
    return row === undefined ? null : pseudoInode(host, dev, row);
  },
  names: (dev) =>
    [...Object.entries(FILES), ...extras(dev)].map(([name, row]) =>
      dirent(name, 0, row.type === 'link' ? S_IFLNK : row.type === 'file' ? 0o100000 : S_IFDIR),
    ),
  isCurrent: (dev, name) => dev.isRegistered && (FILES[name] !== undefined || extras(dev).some(([n]) => n === name)),
};

/** The directory of a device that is on the bus or not. Null: there is none of that name. */
export function deviceInode(net: NetNs, name: string, onBus: boolean, host: Host<NetNs>): Inode | null {
  const dev = deviceByName(net, name);
  if (dev === undefined || isOnBus(dev) !== onBus) return null;
  const deviceHost: Host<NetDevice> = { sb: host.sb, nextIno: () => host.nextIno() };
  return pseudoInode(deviceHost, dev, deviceDir);
}

export const deviceNames = (net: NetNs, onBus: boolean): readonly Dirent[] =>
  net.devices.filter((d) => isOnBus(d) === onBus).map((d) => dirent(d.name, 0, S_IFDIR));

/** /sys/class/net */
export const netClassLinks = (net: NetNs): Table<NetNs> =>
  new Map(net.devices.map((d) => [d.name, { type: 'link', text: () => (isOnBus(d) ? BUS : VIRTUAL) + d.name } as const]));
