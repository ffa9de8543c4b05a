// The two kinds of arrays (bash(1), Arrays). An indexed array is sparse: a dense head, and a map for what lies far out.
// An associative array gives its keys in the order of bash's hash table: by bucket (FNV-1 of the key's bytes, 1024 buckets,
// growing fourfold), the newest first within one, because scripts show that order in `${!a[@]}` and `declare -p`.

import { byteLength, encode } from '../../abi/bytes.ts';
import { append } from '../../abi/list.ts';

/** How far past the end of the head an index may lie before it goes to the map. */
const GAP = 1024;

export class IndexedArray {
  private head: (string | undefined)[] = [];
  private far: Map<number, string> | null = null;
  private used = 0;

  static of(values: readonly string[]): IndexedArray {
    const a = new IndexedArray();
    a.head = values.slice();
    a.used = values.length;
    return a;
  }

  get count(): number {
    return this.used;
  }

  /** One past the highest index in use. */
  get end(): number {
    let end = this.head.length;
    if (this.far !== null) for (const i of this.far.keys()) if (i >= end) end = i + 1;
    return end;
  }

  get(index: number): string | undefined {
    return index < this.head.length ? this.head[index] : this.far?.get(index);
  }

  set(index: number, value: string): void {
    const { head } = this;
    if (index < head.length) {
      if (head[index] === undefined) this.used++;
      head[index] = value;
    } else if (index <= head.length + GAP && this.far === null) {
      while (head.length < index) head.push(undefined);
      head.push(value);
      this.used++;
    } else {
      this.far ??= new Map();
      if (!this.far.has(index)) this.used++;
      this.far.set(index, value);
    }
  }

  delete(index: number): void {
    const { head } = this;
    if (index < head.length) {
      if (head[index] === undefined) return;
      head[index] = undefined;
      this.used--;
      while (head.length > 0 && head[head.length - 1] === undefined) head.pop();
    } else if (this.far?.delete(index)) this.used--;
  }

  indexes(): number[] {
    const out: number[] = [];
    for (let i = 0; i < this.head.length; i++) if (this.head[i] !== undefined) out.push(i);
    if (this.far !== null)
      append(
        out,
        [...this.far.keys()].sort((a, b) => a - b),
      );
    return out;
  }

  values(): string[] {
    if (this.used === this.head.length) return this.head.slice() as string[];
    return this.indexes().map((i) => this.get(i) ?? '');
  }

  copy(): IndexedArray {
    const a = new IndexedArray();
    a.head = this.head.slice();
    a.far = this.far === null ? null : new Map(this.far);
    a.used = this.used;
    return a;
  }
}

/** hashlib.c hash_string: 32-bit FNV-1. */
export function hashString(key: string): number {
  let h = 0x811c9dc5;
  const ascii = byteLength(key) === key.length;
  const n = key.length;
  if (ascii) for (let i = 0; i < n; i++) h = Math.imul(h, 0x01000193) ^ key.charCodeAt(i);
  else for (const b of encode(key)) h = Math.imul(h, 0x01000193) ^ ((b << 24) >> 24);
  return h >>> 0;
}

export class AssocArray {
  private readonly map: Map<string, string>;
  private order: string[] | null = null;
  private buckets: number;

  /** `buckets`: the table a scalar is turned into is smaller (convert_var_to_assoc). */
  constructor(map: Map<string, string> = new Map(), buckets = 1024) {
    this.map = map;
    this.buckets = buckets;
  }

  get count(): number {
    return this.map.size;
  }

  get(key: string): string | undefined {
    return this.map.get(key);
  }

  set(key: string, value: string): void {
    if (!this.map.has(key)) {
      this.order = null;
      if (this.map.size >= this.buckets * 2) this.buckets *= 4;
    }
    this.map.set(key, value);
  }

  delete(key: string): void {
    if (this.map.delete(key)) this.order = null;
  }

  keys(): readonly string[] {
    this.order ??= hashOrder([...this.map.keys()], this.buckets);
    return this.order;
  }

  values(): string[] {
    return this.keys().map((k) => this.map.get(k) ?? '');
  }

  copy(): AssocArray {
    const a = new AssocArray(new Map(this.map));
    a.order = this.order;
    a.buckets = this.buckets;
    return a;
  }
}

/** Names in the order in which a walk over bash's hash table meets them; `names` in order of insertion. */
export function hashOrder(names: readonly string[], buckets = 1024): string[] {
  const at = names.map((name, i) => ({ name, i, bucket: hashString(name) & (buckets - 1) }));
  at.sort((a, b) => a.bucket - b.bucket || b.i - a.i);
  return at.map((e) => e.name);
}
