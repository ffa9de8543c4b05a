// Pattern text to tree, by recursive descent, following POSIX's grammar (regex(7)) with the choices glibc's regcomp makes where POSIX
// says "undefined": what a leading `*`, an unmatched `)` or a broken interval means depends on the dialect (syntax.ts).

import { CLASSES, isSpace, isWord } from '../ctype.ts';
import { parseBracket } from './bracket.ts';
import { type CharSet, charSet, emptyParts, makeSet } from './charset.ts';
import { RegexError, type Syntax } from './syntax.ts';
import { type Assertion, readToken, type Token } from './tokens.ts';

export type Node =
  | { readonly type: 'empty' }
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'assert'; readonly kind: Assertion }
  | { readonly type: 'cat' | 'alt'; readonly items: readonly Node[] }
  | { readonly type: 'star'; readonly body: Node }
  /** The body from 0 to `count` times, as ((y?x)?x)?: the optional part grows to the left, as glibc builds it; `first` is y. */
  | { readonly type: 'upTo'; readonly first: Node; readonly body: Node; readonly count: number }
  | { readonly type: 'group'; readonly nr: number; readonly body: Node; readonly isOptional: boolean }
  | { readonly type: 'backref'; readonly nr: number };

export interface ParseOptions {
  readonly syntax: Syntax;
  readonly icase: boolean;
  /** `.` and `[^a]` do not match a newline. */
  readonly dotStopsAtNewline: boolean;
  /** Characters are bytes; classes are ASCII's. */
  readonly bytes: boolean;
}

export interface Parsed {
  readonly root: Node;
  readonly groups: number;
  readonly hasBackref: boolean;
  /** Repetition operators at the beginning of an alternative, which were skipped, as grep -E warns about. */
  readonly skipped: readonly string[];
}

/** RE_DUP_MAX of regex(7). */
const MAX_REPEAT = 0x7fff;
/** Expanding intervals beyond this many tree nodes is refused, as regcomp refuses what needs too much memory. */
const MAX_NODES = 400_000;

/** Groups nested deeper than this would overflow our own stack. */
const MAX_DEPTH = 1000;

const EMPTY: Node = { type: 'empty' };

export function parseRegex(source: string, options: ParseOptions): Parsed {
  const parser = new Parser(source, options);
  const root = parser.alternatives(0);
  return { root, groups: parser.groups, hasBackref: parser.hasBackref, skipped: parser.skipped };
}

class Parser {
  readonly source: string;
  readonly options: ParseOptions;
  readonly syntax: Syntax;
  pos = 0;
  /** The token at `pos`, and where it ends. */
  token: Token = { type: 'end' };
  tokenEnd = 0;
  groups = 0;
  hasBackref = false;
  /** Groups that are closed, which a back-reference may name. */
  completed = new Set<number>();
  nodes = 0;
  readonly skipped: string[] = [];
  /** Nothing of the alternative was read yet but anchors and skipped operators. */
  private isStart = true;
  /** The last expression was an anchor that cannot be repeated; of an interval behind it only the brace is skipped. */
  private isAfterAnchor = false;

  constructor(source: string, options: ParseOptions) {
    this.source = source;
    this.options = options;
    this.syntax = options.syntax;
  }

  /** Reads the token at `tokenEnd`; `caretHere` says that a `^` here begins a branch. */
  next(caretHere = false): void {
    this.pos = this.tokenEnd;
    const { token, end } = readToken(this.source, this.pos, this.options, caretHere);
    this.token = token;
    this.tokenEnd = end;
  }

  private count(by = 1): void {
    this.nodes += by;
    if (this.nodes > MAX_NODES) throw new RegexError('ESPACE');
  }

  alternatives(depth: number): Node {
    if (depth > MAX_DEPTH) throw new RegexError('ESPACE');
    const before = new Set(this.completed);
    this.next(true);
    const items = [this.branch(depth)];
    while (this.token.type === 'bar') {
      this.next(true);
      this.count();
      // A back-reference may not name a group of another alternative: that one did not take part.
      const seen = this.completed;
      this.completed = new Set(before);
      items.push(this.branch(depth));
      for (const nr of seen) this.completed.add(nr);
    }
    return items.length === 1 ? items[0] : { type: 'alt', items };
  }

  private endsAlternative(depth: number): boolean {
    const { type } = this.token;
    return type === 'end' || type === 'bar' || (type === 'close' && depth > 0);
  }

  private branch(depth: number): Node {
    const items: Node[] = [];
    this.isStart = true;
    while (!this.endsAlternative(depth)) {
      const item = this.expression(depth);
      if (item !== EMPTY) items.push(item);
    }
    return concatenate(items);
  }

