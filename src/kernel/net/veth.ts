// Virtual Ethernet pairs (veth(4), drivers/net/veth.c): what one end sends, the other receives; a carrier needs both up.

import { EINVAL } from '../../abi/errno.ts';
import { IFF_BROADCAST, IFF_MULTICAST } from '../../abi/net.ts';
import type { LinkWish } from '../../abi/rtnetlink.ts';
import { type DeviceOps, NetDevice, randomAddress, registerDevice, unregisterDevice } from './device.ts';
import { receiveFrame } from './frame.ts';
import { type LinkKind, type NewLink, newDeviceInit } from './link-kind.ts';
import { setCarrier } from './linkwatch.ts';

const peers = new WeakMap<NetDevice, NetDevice>();

/** The other end; null while the pair is being made or ends. */
export const vethPeer = (dev: NetDevice): NetDevice | null => peers.get(dev) ?? null;

const OPS: DeviceOps = {
  open(dev) {
    const peer = vethPeer(dev);
    if (peer?.isUp === true) setCarrier(true, dev, peer);
  },
  stop(dev) {
    const peer = vethPeer(dev);
    if (peer === null) setCarrier(false, dev);
    else setCarrier(false, dev, peer);
  },
  xmit(dev, frame) {
    const peer = vethPeer(dev);
    if (peer?.isUp === true) receiveFrame(peer, frame);
    else dev.stats.txDropped++;
  },
  iflink: (dev) => vethPeer(dev)?.ifindex ?? 0,
  linkNet: (dev) => vethPeer(dev)?.net ?? dev.net,
  /** The ends go together. */
  unregister(dev) {
    const peer = vethPeer(dev);
    unregisterDevice(dev);
    peers.delete(dev);
    if (peer === null) return;
    unregisterDevice(peer);
    peers.delete(peer);
  },
};

function endOf(link: NewLink, wish: LinkWish): NetDevice {
  const dev = new NetDevice({
    ...newDeviceInit(link, wish, 'veth%d'),
    kind: 'veth',
    ops: OPS,
    flags: IFF_BROADCAST | IFF_MULTICAST,
    address: wish.address ?? randomAddress(link.net),
  });
  dev.isAddressSet = wish.address !== undefined;
  return dev;
}

export const VETH: LinkKind = {
  name: 'veth',
  peerWish: (wish) => wish.peer ?? {},
  newLink(link, wish) {
    const { peer: peerLink } = link;
    if (peerLink === null) throw EINVAL;
    // The peer is made first, and has the lower number.
    const peer = endOf(peerLink, wish.peer ?? {});
    registerDevice(peer);
    setCarrier(false, peer);
    const dev = endOf(link, wish);
    try {
      registerDevice(dev);
    } catch (e) {
      unregisterDevice(peer);
      throw e;
    }
    peers.set(peer, dev);
    peers.set(dev, peer);
    setCarrier(false, dev);
    return [dev, peer];
  },
};
