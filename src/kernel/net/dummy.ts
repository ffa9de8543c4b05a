// A device that swallows all it is given (drivers/net/dummy.c).

import { IFF_BROADCAST, IFF_NOARP } from '../../abi/net.ts';
import { type DeviceOps, NetDevice, randomAddress, registerDevice, unregisterDevice } from './device.ts';
import { type LinkKind, newDeviceInit } from './link-kind.ts';

const OPS: DeviceOps = {
  xmit() {
    // Counted as sent by whoever sends, and gone.
  },
  unregister: unregisterDevice,
};

export const DUMMY: LinkKind = {
  name: 'dummy',
  newLink(link, wish) {
    const dev = new NetDevice({
      ...newDeviceInit(link, wish, 'dummy%d'),
      kind: 'dummy',
      ops: OPS,
      flags: IFF_BROADCAST | IFF_NOARP,
      address: wish.address ?? randomAddress(link.net),
      minMtu: 0,
      maxMtu: 0,
    });
    dev.isAddressSet = wish.address !== undefined;
    registerDevice(dev);
    return [dev];
  },
};
