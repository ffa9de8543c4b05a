// POSIX regular expressions, one engine for [[ =~ ]], grep, sed, awk, find and expr (regex(7), regcomp(3)).
// A match is the leftmost, of those the longest; time is linear in the text unless the pattern has back-references. In order of cost:
//   a literal is looked for with indexOf · the forward automaton (forward.ts) tells whether and how far · the backward one (reverse.ts)
//   gives the sub-matches, and the leftmost start where trying start by start became expensive · backtrack.ts handles back-references.
// Texts are JS strings as abi/bytes.ts decodes them; offsets are those of JS strings.

import { isWord } from '../ctype.ts';
import { type Budget, backtrack, MAX_STEPS } from './backtrack.ts';
import { walkCaptures } from './captures.ts';
import { type Facts, factsOf } from './facts.ts';
import { ForwardDfa, type Place } from './forward.ts';
import { type Node, type Parsed, parseRegex } from './parse.ts';
import { Alphabet, compileProgram, type Program } from './program.ts';
import { ReverseDfa } from './reverse.ts';
import { RegexError, SYNTAXES, type Syntax, type SyntaxName } from './syntax.ts';

export { RegexError, type SyntaxName };

export interface CompileOptions {
  readonly syntax: SyntaxName | Syntax;
  readonly icase?: boolean;
  /** `^` and `$` also hold at line ends inside the text, `.` and `[^a]` do not match a newline (REG_NEWLINE). */
  readonly newline?: boolean;
  /** `^` and `$` also hold at line ends, nothing else changes. */
  readonly multiline?: boolean;
  /** Match only whole lines (`^(…)$`, grep -x), or where no word character is next to the match (grep -w). */
  readonly whole?: 'line' | 'word';
  /** The C locale: a character is a byte 0 to 255, classes are ASCII's. */
  readonly bytes?: boolean;
}

export interface ExecOptions {
  /** `^` does not hold at the beginning of the text. */
  readonly notbol?: boolean;
  /** `$` does not hold at its end. */
  readonly noteol?: boolean;
}

/** For those that load this module only when they need it (build/later.mjs). */
export const isRegexError = (e: unknown): e is RegexError => e instanceof RegexError;

const WHOLE: Place = { notbol: false, noteol: false };

/** Compiles, or throws a RegexError with glibc's text. */
export function compileRegex(source: string, options: CompileOptions): Regex {
  const { syntax, icase = false, newline = false, multiline = false, bytes = false, whole } = options;
  const rules: Syntax = typeof syntax === 'string' ? SYNTAXES[syntax] : syntax;
  const parsed = parseRegex(source, { syntax: rules, icase, dotStopsAtNewline: newline, bytes });
  const root = whole === undefined ? parsed.root : surround(parsed.root, whole);
  return new Regex({ ...parsed, root }, { icase, bytes, newlineAnchors: newline || multiline });
}

function surround(root: Node, whole: 'line' | 'word'): Node {
  const [before, after] = whole === 'line' ? (['bol', 'eol'] as const) : (['noWordBefore', 'noWordAfter'] as const);
  return { type: 'cat', items: [{ type: 'assert', kind: before }, root, { type: 'assert', kind: after }] };
}

export interface TreeOptions {
  readonly icase: boolean;
  readonly bytes: boolean;
  readonly newlineAnchors: boolean;
}

export class Regex {
  /** How many groups the pattern has. */
  readonly groups: number;
  readonly hasBackref: boolean;
  /** Repetition operators that had nothing to repeat and were skipped (grep -E). */
  readonly skipped: readonly string[];
  /** Of the last `find`. */
  start = -1;
  end = -1;
  private readonly icase: boolean;
  private readonly bytes: boolean;
  private readonly program: Program;
  private readonly facts: Facts;
  private readonly alphabet: Alphabet;
  private forward: ForwardDfa | null = null;
  private anywhere: ForwardDfa | null = null;
  private sifter: ReverseDfa | null = null;
  private starter: ReverseDfa | null = null;
  /** The last text whose starts were all computed: s///g asks many times for one text. */
  private known: { text: string; place: Place; from: number; starts: Uint8Array } | null = null;
  private captured: Int32Array | null = null;

  constructor(parsed: Parsed, { icase, bytes, newlineAnchors }: TreeOptions) {
    this.icase = icase;
    this.bytes = bytes;
    this.program = compileProgram(parsed);
    this.groups = parsed.groups;
    this.hasBackref = parsed.hasBackref;
    this.skipped = parsed.skipped;
    this.facts = factsOf(parsed.root, parsed.groups, newlineAnchors);
    this.alphabet = new Alphabet(this.program, newlineAnchors, bytes ? (cp) => cp < 0x80 && isWord(cp) : isWord);
  }

  /** The offsets of the match and of each group, in pairs, -1 for groups that did not take part; null: no match at or after `from`. */
  exec(text: string, from = 0, options?: ExecOptions): Int32Array | null {
    const place = placeOf(options);
    if (!this.findAt(text, from, place)) return null;
    if (this.captured !== null) return this.captured;
    if (this.groups === 0) return Int32Array.of(this.start, this.end);
    this.sifter ??= new ReverseDfa(this.program, this.alphabet, this.bytes, false);
    const sets = this.sifter.sift(text, this.start, this.end, place);
    return walkCaptures(this.program, text, this.start, sets, this.bytes);
  }

