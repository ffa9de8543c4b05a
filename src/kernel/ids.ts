// Numbers given out in order (lib/idr.c, ida): those of dead objects are used again, lowest first.

import type { IdPool } from './kernel.ts';

export class Ida implements IdPool {
  private top: number;
  private readonly freed = new Set<number>();

  constructor(first: number) {
    this.top = first;
  }

  next(): number {
    if (this.freed.size === 0) return this.top++;
    const id = Math.min(...this.freed);
    this.freed.delete(id);
    return id;
  }

  free(id: number): void {
    if (id !== this.top - 1) {
      this.freed.add(id);
      return;
    }
    this.top--;
    while (this.freed.delete(this.top - 1)) this.top--;
  }
}
