// Ethernet bridges (net/bridge; ip-link(8)): ports, their states, the address of the bridge, learning and forwarding. Without the spanning
// tree protocol, which is off unless somebody turns it on.

import { EBUSY, EINVAL, ELOOP } from '../../abi/errno.ts';
import { ARPHRD_ETHER, IFF_BROADCAST, IFF_LOOPBACK, IFF_MULTICAST } from '../../abi/net.ts';
import type { BridgePortInfo } from '../../abi/rtnetlink.ts';
import { type DeviceOps, ETH_ZERO, ExtAck, NetDevice, randomAddress, registerDevice, unregisterDevice } from './device.ts';
import type { DeviceEventName } from './events.ts';
import { type Frame, receiveOnBridge, transmit } from './frame.ts';
import { type LinkKind, newDeviceInit } from './link-kind.ts';
import { isOperUp, setCarrier } from './linkwatch.ts';

const DISABLED = 0;
const FORWARDING = 3;
const PRIORITY = 32;
/** Of a link of 10 Gbit/s, as a veth pair says it is. */
const COST = 2;
/** Nanoseconds that a learned address is believed (ageing_time). */
const AGEING = 300_000_000_000;

interface Bridge {
  readonly ports: Map<NetDevice, { state: number }>;
  /** Where an address was last heard of. */
  readonly fdb: Map<string, { port: NetDevice; at: number }>;
}

const bridges = new WeakMap<NetDevice, Bridge>();

export const isBridge = (dev: NetDevice): boolean => bridges.has(dev);

function bridgeOf(dev: NetDevice): Bridge {
  const br = bridges.get(dev);
  if (br === undefined) throw new Error(`${dev.name} is not a bridge`);
  return br;
}

/** The ports of a bridge, in the order in which they came. */
export const bridgePorts = (dev: NetDevice): readonly NetDevice[] => [...bridgeOf(dev).ports.keys()];

/** IFLA_INFO_SLAVE_DATA of a port. */
export function portInfo(dev: NetDevice): BridgePortInfo | null {
  const { master } = dev;
  const port = master === null ? undefined : bridges.get(master)?.ports.get(dev);
  return port === undefined ? null : { state: port.state, priority: PRIORITY, cost: COST };
}

/** br_port_state_selection: a bridge has a carrier while a port forwards. */
function selectStates(dev: NetDevice): void {
  let isLive = false;
  for (const port of bridgeOf(dev).ports.values()) isLive ||= port.state === FORWARDING;
  setCarrier(isLive, dev);
}

/** br_stp_recalculate_bridge_id: the lowest address of a port, unless somebody chose one. */
function recalculateAddress(dev: NetDevice): void {
  if (dev.isAddressSet) return;
  let lowest = ETH_ZERO;
  for (const port of bridgeOf(dev).ports.keys()) if (lowest === ETH_ZERO || port.address < lowest) lowest = port.address;
  if (lowest === dev.address) return;
  dev.address = lowest;
  selectStates(dev);
}

function enablePort(dev: NetDevice, port: NetDevice): void {
  const p = bridgeOf(dev).ports.get(port);
  if (p === undefined || p.state === FORWARDING) return;
  p.state = FORWARDING;
  selectStates(dev);
}

function disablePort(dev: NetDevice, port: NetDevice): void {
  const br = bridgeOf(dev);
  const p = br.ports.get(port);
  if (p === undefined || p.state === DISABLED) return;
  p.state = DISABLED;
  for (const [address, entry] of br.fdb) if (entry.port === port) br.fdb.delete(address);
  selectStates(dev);
}

const canForward = (port: NetDevice): boolean => port.isUp && isOperUp(port) && port.hasCarrier;

