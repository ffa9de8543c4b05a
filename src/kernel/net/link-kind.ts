// Kinds of devices that can be made with RTM_NEWLINK (struct rtnl_link_ops).

import type { LinkWish } from '../../abi/rtnetlink.ts';
import type { DeviceInit, NetDevice } from './device.ts';
import type { NetNs } from './netns.ts';

/** Where an end is to be made. */
export interface NewLink {
  readonly net: NetNs;
  readonly peer: NewLink | null;
}

export interface LinkKind {
  /** IFLA_INFO_KIND */
  readonly name: string;
  /** The other end's message, for a kind that makes two. */
  peerWish?(wish: LinkWish): LinkWish;
  /** Makes and registers it, or them: the device asked for comes first. */
  newLink(link: NewLink, wish: LinkWish): NetDevice[];
}

/** @param pattern the name when none is given, with `%d` */
export const newDeviceInit = (link: NewLink, wish: LinkWish, pattern: string): Pick<DeviceInit, 'net' | 'name' | 'ifindex' | 'mtu'> => ({
  net: link.net,
  name: wish.ifname ?? pattern,
  ...(wish.index === undefined ? undefined : { ifindex: wish.index }),
  ...(wish.mtu === undefined ? undefined : { mtu: wish.mtu }),
});
