// struct mount: a superblock's tree (or a part of it) hung at a place in a mount namespace, and its peer group (fs/mount.h, fs/pnode.c,
// mount_namespaces(7)).
//
//   peers:  a ring (nextPeer, prevPeer); all its members are shared and show the group's id
//   slaves: a list on one of the masters' peers, newest first; a slave that is shared has its own peers beside it in that list
//
// Order matters: mounts are copied, and therefore numbered and listed, in the order of these lists.

import type { Dentry } from '../vfs/dentry.ts';
import type { Superblock } from '../vfs/inode.ts';
import type { MountNs } from './mntns.ts';

/** Mounts that propagate to each other: shared:N. */
export interface PeerGroup {
  readonly id: number;
}

/** Who uses a mount: open files, roots and working directories. */
export class MountUsers {
  private readonly set = new Set<object>();
  /** A mount that was detached while in use ends with its last user. */
  onLast: (() => void) | null = null;

  get size(): number {
    return this.set.size;
  }

  add(user: object): void {
    this.set.add(user);
  }

  delete(user: object): void {
    if (this.set.delete(user) && this.set.size === 0) this.onLast?.();
  }

  has(user: object): boolean {
    return this.set.has(user);
  }

  values(): IterableIterator<object> {
    return this.set.values();
  }
}

export class Mount {
  readonly id: number;
  readonly sb: Superblock;
  /** What it shows: the superblock's root, or the directory (or file) that was bound. */
  readonly root: Dentry;
  /** The `source` argument, as /proc/mounts prints it. */
  readonly source: string;
  /** MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_NOATIME MS_NODIRATIME MS_RELATIME MS_NOSYMFOLLOW */
  flags: number;
  /** Flags that a less privileged namespace cannot clear (MNT_LOCK_*); MS_RELATIME stands for all that is about access times. */
  lockedFlags = 0;
  /** MNT_LOCKED: cannot be unmounted by itself, it hides or belongs to what came from a more privileged namespace. */
  isLocked = false;
  isUnbindable = false;
  /** MNT_EXPIRE has marked it; the next one takes it. */
  isExpiring = false;
  /** MNT_UMOUNT: on its way out, or out and kept by its users. */
  isGone = false;
  /** Null for a namespace's root and for a detached mount. */
  parent: Mount | null = null;
  point: Dentry | null = null;
  readonly children = new Set<Mount>();
  /** shared:N */
  peers: PeerGroup | null = null;
  /** The ring of the peer group; itself when alone. */
  nextPeer: Mount = this;
  prevPeer: Mount = this;
  /** The one of its masters in whose list it is. */
  masterMount: Mount | null = null;
  firstSlave: Mount | null = null;
  nextSlave: Mount | null = null;
  prevSlave: Mount | null = null;
  /** Null once detached, and for the kernel's own mounts. */
  ns: MountNs | null = null;
  /** They make umount answer EBUSY and keep a detached mount. */
  readonly users = new MountUsers();

  constructor(id: number, sb: Superblock, root: Dentry, source: string, flags: number) {
    this.id = id;
    this.sb = sb;
    this.root = root;
    this.source = source;
    this.flags = flags;
  }

  /** master:N */
  get master(): PeerGroup | null {
    return this.masterMount === null ? null : this.masterMount.peers;
  }
}

/** All members of a mount's peer group, itself first; itself alone when it is not shared. */
export function* peersOf(mount: Mount): IterableIterator<Mount> {
  let m = mount;
  do {
    yield m;
    m = m.nextPeer;
  } while (m !== mount);
}

/** The slaves that hang on this very member of the group, in order. */
export function* slavesOf(mount: Mount): IterableIterator<Mount> {
  for (let s = mount.firstSlave; s !== null; s = s.nextSlave) yield s;
}

export const isShared = (mount: Mount): boolean => mount.peers !== null;
export const arePeers = (a: Mount, b: Mount): boolean => a === b || (a.peers !== null && a.peers === b.peers);

/** Into the ring, right after `old`. */
export function joinPeers(mount: Mount, old: Mount): void {
  mount.peers = old.peers;
  mount.nextPeer = old.nextPeer;
  mount.prevPeer = old;
  old.nextPeer.prevPeer = mount;
  old.nextPeer = mount;
}

/** Out of the ring; true when it was the last member and the group's id is free again. */
export function leavePeers(mount: Mount): boolean {
  const wasAlone = mount.nextPeer === mount;
  mount.prevPeer.nextPeer = mount.nextPeer;
  mount.nextPeer.prevPeer = mount.prevPeer;
  mount.nextPeer = mount;
  mount.prevPeer = mount;
  mount.peers = null;
  return wasAlone;
}

/** New slaves go to the front of the list. */
export function addSlave(master: Mount, slave: Mount): void {
  slave.masterMount = master;
  slave.prevSlave = null;
  slave.nextSlave = master.firstSlave;
  if (master.firstSlave !== null) master.firstSlave.prevSlave = slave;
  master.firstSlave = slave;
}

/** A copy of a slave follows it, so that peers stay side by side. */
export function addSlaveBehind(slave: Mount, old: Mount): void {
  slave.masterMount = old.masterMount;
  slave.prevSlave = old;
  slave.nextSlave = old.nextSlave;
  if (old.nextSlave !== null) old.nextSlave.prevSlave = slave;
  old.nextSlave = slave;
}

export function removeSlave(slave: Mount): void {
  const master = slave.masterMount;
  if (master === null) return;
  if (slave.prevSlave !== null) slave.prevSlave.nextSlave = slave.nextSlave;
  else if (master.firstSlave === slave) master.firstSlave = slave.nextSlave;
  if (slave.nextSlave !== null) slave.nextSlave.prevSlave = slave.prevSlave;
  slave.prevSlave = null;
  slave.nextSlave = null;
  slave.masterMount = null;
}

/** transfer_propagation: all slaves of `from` become `to`'s, before those it has; without a new master they are slaves no more. */
export function moveSlaves(from: Mount, to: Mount | null): void {
  const first = from.firstSlave;
  if (first === null) return;
  from.firstSlave = null;
  let last = first;
  for (let s: Mount | null = first; s !== null; ) {
    const next: Mount | null = s.nextSlave;
    s.masterMount = to;
    if (to === null) {
      s.prevSlave = null;
      s.nextSlave = null;
    }
    last = s;
    s = next;
  }
  if (to === null) return;
  last.nextSlave = to.firstSlave;
  if (to.firstSlave !== null) to.firstSlave.prevSlave = last;
  to.firstSlave = first;
}
