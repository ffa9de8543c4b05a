// RTM_NEWLINK, RTM_SETLINK, RTM_DELLINK, RTM_GETLINK (net/core/rtnetlink.c: rtnl_newlink, do_setlink, rtnl_fill_ifinfo).

import { CAP_NET_ADMIN } from '../../abi/caps.ts';
import { EBADF, EEXIST, EINVAL, ENODEV, ENOTSUP, EPERM, ERANGE, ESRCH } from '../../abi/errno.ts';
import { AF_INET6 } from '../../abi/inet.ts';
import { IF_OPER_DOWN, IFNAMSIZ } from '../../abi/net.ts';
import type { LinkInfo, LinkWish, NsidWish } from '../../abi/rtnetlink.ts';
import { nsCapable } from '../cred/capability.ts';
import { nsFromFile } from '../fs/nsfs.ts';
import { findTask } from '../proc/pid.ts';
import type { Task } from '../sched/task.ts';
import { BRIDGE, portInfo } from './bridge.ts';
import {
  changeFlags,
  deviceByIndex,
  deviceByName,
  ExtAck,
  type NetDevice,
  renameDevice,
  setAddress,
  setMtu,
  shownFlags,
} from './device.ts';
import { DUMMY } from './dummy.ts';
import { deviceEvent } from './events.ts';
import type { LinkKind, NewLink } from './link-kind.ts';
import { changeNamespace } from './move.ts';
import type { Request } from './netlink.ts';
import { NetNs } from './netns.ts';
import { nameForeignEnd } from './nsid.ts';
import { VETH } from './veth.ts';

const LINK_KINDS: ReadonlyMap<string, LinkKind> = new Map([VETH, BRIDGE, DUMMY].map((kind) => [kind.name, kind]));

/** get_net_ns_by_pid, get_net_ns_by_fd. ESRCH: no such process; EINVAL: not a network namespace. */
export function netNsByWish(task: Task, wish: NsidWish): NetNs {
  if (wish.fd !== undefined) {
    if (!task.files.has(wish.fd)) throw EBADF;
    const ns = nsFromFile(task.files.get(wish.fd));
    if (!(ns instanceof NetNs)) throw EINVAL;
    return ns;
  }
  const target = findTask(task.pid.ns, wish.pid ?? 0);
  if (target === null || target.nsproxy === null) throw ESRCH;
  return target.nsproxy.net;
}

/** rtnl_link_get_net_capable: putting something into a namespace takes CAP_NET_ADMIN over it. */
function targetNet(task: Task, wish: LinkWish, here: NetNs): NetNs {
  const { netNsFd: fd, netNsPid: pid } = wish;
  if (fd === undefined && pid === undefined) return here;
  const net = netNsByWish(task, { fd, pid });
  if (!nsCapable(task, net.owner, CAP_NET_ADMIN)) throw EPERM;
  return net;
}

/** The attribute policy of the message: what does not fit is refused before anything else. */
function checkPolicy(wish: LinkWish): void {
  if (wish.ifname !== undefined && wish.ifname.length > IFNAMSIZ) throw new ExtAck(ERANGE, 'Attribute failed policy validation');
  if (wish.peer !== undefined) checkPolicy(wish.peer);
}

function findDevice(net: NetNs, wish: LinkWish): NetDevice | undefined {
  if (wish.index !== undefined && wish.index > 0) return deviceByIndex(net, wish.index);
  return wish.ifname === undefined ? undefined : deviceByName(net, wish.ifname);
}

/** rtnl_newlink */
export function newLink({ net, task, body: wish }: Request<'RTM_NEWLINK'>): undefined {
  checkPolicy(wish);
  const existing = findDevice(net, wish);
  if (existing !== undefined && wish.kind !== undefined) throw EEXIST;
  if (existing !== undefined) return change(task, existing, wish);
  const kind = LINK_KINDS.get(wish.kind ?? '');
  if (kind === undefined) throw wish.kind === undefined ? ENODEV : new ExtAck(ENOTSUP, 'Unknown device type');
  const here = targetNet(task, wish, net);
  const peerWish = kind.peerWish?.(wish);
  const peer: NewLink | null = peerWish === undefined ? null : { net: targetNet(task, peerWish, net), peer: null };
  const made = kind.newLink({ net: here, peer }, wish);
  configure(made[0], wish);
  if (made.length > 1 && peerWish !== undefined) configure(made[1], peerWish);
  // rtnl_configure_link: the namespace is told of the new device, and with it where its other end is.
  nameForeignEnd(made[0], made[0].net);
  if (wish.master !== undefined) setMaster(made[0], wish.master);
}