/** br_add_if. EINVAL: not an Ethernet device; ELOOP: a bridge; EBUSY: already a port of another. */
function addPort(dev: NetDevice, port: NetDevice): void {
  if ((port.flags & IFF_LOOPBACK) !== 0 || port.type !== ARPHRD_ETHER) throw EINVAL;
  if (isBridge(port)) throw new ExtAck(ELOOP, 'Can not enslave a bridge to a bridge');
  if (port.master !== null) throw EBUSY;
  const br = bridgeOf(dev);
  port.master = dev;
  port.promiscuity++;
  br.ports.set(port, { state: DISABLED });
  recalculateAddress(dev);
  if (canForward(port) && dev.isUp) enablePort(dev, port);
}

function removePort(dev: NetDevice, port: NetDevice): void {
  disablePort(dev, port);
  bridgeOf(dev).ports.delete(port);
  port.master = null;
  port.promiscuity--;
  recalculateAddress(dev);
}

/** br_device_event: what its ports do. */
export function bridgeFollows(port: NetDevice, event: DeviceEventName): void {
  const { master } = port;
  if (master === null || !isBridge(master)) return;
  if (event === 'unregister') removePort(master, port);
  else if (event === 'address') recalculateAddress(master);
  else if (event === 'down') disablePort(master, port);
  else if ((event === 'up' || event === 'change') && master.isUp) {
    if (canForward(port)) enablePort(master, port);
    else disablePort(master, port);
  }
}

// Frames

function learn(br: Bridge, port: NetDevice, address: string): void {
  br.fdb.set(address, { port, at: port.net.kernel.clock.mono });
}

/** The port that an address is known to be behind. */
function portFor(br: Bridge, dev: NetDevice, address: string): NetDevice | undefined {
  const entry = br.fdb.get(address);
  if (entry === undefined) return undefined;
  if (dev.net.kernel.clock.mono - entry.at <= AGEING) return entry.port;
  br.fdb.delete(address);
  return undefined;
}

/** br_flood, br_forward: to the port behind which the address is, or to all but where it came from. */
function forward(dev: NetDevice, from: NetDevice | null, frame: Frame): void {
  const br = bridgeOf(dev);
  const known = portFor(br, dev, frame.dst);
  if (known !== undefined) {
    if (known !== from && br.ports.get(known)?.state === FORWARDING) transmit(known, frame);
    return;
  }
  for (const [port, { state }] of br.ports) if (port !== from && state === FORWARDING) transmit(port, frame);
}

/** br_handle_frame: a frame came in at a port. */
export function bridgeReceive(dev: NetDevice, port: NetDevice, frame: Frame): void {
  const br = bridgeOf(dev);
  if (br.ports.get(port)?.state !== FORWARDING || !dev.isUp) return;
  learn(br, port, frame.src);
  const isGroup = (Number.parseInt(frame.dst.slice(0, 2), 16) & 1) !== 0;
  const isLocal = frame.dst === dev.address || frame.dst === port.address;
  if (!isLocal) forward(dev, port, frame);
  if (isLocal || isGroup) receiveOnBridge(dev, frame.dst === port.address ? { ...frame, dst: dev.address } : frame);
}

const OPS: DeviceOps = {
  open(dev) {
    for (const port of bridgeOf(dev).ports.keys()) if (canForward(port)) enablePort(dev, port);
  },
  stop(dev) {
    for (const port of bridgeOf(dev).ports.keys()) disablePort(dev, port);
  },
  xmit(dev, frame) {
    forward(dev, null, frame);
  },
  addSlave: addPort,
  removeSlave: removePort,
  unregister(dev) {
    for (const port of bridgePorts(dev)) removePort(dev, port);
    unregisterDevice(dev);
  },
};

export const BRIDGE: LinkKind = {
  name: 'bridge',
  newLink(link, wish) {
    const dev = new NetDevice({
      ...newDeviceInit(link, wish, 'bridge%d'),
      kind: 'bridge',
      ops: OPS,
      flags: IFF_BROADCAST | IFF_MULTICAST,
      address: wish.address ?? randomAddress(link.net),
    });
    dev.isAddressSet = wish.address !== undefined;
    dev.isNetnsImmutable = true;
    bridges.set(dev, { ports: new Map(), fdb: new Map() });
    registerDevice(dev);
    return [dev];
  },
};
