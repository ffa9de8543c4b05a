// fput: the end of an open file (fs/file_table.c).

import { O_ACCMODE, O_PATH, O_RDONLY } from '../../abi/flags.ts';
import type { File } from './file.ts';
import { dropFileLock } from './flock.ts';
import { putInode } from './inode.ts';

/** Lets go of one reference; the last releases the file. */
export function closeFile(file: File): void {
  file.users--;
  if (file.users > 0) return;
  if (file.lock !== 0) dropFileLock(file);
  file.ops.release?.(file);
  if ((file.flags & O_ACCMODE) !== O_RDONLY && (file.flags & O_PATH) === 0) file.inode.writers--;
  file.path.mnt.users.delete(file);
  putInode(file.inode);
}
