// The difference of two sequences: Myers' O(ND) algorithm in linear space (Myers 1986, "An O(ND) Difference Algorithm and Its
// Variations"), then the runs of changes moved as GNU diff moves them (diffutils 3.8 src/analyze.c shift_boundaries).

/** 1: the element is deleted (a) or inserted (b); one more zero at the end. */
export interface Changes {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

class Search {
  private readonly xs: Int32Array;
  private readonly ys: Int32Array;
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;
  private readonly zero: number;
  readonly changedX: Uint8Array;
  readonly changedY: Uint8Array;

  constructor(xs: Int32Array, ys: Int32Array) {
    this.xs = xs;
    this.ys = ys;
    const diagonals = xs.length + ys.length + 3;
    this.forward = new Int32Array(diagonals);
    this.backward = new Int32Array(diagonals);
    this.zero = ys.length + 1;
    this.changedX = new Uint8Array(xs.length + 1);
    this.changedY = new Uint8Array(ys.length + 1);
  }

  run(): void {
    this.compare(0, this.xs.length, 0, this.ys.length);
  }

  private compare(fromX: number, toX: number, fromY: number, toY: number): void {
    const { xs, ys } = this;
    let [x0, x1, y0, y1] = [fromX, toX, fromY, toY];
    while (x0 < x1 && y0 < y1 && xs[x0] === ys[y0]) {
      x0++;
      y0++;
    }
    while (x0 < x1 && y0 < y1 && xs[x1 - 1] === ys[y1 - 1]) {
      x1--;
      y1--;
    }
    if (x0 === x1) for (let y = y0; y < y1; y++) this.changedY[y] = 1;
    else if (y0 === y1) for (let x = x0; x < x1; x++) this.changedX[x] = 1;
    else {
      const [x, y] = this.middle(x0, x1, y0, y1);
      this.compare(x0, x, y0, y);
      this.compare(x, x1, y, y1);
    }
  }

  /** A point on a shortest path, about half way. */
  private middle(x0: number, x1: number, y0: number, y1: number): [number, number] {
    const { xs, ys, forward: fd, backward: bd, zero } = this;
    const [dmin, dmax] = [x0 - y1, x1 - y0];
    const [fmid, bmid] = [x0 - y0, x1 - y1];
    const isOdd = ((fmid - bmid) & 1) !== 0;
    let [fmin, fmax, bmin, bmax] = [fmid, fmid, bmid, bmid];
    fd[zero + fmid] = x0;
    bd[zero + bmid] = x1;
    for (;;) {
      if (fmin > dmin) fd[zero + --fmin - 1] = -1;
      else fmin++;
      if (fmax < dmax) fd[zero + ++fmax + 1] = -1;
      else fmax--;
      for (let d = fmax; d >= fmin; d -= 2) {
        const [low, high] = [fd[zero + d - 1], fd[zero + d + 1]];
        let x = low < high ? high : low + 1;
        let y = x - d;
        while (x < x1 && y < y1 && xs[x] === ys[y]) {
          x++;
          y++;
        }
        fd[zero + d] = x;
        if (isOdd && bmin <= d && d <= bmax && bd[zero + d] <= x) return [x, y];
      }
      if (bmin > dmin) bd[zero + --bmin - 1] = 0x7fffffff;
      else bmin++;
      if (bmax < dmax) bd[zero + ++bmax + 1] = 0x7fffffff;
      else bmax--;
      for (let d = bmax; d >= bmin; d -= 2) {
        const [low, high] = [bd[zero + d - 1], bd[zero + d + 1]];
        let x = low < high ? low : high - 1;
        let y = x - d;
        while (x > x0 && y > y0 && xs[x - 1] === ys[y - 1]) {
          x--;
          y--;
        }
        bd[zero + d] = x;
        if (!isOdd && fmin <= d && d <= fmax && x <= fd[zero + d]) return [x, y];
      }
    }
  }
}

/** Moves the runs of changes in `lines` towards the end, and together with the other file's. */
function shift(lines: Int32Array, changed: Uint8Array, other: Uint8Array): void {
  const end = lines.length;
  const at = (list: Uint8Array, i: number): boolean => i >= 0 && list[i] === 1;
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < end && !at(changed, i)) {
      while (at(other, j++));
      i++;
    }
    if (i === end) return;
    let start = i;
    while (at(changed, ++i));
    while (at(other, j)) j++;
    let corresponding: number;
    let length: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        changed[--start] = 1;
        changed[--i] = 0;
        while (at(changed, start - 1)) start--;
        while (at(other, --j));
      }
      corresponding = at(other, j - 1) ? i : end;
      while (i !== end && lines[start] === lines[i]) {
        changed[start++] = 0;
        changed[i++] = 1;
        while (at(changed, i)) i++;
        while (at(other, ++j)) corresponding = i;
      }
    } while (length !== i - start);
    while (corresponding < i) {
      changed[--start] = 1;
      changed[--i] = 0;
      while (at(other, --j));
    }
  }
}

/** @param a, b the lines as numbers, equal ones alike */
export function compareLines(a: Int32Array, b: Int32Array): Changes {
  const all = { a: new Uint8Array(a.length + 1), b: new Uint8Array(b.length + 1) };
  // Lines that the other file does not have are changes for certain: the search does without them.
  const inA = new Set(a);
  const inB = new Set(b);
  const keep = (list: Int32Array, has: Set<number>, changed: Uint8Array): number[] => {
    const kept: number[] = [];
    list.forEach((line, i) => {
      if (has.has(line)) kept.push(i);
      else changed[i] = 1;
    });
    return kept;
  };
  const keptA = keep(a, inB, all.a);
  const keptB = keep(b, inA, all.b);
  const search = new Search(
    Int32Array.from(keptA, (i) => a[i]),
    Int32Array.from(keptB, (i) => b[i]),
  );
  search.run();
  keptA.forEach((i, k) => {
    if (search.changedX[k] === 1) all.a[i] = 1;
  });
  keptB.forEach((i, k) => {
    if (search.changedY[k] === 1) all.b[i] = 1;
  });
  shift(a, all.a, all.b);
  shift(b, all.b, all.a);
  return all;
}

/** A run of changes: lines of a replaced by lines of b (from, to exclusive; numbered from 0). */
export interface Hunk {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

export function hunks(c: Changes): Hunk[] {
  const out: Hunk[] = [];
  const [na, nb] = [c.a.length - 1, c.b.length - 1];
  let i = 0;
  let j = 0;
  while (i < na || j < nb) {
    if (c.a[i] === 0 && c.b[j] === 0) {
      i++;
      j++;
      continue;
    }
    const [a0, b0] = [i, j];
    while (c.a[i] === 1) i++;
    while (c.b[j] === 1) j++;
    out.push({ a0, a1: i, b0, b1: j });
  }
  return out;
}
