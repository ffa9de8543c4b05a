// The capability sets of the calling process (libcap cap_get_proc(3), cap_iab(3), cap_mode(3)).

import { CAP_EMPTY_SET, CAP_LAST_CAP, type CapSet, capBit, hasCap } from '../../abi/caps.ts';
import { PR_CAP_AMBIENT_IS_SET, PR_CAPBSET_READ, PR_GET_SECUREBITS } from '../../abi/flags.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import type { Iab } from './text.ts';

/** linux/securebits.h: noroot, no_setuid_fixup and the locks of both and of keep_caps; with the ambient set's, all that make a mode. */
const SECURED_BASIC = 0x2f;
export const SECURED_AMBIENT = 0xef;

function bits(sys: Syscalls, option: number): CapSet {
  let set = CAP_EMPTY_SET;
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (sys.prctl(option, cap) === 1) set |= capBit(cap);
  return set;
}

export const boundingSet = (sys: Syscalls): CapSet => bits(sys, PR_CAPBSET_READ);
export const ambientSet = (sys: Syscalls): CapSet => bits(sys, PR_CAP_AMBIENT_IS_SET);

export function currentIab(sys: Syscalls): Iab {
  let dropped = CAP_EMPTY_SET;
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (sys.prctl(PR_CAPBSET_READ, cap) !== 1) dropped |= capBit(cap);
  return { inheritable: sys.capget(0).inheritable, ambient: ambientSet(sys), dropped };
}

/** The names of cap_mode(3), by number. */
export const MODES = ['UNCERTAIN', 'NOPRIV', 'PURE1E_INIT', 'PURE1E', 'HYBRID'] as const;
export type Mode = (typeof MODES)[number];

/** cap_get_mode(3) */
export function currentMode(sys: Syscalls): Mode {
  const secbits = Number(sys.prctl(PR_GET_SECUREBITS));
  if (secbits === 0) return 'HYBRID';
  if ((secbits & SECURED_BASIC) !== SECURED_BASIC || secbits !== SECURED_AMBIENT || ambientSet(sys) !== CAP_EMPTY_SET) return 'UNCERTAIN';
  const caps = sys.capget(0);
  if (caps.inheritable !== CAP_EMPTY_SET) return 'PURE1E';
  const isEmpty = caps.permitted === CAP_EMPTY_SET && caps.effective === CAP_EMPTY_SET;
  return isEmpty && boundingSet(sys) === CAP_EMPTY_SET ? 'NOPRIV' : 'PURE1E_INIT';
}

/** Raises one permitted capability into the effective set. Throws EPERM when it is not permitted. */
export function raise(sys: Syscalls, cap: number): void {
  const caps = sys.capget(0);
  if (!hasCap(caps.effective, cap)) sys.capset({ ...caps, effective: caps.effective | capBit(cap) });
}
