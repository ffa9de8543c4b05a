// User namespaces: the id maps, the owner, and the limits counted at every ancestor (user_namespaces(7), kernel/user_namespace.c, ucount.c).

import type { Namespace } from '../ns/namespace.ts';
import type { RefSet } from '../ns/refs.ts';
import { RefSet as Refs } from '../ns/refs.ts';
import type { NsKind } from '../ns/namespace.ts';
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
  readonly refs: RefSet = new Refs();
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
  /** The creator's capabilities in the parent were enough to map other ids (ns_capable at open time is asked anew). */
  readonly limits = new Map<NsKind, number>();
  /** Namespaces created, by kind and creator's kuid: what /proc/sys/user/max_* bounds. */
  readonly counts = new Map<string, number>();

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
