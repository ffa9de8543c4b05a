// An awk program as instructions.

import type { Regex } from '../../../libc/regex/regex.ts';
import type { Value } from './values.ts';

export interface FunctionCode {
  readonly entry: number;
  readonly scalars: number;
  readonly arrays: number;
}

export interface Code {
  readonly code: readonly number[];
  readonly constants: readonly Value[];
  readonly regexes: readonly Regex[];
  readonly functions: readonly FunctionCode[];
  /** Where the loop over records begins, and where END does. */
  readonly main: number;
  readonly end: number;
  readonly ranges: number;
  /** Names that -v and operands assign to. */
  readonly globals: ReadonlyMap<string, { readonly type: string; readonly slot: number }>;
  readonly globalCount: number;
  readonly arrayCount: number;
}
