// A device changes its namespace, and what becomes of devices when a namespace ends (__dev_change_net_namespace, default_device_exit_batch).

import { EEXIST, EINVAL } from '../../abi/errno.ts';
import { closeDevice, deviceByIndex, deviceByName, ExtAck, listDevice, type NetDevice, newIndex } from './device.ts';
import { deviceEvent } from './events.ts';
import { linkwatch } from './linkwatch.ts';
import type { NetNs } from './netns.ts';
import { allocNsid } from './nsid.ts';

/** Moves a device: it goes down, loses its addresses, and keeps its number where that is free. */
export function changeNamespace(dev: NetDevice, to: NetNs, newName = dev.name): void {
  const from = dev.net;
  if (from === to) return;
  if (dev.isNetnsImmutable) throw new ExtAck(EINVAL, 'The interface netns is immutable');
  let name = newName;
  if (deviceByName(to, name) !== undefined) {
    if (!name.includes('%')) throw new ExtAck(EEXIST, 'An interface with the same name exists in the target netns');
    for (let i = 0; deviceByName(to, name) !== undefined; i++) name = newName.replace('%d', String(i));
  }
  // The states of both ends follow when the move is over.
  const core = to.kernel.net;
  const waiting: NetDevice[] = [];
  core.linkwatch = waiting;
  closeDevice(dev);
  deviceEvent(dev, 'unregister');
  from.devices.splice(from.devices.indexOf(dev), 1);
  // The namespace left behind is told where it went.
  allocNsid(from, to);
  dev.net = to;
  dev.name = name.replace('%d', '0');
  if (deviceByIndex(to, dev.ifindex) !== undefined) dev.ifindex = newIndex(to);
  listDevice(dev);
  core.linkwatch = null;
  deviceEvent(dev, 'register');
  for (const changed of waiting) linkwatch(changed);
}

/** "When a network namespace is freed …, its physical devices are moved back to the initial network namespace" (network_namespaces(7)). */
export function exitDevices(net: NetNs): void {
  const { net: init } = net.kernel.init;
  for (const dev of [...net.devices]) {
    if (!dev.isRegistered || dev.net !== net) continue;
    if (dev.kind === null && !dev.isNetnsImmutable)
      changeNamespace(dev, init, deviceByName(init, dev.name) === undefined ? dev.name : 'dev%d');
    else if (dev.ops.unregister !== undefined) dev.ops.unregister(dev);
    else closeDevice(dev);
  }
}
