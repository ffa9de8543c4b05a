// Tree to automaton (Thompson): nodes in flat arrays, each with one or two successors. The first successor of a split is the one the
// sub-match rules prefer: into the loop before out of it, the left alternative before the right.

import { type CharSet, setHas } from './charset.ts';
import type { Node, Parsed } from './parse.ts';
import type { Assertion } from './tokens.ts';

export const CHAR = 0;
export const SPLIT = 1;
export const ASSERT = 2;
export const OPEN = 3;
export const CLOSE = 4;
export const BACKREF = 5;
export const MATCH = 6;

/** What is before a place in the text. */
export const PREV_BOL = 1;
export const PREV_TEXT_START = 2;
export const PREV_WORD = 4;
export const PREV_SLASH = 8;
/** What is after a place in the text. */
export const NEXT_EOL = 1;
export const NEXT_TEXT_END = 2;
export const NEXT_WORD = 4;
export const NEXT_PERIOD = 8;

export interface Program {
  readonly op: readonly number[];
  /** The successor (of a split: the preferred one). */
  readonly next: readonly number[];
  /** CHAR: index into sets; SPLIT: the other successor; ASSERT: index into ASSERTIONS; OPEN, CLOSE, BACKREF: the group. */
  readonly arg: readonly number[];
  readonly sets: readonly CharSet[];
  readonly start: number;
  readonly match: number;
  readonly groups: number;
  readonly hasBackref: boolean;
  /** The bits of PREV_… and NEXT_… that some assertion looks at; 0 when there is none. */
  readonly context: number;
  /** The CLOSE nodes of groups in an iteration that is not required. */
  readonly optional: ReadonlySet<number>;
}

interface AssertionRow {
  readonly needs: number;
  holds(prev: number, next: number): boolean;
}

const ASSERTION_TABLE: Record<Assertion, AssertionRow> = {
  bol: { needs: PREV_BOL, holds: (prev) => (prev & PREV_BOL) !== 0 },
  eol: { needs: NEXT_EOL, holds: (_, next) => (next & NEXT_EOL) !== 0 },
  textStart: { needs: PREV_TEXT_START, holds: (prev) => (prev & PREV_TEXT_START) !== 0 },
  textEnd: { needs: NEXT_TEXT_END, holds: (_, next) => (next & NEXT_TEXT_END) !== 0 },
  wordStart: { needs: PREV_WORD, holds: (prev, next) => (prev & PREV_WORD) === 0 && (next & NEXT_WORD) !== 0 },
  wordEnd: { needs: PREV_WORD, holds: (prev, next) => (prev & PREV_WORD) !== 0 && (next & NEXT_WORD) === 0 },
  insideWord: { needs: PREV_WORD, holds: (prev, next) => (prev & PREV_WORD) !== 0 && (next & NEXT_WORD) !== 0 },
  noWordBefore: { needs: PREV_WORD, holds: (prev) => (prev & PREV_WORD) === 0 },
  noWordAfter: { needs: PREV_WORD, holds: (_, next) => (next & NEXT_WORD) === 0 },
  notLeadingPeriod: {
    needs: PREV_TEXT_START | PREV_SLASH,
    holds: (prev, next) => (next & NEXT_PERIOD) === 0 || (prev & (PREV_TEXT_START | PREV_SLASH)) === 0,
  },
  outsideWord: { needs: PREV_WORD, holds: (prev, next) => (prev & PREV_WORD) === 0 && (next & NEXT_WORD) === 0 },
};
const ASSERTION_KINDS = Object.keys(ASSERTION_TABLE) as readonly Assertion[];
const ASSERTIONS: readonly AssertionRow[] = ASSERTION_KINDS.map((kind) => ASSERTION_TABLE[kind]);

export const assertionHolds = (index: number, prev: number, next: number): boolean => ASSERTIONS[index].holds(prev, next);

export function compileProgram({ root, groups, hasBackref }: Parsed): Program {
  const build = new Builder();
  const match = build.add(MATCH, -1, 0);
  const start = build.node(root, match);
  const { op, next, arg, sets, context, optional } = build;
  return { op, next, arg, sets, start, match, groups, hasBackref, context, optional };
}

class Builder {
  readonly op: number[] = [];
  readonly next: number[] = [];
  readonly arg: number[] = [];
  readonly sets: CharSet[] = [];
  readonly setIndex = new Map<string, number>();
  readonly optional = new Set<number>();
  context = 0;

  add(op: number, next: number, arg: number): number {
    this.op.push(op);
    this.next.push(next);
    this.arg.push(arg);
    return this.op.length - 1;
  }

  private set(set: CharSet): number {
    const known = this.setIndex.get(set.key);
    if (known !== undefined) return known;
    this.setIndex.set(set.key, this.sets.length);
    return this.sets.push(set) - 1;
  }

