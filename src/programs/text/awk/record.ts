// The current record: $0, its fields and NF. Splitting waits until a field is asked for; $0 is put together again, with OFS, when it is
// asked for after a field was assigned.

import type { Regex } from '../../../libc/regex/regex.ts';
import { AwkError } from './error.ts';
import { compileAwkRegex } from './regexp.ts';
import { Input, toText, type Value } from './values.ts';

/** Splits a text by a separator (FS, or the third argument of split). */
export type Splitter = (text: string) => string[];

/** The largest field number mawk takes. */
const MAX_FIELD = 32767;

/** The splitter FS or a separator text stands for. */
export function splitterFor(separator: string): Splitter {
  if (separator === ' ') return splitBlanks;
  if (separator === '') return (text) => text.split('');
  if (separator.length === 1) return (text) => (text === '' ? [] : text.split(separator));
  const regex = compileAwkRegex(separator);
  return (text) => splitByRegex(text, regex);
}

export function splitByRegex(text: string, regex: Regex): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let at = 0;
  for (let from = 0; from <= text.length && regex.find(text, from); ) {
    const { start, end } = regex;
    if (end === start) {
      from = end + 1;
      continue;
    }
    parts.push(text.slice(at, start));
    at = end;
    from = end;
  }
  parts.push(text.slice(at));
  return parts;
}

function splitBlanks(text: string): string[] {
  const parts: string[] = [];
  const n = text.length;
  for (let i = 0; i < n; ) {
    let c = text.charCodeAt(i);
    if (c === 32 || c === 9 || c === 10) {
      i++;
      continue;
    }
    const start = i;
    while (++i < n) {
      c = text.charCodeAt(i);
      if (c === 32 || c === 9 || c === 10) break;
    }
    parts.push(text.slice(start, i));
  }
  return parts;
}

/** What a record needs to know of the program's variables. */
export interface Separators {
  readonly splitter: Splitter;
  readonly ofs: string;
  readonly convfmt: string;
}

export class CurrentRecord {
  private readonly separators: Separators;
  private text = '';
  private whole: Input | string | null = null;
  private raw: string[] = [];
  /** Fields assigned, or wrapped once they were asked for. */
  private cells: (Value | null)[] = [];
  private isSplit = true;
  private isStale = false;

  constructor(separators: Separators) {
    this.separators = separators;
  }

  setText(text: string): void {
    this.text = text;
    this.whole = null;
    this.isSplit = false;
    this.isStale = false;
  }

  /** $0 assigned. */
  setWhole(value: Value): void {
    this.setText(toText(value, this.separators.convfmt));
  }

  /** $0 as text. */
  line(): string {
    if (this.isStale) this.rebuild();
    return this.text;
  }

  /** $0 as value. */
  record(): Value {
    if (this.isStale) this.rebuild();
    this.whole ??= new Input(this.text);
    return this.whole;
  }

  private rebuild(): void {
    const { ofs, convfmt } = this.separators;
    this.text = this.raw.map((raw, i) => (this.cells[i] === null ? raw : toText(this.cells[i] ?? undefined, convfmt))).join(ofs);
    // A record put together from fields is text, whatever it looks like.
    this.whole = this.text;
    this.isStale = false;
  }

  /** Splits now; before FS changes. */
  split(): void {
    if (this.isSplit) return;
    this.isSplit = true;
    this.raw = this.separators.splitter(this.text);
    this.cells = new Array<Value | null>(this.raw.length).fill(null);
  }

  get count(): number {
    this.split();
    return this.raw.length;
  }

  setCount(count: number): void {
    if (count < 0) throw new AwkError('negative value assigned to NF', 'run time');
    this.split();
    this.check(count);
    if (count < this.raw.length) {
      this.raw.length = count;
      this.cells.length = count;
    } else this.extend(count);
    this.isStale = true;
  }

  private extend(count: number): void {
    while (this.raw.length < count) {
      this.raw.push('');
      this.cells.push('');
    }
  }

  private check(index: number): void {
    if (index < 0) throw new AwkError(`negative field index $${index}`, 'run time');
    if (index > MAX_FIELD) throw new AwkError(`field index ${index} exceeds maximum ${MAX_FIELD}`, 'run time');
  }

  get(index: number): Value {
    if (index === 0) return this.record();
    this.check(index);
    this.split();
    // To mawk a field that is not there is an empty string, and so is not equal to 0.
    if (index > this.raw.length) return '';
    const cell = this.cells[index - 1];
    if (cell !== null) return cell;
    const input = new Input(this.raw[index - 1]);
    this.cells[index - 1] = input;
    return input;
  }

  set(index: number, value: Value): void {
    if (index === 0) {
      this.setWhole(value);
      return;
    }
    this.check(index);
    this.split();
    this.extend(index);
    this.cells[index - 1] = value ?? '';
    this.isStale = true;
  }
}
