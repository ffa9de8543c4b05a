import { expect, test } from 'vitest';
import { DEFAULT_IFS, makeIfs } from '../ifs.ts';
import { Sink } from './sink.ts';

const fields = (ifs: string, ...pieces: string[]): string[] => {
  const sink = new Sink('words', ifs === ' \t\n' ? DEFAULT_IFS : makeIfs(ifs), false);
  for (const piece of pieces) {
    if (piece.startsWith('"')) sink.quoted(piece.slice(1));
    else sink.expansion(piece);
  }
  sink.endWord();
  return sink.fields;
};

// Word Splitting (bash(1)): IFS white space at the ends goes, any other separator ends a field, white space around it belongs to it.
test.for<[string, string[], string[]]>([
  [' \t\n', [' a  b '], ['a', 'b']],
  [' \t\n', [''], []],
  [' \t\n', ['"', ''], ['']],
  [' \t\n', ['x', ' a b ', 'y'], ['x', 'a', 'b', 'y']],
  [':', ['a:b::c:'], ['a', 'b', '', 'c']],
  [':', ['a:b:', 'c:'], ['a', 'b', 'c']],
  [':', [':a'], ['', 'a']],
  [' :', ['a :b'], ['a', 'b']],
  [' :', ['a ', ':b'], ['a', 'b']],
  [' :', [' : '], ['']],
  [' :', [' : ', '"'], ['', '']],
  ['x', ['axxb'], ['a', '', 'b']],
  ['', [' a b '], [' a b ']],
])('IFS %j: %j', ([ifs, pieces, wanted]) => {
  expect(fields(ifs, ...pieces)).toEqual(wanted);
});

test('quoted characters are escaped in patterns', () => {
  const sink = new Sink('words', DEFAULT_IFS, false);
  sink.quoted('a*');
  sink.literal('*.c');
  sink.endWord();
  expect(sink.fields).toEqual(['a**.c']);
  expect(sink.patterns).toEqual(['a\\**.c']);
});
