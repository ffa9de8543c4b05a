import { describe, expect, it } from 'vitest';
import { Ida } from './ids.ts';

describe('Ida', () => {
  it('counts up from the first', () => {
    const ids = new Ida(5);
    expect([ids.next(), ids.next(), ids.next()]).toEqual([5, 6, 7]);
  });

  it('gives the lowest free number, whatever the order in which they were freed', () => {
    const ids = new Ida(0);
    const used = new Set<number>();
    let seed = 1;
    for (let i = 0; i < 5000; i++) {
      seed = (seed * 48271) % 2147483647;
      if (seed % 5 < 3 || used.size === 0) {
        let lowest = 0;
        while (used.has(lowest)) lowest++;
        expect(ids.next()).toBe(lowest);
        used.add(lowest);
      } else {
        const all = [...used];
        const id = all[seed % all.length];
        used.delete(id);
        ids.free(id);
      }
    }
  });

  it('has no limit on how many are free', () => {
    const ids = new Ida(1);
    const many = 300_000;
    for (let i = 0; i < many; i++) ids.next();
    for (let i = many; i > 0; i--) ids.free(i);
    for (let i = 1; i <= many; i++) if (ids.next() !== i) throw new Error(`not ${i}`);
    expect(ids.next()).toBe(many + 1);
  });
});
