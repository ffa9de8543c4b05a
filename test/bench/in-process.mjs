// usage: node in-process.mjs ours|just-bash MODULE SCRIPT: runs the script for a while in one warm process, prints
// {"median": milliseconds, "stdout": what the first run printed}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { median } from './measure.mjs';

const [kind, module, script] = process.argv.slice(2);
const source = readFileSync(script, 'utf8');
const MIN_RUNS = 3;
const BUDGET = 1500;

const runners = {
  /** A machine for all runs, as just-bash keeps one. */
  async ours() {
    const { createMachine } = createRequire(import.meta.url)(module);
    const machine = createMachine();
    return () => machine.exec(source);
  },
  async 'just-bash'() {
    const require = createRequire(module);
    const { Bash } = await import(pathToFileURL(require.resolve('just-bash')).href);
    const most = 1e9;
    const limits = {
      maxCommandCount: most,
      maxLoopIterations: most,
      maxCallDepth: 10_000,
      maxSubstitutionDepth: 10_000,
      maxOutputSize: most,
    };
    const bash = new Bash({ executionLimits: { ...limits, maxExecutionTimeMs: 600_000 } });
    return () => bash.exec(source);
  },
};

const run = await runners[kind]();
const samples = [];
let stdout = null;
const start = performance.now();
while (samples.length < MIN_RUNS || (performance.now() - start < BUDGET && samples.length < 50)) {
  const before = performance.now();
  const result = await run();
  samples.push(performance.now() - before);
  stdout ??= result.stdout;
}
console.log(JSON.stringify({ median: median(samples), stdout }));
process.exit(0);
