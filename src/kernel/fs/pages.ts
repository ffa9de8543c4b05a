// The bytes of a regular file in memory (mm/shmem.c): 4 KiB pages held sparsely. A missing page is a hole; a page of zeros is shared; a page
// is only as long as what was written into it, so that small files are small and appending costs the same however long the file is.

import { EFBIG, EINVAL, ENOSPC, ENOTSUP, ENXIO } from '../../abi/errno.ts';
import { RLIMIT_FSIZE, SEEK_DATA } from '../../abi/flags.ts';
import { PAGE_SIZE } from '../../abi/limits.ts';
import { SIGXFSZ } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { sendSignal } from '../proc/signal.ts';
import type { Task } from '../sched/task.ts';
import { fileModified, touchAtime } from '../vfs/attr.ts';
import type { File, FileOps } from '../vfs/file.ts';
import type { Inode } from '../vfs/inode.ts';
import { defaultSeek } from '../vfs/seek.ts';

/** Where a file's pages come from. */
export interface PageSource {
  /** Takes one page from the file system's share; false when none is left. */
  takePage(): boolean;
  givePages(count: number): void;
}

const EMPTY = new Uint8Array(0);
/** Stands for every page that is all zeros; never written to. */
const ZERO_PAGE = new Uint8Array(PAGE_SIZE);
const FIRST_SIZE = 128;
const SECTORS = PAGE_SIZE / 512;

// fallocate(2)
const FALLOC_FL_KEEP_SIZE = 1;
const FALLOC_FL_PUNCH_HOLE = 2;

function isZero(data: Uint8Array, start: number): boolean {
  if (data[start] !== 0 || data[start + PAGE_SIZE - 1] !== 0) return false;
  for (let i = start + 1; i < start + PAGE_SIZE; i++) if (data[i] !== 0) return false;
  return true;
}

export class FilePages implements FileOps {
  private readonly source: PageSource;
  private pages: (Uint8Array | undefined)[] = [];
  private inode: Inode | null = null;

  constructor(source: PageSource) {
    this.source = source;
  }

  /** The inode whose size and blocks follow the pages. */
  attach(inode: Inode): void {
    this.inode = inode;
  }

  private owner(): Inode {
    if (this.inode === null) throw new Error('pages without an inode');
    return this.inode;
  }

  /**
   * The content a file has had since before the boot: its pages are counted as used already. The bytes are copied: they may belong to a table
   * that several machines share.
   */
  load(bytes: Uint8Array): void {
    const inode = this.owner();
    for (let at = 0; at < bytes.length; at += PAGE_SIZE) {
      this.pages.push(bytes.slice(at, at + PAGE_SIZE));
      inode.blocks += SECTORS;
    }
    inode.size = bytes.length;
  }

  *read(file: File, count: number, offset: number): Sys<Uint8Array> {
    touchAtime(file.path);
    return this.readAt(count, offset);
  }

  /** The bytes themselves, for readers inside the kernel. */
  readAt(count: number, offset: number): Uint8Array {
    const n = Math.min(count, this.owner().size - offset);
    if (n <= 0) return EMPTY;
    const at = offset % PAGE_SIZE;
    let index = (offset - at) / PAGE_SIZE;
    if (at + n <= PAGE_SIZE) {
      const page = this.pages[index];
      if (page !== undefined && page.length >= at + n) return page.slice(at, at + n);
    }
    const out = new Uint8Array(n);
    let done = 0;
    for (let from = at; done < n; index++, from = 0) {
      const size = Math.min(PAGE_SIZE - from, n - done);
      const page = this.pages[index];
      if (page !== undefined && page !== ZERO_PAGE && page.length > from) out.set(page.subarray(from, from + size), done);
      done += size;
    }
    return out;
  }

  *write(_file: File, data: Uint8Array, offset: number, task: Task): Sys<number> {
    const inode = this.owner();
    let total = data.length;
    if (total === 0) return 0;
    const limit = task.rlimits[RLIMIT_FSIZE].cur;
    if (offset + total > limit) {
      if (offset >= limit) {
        sendSignal(task, SIGXFSZ, task);
        throw EFBIG;
      }
      total = limit - offset;
    }
    fileModified(task, inode);
    const done = this.writeAt(total === data.length ? data : data.subarray(0, total), offset);
    if (done === 0) throw ENOSPC;
    return done;
  }

  /** Writes until the file system is full; how much went in. */
  writeAt(data: Uint8Array, offset: number): number {
    const inode = this.owner();
    const total = data.length;
    let done = 0;
    let from = offset % PAGE_SIZE;
    for (let index = (offset - from) / PAGE_SIZE; done < total; index++, from = 0) {
      const size = Math.min(PAGE_SIZE - from, total - done);
      let page = this.pages[index];
      if (page === undefined) {
        if (!this.source.takePage()) break;
        inode.blocks += SECTORS;
        while (this.pages.length < index) this.pages.push(undefined);
      }
      if (size === PAGE_SIZE) {
        this.pages[index] = isZero(data, done) ? ZERO_PAGE : data.slice(done, done + PAGE_SIZE);
      } else {
        page = this.room(index, page, from + size);
        page.set(size === total ? data : data.subarray(done, done + size), from);
      }
      done += size;
    }
    if (offset + done > inode.size) inode.size = offset + done;
    return done;
  }

