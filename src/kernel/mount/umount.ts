// Taking mounts away, with what propagated from them. Follows umount_tree (fs/namespace.c), propagate_umount (fs/pnode.c, kernel 6.17 and
// later) and Documentation/filesystems/propagate_umount.txt.
//
//   U, the set asked for, is closed: everything below a member is in it. To it come
//   1. gatherCandidates: whatever hangs at the same place under each mount that receives from a member's parent,
//   2. less what would shift or uncover a mount that stays (trimShifting),
//   3. less the locked ones whose parent stays, which would reveal what they cover (trimRevealing);
//   4. mounts that stay but lie on one that goes slide down (slideOvermounts).

import type { Dentry } from '../vfs/dentry.ts';
import { leaveGroup } from './change-type.ts';
import { endMount } from './clone.ts';
import { type Mount, moveSlaves } from './mount.ts';
import { propagationNext, skipPropagationSubtree } from './propagate.ts';
import { attach, detach, lookupMount, overmountOf, subtree } from './tree.ts';

export interface UmountKind {
  /** Peers and slaves of the parents lose theirs too. */
  readonly propagate?: boolean;
  /** umount(2) without MNT_DETACH: nothing stays connected. */
  readonly sync?: boolean;
  /** The place itself went away (rmdir in another namespace): the detached tree stays in one piece. */
  readonly connected?: boolean;
}

/** propagate_mount_busy: the mount, or one that would go with it, is in use or has mounts below it. */
export function isBusy(mount: Mount): boolean {
  if (mount.children.size > 0 || mount.users.size > 0) return true;
  const { parent, point } = mount;
  if (parent === null || point === null) return false;
  for (let m = propagationNext(parent, parent); m !== null; m = propagationNext(m, parent)) {
    const child = lookupMount(m, point);
    if (child === null) continue;
    // A mount below it keeps it from being taken, so that its users do not matter; one that covers it completely does not.
    if (child.children.size > 0 && !(child.children.size === 1 && overmountOf(child) !== null)) continue;
    if (child.users.size > 0) return true;
  }
  return false;
}

/** Takes `mount` and everything below it out of its namespace. */
export function umountTree(mount: Mount, kind: UmountKind): void {
  const gone = new Set(subtree(mount));
  if (kind.propagate === true) {
    unlockReceivers(mount);
    const candidates = gatherCandidates(gone);
    trimShifting(candidates, gone);
    trimRevealing(candidates, gone);
  }
  for (const m of gone) m.isGone = true;
  const slides = slideOvermounts(gone);
  leaveGroups(gone);
  const disconnected: Mount[] = [];
  for (const m of gone) {
    m.ns?.mounts.delete(m);
    m.ns = null;
    if (mustDisconnect(m, kind)) {
      detach(m);
      disconnected.push(m);
    }
  }
  for (const s of slides) attach(s.mount, s.parent, s.point);
  for (const m of disconnected) if (m.users.size === 0) endMount(m);
}

/** propagate_mount_unlock: a mount that its master's namespace takes away may go. */
function unlockReceivers(mount: Mount): void {
  const { parent, point } = mount;
  if (parent === null || point === null) return;
  for (let m = propagationNext(parent, parent); m !== null; m = propagationNext(m, parent)) {
    const child = lookupMount(m, point);
    if (child !== null) child.isLocked = false;
  }
}

/** Step 1. */
function gatherCandidates(gone: ReadonlySet<Mount>): Set<Mount> {
  const seen = new Set<Mount>();
  const candidates = new Set<Mount>();
  for (const m of gone) {
    if (seen.has(m)) continue;
    seen.add(m);
    const { parent, point } = m;
    if (parent === null || point === null) continue;
    let q = propagationNext(parent, parent);
    while (q !== null) {
      const child = lookupMount(q, point);
      if (child !== null && seen.has(child)) {
        // Met before, and with it everything that receives from q.
        q = skipPropagationSubtree(q, parent);
        continue;
      }
      if (child !== null) {
        seen.add(child);
        if (!gone.has(child)) candidates.add(child);
      }
      q = propagationNext(q, parent);
    }
  }
  return candidates;
}

