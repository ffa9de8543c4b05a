// /proc/<pid>/mountinfo as a table (proc_pid_mountinfo(5)), and fstab(5).

import { ENOENT } from '../abi/errno.ts';
import type { Sys } from '../abi/sys.ts';
import type { Syscalls } from '../abi/syscalls.ts';
import { readFile } from './proc.ts';

export interface MountInfo {
  readonly id: number;
  readonly parent: number;
  /** `MAJ:MIN` */
  readonly dev: string;
  readonly root: string;
  readonly target: string;
  readonly vfsOptions: string;
  /** shared:N master:N … */
  readonly optional: readonly string[];
  readonly fstype: string;
  readonly source: string;
  readonly fsOptions: string;
}

/** Undoes \040 and its like. */
export const unmangle = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

export function parseMountInfo(text: string): MountInfo[] {
  const out: MountInfo[] = [];
  for (const line of text.split('\n')) {
    const f = line.split(' ');
    const dash = f.indexOf('-', 6);
    if (dash < 0) continue;
    out.push({
      id: Number(f[0]),
      parent: Number(f[1]),
      dev: f[2],
      root: unmangle(f[3]),
      target: unmangle(f[4]),
      vfsOptions: f[5],
      optional: f.slice(6, dash),
      fstype: unmangle(f[dash + 1]),
      source: unmangle(f[dash + 2] ?? ''),
      fsOptions: f[dash + 3] ?? '',
    });
  }
  return out;
}

export function* readMountInfo(sys: Syscalls, path = '/proc/self/mountinfo'): Sys<MountInfo[]> {
  return parseMountInfo(yield* readFile(sys, path));
}

/** All options as /proc/mounts prints them: rw or ro once, the mount's own, then the file system's. */
export function allOptions(m: Pick<MountInfo, 'vfsOptions' | 'fsOptions'>): string {
  const vfs = m.vfsOptions.split(',');
  const fs = m.fsOptions.split(',').filter((o) => o !== '');
  const isReadOnly = vfs.includes('ro') || fs.includes('ro');
  const rest = (list: readonly string[]) => list.filter((o) => o !== 'ro' && o !== 'rw');
  return [isReadOnly ? 'ro' : 'rw', ...rest(vfs), ...rest(fs)].join(',');
}

export interface FstabEntry {
  readonly source: string;
  readonly target: string;
  readonly fstype: string;
  readonly options: string;
  readonly freq: number;
  readonly passno: number;
}

export function* readFstab(sys: Syscalls, path = '/etc/fstab'): Sys<FstabEntry[]> {
  let text: string;
  try {
    text = yield* readFile(sys, path);
  } catch (e) {
    if (e === ENOENT) return [];
    throw e;
  }
  const out: FstabEntry[] = [];
  for (const line of text.split('\n')) {
    const f = line.trim().split(/\s+/);
    if (f.length < 3 || f[0].startsWith('#')) continue;
    out.push({
      source: unmangle(f[0]),
      target: unmangle(f[1]),
      fstype: f[2],
      options: f[3] ?? 'defaults',
      freq: Number(f[4] ?? 0),
      passno: Number(f[5] ?? 0),
    });
  }
  return out;
}
