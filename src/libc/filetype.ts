// A file's type in words (gnulib file-type.c).

import { isBlk, isChr, isDir, isFifo, isLnk, isReg, isSock, type Stat } from '../abi/stat.ts';

export function fileType(st: Pick<Stat, 'mode' | 'size'>): string {
  const { mode } = st;
  if (isReg(mode)) return st.size === 0 ? 'regular empty file' : 'regular file';
  if (isDir(mode)) return 'directory';
  if (isLnk(mode)) return 'symbolic link';
  if (isChr(mode)) return 'character special file';
  if (isBlk(mode)) return 'block special file';
  if (isFifo(mode)) return 'fifo';
  return isSock(mode) ? 'socket' : 'weird file';
}
