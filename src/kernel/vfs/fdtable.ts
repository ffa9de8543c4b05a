// File descriptors (struct files_struct, fs/file.c).

import { EBADF, EMFILE } from '../../abi/errno.ts';
import type { File } from './file.ts';
import { closeFile } from './file-close.ts';

interface Entry {
  readonly file: File;
  cloexec: boolean;
}

export class FdTable {
  private readonly entries: (Entry | undefined)[] = [];
  /** Tasks that share it (CLONE_FILES). */
  users = 1;
  /** A FIFO whose open(2) sleeps: it counts as an end already, and has no descriptor yet. Closed when the task ends in that sleep. */
  pending: File | null = null;

  get(fd: number): File {
    const e = this.entries[fd];
    if (e === undefined) throw EBADF;
    return e.file;
  }

  has(fd: number): boolean {
    return this.entries[fd] !== undefined;
  }

  /** The lowest free descriptor from `from`. EMFILE when it is not below `limit` (RLIMIT_NOFILE). */
  unused(from: number, limit: number): number {
    let fd = from;
    while (this.entries[fd] !== undefined) fd++;
    if (fd >= limit) throw EMFILE;
    return fd;
  }

  /** Gives the file the lowest free descriptor from `from` and takes over the caller's reference. EMFILE as unused. */
  install(file: File, cloexec: boolean, from: number, limit: number): number {
    const fd = this.unused(from, limit);
    this.entries[fd] = { file, cloexec };
    return fd;
  }

  /** dup2: takes over the reference to `file`, closing what was there. */
  replace(fd: number, file: File, cloexec: boolean): void {
    const old = this.entries[fd];
    this.entries[fd] = { file, cloexec };
    if (old === undefined) return;
    old.file.ops.flush?.(old.file);
    closeFile(old.file);
  }

  close(fd: number): void {
    const e = this.entries[fd];
    if (e === undefined) throw EBADF;
    this.entries[fd] = undefined;
    e.file.ops.flush?.(e.file);
    closeFile(e.file);
  }

  isCloexec(fd: number): boolean {
    const e = this.entries[fd];
    if (e === undefined) throw EBADF;
    return e.cloexec;
  }

  setCloexec(fd: number, on: boolean): void {
    const e = this.entries[fd];
    if (e === undefined) throw EBADF;
    e.cloexec = on;
  }

  /** Open descriptors, ascending. */
  *open(): IterableIterator<[number, File]> {
    for (let fd = 0; fd < this.entries.length; fd++) {
      const e = this.entries[fd];
      if (e !== undefined) yield [fd, e.file];
    }
  }

  /** fork: the child's own table of the same open files. */
  copy(): FdTable {
    const t = new FdTable();
    for (let fd = 0; fd < this.entries.length; fd++) {
      const e = this.entries[fd];
      if (e === undefined) continue;
      e.file.users++;
      t.entries[fd] = { file: e.file, cloexec: e.cloexec };
    }
    return t;
  }

  /** exec */
  closeOnExec(): void {
    for (let fd = 0; fd < this.entries.length; fd++) if (this.entries[fd]?.cloexec === true) this.close(fd);
  }

  /** exit */
  closeAll(): void {
    if (this.pending !== null) {
      closeFile(this.pending);
      this.pending = null;
    }
    for (let fd = 0; fd < this.entries.length; fd++) if (this.entries[fd] !== undefined) this.close(fd);
  }
}
