import { expect, test } from 'vitest';
import { ansiQuote, quoteBackslash, quoteDouble, quoteForTrace, quoteReusable } from './quote.ts';

test.for([
  ['', "''", "''"],
  ['a b', "'a b'", "'a b'"],
  ["it's", "'it'\\''s'", "'it'\\''s'"],
  ['plain', "'plain'", 'plain'],
  ['a\tb', "$'a\\tb'", "'a\tb'"],
  ['~', "'~'", "'~'"],
  ['a#', "'a#'", 'a#'],
])('%j', ([text, reusable, trace]) => {
  expect(quoteReusable(text)).toBe(reusable);
  expect(quoteForTrace(text)).toBe(trace);
});

test('other styles', () => {
  expect(quoteDouble('a"$`\\b')).toBe('"a\\"\\$\\`\\\\b"');
  expect(quoteBackslash('a b*~')).toBe('a\\ b\\*~');
  expect(quoteBackslash('~x')).toBe('\\~x');
  expect(ansiQuote('\x1b\x01é\udcff')).toBe("$'\\E\\001é\\377'");
});
