// Pattern text to tokens: which characters are operators is the dialect's matter (syntax.ts), and for `^` and `$` also that of their place.

import type { ParseOptions } from './parse.ts';
import type { Syntax } from './syntax.ts';

/** Places that match without consuming. `wordEdge`s are split into their two halves by the parser. */
export type Assertion =
  | 'bol'
  | 'eol'
  | 'textStart'
  | 'textEnd'
  | 'wordStart'
  | 'wordEnd'
  | 'insideWord'
  | 'outsideWord'
  /** For grep -w: no word character is next to it. */
  | 'noWordBefore'
  | 'noWordAfter'
  /** For shell patterns: not at a period that begins a file name. */
  | 'notLeadingPeriod';

export type Token =
  | { readonly type: 'char'; readonly cp: number }
  | {
      readonly type:
        | 'star'
        | 'plus'
        | 'question'
        | 'open'
        | 'close'
        | 'bar'
        | 'openInterval'
        | 'closeInterval'
        | 'bracket'
        | 'dot'
        | 'end'
        | 'trailing';
    }
  | { readonly type: 'anchor'; readonly kind: Assertion | 'wordEdge' | 'notWordEdge' }
  | { readonly type: 'class'; readonly name: 'word' | 'space'; readonly isNegated: boolean }
  | { readonly type: 'backref'; readonly nr: number };

const simple = <T extends Exclude<Token['type'], 'char' | 'anchor' | 'class' | 'backref'>>(type: T): Token => ({ type });
const STAR = simple('star');
const PLUS = simple('plus');
const QUESTION = simple('question');
const OPEN = simple('open');
const CLOSE = simple('close');
const BAR = simple('bar');
const OPEN_INTERVAL = simple('openInterval');
const CLOSE_INTERVAL = simple('closeInterval');
const BRACKET = simple('bracket');
const DOT = simple('dot');
const END = simple('end');
const TRAILING = simple('trailing');
const CARET: Token = { type: 'anchor', kind: 'bol' };
const DOLLAR: Token = { type: 'anchor', kind: 'eol' };

const GNU_OPERATORS: ReadonlyMap<string, Token> = new Map<string, Token>([
  ['<', { type: 'anchor', kind: 'wordStart' }],
  ['>', { type: 'anchor', kind: 'wordEnd' }],
  ['b', { type: 'anchor', kind: 'wordEdge' }],
  ['B', { type: 'anchor', kind: 'notWordEdge' }],
  ['`', { type: 'anchor', kind: 'textStart' }],
  ["'", { type: 'anchor', kind: 'textEnd' }],
  ['w', { type: 'class', name: 'word', isNegated: false }],
  ['W', { type: 'class', name: 'word', isNegated: true }],
  ['s', { type: 'class', name: 'space', isNegated: false }],
  ['S', { type: 'class', name: 'space', isNegated: true }],
]);

/** The operators without a backslash, and with one, which take no look at their place. */
function operator(c: string, isEscaped: boolean, syntax: Syntax): Token | null {
  // Whether ( ) { } | are operators bare or escaped is one choice, + and ? are another.
  const isOperator = (syntax.bareOperators === true) !== isEscaped;
  switch (c) {
    case '(':
      return isOperator ? OPEN : null;
    case ')':
      return isOperator ? CLOSE : null;
    case '|':
      return isOperator && !syntax.limited ? BAR : null;
    case '{':
      return isOperator && syntax.intervals ? OPEN_INTERVAL : null;
    case '}':
      return isOperator && syntax.intervals ? CLOSE_INTERVAL : null;
    case '+':
      return (syntax.barePlus === true) !== isEscaped && !syntax.limited ? PLUS : null;
    case '?':
      return (syntax.barePlus === true) !== isEscaped && !syntax.limited ? QUESTION : null;
    default:
      return null;
  }
}

/** The token at `pos` and where it ends; `caretHere` says that a `^` here begins a branch. */
export function readToken(source: string, pos: number, options: ParseOptions, caretHere: boolean): { token: Token; end: number } {
  if (pos >= source.length) return { token: END, end: pos };
  const { syntax, bytes } = options;
  const isEscaped = source[pos] === '\\';
  const at = isEscaped ? pos + 1 : pos;
  if (at >= source.length) return { token: TRAILING, end: at };
  const cp = bytes ? source.charCodeAt(at) : (source.codePointAt(at) ?? 0);
  const end = at + (cp > 0xffff ? 2 : 1);
  const c = source[at];
  const special = operator(c, isEscaped, syntax) ?? (isEscaped ? escaped(c, syntax) : bare(source, pos, syntax, caretHere));
  return { token: special ?? { type: 'char', cp }, end };
}

function escaped(c: string, syntax: Syntax): Token | null {
  if (c >= '1' && c <= '9') return syntax.noBackReferences ? null : { type: 'backref', nr: c.charCodeAt(0) - 0x30 };
  return (!syntax.noGnuOperators && GNU_OPERATORS.get(c)) || null;
}

function bare(source: string, pos: number, syntax: Syntax, caretHere: boolean): Token | null {
  switch (source[pos]) {
    case '*':
      return STAR;
    case '[':
      return BRACKET;
    case '.':
      return DOT;
    case '\n':
      return syntax.newlineAlternates ? BAR : null;
    case '^':
      return syntax.anchorsAnywhere || caretHere || pos === 0 ? CARET : null;
    case '$':
      return syntax.anchorsAnywhere || endsBranch(source, pos + 1, syntax) ? DOLLAR : null;
    default:
      return null;
  }
}

/** A `$` is an anchor in a BRE only where a branch ends (regex(7)). */
function endsBranch(source: string, pos: number, syntax: Syntax): boolean {
  if (pos >= source.length) return true;
  if (syntax.newlineAlternates && source[pos] === '\n') return true;
  if (syntax.bareOperators) return source[pos] === ')' || source[pos] === '|';
  return source[pos] === '\\' && (source[pos + 1] === ')' || source[pos + 1] === '|');
}
