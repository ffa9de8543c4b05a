import { expect, test } from 'vitest';
import { Rng } from '../../src/kernel/rng.ts';
import { type Finding, randomBytes, randomScript, tryScript } from './machine.ts';

/** A long run: SCRIPTS=100000 SEED=7 npx vitest run test/fuzz/machine.test.ts */
const COUNT = Number(process.env.SCRIPTS ?? 300);
const SEED = Number(process.env.SEED ?? 1);
/** Enough to work on. */
const MOST = 25;

test(`${COUNT} random scripts: no exception, invariants hold, replay gives the same bytes`, { timeout: 3_600_000 }, () => {
  const rng = new Rng(SEED);
  const found = new Map<string, Finding>();
  for (let i = 0; i < COUNT && found.size < MOST; i++) {
    const finding = tryScript(i % 5 === 4 ? randomBytes(rng) : randomScript(rng), i);
    if (finding !== null) found.set(finding.problem.split('\n').slice(0, 3).join('\n'), finding);
  }
  expect([...found.values()]).toEqual([]);
});
