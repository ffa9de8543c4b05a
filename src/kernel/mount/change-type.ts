// make-shared, make-private, make-slave, make-unbindable (fs/namespace.c do_change_type, fs/pnode.c change_mnt_propagation;
// mount_namespaces(7), "Shared subtrees").

import { EINVAL } from '../../abi/errno.ts';
import { MS_PRIVATE, MS_REC, MS_SHARED, MS_SILENT, MS_SLAVE, MS_UNBINDABLE } from '../../abi/flags.ts';
import type { Path } from '../vfs/path.ts';
import { makeShared } from './clone.ts';
import type { MountNs } from './mntns.ts';
import { addSlave, leavePeers, type Mount, moveSlaves, removeSlave } from './mount.ts';
import { subtree } from './tree.ts';

/** Out of the peer group, whose id is free again after the last, and out of the master's list. */
export function leaveGroup(mount: Mount): void {
  const { peers } = mount;
  if (peers !== null && leavePeers(mount)) mount.sb.kernel.ids.peer.free(peers.id);
  removeSlave(mount);
}

/** propagation_source: from whom a mount goes on receiving when it leaves its group: the next peer, else the master. */
const propagationSource = (mount: Mount): Mount | null => (mount.nextPeer === mount ? mount.masterMount : mount.nextPeer);

function changeOne(mount: Mount, type: number): void {
  if (type === MS_SHARED) {
    makeShared(mount);
    return;
  }
  let source = mount.masterMount;
  if (mount.peers !== null) {
    if (type === MS_SLAVE || mount.firstSlave !== null) source = propagationSource(mount);
    leaveGroup(mount);
    moveSlaves(mount, source);
  } else removeSlave(mount);
  // "Make a mount a slave": a shared mount that was alone in its group has nobody to receive from, and is private then.
  if (type === MS_SLAVE) {
    if (source !== null) addSlave(source, mount);
  } else mount.isUnbindable = type === MS_UNBINDABLE;
}

/** mount(2) with one of MS_SHARED, MS_PRIVATE, MS_SLAVE, MS_UNBINDABLE, and MS_REC. EINVAL: two of them, other flags, or not a mount point. */
export function changeType(path: Path, flags: number, ns: MountNs): void {
  const { mnt } = path;
  if (path.dentry !== mnt.root) throw EINVAL;
  const type = flags & ~(MS_REC | MS_SILENT);
  if (type !== MS_SHARED && type !== MS_PRIVATE && type !== MS_SLAVE && type !== MS_UNBINDABLE) throw EINVAL;
  if (mnt.ns !== ns) throw EINVAL;
  for (const m of (flags & MS_REC) === 0 ? [mnt] : subtree(mnt)) changeOne(m, type);
}