  /** Adds the nodes that match `node` and go on at `next`; returns the first. */
  node(node: Node, next: number): number {
    switch (node.type) {
      case 'empty':
        return next;
      case 'set':
        return this.add(CHAR, next, this.set(node.set));
      case 'assert': {
        const index = ASSERTION_KINDS.indexOf(node.kind);
        this.context |= ASSERTIONS[index].needs;
        return this.add(ASSERT, next, index);
      }
      case 'cat': {
        let entry = next;
        for (let i = node.items.length - 1; i >= 0; i--) entry = this.node(node.items[i], entry);
        return entry;
      }
      case 'alt': {
        let entry = this.node(node.items[node.items.length - 1], next);
        for (let i = node.items.length - 2; i >= 0; i--) {
          const left = this.node(node.items[i], next);
          entry = this.add(SPLIT, left, entry);
        }
        return entry;
      }
      case 'star': {
        const split = this.add(SPLIT, -1, next);
        this.next[split] = this.node(node.body, split);
        return split;
      }
      case 'upTo':
        return this.upTo(node.first, node.body, node.count, next);
      case 'group': {
        const close = this.add(CLOSE, next, node.nr);
        if (node.isOptional) this.optional.add(close);
        return this.add(OPEN, this.node(node.body, close), node.nr);
      }
      case 'backref':
        return this.add(BACKREF, next, node.nr);
    }
  }

  private upTo(first: Node, body: Node, count: number, next: number): number {
    const copies: number[] = [];
    for (let i = 0, entry = next; i < count; i++) {
      entry = this.node(i === count - 1 ? first : body, entry);
      copies.push(entry);
    }
    copies.reverse();
    let entry = copies[0];
    for (let i = 0; i < count; i++) entry = this.add(SPLIT, entry, i + 1 < count ? copies[i + 1] : next);
    return entry;
  }
}

/** The pseudo character after the last: where `$` holds, and where the caller said it does not (REG_NOTEOL). */
export const END_CLASS = 0;
export const END_NOT_EOL_CLASS = 1;
/** The pseudo character before the first, with and without `^` holding. */
export const BEGIN_CLASS = 2;
export const BEGIN_NOT_BOL_CLASS = 3;
const FIRST_CLASS = 4;

/**
 * Characters fall into classes which no set of the program tells apart; found when a character is first seen, so that a pattern costs
 * nothing for characters its texts do not have.
 */
export class Alphabet {
  /** Class of a character below 256; -1: not seen yet. */
  readonly small = new Int32Array(256).fill(-1);
  private readonly large = new Map<number, number>();
  private readonly bySignature = new Map<string, number>();
  /** By class, one byte a set: is the class in it. */
  readonly members: Uint8Array[] = [];
  readonly prev: number[] = [];
  readonly next: number[] = [];
  private readonly program: Program;
  private readonly newlineAnchors: boolean;
  private readonly isWord: (cp: number) => boolean;

  constructor(program: Program, newlineAnchors: boolean, isWord: (cp: number) => boolean) {
    this.program = program;
    this.newlineAnchors = newlineAnchors;
    this.isWord = isWord;
    const none = new Uint8Array(program.sets.length);
    const mask = program.context;
    for (let i = 0; i < FIRST_CLASS; i++) this.members.push(none);
    this.prev.push(0, 0, (PREV_BOL | PREV_TEXT_START) & mask, PREV_TEXT_START & mask);
    this.next.push((NEXT_EOL | NEXT_TEXT_END) & mask, NEXT_TEXT_END & mask, 0, 0);
  }

  classOf(cp: number): number {
    const known = cp < 256 ? this.small[cp] : (this.large.get(cp) ?? -1);
    if (known >= 0) return known;
    const cls = this.classify(cp);
    if (cp < 256) this.small[cp] = cls;
    else {
      if (this.large.size > 50_000) this.large.clear();
      this.large.set(cp, cls);
    }
    return cls;
  }

  private classify(cp: number): number {
    const { sets, context } = this.program;
    const members = new Uint8Array(sets.length);
    for (let i = 0; i < sets.length; i++) members[i] = setHas(sets[i], cp) ? 1 : 0;
    let prev = 0;
    let next = 0;
    if (context !== 0) {
      if (this.newlineAnchors && cp === 10) {
        prev = PREV_BOL & context;
        next = NEXT_EOL & context;
      }
      if ((context & PREV_SLASH) !== 0) {
        if (cp === 0x2f) prev |= PREV_SLASH;
        if (cp === 0x2e) next |= NEXT_PERIOD;
      }
      if ((context & PREV_WORD) !== 0 && this.isWord(cp)) {
        prev |= PREV_WORD;
        next |= NEXT_WORD;
      }
    }
    const signature = `${prev},${next},${members.join('')}`;
    const known = this.bySignature.get(signature);
    if (known !== undefined) return known;
    const cls = this.members.push(members) - 1;
    this.prev.push(prev);
    this.next.push(next);
    this.bySignature.set(signature, cls);
    return cls;
  }
}
