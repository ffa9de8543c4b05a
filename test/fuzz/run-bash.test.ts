/** Random programs, run by the real bash and by ours. More of them: FUZZ_COUNT=1000 FUZZ_SEED=1 npx vitest run test/fuzz/run-bash.test.ts */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transcript } from '../conformance/cases.ts';
import { testMachine } from '../machine.ts';
import { bashVersion } from './bash-n.ts';
import { makeRun, OwnBash, type Ran, runReal } from './run-bash.ts';

interface Fixture {
  readonly script: string;
  /** Standard output, and the status on a line of its own: what bash 5.2 printed. */
  readonly expected: string;
  /** Ours prints something else still; the fixture waits for the fix. */
  readonly open?: boolean;
}

const count = Number(process.env.FUZZ_COUNT ?? 100);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Differences shown in full. */
const MOST = Number(process.env.FUZZ_SHOW ?? 5);

const fixtures = JSON.parse(readFileSync(join(import.meta.dirname, 'run-bash.fixtures.json'), 'utf8')) as readonly Fixture[];

test.for(fixtures)('prints what bash printed: fixture %#', ({ script, expected, open }, { skip }) => {
  if (open) skip('not equal yet');
  expect(runOurs(script)).toBe(expected);
});

const runOurs = (program: string): string => {
  const { stdout, status } = testMachine().exec(
    `mkdir /run/own && cd /run/own && cat >case.sh <<'END_OF_PROGRAM'\n${program}END_OF_PROGRAM\nbash case.sh 2>/dev/null </dev/null`,
  );
  return transcript(stdout, String(status));
};

const version = bashVersion();
const isModelled = version.startsWith('5.2.');
if (!isModelled) console.log(`run-bash: skipped, /bin/bash is ${version}, ours follows 5.2`);

test.skipIf(!isModelled)(`${count} random programs print the same in the real bash`, { timeout: 3_600_000 }, async () => {
  const programs = Array.from({ length: count }, (_, i) => makeRun(seed + i));
  const real = runReal(programs);
  const own = new OwnBash();
  const show = ({ stdout, status }: Ran) => transcript(stdout, status);
  const different = [];
  for (const [i, script] of programs.entries()) {
    const expected = real[i];
    if (expected === undefined) continue;
    const ours = await own.run(script);
    if (show(ours) !== show(expected)) different.push({ seed: seed + i, script, ours: show(ours), expected: show(expected) });
  }
  own.close();
  const cut = real.filter((ran) => ran === undefined).length;
  console.log(
    `run-bash: ${count} programs, ${cut} too big for the real bash, ${different.length} differ: ${different.map((d) => d.seed).join(' ')}`,
  );
  if (process.env.FUZZ_SHOW !== undefined) console.log(JSON.stringify(different.slice(0, MOST), null, 1));
  // The open fixtures are why some differ; the bound leaves room until those are fixed.
  expect(different.length).toBeLessThanOrEqual(count / 5);
  expect(cut).toBeLessThanOrEqual(count / 20);
});
