// The account files: passwd(5), group(5), shadow-less look-ups of getpwnam(3) and friends.

import { ENOENT } from '../abi/errno.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { readFile } from './proc.ts';

export interface Passwd {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly dir: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function* lines(sys: Syscalls, path: string): Sys<string[]> {
  try {
    return (yield* readFile(sys, path)).split('\n').filter((l) => l !== '' && !l.startsWith('#'));
  } catch (e) {
    if (e === ENOENT) return [];
    throw e;
  }
}

/** All of /etc/passwd. */
export function* readPasswd(sys: Syscalls): Sys<Passwd[]> {
  const out: Passwd[] = [];
  for (const line of yield* lines(sys, '/etc/passwd')) {
    const f = line.split(':');
    if (f.length >= 7) out.push({ name: f[0], uid: Number(f[2]), gid: Number(f[3]), gecos: f[4], dir: f[5], shell: f[6] });
  }
  return out;
}

/** All of /etc/group. */
export function* readGroup(sys: Syscalls): Sys<Group[]> {
  const out: Group[] = [];
  for (const line of yield* lines(sys, '/etc/group')) {
    const f = line.split(':');
    if (f.length >= 4) out.push({ name: f[0], gid: Number(f[2]), members: f[3] === '' ? [] : f[3].split(',') });
  }
  return out;
}

export function* getpwnam(sys: Syscalls, name: string): Sys<Passwd | undefined> {
  return (yield* readPasswd(sys)).find((p) => p.name === name);
}

export function* getpwuid(sys: Syscalls, uid: number): Sys<Passwd | undefined> {
  return (yield* readPasswd(sys)).find((p) => p.uid === uid);
}

export function* getgrnam(sys: Syscalls, name: string): Sys<Group | undefined> {
  return (yield* readGroup(sys)).find((g) => g.name === name);
}

export function* getgrgid(sys: Syscalls, gid: number): Sys<Group | undefined> {
  return (yield* readGroup(sys)).find((g) => g.gid === gid);
}

/** getgrouplist(3): the primary group first, then those that list the user. */
export function* getgrouplist(sys: Syscalls, user: string, gid: number): Sys<number[]> {
  const out = [gid];
  for (const g of yield* readGroup(sys)) if (g.members.includes(user) && !out.includes(g.gid)) out.push(g.gid);
  return out;
}

/** Id to name with a cache, as ls, ps and find use it; the number itself when there is no name. */
export class NameCache {
  private users: Map<number, string> | null = null;
  private groups: Map<number, string> | null = null;

  *user(sys: Syscalls, uid: number): Sys<string> {
    if (this.users === null) {
      this.users = new Map();
      for (const p of yield* readPasswd(sys)) if (!this.users.has(p.uid)) this.users.set(p.uid, p.name);
    }
    return this.users.get(uid) ?? String(uid);
  }

  *group(sys: Syscalls, gid: number): Sys<string> {
    if (this.groups === null) {
      this.groups = new Map();
      for (const g of yield* readGroup(sys)) if (!this.groups.has(g.gid)) this.groups.set(g.gid, g.name);
    }
    return this.groups.get(gid) ?? String(gid);
  }
}
