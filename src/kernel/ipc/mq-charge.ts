// RLIMIT_MSGQUEUE: "a limit on the number of bytes that can be allocated for POSIX message queues for the real user ID of the calling process"
// (getrlimit(2)), counted in the user's own user namespace and, for those who made them, in all above (kernel/ucount.c, inc_rlimit_ucounts).

import type { Cred, Kuid } from '../cred/cred.ts';
import type { UserNs } from '../cred/userns.ts';

export interface QueueCharge {
  readonly userNs: UserNs;
  readonly uid: Kuid;
  readonly bytes: number;
}

/** The counters of a charge, innermost first, each with the most that may stand in it. */
function* levels({ userNs, uid }: QueueCharge, limit: number): IterableIterator<{ ns: UserNs; uid: Kuid; max: number }> {
  let at: UserNs | null = userNs;
  let user = uid;
  let max = limit;
  while (at !== null) {
    yield { ns: at, uid: user, max };
    max = at.msgqueueMax;
    user = at.ownerUid;
    at = at.parent;
  }
}

/** Null: over the limit at one of the levels, and nothing is charged. */
export function chargeQueue(cred: Cred, bytes: number, limit: number): QueueCharge | null {
  const charge: QueueCharge = { userNs: cred.userNs, uid: cred.uid, bytes };
  for (const { ns, uid, max } of levels(charge, limit)) if ((ns.msgqueueBytes.get(uid) ?? 0) + bytes > max) return null;
  for (const { ns, uid } of levels(charge, limit)) ns.msgqueueBytes.set(uid, (ns.msgqueueBytes.get(uid) ?? 0) + bytes);
  return charge;
}

export function unchargeQueue(charge: QueueCharge): void {
  for (const { ns, uid } of levels(charge, Infinity)) {
    const left = (ns.msgqueueBytes.get(uid) ?? 0) - charge.bytes;
    if (left > 0) ns.msgqueueBytes.set(uid, left);
    else ns.msgqueueBytes.delete(uid);
  }
}
