// The token a parser of awk stands at, with the questions both of its parts ask.

import { AwkError } from './error.ts';
import { Lexer, type Mark, type Token } from './lexer.ts';

/** mawk gives up at its fifth error. */
const MAX_ERRORS = 5;

export class Cursor {
  readonly lexer: Lexer;
  token: Token;
  /** Where the present token ends. */
  end: Mark;
  /** After print and outside of parentheses, `>` and `|` are redirections. */
  inPrint = false;
  /** Functions defined so far: they may be called with a blank before the parenthesis. */
  readonly functionNames = new Set<string>();
  private depth = 0;
  /** What is wrong so far, though it did not stop the parser. */
  readonly errors: AwkError[] = [];

  constructor(source: string) {
    this.lexer = new Lexer(source);
    this.token = this.lexer.next();
    this.end = this.lexer.mark();
  }

  advance(): void {
    this.token = this.lexer.next();
    this.end = this.lexer.mark();
  }

  here(): { token: Token; end: Mark } {
    return { token: this.token, end: this.end };
  }

  goBack(mark: { token: Token; end: Mark }): void {
    this.token = mark.token;
    this.end = mark.end;
    this.lexer.reset(mark.end);
  }

  isOp(text: string): boolean {
    return this.token.type === 'op' && this.token.text === text;
  }

  isKeyword(text: string): boolean {
    return this.token.type === 'keyword' && this.token.text === text;
  }

  newlines(): void {
    while (this.token.type === 'newline') this.advance();
  }

  syntaxError(): AwkError {
    const { token } = this;
    if (token.type === 'op' && token.text === ')' && this.depth === 0) return new AwkError(`line ${token.line}: extra ')'`);
    const isStop = token.type === 'newline' || token.type === 'end' || (token.type === 'op' && (token.text === '}' || token.text === ';'));
    if (isStop && this.depth > 0)
      return new AwkError(`line ${token.line}: missing ) near ${token.type === 'op' ? token.text : 'end of line'}`);
    const near = token.type === 'end' ? 'end of line' : token.type === 'string' ? token.value : token.text;
    return new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }

  /** Notes an error and goes on, up to MAX_ERRORS. */
  complain(error: AwkError): void {
    if (this.errors.length + 1 >= MAX_ERRORS) throw error;
    this.errors.push(error);
  }

  expect(op: string): void {
    if (!this.isOp(op)) throw this.syntaxError();
    if (op === '(') this.depth++;
    if (op === ')') this.depth--;
    this.advance();
  }
}
