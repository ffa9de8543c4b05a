// setpriv --dump: the privileges of the caller in words.

import { CAP_LAST_CAP, CAPS, type CapSet, hasCap } from '../../../abi/caps.ts';
import { PR_CAP_AMBIENT_IS_SET, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_GET_PDEATHSIG, PR_GET_SECUREBITS } from '../../../abi/flags.ts';
import type { Proc } from '../../../libc/proc.ts';
import { signalName } from '../../../libc/signals.ts';

/** Bit numbers of linux/securebits.h. */
export const SECUREBITS: Readonly<Record<string, number>> = {
  noroot: 0,
  noroot_locked: 1,
  no_setuid_fixup: 2,
  no_setuid_fixup_locked: 3,
  keep_caps: 4,
  keep_caps_locked: 5,
};

const capNames = (set: CapSet): string => CAPS.filter((_, cap) => hasCap(set, cap)).join(',') || '[none]';

/** A set read bit by bit through prctl. */
function setOf(p: Proc, option: number): CapSet {
  let set = 0n;
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) if (p.sys.prctl(option, cap) === 1) set |= 1n << BigInt(cap);
  return set;
}

function securebitNames(bits: number): string {
  const names = Object.keys(SECUREBITS).filter((n) => ((bits >> SECUREBITS[n]) & 1) === 1);
  return names.join(',') || '[none]';
}

/** @param level how often --dump was given */
export function dump(p: Proc, level: number): void {
  const { sys } = p;
  const [uid, euid, suid] = sys.getresuid();
  const [gid, egid, sgid] = sys.getresgid();
  const groups = sys.getgroups();
  const caps = sys.capget(0);
  const sig = Number(sys.prctl(PR_GET_PDEATHSIG));
  const lines: (string | false)[] = [
    `uid: ${uid}`,
    `euid: ${euid}`,
    level >= 3 && `suid: ${suid}`,
    `gid: ${gid}`,
    `egid: ${egid}`,
    level >= 3 && `sgid: ${sgid}`,
    `Supplementary groups: ${groups.join(',') || '[none]'}`,
    `no_new_privs: ${sys.prctl(PR_GET_NO_NEW_PRIVS)}`,
    level >= 2 && `Effective capabilities: ${capNames(caps.effective)}`,
    level >= 2 && `Permitted capabilities: ${capNames(caps.permitted)}`,
    `Inheritable capabilities: ${capNames(caps.inheritable)}`,
    `Ambient capabilities: ${capNames(setOf(p, PR_CAP_AMBIENT_IS_SET))}`,
    `Capability bounding set: ${capNames(setOf(p, PR_CAPBSET_READ))}`,
    `Securebits: ${securebitNames(Number(sys.prctl(PR_GET_SECUREBITS)))}`,
    `Parent death signal: ${sig === 0 ? '[none]' : (signalName(sig) ?? String(sig))}`,
  ];
  for (const line of lines) if (line !== false) p.print(`${line}\n`);
}
