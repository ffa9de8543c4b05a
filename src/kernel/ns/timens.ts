// The time namespace: offsets of the monotonic and boot-time clocks (time_namespaces(7), kernel/time/namespace.c).

import type { Timespec } from '../../abi/stat.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class TimeNs implements Namespace {
  readonly kind = 'time' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  monotonic: Timespec;
  boottime: Timespec;
  /** A process has entered: the offsets can no longer be changed. */
  isFrozen = false;

  constructor(ino: number, owner: UserNs, monotonic: Timespec, boottime: Timespec) {
    this.ino = ino;
    this.owner = owner;
    this.monotonic = monotonic;
    this.boottime = boottime;
  }
}
