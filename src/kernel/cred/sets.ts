// Changing capability sets: capset(2) and the capability part of prctl(2) (capabilities(7), security/commoncap.c).

import { CAP_EMPTY_SET, CAP_FULL_SET, CAP_LAST_CAP, CAP_SETPCAP, capBit, hasCap } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import type { CapUserData } from '../../abi/syscalls.ts';
import type { Task } from '../sched/task.ts';
import { nsCapable } from './capability.ts';
import { commitCreds, isSubset, setCred } from './commit.ts';
import { SECBIT_KEEP_CAPS, SECBIT_KEEP_CAPS_LOCKED, SECBIT_NO_CAP_AMBIENT_RAISE, SECURE_ALL_BITS, SECURE_ALL_LOCKS } from './securebits.ts';

/**
 * capset(2), for the caller itself. EPERM: an addition to the permitted set, effective beyond permitted, inheritable beyond what the permitted
 * (without CAP_SETPCAP) or bounding set allows.
 */
export function capset(task: Task, data: CapUserData): void {
  const old = task.cred;
  const effective = data.effective & CAP_FULL_SET;
  const permitted = data.permitted & CAP_FULL_SET;
  const inheritable = data.inheritable & CAP_FULL_SET;
  const mayInherit = nsCapable(task, old.userNs, CAP_SETPCAP);
  if (!mayInherit && !isSubset(inheritable, old.inheritable | old.permitted)) throw EPERM;
  if (!isSubset(inheritable, old.inheritable | old.bounding)) throw EPERM;
  if (!isSubset(permitted, old.permitted) || !isSubset(effective, permitted)) throw EPERM;
  // "Ambient capabilities are … lowered if either of the corresponding permitted or inheritable capabilities is lowered."
  const ambient = old.ambient & permitted & inheritable;
  commitCreds(task, { ...old, effective, permitted, inheritable, ambient });
}

const isCap = (cap: number): boolean => Number.isInteger(cap) && cap >= 0 && cap <= CAP_LAST_CAP;

export function readBounding(task: Task, cap: number): number {
  if (!isCap(cap)) throw EINVAL;
  return hasCap(task.cred.bounding, cap) ? 1 : 0;
}

/** PR_CAPBSET_DROP */
export function dropBounding(task: Task, cap: number): void {
  if (!nsCapable(task, task.cred.userNs, CAP_SETPCAP)) throw EPERM;
  if (!isCap(cap)) throw EINVAL;
  setCred(task, { ...task.cred, bounding: task.cred.bounding & ~capBit(cap) });
}

/** PR_SET_SECUREBITS. EPERM: a locked flag would change, a lock would open, unknown flags, or no CAP_SETPCAP. */
export function setSecurebits(task: Task, bits: number): void {
  const old = task.cred.securebits;
  const locked = (old & SECURE_ALL_LOCKS) >> 1;
  if ((locked & (old ^ bits)) !== 0) throw EPERM;
  if ((old & SECURE_ALL_LOCKS & ~bits) !== 0) throw EPERM;
  if ((bits & ~(SECURE_ALL_LOCKS | SECURE_ALL_BITS)) !== 0) throw EPERM;
  if (!nsCapable(task, task.cred.userNs, CAP_SETPCAP)) throw EPERM;
  setCred(task, { ...task.cred, securebits: bits });
}

export const getKeepCaps = (task: Task): number => ((task.cred.securebits & SECBIT_KEEP_CAPS) !== 0 ? 1 : 0);

/** PR_SET_KEEPCAPS */
export function setKeepCaps(task: Task, on: number): void {
  if (on !== 0 && on !== 1) throw EINVAL;
  const { securebits } = task.cred;
  if ((securebits & SECBIT_KEEP_CAPS_LOCKED) !== 0) throw EPERM;
  setCred(task, { ...task.cred, securebits: on === 1 ? securebits | SECBIT_KEEP_CAPS : securebits & ~SECBIT_KEEP_CAPS });
}

export function readAmbient(task: Task, cap: number): number {
  if (!isCap(cap)) throw EINVAL;
  return hasCap(task.cred.ambient, cap) ? 1 : 0;
}

/** PR_CAP_AMBIENT_RAISE: "the specified capability must already be present in both the permitted and the inheritable sets" (prctl(2)). */
export function raiseAmbient(task: Task, cap: number): void {
  if (!isCap(cap)) throw EINVAL;
  const { cred } = task;
  if (!hasCap(cred.permitted & cred.inheritable, cap) || (cred.securebits & SECBIT_NO_CAP_AMBIENT_RAISE) !== 0) throw EPERM;
  setCred(task, { ...cred, ambient: cred.ambient | capBit(cap) });
}

export function lowerAmbient(task: Task, cap: number): void {
  if (!isCap(cap)) throw EINVAL;
  setCred(task, { ...task.cred, ambient: task.cred.ambient & ~capBit(cap) });
}

export const clearAmbient = (task: Task): void => setCred(task, { ...task.cred, ambient: CAP_EMPTY_SET });
