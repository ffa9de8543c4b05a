/**
 * Finding where a word ends: quotes, `$( )`, `${ }`, `$(( ))`, extglob groups, subscripts and array values (bash(1), QUOTING, EXPANSION).
 *
 * Only the extent is found here, by bash's rules for matching pairs; parts.ts takes the text apart afterwards.
 * A `$( )` must be parsed to find its end, so its tree is kept with its offsets for parts.ts.
 */
import type { ArrayValue, Command } from '../ast.ts';
import { isBreak, isDigit, isDoubleQuoteSpecial, isIdentifier, isSpecial } from './chars.ts';
import { unmatched } from './fault.ts';
import type { Input } from './input.ts';

const BACKSLASH = 92;
const SQUOTE = 39;
const DQUOTE = 34;
const BACKQUOTE = 96;
const DOLLAR = 36;
const LPAREN = 40;
const RPAREN = 41;
const LBRACE = 123;
const RBRACE = 125;
const LBRACKET = 91;
const RBRACKET = 93;
const LESS = 60;
const GREATER = 62;
const NEWLINE = 10;

/** A command or process substitution inside a word, by its offsets in the text. */
export interface Sub {
  start: number;
  end: number;
  readonly body: Command | null;
}

/** What matching a pair needs: the text, and a parser for `$( )`. */
export interface PairHost {
  readonly input: Input;
  /** Is posix mode on? */
  readonly posix: boolean;
  /** Parses from after `$(` to after its `)`. */
  commandSubst(within: 'word' | 'double' | 'other'): Command | null;
}

/** What scanning a word needs from the lexer that reads it. */
export interface ScanHost extends PairHost {
  /** Parses from after `=(` to after its `)`. */
  arrayValue(): ArrayValue;
  readonly extglob: boolean;
  readonly inRegex: boolean;
  /** Elements of `a=( … )` are being read. */
  readonly inArray: boolean;
  /** What a backslash quotes in an element: everything, what it quotes in double quotes, or nothing. */
  readonly arrayBackslash: 'quotes' | 'double' | 'none';
  /** `name[` starts a subscript here, and `name=(` an array. */
  readonly assignable: boolean;
  /** `name=(` starts an array: the arguments of declare and its like. */
  readonly arrayArgument: boolean;
}

export interface Scanned {
  readonly start: number;
  readonly end: number;
  /** The word without its escaped newlines. */
  readonly text: string;
  /** Offsets are relative to `text`. */
  readonly subs: readonly Sub[];
  /** Nothing in it but literal characters. */
  readonly plain: boolean;
  readonly quoted: boolean;
  readonly dollar: boolean;
  readonly digits: boolean;
  readonly array: ArrayValue | null;
  /** Offset of the `(` of `array` in `text`. */
  readonly arrayAt: number;
}

/** Escaped newlines to leave out, and substitutions found, while a word is scanned. */
export interface Findings {
  cuts: number[];
  subs: Sub[];
}

const FIRST_CLOSE = 1;
export const ALLOW_ESCAPE = 2;
export const IN_DQUOTE = 4;
export const SUBSCRIPT = 8;
const BRACE = 16;
const ARITHMETIC = 32;
/** Inside the `$((` of a word: what ScanHost.commandSubst calls `word`. */
const IN_WORD = 64;
/** `$'` is a single quote like others. */
export const UNDECODED = 128;
const INHERITED = IN_DQUOTE | IN_WORD | UNDECODED;

/**
 * Moves past the `close` that belongs to an `open` already read. Which quotes and expansions nest inside depends on the pair:
 * nothing in '…', backslashes in `…`, expansions in "…", quotes in every bracket.
 */
