// The IPC namespace (ipc_namespaces(7), ipc/namespace.c). Its objects (System V, POSIX message queues) are rooms still to be filled.

import type { UserNs } from '../cred/userns.ts';
import type { Namespace } from '../ns/namespace.ts';
import { RefSet } from '../ns/refs.ts';

export class IpcNs implements Namespace {
  readonly kind = 'ipc' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();

  constructor(ino: number, owner: UserNs) {
    this.ino = ino;
    this.owner = owner;
  }
}
