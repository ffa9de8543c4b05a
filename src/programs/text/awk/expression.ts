// awk's expressions, by precedence from lowest: ?: || && in ~ < concatenation + * unary ^ ++ $ and grouping, as mawk's grammar has them.

import type { Expr, Lvalue } from './ast.ts';
import { AwkError } from './error.ts';
import { Lexer, type Mark, type Token } from './lexer.ts';

const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '==', '!=', '>', '>=']);

const WITH_PLACES: ReadonlySet<string> = new Set(['split', 'sub', 'gsub']);

/** Builtins that may stand without parentheses. */
const BARE_BUILTINS: ReadonlySet<string> = new Set(['length']);

export class ExpressionParser {
  private readonly lexer: Lexer;
  protected token: Token;
  /** Where the present token ends. */
  private tokenEnd: Mark;
  /** After print and outside of parentheses, `>` and `|` are redirections. */
  protected inPrint = false;
  /** Functions defined so far: they may be called with a blank before the parenthesis. */
  protected readonly functionNames = new Set<string>();
  private depth = 0;

  constructor(source: string) {
    this.lexer = new Lexer(source);
    this.token = this.lexer.next();
    this.tokenEnd = this.lexer.mark();
  }

  protected advance(): void {
    this.token = this.lexer.next();
    this.tokenEnd = this.lexer.mark();
  }

  protected markHere(): { token: Token; end: Mark } {
    return { token: this.token, end: this.tokenEnd };
  }

  protected goBack(mark: { token: Token; end: Mark }): void {
    this.token = mark.token;
    this.tokenEnd = mark.end;
    this.lexer.reset(mark.end);
  }

  protected isOp(text: string): boolean {
    return this.token.type === 'op' && this.token.text === text;
  }

  protected isKeyword(text: string): boolean {
    return this.token.type === 'keyword' && this.token.text === text;
  }

  protected newlines(): void {
    while (this.token.type === 'newline') this.advance();
  }

  protected syntaxError(): AwkError {
    const { token } = this;
    if (token.type === 'op' && token.text === ')' && this.depth === 0) return new AwkError(`line ${token.line}: extra ')'`);
    const isStop = token.type === 'newline' || token.type === 'end' || (token.type === 'op' && (token.text === '}' || token.text === ';'));
    if (isStop && this.depth > 0)
      return new AwkError(`line ${token.line}: missing ) near ${token.type === 'op' ? token.text : 'end of line'}`);
    const near = token.type === 'end' ? 'end of line' : token.type === 'string' ? token.value : token.text;
    return new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }

  protected expect(op: string): void {
    if (!this.isOp(op)) throw this.syntaxError();
    if (op === '(') this.depth++;
    if (op === ')') this.depth--;
    this.advance();
  }

  protected expressionList(): Expr[] {
    const items = [this.expression()];
    while (this.isOp(',')) {
      this.advance();
      this.newlines();
      items.push(this.expression());
    }
    return items;
  }

  protected expression(): Expr {
    const test = this.or();
    if (!this.isOp('?')) return test;
    this.advance();
    this.newlines();
    const yes = this.expression();
    this.newlines();
    if (!this.isOp(':')) throw this.syntaxError();
    this.advance();
    this.newlines();
    return { type: 'conditional', test, yes, no: this.expression() };
  }

