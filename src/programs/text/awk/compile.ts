// An awk program to instructions: BEGIN, the loop over records with the rules, END, the functions. Expressions are in
// compile-expression.ts; what a name means was settled before (names.ts).

import type { Expr, Lvalue, Rule, Stmt, Tree } from './ast.ts';
import type { Code, FunctionCode } from './code.ts';
import { ExpressionCompiler } from './compile-expression.ts';
import { Emitter } from './emit.ts';
import { type Names, resolveNames } from './names.ts';

const REDIRECTS = ['', '>', '>>', '|'];

export function compileAwk(tree: Tree, preset: readonly string[]): Code {
  return new Compiler(tree, resolveNames(tree, ['ARGC', ...preset])).program();
}

class Compiler {
  private readonly tree: Tree;
  private readonly emitter: Emitter;
  private readonly expressions: ExpressionCompiler;
  /** Of the loops around: jumps to patch. */
  private readonly breaks: number[][] = [];
  private readonly continues: number[][] = [];
  private ranges = 0;

  constructor(tree: Tree, names: Names) {
    this.tree = tree;
    this.emitter = new Emitter(names);
    this.expressions = new ExpressionCompiler(this.emitter);
  }

  program(): Code {
    const { tree } = this;
    const { names } = this.emitter;
    for (const stmt of tree.begin) this.stmt(stmt);
    const main = this.emitter.code.length;
    if (tree.rules.length > 0 || tree.end.length > 0) {
      const atEnd = this.emitter.jump('READ');
      for (const rule of tree.rules) this.rule(rule);
      this.emitter.emit('JUMP', main);
      this.emitter.land(atEnd);
    }
    const end = this.emitter.code.length;
    for (const stmt of tree.end) this.stmt(stmt);
    this.emitter.emit('STOP');
    const functions: FunctionCode[] = [];
    for (const func of names.functions.values()) {
      this.emitter.scope = func;
      functions.push({ entry: this.emitter.code.length, scalars: func.scalars, arrays: func.arrays.length - func.scalars });
      this.stmt(func.func.body);
      this.emitter.emit('UNDEF');
      this.emitter.emit('RETURN');
    }
    const { code, constants, regexes } = this.emitter;
    const { ranges } = this;
    return {
      code,
      constants,
      regexes,
      functions,
      main,
      end,
      ranges,
      globals: names.globals,
      globalCount: names.globalCount,
      arrayCount: names.arrayCount,
    };
  }

  private rule({ start, end, body }: Rule): void {
    const skips: number[] = [];
    if (start !== null && end !== null) {
      const range = this.ranges++;
      const isOpen = this.emitter.jump('RANGE_OPEN', range);
      this.expressions.expr(start);
      skips.push(this.emitter.jump('JUMP_FALSE'));
      this.emitter.emit('RANGE_SET', range, 1);
      this.emitter.land(isOpen);
      this.expressions.expr(end);
      const stays = this.emitter.jump('JUMP_FALSE');
      this.emitter.emit('RANGE_SET', range, 0);
      this.emitter.land(stays);
    } else if (start !== null) {
      this.expressions.expr(start);
      skips.push(this.emitter.jump('JUMP_FALSE'));
    }
    if (body === null) this.emitter.emit('PRINT', 0, 0);
    else this.stmt(body);
    this.emitter.land(...skips);
  }

  private stmt(stmt: Stmt): void {
    switch (stmt.type) {
      case 'expr':
        this.expressions.expr(stmt.expr);
        this.emitter.emit('POP');
        break;
      case 'print':
      case 'printf':
        for (const arg of stmt.args) this.expressions.expr(arg);
        if (stmt.redirect !== null) this.expressions.expr(stmt.redirect.target);
        this.emitter.emit(stmt.type === 'print' ? 'PRINT' : 'PRINTF', stmt.args.length, REDIRECTS.indexOf(stmt.redirect?.kind ?? ''));
        break;
      case 'block':
        for (const inner of stmt.body) this.stmt(inner);
        break;
      case 'if': {
        this.expressions.expr(stmt.test);
        const no = this.emitter.jump('JUMP_FALSE');
        this.stmt(stmt.yes);
        if (stmt.no === null) {
          this.emitter.land(no);
          break;
        }
        const over = this.emitter.jump('JUMP');
        this.emitter.land(no);
        this.stmt(stmt.no);
        this.emitter.land(over);
        break;
      }
      case 'while':
        this.loop(stmt.test, stmt.body, null);
        break;
      case 'for':
        if (stmt.init !== null) this.stmt(stmt.init);
        this.loop(stmt.test, stmt.body, stmt.step);
        break;
      case 'do': {
        const top = this.emitter.code.length;
        this.enterLoop();
        this.stmt(stmt.body);
        this.emitter.land(...(this.continues.pop() ?? []));
        this.expressions.expr(stmt.test);
        this.emitter.emit('JUMP_TRUE', top);
        this.emitter.land(...(this.breaks.pop() ?? []));
        break;
      }
      case 'forin':
        this.forIn(stmt.variable, stmt.name, stmt.body);
        break;
      case 'delete':
        if (stmt.keys === null) this.emitter.emit('DELETE_ALL', this.emitter.array(stmt.name));
        else {
          this.expressions.keys(stmt.keys);
          this.emitter.emit('DELETE', this.emitter.array(stmt.name));
        }
        break;
      case 'next':
        this.emitter.emit('NEXT');
        break;
      case 'nextfile':
        this.emitter.emit('NEXT_FILE');
        break;
      case 'break':
        this.breaks.at(-1)?.push(this.emitter.jump('JUMP'));
        break;
      case 'continue':
        this.continues.at(-1)?.push(this.emitter.jump('JUMP'));
        break;
      case 'exit':
        if (stmt.value !== null) this.expressions.expr(stmt.value);
        this.emitter.emit('EXIT', stmt.value === null ? 0 : 1);
        break;
      case 'return':
        if (stmt.value === null) this.emitter.emit('UNDEF');
        else this.expressions.expr(stmt.value);
        this.emitter.emit('RETURN');
        break;
    }
  }

  private enterLoop(): void {
    this.breaks.push([]);
    this.continues.push([]);
  }

  private loop(test: Expr | null, body: Stmt, step: Stmt | null): void {
    const top = this.emitter.code.length;
    this.enterLoop();
    const out: number[] = [];
    if (test !== null) {
      this.expressions.expr(test);
      out.push(this.emitter.jump('JUMP_FALSE'));
    }
    this.stmt(body);
    this.emitter.land(...(this.continues.pop() ?? []));
    if (step !== null) this.stmt(step);
    this.emitter.emit('JUMP', top);
    this.emitter.land(...out, ...(this.breaks.pop() ?? []));
  }

  private forIn(variable: Lvalue, name: string, body: Stmt): void {
    this.emitter.emit('LOOP', this.emitter.array(name));
    const top = this.emitter.code.length;
    const done = this.emitter.jump('LOOP_NEXT');
    this.storeTop(variable);
    this.enterLoop();
    this.stmt(body);
    this.emitter.land(...(this.continues.pop() ?? []));
    this.emitter.emit('JUMP', top);
    this.emitter.land(done, ...(this.breaks.pop() ?? []));
    this.emitter.emit('LOOP_END');
  }

  /** Stores the value on the stack, which goes. */
  private storeTop(target: Lvalue): void {
    if (target.type === 'var') this.emitter.variable('SET', target.name);
    else {
      // The key has to be below the value.
      this.expressions.address(target);
      this.emitter.emit('SWAP');
      this.expressions.store(target);
    }
    this.emitter.emit('POP');
  }
}
