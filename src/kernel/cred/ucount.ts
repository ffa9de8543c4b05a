// Counting namespaces a user, at every user namespace from the owner's up (kernel/ucount.c, namespaces(7) "The /proc/sys/user directory").

import { ENOSPC } from '../../abi/errno.ts';
import type { NsKind } from '../ns/namespace.ts';
import type { Kuid } from './cred.ts';
import type { UserNs } from './userns.ts';

/** INT_MAX: what the limits of a new user namespace read. */
export const UCOUNT_MAX = 2147483647;

/** What a namespace is counted under, for giving it back. */
export interface Charge {
  readonly userNs: UserNs;
  readonly kind: NsKind;
  readonly uid: Kuid;
}

interface Counter {
  readonly ns: UserNs;
  readonly key: string;
}

/** The user in `userNs`, then that namespace's creator in its parent, and so on. */
function countersOf(charge: Charge): readonly Counter[] {
  const list: Counter[] = [];
  let uid = charge.uid;
  for (let ns: UserNs | null = charge.userNs; ns !== null; ns = ns.parent) {
    list.push({ ns, key: `${charge.kind}:${uid}` });
    uid = ns.ownerUid;
  }
  return list;
}

/** inc_ucount. ENOSPC: "the limit for the number of namespaces of this type has been reached" at one of the levels. */
export function chargeNs(userNs: UserNs, kind: NsKind, uid: Kuid): Charge {
  const charge: Charge = { userNs, kind, uid };
  const counters = countersOf(charge);
  for (const { ns, key } of counters) {
    if ((ns.counts.get(key) ?? 0) >= (ns.limits.get(kind) ?? UCOUNT_MAX)) throw ENOSPC;
  }
  for (const { ns, key } of counters) ns.counts.set(key, (ns.counts.get(key) ?? 0) + 1);
  return charge;
}

export function unchargeNs(charge: Charge): void {
  for (const { ns, key } of countersOf(charge)) {
    const n = (ns.counts.get(key) ?? 0) - 1;
    if (n > 0) ns.counts.set(key, n);
    else ns.counts.delete(key);
  }
}
