/** The printer against real `declare -f` on random functions. More: FUZZ_COUNT=2000 FUZZ_SEED=3 npx vitest run test/fuzz/declare-f.test.ts */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createParser } from '../../src/programs/bash/parse.ts';
import { printFunction } from '../../src/programs/bash/print.ts';
import { bashVersion } from './bash-n.ts';
import { makeRandom, ProgramMaker } from './programs.ts';

const count = Number(process.env.FUZZ_COUNT ?? 100);
const seed = Number(process.env.FUZZ_SEED ?? 3);
/** Long functions add the same differences again. */
const MAX_LENGTH = 300;

/** Random functions that parse, with what the printer makes of them. */
const makeFunctions = (): { source: string; printed: string }[] => {
  const maker = new ProgramMaker(makeRandom(seed));
  const out: { source: string; printed: string }[] = [];
  while (out.length < count) {
    const source = `f() {\n${maker.program()}}\n`;
    const parser = createParser(source);
    const result = parser.next();
    if (source.length > MAX_LENGTH || result.kind !== 'command' || result.node.type !== 'function' || parser.next().kind !== 'eof')
      continue;
    out.push({ source, printed: `${printFunction('f', result.node.body)}\n` });
  }
  return out;
};

const version = bashVersion();
const isModelled = version.startsWith('5.2.');
if (!isModelled) console.log(`declare -f: skipped, /bin/bash is ${version}, the printer follows 5.2`);

test.skipIf(!isModelled)('prints functions as declare -f does', { timeout: 600_000 }, () => {
  const functions = makeFunctions();
  const dir = mkdtempSync(join(tmpdir(), 'declare-f-'));
  try {
    functions.forEach(({ source }, i) => {
      writeFileSync(join(dir, String(i)), `${source}declare -f f\n`);
    });
    // The functions are only defined, never called.
    const loop = `cd ${dir} || exit; for ((i=0; i<${count}; i++)); do timeout 5 bash $i >$i.out 2>/dev/null </dev/null; done`;
    spawnSync('bash', ['-c', loop], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    const wrong = functions.filter(({ printed }, i) => readFileSync(join(dir, `${i}.out`), 'utf8') !== printed);
    if (process.env.FUZZ_SHOW !== undefined) for (const { source, printed } of wrong) console.log(`${JSON.stringify(source)}\n${printed}`);
    console.log(`declare -f: ${functions.length} functions, ${wrong.length} printed otherwise`);
    expect(wrong.length).toBeLessThanOrEqual(functions.length / 50);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
