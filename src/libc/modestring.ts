// The ten letters of a mode (strmode(3), gnulib filemode.c): `drwxr-sr-t`.

import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK, S_ISGID, S_ISUID, S_ISVTX } from '../abi/stat.ts';

const TYPES: Readonly<Record<number, string>> = {
  [S_IFREG]: '-',
  [S_IFDIR]: 'd',
  [S_IFLNK]: 'l',
  [S_IFCHR]: 'c',
  [S_IFBLK]: 'b',
  [S_IFIFO]: 'p',
  [S_IFSOCK]: 's',
};

function triple(mode: number, shift: number, special: boolean, letters: readonly [string, string]): string {
  const bits = (mode >> shift) & 7;
  const x = (bits & 1) !== 0;
  return ((bits & 4) !== 0 ? 'r' : '-') + ((bits & 2) !== 0 ? 'w' : '-') + (special ? letters[x ? 0 : 1] : x ? 'x' : '-');
}

export const modeString = (mode: number): string =>
  (TYPES[mode & S_IFMT] ?? '?') +
  triple(mode, 6, (mode & S_ISUID) !== 0, ['s', 'S']) +
  triple(mode, 3, (mode & S_ISGID) !== 0, ['s', 'S']) +
  triple(mode, 0, (mode & S_ISVTX) !== 0, ['t', 'T']);
