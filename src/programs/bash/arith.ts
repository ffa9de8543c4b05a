// Evaluating arithmetic (bash(1), ARITHMETIC EVALUATION; bash's expr.c): 64-bit signed integers that wrap. A value is a JS number while it is
// exact and a bigint beyond, so that the usual small numbers never meet bigint. Plain functions: whatever could sleep (command
// substitutions) has been expanded before the text comes here.

import type { ArithBinaryOp, ArithExpr, ArithVar } from './arith-ast.ts';
import { arithMessage, parseArith } from './arith-parse.ts';
import { Failure, fatalStatus } from './errors.ts';
import { expandSubscriptNow } from './expand/subscript.ts';
import { complainFailure } from './output.ts';
import type { Shell } from './state.ts';
import { ASSOC } from './variable.ts';
import { elementIndex, findVar, getElement, getVar, hasValue, setElement, setVar } from './vars.ts';

export type Int = number | bigint;

/** expr.c MAX_EXPR_RECURSION_LEVEL */
const MAX_RECURSION = 1024;

/** Thrown where an error is found in a tree; the text that was being evaluated completes the message. */
class ArithError {
  readonly message: string;
  readonly token: string;
  constructor(message: string, token: string) {
    this.message = message;
    this.token = token;
  }
}

interface Context {
  readonly sh: Shell;
  readonly text: string;
  readonly depth: number;
}

/** The value of an expression's text; 0 for an empty one. Throws a Failure with bash's message. */
export function evalArithText(sh: Shell, text: string, depth = 0): Int {
  const quick = smallInteger(text);
  if (quick >= 0) return quick;
  const { expr, fault } = parseArith(text);
  const context: Context = { sh, text, depth };
  let value: Int = 0;
  if (expr !== null) {
    try {
      value = evaluate(context, expr);
    } catch (e) {
      if (e instanceof ArithError && e.message !== '') throw new Failure(arithMessage({ text, message: e.message, token: e.token }));
      if (!(e instanceof ArithError)) throw e;
    }
  }
  if (fault !== null) throw new Failure(arithMessage(fault));
  return value;
}

/** An array's subscript: a mistake in it abandons more than the command (bash's array_expand_index). */
export function evalIndex(sh: Shell, text: string): number {
  try {
    return Number(evalArithText(sh, text));
  } catch (e) {
    if (e instanceof Failure && e.effect === 'discard') {
      e.effect = 'top';
      e.isBare = true;
    }
    throw e;
  }
}

/** The value of an integer variable's assignment; a mistake in it too. */
export function evalAssigned(sh: Shell, text: string): Int {
  try {
    return evalArithText(sh, text);
  } catch (e) {
    if (e instanceof Failure && e.effect === 'discard') e.effect = 'top';
    throw e;
  }
}

export const addInts = (a: Int, b: Int): Int => binary('+', a, b, '');

/** A decimal number of a few digits, or -1. */
function smallInteger(text: string): number {
  const n = text.length;
  if (n === 0 || n > 9) return -1;
  let value = 0;
  for (let i = 0; i < n; i++) {
    const d = text.charCodeAt(i) - 48;
    if (d < 0 || d > 9) return -1;
    value = value * 10 + d;
  }
  return n > 1 && text.charCodeAt(0) === 48 ? -1 : value;
}

const wrap = (n: bigint): Int => {
  const w = BigInt.asIntN(64, n);
  return w >= -0x1fffffffffffffn && w <= 0x1fffffffffffffn ? Number(w) : w;
};

const isTrue = (v: Int): boolean => v !== 0 && v !== 0n;
const truth = (b: boolean): Int => (b ? 1 : 0);
const isInt32 = (v: Int): v is number => typeof v === 'number' && v === (v | 0);

function evaluate(c: Context, e: ArithExpr): Int {
  switch (e.type) {
    case 'number':
      return e.value;
    case 'var':
      return readVariable(c, e);
    case 'binary':
      return binary(e.op, evaluate(c, e.left), evaluate(c, e.right), e.token);
    case 'unary':
      return unary(e.op, evaluate(c, e.operand));
    case 'update': {
      const old = readVariable(c, e.target);
      const value = binary(e.op === '++' ? '+' : '-', old, 1, '');
      writeVariable(c, e.target, value);
      return e.prefix ? value : old;
    }
    case 'logical': {
      const left = isTrue(evaluate(c, e.left));
      if (e.op === '&&' ? !left : left) return truth(left);
      return truth(isTrue(evaluate(c, e.right)));
    }
    case 'conditional':
      return isTrue(evaluate(c, e.test)) ? evaluate(c, e.yes) : evaluate(c, e.no);
    case 'assign': {
      const old = e.op === null ? 0 : readVariable(c, e.target);
      const right = evaluate(c, e.value);
      const value = e.op === null ? right : binary(e.op, old, right, e.token);
      writeVariable(c, e.target, value);
      return value;
    }
    case 'comma':
      evaluate(c, e.left);
      return evaluate(c, e.right);
    case 'fail':
      throw new ArithError('', '');
  }
}

