// awk's grammar, statements and program (POSIX awk; mawk's choices where POSIX leaves some, and its messages).

import type { Expr, Func, Lvalue, Redirect, Rule, Stmt, Tree } from './ast.ts';
import { AwkError } from './error.ts';
import { ExpressionParser } from './expression.ts';

const SPECIAL_NAMES = new Set('NF NR FNR FS OFS ORS RS FILENAME SUBSEP RSTART RLENGTH CONVFMT OFMT ENVIRON ARGV ARGC'.split(' '));

/** mawk puts a newline after the program, which its line numbers count. */
export function parseAwk(source: string): Tree {
  return new Parser(`${source}\n`).program();
}

class Parser extends ExpressionParser {
  private loops = 0;
  private inFunction = false;
  private mayNext = false;

  program(): Tree {
    const begin: Stmt[] = [];
    const end: Stmt[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, Func>();
    for (this.terminators(); this.token.type !== 'end'; this.terminators()) {
      if (this.isKeyword('function')) {
        const func = this.function();
        if (functions.has(func.name)) throw new AwkError(`line ${func.line}: redefinition of ${func.name}`);
        functions.set(func.name, func);
      } else if (this.isKeyword('BEGIN') || this.isKeyword('END')) {
        const list = this.token.text === 'BEGIN' ? begin : end;
        this.advance();
        if (!this.isOp('{')) throw this.syntaxError();
        list.push(this.block());
      } else rules.push(this.rule());
    }
    return { begin, rules, end, functions, lastLine: this.token.line };
  }

  private rule(): Rule {
    if (this.isOp('}')) throw new AwkError(`line ${this.token.line}: extra '}'`);
    let start: Expr | null = null;
    let end: Expr | null = null;
    if (!this.isOp('{')) {
      start = this.expression();
      if (this.isOp(',')) {
        this.advance();
        this.newlines();
        end = this.expression();
      }
    }
    if (this.isOp('{')) {
      this.mayNext = true;
      const body = this.block();
      this.mayNext = false;
      return { start, end, body };
    }
    if (this.token.type !== 'newline' && this.token.type !== 'end' && !this.isOp(';')) throw this.syntaxError();
    return { start, end, body: null };
  }

  private function(): Func {
    const { line } = this.token;
    this.advance();
    const { token } = this;
    if (token.type !== 'name') throw this.syntaxError();
    if (SPECIAL_NAMES.has(token.text)) throw new AwkError(`line ${token.line}: illegal reference to variable ${token.text}`);
    const name = token.text;
    this.functionNames.add(name);
    this.advance();
    this.expect('(');
    const params: string[] = [];
    while (!this.isOp(')')) {
      const param = this.token;
      if (param.type !== 'name' || param.text === name) throw this.syntaxError();
      if (params.includes(param.text)) throw new AwkError(`line ${param.line}: ${param.text} is duplicated in argument list`);
      params.push(param.text);
      this.advance();
      if (this.isOp(',')) {
        this.advance();
        this.newlines();
      } else if (!this.isOp(')')) throw this.syntaxError();
    }
    this.advance();
    this.newlines();
    if (!this.isOp('{')) throw this.syntaxError();
    this.inFunction = true;
    const body = this.block();
    this.inFunction = false;
    return { name, params, body, line };
  }

  private block(): Stmt {
    this.advance();
    const body: Stmt[] = [];
    for (;;) {
      this.terminators();
      if (this.isOp('}')) break;
      if (this.token.type === 'end') throw new AwkError(`line ${this.token.line}: missing } near end of file`);
      body.push(this.statement());
    }
    this.advance();
    return { type: 'block', body };
  }

  /** Newlines and semicolons. */
  private terminators(): void {
    while (this.token.type === 'newline' || this.isOp(';')) this.advance();
  }

  private endOfSimple(): void {
    if (this.token.type === 'newline' || this.isOp(';')) {
      this.advance();
      return;
    }
    if (!this.isOp('}') && this.token.type !== 'end') throw this.syntaxError();
  }

  private statement(): Stmt {
    const { token } = this;
    if (this.isOp('{')) return this.block();
    if (this.isOp(';')) {
      this.advance();
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
    const { token } = this;
    if (token.type !== 'keyword') return { type: 'expr', expr: this.expression() };
    const { line } = token;
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.print(token.text);
      case 'delete':
        return this.delete();
      case 'next':
      case 'nextfile':
        if (!this.mayNext) throw new AwkError(`line ${line}: improper use of ${token.text}`);
        this.advance();
        return { type: token.text, line };
      case 'break':
      case 'continue':
        if (this.loops === 0) throw new AwkError(`line ${line}: ${token.text} statement outside of loop`);
        this.advance();
        return { type: token.text, line };
      case 'exit':
      case 'return': {
        if (token.text === 'return' && !this.inFunction) throw new AwkError(`line ${line}: return outside function body`);
        this.advance();
        const isBare = this.token.type === 'newline' || this.token.type === 'end' || this.isOp(';') || this.isOp('}');
        return { type: token.text, value: isBare ? null : this.expression(), line };
      }
      default:
        return { type: 'expr', expr: this.expression() };
    }
  }

  private print(type: 'print' | 'printf'): Stmt {
    this.advance();
    const isBare = this.token.type === 'newline' || this.token.type === 'end' || this.isOp(';') || this.isOp('}') || this.isRedirect();
    let args: readonly Expr[] = [];
    if (!isBare) {
      this.inPrint = true;
      args = this.expressionList();
      this.inPrint = false;
    }
    if (args.length === 1 && args[0].type === 'list') args = args[0].items;
    else if (args.length === 1 && args[0].type === 'group') args = [args[0].inner];
    if (type === 'printf' && args.length === 0) throw this.syntaxError();
    let redirect: Redirect | null = null;
    if (this.isRedirect()) {
      const kind = this.token.text === '>' ? '>' : this.token.text === '>>' ? '>>' : '|';
      this.advance();
      this.inPrint = true;
      redirect = { kind, target: this.expression() };
      this.inPrint = false;
    }
    return { type, args, redirect };
  }

  private isRedirect(): boolean {
    return this.isOp('>') || this.isOp('>>') || this.isOp('|');
  }

  private delete(): Stmt {
    const { line } = this.token;
    this.advance();
    const inParens = this.isOp('(');
    if (inParens) this.advance();
    const { token } = this;
    if (token.type !== 'name') throw this.syntaxError();
    this.advance();
    const keys = this.isOp('[') ? this.subscripts() : null;
    if (inParens) this.expect(')');
    return { type: 'delete', name: token.text, keys, line };
  }

  private condition(): Expr {
    this.expect('(');
    const test = this.expression();
    this.expect(')');
    return test;
  }

  private if(): Stmt {
    this.advance();
    const test = this.condition();
    this.newlines();
    const yes = this.statement();
    // An else may stand after newlines and a semicolon.
    const mark = this.markHere();
    this.terminators();
    if (!this.isKeyword('else')) {
      this.goBack(mark);
      return { type: 'if', test, yes, no: null };
    }
    this.advance();
    this.newlines();
    return { type: 'if', test, yes, no: this.statement() };
  }

  private loopBody(): Stmt {
    this.loops++;
    const body = this.statement();
    this.loops--;
    return body;
  }

  private while(): Stmt {
    this.advance();
    const test = this.condition();
    if (this.isOp(';')) {
      this.advance();
      return { type: 'while', test, body: { type: 'block', body: [] } };
    }
    this.newlines();
    return { type: 'while', test, body: this.loopBody() };
  }

  private do(): Stmt {
    this.advance();
    this.newlines();
    const body = this.loopBody();
    this.terminators();
    if (!this.isKeyword('while')) throw this.syntaxError();
    this.advance();
    const test = this.condition();
    this.endOfSimple();
    return { type: 'do', body, test };
  }

  private for(): Stmt {
    const { line } = this.token;
    this.advance();
    this.expect('(');
    const forIn = this.forIn(line);
    if (forIn !== null) return forIn;
    const init = this.isOp(';') ? null : this.simple();
    this.expect(';');
    this.newlines();
    const test = this.isOp(';') ? null : this.expression();
    this.expect(';');
    this.newlines();
    const step = this.isOp(')') ? null : this.simple();
    this.expect(')');
    if (this.isOp(';')) {
      this.advance();
      return { type: 'for', init, test, step, body: { type: 'block', body: [] } };
    }
    this.newlines();
    return { type: 'for', init, test, step, body: this.loopBody() };
  }

  /** `name in array)` after `for (`. */
  private forIn(line: number): Stmt | null {
    const mark = this.markHere();
    const name = this.token;
    if (name.type === 'name') {
      this.advance();
      let variable: Lvalue = { type: 'var', name: name.text, line };
      if (this.isOp('[')) variable = { type: 'element', name: name.text, keys: this.subscripts(), line };
      if (this.isKeyword('in')) {
        this.advance();
        const array = this.token;
        this.advance();
        if (array.type === 'name' && this.isOp(')')) {
          this.advance();
          this.newlines();
          return { type: 'forin', variable, name: array.text, body: this.loopBody(), line };
        }
      }
    }
    this.goBack(mark);
    return null;
  }
}
