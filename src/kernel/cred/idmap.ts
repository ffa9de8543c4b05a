// Id mapping: a user namespace's numbers and the global ones (user_namespaces(7), "User and group ID mappings"; kernel/user_namespace.c).
// A kuid is a number of the initial namespace; every border converts with the user namespace of whoever looks.

import { CAP_SETFCAP, CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN } from '../../abi/caps.ts';
import { EINVAL, EPERM } from '../../abi/errno.ts';
import { OVERFLOW_ID, PAGE_SIZE } from '../../abi/limits.ts';
import type { Task } from '../sched/task.ts';
import { credCapable, nsCapable } from './capability.ts';
import { type Cred, INVALID_KGID, INVALID_KUID, type Kgid, type Kuid, kgid, kuid } from './cred.ts';
import type { IdExtent, UserNs } from './userns.ts';

/** The id that means "none": (uid_t) -1. */
const NO_ID = 0xffffffff;
const MAX_EXTENTS = 340;

export type IdKind = 'uid' | 'gid';

/** The map of the initial user namespace: every id is itself. */
export const IDENTITY_MAP: readonly IdExtent[] = [{ inner: 0, outer: 0, count: NO_ID }];

function mapDown(map: readonly IdExtent[] | null, id: number): number {
  if (map !== null) for (const e of map) if (id >= e.inner && id - e.inner < e.count) return e.outer + (id - e.inner);
  return -1;
}

function mapUp(map: readonly IdExtent[] | null, id: number): number {
  if (map !== null) for (const e of map) if (id >= e.outer && id - e.outer < e.count) return e.inner + (id - e.outer);
  return -1;
}

/** make_kuid: what `uid` of `ns` is globally; INVALID_KUID where it is not mapped. */
export const makeKuid = (ns: UserNs, uid: number): Kuid => {
  const id = mapDown(ns.uidMap, uid);
  return id < 0 ? INVALID_KUID : kuid(id);
};

export const makeKgid = (ns: UserNs, gid: number): Kgid => {
  const id = mapDown(ns.gidMap, gid);
  return id < 0 ? INVALID_KGID : kgid(id);
};

/** from_kuid: the number in `ns`, or -1. */
export const fromKuid = (ns: UserNs, id: Kuid): number => mapUp(ns.uidMap, id);
export const fromKgid = (ns: UserNs, id: Kgid): number => mapUp(ns.gidMap, id);

export const hasKuid = (ns: UserNs, id: Kuid): boolean => mapUp(ns.uidMap, id) >= 0;
export const hasKgid = (ns: UserNs, id: Kgid): boolean => mapUp(ns.gidMap, id) >= 0;

/** from_kuid_munged: what a reader in `ns` is shown; 65534 for an id that has no mapping there. */
export const showUid = (id: Kuid, ns: UserNs): number => {
  const nr = mapUp(ns.uidMap, id);
  return nr < 0 ? OVERFLOW_ID : nr;
};

export const showGid = (id: Kgid, ns: UserNs): number => {
  const nr = mapUp(ns.gidMap, id);
  return nr < 0 ? OVERFLOW_ID : nr;
};

/** The text of /proc/PID/{uid,gid}_map for a reader in `reader`: the middle column is in his numbers, in the parent's for a reader inside. */
export function idMapText(ns: UserNs, kind: IdKind, reader: UserNs): string {
  const lower = reader === ns && ns.parent !== null ? ns.parent : reader;
  const map = kind === 'uid' ? ns.uidMap : ns.gidMap;
  const lowerMap = kind === 'uid' ? lower.uidMap : lower.gidMap;
  let text = '';
  for (const e of map ?? []) {
    const outer = mapUp(lowerMap, e.outer);
    text += `${column(e.inner)} ${column(outer < 0 ? NO_ID : outer)} ${column(e.count)}\n`;
  }
  return text;
}

const column = (n: number): string => String(n).padStart(10);

interface RawExtent {
  readonly inner: number;
  readonly lower: number;
  readonly count: number;
}

/** One line, `ID-inside-ns ID-outside-ns length`; anything else is EINVAL. */
function parseExtent(line: string): RawExtent {
  const m = /^\s*(\d*)\s\s*(\d*)\s\s*(\d*)\s*$/.exec(line);
  if (m === null) throw EINVAL;
  const [inner, lower, count] = [toU32(m[1]), toU32(m[2]), toU32(m[3])];
  if (inner === NO_ID || lower === NO_ID) throw EINVAL;
  if (count === 0 || inner + count > NO_ID || lower + count > NO_ID) throw EINVAL;
  return { inner, lower, count };
}

