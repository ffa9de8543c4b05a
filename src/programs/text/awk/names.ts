// What each name of an awk program is: scalar or array, global or local. awk has no declarations: it follows from the uses, and through
// calls from what the called function does with its parameter.

import type { Expr, Func, Stmt, Tree } from './ast.ts';
import { AwkError } from './error.ts';

type Kind = 'unknown' | 'scalar' | 'array';

/** Variables the interpreter itself reads or writes; their numbers are those of `SPECIALS`. */
export const SPECIALS = [
  'NF',
  'NR',
  'FNR',
  'FS',
  'OFS',
  'ORS',
  'RS',
  'FILENAME',
  'SUBSEP',
  'RSTART',
  'RLENGTH',
  'CONVFMT',
  'OFMT',
] as const;
export type Special = (typeof SPECIALS)[number];

export type Place =
  | { readonly type: 'special'; readonly slot: number }
  | { readonly type: 'global' | 'local'; readonly slot: number }
  | { readonly type: 'globalArray' | 'localArray'; readonly slot: number };

export interface FunctionNames {
  readonly func: Func;
  readonly places: ReadonlyMap<string, Place>;
  /** By parameter: is it an array. */
  readonly arrays: readonly boolean[];
  readonly scalars: number;
}

export interface Names {
  readonly globals: ReadonlyMap<string, Place>;
  readonly globalCount: number;
  readonly arrayCount: number;
  readonly functions: ReadonlyMap<string, FunctionNames>;
}

interface Symbol {
  readonly name: string;
  kind: Kind;
}

interface Argument {
  readonly symbol: Symbol;
  readonly callee: string;
  readonly index: number;
  readonly line: number;
}

export function resolveNames(tree: Tree, preset: readonly string[]): Names {
  const resolver = new Resolver(tree);
  for (const name of preset) resolver.global(name);
  return resolver.run();
}

class Resolver {
  private readonly tree: Tree;
  private readonly globals = new Map<string, Symbol>();
  private readonly locals = new Map<string, Map<string, Symbol>>();
  private readonly passed: Argument[] = [];
  private scope: Map<string, Symbol> | null = null;

  constructor(tree: Tree) {
    this.tree = tree;
    for (const func of tree.functions.values())
      this.locals.set(func.name, new Map(func.params.map((name) => [name, { name, kind: 'unknown' }])));
    for (const name of ['ENVIRON', 'ARGV']) this.globals.set(name, { name, kind: 'array' });
    for (const name of SPECIALS) this.globals.set(name, { name, kind: 'scalar' });
  }

  global(name: string): Symbol {
    let symbol = this.globals.get(name);
    if (symbol === undefined) {
      symbol = { name, kind: 'unknown' };
      this.globals.set(name, symbol);
    }
    return symbol;
  }

  run(): Names {
    const { tree } = this;
    for (const stmt of tree.begin) this.stmt(stmt);
    for (const { start, end, body } of tree.rules) {
      if (start !== null) this.expr(start);
      if (end !== null) this.expr(end);
      if (body !== null) this.stmt(body);
    }
    for (const stmt of tree.end) this.stmt(stmt);
    for (const func of tree.functions.values()) {
      this.scope = this.locals.get(func.name) ?? null;
      this.stmt(func.body);
      this.scope = null;
    }
    this.propagate();
    return this.places();
  }

  private symbol(name: string): Symbol {
    return this.scope?.get(name) ?? this.global(name);
  }

  private use(name: string, kind: 'scalar' | 'array', line: number): void {
    if (this.tree.functions.has(name) && this.scope?.has(name) !== true)
      throw new AwkError(`line ${line}: illegal reference to function ${name}`);
    const symbol = this.symbol(name);
    if (symbol.kind === 'unknown') symbol.kind = kind;
    else if (symbol.kind !== kind)
      throw new AwkError(`line ${line}: illegal reference to ${symbol.kind === 'array' ? 'array' : 'variable'} ${name}`);
  }