  private expression(depth: number): Node {
    const { syntax, token } = this;
    let tree: Node;
    switch (token.type) {
      case 'char':
        tree = this.char(token.cp);
        break;
      case 'open':
        tree = this.group(depth);
        break;
      case 'bracket':
        tree = this.bracket();
        break;
      case 'backref':
        if (!this.completed.has(token.nr)) throw new RegexError('ESUBREG');
        this.hasBackref = true;
        tree = { type: 'backref', nr: token.nr };
        break;
      case 'dot':
        tree = { type: 'set', set: makeSet(emptyParts(), { isNegated: true, noNewline: this.options.dotStopsAtNewline }) };
        break;
      case 'class':
        tree = this.namedClass(token.name, token.isNegated);
        break;
      case 'anchor':
        // Nothing may repeat an anchor: in `^*` the star begins an expression of its own.
        tree = this.anchor(token.kind);
        this.next();
        if (syntax.anchorsRepeat && (token.kind === 'bol' || token.kind === 'eol')) return this.repeatedAnchor(tree);
        this.isAfterAnchor = true;
        return tree;
      case 'openInterval':
        if (syntax.doubleRepeatInvalid) throw new RegexError('BADRPT');
        return this.leadingRepeat(depth);
      case 'star':
      case 'plus':
      case 'question':
        return this.leadingRepeat(depth);
      case 'close':
        if (!syntax.strayParenOrdinary) throw new RegexError('ERPAREN');
        tree = this.char(0x29);
        break;
      case 'closeInterval':
        tree = this.char(0x7d);
        break;
      case 'trailing':
        throw new RegexError('EESCAPE');
      case 'bar':
      case 'end':
        return EMPTY;
    }
    this.isStart = false;
    this.isAfterAnchor = false;
    this.next();
    return this.repeats(tree);
  }

  /** A repetition operator with nothing before it. */
  private leadingRepeat(depth: number): Node {
    const { syntax } = this;
    if (syntax.leadingOpsInvalid) throw new RegexError('BADRPT');
    if (syntax.skipLeadingOps) {
      this.noteLeading();
      if (this.isInterval() && !this.isAfterAnchor) this.interval();
      else this.next();
      return this.expression(depth);
    }
    const tree = this.char(this.source.charCodeAt(this.tokenEnd - 1));
    this.next();
    return this.repeats(tree);
  }

  private repeatedAnchor(tree: Node): Node {
    if (this.tokenType() === 'openInterval' && !this.isInterval()) return tree;
    this.noteLeading();
    return this.repeats(tree);
  }

  /** Notes an operator at the beginning of an alternative. */
  private noteLeading(): void {
    const type = this.tokenType();
    if (!this.isStart) return;
    if (this.isInterval()) this.skipped.push('{...}');
    else if (type === 'star' || type === 'plus' || type === 'question') this.skipped.push(this.source[this.tokenEnd - 1]);
  }

  /** Whether the token opens a well-formed interval. */
  private isInterval(): boolean {
    const m = /^\{(\d*)(?:(,)(\d*))?\}/.exec(this.source.slice(this.pos));
    if (this.tokenType() !== 'openInterval' || m === null || (m[1] === '' && m[2] === undefined)) return false;
    return m[3] === undefined || m[3] === '' || Number(m[1]) <= Number(m[3]);
  }

  /** The type of the present token (a call, because the compiler would take `this.token` for unchanged across `next()`). */
  private tokenType(): Token['type'] {
    return this.token.type;
  }

  private char(cp: number): Node {
    this.count();
    return { type: 'set', set: charSet(cp, this.options.icase) };
  }

  private namedClass(name: 'word' | 'space', isNegated: boolean): Node {
    const parts = emptyParts();
    const isMember = name === 'word' ? isWord : isSpace;
    parts.classes.push(this.options.bytes ? asciiOnly(isMember) : isMember);
    parts.names.push(name);
    return { type: 'set', set: makeSet(parts, { isNegated }) };
  }

  private anchor(kind: Assertion | 'wordEdge' | 'notWordEdge'): Node {
    this.count();
    if (kind === 'wordEdge') return either('wordStart', 'wordEnd');
    if (kind === 'notWordEdge') return either('insideWord', 'outsideWord');
    return { type: 'assert', kind };
  }

  private group(depth: number): Node {
    const nr = ++this.groups;
    this.count();
    const body = this.alternatives(depth + 1);
    if (this.token.type !== 'close') throw new RegexError('EPAREN');
    if (nr <= 9) this.completed.add(nr);
    return { type: 'group', nr, body, isOptional: false };
  }

  private bracket(): Node {
    const { icase, bytes, dotStopsAtNewline, syntax } = this.options;
    const classes = bytes ? ASCII_CLASSES : CLASSES;
    const { parts, isNegated, end } = parseBracket(this.source, this.tokenEnd, syntax, classes, icase, bytes);
    this.tokenEnd = end;
    this.count();
    return { type: 'set', set: makeSet(parts, { isNegated, icase, noNewline: dotStopsAtNewline }) };
  }

