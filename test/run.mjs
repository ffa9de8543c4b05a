// `npm test`: everything that must hold, one step after the other; later steps run even when an earlier one fails, so that one run tells all.
// The last line sums up tests and steps: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'ns-shell-test-'));
const report = join(folder, 'vitest.json');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const VITEST = ['exec', '--', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${report}`];

/** A step that hangs is a step that failed. */
const STEP_MINUTES = 30;

/** Is it a child's success? Prints what was run and how long it took. */
function step(name, args) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const { status, signal } = spawnSync(npm, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: STEP_MINUTES * 60_000,
    shell: process.platform === 'win32',
  });
  const isOk = status === 0;
  console.log(`== ${name}: ${isOk ? 'ok' : `failed (${signal ?? status})`}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return isOk;
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of ['build', 'lint', 'typecheck']) total[step(name, ['run', '--silent', name]) ? 'passed' : 'failed']++;
addTests(step('tests', [...VITEST, ...process.argv.slice(2)]));
rmSync(folder, { recursive: true, force: true });

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** Adds what vitest reported. A file that did not even load, or a crash without a report, is a failure too. */
function addTests(isOk) {
  let failed = 0;
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'));
    total.passed += numPassedTests;
    total.skipped += numPendingTests + numTodoTests;
    failed = numFailedTests + unloaded.length;
  } catch (e) {
    console.error(`no report of the tests: ${e.message}`);
  }
  total.failed += failed === 0 && !isOk ? 1 : failed;
}
