// awk's expressions to instructions: each leaves one value on the stack.

import type { Expr, Lvalue } from './ast.ts';
import { BUILTIN_TABLE } from './builtins.ts';
import type { Emitter, OpName } from './emit.ts';
import { AwkError } from './error.ts';
import { isLvalue } from './expression.ts';

const BINARY: Readonly<Record<string, OpName>> = {
  '+': 'ADD',
  '-': 'SUBTRACT',
  '*': 'MULTIPLY',
  '/': 'DIVIDE',
  '%': 'MODULO',
  '^': 'POWER',
  '<': 'LESS',
  '<=': 'LESS_EQUAL',
  '==': 'EQUAL',
  '!=': 'NOT_EQUAL',
  '>': 'GREATER',
  '>=': 'GREATER_EQUAL',
};
const SOURCES = ['main', 'file', 'command'];

export class ExpressionCompiler {
  private readonly emitter: Emitter;

  constructor(emitter: Emitter) {
    this.emitter = emitter;
  }

  expr(expr: Expr): void {
    switch (expr.type) {
      case 'number':
      case 'string':
        this.emitter.emit('CONST', this.emitter.constant(expr.value));
        break;
      case 'regex':
        this.emitter.emit('MATCH_RECORD', this.emitter.addRegex(expr.regex));
        break;
      case 'var':
      case 'field':
      case 'element':
        this.load(expr);
        break;
      case 'list':
        throw new AwkError(`line ${expr.line}: syntax error at or near (`);
      case 'group':
        this.expr(expr.inner);
        break;
      case 'assign':
        this.assign(expr.op, expr.target, expr.value);
        break;
      case 'conditional': {
        this.expr(expr.test);
        const no = this.emitter.jump('JUMP_FALSE');
        this.expr(expr.yes);
        const over = this.emitter.jump('JUMP');
        this.emitter.land(no);
        this.expr(expr.no);
        this.emitter.land(over);
        break;
      }
      case 'and':
      case 'or':
        this.logical(expr.type, expr.left, expr.right);
        break;
      case 'concat':
        this.expr(expr.left);
        this.expr(expr.right);
        this.emitter.emit('CONCAT');
        break;
      case 'binary':
        this.expr(expr.left);
        this.expr(expr.right);
        this.emitter.emit(BINARY[expr.op]);
        break;
      case 'match':
        this.expr(expr.left);
        this.match(expr.right);
        if (expr.isNegated) this.emitter.emit('NOT');
        break;
      case 'in':
        this.keys(expr.keys);
        this.emitter.emit('IN', this.emitter.array(expr.name));
        break;
      case 'unary':
        this.expr(expr.operand);
        this.emitter.emit(expr.op === '!' ? 'NOT' : expr.op === '-' ? 'NEGATE' : 'TO_NUMBER');
        break;
      case 'step':
        this.step(expr.target, expr.delta, expr.isPrefix);
        break;
      case 'call':
        this.call(expr.name, expr.args);
        break;
      case 'builtin':
        this.builtin(expr.name, expr.args, expr.line);
        break;
      case 'getline':
        this.getline(SOURCES.indexOf(expr.from), expr.source, expr.target);
        break;
    }
  }

  private logical(type: 'and' | 'or', left: Expr, right: Expr): void {
    this.expr(left);
    const short = this.emitter.jump(type === 'and' ? 'JUMP_FALSE' : 'JUMP_TRUE');
    this.expr(right);
    this.emitter.emit('TRUTH');
    const over = this.emitter.jump('JUMP');
    this.emitter.land(short);
    this.emitter.emit('CONST', this.emitter.constant(type === 'and' ? 0 : 1));
    this.emitter.land(over);
  }

  /** Matches the text on the stack. */
  private match(pattern: Expr): void {
    if (pattern.type === 'regex' || pattern.type === 'string') this.emitter.emit('MATCH', this.patternOf(pattern));
    else {
      this.expr(pattern);
      this.emitter.emit('MATCH_DYNAMIC');
    }
  }

  /** A regular expression, or a text constant used as one. */
  private patternOf(pattern: Expr & { readonly type: 'regex' | 'string' }): number {
    return pattern.type === 'regex' ? this.emitter.addRegex(pattern.regex) : this.emitter.regex(pattern.value, pattern.line);
  }

  private regexArgument(pattern: Expr): void {
    if (pattern.type === 'regex' || pattern.type === 'string') this.emitter.emit('REGEX', this.patternOf(pattern));
    else {
      this.expr(pattern);
      this.emitter.emit('REGEX_DYNAMIC');
    }
  }

  keys(keys: readonly Expr[]): void {
    for (const key of keys) this.expr(key);
    if (keys.length > 1) this.emitter.emit('JOIN', keys.length);
  }

  private load(from: Lvalue): void {
    if (from.type === 'var') this.emitter.variable('GET', from.name);
    else if (from.type === 'element') {
      this.keys(from.keys);
      this.emitter.emit('ELEMENT', this.emitter.array(from.name));
    } else if (from.index.type === 'number' && Number.isInteger(from.index.value)) {
      if (from.index.value === 0) this.emitter.emit('RECORD');
      else this.emitter.emit('FIELD_AT', from.index.value);
    } else {
      this.expr(from.index);
      this.emitter.emit('FIELD');
    }
  }

  /** Pushes what names the place: the key or the field's number; nothing for a variable. */
  address(target: Lvalue): void {
    if (target.type === 'element') this.keys(target.keys);
    else if (target.type === 'field') this.expr(target.index);
  }

