/**
 * Random programs, run by the real bash and by ours, as built: no difference is let pass. What once differed is kept as a fixture, with what
 * bash 5.2 printed. More programs: FUZZ_COUNT=1000 FUZZ_SEED=1 npx vitest run test/fuzz/run-bash.test.ts; FUZZ_STDERR=1 compares the messages too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { transcript } from '../conformance/cases.ts';
import { bashVersion } from './bash-n.ts';
import { makeRun, OwnBash, type Ran, runReal } from './run-bash.ts';
import { makeLanguage } from './run-language.ts';
import { makeTopics } from './run-topics.ts';

interface Fixture {
  readonly name: string;
  readonly script: string;
  /** Standard output, a character a byte, and the status on a line of its own. */
  readonly expected: string;
}

const count = Number(process.env.FUZZ_COUNT ?? 50);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const isStderrCompared = process.env.FUZZ_STDERR !== undefined;

const fixtures = JSON.parse(readFileSync(join(import.meta.dirname, 'run-bash.fixtures.json'), 'utf8')) as readonly Fixture[];

const own = new OwnBash();
afterAll(() => own.close());

const show = ({ stdout, stderr, status }: Ran, withStderr: boolean): string => `${transcript(stdout, status)}${withStderr ? stderr : ''}`;

test.for(fixtures)('prints what bash printed: $name', { timeout: 60_000 }, async ({ script, expected }) => {
  expect(show(await own.run(script), false)).toBe(expected);
});

test('a program that never ends is ended', { timeout: 60_000 }, async () => {
  expect((await own.run('while :; do :; done')).status).toContain('none after');
});

/** Bash itself prints this now and then: who of a pipeline is first, and so who gets SIGPIPE, is not the program's to say. */
const isRace = (script: string, ours: string): boolean =>
  runReal(Array<string>(RUNS).fill(script)).some((ran) => ran !== undefined && show(ran, isStderrCompared) === ours);
const RUNS = 20;

const version = bashVersion();
const isModelled = version.startsWith('5.2.');
if (!isModelled) console.log(`run-bash: skipped, /bin/bash is ${version}, ours follows 5.2`);

const kinds = [
  { name: 'mixed', make: makeRun },
  { name: 'by topic', make: (n: number): string => makeTopics(n) },
  { name: 'of all commands', make: makeLanguage },
];

test.skipIf(!isModelled).for(kinds)(
  `${count} random programs, $name, print the same in the real bash`,
  { timeout: 3_600_000 },
  async (kind) => {
    const programs = Array.from({ length: count }, (_, i) => kind.make(seed + i));
    const real = runReal(programs);
    const different = [];
    for (const [i, script] of programs.entries()) {
      const expected = real[i];
      if (expected === undefined) continue;
      const ours = show(await own.run(script), isStderrCompared);
      const theirs = show(expected, isStderrCompared);
      if (ours !== theirs && !isRace(script, ours)) different.push({ seed: seed + i, script, ours, expected: theirs });
    }
    const cut = real.filter((ran) => ran === undefined).length;
    console.log(`run-bash: ${count} programs ${kind.name}, ${cut} too big for the real bash, ${different.length} differ`);
    expect(different).toEqual([]);
    expect(cut).toBeLessThanOrEqual(Math.max(5, count / 20));
  },
);
