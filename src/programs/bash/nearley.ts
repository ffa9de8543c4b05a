/**
 * nearley's run time behind one small interface; its compiler stays at build time (`npm run grammar`).
 * The column being extended can be asked whether the start rule is complete: that is how a parse ends at a newline or a `)`.
 */
import nearley from 'nearley/lib/nearley.js';

export interface Grammar {
  readonly start: string;
}

/** The same rules with several start symbols. */
export const makeGrammars = <S extends string>(rules: readonly unknown[], starts: readonly S[]): Record<S, Grammar> => {
  const [first = ''] = starts;
  const shared = nearley.Grammar.fromCompiled(rules, first);
  const made: Partial<Record<S, Grammar>> = {};
  // Its index of the rules by name serves them all.
  for (const start of starts) made[start] = Object.create(shared, { start: { value: start } });
  return made as Record<S, Grammar>;
};

export interface Run<T> {
  /** Feeds the lexer's tokens until it has no more; gives back the one result. */
  parse(): T;
  /** Has the start rule been completed by the last token? */
  isComplete(): boolean;
  /** Could what has been read so far be the start rule but for its end? */
  isNearEnd(): boolean;
}

const nothing = (): void => undefined;

/**
 * nearley's own reports walk the whole forest of states for a text nobody reads. They are replaced in a class and not on each parser: a
 * function stored over one of the prototype's makes a hidden class for every parse, and that keeps all it refers to alive until V8 collects
 * the old generation.
 */
class Parser<Token> extends nearley.Parser {
  private readonly refusal: (token: Token) => unknown;

  constructor(grammar: Grammar, lexer: unknown, refusal: (token: Token) => unknown) {
    super(grammar, { lexer });
    this.refusal = refusal;
  }

  override reportLexerError(error: unknown): never {
    throw error;
  }

  override reportError(token: unknown): never {
    throw this.refusal(token as Token);
  }
}

/** A parser over a lexer. What the lexer throws passes through; a token that no rule takes is thrown as what `unexpected` makes of it. */
export const makeRun = <T, Token>(grammar: Grammar, next: () => Token | undefined, unexpected: (token: Token) => unknown): Run<T> => {
  const parser = new Parser<Token>(grammar, { next, reset: nothing, save: nothing }, unexpected);
  return {
    parse: () => {
      parser.feed('');
      if (parser.results.length !== 1) throw new Error(`bash grammar: ${parser.results.length} parses`);
      return parser.results[0] as T;
    },
    isComplete: () => {
      for (const state of parser.table[parser.current]?.states ?? [])
        if (state.isComplete && state.reference === 0 && state.rule.name === grammar.start) return true;
      return false;
    },
    isNearEnd: () => (parser.table[parser.current]?.states ?? []).some((state) => state.dot > 0 && state.rule.name === grammar.start),
  };
};
