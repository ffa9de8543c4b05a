// The bytes of a regular file in memory (mm/shmem.c): 4 KiB pages held sparsely. A missing page is a hole; a page of zeros is shared; a page
// is only as long as what was written into it, so that small files are small and appending costs the same however long the file is. A page needs
// the file system's leave and, for the bytes it holds, the machine's (page-table.ts): ENOSPC without either.

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
import { type PageData, PageTable, ZERO_PAGE } from './page-table.ts';

/** Where a file's pages come from. */
export interface PageSource {
  /** Takes one page from the file system's share; false when none is left. */
  takePage(): boolean;
  givePages(count: number): void;
  /** The longest a file may be (s_maxbytes): EFBIG. */
  readonly maxBytes: number;
}

const EMPTY = new Uint8Array(0);
const FIRST_SIZE = 128;
const SECTORS = PAGE_SIZE / 512;

// fallocate(2)
const FALLOC_FL_KEEP_SIZE = 1;
const FALLOC_FL_PUNCH_HOLE = 2;

/** Whether a whole page is zeros. */
function isZero(page: Uint8Array): boolean {
  if (page[0] !== 0 || page[PAGE_SIZE - 1] !== 0) return false;
  for (let i = 1; i < PAGE_SIZE; i++) if (page[i] !== 0) return false;
  return true;
}

/** How long the page must be for its first `end` bytes: it doubles when it grows. */
function roomFor(page: Uint8Array | undefined, end: number): number {
  if (page === ZERO_PAGE) return PAGE_SIZE;
  let size = page === undefined ? FIRST_SIZE : Math.max(FIRST_SIZE, page.length);
  if (page !== undefined && page.length >= end) return page.length;
  while (size < end) size *= 2;
  return Math.min(size, PAGE_SIZE);
}

export class FilePages implements FileOps {
  private readonly source: PageSource;
  private readonly pages = new PageTable();
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

  /** What the machine's files hold together. */
  private get data(): PageData {
    return this.owner().sb.kernel.pageData;
  }

  /**
   * The content a file has had since before the boot: its pages are counted as used already. The bytes are copied: they may belong to a table
   * that several machines share.
   */
  load(bytes: Uint8Array): void {
    const inode = this.owner();
    for (let at = 0; at < bytes.length; at += PAGE_SIZE) {
      this.pages.set(this.data, at / PAGE_SIZE, bytes.slice(at, at + PAGE_SIZE));
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
      const page = this.pages.get(index);
      if (page !== undefined && page.length >= at + n) return page.slice(at, at + n);
    }
    const out = new Uint8Array(n);
    let done = 0;
    for (let from = at; done < n; index++, from = 0) {
      const size = Math.min(PAGE_SIZE - from, n - done);
      const page = this.pages.get(index);
      if (page !== undefined && page !== ZERO_PAGE && page.length > from) out.set(page.subarray(from, from + size), done);
      done += size;
    }
    return out;
  }

  *write(_file: File, data: Uint8Array, offset: number, task: Task): Sys<number> {
    const inode = this.owner();
    let total = data.length;
    if (total === 0) return 0;
    const { maxBytes } = this.source;
    if (offset >= maxBytes) throw EFBIG;
    total = Math.min(total, maxBytes - offset);
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

  /** Writes until there is no room for more; how much went in. */
  writeAt(data: Uint8Array, offset: number): number {
    const inode = this.owner();
    const total = data.length;
    let done = 0;
    let from = offset % PAGE_SIZE;
    for (let index = (offset - from) / PAGE_SIZE; done < total; index++, from = 0) {
      const size = Math.min(PAGE_SIZE - from, total - done);
      if (!this.writePage(index, from, size === total ? data : data.subarray(done, done + size))) break;
      done += size;
    }
    if (offset + done > inode.size) inode.size = offset + done;
    return done;
  }

  private writePage(index: number, from: number, bytes: Uint8Array): boolean {
    const page = this.pages.get(index);
    const end = from + bytes.length;
    const isWhole = bytes.length === PAGE_SIZE;
    const isZeros = isWhole && isZero(bytes);
    const length = isZeros ? 0 : isWhole ? PAGE_SIZE : roomFor(page, end);
    if (!this.pages.hasRoom(this.data, index, length)) return false;
    if (page === undefined) {
      if (!this.source.takePage()) return false;
      this.owner().blocks += SECTORS;
    }
    if (isWhole) this.pages.set(this.data, index, isZeros ? ZERO_PAGE : new Uint8Array(bytes));
    else if (page !== undefined && page !== ZERO_PAGE && page.length === length) page.set(bytes, from);
    else {
      const grown = new Uint8Array(length);
      if (page !== undefined && page !== ZERO_PAGE) grown.set(page);
      grown.set(bytes, from);
      this.pages.set(this.data, index, grown);
    }
    return true;
  }

  /** Sets the size: what is cut off is freed, what is added is a hole. */
  resize(size: number): void {
    if (size > this.source.maxBytes) throw EFBIG;
    const inode = this.owner();
    const keep = Math.ceil(size / PAGE_SIZE);
    this.give(this.pages.free(this.data, keep, Infinity));
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
    const page = this.pages.get(index);
    if (page !== undefined && page !== ZERO_PAGE) page.fill(0, from, to);
  }

  /** fallocate(2): pages for the range, all or none; or a hole in it. */
  fallocate(_file: File, mode: number, offset: number, length: number, task: Task): void {
    const inode = this.owner();
    const end = offset + length;
    if (end > this.source.maxBytes) throw EFBIG;
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
    for (let i = this.pages.nextHole(first); i < last; i = this.pages.nextHole(i + 1)) {
      if (!this.source.takePage()) {
        for (const t of taken) this.pages.free(this.data, t, t + 1);
        this.source.givePages(taken.length);
        throw ENOSPC;
      }
      this.pages.set(this.data, i, ZERO_PAGE);
      taken.push(i);
    }
    this.owner().blocks += taken.length * SECTORS;
  }

  private punch(offset: number, end: number): void {
    const first = Math.ceil(offset / PAGE_SIZE);
    const last = Math.floor(end / PAGE_SIZE);
    if (last > first) this.give(this.pages.free(this.data, first, last));
    if (offset % PAGE_SIZE !== 0) this.clear(first - 1, offset % PAGE_SIZE, first > last ? end - (first - 1) * PAGE_SIZE : PAGE_SIZE);
    if (end % PAGE_SIZE !== 0 && first <= last) this.clear(last, 0, end % PAGE_SIZE);
  }

  /** SEEK_DATA and SEEK_HOLE know the holes; the rest is as for every file. */
  llseek(file: File, offset: number, whence: number): number {
    if (whence < SEEK_DATA) return defaultSeek(file, offset, whence);
    const { size } = this.owner();
    if (whence > SEEK_DATA + 1) throw EINVAL;
    if (offset < 0 || offset >= size) throw ENXIO;
    const index = Math.floor(offset / PAGE_SIZE);
    if (whence === SEEK_DATA) {
      const at = this.pages.nextPage(index) * PAGE_SIZE;
      if (at >= size) throw ENXIO;
      return Math.max(offset, at);
    }
    return Math.min(size, Math.max(offset, this.pages.nextHole(index) * PAGE_SIZE));
  }

  /** The inode is gone. */
  drop(): void {
    this.give(this.pages.free(this.data, 0, Infinity));
  }
}
