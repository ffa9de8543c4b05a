// A compiled sed script: commands in a flat list, blocks and branches as jumps (sed(1), "SED, a stream editor" of GNU sed 4.9).

import type { Regex } from '../../../libc/regex/regex.ts';

/** A regular expression, or null: the last one used (an empty pattern). */
export type Pattern = Regex | null;

export type Address =
  | { readonly type: 'line'; readonly line: number }
  /** first~step */
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'last' }
  | { readonly type: 'regex'; readonly pattern: Pattern };

export type EndAddress =
  | Address
  /** addr,+N */
  | { readonly type: 'plus'; readonly count: number }
  /** addr,~N */
  | { readonly type: 'multiple'; readonly of: number };

/** A piece of the replacement of `s`: text, or a group, after the case changes that stand before it. */
export interface ReplacementPart {
  readonly text: string;
  /** -1: only text. */
  readonly group: number;
  /** `\U`, `\L`, `\E` before this part; null: unchanged. */
  readonly mode: 'upper' | 'lower' | 'asis' | null;
  /** `\u`, `\l` before this part. */
  readonly once: 'upper' | 'lower' | null;
}

export interface Substitution {
  readonly pattern: Pattern;
  readonly parts: readonly ReplacementPart[];
  readonly global: boolean;
  /** Replace only from this match on. */
  readonly number: number;
  readonly print: boolean;
  /** `e`: run the result as a command; `before` says whether `p` stood before it. */
  readonly evaluate: boolean;
  readonly file: string | null;
}

export type Action =
  | { readonly name: '{' | 'b' | 't' | 'T'; to: number }
  | { readonly name: '}' | '=' | 'd' | 'D' | 'F' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' }
  | { readonly name: 'a' | 'i' | 'c' | 'e'; text: string }
  | { readonly name: 'r' | 'R' | 'w' | 'W'; readonly file: string }
  | { readonly name: 'l' | 'L'; readonly width: number }
  | { readonly name: 'q' | 'Q'; readonly status: number }
  | { readonly name: 's'; readonly substitution: Substitution }
  | { readonly name: 'y'; readonly map: ReadonlyMap<string, string> };

export interface Command {
  readonly from: Address | null;
  readonly to: EndAddress | null;
  readonly isNegated: boolean;
  readonly action: Action;
}

export interface Script {
  readonly commands: readonly Command[];
  /** The first line was `#n`. */
  readonly quiet: boolean;
  /** Files of `w` commands and flags, in order. */
  readonly writeFiles: readonly string[];
}

/** A script that does not compile or run; `message` is complete but for `sed: `. */
export class ScriptError extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
