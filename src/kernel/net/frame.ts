// Frames on their way: what goes out of one device and comes in at another (net/core/dev.c: dev_queue_xmit, netif_rx, net_rx_action).
// Arrivals wait in one queue, the backlog, and are taken up one after another, so that nothing is received in the middle of a sending.

import type { Family, Ip } from '../../abi/inet.ts';
import { ARPHRD_LOOPBACK } from '../../abi/net.ts';
import type { Kernel } from '../kernel.ts';
import { bridgeReceive, isBridge } from './bridge.ts';
import { ETH_BROADCAST, type NetDevice } from './device.ts';
import { ipReceive } from './ip-input.ts';
import { type Arp, arpReceive } from './neigh.ts';
import type { Packet } from './packet.ts';

export interface Frame {
  readonly src: string;
  readonly dst: string;
  /** Bytes behind the Ethernet header. */
  readonly size: number;
  readonly payload: { readonly arp: Arp } | { readonly packet: Packet };
}

/** What the machine keeps of the network as a whole. */
export interface NetCore {
  readonly backlog: { readonly dev: NetDevice; readonly frame: Frame }[];
  isReceiving: boolean;
  /** Devices whose carrier changed while something is under way that must be over first; null: none is. */
  linkwatch: NetDevice[] | null;
  /** The last inode number of a socket. */
  lastSocketIno: number;
}

export const netCore = (): NetCore => ({ backlog: [], isReceiving: false, linkwatch: null, lastSocketIno: 18000 });

const ETH_HLEN = 14;
/** Nanoseconds that a frame takes to be handled. */
const FRAME_COST = 4000;
/** More frames than one event causes in a healthy network: two bridges joined twice would send for ever. */
const STORM = 20000;

/** Loopback counts packets without an Ethernet header (loopback_xmit). */
const wireSize = (dev: NetDevice, frame: Frame): number => frame.size + (dev.type === ARPHRD_LOOPBACK ? 0 : ETH_HLEN);

/** dev_queue_xmit: a device that is down loses what it is given. */
export function transmit(dev: NetDevice, frame: Frame): void {
  if (!dev.isUp) return;
  if (!dev.hasCarrier && dev.kind !== 'bridge') {
    dev.stats.txDropped++;
    return;
  }
  dev.stats.txPackets++;
  dev.stats.txBytes += wireSize(dev, frame);
  dev.ops.xmit(dev, frame);
  drain(dev.net.kernel);
}

/** netif_rx: a frame arrives at a device. */
export function receiveFrame(dev: NetDevice, frame: Frame): void {
  dev.net.kernel.net.backlog.push({ dev, frame });
}

function drain(kernel: Kernel): void {
  const { net, clock } = kernel;
  if (net.isReceiving) return;
  net.isReceiving = true;
  try {
    for (let n = 0; net.backlog.length > 0; n++) {
      const arrival = net.backlog.shift();
      if (arrival === undefined || n > STORM) break;
      clock.mono += FRAME_COST;
      handle(arrival.dev, arrival.frame);
    }
    net.backlog.length = 0;
  } finally {
    net.isReceiving = false;
  }
}

/** __netif_receive_skb: to the bridge that the device is a port of, else to the protocols. */
function handle(dev: NetDevice, frame: Frame): void {
  if (!dev.isUp || !dev.isRegistered) return;
  dev.stats.rxPackets++;
  dev.stats.rxBytes += wireSize(dev, frame);
  if (dev.master !== null && isBridge(dev.master)) bridgeReceive(dev.master, dev, frame);
  else deliver(dev, frame);
}

const isMulticast = (address: string): boolean => (Number.parseInt(address.slice(0, 2), 16) & 1) !== 0;

/** A bridge hands itself what is for it. */
export function receiveOnBridge(dev: NetDevice, frame: Frame): void {
  if (!dev.isUp) return;
  dev.stats.rxPackets++;
  dev.stats.rxBytes += frame.size;
  deliver(dev, frame);
}

/** eth_type_trans: what is addressed to another host is nobody's here. */
function deliver(dev: NetDevice, frame: Frame): void {
  const isMine = dev.type === ARPHRD_LOOPBACK || frame.dst === dev.address || frame.dst === ETH_BROADCAST || isMulticast(frame.dst);
  if (!isMine) return;
  if ('arp' in frame.payload) arpReceive(dev, frame.payload.arp);
  else ipReceive(dev, frame.payload.packet, frame.dst === dev.address || dev.type === ARPHRD_LOOPBACK);
}

export interface Hop {
  readonly family: Family;
  readonly dev: NetDevice;
  /** The address to be found on the link. */
  readonly ip: Ip;
}
