import { expect, test } from 'vitest';
// The shell first: these import each other.
import '../bash.ts';
import { BASIC } from './basic.ts';
import { moreBuiltins } from './more.ts';
import { SYNOPSES } from './synopses.ts';
import { builtinNamed, builtinNames } from './table.ts';

test('every builtin is found by its name, and has a usage line', () => {
  const all = [...BASIC, ...moreBuiltins()];
  for (const builtin of all) expect(builtinNamed(builtin.name), builtin.name).toMatchObject({ name: builtin.name });
  expect(builtinNames()).toEqual(all.map((b) => b.name).sort());
  // `[[`, `for` and their like are no builtins, and have one too.
  expect(all.filter((b) => !Object.hasOwn(SYNOPSES, b.name)).map((b) => b.name)).toEqual([]);
});
