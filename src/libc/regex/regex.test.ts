import { describe, expect, it } from 'vitest';
import { compileRegex, RegexError, type SyntaxName } from './regex.ts';

/** The matched texts: whole and groups, `null` for a group that did not take part. */
function match(syntax: SyntaxName, pattern: string, text: string, flags = ''): (string | null)[] | null {
  const regex = compileRegex(pattern, { syntax, icase: flags.includes('i'), newline: flags.includes('n'), bytes: flags.includes('b') });
  const found = regex.exec(text);
  expect(regex.test(text)).toBe(found !== null);
  if (found === null) return null;
  const texts: (string | null)[] = [];
  for (let i = 0; i < found.length; i += 2) texts.push(found[i] < 0 ? null : text.slice(found[i], found[i + 1]));
  return texts;
}

describe('extent: leftmost, then longest', () => {
  it.each<[SyntaxName, string, string, (string | null)[] | null]>([
    ['ere', 'a|ab|abc', 'xabcd', ['abc']],
    ['ere', 'abcdef|c', 'abcdex', ['c']],
    ['ere', 'x*', 'aaa', ['']],
    ['ere', 'a{2,3}', 'aaaa', ['aaa']],
    ['ere', 'a{,2}b', 'aaab', ['aab']],
    ['bre', 'a\\{2\\}', 'aaa', ['aa']],
    ['bre', 'a\\+b\\?', 'caab', ['aab']],
    ['bre', 'a\\|b', 'xb', ['b']],
    ['bre', '*a', 'x*a', ['*a']],
    ['bre', '^*a', '*a', ['*a']],
    ['bre', 'a^b$c', 'a^b$c', ['a^b$c']],
    ['bre', '\\(^a\\)', 'ba', null],
    ['ere', 'a^b', 'a^b', null],
    ['ere', '[]a]+', 'b]a]', [']a]']],
    ['ere', '[^]a]', ']ab', ['b']],
    ['ere', '[a-]+', 'b-a-', ['-a-']],
    ['ere', '[[:digit:]_]+', 'a1_2b', ['1_2']],
    ['ere', '[[=a=]b]+', 'cab', ['ab']],
    ['ere', '[[.-.]]', 'a-', ['-']],
    ['ere', '[\\n]', 'a\\', ['\\']],
    ['ere', ')', 'a)', [')']],
    ['egrep', 'a{1', 'a{1', ['a{1']],
    ['egrep', '*a', 'a', ['a']],
    ['grep', 'x\ny', 'ay', ['y']],
  ])('%s %s on %s', (syntax, pattern, text, wanted) => {
    expect(match(syntax, pattern, text)).toEqual(wanted);
  });
});

describe('GNU operators', () => {
  it.each<[string, string, string | null]>([
    ['\\w+', '-ab_1é-', 'ab_1é'],
    ['\\W', 'ab c', ' '],
    ['\\s\\S', 'a b', ' b'],
    ['\\bb\\w*', 'abc bcd', 'bcd'],
    ['\\Bb\\w*', 'bcd abc', 'bc'],
    ['\\<c', 'bc c', 'c'],
    ['c\\>', 'cb bc', 'c'],
    ["a\\'", 'a\na', 'a'],
    ['\\`a', 'ba', null],
  ])('%s on %s', (pattern, text, wanted) => {
    expect(match('ere', pattern, text)?.[0] ?? null).toBe(wanted);
  });
});

describe('sub-matches as glibc reports them', () => {
  it.each<[string, string, (string | null)[]]>([
    ['(a|ab)(c|bcd)(d*)', 'abcd', ['abcd', 'a', 'bcd', '']],
    ['(a*)*', 'b', ['', '']],
    ['(a*)+', 'aab', ['aa', 'aa']],
    ['((a)|b)*', 'ab', ['ab', 'b', 'a']],
    ['(a|ab)*b?', 'ab', ['ab', 'a']],
    ['(|a)+b', 'ab', ['ab', 'a']],
    ['x(y)?', 'xz', ['x', null]],
    ['(a)|(b)', 'b', ['b', null, 'b']],
    ['((a|ab)(b|))*', 'abab', ['abab', 'ab', 'a', 'b']],
    ['^(.*)[.](.*)$', 'a.b.c', ['a.b.c', 'a.b', 'c']],
  ])('%s on %s', (pattern, text, wanted) => {
    expect(match('ere', pattern, text)).toEqual(wanted);
  });
});

