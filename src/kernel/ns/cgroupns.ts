// The cgroup namespace: which cgroup its members see as the root (cgroup_namespaces(7), kernel/cgroup/namespace.c).

import type { Cgroup } from '../cgroup/cgroup.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class CgroupNs implements Namespace {
  readonly kind = 'cgroup' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  readonly root: Cgroup;

  constructor(ino: number, owner: UserNs, root: Cgroup) {
    this.ino = ino;
    this.owner = owner;
    this.root = root;
  }
}
