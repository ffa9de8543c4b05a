import { expect, test } from 'vitest';
import type { ArithExpr } from './arith-ast.ts';
import { arithMessage, parseArith } from './arith-parse.ts';

/** The tree with all its parentheses. */
const show = (expr: ArithExpr): string => {
  switch (expr.type) {
    case 'number':
      return String(expr.value);
    case 'var':
      return expr.subscript === null ? expr.name : `${expr.name}[${expr.subscript}]`;
    case 'unary':
      return `(${expr.op}${show(expr.operand)})`;
    case 'update':
      return expr.prefix ? `(${expr.op}${show(expr.target)})` : `(${show(expr.target)}${expr.op})`;
    case 'binary':
    case 'logical':
      return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
    case 'conditional':
      return `(${show(expr.test)} ? ${show(expr.yes)} : ${show(expr.no)})`;
    case 'assign':
      return `(${show(expr.target)} ${expr.op ?? ''}= ${show(expr.value)})`;
    case 'comma':
      return `(${show(expr.left)}, ${show(expr.right)})`;
    case 'fail':
      return 'FAIL';
  }
};

test.each([
  ['1+2*3', '(1 + (2 * 3))'],
  ['1-2-3', '((1 - 2) - 3)'],
  ['2**3**2', '(2 ** (3 ** 2))'],
  ['-2**2', '((-2) ** 2)'],
  ['!a&&b||c', '(((!a) && b) || c)'],
  ['a=b+=1', '(a = (b += 1))'],
  ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
  ['a<<1+2', '(a << (1 + 2))'],
  ['a&b^c|d', '(((a & b) ^ c) | d)'],
  ['a==b<c', '(a == (b < c))'],
  ['a++ + ++b', '((a++) + (++b))'],
  ['a--1', '(a--)'],
  ['1 - -a', '(1 - (-a))'],
  ['x[i+1]*y[j]', '(x[i+1] * y[j])'],
  ['1, 2, 3', '((1, 2), 3)'],
  ['(1+2)*3', '((1 + 2) * 3)'],
  ['0x1F + 017 + 2#101 + 36#z + 64#_', '((((31 + 15) + 5) + 35) + 63)'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '-9223372036854775808'],
])('%s', (text, wanted) => {
  const { expr } = parseArith(text);
  expect(expr === null ? null : show(expr)).toBe(wanted);
});

test('an empty expression is 0', () => {
  expect(parseArith(' ')).toEqual({ expr: null, fault: null });
});

// Each recorded from bash 5.2.15 (`let "…"`).
test.each([
  ['1 +', '1 +: syntax error: operand expected (error token is "+")'],
  ['1 2', '1 2: syntax error in expression (error token is "2")'],
  [' 7 % ', '7 % : syntax error: operand expected (error token is "% ")'],
  ['(1', '(1: missing `)\' (error token is "1")'],
  ['1 ? 2', '1 ? 2: `:\' expected for conditional expression (error token is "2")'],
  ['1 ?', '1 ?: expression expected (error token is "?")'],
  ['3 = 4', '3 = 4: attempted assignment to non-variable (error token is "= 4")'],
  ['x[1', 'x[1: bad array subscript (error token is "x[1")'],
  ['08 + 1', '08: value too great for base (error token is "08")'],
  ['1 + 65#1 + 2', '1 + 65#1: invalid arithmetic base (error token is "65#1")'],
  ['5#', '5#: invalid integer constant (error token is "5#")'],
  ['1 $ 2', '1 $ 2: syntax error: invalid arithmetic operator (error token is "$ 2")'],
  ['@', '@: syntax error: operand expected (error token is "@")'],
])('%s', (text, message) => {
  const { fault } = parseArith(text);
  expect(fault === null ? null : arithMessage(fault)).toBe(message);
});

test('what stands before an error is still there to be evaluated', () => {
  const { expr, fault } = parseArith('x = 1, 2 3');
  expect(expr === null ? null : show(expr)).toBe('((x = 1), 2)');
  expect(fault?.token).toBe('3');
});

test('a division knows the token its error names', () => {
  const { expr } = parseArith('7 % 0 ');
  expect(expr).toMatchObject({ type: 'binary', token: '0 ' });
});

test('the same text gives the same tree', () => {
  expect(parseArith('a + 1')).toBe(parseArith('a + 1'));
});
