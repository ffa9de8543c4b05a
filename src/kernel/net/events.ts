// What follows when something happens to a device (the netdev notifier chain): addresses and routes, bridges, namespaces' ids.

import { addressesFollow } from './address.ts';
import { bridgeFollows } from './bridge.ts';
import type { NetDevice } from './device.ts';
import { nameForeignEnd } from './nsid.ts';
import { settingsFollow } from './settings.ts';

export type DeviceEventName = 'register' | 'unregister' | 'up' | 'going down' | 'down' | 'change' | 'rename' | 'address';

/** @param detail the former name, for `rename` */
export function deviceEvent(dev: NetDevice, event: DeviceEventName, detail = ''): void {
  bridgeFollows(dev, event);
  addressesFollow(dev, event);
  settingsFollow(dev, event, detail);
  // rtmsg_ifinfo: whoever listens in the namespace is told, and the message names the namespace of the other end.
  if (event !== 'unregister') nameForeignEnd(dev, dev.net);
}
