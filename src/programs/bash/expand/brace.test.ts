import { expect, test } from 'vitest';
import type { SimpleCommand } from '../ast.ts';
import { createParser } from '../parse.ts';
import { type Braced, expandBraces } from './brace.ts';

const show = (b: Braced): string => (typeof b === 'string' ? b : b.map((p) => ('text' in p ? p.text : '?')).join(''));

function expand(word: string): string {
  const result = createParser(`x ${word}`).next();
  if (result.kind !== 'command') throw new Error(result.kind);
  return expandBraces((result.node as SimpleCommand).words[1], () => undefined)
    .map(show)
    .join(' ');
}

test.for([
  ['{a,b}', 'a b'],
  ['x{a,b}y', 'xay xby'],
  ['{a,b}{1,2}', 'a1 a2 b1 b2'],
  ['{a,b{c,d}}', 'a bc bd'],
  ['{{a,b}}', '{a} {b}'],
  ['{a}b,c}', 'a}b c'],
  ['{abc}{1,2}', '{abc}1 {abc}2'],
  ['{a}', '{a}'],
  ['{}', '{}'],
  ['{,x}', ' x'],
  ['{1..3}', '1 2 3'],
  ['{3..1}', '3 2 1'],
  ['{1..10..3}', '1 4 7 10'],
  ['{01..10..3}', '01 04 07 10'],
  ['{-01..2}', '-01 000 001 002'],
  ['{a..e..2}', 'a c e'],
  ['{1..}', '{1..}'],
  ['{1..a}', '{1..a}'],
  ['a{1,2}b$x', 'a1b$x a2b$x'],
])('%s', ([word, wanted]) => {
  expect(expand(word)).toBe(wanted);
});

test('a sequence that is too long is left as it is, with a message', () => {
  const result = createParser('x {1..100000000}').next();
  if (result.kind !== 'command') throw new Error(result.kind);
  const messages: string[] = [];
  const words = expandBraces((result.node as SimpleCommand).words[1], (m) => messages.push(m));
  expect(words.map(show)).toEqual(['{1..100000000}']);
  expect(messages).toEqual(['brace expansion: failed to allocate memory for 100000000 elements']);
});