  /** The page with room for `end` bytes, in memory of its own; it doubles when it grows. */
  private room(index: number, page: Uint8Array | undefined, end: number): Uint8Array {
    if (page !== undefined && page !== ZERO_PAGE && page.length >= end) return page;
    let size = page === ZERO_PAGE ? PAGE_SIZE : Math.max(FIRST_SIZE, page === undefined ? 0 : page.length);
    while (size < end) size *= 2;
    const grown = new Uint8Array(Math.min(size, PAGE_SIZE));
    if (page !== undefined && page !== ZERO_PAGE) grown.set(page);
    this.pages[index] = grown;
    return grown;
  }

  /** Sets the size: what is cut off is freed, what is added is a hole. */
  resize(size: number): void {
    const inode = this.owner();
    const keep = Math.ceil(size / PAGE_SIZE);
    let freed = 0;
    for (let i = keep; i < this.pages.length; i++) if (this.pages[i] !== undefined) freed++;
    if (this.pages.length > keep) this.pages.length = keep;
    this.give(freed);
    const at = size % PAGE_SIZE;
    if (at !== 0 && size < inode.size) this.clear(keep - 1, at, PAGE_SIZE);
    inode.size = size;
  }

  private give(count: number): void {
    if (count === 0) return;
    this.owner().blocks -= count * SECTORS;
    this.source.givePages(count);
  }

  private clear(index: number, from: number, to: number): void {
    const page = this.pages[index];
    if (page !== undefined && page !== ZERO_PAGE) page.fill(0, from, to);
  }

  /** fallocate(2): pages for the range, all or none; or a hole in it. */
  fallocate(_file: File, mode: number, offset: number, length: number, task: Task): void {
    const inode = this.owner();
    const end = offset + length;
    if (mode === (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE)) this.punch(offset, end);
    else if ((mode & ~FALLOC_FL_KEEP_SIZE) !== 0) throw ENOTSUP;
    else {
      this.reserve(Math.floor(offset / PAGE_SIZE), Math.ceil(end / PAGE_SIZE));
      if ((mode & FALLOC_FL_KEEP_SIZE) === 0 && end > inode.size) inode.size = end;
    }
    fileModified(task, inode);
  }

  private reserve(first: number, last: number): void {
    const taken: number[] = [];
    for (let i = first; i < last; i++) {
      if (this.pages[i] !== undefined) continue;
      if (!this.source.takePage()) {
        for (const t of taken) this.pages[t] = undefined;
        this.source.givePages(taken.length);
        throw ENOSPC;
      }
      while (this.pages.length < i) this.pages.push(undefined);
      this.pages[i] = ZERO_PAGE;
      taken.push(i);
    }
    this.owner().blocks += taken.length * SECTORS;
  }

  private punch(offset: number, end: number): void {
    const first = Math.ceil(offset / PAGE_SIZE);
    const last = Math.min(Math.floor(end / PAGE_SIZE), this.pages.length);
    let freed = 0;
    for (let i = first; i < last; i++) {
      if (this.pages[i] === undefined) continue;
      this.pages[i] = undefined;
      freed++;
    }
    this.give(freed);
    if (offset % PAGE_SIZE !== 0) this.clear(first - 1, offset % PAGE_SIZE, first > last ? end - (first - 1) * PAGE_SIZE : PAGE_SIZE);
    if (end % PAGE_SIZE !== 0 && first <= last) this.clear(last, 0, end % PAGE_SIZE);
  }

  /** SEEK_DATA and SEEK_HOLE know the holes; the rest is as for every file. */
  llseek(file: File, offset: number, whence: number): number {
    if (whence < SEEK_DATA) return defaultSeek(file, offset, whence);
    const { size } = this.owner();
    if (whence > SEEK_DATA + 1) throw EINVAL;
    if (offset < 0 || offset >= size) throw ENXIO;
    const wantsData = whence === SEEK_DATA;
    for (let i = Math.floor(offset / PAGE_SIZE); i * PAGE_SIZE < size; i++)
      if ((this.pages[i] !== undefined) === wantsData) return Math.max(offset, i * PAGE_SIZE);
    if (wantsData) throw ENXIO;
    return size;
  }

  /** The inode is gone. */
  drop(): void {
    let n = 0;
    for (const p of this.pages) if (p !== undefined) n++;
    this.pages = [];
    this.give(n);
  }
}
