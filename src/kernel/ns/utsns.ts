// The UTS namespace: host name and NIS domain name (uts_namespaces(7), kernel/utsname.c).

import { chargeNs } from '../cred/ucount.ts';
import type { UserNs } from '../cred/userns.ts';
import type { Task } from '../sched/task.ts';
import { addNamespace } from './lifetime.ts';
import type { Namespace } from './namespace.ts';
import { RefSet } from './refs.ts';

export class UtsNs implements Namespace {
  readonly kind = 'uts' as const;
  readonly ino: number;
  readonly owner: UserNs;
  readonly refs = new RefSet();
  nodename: string;
  domainname: string;

  constructor(ino: number, owner: UserNs, nodename: string, domainname: string) {
    this.ino = ino;
    this.owner = owner;
    this.nodename = nodename;
    this.domainname = domainname;
  }
}

/** "the child … gets copies of the names of the caller's UTS namespace" (uts_namespaces(7)). */
export function copyUtsNs(from: UtsNs, owner: UserNs, task: Task): UtsNs {
  const charge = chargeNs(owner, 'uts', task.cred.euid);
  const ns = new UtsNs(task.kernel.ids.nsIno.next(), owner, from.nodename, from.domainname);
  addNamespace(task.kernel, ns, charge);
  return ns;
}