  /** Stores the top, with the address below it; the value stays. */
  store(target: Lvalue): void {
    if (target.type === 'var') this.emitter.variable('SET', target.name);
    else if (target.type === 'element') this.emitter.emit('SET_ELEMENT', this.emitter.array(target.name));
    else this.emitter.emit('SET_FIELD');
  }

  private assign(op: string, target: Lvalue, value: Expr): void {
    this.address(target);
    if (target.type === 'element' && value.type !== 'number' && value.type !== 'string' && value.type !== 'var')
      this.emitter.emit('CREATE', this.emitter.array(target.name));
    this.expr(value);
    if (op !== '=') {
      // The place is read after the right-hand side was evaluated: y += ++y.
      if (target.type === 'var') this.load(target);
      else {
        this.emitter.emit('UNDER');
        if (target.type === 'element') this.emitter.emit('ELEMENT', this.emitter.array(target.name));
        else this.emitter.emit('FIELD');
      }
      this.emitter.emit('SWAP');
      this.emitter.emit(BINARY[op[0]]);
    }
    this.store(target);
  }

  private step(target: Lvalue, delta: number, isPrefix: boolean): void {
    this.address(target);
    if (target.type === 'var') this.emitter.variable('STEP', target.name, delta, isPrefix ? 1 : 0);
    else if (target.type === 'element') this.emitter.emit('STEP_ELEMENT', this.emitter.array(target.name), delta, isPrefix ? 1 : 0);
    else this.emitter.emit('STEP_FIELD', delta, isPrefix ? 1 : 0);
  }

  private putResult(target: Lvalue): void {
    if (target.type === 'var') this.emitter.variable('PUT', target.name);
    else if (target.type === 'element') this.emitter.emit('PUT_ELEMENT', this.emitter.array(target.name));
    else this.emitter.emit('PUT_FIELD');
  }

  private call(name: string, args: readonly Expr[]): void {
    const callee = this.emitter.names.functions.get(name);
    if (callee === undefined) throw new Error(`no function ${name}`);
    callee.arrays.forEach((isArray, i) => {
      const arg = args[i];
      if (!isArray) {
        if (arg === undefined) this.emitter.emit('UNDEF');
        else this.expr(arg);
      } else if (arg === undefined) this.emitter.emit('NEW_ARRAY');
      else if (arg.type === 'var') this.emitter.emit('PUSH_ARRAY', this.emitter.array(arg.name));
      else throw new AwkError(`line 1: type error in arg(${i + 1}) in call to ${name}`);
    });
    this.emitter.emit('CALL', [...this.emitter.names.functions.keys()].indexOf(name));
  }

  private getline(from: number, source: Expr | null, target: Lvalue | null): void {
    if (target !== null) this.address(target);
    if (source !== null) this.expr(source);
    this.emitter.emit(target === null ? 'GETLINE_RECORD' : 'GETLINE', from);
    if (target !== null) this.putResult(target);
  }

  private builtin(name: string, args: readonly Expr[], line: number): void {
    const need = (least: number, most: number): void => {
      if (args.length < least || args.length > most) throw new AwkError(`line ${line}: wrong number of arguments in call to ${name}`);
    };
    switch (name) {
      case 'sub':
      case 'gsub': {
        need(2, 3);
        const target: Expr = args[2] ?? { type: 'field', index: { type: 'number', value: 0 } };
        if (!isLvalue(target)) throw new AwkError(`line ${line}: syntax error at or near )`);
        this.address(target);
        this.regexArgument(args[0]);
        this.expr(args[1]);
        this.expr(target);
        this.emitter.emit('SUBSTITUTE', name === 'gsub' ? 1 : 0);
        this.putResult(target);
        break;
      }
      case 'match':
        need(2, 2);
        this.expr(args[0]);
        this.regexArgument(args[1]);
        this.emitter.emit('FIND');
        break;
      case 'split':
        need(2, 3);
        this.split(args, line);
        break;
      case 'system':
      case 'close':
        need(1, 1);
        this.expr(args[0]);
        this.emitter.emit(name === 'system' ? 'SYSTEM' : 'CLOSE');
        break;
      case 'fflush':
        need(0, 1);
        for (const arg of args) this.expr(arg);
        this.emitter.emit('FLUSH', args.length);
        break;
      default: {
        const index = BUILTIN_TABLE.findIndex((builtin) => builtin.name === name);
        const [arg] = args;
        if (name === 'length' && arg?.type === 'var' && this.emitter.place(arg.name).type.endsWith('Array')) {
          this.emitter.emit('LENGTH_ARRAY', this.emitter.array(arg.name));
          break;
        }
        need(BUILTIN_TABLE[index].least, BUILTIN_TABLE[index].most);
        for (const each of args) this.expr(each);
        if (BUILTIN_TABLE[index].isLocal === true) this.emitter.emit('ZONE');
        this.emitter.emit('BUILTIN', index, args.length);
      }
    }
  }

  private split(args: readonly Expr[], line: number): void {
    const [text, array, separator] = args;
    if (array.type !== 'var') throw new AwkError(`line ${line}: syntax error at or near ,`);
    this.expr(text);
    if (separator === undefined) this.emitter.emit('SPLIT', this.emitter.array(array.name), 0);
    else if (separator.type === 'regex') {
      this.emitter.emit('REGEX', this.emitter.addRegex(separator.regex));
      this.emitter.emit('SPLIT', this.emitter.array(array.name), 1);
    } else {
      this.expr(separator);
      this.emitter.emit('SPLIT', this.emitter.array(array.name), 2);
    }
  }
}
