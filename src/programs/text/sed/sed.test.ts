import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../libc/regex/regex.ts';
import { expandEscapes } from './escapes.ts';
import { listing } from './listing.ts';
import { parseScript } from './parse.ts';
import { parseReplacement, replacementText } from './replacement.ts';

const OPTIONS = { extended: false, posix: false, sandbox: false, bytes: false };
const parse = (text: string): ReturnType<typeof parseScript> => parseScript([{ text, origin: { expression: 1 } }], OPTIONS);

describe('errors name the place and say what GNU sed says', () => {
  it.each([
    ['s/a', "-e expression #1, char 3: unterminated `s' command"],
    ['k', "-e expression #1, char 1: unknown command: `k'"],
    ['s/a/b/k', "-e expression #1, char 7: unknown option to `s'"],
    ['y/ab/c/', "-e expression #1, char 7: strings for `y' command are different lengths"],
    ['p;p}', "-e expression #1, char 4: unexpected `}'"],
    ['{p', "-e expression #1, char 0: unmatched `{'"],
    ['/a', '-e expression #1, char 2: unterminated address regex'],
    ['a', "-e expression #1, char 1: expected \\ after `a', `c' or `i'"],
    ['r', '-e expression #1, char 1: missing filename in r/R/w/W commands'],
    ['s/\\(/x/', '-e expression #1, char 7: Unmatched ( or \\('],
    ['b x', "can't find label for jump to `x'"],
    ['5!!p', "-e expression #1, char 3: multiple `!'s"],
    ['s/a/b/gg', "-e expression #1, char 8: multiple `g' options to `s' command"],
    ['0p', '-e expression #1, char 2: invalid usage of line address 0'],
    ['p x', '-e expression #1, char 3: extra characters after command'],
    ['1,2q', '-e expression #1, char 4: command only uses one address'],
    ['s/a/\\1/', "-e expression #1, char 7: invalid reference \\1 on `s' command's RHS"],
    ['+1p', '-e expression #1, char 2: invalid usage of +N or ~N as first address'],
    ['s/[/x/', "-e expression #1, char 6: unterminated `s' command"],
  ])('%s', (script, message) => {
    expect(() => parse(script)).toThrow(message);
  });
  it('of a file name its line', () => {
    expect(() => parseScript([{ text: 'p\nk\n', origin: { file: 'x.sed' } }], OPTIONS)).toThrow("file x.sed line 2: unknown command: `k'");
  });
});

describe('text of a, i and c', () => {
  const textOf = (...pieces: string[]): unknown =>
    parseScript(
      pieces.map((text, i) => ({ text, origin: { expression: i + 1 } })),
      OPTIONS,
    ).commands.map(({ action }) => ('text' in action ? action.text : action.name));
  it.each<[string[], string[]]>([
    [['a\\\n  x'], ['  x\n']],
    [['a  x'], ['x\n']],
    [['a\\  x'], ['  x\n']],
    [['1a\\ttab'], ['ttab\n']],
    [['a one\\\ntwo\np'], ['one\ntwo\n', 'p']],
    [['a\\', '  foo'], ['  foo\n']],
    [['a foo\\', 'bar'], ['foo\nbar\n']],
    [['$a\\'], ['']],
  ])('%j', (pieces, wanted) => {
    expect(textOf(...pieces)).toEqual(wanted);
  });
});

describe('replacement', () => {
  const replace = (pattern: string, replacement: string, line: string): string => {
    const found = compileRegex(pattern, { syntax: 'sed-ere' }).exec(line);
    return found === null ? line : replacementText(parseReplacement(replacement, false), line, found, false);
  };
  it.each([
    ['(.)(.*)', '\\U\\1\\E\\2', 'abc', 'Abc'],
    ['.*', '\\u&', 'abc', 'Abc'],
    ['.*', '\\u\\L&', 'ABC', 'Abc'],
    ['()(b)', '\\u\\1\\2x', 'b', 'Bx'],
    ['b', '[&]\\&', 'b', '[b]&'],
    ['é', '\\U&', 'é', 'É'],
  ])('s/%s/%s/ on %s', (pattern, replacement, line, wanted) => {
    expect(replace(pattern, replacement, line)).toBe(wanted);
  });
});

it('escapes stand for characters, never for operators', () => {
  expect(expandEscapes('\\x5e\\t\\d065\\o101', 'regex', false)).toBe('\\^\tAA');
  expect(expandEscapes('\\x26', 'replacement', false)).toBe('\\&');
  expect(expandEscapes('\\xc3\\xa9', 'text', false)).toBe('é');
  expect(expandEscapes('[\\t]', 'regex', false)).toBe('[\t]');
});

it('l shows and folds', () => {
  expect(listing('é\t\x01\\', 70, false)).toBe('\\303\\251\\t\\001\\\\$');
  expect(listing('abcdef', 4, false)).toBe('abc\\\ndef$');
  expect(listing('abcdef', 0, false)).toBe('abcdef$');
});