  private repeats(body: Node): Node {
    let tree = body;
    for (;;) {
      const type = this.tokenType();
      if (type === 'star') {
        this.next();
        tree = this.repeat(tree, 0, -1);
      } else if (type === 'plus') {
        this.next();
        tree = this.repeat(tree, 1, -1);
      } else if (type === 'question') {
        this.next();
        tree = this.repeat(tree, 0, 1);
      } else if (type === 'openInterval') {
        const bounds = this.interval();
        if (bounds === null) return tree;
        tree = this.repeat(tree, bounds.min, bounds.max);
      } else return tree;
      const after = this.tokenType();
      if (this.syntax.doubleRepeatInvalid && (after === 'star' || after === 'openInterval')) throw new RegexError('BADRPT');
    }
  }

  /** `{n}`, `{n,}`, `{n,m}`, `{,m}`. Null: it was no interval, and the brace is now a plain character token. */
  private interval(): { min: number; max: number } | null {
    const open = this.pos;
    const afterOpen = this.tokenEnd;
    let min = this.number();
    if (min === -1) {
      if (this.isComma()) min = 0;
      else throw new RegexError('BADBR');
    }
    let max = -2;
    if (min !== -2) max = this.tokenType() === 'closeInterval' ? min : this.isComma() ? this.number() : -2;
    if (min === -2 || max === -2) {
      if (!this.syntax.badIntervalOrdinary) throw new RegexError(this.tokenType() === 'end' ? 'EBRACE' : 'BADBR');
      this.pos = open;
      this.tokenEnd = afterOpen;
      this.token = { type: 'char', cp: this.source.charCodeAt(afterOpen - 1) };
      return null;
    }
    if ((max !== -1 && min > max) || this.tokenType() !== 'closeInterval') throw new RegexError('BADBR');
    if ((max === -1 ? min : max) > MAX_REPEAT) throw new RegexError('ESIZE');
    this.next();
    return { min, max };
  }

  private isComma(): boolean {
    return this.token.type === 'char' && this.token.cp === 0x2c;
  }

  /** A number up to `,` or the closing brace: -1 when there is none, -2 when there is something else. */
  private number(): number {
    let value = -1;
    for (;;) {
      this.next();
      const { token } = this;
      if (token.type === 'end') return -2;
      if (token.type === 'closeInterval' || this.isComma()) return value;
      if (token.type !== 'char' || token.cp < 0x30 || token.cp > 0x39 || value === -2) value = -2;
      else value = Math.min(MAX_REPEAT + 1, Math.max(value, 0) * 10 + token.cp - 0x30);
    }
  }

  private repeat(body: Node, min: number, max: number): Node {
    if (body === EMPTY || (min === 0 && max === 0)) return EMPTY;
    this.count(sizeOf(body) * (max === -1 ? min + 1 : max));
    if (min === 0 && max === -1) return { type: 'star', body: marked(body) };
    // Empty iterations of an optional group do not count (captures.ts). glibc marks the first copy beyond the required ones, and its
    // duplicates have no marks inside.
    const copy = withoutMarks(body);
    const items: Node[] = Array.from({ length: min }, (_, i) => (i === 0 ? body : copy));
    const more = min === 0 ? body : copy;
    if (max === -1) items.push({ type: 'star', body: marked(more) });
    else if (max > min) items.push({ type: 'upTo', first: marked(more), body: copy, count: max - min });
    return concatenate(items);
  }
}

const marked = (node: Node): Node => (node.type === 'group' ? { ...node, isOptional: true } : node);

function withoutMarks(node: Node): Node {
  switch (node.type) {
    case 'cat':
    case 'alt':
      return { type: node.type, items: node.items.map(withoutMarks) };
    case 'star':
      return { type: 'star', body: withoutMarks(node.body) };
    case 'upTo':
      return { ...node, first: withoutMarks(node.first), body: withoutMarks(node.body) };
    case 'group':
      return { ...node, isOptional: false, body: withoutMarks(node.body) };
    default:
      return node;
  }
}

const concatenate = (items: readonly Node[]): Node => (items.length === 0 ? EMPTY : items.length === 1 ? items[0] : { type: 'cat', items });

const either = (...kinds: readonly Assertion[]): Node => ({ type: 'alt', items: kinds.map((kind) => ({ type: 'assert', kind })) });

function sizeOf(node: Node): number {
  switch (node.type) {
    case 'cat':
    case 'alt':
      return node.items.reduce((sum, item) => sum + sizeOf(item), 1);
    case 'star':
    case 'group':
      return 1 + sizeOf(node.body);
    case 'upTo':
      return node.count * (1 + sizeOf(node.body));
    default:
      return 1;
  }
}

const asciiOnly =
  (has: (cp: number) => boolean): ((cp: number) => boolean) =>
  (cp) =>
    cp < 0x80 && has(cp);

const ASCII_CLASSES: typeof CLASSES = new Map([...CLASSES].map(([name, has]) => [name, asciiOnly(has)]));
