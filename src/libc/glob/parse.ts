// Shell patterns to trees: `*`, `?`, `[…]`, backslash, and with extglob `?(…) *(…) +(…) @(…) !(…)` (bash(1) "Pattern Matching", glob(7)).
// The tree is the regular expressions' (regex/parse.ts), so that both run on the same automata; only `!(…)` is a node of its own.

import { CLASSES } from '../ctype.ts';
import { type CharSet, charSet, emptyParts, makeSet } from '../regex/charset.ts';
import type { Node } from '../regex/parse.ts';

export interface GlobOptions {
  /** `?(…)` and its kin are operators. */
  readonly extglob?: boolean;
  readonly nocase?: boolean;
  /** A period at the beginning of a name is matched by a period only (FNM_PERIOD). */
  readonly period?: boolean;
  /** A slash is matched by a slash only (FNM_PATHNAME). */
  readonly pathname?: boolean;
}

export type GlobNode =
  | { readonly type: 'plain'; readonly node: Node }
  | { readonly type: 'cat'; readonly items: readonly GlobNode[] }
  /** `kind(item|item…)` */
  | { readonly type: 'list'; readonly kind: ListKind; readonly items: readonly GlobNode[] };

export type ListKind = '?' | '*' | '+' | '@' | '!';

export const EMPTY: Node = { type: 'empty' };
const NOT_LEADING: Node = { type: 'assert', kind: 'notLeadingPeriod' };

export function parseGlob(pattern: string, options: GlobOptions): GlobNode {
  return new Parser(pattern, options).sequence(0, pattern.length);
}

class Parser {
  readonly text: string;
  readonly options: GlobOptions;
  /** `?`. */
  readonly any: Node;
  constructor(text: string, options: GlobOptions) {
    this.text = text;
    this.options = options;
    const parts = emptyParts();
    if (options.pathname) parts.ranges.push(0x2f, 0x2f);
    this.any = this.wildcard(makeSet(parts, { isNegated: true, rawBytes: true }));
  }

  private wildcard(set: CharSet): Node {
    return this.options.period ? { type: 'cat', items: [NOT_LEADING, { type: 'set', set }] } : { type: 'set', set };
  }

  sequence(from: number, to: number): GlobNode {
    const items: GlobNode[] = [];
    let plain: Node[] = [];
    const flush = (): void => {
      if (plain.length > 0) items.push({ type: 'plain', node: plain.length === 1 ? plain[0] : { type: 'cat', items: plain } });
      plain = [];
    };
    for (let pos = from; pos < to; ) {
      const c = this.text[pos];
      const close =
        this.options.extglob && pos + 1 < to && this.text[pos + 1] === '(' && '?*+@!'.includes(c) ? this.closing(pos + 2, to) : -1;
      if (close >= 0) {
        flush();
        items.push(this.extended(c as ListKind, pos + 2, close));
        pos = close + 1;
      } else if (c === '*') {
        // Stars in a row are one.
        if (plain.at(-1)?.type !== 'star') plain.push({ type: 'star', body: this.any });
        pos++;
      } else if (c === '?') {
        plain.push(this.any);
        pos++;
      } else if (c === '[') {
        const bracket = readBracket(this.text, pos + 1, to, this.options);
        plain.push(bracket === null ? this.char(0x5b) : this.wildcard(bracket.set));
        pos = bracket === null ? pos + 1 : bracket.end;
      } else {
        if (c === '\\' && pos + 1 < to) pos++;
        const cp = this.text.codePointAt(pos) ?? 0;
        plain.push(this.char(cp));
        pos += cp > 0xffff ? 2 : 1;
      }
    }
    flush();
    return items.length === 1 ? items[0] : items.length === 0 ? { type: 'plain', node: EMPTY } : { type: 'cat', items };
  }

  private char(cp: number): Node {
    return { type: 'set', set: charSet(cp, this.options.nocase === true) };
  }

  private extended(kind: ListKind, from: number, close: number): GlobNode {
    const items: GlobNode[] = [];
    let start = from;
    for (let pos = from; pos <= close; pos = this.skip(pos, close)) {
      if (pos < close && this.text[pos] !== '|') continue;
      items.push(this.sequence(start, pos));
      start = pos + 1;
      if (pos === close) break;
    }
    return { type: 'list', kind, items };
  }

  /** The place of the `)` that closes the list beginning at `from`, or -1. */
  private closing(from: number, to: number): number {
    for (let pos = from; pos < to; pos = this.skip(pos, to)) if (this.text[pos] === ')') return pos;
    return -1;
  }

  /** Past one character, quoted character, bracket expression or list in parentheses. */
  private skip(pos: number, to: number): number {
    const c = this.text[pos];
    if (c === '\\') return Math.min(pos + 2, to);
    if (c === '[') return readBracket(this.text, pos + 1, to, this.options)?.end ?? to;
    if (c === '(') {
      const close = this.closing(pos + 1, to);
      return close < 0 ? pos + 1 : close + 1;
    }
    return pos + 1;
  }
}

/** Reads the bracket expression after its `[`; null when it is not closed, and the `[` an ordinary character. */
function readBracket(text: string, from: number, to: number, options: GlobOptions): { set: CharSet; end: number } | null {
  let pos = from;
  const isNegated = text[pos] === '!' || text[pos] === '^';
  if (isNegated) pos++;
  const parts = emptyParts();
  for (let isFirst = true; ; isFirst = false) {
    if (pos >= to) return null;
    if (text[pos] === ']' && !isFirst) break;
    if (text[pos] === '/' && options.pathname) return null;
    if (text[pos] === '[' && text[pos + 1] === ':') {
      const end = text.indexOf(':]', pos + 2);
      if (end > 0 && end + 1 < to) {
        const name = text.slice(pos + 2, end);
        const has = CLASSES.get(options.nocase && (name === 'upper' || name === 'lower') ? 'alpha' : name);
        if (has !== undefined) {
          parts.classes.push(has);
          parts.names.push(name);
        }
        pos = end + 2;
        continue;
      }
    }
    const first = readElement(text, pos, to);
    pos = first.end;
    let last = first.cp;
    if (text[pos] === '-' && pos + 1 < to && text[pos + 1] !== ']') {
      const second = readElement(text, pos + 1, to);
      last = second.cp;
      pos = second.end;
    }
    if (first.cp <= last) parts.ranges.push(first.cp, last);
  }
  if (options.pathname && isNegated) parts.ranges.push(0x2f, 0x2f);
  return { set: makeSet(parts, { isNegated, icase: options.nocase === true, rawBytes: true }), end: pos + 1 };
}

/** A character, quoted character, `[.x.]` or `[=x=]`. */
function readElement(text: string, from: number, to: number): { cp: number; end: number } {
  let pos = from;
  if (text[pos] === '[' && (text[pos + 1] === '.' || text[pos + 1] === '=')) {
    const end = text.indexOf(`${text[pos + 1]}]`, pos + 2);
    const cp = text.codePointAt(pos + 2) ?? 0;
    if (end > pos + 2 && end + 1 < to && end === pos + 2 + (cp > 0xffff ? 2 : 1)) return { cp, end: end + 2 };
  }
  if (text[pos] === '\\' && pos + 1 < to) pos++;
  const cp = text.codePointAt(pos) ?? 0;
  return { cp, end: pos + (cp > 0xffff ? 2 : 1) };
}
