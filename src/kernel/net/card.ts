// A network card and what it is plugged into: a cable to a router, which is a host like any other, in a network namespace of its own that
// nobody here can enter. It is made when the first frame goes out.

import { AF_INET, type Ip } from '../../abi/inet.ts';
import { IFF_BROADCAST, IFF_MULTICAST, IFF_UP, RT_SCOPE_UNIVERSE } from '../../abi/net.ts';
import { addAddress, addressesOf } from './address.ts';
import { changeFlags, type DeviceOps, NetDevice, registerDevice } from './device.ts';
import { receiveFrame } from './frame.ts';
import { setCarrier } from './linkwatch.ts';
import { NetNs } from './netns.ts';

export interface CardInit {
  readonly name: string;
  readonly address: string;
  /** The router at the other end of the cable. */
  readonly router: { readonly address: string; readonly ip: Ip; readonly length: number };
}

/** What a card is bound to. */
class CardOps implements DeviceOps {
  private readonly init: CardInit;
  private uplink: NetDevice | null = null;

  constructor(init: CardInit) {
    this.init = init;
  }

  open(dev: NetDevice): void {
    setCarrier(true, dev);
  }

  stop(dev: NetDevice): void {
    setCarrier(false, dev);
  }

  xmit(dev: NetDevice, frame: Parameters<DeviceOps['xmit']>[1]): void {
    this.uplink ??= plug(dev, this.init.router);
    receiveFrame(this.uplink, frame);
  }
}

function plug(card: NetDevice, router: CardInit['router']): NetDevice {
  const { kernel } = card.net;
  const net = new NetNs(kernel, 0, kernel.init.user);
  const uplink = new NetDevice({
    net,
    name: 'uplink',
    kind: null,
    ops: {
      xmit(_dev, frame) {
        receiveFrame(card, frame);
      },
    },
    address: router.address,
    flags: IFF_BROADCAST | IFF_MULTICAST,
  });
  registerDevice(uplink);
  changeFlags(net.loopback, IFF_UP, IFF_UP);
  changeFlags(uplink, IFF_UP, IFF_UP);
  addAddress(uplink, {
    family: AF_INET,
    index: uplink.ifindex,
    prefixlen: router.length,
    scope: RT_SCOPE_UNIVERSE,
    flags: 0,
    local: router.ip,
  });
  return uplink;
}

/** Puts a card into a namespace; it is down. */
export function addCard(net: NetNs, init: CardInit): NetDevice {
  const dev = new NetDevice({
    net,
    name: init.name,
    kind: null,
    ops: new CardOps(init),
    address: init.address,
    flags: IFF_BROADCAST | IFF_MULTICAST,
    queue: 'pfifo_fast',
    maxMtu: 16110,
  });
  dev.hasCarrier = false;
  registerDevice(dev);
  return dev;
}

/** The machine has been up for a while: nobody objected to its addresses. */
export function finishDad(dev: NetDevice): void {
  for (const a of addressesOf(dev, 10)) a.tentativeUntil = 0;
}
