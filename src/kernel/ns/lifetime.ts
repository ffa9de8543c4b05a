// The birth and death of a namespace: its inode number, the user namespace that owns it, what it counts against (kernel/nsproxy.c, put_*_ns).

import { type Charge, unchargeNs } from '../cred/ucount.ts';
import { dropNsDentry } from '../fs/nsfs.ts';
import type { Kernel } from '../kernel.ts';
import type { Namespace } from './namespace.ts';
import { typeOf } from './types.ts';

/** A namespace that exists: it pins its owner (a user namespace its parent) and ends with its last reference. */
export function addNamespace(kernel: Kernel, ns: Namespace, charge: Charge | null): void {
  kernel.namespaces.add(ns);
  if (ns.owner !== ns) ns.owner.refs.add(ns, ns.kind === 'user' ? 'child' : 'owned');
  ns.refs.onEmpty = () => destroy(kernel, ns, charge);
}

function destroy(kernel: Kernel, ns: Namespace, charge: Charge | null): void {
  ns.refs.onEmpty = null;
  kernel.namespaces.delete(ns);
  kernel.trace.nsFree?.(ns);
  typeOf(ns).destroy?.(ns);
  dropNsDentry(kernel, ns);
  kernel.ids.nsIno.free(ns.ino);
  if (charge !== null) unchargeNs(charge);
  if (ns.owner !== ns) ns.owner.refs.drop(ns);
}

/** A namespace made for something that failed before anybody took hold of it. */
export function discardNamespace(ns: Namespace): void {
  if (ns.refs.size === 0) ns.refs.onEmpty?.();
}
