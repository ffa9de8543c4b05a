// What a lexer asks the parser it serves.

import type { Command } from '../ast.ts';
import type { Lexer } from './lexer.ts';
import type { LateParser } from './parts.ts';

/**
 * What a backslash does to the elements of `a=( … )`: inside `$( )` bash still minds what the substitution stands in, and a backslash
 * quotes only what it would quote there.
 */
export type Delimiter = 'quotes' | 'double' | 'none';

/** What the lexer asks its surroundings. */
export interface LexerHost {
  readonly extglob: boolean;
  readonly posix: boolean;
  /** The value of an alias, when aliases are expanded at all. */
  alias(name: string): string | undefined;
  /** More text may follow the end: what is open then is incomplete, not an error. */
  readonly partial: boolean;
  warn(line: number, text: string): void;
  /** Parses a `$( )` from the input's position to after its `)`. */
  commandSubst(outer: Lexer, delimiter: Delimiter): Command | null;
  /** Parses a `$( )` of another text; null when it does not parse. */
  late: LateParser;
}
