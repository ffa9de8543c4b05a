import { expect, test } from 'vitest';
import { SYSCALLS } from './table.ts';

test('a family names all of its calls, and no call is in two', () => {
  for (const { names, rows } of SYSCALLS) expect(Object.keys(rows())).toEqual(names);
  const all = SYSCALLS.flatMap(({ names }) => names);
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
});
