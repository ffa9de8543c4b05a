// Every recorded case through the built command. One that passing.txt names must pass; any other is skipped when it fails, and mentioned
// when it passes. UPDATE_PASSING=1 rewrites the list.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { canon } from './canon.ts';
import { listCases, listPassing, ORACLE, PASSING, runCase } from './cases.ts';

const cases = listCases();
const passing = listPassing();
const passedNow = new Set<string>();

if (!existsSync(ORACLE)) console.warn(`${ORACLE} is not here: only our own cases run`);

describe.concurrent('recorded case', () => {
  test.for(cases)('$name', { timeout: 60_000 }, async ({ name, script, recording }, { expect: expectHere, skip }) => {
    const want = readFileSync(recording, 'utf8');
    const got = canon(await runCase(script));
    if (got === want) passedNow.add(name);
    else if (passing.has(name) && !process.env.UPDATE_PASSING) expectHere(got).toBe(want);
    else skip('not expected to pass yet');
  });
});

test('passing.txt is sorted and names existing cases', () => {
  const names = [...passing];
  expect(names).toEqual([...names].sort());
  const known = new Set(cases.map(({ name }) => name));
  const mine = existsSync(ORACLE) ? names : names.filter((name) => name.startsWith('own/'));
  expect(mine.filter((name) => !known.has(name))).toEqual([]);
});

afterAll(() => {
  const unlisted = [...passedNow].filter((name) => !passing.has(name));
  console.log(
    `${table()}\n${unlisted.length > 0 ? `pass, but are not in passing.txt (UPDATE_PASSING=1 adds them): ${unlisted.length}\n` : ''}`,
  );
  if (process.env.UPDATE_PASSING)
    writeFileSync(
      PASSING,
      [...passedNow]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    );
});

/** One row an area: passed/total. */
function table(): string {
  const area = (name: string) => name.slice(0, name.lastIndexOf('/'));
  const areas = [...new Set(cases.map(({ name }) => area(name)))].sort();
  const rows = areas.map((a) => [
    a,
    [...passedNow].filter((name) => area(name) === a).length,
    cases.filter(({ name }) => area(name) === a).length,
  ]);
  rows.push(['all', passedNow.size, cases.length]);
  return rows.map(([a, passed, total]) => `${String(a).padEnd(16)} ${passed}/${total}`).join('\n');
}
