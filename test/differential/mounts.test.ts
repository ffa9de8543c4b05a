import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { difference, onLinux } from './mounts.ts';
import { mountProgram } from './programs.ts';
import { canonical, type Step, simulate } from './simulate.ts';

/** What Linux answered to the programs 1, 2, …: a digest each. Written anew by `MOUNTS=1,COUNT,30 RECORD=1`. */
const RECORDED = join(import.meta.dirname, 'mounts.recorded.json');
const RECORDED_LENGTH = 30;

const digest = (steps: readonly Step[]): string =>
  createHash('sha256').update(steps.map(canonical).join('\n')).digest('base64url').slice(0, 16);

test('mount programs end as they were recorded on Linux', { timeout: 120_000 }, () => {
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as string[];
  // What differs can be seen as root: MOUNTS=SEED,1,30.
  const wrong = recorded.flatMap((wanted, i) => (digest(simulate(mountProgram(i + 1, RECORDED_LENGTH))) === wanted ? [] : [i + 1]));
  expect(wrong).toEqual([]);
});

const SANDBOX = resolve(import.meta.dirname, '../../../shared/oracle/sandbox');
const [first, count, length] = (process.env.MOUNTS ?? '').split(',').map(Number);
const mayRun = process.env.MOUNTS !== undefined && existsSync(SANDBOX) && process.getuid?.() === 0;

/** Programs a sandbox run: it has twenty seconds. */
const BATCH = 20;

test.runIf(mayRun)('mounts are those of the real kernel after every operation', { timeout: 3_600_000 }, () => {
  const failures: string[] = [];
  let operations = 0;
  let succeeded = 0;
  const digests: string[] = [];
  for (let at = first; at < first + count; at += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, first + count - at) }, (_, i) => at + i);
    const programs = seeds.map((s) => mountProgram(s, length));
    let real: ReturnType<typeof onLinux> = onLinux(programs, SANDBOX);
    // Binds of binds can grow beyond what the sandbox's time is enough for: such a program is left out.
    if (real.length < programs.length) real = programs.map((p) => onLinux([p], SANDBOX)[0] ?? []);
    for (const [i, steps] of real.entries()) {
      if ('error' in steps) {
        failures.push(`seed ${seeds[i]}: ${steps.error}`);
        continue;
      }
      operations += steps.length;
      digests.push(digest(steps));
      succeeded += steps.filter(([r]) => r === 'ok').length;
      let d: ReturnType<typeof difference>;
      try {
        d = difference(programs[i], steps);
      } catch (e) {
        failures.push(`seed ${seeds[i]}: ${(e as Error).stack}`);
        continue;
      }
      if (d !== null) {
        const before = programs[i]
          .slice(0, d.at + 1)
          .map((o) => JSON.stringify(o))
          .join('\n');
        failures.push(`seed ${seeds[i]} at ${d.at}\n${before}\n--- linux\n${d.linux}\n--- here\n${d.here}`);
      }
    }
  }
  if (process.env.RECORD !== undefined) writeFileSync(RECORDED, `${JSON.stringify(digests)}\n`);
  failures.sort((a, b) => a.length - b.length);
  console.log(`${operations} operations, ${succeeded} succeeded, ${failures.length} programs differ`);
  if (failures.length > 0) writeFileSync('/tmp/mount-differences.txt', failures.join('\n\n====\n\n'));
  expect(failures.slice(0, 1).join('\n')).toBe('');
});