  private or(): Expr {
    let left = this.and();
    while (this.isOp('||')) {
      this.advance();
      this.newlines();
      left = { type: 'or', left, right: this.and() };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.isOp('&&')) {
      this.advance();
      this.newlines();
      left = { type: 'and', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.matching();
    while (this.isKeyword('in')) {
      this.advance();
      const { token } = this;
      if (token.type !== 'name') throw this.syntaxError();
      left = { type: 'in', keys: left.type === 'list' ? left.items : [left], name: token.text, line: token.line };
      this.advance();
    }
    return left;
  }

  private matching(): Expr {
    let left = this.comparison();
    while (this.isOp('~') || this.isOp('!~')) {
      const isNegated = this.token.text === '!~';
      this.advance();
      left = { type: 'match', isNegated, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expr {
    let left = this.concatenation();
    while (this.token.type === 'op' && COMPARISONS.has(this.token.text) && !(this.token.text === '>' && this.inPrint)) {
      const op = this.token.text;
      this.advance();
      left = { type: 'binary', op, left, right: this.concatenation() };
    }
    return left;
  }

  private concatenation(): Expr {
    let left = this.additive();
    if (isLvalue(left) && this.token.type === 'op' && ASSIGNMENTS.has(this.token.text)) {
      const op = this.token.text;
      this.advance();
      return { type: 'assign', op, target: left, value: this.expression() };
    }
    while (this.beginsOperand()) left = { type: 'concat', left, right: this.additive() };
    return left;
  }

  private beginsOperand(): boolean {
    const { token } = this;
    switch (token.type) {
      case 'number':
      case 'string':
      case 'name':
      case 'builtin':
        return true;
      case 'op':
        return (
          token.text === '$' ||
          token.text === '!' ||
          token.text === '(' ||
          token.text === '-' ||
          token.text === '+' ||
          token.text === '++' ||
          token.text === '--'
        );
      default:
        return false;
    }
  }

  private additive(): Expr {
    let left = this.multiplicative();
    while (this.isOp('+') || this.isOp('-')) {
      const op = this.token.text;
      this.advance();
      left = { type: 'binary', op, left, right: this.multiplicative() };
    }
    return left;
  }

  private multiplicative(): Expr {
    let left = this.unary();
    while (this.isOp('*') || this.isOp('/') || this.isOp('%')) {
      const op = this.token.text;
      this.advance();
      left = { type: 'binary', op, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expr {
    const { token } = this;
    if (token.type === 'op' && (token.text === '!' || token.text === '-' || token.text === '+')) {
      this.advance();
      return { type: 'unary', op: token.text, operand: this.unary() };
    }
    return this.power();
  }

  private power(): Expr {
    const base = this.postfix();
    if (!this.isOp('^')) return base;
    this.advance();
    return { type: 'binary', op: '^', left: base, right: this.unary() };
  }

  /** A primary with `++`, `--` after it, and commands piped to getline, which bind as tightly. */
  private postfix(): Expr {
    let left = this.primary();
    if (isLvalue(left) && (this.isOp('++') || this.isOp('--'))) {
      left = { type: 'step', isPrefix: false, delta: this.token.text === '++' ? 1 : -1, target: left };
      this.advance();
    }
    while (this.isOp('|') && !this.inPrint) {
      this.advance();
      if (!this.isKeyword('getline')) throw this.syntaxError();
      this.advance();
      left = { type: 'getline', from: 'command', source: left, target: this.optionalLvalue() };
    }
    return left;
  }

  private optionalLvalue(): Lvalue | null {
    const { token } = this;
    if (token.type === 'name' && !token.isCall) return this.name(token);
    if (this.isOp('$')) return this.field();
    return null;
  }

  private primary(): Expr {
    const { token } = this;
    switch (token.type) {
      case 'number':
        this.advance();
        return { type: 'number', value: token.value };
      case 'string':
        this.advance();
        return { type: 'string', value: token.value, line: token.line };
      case 'name':
        return token.isCall || this.isSpacedCall(token.text) ? this.call(token.text, token.line) : this.name(token);
      case 'builtin':
        return this.builtin(token.text, token.line);
      case 'keyword':
        if (token.text === 'getline') return this.getline();
        throw this.syntaxError();
      case 'op':
        return this.operatorPrimary(token.text, token.line);
      default:
        throw this.syntaxError();
    }
  }

  private operatorPrimary(op: string, line: number): Expr {
    switch (op) {
      case '$':
        return this.field();
      case '++':
      case '--': {
        this.advance();
        const target = this.isOp('$') ? this.field() : this.primary();
        if (!isLvalue(target)) throw this.syntaxError();
        return { type: 'step', isPrefix: true, delta: op === '++' ? 1 : -1, target };
      }
      case '-':
      case '+':
      case '!':
        return this.unary();
      case '/':
      case '/=': {
        const source = this.lexer.regex(this.tokenEnd.pos - op.length + 1);
        this.advance();
        return { type: 'regex', source, line };
      }
      case '(':
        return this.grouping(line);
      default:
        throw this.syntaxError();
    }
  }

  private grouping(line: number): Expr {
    const outside = this.inPrint;
    this.inPrint = false;
    this.expect('(');
    const items = this.expressionList();
    // What follows the parenthesis belongs to print again.
    this.inPrint = outside;
    this.expect(')');
    return items.length === 1 ? { type: 'group', inner: items[0] } : { type: 'list', items, line };
  }

  /** `$` binds tighter than anything but `++` and `--` before a name. */
  private field(): Lvalue {
    this.advance();
    const { token } = this;
    if (token.type === 'op' && (token.text === '-' || token.text === '+' || token.text === '!')) {
      this.advance();
      return { type: 'field', index: { type: 'unary', op: token.text, operand: this.primary() } };
    }
    return { type: 'field', index: this.primary() };
  }

  private name(token: Token): Lvalue {
    this.advance();
    if (this.isOp('[')) return { type: 'element', name: token.text, keys: this.subscripts(), line: token.line };
    return { type: 'var', name: token.text, line: token.line };
  }

  protected subscripts(): Expr[] {
    const outside = this.inPrint;
    this.inPrint = false;
    this.advance();
    const keys = this.expressionList();
    if (!this.isOp(']')) throw this.syntaxError();
    this.inPrint = outside;
    this.advance();
    return keys;
  }

  private isSpacedCall(name: string): boolean {
    if (!this.functionNames.has(name)) return false;
    const mark = this.markHere();
    this.advance();
    const isCall = this.isOp('(');
    this.goBack(mark);
    return isCall;
  }

  private call(name: string, line: number): Expr {
    this.advance();
    return { type: 'call', name, args: this.args(), line };
  }

  private args(): Expr[] {
    const outside = this.inPrint;
    this.inPrint = false;
    this.expect('(');
    const args = this.isOp(')') ? [] : this.expressionList();
    this.inPrint = outside;
    this.expect(')');
    return args;
  }

  private builtin(name: string, line: number): Expr {
    this.advance();
    if (!this.isOp('(')) {
      if (!BARE_BUILTINS.has(name)) throw this.syntaxError();
      return { type: 'builtin', name, args: [], line };
    }
    return { type: 'builtin', name, args: WITH_PLACES.has(name) ? this.placeArgs(name) : this.args(), line };
  }

  /** The arguments of split, sub and gsub, where some can only be an array or a place to store to. */
  private placeArgs(name: string): Expr[] {
    const outside = this.inPrint;
    this.inPrint = false;
    this.expect('(');
    const args: Expr[] = [this.expression()];
    const argument = (): void => {
      this.advance();
      this.newlines();
      const { token } = this;
      const mark = this.markHere();
      const arg = this.expression();
      const mustBeName = name === 'split' && args.length === 1;
      if (mustBeName ? arg.type !== 'var' : name !== 'split' && args.length === 2 && !isLvalue(arg)) {
        this.goBack({ token, end: mark.end });
        throw this.syntaxError();
      }
      args.push(arg);
    };
    if (!this.isOp(',')) throw this.syntaxError();
    argument();
    if (this.isOp(',')) argument();
    this.inPrint = outside;
    this.expect(')');
    return args;
  }

  private getline(): Expr {
    this.advance();
    const target = this.optionalLvalue();
    if (!this.isOp('<')) return { type: 'getline', from: 'main', source: null, target };
    this.advance();
    return { type: 'getline', from: 'file', source: this.postfixWithoutPipe(), target };
  }

  private postfixWithoutPipe(): Expr {
    const left = this.primary();
    if (!isLvalue(left) || !(this.isOp('++') || this.isOp('--'))) return left;
    const step: Expr = { type: 'step', isPrefix: false, delta: this.token.text === '++' ? 1 : -1, target: left };
    this.advance();
    return step;
  }
}

export function isLvalue(expr: Expr): expr is Lvalue {
  return expr.type === 'var' || expr.type === 'field' || expr.type === 'element';
}
