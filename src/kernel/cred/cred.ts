// struct cred: who a task is (credentials(7), kernel/cred.c). Frozen; a change replaces the whole. Ids are global ("kuid"), numbers in the
// initial user namespace; every border converts them with the reader's user namespace (idmap.ts).

import { CAP_EMPTY_SET, CAP_FULL_SET, type CapSet } from '../../abi/caps.ts';
import type { UserNs } from './userns.ts';

export type Kuid = number & { readonly __kuid: unique symbol };
export type Kgid = number & { readonly __kgid: unique symbol };
export const kuid = (id: number): Kuid => id as Kuid;
export const kgid = (id: number): Kgid => id as Kgid;
/** No such id: an id without a mapping. */
export const INVALID_KUID = kuid(-1);
export const INVALID_KGID = kgid(-1);

export interface Cred {
  readonly uid: Kuid;
  readonly euid: Kuid;
  readonly suid: Kuid;
  readonly fsuid: Kuid;
  readonly gid: Kgid;
  readonly egid: Kgid;
  readonly sgid: Kgid;
  readonly fsgid: Kgid;
  readonly groups: readonly Kgid[];
  readonly effective: CapSet;
  readonly permitted: CapSet;
  readonly inheritable: CapSet;
  readonly bounding: CapSet;
  readonly ambient: CapSet;
  readonly securebits: number;
  readonly userNs: UserNs;
}

/** The credentials of the first process: root with everything, in the initial user namespace. */
export const initCred = (userNs: UserNs): Cred =>
  Object.freeze({
    uid: kuid(0),
    euid: kuid(0),
    suid: kuid(0),
    fsuid: kuid(0),
    gid: kgid(0),
    egid: kgid(0),
    sgid: kgid(0),
    fsgid: kgid(0),
    groups: [],
    effective: CAP_FULL_SET,
    permitted: CAP_FULL_SET,
    inheritable: CAP_EMPTY_SET,
    bounding: CAP_FULL_SET,
    ambient: CAP_EMPTY_SET,
    securebits: 0,
    userNs,
  });
