// Capability sets as text: cap_to_text(3), cap_from_text(3), cap_iab(3) (libcap 2.66 libcap/cap_text.c).

import { CAP_EMPTY_SET, CAP_FULL_SET, CAP_LAST_CAP, CAPS, type CapSet, capBit, hasCap } from '../../abi/caps.ts';
import type { CapUserData } from '../../abi/syscalls.ts';

/** The parts of cap_iab(3): inheritable, ambient, and what is missing from the bounding set. */
export interface Iab {
  readonly inheritable: CapSet;
  readonly ambient: CapSet;
  readonly dropped: CapSet;
}

const EFFECTIVE = 1;
const PERMITTED = 2;
const INHERITABLE = 4;
const STATES = 8;

/** Bits beyond the known ones go by their numbers. */
const MAX_BITS = 64;

const NAMES: readonly string[] = CAPS.map((name) => `cap_${name}`);

/** cap_from_name(3): a name in any case, or a number; -1 for none. */
export function capFromName(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) <= CAP_LAST_CAP ? Number(text) : -1;
  return NAMES.indexOf(text.toLowerCase());
}

export const capToName = (cap: number): string => NAMES[cap] ?? String(cap);

/** `cap_chown,cap_kill` */
export function setToText(set: CapSet): string {
  const out: string[] = [];
  for (let cap = 0; cap < MAX_BITS; cap++) if (hasCap(set, cap)) out.push(capToName(cap));
  return out.join(',');
}

/** A list of names, or `all`; null: one of them is unknown, and which. */
export function setFromText(text: string): CapSet | { readonly unknown: string } {
  if (text === 'all') return CAP_FULL_SET;
  let set = CAP_EMPTY_SET;
  for (const name of text.split(',').filter((word) => word !== '')) {
    const cap = capFromName(name);
    if (cap < 0) return { unknown: name };
    set |= capBit(cap);
  }
  return set;
}

const letters = (state: number): string =>
  (state & EFFECTIVE ? 'e' : '') + (state & INHERITABLE ? 'i' : '') + (state & PERMITTED ? 'p' : '');

const stateOf = (caps: CapUserData, cap: number): number =>
  (hasCap(caps.effective, cap) ? EFFECTIVE : 0) |
  (hasCap(caps.permitted, cap) ? PERMITTED : 0) |
  (hasCap(caps.inheritable, cap) ? INHERITABLE : 0);

/** What most capabilities have goes first, then the others' differences: `=ep cap_chown-ep`. */
export function capToText(caps: CapUserData): string {
  const groups: string[][] = Array.from({ length: STATES }, () => []);
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) groups[stateOf(caps, cap)].push(NAMES[cap]);
  let most = STATES - 1;
  for (let state = most; state-- > 0; ) if (groups[state].length >= groups[most].length) most = state;
  let text = `=${letters(most)}`;
  for (let state = STATES; state-- > 0; ) {
    if (state === most || groups[state].length === 0) continue;
    const more = letters(state & ~most);
    const less = letters(most & ~state);
    const names = groups[state].join(',');
    // `= cap_chown+ep` is written `cap_chown=ep`.
    if (text === '=') text = `${names}=${more}`;
    else text += ` ${names}${more && `+${more}`}${less && `-${less}`}`;
  }
  return text;
}

const FLAG: Readonly<Record<string, number>> = { e: EFFECTIVE, p: PERMITTED, i: INHERITABLE };

/** cap_from_text(3): clauses like `all=p cap_chown+ei`; null when the text is none. */
export function capFromText(text: string): CapUserData | null {
  const sets: [CapSet, CapSet, CapSet] = [CAP_EMPTY_SET, CAP_EMPTY_SET, CAP_EMPTY_SET];
  for (const clause of text.split(/\s+/).filter((word) => word !== '')) {
    const m = /^([A-Za-z0-9_,]*)((?:[=+-][eip]*)+)$/.exec(clause);
    if (m === null || (m[1] === '' && m[2][0] !== '=')) return null;
    const caps = m[1] === '' ? CAP_FULL_SET : setFromText(m[1].toLowerCase());
    if (typeof caps !== 'bigint') return null;
    for (const [, operator, flags] of m[2].matchAll(/([=+-])([eip]*)/g)) apply(sets, caps, operator, flags);
  }
  const [effective, permitted, inheritable] = sets;
  return { effective, permitted, inheritable };
}

function apply(sets: [CapSet, CapSet, CapSet], caps: CapSet, operator: string, flags: string): void {
  let state = 0;
  for (const flag of flags) state |= FLAG[flag];
  for (let i = 0; i < sets.length; i++) {
    const isNamed = (state & (1 << i)) !== 0;
    if (operator === '=' || (operator === '-' && isNamed)) sets[i] &= ~caps;
    if (operator !== '-' && isNamed) sets[i] |= caps;
  }
}

/** `!` dropped from the bounding set, `^` ambient, `%` inheritable though dropped: cap_iab_to_text(3). */
export function iabToText(iab: Iab): string {
  const out: string[] = [];
  for (let cap = 0; cap <= CAP_LAST_CAP; cap++) {
    const isDropped = hasCap(iab.dropped, cap);
    const isInheritable = hasCap(iab.inheritable, cap);
    const isAmbient = hasCap(iab.ambient, cap);
    if (!isDropped && !isInheritable && !isAmbient) continue;
    const mark = isAmbient ? '^' : isDropped && isInheritable ? '%' : '';
    out.push(`${isDropped ? '!' : ''}${mark}${NAMES[cap]}`);
  }
  return out.join(',');
}

/** cap_iab_from_text(3); null when the text is none. */
export function iabFromText(text: string): Iab | null {
  const iab = { inheritable: CAP_EMPTY_SET, ambient: CAP_EMPTY_SET, dropped: CAP_EMPTY_SET };
  for (const word of text.split(',').filter((w) => w !== '')) {
    const m = /^([!^%]*)(.+)$/.exec(word);
    const cap = m === null ? -1 : capFromName(m[2]);
    if (m === null || cap < 0) return null;
    const bit = capBit(cap);
    if (m[1].includes('!')) iab.dropped |= bit;
    if (m[1].includes('^')) iab.ambient |= bit;
    if (/[\^%]/.test(m[1]) || m[1] === '') iab.inheritable |= bit;
  }
  return iab;
}
