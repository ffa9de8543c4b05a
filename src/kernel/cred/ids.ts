// setuid(2), setresuid(2) and their likes for groups, with what they do to capabilities (credentials(7), capabilities(7) "Effect of user ID
// changes on capabilities"; kernel/sys.c, security/commoncap.c).

import { CAP_EMPTY_SET, CAP_SETGID, CAP_SETUID } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import type { Task } from '../sched/task.ts';
import { nsCapable } from './capability.ts';
import { commitCreds } from './commit.ts';
import { type Cred, INVALID_KGID, INVALID_KUID, type Kgid, type Kuid } from './cred.ts';
import { makeKgid, makeKuid, maySetgroups } from './idmap.ts';
import { SECBIT_KEEP_CAPS, SECBIT_NO_SETUID_FIXUP } from './securebits.ts';
import type { UserNs } from './userns.ts';

const NGROUPS_MAX = 65536;
/** (uid_t) -1, as a program may write it: "leave as it is". */
const isUnchanged = (id: number): boolean => id === -1 || id === 0xffffffff;

/** EINVAL: the number has no mapping in the caller's user namespace. */
function mappedUid(ns: UserNs, uid: number): Kuid {
  const id = makeKuid(ns, uid);
  if (id === INVALID_KUID) throw EINVAL;
  return id;
}

function mappedGid(ns: UserNs, gid: number): Kgid {
  const id = makeKgid(ns, gid);
  if (id === INVALID_KGID) throw EINVAL;
  return id;
}

/**
 * cap_emulate_setxuid:
 * 1. no id is root any more: permitted and effective are cleared, unless "keep capabilities" is set; ambient always;
 * 2. the effective id was root and is not: effective is cleared;
 * 3. the effective id becomes root: effective is what is permitted.
 */
function fixCapabilities(old: Cred, next: Cred): Cred {
  if ((old.securebits & SECBIT_NO_SETUID_FIXUP) !== 0) return next;
  const root = makeKuid(old.userNs, 0);
  const wasRoot = old.uid === root || old.euid === root || old.suid === root;
  const isRoot = next.uid === root || next.euid === root || next.suid === root;
  let { permitted, effective, ambient } = next;
  if (wasRoot && !isRoot) {
    if ((old.securebits & SECBIT_KEEP_CAPS) === 0) {
      permitted = CAP_EMPTY_SET;
      effective = CAP_EMPTY_SET;
    }
    ambient = CAP_EMPTY_SET;
  }
  if (old.euid === root && next.euid !== root) effective = CAP_EMPTY_SET;
  if (old.euid !== root && next.euid === root) effective = permitted;
  return { ...next, permitted, effective, ambient };
}

/** setuid(2): with CAP_SETUID all three ids, else only back to the real or saved one. */
export function setuid(task: Task, uid: number): void {
  const old = task.cred;
  const id = mappedUid(old.userNs, uid);
  let next: Cred = { ...old, euid: id, fsuid: id };
  if (nsCapable(task, old.userNs, CAP_SETUID)) next = { ...next, uid: id, suid: id };
  else if (id !== old.uid && id !== old.suid) throw EPERM;
  commitCreds(task, fixCapabilities(old, next));
}

export function setgid(task: Task, gid: number): void {
  const old = task.cred;
  const id = mappedGid(old.userNs, gid);
  if (nsCapable(task, old.userNs, CAP_SETGID)) commitCreds(task, { ...old, gid: id, egid: id, sgid: id, fsgid: id });
  else if (id === old.gid || id === old.sgid) commitCreds(task, { ...old, egid: id, fsgid: id });
  else throw EPERM;
}

/** setresuid(2): without CAP_SETUID each new id must be one of the three old ones. */
export function setresuid(task: Task, ruid: number, euid: number, suid: number): void {
  const old = task.cred;
  const uid = isUnchanged(ruid) ? old.uid : mappedUid(old.userNs, ruid);
  const effective = isUnchanged(euid) ? old.euid : mappedUid(old.userNs, euid);
  const saved = isUnchanged(suid) ? old.suid : mappedUid(old.userNs, suid);
  const isOld = (id: Kuid): boolean => id === old.uid || id === old.euid || id === old.suid;
  if (!(isOld(uid) && isOld(effective) && isOld(saved)) && !nsCapable(task, old.userNs, CAP_SETUID)) throw EPERM;
  commitCreds(task, fixCapabilities(old, { ...old, uid, euid: effective, suid: saved, fsuid: effective }));
}

export function setresgid(task: Task, rgid: number, egid: number, sgid: number): void {
  const old = task.cred;
  const gid = isUnchanged(rgid) ? old.gid : mappedGid(old.userNs, rgid);
  const effective = isUnchanged(egid) ? old.egid : mappedGid(old.userNs, egid);
  const saved = isUnchanged(sgid) ? old.sgid : mappedGid(old.userNs, sgid);
  const isOld = (id: Kgid): boolean => id === old.gid || id === old.egid || id === old.sgid;
  if (!(isOld(gid) && isOld(effective) && isOld(saved)) && !nsCapable(task, old.userNs, CAP_SETGID)) throw EPERM;
  commitCreds(task, { ...old, gid, egid: effective, sgid: saved, fsgid: effective });
}

/** setgroups(2). EPERM: no CAP_SETGID, or the user namespace denies it (user_namespaces(7)). The kernel keeps them sorted. */
export function setgroups(task: Task, groups: readonly number[]): void {
  const old = task.cred;
  if (!nsCapable(task, old.userNs, CAP_SETGID) || !maySetgroups(old.userNs)) throw EPERM;
  if (groups.length > NGROUPS_MAX) throw EINVAL;
  const ids = groups.map((g) => mappedGid(old.userNs, g)).sort((a, b) => a - b);
  commitCreds(task, { ...old, groups: Object.freeze(ids) });
}
