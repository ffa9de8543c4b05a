/** The one file of nearley that runs, and what the bash parser uses of it (nearley.js.org/docs/parser). */
declare module 'nearley/lib/nearley.js' {
  interface State {
    readonly rule: { readonly name: string };
    readonly reference: number;
    readonly dot: number;
    readonly isComplete: boolean;
  }

  interface Grammar {
    readonly start: string;
  }

  interface Parser {
    readonly table: readonly { readonly states: readonly State[] }[];
    readonly current: number;
    readonly results: readonly unknown[];
    feed(chunk: string): unknown;
    reportError(token: unknown): string;
    reportLexerError(error: unknown): string;
  }

  const nearley: {
    readonly Grammar: {
      new (rules: readonly unknown[], start: string): Grammar;
      fromCompiled(rules: readonly unknown[], start: string): Grammar & { readonly rules: readonly unknown[] };
    };
    readonly Parser: new (grammar: Grammar, options: { readonly lexer: unknown }) => Parser;
  };
  export = nearley;
}
