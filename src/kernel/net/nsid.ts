// Namespace ids: the numbers under which one network namespace knows others (net/core/net_namespace.c, ip-netns(8)). Given when first
// needed, or by hand; free again when the other namespace ends.

import { EEXIST } from '../../abi/errno.ts';
import { ExtAck, type NetDevice } from './device.ts';
import type { NetNs } from './netns.ts';

/** peernet2id; -1: none yet. */
export const nsidOf = (net: NetNs, peer: NetNs): number => net.nsids.get(peer) ?? -1;

/** peernet2id_alloc */
export function allocNsid(net: NetNs, peer: NetNs): number {
  const known = net.nsids.get(peer);
  if (known !== undefined) return known;
  const taken = new Set(net.nsids.values());
  let id = 0;
  while (taken.has(id)) id++;
  net.nsids.set(peer, id);
  return id;
}

/** RTM_NEWNSID; -1: the first free number. */
export function setNsid(net: NetNs, peer: NetNs, id: number): void {
  if (net.nsids.has(peer)) throw new ExtAck(EEXIST, 'Peer netns already has a nsid assigned');
  if (id < 0) {
    allocNsid(net, peer);
    return;
  }
  for (const taken of net.nsids.values()) if (taken === id) throw new ExtAck(EEXIST, 'The specified nsid is already used');
  net.nsids.set(peer, id);
}

/** rtnl_fill_link_netnsid: the id of the namespace that the device's other end is in, as `reader` knows it; null when in the same. */
export function nameForeignEnd(dev: NetDevice, reader: NetNs): number | null {
  const other = dev.ops.linkNet?.(dev) ?? null;
  return other === null || other === dev.net ? null : allocNsid(reader, other);
}

/** unhash_nsid: nobody knows it any more. */
export function forgetNamespaceIds(net: NetNs): void {
  for (const ns of net.kernel.namespaces) if (ns.kind === 'net') (ns as NetNs).nsids.delete(net);
  net.nsids.clear();
}
