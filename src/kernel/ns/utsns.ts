// The UTS namespace: host name and NIS domain name (uts_namespaces(7), kernel/utsname.c).

import type { UserNs } from '../cred/userns.ts';
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
