import { describe, expect, it } from 'vitest';
import { UTC } from '../../../libc/strftime.ts';
import { AwkArray } from './array.ts';
import { compileAwk } from './compile.ts';
import { applyFormat, parseFormat } from './format.ts';
import { parseAwk } from './parse.ts';
import { Random } from './random.ts';
import { splitterFor } from './record.ts';
import { compileAwkRegex } from './regexp.ts';
import { substitute } from './substitute.ts';
import { makeTime } from './time.ts';
import { compare, Input, looksNumeric, numberToString, parseNumber, type Value } from './values.ts';

const printf = (format: string, ...args: Value[]): string => applyFormat(parseFormat(format), format, args, 'printf', '%.6g');

describe('messages are mawk’s', () => {
  it.each([
    ['BEGIN{print 1', 'line 2: missing } near end of file'],
    ['BEGIN{print )}', "line 1: extra ')'"],
    ['BEGIN{x=}', 'line 1: syntax error at or near }'],
    ['BEGIN{print length(}', 'line 1: missing ) near }'],
    ['BEGIN', 'line 1: syntax error at or near end of line'],
    ['BEGIN{next}', 'line 1: improper use of next'],
    ['BEGIN{break}', 'line 1: break statement outside of loop'],
    ['BEGIN{return}', 'line 1: return outside function body'],
    ['function f(a,a){}', 'line 1: a is duplicated in argument list'],
    ['function f(){} function f(){}', 'line 1: redefinition of f'],
    ['BEGIN{f()}', 'line 2: function f never defined'],
    ['function f(x){x=1} BEGIN{f(1,2)}', 'line 1: too many arguments in call to f'],
    ['function f(x){x[1]=1} BEGIN{y=1;f(y)}', 'line 1: type error in arg(1) in call to f'],
    ['BEGIN{x=1; x[1]=2}', 'line 1: illegal reference to variable x'],
    ['BEGIN{x[1]=2; print x}', 'line 1: illegal reference to array x'],
    ['BEGIN{print "unterminated}', 'line 1: runaway string constant "unterminat ...'],
    ['BEGIN{print substr("a")}', 'line 1: wrong number of arguments in call to substr'],
    ['BEGIN{print "x" ~ /*x/}', 'line 1: regular expression compile failed (missing operand)\n*x'],
    ['@', "1: unexpected character '@'"],
  ])('%s', (source, message) => {
    expect(() => compileAwk(parseAwk(source), [])).toThrow(message);
  });
});

describe('values', () => {
  it('strtod prefixes', () => {
    const texts = ['3x', '0x1A', '1e3', '.5.', '+5', ' 12 ', '1e', 'e5', '', '-'];
    expect(texts.map(parseNumber)).toEqual([3, 26, 1000, 0.5, 5, 12, 1, 0, 0, 0]);
    expect(parseNumber('-inf')).toBe(Number.NEGATIVE_INFINITY);
  });
  it('what looks like a number', () => {
    expect(['1e2', '0x10', '+5', '5.', ' 5 '].every(looksNumeric)).toBe(true);
    expect(['.', '0x1A', 'inf', '5x', ''].some(looksNumeric)).toBe(false);
  });
  it('comparisons: numbers when both look like numbers, bytes otherwise', () => {
    expect(compare(new Input('10'), new Input('9'), '%.6g')).toBe(1);
    expect(compare(new Input('10'), '9', '%.6g')).toBe(-1);
    expect(compare(undefined, 0, '%.6g')).toBe(0);
    expect(compare(undefined, '', '%.6g')).toBe(0);
  });
  it('integers up to 2^31-1 have no CONVFMT', () => {
    expect([2147483647, 2147483648, 0.1, 1e6, -0].map((n) => numberToString(n, '%.6g'))).toEqual([
      '2147483647',
      '2.14748e+09',
      '0.1',
      '1000000',
      '0',
    ]);
  });
});

describe('printf', () => {
  it.each<[string, Value[], string]>([
    ['%d %5d|%-5d|%05d|%+d|% d', [1, 2, 3, 4, 5, 6], '1     2|3    |00004|+5| 6'],
    ['%x %X %#x %o %#o', [255, 255, 255, 8, 8], 'ff FF 0xff 10 010'],
    ['%d %x', [2 ** 53, -1], '2147483647 0'],
    ['%5.2f|%-8s|%.3s|%c%c', [Math.PI, 'ab', 'abcdef', 65, 'xyz'], ' 3.14|ab      |abc|Ax'],
    ['%*d|%-*d|%.*f', [5, 1, 5, 2, 2, 2.6789], '    1|2    |2.68'],
    ['%e %g %g %G', [12345.678, 1e10, 0.0001, 1e-10], '1.234568e+04 1e+10 0.0001 1E-10'],
    ['%.0f %.0f %.0f %.2f', [0.5, 1.5, 2.5, 0.125], '0 2 2 0.12'],
    ['%f %.3d|%08.3d', [1e21, 5, 5], '1000000000000000000000.000000 005|     005'],
    ['%s %%', [undefined], ' %'],
  ])('%s', (format, args, wanted) => {
    expect(printf(format, ...args)).toBe(wanted);
  });
  it('keeps what came before an error', () => {
    expect(() => printf('%d %s\n', 1)).toThrow('not enough arguments passed to printf("%d %s\n")');
  });
});

describe('arrays visit their elements in mawk’s order', () => {
  const order = (...keys: (string | number)[]): string => {
    const array = new AwkArray();
    for (const key of keys) {
      if (typeof key === 'number') array.setNumber(key, 1);
      else array.set(key, 1);
    }
    return array.keys().join(' ');
  };
  it('by hash lists, recorded from mawk', () => {
    expect(order('z', 'b', 'm', 10, 9, 'x1', 'x0')).toBe('x1 10 x0 b z 9 m');
    expect(order(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)).toBe('3 10 8 6 5 2 11 1 4 12 9 7');
    expect(order(...'abcdefghijklmnopqrstuvwxyz')).toBe('s i g x v l u c r h f q o e t b k a z p n d y w m j');
  });
});

it('rand is glibc’s random(3)', () => {
  const random = new Random(1);
  expect([random.next(), random.next(), random.next()]).toEqual([1804289383, 846930886, 1681692777]);
});

it('sub and gsub', () => {
  const gsub = (regex: string, replacement: string, text: string): string =>
    substitute(compileAwkRegex(regex), replacement, text, true).text;
  expect(gsub('a', 'b&\\&', 'aaa')).toBe('ba&ba&ba&');
  expect(gsub('x*', '-', 'abc')).toBe('-a-b-c-');
  expect(gsub('a*', 'X', 'baaac')).toBe('XbXcX');
});

it('field separators', () => {
  expect(splitterFor(' ')(' a\t b\nc ')).toEqual(['a', 'b', 'c']);
  expect(splitterFor('|')('a||b')).toEqual(['a', '', 'b']);
  expect(splitterFor(', *')('a, b,c')).toEqual(['a', 'b', 'c']);
  expect(splitterFor('')('abc')).toEqual(['a', 'b', 'c']);
});

it('time', () => {
  expect(makeTime('2020 01 01 00 00 00', UTC)).toBe(1577836800);
});
