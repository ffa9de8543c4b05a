// Numbers given out in order (lib/idr.c, ida): those of dead objects are used again, lowest first.

import type { IdPool } from './kernel.ts';

export class Ida implements IdPool {
  private top: number;
  /** A binary heap, the lowest number first: the children of i are 2i + 1 and 2i + 2. */
  private readonly freed: number[] = [];

  constructor(first: number) {
    this.top = first;
  }

  next(): number {
    const { freed } = this;
    const last = freed.pop();
    if (last === undefined) return this.top++;
    if (freed.length === 0) return last;
    const id = freed[0];
    this.sink(last);
    return id;
  }

  free(id: number): void {
    const { freed } = this;
    let at = freed.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (freed[above] <= id) break;
      freed[at] = freed[above];
      at = above;
    }
    freed[at] = id;
  }

  /** Puts `id` in the place of the first. */
  private sink(id: number): void {
    const { freed } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < freed.length && freed[child + 1] < freed[child]) child++;
      if (child >= freed.length || freed[child] >= id) break;
      freed[at] = freed[child];
      at = child;
    }
    freed[at] = id;
  }
}
