// awk's grammar, statements and program (POSIX awk; mawk's choices where POSIX leaves some, and its messages).

import type { Expr, Func, Lvalue, Redirect, Rule, Stmt, Tree } from './ast.ts';
import { Cursor } from './cursor.ts';
import { AwkError, AwkErrors } from './error.ts';
import { Expressions } from './expression.ts';

const SPECIAL_NAMES = new Set('NF NR FNR FS OFS ORS RS FILENAME SUBSEP RSTART RLENGTH CONVFMT OFMT ENVIRON ARGV ARGC'.split(' '));

/** mawk puts a newline after the program, which its line numbers count. */
export function parseAwk(source: string): Tree {
  const parser = new Parser(`${source}\n`);
  const { errors } = parser.cursor;
  let tree: Tree | null = null;
  try {
    tree = parser.program();
  } catch (e) {
    if (!(e instanceof AwkError)) throw e;
    errors.push(e);
  }
  if (tree === null || errors.length > 0) throw new AwkErrors(errors);
  return tree;
}

class Parser {
  readonly cursor: Cursor;
  private readonly expressions: Expressions;
  private loops = 0;
  private saidNoLoop = false;
  private inFunction = false;
  private mayNext = false;

  constructor(source: string) {
    this.cursor = new Cursor(source);
    this.expressions = new Expressions(this.cursor);
  }

