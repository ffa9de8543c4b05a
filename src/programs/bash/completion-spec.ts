// Programmable completion (bash(1), Programmable Completion): what `complete` has been told for each command.

export interface CompletionSpec {
  /** -A actions, by name. */
  readonly actions: readonly string[];
  /** -o */
  readonly options: readonly string[];
  /** -W */
  readonly words: string | null;
  /** -F */
  readonly functionName: string | null;
  /** -C */
  readonly command: string | null;
  /** -G */
  readonly glob: string | null;
  /** -X */
  readonly filter: string | null;
  /** -P and -S */
  readonly prefix: string;
  readonly suffix: string;
}

/** The names bash keeps the -D, -E and -I specifications under. */
export const DEFAULT_COMMAND = '_DefaultCmD_';
export const EMPTY_COMMAND = '_EmptycmD_';
export const INITIAL_WORD = '_InitialWorD_';

export type Completions = Map<string, CompletionSpec>;
