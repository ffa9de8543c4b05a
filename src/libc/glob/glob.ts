// Shell pattern matching, compiled once (fnmatch(3), bash's strmatch): for pathname expansion, case, [[ == ]], ${x#p}, ${x//p/r}, find -name.
// Plain texts and the common `x*`, `*x`, `*x*` are string searches; everything else runs on the regular expressions' automata, in linear
// time; `!(…)` has an own, slower way (negated.ts).

import { onlyChar } from '../regex/charset.ts';
import type { Node } from '../regex/parse.ts';
import { Regex } from '../regex/regex.ts';
import { Backtracking } from './backtracking.ts';
import { endsFrom } from './negated.ts';
import { EMPTY, type GlobNode, type GlobOptions, type ListKind, parseGlob } from './parse.ts';

export type { GlobOptions } from './parse.ts';

/** Compiles a pattern; every text is a pattern, there are no errors. */
export function compileGlob(pattern: string, options: GlobOptions = {}): Glob {
  return new Glob(parseGlob(pattern, options), options);
}

export class Glob {
  /** Not null: the pattern matches this text and no other. */
  readonly literal: string | null;
  /** Of the last `find`. */
  start = -1;
  end = -1;
  private readonly node: GlobNode;
  private readonly options: GlobOptions;
  private readonly shape: Shape | null;
  private regex: Regex | null | undefined = undefined;
  /** Not null: a pattern that bash's own algorithm understands differently from what it says. */
  private readonly peculiar: Backtracking | null;

  constructor(node: GlobNode, options: GlobOptions) {
    this.node = node;
    this.options = options;
    this.shape = shapeOf(node, options);
    this.peculiar = options.extglob ? Backtracking.for(node) : null;
    this.literal = this.shape !== null && !this.shape.starBefore && !this.shape.starAfter ? this.shape.text : null;
  }

  /** The automaton, or null when the pattern has a `!(…)`. */
  private automaton(): Regex | null {
    if (this.regex === undefined) {
      const root = plainTree(this.node);
      const tree = { groups: 0, hasBackref: false, skipped: [] };
      this.regex = root === null ? null : new Regex({ ...tree, root }, { icase: false, bytes: false, newlineAnchors: false });
    }
    return this.regex;
  }

  /** Does the pattern match the whole text. */
  matchWhole(text: string): boolean {
    const { shape } = this;
    if (shape !== null) {
      if (!shape.starBefore) return shape.starAfter ? text.startsWith(shape.text) : text === shape.text;
      return shape.starAfter ? text.includes(shape.text) : text.endsWith(shape.text);
    }
    if (this.peculiar !== null) return this.peculiar.matches(text, 0, text.length);
    return (this.automaton()?.matchAt(text, 0) ?? this.longestEnd(text, 0)) === text.length;
  }

  /** Where the longest (or shortest) match that begins with the text ends, or -1: `${x##p}`, `${x#p}`. */
  endOfPrefix(text: string, longest: boolean): number {
    if (this.peculiar !== null) return this.peculiar.endFrom(text, 0, longest);
    const regex = this.automaton();
    if (regex !== null) return longest ? regex.matchAt(text, 0) : regex.shortestAt(text, 0);
    return longest ? this.longestEnd(text, 0) : endsFrom(this.node, text, 0, this.options).indexOf(1);
  }

  /** Where the longest (or shortest) match that ends with the text begins, or -1: `${x%%p}`, `${x%p}`. */
  startOfSuffix(text: string, longest: boolean): number {
    if (this.peculiar !== null) return this.peculiar.startOfSuffix(text, longest);
    const regex = this.automaton();
    if (regex !== null) return regex.startOfSuffix(text, !longest);
    for (let k = 0; k <= text.length; k++) {
      const at = longest ? k : text.length - k;
      if (endsFrom(this.node, text, at, this.options)[text.length] !== 0) return at;
    }
    return -1;
  }

  /** Finds the leftmost, then longest match at or after `from` and leaves its ends in `start` and `end`: `${x/p/r}`. */
  find(text: string, from = 0): boolean {
    const regex = this.peculiar === null ? this.automaton() : null;
    if (regex !== null) {
      const isFound = regex.find(text, from);
      this.start = regex.start;
      this.end = regex.end;
      return isFound;
    }
    for (let at = from; at <= text.length; at++) {
      const end = this.peculiar === null ? this.longestEnd(text, at) : this.peculiar.endFrom(text, at, true);
      if (end < 0) continue;
      this.start = at;
      this.end = end;
      return true;
    }
    return false;
  }

  private longestEnd(text: string, at: number): number {
    return endsFrom(this.node, text, at, this.options).lastIndexOf(1);
  }
}

interface Shape {
  readonly starBefore: boolean;
  readonly text: string;
  readonly starAfter: boolean;
}

/** A text with at most a star before and a star after it. */
function shapeOf(node: GlobNode, options: GlobOptions): Shape | null {
  if (node.type !== 'plain') return null;
  let items: readonly Node[] = node.node.type === 'cat' ? node.node.items : node.node.type === 'empty' ? [] : [node.node];
  const starBefore = items[0]?.type === 'star';
  const starAfter = items.length > 1 && items[items.length - 1].type === 'star';
  if ((starBefore || starAfter) && (options.period || options.pathname)) return null;
  items = items.slice(starBefore ? 1 : 0, starAfter ? -1 : undefined);
  let text = '';
  for (const item of items) {
    const cp = item.type === 'set' ? onlyChar(item.set) : -1;
    if (cp < 0) return null;
    text += String.fromCodePoint(cp);
  }
  return { starBefore, text, starAfter };
}

/** The pattern as a tree of the regular expressions, or null when it has a `!(…)`. */
function plainTree(node: GlobNode): Node | null {
  switch (node.type) {
    case 'plain':
      return node.node;
    case 'cat': {
      const items = plainTrees(node.items);
      return items === null ? null : { type: 'cat', items };
    }
    case 'list': {
      const items = node.kind === '!' ? null : plainTrees(node.items);
      return items === null ? null : listTree(node.kind, items.length === 1 ? items[0] : { type: 'alt', items });
    }
  }
}

function plainTrees(nodes: readonly GlobNode[]): Node[] | null {
  const items: Node[] = [];
  for (const node of nodes) {
    const tree = plainTree(node);
    if (tree === null) return null;
    items.push(tree);
  }
  return items;
}

function listTree(kind: ListKind, body: Node): Node {
  switch (kind) {
    case '?':
      return { type: 'alt', items: [body, EMPTY] };
    case '*':
      return { type: 'star', body };
    case '+':
      return { type: 'cat', items: [body, { type: 'star', body }] };
    default:
      return body;
  }
}

/** Has the pattern any operator, so that pathname expansion must look into directories. */
export function hasMagic(pattern: string, extglob = false): boolean {
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '*' || c === '?' || (c === '[' && pattern.indexOf(']', i + 2) > 0)) return true;
    else if (extglob && pattern[i + 1] === '(' && '+@!'.includes(c)) return true;
  }
  return false;
}

/** The text a pattern without operators stands for. */
export function unquote(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, '$1');
}