/** simple_strtoul into a u32: no digits are 0, too many wrap. */
const toU32 = (digits: string): number => (digits === '' ? 0 : Number(BigInt(digits) & 0xffffffffn));

const overlap = (a: number, b: number, countA: number, countB: number): boolean => a < b + countB && b < a + countA;

function parseMap(text: string): readonly RawExtent[] {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const map: RawExtent[] = [];
  for (const line of lines) {
    const e = parseExtent(line);
    for (const o of map) {
      if (overlap(e.inner, o.inner, e.count, o.count) || overlap(e.lower, o.lower, e.count, o.count)) throw EINVAL;
    }
    if (map.length >= MAX_EXTENTS) throw EINVAL;
    map.push(e);
  }
  return map;
}

/** verify_root_map: mapping the parent's id 0 could make files with capabilities, so it takes CAP_SETFCAP in the parent (since Linux 5.12). */
function mayMapRoot(opener: Cred, ns: UserNs, map: readonly RawExtent[]): boolean {
  if (ns.parent === null || !map.some((e) => e.lower === 0)) return true;
  return opener.userNs === ns ? ns.parentCouldSetfcap : credCapable(opener, ns.parent, CAP_SETFCAP);
}

/** new_idmap_permitted */
function isMapPermitted(task: Task, opener: Cred, ns: UserNs, parent: UserNs, map: readonly RawExtent[], kind: IdKind): boolean {
  if (kind === 'uid' && !mayMapRoot(opener, ns, map)) return false;
  // "… the data must consist of a single line, mapping the writing process's effective ID … in the parent user namespace"; for groups
  // setgroups(2) must have been denied first.
  if (map.length === 1 && map[0].count === 1 && ns.ownerUid === opener.euid) {
    if (kind === 'uid' && makeKuid(parent, map[0].lower) === opener.euid) return true;
    if (kind === 'gid' && !ns.isSetgroupsAllowed && makeKgid(parent, map[0].lower) === opener.egid) return true;
  }
  const cap = kind === 'uid' ? CAP_SETUID : CAP_SETGID;
  return nsCapable(task, parent, cap) && credCapable(opener, parent, cap);
}

/**
 * A write to /proc/PID/uid_map or gid_map (map_write): `opener` is who opened the file, `ns` the target's user namespace. EPERM: written
 * before, or not allowed; EINVAL: not a map.
 */
export function writeIdMap(task: Task, opener: Cred, ns: UserNs, text: string, kind: IdKind, offset = 0): void {
  const { parent } = ns;
  if (parent === null) throw EPERM;
  if (opener.userNs !== ns && opener.userNs !== parent) throw EPERM;
  if (offset !== 0 || text.length >= PAGE_SIZE) throw EINVAL;
  if ((kind === 'uid' ? ns.uidMap : ns.gidMap) !== null) throw EPERM;
  if (!credCapable(opener, ns, CAP_SYS_ADMIN)) throw EPERM;
  const map = parseMap(text);
  if (!isMapPermitted(task, opener, ns, parent, map, kind)) throw EPERM;
  const parentMap = kind === 'uid' ? parent.uidMap : parent.gidMap;
  const installed = map.map((e) => ({ inner: e.inner, outer: mapRangeDown(parentMap, e.lower, e.count), count: e.count }));
  if (kind === 'uid') ns.uidMap = installed;
  else ns.gidMap = installed;
}

/** A range must lie inside one extent of the parent's map. */
function mapRangeDown(map: readonly IdExtent[] | null, id: number, count: number): number {
  for (const e of map ?? []) if (id >= e.inner && id + count <= e.inner + e.count) return e.outer + (id - e.inner);
  throw EPERM;
}

/** The text of /proc/PID/setgroups. */
export const setgroupsText = (ns: UserNs): string => (ns.isSetgroupsAllowed ? 'allow\n' : 'deny\n');

/** A write to /proc/PID/setgroups: it cannot be denied once gid_map is written, nor allowed again. */
export function writeSetgroups(ns: UserNs, text: string, offset = 0): void {
  if (offset !== 0 || text.length >= 8) throw EINVAL;
  const m = /^(allow|deny)\s*$/.exec(text);
  if (m === null) throw EINVAL;
  if (m[1] === 'allow') {
    if (!ns.isSetgroupsAllowed) throw EPERM;
  } else {
    if (ns.gidMap !== null) throw EPERM;
    ns.isSetgroupsAllowed = false;
  }
}

/** userns_may_setgroups: "setgroups(2) … only after the gid_map file has been set, and only if setgroups says allow". */
export const maySetgroups = (ns: UserNs): boolean => ns.gidMap !== null && ns.isSetgroupsAllowed;
