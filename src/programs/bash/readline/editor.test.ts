import { expect, test } from 'vitest';
import { runCommand } from './commands.ts';
import { Editor } from './editor.ts';
import { lookUp } from './keymap.ts';

/** Types keys into a fresh line; `|` in the result is the cursor. */
function type(initial: string, keys: readonly string[], history: readonly string[] = []): string {
  const e = new Editor(history, []);
  e.setLine(initial.replace('|', ''));
  e.point = initial.indexOf('|') < 0 ? initial.length : initial.indexOf('|');
  for (const key of keys) {
    const command = lookUp(key);
    if (command === null || command === 'prefix') throw new Error(`nothing bound to ${JSON.stringify(key)}`);
    runCommand(e, command, key);
  }
  return `${e.text.slice(0, e.point)}|${e.text.slice(e.point)}`;
}

const M = (c: string): string => `\x1b${c}`;

// readline(3), EDITING COMMANDS
test.for<[string, string[], string]>([
  ['', ['a', 'b', 'c'], 'abc|'],
  ['abc', ['\x01', 'x'], 'x|abc'],
  ['ab|c', ['\x05', 'x'], 'abcx|'],
  ['ab|c', ['\x7f'], 'a|c'],
  ['ab|c', ['\x04'], 'ab|'],
  ['one two three', ['\x17'], 'one two |'],
  ['one two/three', [M('\x7f')], 'one two/|'],
  ['one| two', [M('d')], 'one|'],
  ['one tw|o', ['\x15'], '|o'],
  ['one tw|o', ['\x0b'], 'one tw|'],
  ['one two', ['\x17', '\x17', '\x19'], 'one two|'],
  ['ab', ['\x14'], 'ba|'],
  ['one |two', [M('t')], 'two one|'],
  ['|one', [M('u')], 'ONE|'],
  ['|one', [M('c')], 'One|'],
  ['abc', ['x', '\x1f'], 'abc|'],
  ['a b c|', [M('b'), M('b')], 'a |b c'],
  ['x', ['é', '中', '\x02', '\x7f'], 'x|中'],
  ['abcabc|', ['\x01', '\x1bb', M('f')], 'abcabc|'],
  ['abc|', [M('3'), '\x7f'], '|'],
])('%j %j', ([initial, keys, wanted]) => {
  expect(type(initial, keys)).toBe(wanted);
});

test('history: up, edit, up, down brings the edited line back', () => {
  expect(type('new', ['\x10', 'x', '\x10', '\x0e'], ['first', 'second'])).toBe('secondx|');
  expect(type('new', ['\x10', '\x0e'], ['first'])).toBe('new|');
  expect(type('', [M('.')], ['echo a b'])).toBe('b|');
});