/** rtnl_create_link, rtnl_configure_link: what is set without further checks. */
function configure(dev: NetDevice, wish: LinkWish): void {
  if (wish.txqlen !== undefined) dev.txqlen = wish.txqlen;
  if (wish.group !== undefined) dev.group = wish.group;
  if (wish.broadcast !== undefined) dev.broadcast = wish.broadcast;
  if (wish.flags !== undefined && wish.change !== undefined) changeFlags(dev, wish.flags, wish.change);
}

export function setLink({ net, task, body: wish }: Request<'RTM_SETLINK'>): undefined {
  checkPolicy(wish);
  const dev = findDevice(net, wish);
  if (dev === undefined) throw ENODEV;
  return change(task, dev, wish);
}

/** do_setlink, in its order: what was done before an error stays done. */
function change(task: Task, dev: NetDevice, wish: LinkWish): undefined {
  if (wish.netNsFd !== undefined || wish.netNsPid !== undefined)
    changeNamespace(dev, targetNet(task, wish, dev.net), wish.index === undefined ? dev.name : (wish.ifname ?? dev.name));
  if (wish.address !== undefined) setAddress(dev, wish.address);
  if (wish.mtu !== undefined) setMtu(dev, wish.mtu);
  if (wish.group !== undefined) dev.group = wish.group;
  if (wish.index !== undefined && wish.ifname !== undefined) renameDevice(dev, wish.ifname);
  if (wish.alias !== undefined) dev.alias = wish.alias;
  if (wish.broadcast !== undefined) dev.broadcast = wish.broadcast;
  if (wish.master !== undefined) setMaster(dev, wish.master);
  if (wish.txqlen !== undefined) dev.txqlen = wish.txqlen;
  if (wish.flags !== undefined && wish.change !== undefined) changeFlags(dev, wish.flags, wish.change);
  deviceEvent(dev, 'change');
}

/** do_set_master; 0: none. */
function setMaster(dev: NetDevice, index: number): void {
  const { master } = dev;
  if (master !== null) {
    if (master.ifindex === index) return;
    if (master.ops.removeSlave === undefined) throw ENOTSUP;
    master.ops.removeSlave(master, dev);
  }
  if (index === 0) return;
  const upper = deviceByIndex(dev.net, index);
  if (upper === undefined) throw EINVAL;
  if (upper.ops.addSlave === undefined) throw ENOTSUP;
  upper.ops.addSlave(upper, dev);
}

/** rtnl_dellink */
export function deleteLink({ net, body: wish }: Request<'RTM_DELLINK'>): undefined {
  const dev = findDevice(net, wish);
  if (dev === undefined) throw ENODEV;
  if (dev.ops.unregister === undefined || dev.kind === null) throw ENOTSUP;
  dev.ops.unregister(dev);
}

function linkInfo(dev: NetDevice, reader: NetNs): LinkInfo {
  const foreign = nameForeignEnd(dev, reader);
  const { iflink } = dev;
  return {
    index: dev.ifindex,
    type: dev.type,
    flags: shownFlags(dev),
    ifname: dev.name,
    mtu: dev.mtu,
    minMtu: dev.minMtu,
    maxMtu: dev.maxMtu,
    qdisc: dev.qdisc,
    operstate: dev.isUp ? dev.operstate : IF_OPER_DOWN,
    group: dev.group,
    txqlen: dev.txqlen,
    promiscuity: dev.promiscuity,
    address: dev.address,
    broadcast: dev.broadcast,
    link: iflink === dev.ifindex && foreign === null ? null : iflink,
    linkNetnsid: foreign,
    master: dev.master?.ifindex ?? null,
    kind: dev.kind,
    alias: dev.alias === '' ? null : dev.alias,
    stats: dev.stats,
    bridgePort: portInfo(dev),
  };
}

/** inet6_fill_ifinfo: what IPv6 knows of a link is less. */
const linkInfoV6 = (dev: NetDevice, reader: NetNs): LinkInfo => ({
  ...linkInfo(dev, reader),
  link: dev.iflink === dev.ifindex ? null : dev.iflink,
  qdisc: null,
  group: null,
  linkNetnsid: null,
  master: null,
  kind: null,
  alias: null,
  stats: null,
  bridgePort: null,
});

/** By name or number: ENODEV when there is none; else all of a dump. */
export function listLinks({ net, body }: Request<'RTM_GETLINK'>): LinkInfo[] {
  if (body.ifname !== undefined || body.index !== undefined) {
    const dev = body.ifname !== undefined ? deviceByName(net, body.ifname) : deviceByIndex(net, body.index ?? 0);
    if (dev === undefined) throw ENODEV;
    return [linkInfo(dev, net)];
  }
  const out: LinkInfo[] = [];
  for (const dev of net.devices) {
    if (body.master !== undefined && dev.master?.ifindex !== body.master) continue;
    if (body.kind !== undefined && dev.kind !== body.kind) continue;
    out.push(body.family === AF_INET6 ? linkInfoV6(dev, net) : linkInfo(dev, net));
  }
  return out;
}
