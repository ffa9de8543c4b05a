// Named references. Linux counts; here each holder has a name, so that a leak can be asserted and a lesson can say why a namespace lives.

export class RefSet {
  private readonly holders = new Map<object, string>();
  /** Called once, when the last holder lets go. */
  onEmpty: (() => void) | null = null;

  /** @param holder the object that holds (an nsproxy, an open file, a mount, a child namespace); @param what e.g. `nsproxy`, `open file`, `mount`, `child` */
  add(holder: object, what: string): void {
    this.holders.set(holder, what);
  }

  drop(holder: object): void {
    if (!this.holders.delete(holder)) throw new Error('reference dropped that was not held');
    if (this.holders.size === 0) this.onEmpty?.();
  }

  get size(): number {
    return this.holders.size;
  }

  entries(): IterableIterator<[object, string]> {
    return this.holders.entries();
  }
}
