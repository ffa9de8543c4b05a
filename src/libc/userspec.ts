// OWNER:GROUP as chown, chroot and install take it (gnulib userspec.c).

import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { getgrgid, getgrnam, getpwnam, getpwuid } from './passwd.ts';

export interface UserSpec {
  /** -1: not named. */
  readonly uid: number;
  readonly gid: number;
  readonly user: string | null;
  readonly group: string | null;
}

const MAX_ID = 4294967294;
const number = (text: string): number | null => (/^\+?\d+$/.test(text) && Number(text) <= MAX_ID ? Number(text) : null);

/** The gid of a group's name or number; null when there is none. */
export function* findGroup(sys: Syscalls, text: string): Sys<number | null> {
  const found = text.startsWith('+') ? undefined : yield* getgrnam(sys, text);
  return found?.gid ?? number(text);
}

export function* findUser(sys: Syscalls, text: string): Sys<number | null> {
  const found = text.startsWith('+') ? undefined : yield* getpwnam(sys, text);
  return found?.uid ?? number(text);
}

/** A string: what is wrong with it. */
export function* parseUserSpec(sys: Syscalls, text: string): Sys<UserSpec | string> {
  const colon = text.indexOf(':');
  if (colon >= 0) return yield* splitSpec(sys, text, colon);
  const plain = yield* splitSpec(sys, text, -1);
  const dot = text.indexOf('.');
  if (typeof plain !== 'string' || dot < 0) return plain;
  const dotted = yield* splitSpec(sys, text, dot);
  return typeof dotted === 'string' ? plain : dotted;
}

function* splitSpec(sys: Syscalls, text: string, at: number): Sys<UserSpec | string> {
  const u = at < 0 ? text : text.slice(0, at);
  const g = at < 0 ? '' : text.slice(at + 1);
  let uid = -1;
  let gid = -1;
  let group: string | null = null;
  if (u !== '') {
    const id = yield* findUser(sys, u);
    if (id === null) return 'invalid user';
    // Only a name may stand for its login group.
    if (at >= 0 && g === '' && (yield* getpwnam(sys, u)) === undefined) return 'invalid spec';
    uid = id;
    if (at >= 0 && g === '') {
      // `user:` means the user's login group.
      gid = (yield* getpwuid(sys, uid))?.gid ?? -1;
      group = (yield* getgrgid(sys, gid))?.name ?? String(gid);
    }
  }
  if (g !== '') {
    const id = yield* findGroup(sys, g);
    if (id === null) return 'invalid group';
    gid = id;
    group = g;
  }
  return { uid, gid, user: u === '' ? null : u, group };
}
