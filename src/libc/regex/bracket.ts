// Bracket expressions, `[^a-z[:digit:]]` (regex(7)): shared by regular expressions and shell patterns' classes.
// The C.UTF-8 locale has no collating sequence: `[.x.]` and `[=x=]` take single characters, and glibc accepts no range with an end
// outside ASCII (`[a-é]` is "Invalid collation character").

import type { CharPredicate } from '../ctype.ts';
import { emptyParts, type SetParts } from './charset.ts';
import { RegexError, type Syntax } from './syntax.ts';

type Element =
  | { readonly type: 'char'; readonly cp: number }
  | { readonly type: 'class'; readonly name: string }
  | { readonly type: 'equivalence'; readonly cp: number }
  /** A collating symbol that does not exist. */
  | { readonly type: 'unknown' };

export interface Bracket {
  readonly parts: SetParts;
  readonly isNegated: boolean;
  /** Where the text goes on after the closing bracket. */
  readonly end: number;
}

/** glibc's buffer for the name in `[:name:]`. */
const MAX_NAME = 32;

/** Reads the bracket expression whose `[` is before `start`. */
export function parseBracket(
  source: string,
  start: number,
  syntax: Syntax,
  classes: ReadonlyMap<string, CharPredicate>,
  icase: boolean,
  bytes: boolean,
): Bracket {
  const reader = new Reader(source, start, syntax, bytes);
  const isNegated = source[reader.pos] === '^';
  if (isNegated) reader.pos++;
  if (reader.atEnd()) throw new RegexError('BADPAT');
  const parts = emptyParts();
  for (let isFirst = true; isFirst || source[reader.pos] !== ']'; isFirst = false) {
    const from = reader.element(isFirst);
    if (reader.atEnd() && from.type !== 'class' && from.type !== 'equivalence') throw new RegexError('EBRACK');
    const to = reader.rangeEnd();
    if (to === null) add(parts, from, classes, icase);
    else addRange(parts, from, to, syntax, bytes);
    if (reader.atEnd()) throw new RegexError('EBRACK');
  }
  return { parts, isNegated, end: reader.pos + 1 };
}

class Reader {
  readonly source: string;
  readonly syntax: Syntax;
  readonly bytes: boolean;
  pos: number;
  constructor(source: string, pos: number, syntax: Syntax, bytes: boolean) {
    this.source = source;
    this.pos = pos;
    this.syntax = syntax;
    this.bytes = bytes;
  }

  atEnd(): boolean {
    return this.pos >= this.source.length;
  }

  /** A hyphen stands for itself only first, last, or as the end of a range. */
  element(acceptHyphen: boolean): Element {
    const { source } = this;
    if (this.atEnd()) throw new RegexError('EBRACK');
    const c = source[this.pos];
    if (c === '[') {
      const kind = source[this.pos + 1];
      if (kind === '.' || kind === '=' || (kind === ':' && !this.syntax.noClasses)) return this.symbol(kind);
    }
    if (c === '\\' && this.syntax.bracketEscapes && this.pos + 1 < source.length) this.pos++;
    else if (c === '-' && !acceptHyphen && source[this.pos + 1] !== ']') {
      throw new RegexError(this.pos + 1 >= source.length ? 'EBRACK' : 'ERANGE');
    }
    return { type: 'char', cp: this.char() };
  }

  /** The end of the range that began before, or null when no range stands here. */
  rangeEnd(): Element | null {
    const { source } = this;
    if (source[this.pos] !== '-') return null;
    if (this.pos + 1 >= source.length) throw new RegexError('EBRACK');
    if (source[this.pos + 1] === ']') return null;
    this.pos++;
    return this.element(true);
  }

  private char(): number {
    const cp = this.bytes ? this.source.charCodeAt(this.pos) : (this.source.codePointAt(this.pos) ?? 0);
    this.pos += cp > 0xffff ? 2 : 1;
    return cp;
  }

  private symbol(kind: '.' | '=' | ':'): Element {
    const nameStart = this.pos + 2;
    const end = this.source.indexOf(`${kind}]`, nameStart);
    if (end < 0 || end - nameStart >= MAX_NAME) throw new RegexError('EBRACK');
    const name = this.source.slice(nameStart, end);
    this.pos = end + 2;
    if (kind === ':') return { type: 'class', name };
    const isKnown = name.length === 1 && (name < '\x80' || this.bytes);
    if (!isKnown && kind === '=') throw new RegexError('ECOLLATE');
    if (!isKnown) return { type: 'unknown' };
    return { type: kind === '=' ? 'equivalence' : 'char', cp: name.charCodeAt(0) };
  }
}

function add(parts: SetParts, element: Element, classes: ReadonlyMap<string, CharPredicate>, icase: boolean): void {
  if (element.type === 'unknown') throw new RegexError('ECOLLATE');
  if (element.type !== 'class') {
    parts.ranges.push(element.cp, element.cp);
    return;
  }
  const name = icase && (element.name === 'upper' || element.name === 'lower') ? 'alpha' : element.name;
  const has = classes.get(name);
  if (has === undefined) throw new RegexError('ECTYPE');
  parts.classes.push(has);
  parts.names.push(name);
}

function addRange(parts: SetParts, from: Element, to: Element, syntax: Syntax, bytes: boolean): void {
  if (from.type === 'class' || from.type === 'equivalence' || to.type === 'class' || to.type === 'equivalence')
    throw new RegexError('ERANGE');
  if (from.type === 'unknown' || to.type === 'unknown') throw new RegexError('ECOLLATE');
  if (!bytes && (from.cp > 0x7f || to.cp > 0x7f)) throw new RegexError('ECOLLATE');
  if (from.cp <= to.cp) parts.ranges.push(from.cp, to.cp);
  else if (!syntax.emptyRanges) throw new RegexError('ERANGE');
}