export const matchPair = (host: PairHost, found: Findings, open: number, close: number, flags: number): void => {
  const input = host.input;
  const startLine = input.lineAt(input.pos - 1);
  const begin = input.pos;
  const inner = open === DQUOTE ? IN_DQUOTE : flags & INHERITED;
  const brackets = open !== close;
  let depth = 1;
  let afterDollar = false;
  let afterAngle = false;
  for (;;) {
    const c = input.text.charCodeAt(input.pos);
    if (Number.isNaN(c)) {
      if (input.more()) continue;
      throw unmatched(startLine, String.fromCharCode(close));
    }
    input.pos++;
    if (c === close) {
      if (--depth === 0) return;
    } else if (brackets && afterDollar && open === LBRACE && c === LBRACE) depth++;
    else if ((flags & FIRST_CLOSE) === 0 && c === open) depth++;
    if (open === SQUOTE) {
      if ((flags & ALLOW_ESCAPE) !== 0 && c === BACKSLASH) input.pos++;
      continue;
    }
    if (c === BACKSLASH) {
      if (input.text.charCodeAt(input.pos) === NEWLINE) found.cuts.push(input.pos - 1);
      input.pos++;
      afterDollar = false;
      afterAngle = false;
      continue;
    }
    const opensDollar = afterDollar && (c === LPAREN || c === LBRACE || c === LBRACKET);
    let dollar = false;
    if (brackets) {
      if (c === SQUOTE && isPlainQuote(host, begin, flags)) afterAngle = false;
      else if (c === SQUOTE || c === DQUOTE || c === BACKQUOTE)
        matchPair(host, found, c, c, inner | (afterDollar && c === SQUOTE && (flags & UNDECODED) === 0 ? ALLOW_ESCAPE : 0));
      else if ((flags & (SUBSCRIPT | BRACE)) !== 0 && opensDollar) dollar = true;
      else if ((flags & ARITHMETIC) !== 0 && afterDollar && c === LPAREN) dollar = true;
      else if ((flags & (SUBSCRIPT | BRACE)) !== 0 && afterAngle && c === LPAREN) dollar = true;
    } else if (open === DQUOTE && c === BACKQUOTE) matchPair(host, found, BACKQUOTE, BACKQUOTE, inner);
    else if (open !== BACKQUOTE && opensDollar) dollar = true;
    if (dollar) {
      if (open === c) depth--;
      expansion(host, found, c, inner, (inner & IN_WORD) !== 0);
    }
    afterAngle = (c === LESS || c === GREATER) && !afterAngle;
    afterDollar = c === DOLLAR && !afterDollar;
  }
};

/** In posix mode a single quote in `"${x-word}"` is a character like others, unless the operator takes a pattern (parse_matched_pair). */
const isPlainQuote = (host: PairHost, begin: number, flags: number): boolean =>
  host.posix && (flags & BRACE) !== 0 && (flags & IN_DQUOTE) !== 0 && !TAKES_PATTERN.test(host.input.text.slice(begin, host.input.pos));

