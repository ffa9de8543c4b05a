// User namespaces: the id maps, the owner, and the limits counted at every ancestor (user_namespaces(7), kernel/user_namespace.c, ucount.c).

import type { Namespace, NsKind } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';
import type { Kgid, Kuid } from './cred.ts';

/** One line of uid_map: `count` ids from `inner` here are those from `outer` in the initial user namespace. */
export interface IdExtent {
  readonly inner: number;
  /** A global id (the written map is in the parent's numbers; it is translated when installed). */
  readonly outer: number;
  readonly count: number;
}

export class UserNs implements Namespace {
  readonly kind = 'user' as const;
  readonly ino: number;
  readonly refs = new RefSet();
  /** Null for the initial one. */
  readonly parent: UserNs | null;
  readonly level: number;
  /** The creator's effective ids: owning a user namespace gives all capabilities in it. */
  readonly ownerUid: Kuid;
  readonly ownerGid: Kgid;
  /** null: not yet written. */
  uidMap: readonly IdExtent[] | null = null;
  gidMap: readonly IdExtent[] | null = null;
  isSetgroupsAllowed = true;
  /** The creator had CAP_SETFCAP: it may map the parent's root (idmap.ts). */
  parentCouldSetfcap = true;
  /** /proc/sys/user/max_*: how many namespaces of a kind one user may have made in it; no entry is no limit (INT_MAX). */
  readonly limits = new Map<NsKind, number>();
  /** Namespaces alive by kind and creator (`uts:1000`), those of descendants included. */
  readonly counts = new Map<string, number>();
  /** RLIMIT_NPROC of the creator: bounds its processes here (get_userns_rlimit_max). */
  nprocMax = Infinity;
  /** RLIMIT_MSGQUEUE of the creator, and the bytes of each user's POSIX message queues, those of namespaces below included. */
  msgqueueMax = Infinity;
  readonly msgqueueBytes = new Map<Kuid, number>();

  constructor(ino: number, parent: UserNs | null, ownerUid: Kuid, ownerGid: Kgid) {
    this.ino = ino;
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
    this.ownerUid = ownerUid;
    this.ownerGid = ownerGid;
  }

  /** A user namespace is "owned" by its parent. */
  get owner(): UserNs {
    return this.parent ?? this;
  }
}
