// Random mount programs: what each namespace's process does, in order. Seeded, so that a number names a program.

import { MNT_DETACH, MS_PRIVATE, MS_RDONLY, MS_REC, MS_SHARED, MS_SLAVE, MS_UNBINDABLE } from '../../src/abi/flags.ts';

/** [namespace, call, arguments…] */
export type Operation = readonly [number, string, ...(string | number)[]];

/** A small generator of its own, so that programs stay the same whatever else changes (mulberry32). */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const NAMES = ['a', 'b', 'c'];
const TYPES = [MS_SHARED, MS_SHARED, MS_SHARED, MS_SLAVE, MS_SLAVE, MS_PRIVATE, MS_UNBINDABLE];

export function mountProgram(seed: number, length: number): Operation[] {
  const rnd = random(seed);
  const below = (n: number): number => Math.floor(rnd() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  /** Where something was mounted: these places are interesting. */
  const used: string[] = ['/mnt'];
  const anywhere = (): string => `/mnt${Array.from({ length: 1 + below(3) }, () => `/${pick(NAMES)}`).join('')}`;
  const place = (): string => (rnd() < 0.55 ? pick(used) : rnd() < 0.5 ? `${pick(used)}/${pick(NAMES)}` : anywhere());
  const target = (): string => {
    const p = place();
    used.push(p);
    return p;
  };
  const program: Operation[] = [];
  /** Three mounts lie on /mnt; what is under them differs between machines. */
  let tops = 2;
  const removable = (): string => {
    const p = pick(used);
    if (p !== '/mnt' || tops-- > 0) return p;
    return '/mnt/a';
  };
  // Most programs start from a shared tree.
  if (rnd() < 0.7) program.push([0, 'make', '/mnt', MS_SHARED]);
  let spaces = 1;
  while (program.length < length) {
    const who = below(spaces);
    const r = rnd();
    if (r < 0.2) program.push([who, 'tmpfs', `t${program.length}`, target()]);
    else if (r < 0.4) program.push([who, 'bind', place(), target(), rnd() < 0.5 ? MS_REC : 0]);
    else if (r < 0.47) program.push([who, 'move', removable(), target()]);
    else if (r < 0.66) program.push([who, 'make', pick(used), pick(TYPES) | (rnd() < 0.3 ? MS_REC : 0)]);
    else if (r < 0.8) program.push([who, 'umount', removable(), rnd() < 0.5 ? MNT_DETACH : 0]);
    else if (r < 0.9 && spaces < 4) {
      program.push([who, 'ns', rnd() < 0.3 ? 'user' : 'plain']);
      spaces++;
    } else if (r < 0.93) program.push([who, 'remount', pick(used), rnd() < 0.5 ? MS_RDONLY : 0]);
    else if (r < 0.95) program.push([who, 'rmdir', anywhere()]);
    else if (r < 0.97) program.push([who, 'mkdir', place()]);
    else program.push([who, 'chdir', rnd() < 0.5 ? '/' : place()]);
  }
  return program;
}
