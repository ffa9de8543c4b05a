// capsh: the steps that only look.

import { CAP_LAST_CAP, capBit, hasCap } from '../../../abi/caps.ts';
import { PR_CAP_AMBIENT_IS_SET, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_GET_SECUREBITS } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { getgrgid, getpwuid } from '../../../libc/passwd.ts';
import type { Proc } from '../../../libc/proc.ts';
import { ambientSet, boundingSet, currentIab, currentMode, MODES } from '../sets.ts';
import { capFromName, capToName, capToText, iabToText, setToText } from '../text.ts';
import { fail, readCap, readNumber, type Step } from './step.ts';

/** Bit and lock of each secure bit, as --print words them. */
const SECURE_BITS = [
  ['secure-noroot', 0],
  ['secure-no-suid-fixup', 2],
  ['secure-keep-caps', 4],
  ['secure-no-ambient-raise', 6],
] as const;

const hex = (set: bigint): string => `0x${set.toString(16).padStart(16, '0')}`;
const isSet = (bits: number, bit: number): boolean => ((bits >> bit) & 1) === 1;
const isNoNewPrivs = (p: Proc): boolean => p.sys.prctl(PR_GET_NO_NEW_PRIVS) === 1;

function* print(p: Proc): Sys<void> {
  const { sys } = p;
  const bits = Number(sys.prctl(PR_GET_SECUREBITS));
  p.print(`Current: ${capToText(sys.capget(0))}\n`);
  p.print(`Bounding set =${setToText(boundingSet(sys))}\n`);
  p.print(`Ambient set =${setToText(ambientSet(sys))}\n`);
  p.print(`Current IAB: ${iabToText(currentIab(sys))}\n`);
  const binary = bits.toString(2);
  p.print(
    `Securebits: 0${bits.toString(8)}/0x${bits.toString(16)}/${binary.length}'b${binary} (no-new-privs=${isNoNewPrivs(p) ? 1 : 0})\n`,
  );
  for (const [name, bit] of SECURE_BITS)
    p.print(` ${name}: ${isSet(bits, bit) ? 'yes' : 'no'} (${isSet(bits, bit + 1) ? 'locked' : 'unlocked'})\n`);
  p.print(`uid=${yield* userText(p, sys.getuid())} euid=${yield* userText(p, sys.geteuid())}\n`);
  p.print(`gid=${yield* groupText(p, sys.getgid())}\n`);
  const groups: string[] = [];
  for (const gid of sys.getgroups()) groups.push(yield* groupText(p, gid));
  p.print(`groups=${groups.join(',')}\n`);
  const mode = currentMode(sys);
  p.print(`Guessed mode: ${mode} (${MODES.indexOf(mode)})\n`);
}

function* userText(p: Proc, uid: number): Sys<string> {
  return `${uid}(${(yield* getpwuid(p.sys, uid))?.name ?? '???'})`;
}

function* groupText(p: Proc, gid: number): Sys<string> {
  return `${gid}(${(yield* getgrgid(p.sys, gid))?.name ?? '???'})`;
}

/** strtoull(3), base 16: what does not look like a number is 0. */
const readHex = (text: string): bigint => BigInt.asUintN(64, BigInt(`0x${/^(?:0x)?([\da-f]+)/i.exec(text)?.[1] ?? '0'}`));

type Holds = (p: Proc, cap: number) => boolean;

function* checkCap(p: Proc, name: string, holds: Holds, not: string): Sys<void> {
  if (!holds(p, yield* readCap(p, name))) yield* fail(p, `cap[${name}] ${not}`);
}

/** A step that fails unless the capability has a property. */
const check =
  (holds: Holds, not: string): Step =>
  ({ p }, value) =>
    checkCap(p, value, holds, not);

function* checkId(p: Proc, what: 'uid' | 'gid', value: string, got: number): Sys<void> {
  const want = yield* readNumber(p, `--is-${what}`, value);
  if (got !== want) yield* fail(p, `${what}: got=${got}, want=${want}`);
}

export const SHOWS: Readonly<Record<string, Step>> = {
  *'--print'({ p }) {
    yield* print(p);
  },
  *'--current'({ p }) {
    p.print(`Current: ${capToText(p.sys.capget(0))}\nCurrent IAB: ${iabToText(currentIab(p.sys))}\n`);
  },
  *'--decode='({ p }, value) {
    const set = readHex(value);
    p.print(`${hex(set)}=${setToText(set)}\n`);
  },
  '--has-p=': check((p, cap) => hasCap(p.sys.capget(0).permitted, cap), 'not permitted'),
  '--has-i=': check((p, cap) => hasCap(p.sys.capget(0).inheritable, cap), 'not inheritable'),
  '--has-b=': check((p, cap) => p.sys.prctl(PR_CAPBSET_READ, cap) === 1, 'not in bounding vector'),
  '--has-a=': check((p, cap) => p.sys.prctl(PR_CAP_AMBIENT_IS_SET, cap) === 1, 'not in ambient vector'),
  '--supports=': check((_, cap) => cap <= CAP_LAST_CAP, 'not supported by kernel'),
  *'--has-ambient'() {},
  *'--has-no-new-privs'({ p }) {
    if (!isNoNewPrivs(p)) yield* fail(p, 'no-new-privs not set');
  },
  '--is-uid=': ({ p }, value) => checkId(p, 'uid', value, p.sys.getuid()),
  '--is-gid=': ({ p }, value) => checkId(p, 'gid', value, p.sys.getgid()),
  *'--explain='({ p }, value) {
    const cap = capFromName(value);
    if (cap < 0) yield* fail(p, `unrecognised value '${value}'`);
    p.print(`${capToName(cap)} (${cap}) [/proc/self/status:CapXXX: ${hex(capBit(cap))}]\n`);
    yield* fail(p, 'ns-shell: not simulated: the explanation itself; see capabilities(7)');
  },
  *'--mode'({ p }) {
    p.print(`Mode: ${currentMode(p.sys)}\n`);
  },
  *'--modes'({ p }) {
    p.print(`Supported modes: ${MODES.slice(1).join(' ')}\n`);
  },
  *'--inmode='({ p }, value) {
    const mode = currentMode(p.sys);
    if (mode !== value) yield* fail(p, `mismatched mode got=${mode} want=${value}`);
  },
};
