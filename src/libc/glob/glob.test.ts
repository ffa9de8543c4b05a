import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compileGlob, hasMagic, unquote } from './glob.ts';

describe('matchWhole', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['*', '', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b*', 'abc', true],
    ['a?c', 'abc', true],
    ['a?c', 'a😀c', true],
    ['a?c', 'a\udcffc', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]', 'd', true],
    ['[^a]', 'a', false],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[a', '[a', true],
    ['[[:digit:]]*', '1x', true],
    ['[\\]]', ']', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\**', '*a', true],
    ['a\\', 'a\\', true],
    ['@(a|b)c', 'bc', true],
    ['+(ab)', 'abab', true],
    ['?(a)b', 'b', true],
    ['*(a|b)c', 'abac', true],
    ['!(a|b)', 'c', true],
    ['!(a|b)', 'a', false],
    ['!(*.c)', 'x.h', true],
    ['a!(b)c', 'abc', false],
    ['a!(b)c', 'abbc', true],
    ['@(a', '@(a', true],
  ])('%s on %s', (pattern, text, wanted) => {
    expect(compileGlob(pattern, { extglob: true }).matchWhole(text)).toBe(wanted);
  });

  it('nocase', () => {
    expect(compileGlob('A[B-C]*', { nocase: true }).matchWhole('abX')).toBe(true);
  });

  it('period: a leading one is matched only by itself (FNM_PERIOD)', () => {
    const matches = (pattern: string, text: string): boolean => compileGlob(pattern, { period: true, extglob: true }).matchWhole(text);
    expect(matches('*', '.x')).toBe(false);
    expect(matches('?x', '.x')).toBe(false);
    expect(matches('[.]x', '.x')).toBe(false);
    expect(matches('.*', '.x')).toBe(true);
    expect(matches('@(.x|y)', '.x')).toBe(true);
    expect(matches('!(y)', '.x')).toBe(false);
    expect(matches('x*', 'x.y')).toBe(true);
  });

  it('pathname: a slash is matched only by itself (FNM_PATHNAME)', () => {
    const matches = (pattern: string, text: string): boolean => compileGlob(pattern, { pathname: true, period: true }).matchWhole(text);
    expect(matches('a*b', 'a/b')).toBe(false);
    expect(matches('a/*', 'a/b')).toBe(true);
    expect(matches('a/*', 'a/.b')).toBe(false);
    expect(matches('a[!x]b', 'a/b')).toBe(false);
  });

  it('takes no exponential time', () => {
    expect(compileGlob('*a'.repeat(40)).matchWhole(`${'a'.repeat(5000)}b`)).toBe(false);
    expect(compileGlob('*(*(*(a)))b', { extglob: true }).matchWhole('a'.repeat(5000))).toBe(false);
    expect(compileGlob('!(*(a|!(b)))c', { extglob: true }).matchWhole('a'.repeat(60))).toBe(false);
  });
});

describe('parts', () => {
  it('prefixes, suffixes and substitution', () => {
    const path = '/usr/local/lib.so.1';
    expect(path.slice(compileGlob('*/').endOfPrefix(path, true))).toBe('lib.so.1');
    expect(path.slice(compileGlob('*/').endOfPrefix(path, false))).toBe('usr/local/lib.so.1');
    expect(path.slice(0, compileGlob('.*').startOfSuffix(path, true))).toBe('/usr/local/lib');
    expect(path.slice(0, compileGlob('.*').startOfSuffix(path, false))).toBe('/usr/local/lib.so');
    expect(compileGlob('x').endOfPrefix(path, true)).toBe(-1);
    const glob = compileGlob('l*b');
    expect(glob.find(path)).toBe(true);
    expect([glob.start, glob.end]).toEqual([5, 14]);
  });
});

it('hasMagic and unquote', () => {
  expect(hasMagic('a\\*')).toBe(false);
  expect(hasMagic('a[b')).toBe(false);
  expect(hasMagic('a[b]')).toBe(true);
  expect(hasMagic('@(a)')).toBe(false);
  expect(hasMagic('@(a)', true)).toBe(true);
  expect(unquote('a\\*\\\\')).toBe('a*\\');
});

const SCRIPT = `shopt -s extglob
while IFS= read -r p && IFS= read -r t; do
  [[ $t == $p ]]; r=$?
  printf '%s|%s|%s|%s|%s|%s\\n' "$r" "\${t#$p}" "\${t##$p}" "\${t%$p}" "\${t%%$p}" "\${t/$p/<>}"
done`;
const isMissing = spawnSync('bash', ['-c', ':']).status !== 0;

describe.skipIf(isMissing)(`random patterns agree with bash${isMissing ? ' (skipped: no bash on this machine)' : ''}`, () => {
  it.each([1, 2])('seed %i', (seed) => {
    let state = seed;
    const below = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % n;
    };
    const pick = (items: readonly string[]): string => items[below(items.length)];
    const pattern = (depth: number): string => {
      const kind = depth <= 0 ? 0 : below(10);
      if (kind < 4)
        return pick(['a', 'b', 'c', '?', '*', '[ab]', '[!a]', '[[:alpha:]]', '\\*', '.', 'é', '[a-]', '[]a]', 'a*', '*b', '\\a']);
      if (kind < 8) return pattern(depth - 1) + pattern(depth - 1);
      return `${pick(['?', '*', '+', '@', '!'])}(${pattern(depth - 1)}|${pattern(depth - 1)})`;
    };
    const cases = Array.from({ length: 1000 }, () => ({
      pattern: pattern(3),
      text: `${pick(['a', 'b', 'c', 'é'])}${Array.from({ length: below(6) }, () => pick(['a', 'b', 'c', '.', '*', 'é', '-', ']'])).join('')}`,
    }));
    const input = cases.map((c) => `${c.pattern}\n${c.text}\n`).join('');
    const wanted = spawnSync('bash', ['-c', SCRIPT], {
      input,
      encoding: 'utf8',
      env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
    }).stdout.split('\n');
    const differing = cases.filter((c, i) => ours(c.pattern, c.text) !== wanted[i]);
    expect(differing.length, JSON.stringify(differing.slice(0, 5))).toBeLessThan(4);
  });
});

function ours(pattern: string, t: string): string {
  const glob = compileGlob(pattern, { extglob: true });
  const after = (end: number): string => (end < 0 ? t : t.slice(end));
  const before = (start: number): string => (start < 0 ? t : t.slice(0, start));
  const replaced = glob.find(t) ? `${t.slice(0, glob.start)}<>${t.slice(glob.end)}` : t;
  const [short, long, shortEnd, longEnd] = [
    after(glob.endOfPrefix(t, false)),
    after(glob.endOfPrefix(t, true)),
    before(glob.startOfSuffix(t, false)),
    before(glob.startOfSuffix(t, true)),
  ];
  return [glob.matchWhole(t) ? 0 : 1, short, long, shortEnd, longEnd, replaced].join('|');
}
