import { expect, test } from 'vitest';
import { expandHistory } from './history-expand.ts';

const HISTORY = ['ls -l /etc', 'echo one two three', 'cat file.txt', 'vi /usr/lib/a.c'];

const expand = (line: string): string => {
  const e = expandHistory(line, HISTORY);
  return e.kind === 'changed' ? e.line : e.kind === 'error' ? `error: ${e.message}` : line;
};

// bash(1), HISTORY EXPANSION
test.for([
  ['!!', 'vi /usr/lib/a.c'],
  ['sudo !!', 'sudo vi /usr/lib/a.c'],
  ['!1', 'ls -l /etc'],
  ['!-2', 'cat file.txt'],
  ['!ec', 'echo one two three'],
  ['!?file?', 'cat file.txt'],
  ['echo !$', 'echo /usr/lib/a.c'],
  ['echo !echo:1-2', 'echo one two'],
  ['echo !echo:^', 'echo one'],
  ['echo !echo:*', 'echo one two three'],
  ['echo !echo:2*', 'echo two three'],
  ['!vi:$:h', '/usr/lib'],
  ['!vi:$:t', 'a.c'],
  ['!vi:$:r', '/usr/lib/a'],
  ['!vi:s/a.c/b.c/', 'vi /usr/lib/b.c'],
  ['^lib^bin^', 'vi /usr/bin/a.c'],
  ['!nosuch', 'error: !nosuch: event not found'],
  ["echo '!x'", "echo '!x'"],
  ['echo a! b', 'echo a! b'],
  ['echo \\!x', 'echo \\!x'],
  ['echo "hi!"', 'echo "hi!"'],
])('%s', ([line, wanted]) => {
  expect(expand(line)).toBe(wanted);
});
