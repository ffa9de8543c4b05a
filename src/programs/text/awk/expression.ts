// awk's expressions, by precedence from lowest: ?: || && in ~ < concatenation + * unary ^ ++ $ and grouping, as mawk's grammar has them.

import type { Expr, Lvalue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { AwkError } from './error.ts';
import type { Token } from './lexer.ts';
import { compileAwkRegex } from './regexp.ts';

const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '==', '!=', '>', '>=']);

const WITH_PLACES: ReadonlySet<string> = new Set(['split', 'sub', 'gsub']);

/** Builtins that may stand without parentheses. */
const BARE_BUILTINS: ReadonlySet<string> = new Set(['length']);

export class Expressions {
  private readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  expressionList(): Expr[] {
    const items = [this.expression()];
    while (this.cursor.isOp(',')) {
      this.cursor.advance();
      this.cursor.newlines();
      items.push(this.expression());
    }
    return items;
  }

  expression(): Expr {
    const test = this.or();
    if (!this.cursor.isOp('?')) return test;
    this.cursor.advance();
    this.cursor.newlines();
    const yes = this.expression();
    this.cursor.newlines();
    if (!this.cursor.isOp(':')) throw this.cursor.syntaxError();
    this.cursor.advance();
    this.cursor.newlines();
    return { type: 'conditional', test, yes, no: this.expression() };
  }