  program(): Tree {
    const begin: Stmt[] = [];
    const end: Stmt[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, Func>();
    for (this.cursor.newlines(); this.cursor.token.type !== 'end'; this.endOfItem()) {
      if (this.cursor.isOp('}')) this.extraBrace();
      else if (this.cursor.isKeyword('function')) {
        const func = this.function();
        if (functions.has(func.name)) throw new AwkError(`line ${func.line}: redefinition of ${func.name}`);
        functions.set(func.name, func);
      } else if (this.cursor.isKeyword('BEGIN') || this.cursor.isKeyword('END')) {
        const list = this.cursor.token.text === 'BEGIN' ? begin : end;
        this.cursor.advance();
        if (!this.cursor.isOp('{')) throw this.cursor.syntaxError();
        list.push(this.block());
      } else rules.push(this.rule());
    }
    return { begin, rules, end, functions, lastLine: this.cursor.token.line };
  }

  /** One semicolon may follow a rule or function. */
  private endOfItem(): void {
    if (this.cursor.isOp(';')) this.cursor.advance();
    this.cursor.newlines();
  }

  private extraBrace(): void {
    this.cursor.complain(new AwkError(`line ${this.cursor.token.line}: extra '}'`));
    this.cursor.advance();
    if (this.cursor.token.type === 'newline') throw this.cursor.syntaxError();
  }

  private rule(): Rule {
    let start: Expr | null = null;
    let end: Expr | null = null;
    if (!this.cursor.isOp('{')) {
      start = this.expressions.expression();
      if (this.cursor.isOp(',')) {
        this.cursor.advance();
        this.cursor.newlines();
        end = this.expressions.expression();
      }
    }
    if (this.cursor.isOp('{')) {
      this.mayNext = true;
      const body = this.block();
      this.mayNext = false;
      return { start, end, body };
    }
    if (this.cursor.token.type !== 'newline' && this.cursor.token.type !== 'end' && !this.cursor.isOp(';')) throw this.cursor.syntaxError();
    return { start, end, body: null };
  }

  private function(): Func {
    const { line } = this.cursor.token;
    this.cursor.advance();
    const { token } = this.cursor;
    if (token.type !== 'name') throw this.cursor.syntaxError();
    if (SPECIAL_NAMES.has(token.text)) throw new AwkError(`line ${token.line}: illegal reference to variable ${token.text}`);
    const name = token.text;
    this.cursor.functionNames.add(name);
    this.cursor.advance();
    this.cursor.expect('(');
    const params: string[] = [];
    while (!this.cursor.isOp(')')) {
      const param = this.cursor.token;
      if (param.type !== 'name' || param.text === name) throw this.cursor.syntaxError();
      if (params.includes(param.text)) throw new AwkError(`line ${param.line}: ${param.text} is duplicated in argument list`);
      params.push(param.text);
      this.cursor.advance();
      if (this.cursor.isOp(',')) {
        this.cursor.advance();
        this.cursor.newlines();
      } else if (!this.cursor.isOp(')')) throw this.cursor.syntaxError();
    }
    this.cursor.advance();
    this.cursor.newlines();
    if (!this.cursor.isOp('{')) throw this.cursor.syntaxError();
    this.inFunction = true;
    const body = this.block();
    this.inFunction = false;
    return { name, params, body, line };
  }

  private block(): Stmt {
    this.cursor.advance();
    const body: Stmt[] = [];
    for (;;) {
      this.terminators();
      if (this.cursor.isOp('}')) break;
      if (this.cursor.token.type === 'end') throw new AwkError(`line ${this.cursor.token.line}: missing } near end of file`);
      body.push(this.statement());
    }
    this.cursor.advance();
    return { type: 'block', body };
  }

  /** Newlines and semicolons. */
  private terminators(): void {
    while (this.cursor.token.type === 'newline' || this.cursor.isOp(';')) this.cursor.advance();
  }

  private endOfSimple(): void {
    if (this.cursor.token.type === 'newline' || this.cursor.isOp(';')) {
      this.cursor.advance();
      return;
    }
    if (!this.cursor.isOp('}') && this.cursor.token.type !== 'end') throw this.cursor.syntaxError();
  }

  private statement(): Stmt {
    const { token } = this.cursor;
    if (this.cursor.isOp('{')) return this.block();
    if (this.cursor.isOp(';')) {
      this.cursor.advance();
      return { type: 'block', body: [] };
    }
    if (token.type === 'keyword') {
      switch (token.text) {
        case 'if':
          return this.if();
        case 'while':
          return this.while();
        case 'do':
          return this.do();
        case 'for':
          return this.for();
      }
    }
    const statement = this.simple();
    this.endOfSimple();
    return statement;
  }

  private simple(): Stmt {
    const { token } = this.cursor;
    if (token.type !== 'keyword') return { type: 'expr', expr: this.expressions.expression() };
    const { line } = token;
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.print(token.text);
      case 'delete':
        return this.delete();
      case 'next':
      case 'nextfile':
        if (!this.mayNext) this.cursor.complain(new AwkError(`line ${line}: improper use of ${token.text}`));
        this.cursor.advance();
        return { type: token.text, line };
      case 'break':
      case 'continue':
        // mawk says so once.
        if (this.loops === 0 && !this.saidNoLoop)
          this.cursor.complain(new AwkError(`line ${line}: ${token.text} statement outside of loop`));
        if (this.loops === 0) this.saidNoLoop = true;
        this.cursor.advance();
        return { type: token.text, line };
      case 'exit':
      case 'return': {
        if (token.text === 'return' && !this.inFunction) this.cursor.complain(new AwkError(`line ${line}: return outside function body`));
        this.cursor.advance();
        const isBare =
          this.cursor.token.type === 'newline' || this.cursor.token.type === 'end' || this.cursor.isOp(';') || this.cursor.isOp('}');
        return { type: token.text, value: isBare ? null : this.expressions.expression(), line };
      }
      default:
        return { type: 'expr', expr: this.expressions.expression() };
    }
  }

  private print(type: 'print' | 'printf'): Stmt {
    this.cursor.advance();
    const isBare =
      this.cursor.token.type === 'newline' ||
      this.cursor.token.type === 'end' ||
      this.cursor.isOp(';') ||
      this.cursor.isOp('}') ||
      this.isRedirect();
    let args: readonly Expr[] = [];
    if (!isBare) {
      this.cursor.inPrint = true;
      args = this.expressions.expressionList();
      this.cursor.inPrint = false;
    }
    if (args.length === 1 && args[0].type === 'list') args = args[0].items;
    else if (args.length === 1 && args[0].type === 'group') args = [args[0].inner];
    if (type === 'printf' && args.length === 0) throw this.cursor.syntaxError();
    let redirect: Redirect | null = null;
    if (this.isRedirect()) {
      const kind = this.cursor.token.text === '>' ? '>' : this.cursor.token.text === '>>' ? '>>' : '|';
      this.cursor.advance();
      this.cursor.inPrint = true;
      redirect = { kind, target: this.expressions.expression() };
      this.cursor.inPrint = false;
    }
    return { type, args, redirect };
  }

