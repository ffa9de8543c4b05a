// The patterns of a grep as one matcher: basic, extended, fixed strings or Perl's; several patterns are alternatives.

import { encode } from '../../../abi/bytes.ts';
import { latin1 } from '../../../libc/lines.ts';
import { compileRegex, type Regex } from '../../../libc/regex/regex.ts';
import { isPlainEre, PcreError, translatePcre } from './pcre.ts';

export interface Matcher {
  /** Has the line a match. */
  test(line: string): boolean;
  /** Finds the leftmost longest match at or after `from` and leaves its ends in `start` and `end`. */
  find(line: string, from: number): boolean;
  readonly start: number;
  readonly end: number;
}

export type PatternKind = 'basic' | 'extended' | 'fixed' | 'perl';

export interface PatternOptions {
  readonly kind: PatternKind;
  readonly icase: boolean;
  readonly whole: 'line' | 'word' | undefined;
  readonly bytes: boolean;
}

export interface CompiledPatterns {
  readonly matcher: Matcher;
  /** What grep says about doubtful patterns, without `grep: warning: `. */
  readonly warnings: readonly string[];
}

/** A pattern grep refuses before any regular expression is compiled. */
export class PatternError extends Error {}

/** Throws RegexError, PcreError or PatternError. */
export function compilePatterns(texts: readonly string[], options: PatternOptions): CompiledPatterns {
  const { kind, icase, whole, bytes } = options;
  const patterns = bytes ? texts.map((text) => latin1(encode(text))) : texts;
  if (patterns.length === 0) return { matcher: NOTHING, warnings: [] };
  if (kind === 'perl') {
    if (patterns.length > 1) throw new PcreError('the -P option only supports a single pattern');
    const matcher = isPlainEre(patterns[0])
      ? compileRegex(patterns[0], { syntax: 'grep-ere', icase, whole, bytes })
      : new Perl(translatePcre(patterns[0], options));
    return { matcher, warnings: [] };
  }
  if (kind === 'fixed')
    return { matcher: compileRegex(patterns.map(quote).join('\n'), { syntax: 'egrep', icase, whole, bytes }), warnings: [] };
  const syntax = kind === 'basic' ? 'grep' : 'grep-ere';
  const single = patterns.map((pattern) => {
    if (hasMisplacedClass(pattern)) throw new PatternError('character class syntax is [[:space:]], not [:space:]');
    return compileRegex(pattern, { syntax, icase, whole, bytes });
  });
  const warnings = single.flatMap((regex) => regex.skipped).map((operator) => `${operator} at start of expression`);
  if (single.length === 1) return { matcher: single[0], warnings };
  // Together they are one automaton, but numbers of back-references count within their own pattern.
  if (single.some((regex) => regex.hasBackref)) return { matcher: new Several(single), warnings };
  return { matcher: compileRegex(patterns.join('\n'), { syntax, icase, whole, bytes }), warnings };
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `[:space:]` where `[[:space:]]` is meant. */
function hasMisplacedClass(pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '[') {
      if (/^\[:[^:\]]+:\]/.test(pattern.slice(i))) return true;
      i += /^\[\^?\]?(?:\[[:.=][^\]]*\]|[^\]])*/.exec(pattern.slice(i))?.[0].length ?? 0;
    }
  }
  return false;
}

const NOTHING: Matcher = { test: () => false, find: () => false, start: -1, end: -1 };

/** Several expressions of which each is tried: leftmost, then longest. */
class Several implements Matcher {
  start = -1;
  end = -1;
  private readonly regexes: readonly Regex[];
  constructor(regexes: readonly Regex[]) {
    this.regexes = regexes;
  }

  test(line: string): boolean {
    return this.regexes.some((regex) => regex.test(line));
  }

  find(line: string, from: number): boolean {
    this.start = -1;
    for (const regex of this.regexes) {
      if (!regex.find(line, from)) continue;
      const isBetter = this.start < 0 || regex.start < this.start || (regex.start === this.start && regex.end > this.end);
      if (!isBetter) continue;
      this.start = regex.start;
      this.end = regex.end;
    }
    return this.start >= 0;
  }
}

class Perl implements Matcher {
  start = -1;
  end = -1;
  private readonly regex: RegExp;
  constructor(regex: RegExp) {
    this.regex = regex;
  }

  test(line: string): boolean {
    return this.find(line, 0);
  }

  find(line: string, from: number): boolean {
    this.regex.lastIndex = from;
    const found = this.regex.exec(line);
    if (found === null) return false;
    this.start = found.index;
    this.end = found.index + found[0].length;
    return true;
  }
}