describe('back-references', () => {
  it('match what the group matched', () => {
    expect(match('bre', '\\(a*\\)b\\1', 'aabaa')).toEqual(['aabaa', 'aa']);
    expect(match('ere', '(.)(.)\\2\\1', 'xabbay')).toEqual(['abba', 'a', 'b']);
    expect(match('ere', '(a)\\1', 'aA', 'i')).toEqual(['aA', 'a']);
    expect(match('ere', '(a*)*\\1', 'aaaa')?.[0]).toBe('aaaa');
  });
  it('give up instead of hanging', () => {
    expect(() => match('ere', '^((.*)*(.*)*)*\\2\\3\\1b$', `${'ab'.repeat(60)}c`)).toThrow('Memory exhausted');
  });
});

describe('flags', () => {
  it('icase covers ranges, classes and other scripts', () => {
    expect(match('ere', '[a-c]+', 'xABc', 'i')).toEqual(['ABc']);
    expect(match('ere', '[[:upper:]]+', 'ab', 'i')).toEqual(['ab']);
    expect(match('ere', 'straÉ', 'STRAé', 'i')).toEqual(['STRAé']);
    expect(match('ere', '[^a]', 'Ab', 'i')).toEqual(['b']);
  });
  it('newline: anchors at lines, and the dot stops there', () => {
    expect(match('ere', '^b.*$', 'a\nbc\nd', 'n')).toEqual(['bc']);
    expect(match('ere', 'a[^x]', 'a\nab', 'n')).toEqual(['ab']);
    expect(match('ere', 'a.b', 'a\nb')).toEqual(['a\nb']);
  });
  it('notbol and noteol', () => {
    const regex = compileRegex('^a$', { syntax: 'ere' });
    expect(regex.exec('a', 0, { notbol: true })).toBeNull();
    expect(regex.exec('a', 0, { noteol: true })).toBeNull();
  });
  it('bytes: each code unit is a character and only ASCII is alphabetic', () => {
    expect(match('ere', '^..$', '\xc3\xa9', 'b')).not.toBeNull();
    expect(match('ere', '[[:alpha:]]', '\xe9', 'b')).toBeNull();
    expect(match('ere', '[\x80-\xff]+', 'a\xc3\xa9', 'b')).toEqual(['\xc3\xa9']);
  });
});

describe('characters', () => {
  it('beyond the basic plane are one', () => {
    expect(match('ere', '^.$', '😀')).toEqual(['😀']);
    expect(match('ere', '(.)x', '😀x')).toEqual(['😀x', '😀']);
    expect(match('ere', '[한😀]', 'a한')).toEqual(['한']);
  });
  it('that are no UTF-8 match neither the dot nor a negated list', () => {
    expect(match('ere', '.', '\udcff')).toBeNull();
    expect(match('ere', '[^a]', '\udcff')).toBeNull();
  });
});

describe('errors', () => {
  it.each<[SyntaxName, string, string]>([
    ['ere', '(', 'Unmatched ( or \\('],
    ['sed-ere', ')', 'Unmatched ) or \\)'],
    ['bre', '\\(a', 'Unmatched ( or \\('],
    ['bre', 'a\\)', 'Unmatched ) or \\)'],
    ['ere', '[a', 'Unmatched [, [^, [:, [., or [='],
    ['ere', '[', 'Invalid regular expression'],
    ['ere', '*a', 'Invalid preceding regular expression'],
    ['ere', 'a|*b', 'Invalid preceding regular expression'],
    ['bre', 'a**', 'Invalid preceding regular expression'],
    ['ere', '(a)\\2', 'Invalid back reference'],
    ['ere', 'a\\', 'Trailing backslash'],
    ['ere', '[z-a]', 'Invalid range end'],
    ['ere', '[a-é]', 'Invalid collation character'],
    ['ere', '[[:foo:]]', 'Invalid character class name'],
    ['ere', '[[.ab.]]', 'Invalid collation character'],
    ['bre', 'a\\{1', 'Unmatched \\{'],
    ['ere', 'a{x}', 'Invalid content of \\{\\}'],
    ['ere', 'a{2,1}', 'Invalid content of \\{\\}'],
    ['ere', 'a{40000}', 'Regular expression too big'],
    ['ere', '(((a{99}){99}){99}){99}', 'Memory exhausted'],
  ])('%s %s: %s', (syntax, pattern, message) => {
    expect(() => compileRegex(pattern, { syntax })).toThrow(new RegexError('BADPAT').constructor as typeof RegexError);
    expect(() => compileRegex(pattern, { syntax })).toThrow(message);
  });
});

describe('time is linear', () => {
  it.each(['(a|aa)*b', '(a*)*b', 'a.*b|c', '(x+x+)+y', '(.*)(.*)(.*)(.*)x', '(a?){60}a{60}b', '.*.*.*b'])(
    '%s on 100 000 characters',
    (pattern) => {
      const regex = compileRegex(pattern, { syntax: 'ere' });
      expect(regex.exec(`${'a'.repeat(50_000)}${'x'.repeat(50_000)}`.replace(/x$/, ''))).toSatisfy(() => true);
    },
    3000,
  );
});
