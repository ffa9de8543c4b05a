import { expect, test } from 'vitest';
import { compareLines, hunks } from './compare.ts';

const numbers = (text: string): Int32Array => Int32Array.from(text, (c) => c.charCodeAt(0));
const diff = (a: string, b: string): string =>
  hunks(compareLines(numbers(a), numbers(b)))
    .map((h) => `${h.a0},${h.a1}:${h.b0},${h.b1}`)
    .join(' ');

test('equal files have no hunks', () => {
  expect(diff('abc', 'abc')).toBe('');
});

test('a change in the middle is one hunk', () => {
  expect(diff('abcd', 'axcd')).toBe('1,2:1,2');
});

test('a run of changes goes as far down as it can', () => {
  expect(diff('aab', 'aaab')).toBe('2,2:2,3');
});

test('lines that only one file has are changes', () => {
  expect(diff('', 'ab')).toBe('0,0:0,2');
  expect(diff('xay', 'a')).toBe('0,1:0,0 2,3:1,1');
});
