import { describe, expect, it } from 'vitest';
import { readColors } from './output.ts';
import { compilePatterns, type PatternKind } from './pattern.ts';
import { translatePcre } from './pcre.ts';

const matched = (kind: PatternKind, patterns: readonly string[], line: string, whole?: 'line' | 'word'): string | null => {
  const { matcher } = compilePatterns(patterns, { kind, icase: false, whole, bytes: false });
  return matcher.find(line, 0) ? line.slice(matcher.start, matcher.end) : null;
};

describe('patterns', () => {
  it('several are alternatives, the leftmost and longest wins', () => {
    expect(matched('basic', ['b', 'abc', 'ab'], 'xabcd')).toBe('abc');
    expect(matched('fixed', ['a.b', 'b'], 'axb a.b')).toBe('b');
  });
  it('back-references count within their own pattern', () => {
    expect(matched('basic', ['\\(a\\)x', '\\(b\\)\\1'], 'bb')).toBe('bb');
  });
  it('-w: no word character beside it; shorter matches count', () => {
    expect(matched('extended', ['fo*'], 'foo_ fo', 'word')).toBe('fo');
    expect(matched('extended', ['a|ab'], 'ab', 'word')).toBe('ab');
    expect(matched('basic', ['b'], 'abc', 'word')).toBeNull();
  });
  it('-x: the whole line', () => {
    expect(matched('extended', ['a|ab'], 'ab', 'line')).toBe('ab');
    expect(matched('extended', ['a|b'], 'ab', 'line')).toBeNull();
  });
  it('none match nothing', () => {
    expect(matched('basic', [], 'x')).toBeNull();
  });
  it('warns of operators with nothing to repeat, refuses [:space:]', () => {
    expect(compilePatterns(['*a'], { kind: 'extended', icase: false, whole: undefined, bytes: false }).warnings).toEqual([
      '* at start of expression',
    ]);
    expect(() => matched('basic', ['[:space:]'], '')).toThrow('character class syntax is [[:space:]], not [:space:]');
  });
});

describe('Perl’s expressions', () => {
  const perl = (source: string, line: string): string | null => translatePcre(source, { icase: false }).exec(line)?.[0] ?? null;
  it.each([
    ['\\d+', 'a12', '12'],
    ['f\\Kish', 'fish', 'ish'],
    ['(?<=t)wo', 'two', 'wo'],
    ['(?i)ONE', 'one', 'one'],
    ['[[:digit:]-]+', 'a1-2', '1-2'],
    ['\\Qa.b\\E+', 'a.bb', 'a.bb'],
    ['(?P<x>a)\\k<x>', 'aa', 'aa'],
    ['a++b', 'aab', 'aab'],
    ['(?>a+)b', 'aab', 'aab'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['\\x66', 'f', 'f'],
    ['.*?b', 'abab', 'ab'],
  ])('%s on %s', (source, line, wanted) => {
    expect(perl(source, line)).toBe(wanted);
  });
  it('refuses plainly', () => {
    expect(() => perl('a(', '')).toThrow('missing closing parenthesis');
    expect(() => perl('(?R)', '')).toThrow('not simulated');
    expect(() => perl('[a', '')).toThrow('missing terminating ] for character class');
  });
});

it('GREP_COLORS', () => {
  expect(readColors('mt=01;32:fn=34')).toMatchObject({ match: '01;32', contextMatch: '01;32', name: '34', line: '32' });
});
