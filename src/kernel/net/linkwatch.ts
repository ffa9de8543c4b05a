// Carrier and operational state (net/core/link_watch.c, operational-states.rst, RFC 2863).

import { IF_OPER_DOWN, IF_OPER_LOWERLAYERDOWN, IF_OPER_UNKNOWN, IF_OPER_UP } from '../../abi/net.ts';
import { deviceByIndex, type NetDevice } from './device.ts';
import { deviceEvent } from './events.ts';

/** netif_oper_up */
export const isOperUp = (dev: NetDevice): boolean => dev.operstate === IF_OPER_UP || dev.operstate === IF_OPER_UNKNOWN;

/** default_operstate: without a carrier it is the other end's fault when that one, seen from here, has none either. */
function operstateOf(dev: NetDevice): number {
  if (dev.hasCarrier) return IF_OPER_UP;
  const link = dev.iflink;
  if (link === dev.ifindex) return IF_OPER_DOWN;
  // The number is looked up in the device's own namespace, wherever the other end is.
  const peer = deviceByIndex(dev.net, link);
  return peer === undefined || peer.hasCarrier ? IF_OPER_DOWN : IF_OPER_LOWERLAYERDOWN;
}

/** linkwatch_do_dev: tells what depends on the carrier. */
export function linkwatch(dev: NetDevice): void {
  dev.operstate = operstateOf(dev);
  if (dev.isUp) deviceEvent(dev, 'change');
}

/** netif_carrier_on or _off for several devices: their states follow once all have changed, as the kernel's worker finds them. */
export function setCarrier(on: boolean, ...devices: readonly NetDevice[]): void {
  const changed = devices.filter((dev) => dev.hasCarrier !== on);
  for (const dev of changed) {
    dev.hasCarrier = on;
    if (on) dev.carrierUps++;
    else dev.carrierDowns++;
  }
  for (const dev of changed) {
    if (!dev.isRegistered) continue;
    const waiting = dev.net.kernel.net.linkwatch;
    if (waiting === null) linkwatch(dev);
    else waiting.push(dev);
  }
}
