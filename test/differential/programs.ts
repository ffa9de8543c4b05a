// Random mount programs: what each namespace's process does, in order. Seeded, so that a number names a program.

import {
  MNT_DETACH,
  MS_NOATIME,
  MS_NODEV,
  MS_NODIRATIME,
  MS_NOEXEC,
  MS_NOSUID,
  MS_NOSYMFOLLOW,
  MS_PRIVATE,
  MS_RDONLY,
  MS_REC,
  MS_RELATIME,
  MS_SHARED,
  MS_SLAVE,
  MS_STRICTATIME,
  MS_UNBINDABLE,
} from '../../src/abi/flags.ts';

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
const FLAGS = [MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_NOATIME, MS_NODIRATIME, MS_RELATIME, MS_STRICTATIME, MS_NOSYMFOLLOW];
const NAMESPACE_FILES = ['mnt', 'mnt', 'uts', 'pid_for_children'];

/** How often each kind of operation is drawn. */
const WEIGHTS: readonly (readonly [string, number])[] = [
  ['tmpfs', 18],
  ['bind', 18],
  ['rbind', 8],
  ['move', 8],
  ['make', 18],
  ['umount', 16],
  ['ns', 9],
  ['remount', 4],
  ['resuper', 2],
  ['rmdir', 2],
  ['mkdir', 2],
  ['unlink', 1],
  ['chdir', 2],
  ['hold', 2],
  ['drop', 2],
  ['nsfs', 2],
  ['pivot', 2],
  ['chroot', 1],
  ['proc', 1],
  ['exit', 2],
];

export function mountProgram(seed: number, length: number): Operation[] {
  const rnd = random(seed);
  const below = (n: number): number => Math.floor(rnd() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const total = WEIGHTS.reduce((n, [, w]) => n + w, 0);
  const kind = (): string => {
    let at = rnd() * total;
    for (const [name, w] of WEIGHTS) {
      at -= w;
      if (at < 0) return name;
    }
    return 'tmpfs';
  };
  /** Where something was mounted: these places are interesting. */
  const used: string[] = ['/', '/a', '/b'];
  const anywhere = (): string => Array.from({ length: 1 + below(3) }, () => `/${pick(NAMES)}`).join('');
  const join = (dir: string, name: string): string => (dir === '/' ? `/${name}` : `${dir}/${name}`);
  const place = (): string => {
    const p = rnd() < 0.55 ? pick(used) : rnd() < 0.5 ? join(pick(used), pick(NAMES)) : anywhere();
    return rnd() < 0.06 ? join(p, 'f') : p;
  };
  const target = (): string => {
    const p = place();
    used.push(p);
    return p;
  };
  const flags = (): number => FLAGS.reduce((set, f) => (rnd() < 0.25 ? set | f : set), 0);
  const program: Operation[] = [];
  // Most programs start from a shared tree.
  if (rnd() < 0.7) program.push([0, 'make', '/', MS_SHARED | MS_REC]);
  let spaces = 1;
  while (program.length < length) {
    const who = below(spaces);
    const name = kind();
    if (name === 'tmpfs') program.push([who, name, `t${program.length}`, target(), rnd() < 0.3 ? flags() & ~MS_RDONLY : 0]);
    else if (name === 'bind') program.push([who, name, place(), target(), 0]);
    else if (name === 'rbind') program.push([who, 'bind', place(), target(), MS_REC]);
    else if (name === 'move') program.push([who, name, pick(used), target()]);
    else if (name === 'make') program.push([who, name, pick(used), pick(TYPES) | (rnd() < 0.3 ? MS_REC : 0)]);
    else if (name === 'umount') program.push([who, name, pick(used), rnd() < 0.5 ? MNT_DETACH : 0]);
    else if (name === 'remount' || name === 'resuper') program.push([who, name, pick(used), flags()]);
    else if (name === 'rmdir' || name === 'mkdir') program.push([who, name, anywhere()]);
    else if (name === 'unlink') program.push([who, name, join(place(), 'f')]);
    else if (name === 'chdir') program.push([who, name, rnd() < 0.5 ? '/' : place()]);
    else if (name === 'hold') program.push([who, name, place()]);
    else if (name === 'drop') program.push([who, name]);
    else if (name === 'nsfs')
      program.push([who, 'bind', `/proc/self/ns/${pick(NAMESPACE_FILES)}`, join(place(), 'f'), rnd() < 0.5 ? MS_REC : 0]);
    else if (name === 'pivot') program.push([who, name, pick(used), place()]);
    else if (name === 'chroot') program.push([who, name, rnd() < 0.5 ? '/' : pick(used)]);
    else if (name === 'proc') program.push([who, name, place()]);
    else if (name === 'exit') {
      if (who > 0) program.push([who, name]);
    } else if (spaces < 5) {
      program.push([who, 'ns', rnd() < 0.3 ? 'user' : 'plain']);
      spaces++;
    }
  }
  return program;
}
