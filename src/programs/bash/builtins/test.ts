// `test` and `[` (bash(1), test): meaning depends on the number of arguments, beyond four it is an expression with -a and -o (bash's test.c).

import { Complaint } from '../errors.ts';
import { runNow } from '../expand/subscript.ts';
import type { Shell } from '../state.ts';
import { isBinaryOperator, isUnaryOperator, testBinary, testTerminal, testUnary } from '../test-operators.ts';
import { plain } from './builtin.ts';

/** Open parentheses for which there is surely stack. */
const MAX_DEPTH = 1000;

class Reader {
  readonly args: readonly string[];
  pos = 0;
  /** How many parentheses are open. */
  depth = 0;
  readonly sh: Shell;
  constructor(sh: Shell, args: readonly string[]) {
    this.sh = sh;
    this.args = args;
  }

  get left(): number {
    return this.args.length - this.pos;
  }

  take(): string {
    if (this.pos >= this.args.length) throw new Complaint('argument expected', 2);
    return this.args[this.pos++];
  }
}

function test(sh: Shell, args: readonly string[]): number {
  let operands = args.slice(1);
  if (args[0] === '[') {
    if (operands[operands.length - 1] !== ']') throw new Complaint("missing `]'", 2);
    operands = operands.slice(0, -1);
  }
  return posixTest(sh, operands) ? 0 : 1;
}

function posixTest(sh: Shell, a: readonly string[]): boolean {
  switch (a.length) {
    case 0:
      return false;
    case 1:
      return a[0] !== '';
    case 2:
      return two(sh, a[0], a[1]);
    case 3:
      return three(sh, a);
    case 4:
      if (a[0] === '!') return !three(sh, a.slice(1));
      if (a[0] === '(' && a[3] === ')') return two(sh, a[1], a[2]);
      break;
  }
  const reader = new Reader(sh, a);
  const value = orExpression(reader);
  if (reader.left > 0) throw new Complaint('too many arguments', 2);
  return value;
}

function two(sh: Shell, op: string, operand: string): boolean {
  if (op === '!') return operand === '';
  if (!isUnaryOperator(op)) throw new Complaint(`${op}: unary operator expected`, 2);
  return op === '-t' ? runNow(testTerminal(sh, operand)) : testUnary(sh, op, operand);
}

function three(sh: Shell, a: readonly string[]): boolean {
  const [first, op, last] = a;
  if (isBinaryOperator(op)) return testBinary(sh, first, op, last, false);
  if (op === '-a') return first !== '' && last !== '';
  if (op === '-o') return first !== '' || last !== '';
  if (first === '!') return !two(sh, op, last);
  if (first === '(' && last === ')') return op !== '';
  throw new Complaint(`${op}: binary operator expected`, 2);
}

function orExpression(r: Reader): boolean {
  let value = andExpression(r);
  while (r.left > 0 && r.args[r.pos] === '-o') {
    r.pos++;
    const right = andExpression(r);
    value = value || right;
  }
  return value;
}

function andExpression(r: Reader): boolean {
  let value = term(r);
  while (r.left > 0 && r.args[r.pos] === '-a') {
    r.pos++;
    const right = term(r);
    value = value && right;
  }
  return value;
}

function term(r: Reader): boolean {
  const { args } = r;
  let isNegated = false;
  for (; args[r.pos] === '!'; r.pos++) isNegated = !isNegated;
  return operand(r) !== isNegated;
}

function operand(r: Reader): boolean {
  const { args, sh } = r;
  if (r.left === 0) throw new Complaint('argument expected', 2);
  if (args[r.pos] === '(') {
    r.pos++;
    if (++r.depth > MAX_DEPTH) throw new Complaint('ns-shell: not simulated: parentheses nested this deep', 2);
    const value = orExpression(r);
    r.depth--;
    if (r.left === 0) throw new Complaint("`)' expected", 2);
    const close = r.take();
    if (close !== ')') throw new Complaint(`\`)' expected, found ${close}`, 2);
    return value;
  }
  if (r.left >= 3 && isBinaryOperator(args[r.pos + 1])) {
    const [left, op, right] = [r.take(), r.take(), r.take()];
    return testBinary(sh, left, op, right, false);
  }
  if (r.left >= 2 && isUnaryOperator(args[r.pos])) return two(sh, r.take(), r.take());
  return r.take() !== '';
}

export const TEST = [plain('test', test), plain('[', test)];