function unary(op: '-' | '+' | '!' | '~', v: Int): Int {
  if (op === '+') return v;
  if (op === '!') return truth(!isTrue(v));
  if (typeof v === 'number') return op === '-' ? 0 - v : -v - 1;
  return wrap(op === '-' ? -v : ~v);
}

function binary(op: ArithBinaryOp, a: Int, b: Int, token: string): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = binarySmall(op, a, b);
    if (quick !== null) return quick;
  }
  return binaryWide(op, BigInt(a), BigInt(b), token);
}

/** The result where doubles give it exactly; null: take the long way. */
function binarySmall(op: ArithBinaryOp, a: number, b: number): number | null {
  switch (op) {
    case '+':
      return exact(a + b);
    case '-':
      return exact(a - b);
    case '*':
      return exact(a * b);
    case '/':
      return b === 0 ? null : Math.trunc(a / b) + 0;
    case '%':
      return b === 0 ? null : (a % b) + 0;
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a !== b ? 1 : 0;
    case '&':
      return isInt32(a) && isInt32(b) ? a & b : null;
    case '|':
      return isInt32(a) && isInt32(b) ? a | b : null;
    case '^':
      return isInt32(a) && isInt32(b) ? a ^ b : null;
    case '<<':
      return b >= 0 && b < 52 ? exact(a * 2 ** b) : null;
    case '>>':
      return b >= 0 && b < 64 ? Math.floor(a / 2 ** b) : null;
    case '**':
      return b >= 0 && b < 64 ? exact(a ** b) : null;
  }
}

const exact = (v: number): number | null => (Number.isSafeInteger(v) ? v : null);

function binaryWide(op: ArithBinaryOp, a: bigint, b: bigint, token: string): Int {
  switch (op) {
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    case '/':
      if (b === 0n) throw new ArithError('division by 0', token);
      return wrap(a / b);
    case '%':
      if (b === 0n) throw new ArithError('division by 0', token);
      return wrap(a % b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '&':
      return wrap(a & b);
    case '|':
      return wrap(a | b);
    case '^':
      return wrap(a ^ b);
    // The processor takes the count modulo 64.
    case '<<':
      return wrap(a << (b & 63n));
    case '>>':
      return wrap(a >> (b & 63n));
    case '**':
      if (b < 0n) throw new ArithError('exponent less than 0', token);
      return wrap(power(a, b));
  }
}

/** ipow: by squaring, wrapping at each step so that it stays short. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

/** A variable's value is itself an expression. */
function readVariable(c: Context, v: ArithVar): Int {
  const { sh } = c;
  const value = v.subscript === null ? getVar(sh, v.name) : elementValue(c, v, v.subscript);
  if (value === null) {
    // An element may be missing; the array may not.
    if (sh.options.nounset && !hasValue(findVar(sh, v.name))) throw unboundFailure(sh, v.name);
    return 0;
  }
  const quick = smallInteger(value);
  if (quick >= 0) return quick;
  if (value === '') return 0;
  if (c.depth >= MAX_RECURSION - 1) throw new ArithError('expression recursion level exceeded', v.token);
  return evalArithText(sh, value, c.depth + 1);
}

export function unboundFailure(sh: Shell, shown: string): Failure {
  const failure = new Failure(`${shown}: unbound variable`, 'exit', fatalStatus(sh));
  failure.isBare = true;
  return failure;
}

function elementValue(c: Context, v: ArithVar, subscript: string): string | null {
  const { sh } = c;
  const found = findVar(sh, v.name);
  const isAssoc = found !== undefined && (found.attrs & ASSOC) !== 0;
  const key = expandSubscriptNow(sh, subscript, isAssoc);
  if (found === undefined) {
    elementIndex(sh, v.name, null, key, 0);
    return null;
  }
  return getElement(sh, v.name, found, key) ?? null;
}

const BAD_SUBSCRIPT = 'bad array subscript';

function writeVariable(c: Context, v: ArithVar, value: Int): void {
  const text = String(value);
  if (v.subscript === null) setVar(c.sh, v.name, text);
  else {
    const found = findVar(c.sh, v.name);
    const isAssoc = found !== undefined && (found.attrs & ASSOC) !== 0;
    try {
      setElement(c.sh, v.name, expandSubscriptNow(c.sh, v.subscript, isAssoc), text, false);
    } catch (e) {
      // A bad subscript is told, and the expression goes on.
      if (!(e instanceof Failure && e.message?.endsWith(BAD_SUBSCRIPT))) throw e;
      complainFailure(c.sh, e, e.message);
    }
  }
}
