// Propagation of an attachment: which mounts get a copy, of what, and how the copies are related. A plan only; commit.ts carries it out.
// Follows fs/pnode.c (propagate_mnt, next_group, find_master) and Documentation/filesystems/sharedsubtree.rst.
//
// The walk goes over peer groups depth first: the receiver's own group, then for each member of it, in ring order, the groups that are its
// slaves, in list order. Inside a group each copy is a peer of the one before; the first copy of a slave group is a slave of the copy its
// nearest master above received.

import type { Dentry } from '../vfs/dentry.ts';
import { arePeers, type Mount, peersOf, slavesOf } from './mount.ts';
import { isSubdir } from './tree.ts';

export interface PlannedCopy {
  /** The mount that gets it, at the same dentry as the original. */
  readonly at: Mount;
  /** The tree to copy: an earlier copy, or null for the original. */
  readonly of: PlannedCopy | null;
  /** A slave of what it copies; else its peer. */
  readonly isSlave: boolean;
  /** In a peer group (of its own, if it is a slave). */
  readonly isShared: boolean;
}

/** The first members of the slave groups of one mount. */
function* slaveGroups(mount: Mount): IterableIterator<Mount> {
  let before: Mount | null = null;
  for (const s of slavesOf(mount)) {
    if (before === null || !arePeers(before, s)) yield s;
    before = s;
  }
}

/** The first members of all groups that receive from `dest`, its own first. */
function* groups(dest: Mount): IterableIterator<Mount> {
  yield dest;
  for (const peer of peersOf(dest)) for (const first of slaveGroups(peer)) yield* groups(first);
}

interface Master {
  /** The copy that is the master of this one; null: the original's group has no copy as master. */
  readonly master: PlannedCopy | null;
  /** The copy is a peer of the original. */
  readonly isOriginalsPeer: boolean;
}

export function planPropagation(dest: Mount, point: Dentry): PlannedCopy[] {
  const plan: PlannedCopy[] = [];
  if (dest.peers === null) return plan;
  const relations = new Map<PlannedCopy, Master>();
  /** Mounts whose slaves have been given a copy (IS_MNT_MARKED). */
  const marked = new Set<Mount>();
  if (dest.masterMount !== null) marked.add(dest.masterMount);
  let last: PlannedCopy | null = null;

  const isPeerOfOriginal = (copy: PlannedCopy | null): boolean => copy === null || relations.get(copy)?.isOriginalsPeer === true;
  const masterOf = (copy: PlannedCopy | null): PlannedCopy | null => (copy === null ? null : (relations.get(copy)?.master ?? null));

  /** find_master: ascends until there is a copy for something with the same master, then to that copy's master if it is another group. */
  const findMaster = (receiver: Mount): PlannedCopy | null => {
    let m = receiver;
    let p = m.masterMount;
    while (p !== null && !marked.has(p)) {
      m = p;
      p = m.masterMount;
    }
    let copy = last;
    while (copy !== null && !isPeerOfOriginal(copy)) {
      if (copy.at.masterMount === p) {
        if (!arePeers(copy.at, m)) copy = masterOf(copy);
        break;
      }
      copy = masterOf(copy);
    }
    return copy;
  };

  for (const first of groups(dest)) {
    let isFirstCopy = first !== dest;
    if (first === dest) last = null;
    for (const n of peersOf(first)) {
      if (n === dest || n.ns === null || !isSubdir(point, n.root)) continue;
      const of: PlannedCopy | null = isFirstCopy ? findMaster(n) : last;
      const copy: PlannedCopy = { at: n, of, isSlave: isFirstCopy, isShared: first === dest || first.peers !== null };
      relations.set(
        copy,
        isFirstCopy ? { master: of, isOriginalsPeer: false } : { master: masterOf(of), isOriginalsPeer: isPeerOfOriginal(of) },
      );
      if (n.masterMount !== null) marked.add(n.masterMount);
      plan.push(copy);
      last = copy;
      isFirstCopy = false;
    }
  }
  return plan;
}

// The same walk mount by mount, for umount: propagation_next and skip_propagation_subtree.

/** The next receiver after `m` that is not below it in the propagation tree of `origin`. */
function nextBeside(m: Mount, origin: Mount): Mount | null {
  for (let at = m; ; ) {
    const master: Mount | null = at.masterMount;
    if (master === origin.masterMount) return at.nextPeer === origin ? null : at.nextPeer;
    if (at.nextSlave !== null) return at.nextSlave;
    if (master === null) return null;
    at = master;
  }
}

/** The next mount that receives from `origin`, depth first; start with `origin` itself. */
export const propagationNext = (m: Mount, origin: Mount): Mount | null => m.firstSlave ?? nextBeside(m, origin);

/** As propagationNext, but leaves out everything that receives from `m`. */
export function skipPropagationSubtree(m: Mount, origin: Mount): Mount | null {
  let p = nextBeside(m, origin);
  while (p !== null && arePeers(m, p)) p = nextBeside(p, origin);
  return p;
}