/** Step 2: a candidate with a mount inside that stays cannot go, unless that mount covers it completely; nor can those above it. */
function trimShifting(candidates: Set<Mount>, gone: Set<Mount>): void {
  const marked = new Set<Mount>();
  const trimAncestors = (from: Mount): void => {
    let m = from;
    for (let p = m.parent; p !== null && candidates.has(p); p = m.parent) {
      if (marked.has(m)) return;
      marked.add(m);
      if (m !== overmountOf(p)) candidates.delete(p);
      m = p;
    }
  };
  // Newest first, as Linux has them in its list; what is deleted on the way is not visited any more.
  for (const m of [...candidates].reverse()) {
    if (!candidates.has(m)) continue;
    let hasRemaining = false;
    let hasBlocking = false;
    let hasGoing = false;
    for (const child of m.children) {
      if (gone.has(child)) continue;
      if (candidates.has(child)) {
        hasGoing = true;
        continue;
      }
      hasRemaining = true;
      if (child !== overmountOf(m)) {
        hasBlocking = true;
        break;
      }
    }
    if (hasRemaining) {
      trimAncestors(m);
      if (hasBlocking) candidates.delete(m);
    } else if (!m.isLocked && !hasGoing) {
      candidates.delete(m);
      gone.add(m);
    }
  }
}

/** Step 3: of a chain of candidates, what is below the last locked one whose parent stays can go. */
function trimRevealing(candidates: Set<Mount>, gone: Set<Mount>): void {
  for (const first of [...candidates].reverse()) {
    if (!candidates.has(first)) continue;
    let cutoff: Mount | null = first;
    let p: Mount | null = first;
    while (p !== null && candidates.has(p)) {
      candidates.delete(p);
      if (!p.isLocked) cutoff = p.parent;
      p = p.parent;
    }
    if (p !== null && gone.has(p)) cutoff = p;
    for (let m: Mount | null = first; m !== null && m !== cutoff; m = m.parent) gone.add(m);
  }
}

interface Slide {
  readonly mount: Mount;
  readonly parent: Mount;
  readonly point: Dentry;
}

/** Step 4: takes the remaining overmounts off; they belong where the lowest mount under them hung. */
function slideOvermounts(gone: ReadonlySet<Mount>): Slide[] {
  const slides: Slide[] = [];
  for (const m of gone) {
    const over = overmountOf(m);
    if (over === null || gone.has(over)) continue;
    let lowest = m;
    while (lowest.parent !== null && gone.has(lowest.parent)) lowest = lowest.parent;
    if (lowest.parent === null || lowest.point === null) continue;
    slides.push({ mount: over, parent: lowest.parent, point: lowest.point });
  }
  for (const s of slides) detach(s.mount);
  return slides;
}

/** disconnect_mount: detached mounts lose their place, unless they must stay with what they are mounted on. */
function mustDisconnect(m: Mount, kind: UmountKind): boolean {
  if (kind.sync === true || m.parent === null || !m.parent.isGone) return true;
  if (kind.connected === true) return false;
  return !m.isLocked;
}

/**
 * bulk_make_private: those that go leave their groups; their slaves become slaves of the next peer that stays, or of the next master above.
 * Peers that go one after the other form a chain with one heir.
 */
function leaveGroups(gone: ReadonlySet<Mount>): void {
  const heirs = new Map<Mount, Mount | null>();
  for (const start of gone) {
    const chain: Mount[] = [];
    let m: Mount | null = start;
    while (m !== null && gone.has(m) && !heirs.has(m)) {
      const next: Mount | null = m.nextPeer === m ? m.masterMount : m.nextPeer;
      leaveGroup(m);
      chain.push(m);
      heirs.set(m, null);
      m = next;
    }
    const heir = m !== null && gone.has(m) ? (heirs.get(m) ?? null) : m;
    for (const c of chain) heirs.set(c, heir);
  }
  for (const m of gone) moveSlaves(m, heirs.get(m) ?? null);
}

/** __detach_mounts: the dentry is being unlinked; whatever other namespaces have mounted on it goes. */
export function detachMounts(dentry: Dentry): void {
  while (dentry.mounted !== null) {
    const [mount] = dentry.mounted.values();
    if (mount.isGone) {
      detach(mount);
      if (mount.users.size === 0) endMount(mount);
    } else umountTree(mount, { connected: true });
  }
}
