// An awk tree to instructions. Jumps are patched when their targets are known; what a name means was settled before (names.ts).

import type { Regex } from '../../../libc/regex/regex.ts';
import type { Expr, Lvalue, Rule, Stmt, Tree } from './ast.ts';
import { BUILTIN_TABLE } from './builtins.ts';
import type { Code, FunctionCode } from './code.ts';
import { AwkError } from './error.ts';
import { isLvalue } from './expression.ts';
import type { PlainOp, SleepingOp } from './machine.ts';
import { type FunctionNames, type Names, type Place, resolveNames } from './names.ts';
import { PLAIN_OPS } from './plain-ops.ts';
import { compileAwkRegex } from './regexp.ts';
import { SLEEPING_OPS } from './sleeping-ops.ts';
import type { Value } from './values.ts';

type OpName = keyof typeof PLAIN_OPS | keyof typeof SLEEPING_OPS;

const OP_NAMES: readonly string[] = [...Object.keys(PLAIN_OPS), ...Object.keys(SLEEPING_OPS)];
const OP_NUMBERS: ReadonlyMap<string, number> = new Map(OP_NAMES.map((name, i) => [name, i]));
/** By number: the instructions that never sleep, and those that may. */
export const PLAIN: readonly (PlainOp | undefined)[] = [...Object.values(PLAIN_OPS), ...Object.values(SLEEPING_OPS).map(() => undefined)];
export const SLEEPING: readonly (SleepingOp | undefined)[] = [
  ...Object.values(PLAIN_OPS).map(() => undefined),
  ...Object.values(SLEEPING_OPS),
];

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
const REDIRECTS = ['', '>', '>>', '|'];
const SOURCES = ['main', 'file', 'command'];

/** What stands where the target of a jump will be known. */
const UNKNOWN = -1;

export function compileAwk(tree: Tree, preset: readonly string[]): Code {
  return new Compiler(tree, resolveNames(tree, ['ARGC', ...preset])).program();
}

class Compiler {
  private readonly tree: Tree;
  private readonly names: Names;
  private readonly code: number[] = [];
  private readonly constants: Value[] = [];
  private readonly regexes: Regex[] = [];
  private readonly functionNumbers: ReadonlyMap<string, number>;
  private scope: FunctionNames | null = null;
  /** Of the loops around: jumps to patch. */
  private readonly breaks: number[][] = [];
  private readonly continues: number[][] = [];
  private ranges = 0;

  constructor(tree: Tree, names: Names) {
    this.tree = tree;
    this.names = names;
    this.functionNumbers = new Map([...names.functions.keys()].map((name, i) => [name, i]));
  }

