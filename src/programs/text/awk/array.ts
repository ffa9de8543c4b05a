// Associative arrays. `for (k in a)` visits elements in the order mawk's hash tables have them, so that unsorted output is mawk's:
// 64 lists (twice as many when there are 12 elements a list), found by FNV-1a of the key's text; the element used last is first in its
// list. Elements made by number are in lists by number until the texts of all are needed, as in mawk's array.w.

import type { Value } from './values.ts';

interface Element {
  value: Value;
  readonly key: string;
  /** When it was last found by number or by text: later is nearer to the front of its list; 0: not in such a list. */
  byNumber: number;
  byText: number;
}

const FIRST_LISTS = 64;
const PER_LIST = 12;

export class AwkArray {
  private elements = new Map<string, Element>();
  private clock = 0;
  private lists = FIRST_LISTS;
  /** Elements have their texts in the lists by text. */
  private hasTexts = false;
  /** Filled by split(): a plain row until something else than its numbers is used. */
  private isRow = false;

  get size(): number {
    return this.elements.size;
  }

  /** The element of a text. */
  get(key: string): Value {
    const element = this.elements.get(key);
    this.needTexts();
    if (element === undefined) return this.create(key, false).value;
    element.byText = ++this.clock;
    return element.value;
  }

  set(key: string, value: Value): void {
    const element = this.elements.get(key);
    this.needTexts();
    if (element === undefined) {
      this.create(key, false).value = value;
      return;
    }
    element.byText = ++this.clock;
    element.value = value;
  }

  /** The element of an integer. */
  getNumber(n: number): Value {
    const element = this.byNumber(n);
    return element.value;
  }

  setNumber(n: number, value: Value): void {
    this.byNumber(n).value = value;
  }

  private byNumber(n: number): Element {
    const key = String(n);
    const element = this.elements.get(key);
    if (element === undefined) {
      this.isRow = false;
      return this.create(key, true);
    }
    if (!this.isRow) {
      if (element.byNumber === 0) element.byText = ++this.clock;
      element.byNumber = ++this.clock;
    }
    return element;
  }

  private create(key: string, isNumber: boolean): Element {
    const element: Element = { value: undefined, key, byNumber: 0, byText: 0 };
    if (!isNumber || this.hasTexts) element.byText = ++this.clock;
    if (isNumber) element.byNumber = ++this.clock;
    this.elements.set(key, element);
    if (this.elements.size > this.lists * PER_LIST) this.lists *= 2;
    return element;
  }

  has(key: string): boolean {
    if (this.elements.size === 0) return false;
    const element = this.elements.get(key);
    if (element === undefined) return false;
    if (element.byText !== 0) element.byText = ++this.clock;
    return true;
  }

  delete(key: string): void {
    this.elements.delete(key);
    if (this.elements.size === 0) this.clear();
  }

  clear(): void {
    this.elements = new Map();
    this.lists = FIRST_LISTS;
    this.hasTexts = false;
    this.isRow = false;
  }

  /** What split() leaves: elements 1, 2, 3 … */
  fill(values: readonly Value[]): void {
    this.clear();
    values.forEach((value, i) => {
      const key = String(i + 1);
      this.elements.set(key, { value, key, byNumber: ++this.clock, byText: 0 });
    });
    while (this.elements.size > this.lists * PER_LIST) this.lists *= 2;
    this.isRow = true;
  }

  /** The keys in mawk's order. */
  keys(): string[] {
    this.needTexts();
    const mask = this.lists - 1;
    return Array.from(this.elements.values(), (element) => ({ element, list: hash(element.key) & mask }))
      .sort((a, b) => a.list - b.list || b.element.byText - a.element.byText)
      .map(({ element }) => element.key);
  }

  private needTexts(): void {
    if (this.hasTexts) return;
    this.hasTexts = true;
    this.isRow = false;
    const mask = this.lists - 1;
    const order = Array.from(this.elements.values()).filter((element) => element.byText === 0);
    order.sort((a, b) => (Number(a.key) & mask) - (Number(b.key) & mask) || b.byNumber - a.byNumber);
    for (const element of order) element.byText = ++this.clock;
  }
}

/** FNV-1a, 32 bits. */
function hash(key: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
