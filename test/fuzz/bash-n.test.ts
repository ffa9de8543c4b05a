/** The parser against real `bash -n` on random programs. More of them: FUZZ_COUNT=5000 FUZZ_SEED=7 npx vitest run test/fuzz/bash-n.test.ts */
import { expect, test } from 'vitest';
import { bashVersion, compare } from './bash-n.ts';
import { makePrograms } from './programs.ts';

const count = Number(process.env.FUZZ_COUNT ?? 300);
const seed = Number(process.env.FUZZ_SEED ?? 20);
const version = bashVersion();
const isModelled = version.startsWith('5.2.');
if (!isModelled) console.log(`bash-n: skipped, /bin/bash is ${version}, the parser follows 5.2`);

test.skipIf(!isModelled)('agrees with bash -n', { timeout: 600_000 }, () => {
  const programs = makePrograms(seed, count);
  const different = compare(programs);
  const wrong = different.filter((d) => !d.sameVerdict || !d.sameFirst);
  if (process.env.FUZZ_SHOW !== undefined)
    for (const { program, bash, ours } of different.slice(0, Number(process.env.FUZZ_SHOW)))
      console.log(`---- ${JSON.stringify(program)}\nbash ${JSON.stringify(bash)}\nours ${JSON.stringify(ours)}`);
  console.log(
    `bash -n: ${programs.length} programs, ${different.filter((d) => !d.sameVerdict).length} other verdicts, ${wrong.length} other first lines, ${different.length} differ anywhere`,
  );
  expect(wrong.length).toBeLessThanOrEqual(programs.length / 100);
});
