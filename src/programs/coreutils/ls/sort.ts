// The orders of ls(1). Names compare by bytes; ties of size and time fall back to the name (coreutils 9.1 src/ls.c sort_files).

import { encode } from '../../../abi/bytes.ts';
import { compareTime, isDir, timespec } from '../../../abi/stat.ts';
import { textWidth } from '../../../abi/text.ts';
import { versionCompare } from '../../../libc/filevercmp.ts';
import { type Entry, modeOf } from './entry.ts';
import type { LsOptions, SortKey } from './options.ts';

type Compare = (a: Entry, b: Entry) => number;

/** strcmp(3) of UTF-8: code points, but for surrogates. */
export function compareBytes(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return x < 0xd800 && y < 0xd800 ? x - y : compareEncoded(a, b);
  }
  return a.length - b.length;
}

function compareEncoded(a: string, b: string): number {
  const x = encode(a);
  const y = encode(b);
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i] - y[i];
  return x.length - y.length;
}

const ZERO = timespec(0, 0);
const byName: Compare = (a, b) => compareBytes(a.name, b.name);
const extension = (name: string): string => (name.lastIndexOf('.') < 0 ? '' : name.slice(name.lastIndexOf('.')));

const compareBy = (o: LsOptions): Compare => {
  const time: Compare = (a, b) => compareTime(b.stat?.[o.time] ?? ZERO, a.stat?.[o.time] ?? ZERO) || byName(a, b);
  const table: Readonly<Record<SortKey, Compare>> = {
    name: byName,
    none: () => 0,
    size: (a, b) => (b.stat?.size ?? 0) - (a.stat?.size ?? 0) || byName(a, b),
    time,
    extension: (a, b) => compareBytes(extension(a.name), extension(b.name)) || byName(a, b),
    version: (a, b) => versionCompare(a.name, b.name) || byName(a, b),
    width: (a, b) => textWidth(a.name) - textWidth(b.name) || byName(a, b),
  };
  return table[o.sort];
};

export function sortEntries(list: Entry[], o: LsOptions): Entry[] {
  if (o.sort === 'none') return list;
  const compare = compareBy(o);
  const isFolder = (e: Entry): boolean => isDir(e.targetStat?.mode ?? modeOf(e));
  return list.sort((a, b) => {
    if (o.directoriesFirst && isFolder(a) !== isFolder(b)) return isFolder(a) ? -1 : 1;
    return o.reverse ? compare(b, a) : compare(a, b);
  });
}