export const TAKES_PATTERN = /^[!#]?(?:\w+(?:\[[^\]]*\])?|[@*#?$!-])[#%/^,]/;

/** Moves past `$( )`, `$(( ))`, `${ }`, `$[ ]`, `<( )`; the opening bracket `c` has been read. */
export const expansion = (host: PairHost, found: Findings, c: number, flags: number, atWord = false): void => {
  const input = host.input;
  if (c === LBRACE) matchPair(host, found, LBRACE, RBRACE, FIRST_CLOSE | BRACE | flags);
  else if (c === LBRACKET) matchPair(host, found, LBRACKET, RBRACKET, ARITHMETIC | flags);
  else if (input.text.charCodeAt(input.pos) === LPAREN) matchPair(host, found, LPAREN, RPAREN, ARITHMETIC | (atWord ? IN_WORD : 0));
  else {
    const start = input.pos - 2;
    const body = host.commandSubst(atWord ? 'word' : (flags & IN_DQUOTE) !== 0 ? 'double' : 'other');
    found.subs.push({ start, end: input.pos, body });
  }
};

/** The text of (( … )) from after its `((`; false (nothing read) when it turns out to be two subshells. */
export const scanArith = (host: ScanHost): Scanned | null => {
  const input = host.input;
  const start = input.pos;
  const found: Findings = { cuts: [], subs: [] };
  matchPair(host, found, LPAREN, RPAREN, ARITHMETIC);
  if (input.text.charCodeAt(input.pos) !== RPAREN) return null;
  const scanned = finish(input.text, start, input.pos - 1, found, { plain: false, quoted: false, dollar: true });
  input.pos++;
  return scanned;
};

type Traits = Pick<Scanned, 'plain' | 'quoted' | 'dollar'> & Partial<Pick<Scanned, 'array' | 'arrayAt' | 'digits'>>;

const finish = (source: string, start: number, end: number, found: Findings, traits: Traits): Scanned => {
  let text = source.slice(start, end);
  if (found.cuts.length > 0) {
    let at = start;
    text = '';
    for (const cut of found.cuts) {
      text += source.slice(at, cut);
      at = cut + 2;
    }
    text += source.slice(at, end);
  }
  let passed = 0;
  for (const sub of found.subs) {
    while (passed < found.cuts.length && (found.cuts[passed] ?? end) < sub.start) passed++;
    const shift = start + 2 * passed;
    sub.start -= shift;
    sub.end -= shift;
  }
  return { start, end, text, subs: found.subs, array: null, arrayAt: 0, digits: false, ...traits };
};

/** Is what has been read of the word so far `name`, `name[…]` or either with a `+`, so that `=` makes it an assignment? */
const isLeftSide = (text: string, inArray: boolean): boolean => {
  const left = text.endsWith('+') ? text.slice(0, -1) : text;
  const bracket = left.indexOf('[');
  if (bracket < 0) return isIdentifier(left);
  return (isIdentifier(left.slice(0, bracket)) || (inArray && bracket === 0)) && left.endsWith(']');
};

/** Reads one word from `input.pos`, whose first character is part of it. */
export const scanWord = (host: ScanHost): Scanned => {
  const input = host.input;
  const start = input.pos;
  const found: Findings = { cuts: [], subs: [] };
  let plain = true;
  let quoted = false;
  let dollar = false;
  let digits = true;
  let array: ArrayValue | null = null;
  let arrayAt = 0;
  for (;;) {
    const c = input.text.charCodeAt(input.pos);
    if (!isSpecial(c)) {
      if (Number.isNaN(c)) {
        if (input.more()) continue;
        break;
      }
      if (digits && !isDigit(c)) digits = false;
      input.pos++;
      continue;
    }
    if (c === BACKSLASH) {
      const next = input.text.charCodeAt(input.pos + 1);
      if (next === NEWLINE) found.cuts.push(input.pos);
      else {
        plain = false;
        quoted = true;
        digits = false;
      }
      input.pos += next === NEWLINE || escapes(host.arrayBackslash, next) ? 2 : 1;
      continue;
    }
    if (c === SQUOTE || c === DQUOTE || c === BACKQUOTE) {
      const from = input.pos++;
      matchPair(host, found, c, c, 0);
      plain = false;
      digits = false;
      if (c !== BACKQUOTE) quoted = true;
      if (c === DQUOTE && input.text.slice(from, input.pos).includes('$')) dollar = true;
      continue;
    }
    if (host.inRegex && (c === LPAREN || c === 124)) {
      input.pos++;
      if (c === LPAREN) matchPair(host, found, LPAREN, RPAREN, 0);
      plain = false;
      digits = false;
      continue;
    }
    if (host.extglob && (c === 64 || c === 42 || c === 43 || c === 63 || c === 33) && peekAfter(input, 1) === LPAREN) {
      input.pos = afterContinuations(input, found, input.pos + 1) + 1;
      matchPair(host, found, LPAREN, RPAREN, 0);
      plain = false;
      digits = false;
      continue;
    }
    if (c === DOLLAR || c === LESS || c === GREATER) {
      const next = peekAfter(input, 1);
      const opens = next === LPAREN || (c === DOLLAR && (next === LBRACE || next === LBRACKET));
      if (opens || (c === DOLLAR && (next === SQUOTE || next === DQUOTE || next === DOLLAR))) {
        input.pos = afterContinuations(input, found, input.pos + 1) + 1;
        if (opens) {
          expansion(host, found, next, 0, true);
          dollar = true;
        } else if (next === DOLLAR) dollar = true;
        else {
          matchPair(host, found, next, next, next === SQUOTE ? ALLOW_ESCAPE : 0);
          quoted = true;
        }
        plain = false;
        digits = false;
        continue;
      }
    }
    if (c === LBRACKET) {
      const before = input.pos - start;
      if ((before === 0 && host.inArray) || (before > 0 && host.assignable && isIdentifier(textSoFar(input, start, found)))) {
        input.pos++;
        matchPair(host, found, LBRACKET, RBRACKET, SUBSCRIPT);
        plain = false;
        digits = false;
        continue;
      }
    } else if (c === 61 && input.pos > start && (host.assignable || host.arrayArgument) && peekAfter(input, 1) === LPAREN) {
      if (isLeftSide(textSoFar(input, start, found), host.inArray)) {
        arrayAt = input.pos + 1 - start - 2 * found.cuts.length;
        input.pos = afterContinuations(input, found, input.pos + 1) + 1;
        array = host.arrayValue();
        plain = false;
        digits = false;
        const next = input.text.charCodeAt(input.pos);
        if (!isBreak(next)) array = null;
        continue;
      }
    }
    if (isBreak(c)) break;
    if (c === DOLLAR) {
      dollar = true;
      plain = false;
    }
    digits = false;
    input.pos++;
  }
  return finish(input.text, start, input.pos, found, { plain, quoted, dollar, digits, array, arrayAt });
};

const escapes = (backslash: ScanHost['arrayBackslash'], next: number): boolean =>
  backslash === 'quotes' || (backslash === 'double' && isDoubleQuoteSpecial(next));

const textSoFar = (input: Input, start: number, found: Findings): string =>
  found.cuts.length === 0
    ? input.text.slice(start, input.pos)
    : finish(input.text, start, input.pos, { cuts: found.cuts, subs: [] }, { plain: true, quoted: false, dollar: false }).text;

/** The character `ahead` places on, escaped newlines not counted. */
const peekAfter = (input: Input, ahead: number): number => {
  let at = input.pos + ahead;
  for (;;) {
    const c = input.text.charCodeAt(at);
    if (c === BACKSLASH && input.text.charCodeAt(at + 1) === NEWLINE) at += 2;
    else if (!Number.isNaN(c) || !input.more()) return c;
  }
};

const afterContinuations = (input: Input, found: Findings, from: number): number => {
  let at = from;
  while (input.text.charCodeAt(at) === BACKSLASH && input.text.charCodeAt(at + 1) === NEWLINE) {
    found.cuts.push(at);
    at += 2;
  }
  return at;
};