  /** Finds the match and leaves its ends in `start` and `end`; cheaper than `exec` where groups are not asked for. */
  find(text: string, from = 0, options?: ExecOptions): boolean {
    return this.findAt(text, from, placeOf(options));
  }

  /** Does the text have a match at all. */
  test(text: string, options?: ExecOptions): boolean {
    const { facts } = this;
    if (facts.literal !== null) return text.includes(facts.literal);
    if (facts.required !== '' && !text.includes(facts.required)) return false;
    if (this.program.hasBackref || facts.isAnchored) return this.findAt(text, 0, placeOf(options));
    return this.anywhereDfa().run(text, 0, placeOf(options), true) >= 0;
  }

  /** The longest match that begins exactly at `at` (re_match(3)), or -1. */
  matchAt(text: string, at: number, options?: ExecOptions): number {
    return this.longest(text, at, placeOf(options), { steps: MAX_STEPS });
  }

  /** The shortest match that begins exactly at `at`, or -1; not for patterns with back-references. */
  shortestAt(text: string, at: number): number {
    return this.forwardDfa().run(text, at, WHOLE, true);
  }

  /** Where the longest (or shortest) match that ends with the text begins, or -1; not for patterns with back-references. */
  startOfSuffix(text: string, shortest: boolean): number {
    this.sifter ??= new ReverseDfa(this.program, this.alphabet, this.bytes, false);
    const starts = this.sifter.starts(text, 0, WHOLE);
    return shortest ? starts.lastIndexOf(1) : starts.indexOf(1);
  }

  private longest(text: string, at: number, place: Place, budget: Budget): number {
    if (!this.program.hasBackref) return this.forwardDfa().run(text, at, place, false);
    this.captured = backtrack(this.program, this.alphabet, text, at, place, this.icase, this.bytes, budget);
    return this.captured === null ? -1 : this.captured[1];
  }

  private forwardDfa(): ForwardDfa {
    this.forward ??= new ForwardDfa(this.program, this.alphabet, this.bytes, false);
    return this.forward;
  }

  private anywhereDfa(): ForwardDfa {
    this.anywhere ??= new ForwardDfa(this.program, this.alphabet, this.bytes, true);
    return this.anywhere;
  }

  private findAt(text: string, from: number, place: Place): boolean {
    const { facts } = this;
    this.captured = null;
    if (facts.literal !== null) {
      this.start = text.indexOf(facts.literal, from);
      this.end = this.start + facts.literal.length;
      return this.start >= 0 && from <= text.length;
    }
    if (facts.required !== '' && text.indexOf(facts.required, from) < 0) return false;
    if (facts.isAnchored) return from === 0 && this.succeeds(text, 0, place);
    return this.program.hasBackref ? this.findByTrying(text, from, place) : this.findByAutomaton(text, from, place);
  }

  private succeeds(text: string, at: number, place: Place, budget: Budget = { steps: MAX_STEPS }): boolean {
    this.start = at;
    this.end = this.longest(text, at, place, budget);
    return this.end >= 0;
  }

  private findByTrying(text: string, from: number, place: Place): boolean {
    const budget: Budget = { steps: MAX_STEPS };
    for (let at = this.candidate(text, from); at >= 0; at = this.candidate(text, this.after(text, at))) {
      if (this.succeeds(text, at, place, budget)) return true;
    }
    return false;
  }

  private findByAutomaton(text: string, from: number, place: Place): boolean {
    const { known } = this;
    if (
      known !== null &&
      known.text === text &&
      known.from <= from &&
      known.place.notbol === place.notbol &&
      known.place.noteol === place.noteol
    )
      return this.findKnown(text, from, place);
    const dfa = this.forwardDfa();
    let budget = 6 * (text.length - from) + 2000;
    for (let at = this.candidate(text, from); at >= 0; at = this.candidate(text, this.after(text, at))) {
      this.end = dfa.run(text, at, place, false);
      if (this.end >= 0) {
        this.start = at;
        return true;
      }
      budget -= dfa.stoppedAt - at + 1;
      if (budget < 0) {
        if (this.anywhereDfa().run(text, at, place, true) < 0) return false;
        this.starter ??= new ReverseDfa(this.program, this.alphabet, this.bytes, true);
        this.known = { text, place, from, starts: this.starter.starts(text, from, place) };
        return this.findKnown(text, from, place);
      }
    }
    return false;
  }

  private findKnown(text: string, from: number, place: Place): boolean {
    const { known } = this;
    const at = known === null ? -1 : known.starts.indexOf(1, from - known.from);
    return at >= 0 && known !== null && this.succeeds(text, at + known.from, place);
  }

  /** The next place from `from` on where a match may begin, or -1. */
  private candidate(text: string, from: number): number {
    const { prefix, canBegin } = this.facts;
    if (prefix !== '') return text.indexOf(prefix, from);
    if (canBegin === null || from > text.length) return from > text.length ? -1 : from;
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c >= 128 || canBegin[c] !== 0) return at;
    }
    return -1;
  }

  private after(text: string, at: number): number {
    return at + (!this.bytes && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
}

function placeOf(options: ExecOptions | undefined): Place {
  if (options === undefined) return WHOLE;
  return { notbol: options.notbol === true, noteol: options.noteol === true };
}
