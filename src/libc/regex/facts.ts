// What a look at the tree tells before any automaton runs: literals that indexOf can look for, and which characters can begin a match.

import { onlyChar, setHas } from './charset.ts';
import type { Node } from './parse.ts';

export interface Facts {
  /** The pattern is this text and nothing else. */
  readonly literal: string | null;
  /** Every match begins with this text. */
  readonly prefix: string;
  /** Every match contains this text. */
  readonly required: string;
  /** Every match begins at the beginning of the text. */
  readonly isAnchored: boolean;
  /** For ASCII characters: can a match begin with it; null: a match may be empty. */
  readonly canBegin: Uint8Array | null;
}

export function factsOf(root: Node, groups: number, newlineAnchors: boolean): Facts {
  const runs = literalRuns(root);
  const canBegin = new Uint8Array(128);
  const isNullable = addFirst(root, canBegin);
  return {
    literal: groups > 0 || runs.whole === '' ? null : runs.whole,
    prefix: runs.prefix,
    required: runs.longest,
    isAnchored: !newlineAnchors && beginsWithAnchor(root),
    canBegin: isNullable ? null : canBegin,
  };
}

interface Runs {
  /** Not null: the node matches exactly this. */
  readonly whole: string | null;
  readonly prefix: string;
  readonly suffix: string;
  readonly longest: string;
}

const NOTHING_KNOWN: Runs = { whole: null, prefix: '', suffix: '', longest: '' };
const exactly = (text: string): Runs => ({ whole: text, prefix: text, suffix: text, longest: text });
const longer = (a: string, b: string): string => (b.length > a.length ? b : a);

function literalRuns(node: Node): Runs {
  switch (node.type) {
    case 'empty':
      return exactly('');
    case 'set': {
      const cp = onlyChar(node.set);
      return cp < 0 ? NOTHING_KNOWN : exactly(String.fromCodePoint(cp));
    }
    case 'group':
      return literalRuns(node.body);
    case 'cat':
      return node.items.map(literalRuns).reduce(join, exactly(''));
    default:
      return NOTHING_KNOWN;
  }
}

function join(a: Runs, b: Runs): Runs {
  if (a.whole !== null && b.whole !== null) return exactly(a.whole + b.whole);
  return {
    whole: null,
    prefix: a.whole !== null ? a.whole + b.prefix : a.prefix,
    suffix: b.whole !== null ? a.suffix + b.whole : b.suffix,
    longest: longer(longer(a.longest, b.longest), a.suffix + b.prefix),
  };
}

function beginsWithAnchor(node: Node): boolean {
  switch (node.type) {
    case 'assert':
      return node.kind === 'bol' || node.kind === 'textStart';
    case 'group':
      return beginsWithAnchor(node.body);
    case 'cat':
      return beginsWithAnchor(node.items[0]);
    case 'alt':
      return node.items.every(beginsWithAnchor);
    default:
      return false;
  }
}

/** Adds the characters the node can begin with; returns whether it can match nothing. */
function addFirst(node: Node, first: Uint8Array): boolean {
  switch (node.type) {
    case 'empty':
    case 'assert':
      return true;
    case 'backref':
      return true;
    case 'set':
      for (let c = 0; c < 128; c++) if (setHas(node.set, c)) first[c] = 1;
      return false;
    case 'group':
      return addFirst(node.body, first);
    case 'star':
    case 'upTo':
      addFirst(node.body, first);
      return true;
    case 'cat':
      for (const item of node.items) if (!addFirst(item, first)) return false;
      return true;
    case 'alt': {
      let isNullable = false;
      for (const item of node.items) isNullable = addFirst(item, first) || isNullable;
      return isNullable;
    }
  }
}
