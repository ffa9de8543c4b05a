// The network namespace (network_namespaces(7), net/core/net_namespace.c). Devices, routes and sockets are rooms still to be filled.

import type { UserNs } from '../cred/userns.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';

export class NetNs implements Namespace {
  readonly kind = 'net' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}