  private isRedirect(): boolean {
    return this.cursor.isOp('>') || this.cursor.isOp('>>') || this.cursor.isOp('|');
  }

  private delete(): Stmt {
    const { line } = this.cursor.token;
    this.cursor.advance();
    const inParens = this.cursor.isOp('(');
    if (inParens) this.cursor.advance();
    const { token } = this.cursor;
    if (token.type !== 'name') throw this.cursor.syntaxError();
    this.cursor.advance();
    const keys = this.cursor.isOp('[') ? this.expressions.subscripts() : null;
    if (inParens) this.cursor.expect(')');
    return { type: 'delete', name: token.text, keys, line };
  }

  private condition(): Expr {
    this.cursor.expect('(');
    const test = this.expressions.expression();
    this.cursor.expect(')');
    return test;
  }

  private if(): Stmt {
    this.cursor.advance();
    const test = this.condition();
    this.cursor.newlines();
    const yes = this.statement();
    // An else may stand after newlines; a semicolon only ends a simple statement before it.
    const mark = this.cursor.here();
    this.cursor.newlines();
    if (!this.cursor.isKeyword('else')) {
      this.cursor.goBack(mark);
      return { type: 'if', test, yes, no: null };
    }
    this.cursor.advance();
    this.cursor.newlines();
    return { type: 'if', test, yes, no: this.statement() };
  }

  private loopBody(): Stmt {
    this.loops++;
    const body = this.statement();
    this.loops--;
    return body;
  }

  private while(): Stmt {
    this.cursor.advance();
    const test = this.condition();
    if (this.cursor.isOp(';')) {
      this.cursor.advance();
      return { type: 'while', test, body: { type: 'block', body: [] } };
    }
    this.cursor.newlines();
    return { type: 'while', test, body: this.loopBody() };
  }

  private do(): Stmt {
    this.cursor.advance();
    this.cursor.newlines();
    const body = this.loopBody();
    this.terminators();
    if (!this.cursor.isKeyword('while')) throw this.cursor.syntaxError();
    this.cursor.advance();
    const test = this.condition();
    this.endOfSimple();
    return { type: 'do', body, test };
  }

  private for(): Stmt {
    const { line } = this.cursor.token;
    this.cursor.advance();
    this.cursor.expect('(');
    const forIn = this.forIn(line);
    if (forIn !== null) return forIn;
    const init = this.cursor.isOp(';') ? null : this.simple();
    this.cursor.expect(';');
    this.cursor.newlines();
    const test = this.cursor.isOp(';') ? null : this.expressions.expression();
    this.cursor.expect(';');
    this.cursor.newlines();
    const step = this.cursor.isOp(')') ? null : this.simple();
    this.cursor.expect(')');
    if (this.cursor.isOp(';')) {
      this.cursor.advance();
      return { type: 'for', init, test, step, body: { type: 'block', body: [] } };
    }
    this.cursor.newlines();
    return { type: 'for', init, test, step, body: this.loopBody() };
  }

  /** `name in array)` after `for (`. */
  private forIn(line: number): Stmt | null {
    const mark = this.cursor.here();
    const name = this.cursor.token;
    if (name.type === 'name') {
      this.cursor.advance();
      let variable: Lvalue = { type: 'var', name: name.text, line };
      if (this.cursor.isOp('[')) variable = { type: 'element', name: name.text, keys: this.expressions.subscripts(), line };
      if (this.cursor.isKeyword('in')) {
        this.cursor.advance();
        const array = this.cursor.token;
        this.cursor.advance();
        if (array.type === 'name' && this.cursor.isOp(')')) {
          this.cursor.advance();
          this.cursor.newlines();
          return { type: 'forin', variable, name: array.text, body: this.loopBody(), line };
        }
      }
    }
    this.cursor.goBack(mark);
    return null;
  }
}
