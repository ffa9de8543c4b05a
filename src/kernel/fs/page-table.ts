// The pages of one file, found by their index (the page cache's xarray), and what the pages of all files of a machine may take together.
// A simulated machine may promise more memory than its host has: what counts against the bound are bytes that are really stored; holes and
// pages of zeros are free.

/** Stands for every page that is all zeros; never written to. */
export const ZERO_PAGE = new Uint8Array(4096);

/** Bytes of page data a machine may hold, whatever its file systems' own sizes. */
export const MAX_PAGE_DATA = 256 * 1024 ** 2;

/** The page data of one machine. */
export interface PageData {
  /** Bytes held now. */
  used: number;
  readonly max: number;
}

/** Pages up to here are in an array, those of larger (often sparse) files in a map. */
const NEAR = 8192;

const stored = (page: Uint8Array | undefined): number => (page === undefined || page === ZERO_PAGE ? 0 : page.length);

export class PageTable {
  private near: (Uint8Array | undefined)[] = [];
  private readonly far: Map<number, Uint8Array> = new Map();
  private count = 0;

  /** How many pages there are. */
  get size(): number {
    return this.count;
  }

  get(index: number): Uint8Array | undefined {
    return index < NEAR ? this.near[index] : this.far.get(index);
  }

  /** Whether the machine has room for this page at `bytes` bytes (0 for zeros). */
  hasRoom(data: PageData, index: number, bytes: number): boolean {
    const more = bytes - stored(this.get(index));
    return more <= 0 || data.used + more <= data.max;
  }

  set(data: PageData, index: number, page: Uint8Array): void {
    const old = this.get(index);
    if (old === undefined) this.count++;
    data.used += stored(page) - stored(old);
    if (index >= NEAR) this.far.set(index, page);
    else {
      while (this.near.length < index) this.near.push(undefined);
      this.near[index] = page;
    }
  }

  /** Frees the pages first … last-1; how many there were. */
  free(data: PageData, first: number, last: number): number {
    const before = this.count;
    const end = Math.min(last, this.near.length);
    for (let i = first; i < end; i++) {
      const page = this.near[i];
      if (page === undefined) continue;
      data.used -= stored(page);
      this.near[i] = undefined;
      this.count--;
    }
    if (first < this.near.length && last >= this.near.length) this.near.length = first;
    if (last > NEAR) this.freeFar(data, first, last);
    return before - this.count;
  }

  private freeFar(data: PageData, first: number, last: number): void {
    for (const [i, page] of this.far) {
      if (i < first || i >= last) continue;
      data.used -= stored(page);
      this.far.delete(i);
      this.count--;
    }
  }

  /** The first page from `index` on; Infinity: none. */
  nextPage(index: number): number {
    for (let i = index; i < this.near.length; i++) if (this.near[i] !== undefined) return i;
    let least = Infinity;
    for (const i of this.far.keys()) if (i >= index && i < least) least = i;
    return least;
  }

  /** The first index from `index` on without a page. */
  nextHole(index: number): number {
    let i = index;
    while (this.get(i) !== undefined) i++;
    return i;
  }
}
