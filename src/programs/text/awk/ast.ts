// The tree of an awk program: only data, with line numbers for messages.

import type { Regex } from '../../../libc/regex/regex.ts';

export type Lvalue =
  | { readonly type: 'var'; readonly name: string; readonly line: number }
  | { readonly type: 'field'; readonly index: Expr }
  | { readonly type: 'element'; readonly name: string; readonly keys: readonly Expr[]; readonly line: number };

export type Expr =
  | Lvalue
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string; readonly line: number }
  | { readonly type: 'regex'; readonly regex: Regex }
  /** (a, b): only before `in` and after print. */
  | { readonly type: 'list'; readonly items: readonly Expr[]; readonly line: number }
  /** Parentheses: what is in them is no lvalue any more. */
  | { readonly type: 'group'; readonly inner: Expr }
  | { readonly type: 'assign'; readonly op: string; readonly target: Lvalue; readonly value: Expr }
  | { readonly type: 'conditional'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly type: 'or' | 'and' | 'concat'; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'match'; readonly isNegated: boolean; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'in'; readonly keys: readonly Expr[]; readonly name: string; readonly line: number }
  | { readonly type: 'unary'; readonly op: '!' | '-' | '+'; readonly operand: Expr }
  | { readonly type: 'step'; readonly isPrefix: boolean; readonly delta: 1 | -1; readonly target: Lvalue }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expr[]; readonly line: number }
  | { readonly type: 'builtin'; readonly name: string; readonly args: readonly Expr[]; readonly line: number }
  | { readonly type: 'getline'; readonly from: 'main' | 'file' | 'command'; readonly source: Expr | null; readonly target: Lvalue | null };

export type Redirect = { readonly kind: '>' | '>>' | '|'; readonly target: Expr };

export type Stmt =
  | { readonly type: 'expr'; readonly expr: Expr }
  | { readonly type: 'print' | 'printf'; readonly args: readonly Expr[]; readonly redirect: Redirect | null }
  | { readonly type: 'block'; readonly body: readonly Stmt[] }
  | { readonly type: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | null }
  | { readonly type: 'while'; readonly test: Expr; readonly body: Stmt }
  | { readonly type: 'do'; readonly body: Stmt; readonly test: Expr }
  | { readonly type: 'for'; readonly init: Stmt | null; readonly test: Expr | null; readonly step: Stmt | null; readonly body: Stmt }
  | { readonly type: 'forin'; readonly variable: Lvalue; readonly name: string; readonly body: Stmt; readonly line: number }
  | { readonly type: 'delete'; readonly name: string; readonly keys: readonly Expr[] | null; readonly line: number }
  | { readonly type: 'next' | 'nextfile' | 'break' | 'continue'; readonly line: number }
  | { readonly type: 'exit' | 'return'; readonly value: Expr | null; readonly line: number };

export interface Rule {
  readonly start: Expr | null;
  readonly end: Expr | null;
  /** Null: print the record. */
  readonly body: Stmt | null;
}

export interface Func {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: Stmt;
  readonly line: number;
}

export interface Tree {
  readonly begin: readonly Stmt[];
  readonly rules: readonly Rule[];
  readonly end: readonly Stmt[];
  readonly functions: ReadonlyMap<string, Func>;
  readonly lastLine: number;
}
