// The loopback device (drivers/net/loopback.c): what goes out comes in again.

import { ARPHRD_LOOPBACK, IFF_LOOPBACK } from '../../abi/net.ts';
import { type DeviceOps, ETH_ZERO, NetDevice } from './device.ts';
import { receiveFrame } from './frame.ts';
import type { NetNs } from './netns.ts';

const OPS: DeviceOps = {
  xmit(dev, frame) {
    receiveFrame(dev, frame);
  },
};

export function loopbackDevice(net: NetNs): NetDevice {
  const dev = new NetDevice({
    net,
    name: 'lo',
    kind: null,
    ops: OPS,
    type: ARPHRD_LOOPBACK,
    address: ETH_ZERO,
    flags: IFF_LOOPBACK,
    mtu: 65536,
    minMtu: 0,
    maxMtu: 0,
  });
  dev.isNetnsImmutable = true;
  return dev;
}
