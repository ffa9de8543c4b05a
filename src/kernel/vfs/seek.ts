// lseek(2) for files whose end is their size (generic_file_llseek, fs/read_write.c).

import { EINVAL, ENXIO } from '../../abi/errno.ts';
import { SEEK_CUR, SEEK_DATA, SEEK_END, SEEK_HOLE, SEEK_SET } from '../../abi/flags.ts';
import type { File } from './file.ts';

/** The new position. EINVAL when it would be negative or `whence` is none; ENXIO past the end for SEEK_DATA and SEEK_HOLE. */
export function defaultSeek(file: File, offset: number, whence: number): number {
  const { size } = file.inode;
  let pos = offset;
  if (whence === SEEK_CUR) pos += file.pos;
  else if (whence === SEEK_END) pos += size;
  else if (whence === SEEK_DATA || whence === SEEK_HOLE) {
    if (offset < 0 || offset >= size) throw ENXIO;
    pos = whence === SEEK_DATA ? offset : size;
  } else if (whence !== SEEK_SET) throw EINVAL;
  if (pos < 0) throw EINVAL;
  return pos;
}