  private or(): Expr {
    let left = this.and();
    while (this.cursor.isOp('||')) {
      this.cursor.advance();
      this.cursor.newlines();
      left = { type: 'or', left, right: this.and() };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.cursor.isOp('&&')) {
      this.cursor.advance();
      this.cursor.newlines();
      left = { type: 'and', left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.matching();
    while (this.cursor.isKeyword('in')) {
      this.cursor.advance();
      const { token } = this.cursor;
      if (token.type !== 'name') throw this.cursor.syntaxError();
      left = { type: 'in', keys: left.type === 'list' ? left.items : [left], name: token.text, line: token.line };
      this.cursor.advance();
    }
    return left;
  }

  private matching(): Expr {
    let left = this.comparison();
    while (this.cursor.isOp('~') || this.cursor.isOp('!~')) {
      const isNegated = this.cursor.token.text === '!~';
      this.cursor.advance();
      left = { type: 'match', isNegated, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expr {
    let left = this.concatenation();
    while (
      this.cursor.token.type === 'op' &&
      COMPARISONS.has(this.cursor.token.text) &&
      !(this.cursor.token.text === '>' && this.cursor.inPrint)
    ) {
      const op = this.cursor.token.text;
      this.cursor.advance();
      left = { type: 'binary', op, left, right: this.concatenation() };
    }
    return left;
  }

  private concatenation(): Expr {
    let left = this.additive();
    if (isLvalue(left) && this.cursor.token.type === 'op' && ASSIGNMENTS.has(this.cursor.token.text)) {
      const op = this.cursor.token.text;
      this.cursor.advance();
      return { type: 'assign', op, target: left, value: this.expression() };
    }
    while (this.beginsOperand()) left = { type: 'concat', left, right: this.additive() };
    return left;
  }

  private beginsOperand(): boolean {
    const { token } = this.cursor;
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
    while (this.cursor.isOp('+') || this.cursor.isOp('-')) {
      const op = this.cursor.token.text;
      this.cursor.advance();
      left = { type: 'binary', op, left, right: this.multiplicative() };
    }
    return left;
  }

  private multiplicative(): Expr {
    let left = this.unary();
    while (this.cursor.isOp('*') || this.cursor.isOp('/') || this.cursor.isOp('%')) {
      const op = this.cursor.token.text;
      this.cursor.advance();
      left = { type: 'binary', op, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expr {
    const { token } = this.cursor;
    if (token.type === 'op' && (token.text === '!' || token.text === '-' || token.text === '+')) {
      this.cursor.advance();
      return { type: 'unary', op: token.text, operand: this.unary() };
    }
    return this.power();
  }

  private power(): Expr {
    const base = this.postfix();
    if (!this.cursor.isOp('^')) return base;
    this.cursor.advance();
    return { type: 'binary', op: '^', left: base, right: this.unary() };
  }

  /** A primary with `++`, `--` after it, and commands piped to getline, which bind as tightly. */
  private postfix(): Expr {
    let left = this.primary();
    if (isLvalue(left) && (this.cursor.isOp('++') || this.cursor.isOp('--'))) {
      left = { type: 'step', isPrefix: false, delta: this.cursor.token.text === '++' ? 1 : -1, target: left };
      this.cursor.advance();
    }
    while (this.cursor.isOp('|') && !this.cursor.inPrint) {
      this.cursor.advance();
      if (!this.cursor.isKeyword('getline')) throw this.cursor.syntaxError();
      this.cursor.advance();
      left = { type: 'getline', from: 'command', source: left, target: this.optionalLvalue() };
    }
    return left;
  }

  private optionalLvalue(): Lvalue | null {
    const { token } = this.cursor;
    if (token.type === 'name' && !token.isCall) return this.name(token);
    if (this.cursor.isOp('$')) return this.field();
    return null;
  }

  private primary(): Expr {
    const { token } = this.cursor;
    switch (token.type) {
      case 'number':
        this.cursor.advance();
        return { type: 'number', value: token.value };
      case 'string':
        this.cursor.advance();
        return { type: 'string', value: token.value, line: token.line };
      case 'name':
        return token.isCall || this.isSpacedCall(token.text) ? this.call(token.text, token.line) : this.name(token);
      case 'builtin':
        return this.builtin(token.text, token.line);
      case 'keyword':
        if (token.text === 'getline') return this.getline();
        throw this.cursor.syntaxError();
      case 'op':
        return this.operatorPrimary(token.text, token.line);
      default:
        throw this.cursor.syntaxError();
    }
  }

  private operatorPrimary(op: string, line: number): Expr {
    switch (op) {
      case '$':
        return this.field();
      case '++':
      case '--': {
        this.cursor.advance();
        if (this.cursor.token.type !== 'name' && !this.cursor.isOp('$')) throw this.cursor.syntaxError();
        const target = this.primary();
        if (!isLvalue(target)) throw this.cursor.syntaxError();
        return { type: 'step', isPrefix: true, delta: op === '++' ? 1 : -1, target };
      }
      case '-':
      case '+':
      case '!':
        return this.unary();
      case '/':
      case '/=':
        return this.regex();
      case '(':
        return this.grouping(line);
      default:
        throw this.cursor.syntaxError();
    }
  }

  private grouping(line: number): Expr {
    const outside = this.cursor.inPrint;
    this.cursor.inPrint = false;
    this.cursor.expect('(');
    const items = this.expressionList();
    // What follows the parenthesis belongs to print again.
    this.cursor.inPrint = outside;
    this.cursor.expect(')');
    return items.length === 1 ? { type: 'group', inner: items[0] } : { type: 'list', items, line };
  }

  /** `$` binds tighter than anything but `++` and `--` before a name. */
  private field(): Lvalue {
    this.cursor.advance();
    const { token } = this.cursor;
    if (token.type === 'op' && (token.text === '-' || token.text === '+' || token.text === '!')) {
      this.cursor.advance();
      return { type: 'field', index: { type: 'unary', op: token.text, operand: this.primary() } };
    }
    return { type: 'field', index: this.primary() };
  }

  private name(token: Token): Lvalue {
    this.cursor.advance();
    if (this.cursor.isOp('[')) return { type: 'element', name: token.text, keys: this.subscripts(), line: token.line };
    return { type: 'var', name: token.text, line: token.line };
  }

  subscripts(): Expr[] {
    const outside = this.cursor.inPrint;
    this.cursor.inPrint = false;
    this.cursor.advance();
    const keys = this.expressionList();
    if (!this.cursor.isOp(']')) throw this.cursor.syntaxError();
    this.cursor.inPrint = outside;
    this.cursor.advance();
    return keys;
  }

  private isSpacedCall(name: string): boolean {
    if (!this.cursor.functionNames.has(name)) return false;
    const mark = this.cursor.here();
    this.cursor.advance();
    const isCall = this.cursor.isOp('(');
    this.cursor.goBack(mark);
    return isCall;
  }

  private call(name: string, line: number): Expr {
    this.cursor.advance();
    return { type: 'call', name, args: this.args(), line };
  }

  /** Of a literal regular expression; the token is its opening slash. */
  private regex(): Expr {
    const { line, text } = this.cursor.token;
    const source = this.cursor.lexer.regex(this.cursor.end.pos - text.length + 1);
    this.cursor.advance();
    try {
      return { type: 'regex', regex: compileAwkRegex(source) };
    } catch (e) {
      if (!(e instanceof AwkError)) throw e;
      this.cursor.complain(new AwkError(`line ${line}: ${e.message}`));
      return { type: 'regex', regex: compileAwkRegex('^') };
    }
  }

  private args(): Expr[] {
    const outside = this.cursor.inPrint;
    this.cursor.inPrint = false;
    this.cursor.expect('(');
    const args = this.cursor.isOp(')') ? [] : this.expressionList();
    this.cursor.inPrint = outside;
    this.cursor.expect(')');
    return args;
  }

  private builtin(name: string, line: number): Expr {
    this.cursor.advance();
    if (!this.cursor.isOp('(')) {
      if (!BARE_BUILTINS.has(name)) throw this.cursor.syntaxError();
      const bare: Expr = { type: 'builtin', name, args: [], line };
      // Behind it a slash begins a regular expression.
      if (!this.cursor.isOp('/') && !this.cursor.isOp('/=')) return bare;
      return { type: 'concat', left: bare, right: this.regex() };
    }
    return { type: 'builtin', name, args: WITH_PLACES.has(name) ? this.placeArgs(name) : this.args(), line };
  }

  /** The arguments of split, sub and gsub, where some can only be an array or a place to store to. */
  private placeArgs(name: string): Expr[] {
    const outside = this.cursor.inPrint;
    this.cursor.inPrint = false;
    this.cursor.expect('(');
    const args: Expr[] = [this.expression()];
    const argument = (): void => {
      this.cursor.advance();
      this.cursor.newlines();
      const { token } = this.cursor;
      const mark = this.cursor.here();
      const arg = this.expression();
      const mustBeName = name === 'split' && args.length === 1;
      if (mustBeName ? arg.type !== 'var' : name !== 'split' && args.length === 2 && !isLvalue(arg)) {
        this.cursor.goBack({ token, end: mark.end });
        throw this.cursor.syntaxError();
      }
      args.push(arg);
    };
    if (!this.cursor.isOp(',')) throw this.cursor.syntaxError();
    argument();
    if (this.cursor.isOp(',')) argument();
    this.cursor.inPrint = outside;
    this.cursor.expect(')');
    return args;
  }

  private getline(): Expr {
    this.cursor.advance();
    const target = this.optionalLvalue();
    if (!this.cursor.isOp('<')) return { type: 'getline', from: 'main', source: null, target };
    this.cursor.advance();
    return { type: 'getline', from: 'file', source: this.postfixWithoutPipe(), target };
  }

  private postfixWithoutPipe(): Expr {
    const left = this.primary();
    if (!isLvalue(left) || !(this.cursor.isOp('++') || this.cursor.isOp('--'))) return left;
    const step: Expr = { type: 'step', isPrefix: false, delta: this.cursor.token.text === '++' ? 1 : -1, target: left };
    this.cursor.advance();
    return step;
  }
}

export function isLvalue(expr: Expr): expr is Lvalue {
  return expr.type === 'var' || expr.type === 'field' || expr.type === 'element';
}