  program(): Code {
    const { tree, names } = this;
    for (const stmt of tree.begin) this.stmt(stmt);
    const main = this.code.length;
    if (tree.rules.length > 0 || tree.end.length > 0) {
      const atEnd = this.jump('READ');
      for (const rule of tree.rules) this.rule(rule);
      this.emit('JUMP', main);
      this.land(atEnd);
    }
    const end = this.code.length;
    for (const stmt of tree.end) this.stmt(stmt);
    this.emit('STOP');
    const functions: FunctionCode[] = [];
    for (const func of names.functions.values()) {
      this.scope = func;
      functions.push({ entry: this.code.length, scalars: func.scalars, arrays: func.arrays.length - func.scalars });
      this.stmt(func.func.body);
      this.emit('UNDEF');
      this.emit('RETURN');
    }
    const { code, constants, regexes, ranges } = this;
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

  private emit(op: OpName, ...operands: number[]): void {
    this.code.push(OP_NUMBERS.get(op) ?? UNKNOWN, ...operands);
  }

  /** Emits a jump whose target is not known yet; `land` sets it to here. */
  private jump(op: OpName, ...operands: number[]): number {
    this.emit(op, ...operands, UNKNOWN);
    return this.code.length - 1;
  }

  private land(...jumps: number[]): void {
    for (const at of jumps) this.code[at] = this.code.length;
  }

  private constant(value: Value): number {
    return this.constants.push(value) - 1;
  }

  private regex(source: string, line: number): number {
    try {
      return this.regexes.push(compileAwkRegex(source)) - 1;
    } catch (e) {
      if (e instanceof AwkError) throw new AwkError(`line ${line}: ${e.message}`);
      throw e;
    }
  }

  private place(name: string): Place {
    const place = this.scope?.places.get(name) ?? this.names.globals.get(name);
    if (place === undefined) throw new Error(`no place for ${name}`);
    return place;
  }

  /** The operand for an array: globals from 0 up, a function's own from -1 down. */
  private array(name: string): number {
    const place = this.place(name);
    return place.type === 'localArray' ? -1 - place.slot : place.slot;
  }

  private rule({ start, end, body }: Rule): void {
    const skips: number[] = [];
    if (start !== null && end !== null) {
      const range = this.ranges++;
      const isOpen = this.jump('RANGE_OPEN', range);
      this.expr(start);
      skips.push(this.jump('JUMP_FALSE'));
      this.emit('RANGE_SET', range, 1);
      this.land(isOpen);
      this.expr(end);
      const stays = this.jump('JUMP_FALSE');
      this.emit('RANGE_SET', range, 0);
      this.land(stays);
    } else if (start !== null) {
      this.expr(start);
      skips.push(this.jump('JUMP_FALSE'));
    }
    if (body === null) this.emit('PRINT', 0, 0);
    else this.stmt(body);
    this.land(...skips);
  }

  private stmt(stmt: Stmt): void {
    switch (stmt.type) {
      case 'expr':
        this.expr(stmt.expr);
        this.emit('POP');
        break;
      case 'print':
      case 'printf':
        for (const arg of stmt.args) this.expr(arg);
        if (stmt.redirect !== null) this.expr(stmt.redirect.target);
        this.emit(stmt.type === 'print' ? 'PRINT' : 'PRINTF', stmt.args.length, REDIRECTS.indexOf(stmt.redirect?.kind ?? ''));
        break;
      case 'block':
        for (const inner of stmt.body) this.stmt(inner);
        break;
      case 'if': {
        this.expr(stmt.test);
        const no = this.jump('JUMP_FALSE');
        this.stmt(stmt.yes);
        if (stmt.no === null) {
          this.land(no);
          break;
        }
        const over = this.jump('JUMP');
        this.land(no);
        this.stmt(stmt.no);
        this.land(over);
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
        const top = this.code.length;
        this.enterLoop();
        this.stmt(stmt.body);
        this.land(...(this.continues.pop() ?? []));
        this.expr(stmt.test);
        this.emit('JUMP_TRUE', top);
        this.land(...(this.breaks.pop() ?? []));
        break;
      }
      case 'forin':
        this.forIn(stmt.variable, stmt.name, stmt.body);
        break;
      case 'delete':
        if (stmt.keys === null) this.emit('DELETE_ALL', this.array(stmt.name));
        else {
          this.keys(stmt.keys);
          this.emit('DELETE', this.array(stmt.name));
        }
        break;
      case 'next':
        this.emit('NEXT');
        break;
      case 'nextfile':
        this.emit('NEXT_FILE');
        break;
      case 'break':
        this.breaks.at(-1)?.push(this.jump('JUMP'));
        break;
      case 'continue':
        this.continues.at(-1)?.push(this.jump('JUMP'));
        break;
      case 'exit':
        if (stmt.value !== null) this.expr(stmt.value);
        this.emit('EXIT', stmt.value === null ? 0 : 1);
        break;
      case 'return':
        if (stmt.value === null) this.emit('UNDEF');
        else this.expr(stmt.value);
        this.emit('RETURN');
        break;
    }
  }

  private enterLoop(): void {
    this.breaks.push([]);
    this.continues.push([]);
  }

  private loop(test: Expr | null, body: Stmt, step: Stmt | null): void {
    const top = this.code.length;
    this.enterLoop();
    const out: number[] = [];
    if (test !== null) {
      this.expr(test);
      out.push(this.jump('JUMP_FALSE'));
    }
    this.stmt(body);
    this.land(...(this.continues.pop() ?? []));
    if (step !== null) this.stmt(step);
    this.emit('JUMP', top);
    this.land(...out, ...(this.breaks.pop() ?? []));
  }

  private forIn(variable: Lvalue, name: string, body: Stmt): void {
    this.emit('LOOP', this.array(name));
    const top = this.code.length;
    const done = this.jump('LOOP_NEXT');
    this.storeTop(variable);
    this.enterLoop();
    this.stmt(body);
    this.land(...(this.continues.pop() ?? []));
    this.emit('JUMP', top);
    this.land(done, ...(this.breaks.pop() ?? []));
    this.emit('LOOP_END');
  }

  /** Stores the value on the stack, which goes. */
  private storeTop(target: Lvalue): void {
    if (target.type === 'var') this.variable('SET', target.name);
    else {
      // The key has to be below the value.
      this.address(target);
      this.emit('SWAP');
      this.store(target);
    }
    this.emit('POP');
  }

  private expr(expr: Expr): void {
    switch (expr.type) {
      case 'number':
      case 'string':
        this.emit('CONST', this.constant(expr.value));
        break;
      case 'regex':
        this.emit('MATCH_RECORD', this.regex(expr.source, expr.line));
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
        const no = this.jump('JUMP_FALSE');
        this.expr(expr.yes);
        const over = this.jump('JUMP');
        this.land(no);
        this.expr(expr.no);
        this.land(over);
        break;
      }
      case 'and':
      case 'or':
        this.logical(expr.type, expr.left, expr.right);
        break;
      case 'concat':
        this.expr(expr.left);
        this.expr(expr.right);
        this.emit('CONCAT');
        break;
      case 'binary':
        this.expr(expr.left);
        this.expr(expr.right);
        this.emit(BINARY[expr.op]);
        break;
      case 'match':
        this.expr(expr.left);
        this.match(expr.right);
        if (expr.isNegated) this.emit('NOT');
        break;
      case 'in':
        this.keys(expr.keys);
        this.emit('IN', this.array(expr.name));
        break;
      case 'unary':
        this.expr(expr.operand);
        this.emit(expr.op === '!' ? 'NOT' : expr.op === '-' ? 'NEGATE' : 'TO_NUMBER');
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
    const short = this.jump(type === 'and' ? 'JUMP_FALSE' : 'JUMP_TRUE');
    this.expr(right);
    this.emit('TRUTH');
    const over = this.jump('JUMP');
    this.land(short);
    this.emit('CONST', this.constant(type === 'and' ? 0 : 1));
    this.land(over);
  }

  /** Matches the text on the stack. */
  private match(pattern: Expr): void {
    if (pattern.type === 'regex' || pattern.type === 'string') this.emit('MATCH', this.patternOf(pattern));
    else {
      this.expr(pattern);
      this.emit('MATCH_DYNAMIC');
    }
  }

  /** A regular expression, or a text constant used as one. */
  private patternOf(pattern: Expr & { readonly type: 'regex' | 'string' }): number {
    return this.regex(pattern.type === 'regex' ? pattern.source : pattern.value, pattern.line);
  }

  private regexArgument(pattern: Expr): void {
    if (pattern.type === 'regex' || pattern.type === 'string') this.emit('REGEX', this.patternOf(pattern));
    else {
      this.expr(pattern);
      this.emit('REGEX_DYNAMIC');
    }
  }

  private keys(keys: readonly Expr[]): void {
    for (const key of keys) this.expr(key);
    if (keys.length > 1) this.emit('JOIN', keys.length);
  }

  private variable(what: 'GET' | 'SET' | 'PUT' | 'STEP', name: string, ...operands: number[]): void {
    const { type, slot } = this.place(name);
    const kind = type === 'local' ? 'LOCAL' : type === 'special' ? 'SPECIAL' : 'GLOBAL';
    this.emit(what === 'GET' ? kind : `${what}_${kind}`, slot, ...operands);
  }

  private load(from: Lvalue): void {
    if (from.type === 'var') this.variable('GET', from.name);
    else if (from.type === 'element') {
      this.keys(from.keys);
      this.emit('ELEMENT', this.array(from.name));
    } else if (from.index.type === 'number' && Number.isInteger(from.index.value)) {
      if (from.index.value === 0) this.emit('RECORD');
      else this.emit('FIELD_AT', from.index.value);
    } else {
      this.expr(from.index);
      this.emit('FIELD');
    }
  }

  /** Pushes what names the place: the key or the field's number; nothing for a variable. */
  private address(target: Lvalue): void {
    if (target.type === 'element') this.keys(target.keys);
    else if (target.type === 'field') this.expr(target.index);
  }

  /** Stores the top, with the address below it; the value stays. */
  private store(target: Lvalue): void {
    if (target.type === 'var') this.variable('SET', target.name);
    else if (target.type === 'element') this.emit('SET_ELEMENT', this.array(target.name));
    else this.emit('SET_FIELD');
  }

  private assign(op: string, target: Lvalue, value: Expr): void {
    this.address(target);
    if (op !== '=') {
      if (target.type === 'var') this.load(target);
      else {
        this.emit('DUP');
        if (target.type === 'element') this.emit('ELEMENT', this.array(target.name));
        else this.emit('FIELD');
      }
    }
    this.expr(value);
    if (op !== '=') this.emit(BINARY[op[0]]);
    this.store(target);
  }

  private step(target: Lvalue, delta: number, isPrefix: boolean): void {
    this.address(target);
    if (target.type === 'var') this.variable('STEP', target.name, delta, isPrefix ? 1 : 0);
    else if (target.type === 'element') this.emit('STEP_ELEMENT', this.array(target.name), delta, isPrefix ? 1 : 0);
    else this.emit('STEP_FIELD', delta, isPrefix ? 1 : 0);
  }

  private putResult(target: Lvalue): void {
    if (target.type === 'var') this.variable('PUT', target.name);
    else if (target.type === 'element') this.emit('PUT_ELEMENT', this.array(target.name));
    else this.emit('PUT_FIELD');
  }

  private call(name: string, args: readonly Expr[]): void {
    const callee = this.names.functions.get(name);
    if (callee === undefined) throw new Error(`no function ${name}`);
    callee.arrays.forEach((isArray, i) => {
      const arg = args[i];
      if (!isArray) {
        if (arg === undefined) this.emit('UNDEF');
        else this.expr(arg);
      } else if (arg === undefined) this.emit('NEW_ARRAY');
      else if (arg.type === 'var') this.emit('PUSH_ARRAY', this.array(arg.name));
      else throw new AwkError(`line 1: type error in arg(${i + 1}) in call to ${name}`);
    });
    this.emit('CALL', this.functionNumbers.get(name) ?? UNKNOWN);
  }

  private getline(from: number, source: Expr | null, target: Lvalue | null): void {
    if (target !== null) this.address(target);
    if (source !== null) this.expr(source);
    this.emit(target === null ? 'GETLINE_RECORD' : 'GETLINE', from);
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
        this.emit('SUBSTITUTE', name === 'gsub' ? 1 : 0);
        this.putResult(target);
        break;
      }
      case 'match':
        need(2, 2);
        this.expr(args[0]);
        this.regexArgument(args[1]);
        this.emit('FIND');
        break;
      case 'split':
        need(2, 3);
        this.split(args, line);
        break;
      case 'system':
      case 'close':
        need(1, 1);
        this.expr(args[0]);
        this.emit(name === 'system' ? 'SYSTEM' : 'CLOSE');
        break;
      case 'fflush':
        need(0, 1);
        for (const arg of args) this.expr(arg);
        this.emit('FLUSH', args.length);
        break;
      default: {
        const index = BUILTIN_TABLE.findIndex((builtin) => builtin.name === name);
        const [arg] = args;
        if (name === 'length' && arg?.type === 'var' && this.place(arg.name).type.endsWith('Array')) {
          this.emit('LENGTH_ARRAY', this.array(arg.name));
          break;
        }
        need(BUILTIN_TABLE[index].least, BUILTIN_TABLE[index].most);
        for (const each of args) this.expr(each);
        this.emit('BUILTIN', index, args.length);
      }
    }
  }

  private split(args: readonly Expr[], line: number): void {
    const [text, array, separator] = args;
    if (array.type !== 'var') throw new AwkError(`line ${line}: syntax error at or near ,`);
    this.expr(text);
    if (separator === undefined) this.emit('SPLIT', this.array(array.name), 0);
    else if (separator.type === 'regex') {
      this.emit('REGEX', this.regex(separator.source, separator.line));
      this.emit('SPLIT', this.array(array.name), 1);
    } else {
      this.expr(separator);
      this.emit('SPLIT', this.array(array.name), 2);
    }
  }
}