  /** What is known of one end of a passed name holds for the other. */
  private propagate(): void {
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const { symbol, callee, index } of this.passed) {
        const param = this.param(callee, index);
        if (param === null || param.kind === symbol.kind) continue;
        if (symbol.kind === 'unknown') symbol.kind = param.kind;
        else if (param.kind === 'unknown' && symbol.kind === 'array') param.kind = 'array';
        else continue;
        isChanged = true;
      }
    }
    for (const { symbol, callee, index, line } of this.passed) {
      const isArray = this.param(callee, index)?.kind === 'array';
      if (isArray !== (symbol.kind === 'array')) throw new AwkError(`line ${line}: type error in arg(${index + 1}) in call to ${callee}`);
    }
  }

  private param(callee: string, index: number): Symbol | null {
    const name = this.tree.functions.get(callee)?.params[index];
    return name === undefined ? null : (this.locals.get(callee)?.get(name) ?? null);
  }

  private places(): Names {
    const globals = new Map<string, Place>();
    let [globalCount, arrayCount] = [0, 0];
    for (const { name, kind } of this.globals.values()) {
      const special = (SPECIALS as readonly string[]).indexOf(name);
      if (special >= 0) globals.set(name, { type: 'special', slot: special });
      else if (kind === 'array') globals.set(name, { type: 'globalArray', slot: arrayCount++ });
      else globals.set(name, { type: 'global', slot: globalCount++ });
    }
    const functions = new Map<string, FunctionNames>();
    for (const [name, symbols] of this.locals) {
      const func = this.tree.functions.get(name);
      if (func === undefined) continue;
      const places = new Map<string, Place>();
      const arrays: boolean[] = [];
      let [scalars, arraySlots] = [0, 0];
      for (const symbol of symbols.values()) {
        const isArray = symbol.kind === 'array';
        arrays.push(isArray);
        places.set(symbol.name, isArray ? { type: 'localArray', slot: arraySlots++ } : { type: 'local', slot: scalars++ });
      }
      functions.set(name, { func, places, arrays, scalars });
    }
    return { globals, globalCount, arrayCount, functions };
  }

  private exprs(items: readonly Expr[]): void {
    for (const item of items) this.expr(item);
  }

  private expr(expr: Expr): void {
    switch (expr.type) {
      case 'number':
      case 'string':
      case 'regex':
        break;
      case 'var':
        this.use(expr.name, 'scalar', expr.line);
        break;
      case 'field':
        this.expr(expr.index);
        break;
      case 'element':
      case 'in':
        this.use(expr.name, 'array', expr.line);
        this.exprs(expr.keys);
        break;
      case 'list':
        this.exprs(expr.items);
        break;
      case 'group':
        this.expr(expr.inner);
        break;
      case 'assign':
        this.expr(expr.target);
        this.expr(expr.value);
        break;
      case 'conditional':
        this.exprs([expr.test, expr.yes, expr.no]);
        break;
      case 'or':
      case 'and':
      case 'concat':
      case 'binary':
      case 'match':
        this.exprs([expr.left, expr.right]);
        break;
      case 'unary':
        this.expr(expr.operand);
        break;
      case 'step':
        this.expr(expr.target);
        break;
      case 'getline':
        if (expr.source !== null) this.expr(expr.source);
        if (expr.target !== null) this.expr(expr.target);
        break;
      case 'builtin':
        this.builtin(expr.name, expr.args, expr.line);
        break;
      case 'call':
        this.call(expr.name, expr.args, expr.line);
        break;
    }
  }

  private builtin(name: string, args: readonly Expr[], line: number): void {
    args.forEach((arg, i) => {
      if (arg.type !== 'var') this.expr(arg);
      else if (name === 'split' && i === 1) this.use(arg.name, 'array', line);
      else if (name === 'length' && this.mayBeArray(arg.name)) this.symbol(arg.name);
      else this.expr(arg);
    });
  }

  /** length() takes an array that is known as one, or may become one through a call before. */
  private mayBeArray(name: string): boolean {
    const symbol = this.symbol(name);
    return symbol.kind === 'array' || (symbol.kind === 'unknown' && this.passed.some((argument) => argument.symbol === symbol));
  }

  private call(name: string, args: readonly Expr[], line: number): void {
    const func = this.tree.functions.get(name);
    if (func === undefined) throw new AwkError(`line ${this.tree.lastLine}: function ${name} never defined`);
    if (args.length > func.params.length) throw new AwkError(`line ${line}: too many arguments in call to ${name}`);
    args.forEach((arg, index) => {
      if (arg.type === 'var') this.passed.push({ symbol: this.symbol(arg.name), callee: name, index, line });
      else this.expr(arg);
    });
  }

  private stmt(stmt: Stmt): void {
    switch (stmt.type) {
      case 'expr':
        this.expr(stmt.expr);
        break;
      case 'print':
      case 'printf':
        this.exprs(stmt.args);
        if (stmt.redirect !== null) this.expr(stmt.redirect.target);
        break;
      case 'block':
        for (const inner of stmt.body) this.stmt(inner);
        break;
      case 'if':
        this.expr(stmt.test);
        this.stmt(stmt.yes);
        if (stmt.no !== null) this.stmt(stmt.no);
        break;
      case 'while':
      case 'do':
        this.expr(stmt.test);
        this.stmt(stmt.body);
        break;
      case 'for':
        if (stmt.init !== null) this.stmt(stmt.init);
        if (stmt.test !== null) this.expr(stmt.test);
        if (stmt.step !== null) this.stmt(stmt.step);
        this.stmt(stmt.body);
        break;
      case 'forin':
        this.expr(stmt.variable);
        this.use(stmt.name, 'array', stmt.line);
        this.stmt(stmt.body);
        break;
      case 'delete':
        this.use(stmt.name, 'array', stmt.line);
        if (stmt.keys !== null) this.exprs(stmt.keys);
        break;
      case 'exit':
      case 'return':
        if (stmt.value !== null) this.expr(stmt.value);
        break;
    }
  }
}
