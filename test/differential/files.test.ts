// Random file programs against the real kernel. Needs root on Linux: `FILES=FIRST,COUNT,LENGTH npx vitest run test/differential`.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { fileDifference, fileProgram, filesOnLinux } from './files.ts';

const SANDBOX = resolve(import.meta.dirname, '../../../shared/oracle/sandbox');
const [first, count, length] = (process.env.FILES ?? '').split(',').map(Number);
const mayRun = process.env.FILES !== undefined && existsSync(SANDBOX) && process.getuid?.() === 0;

/** Programs a sandbox run: it has twenty seconds. */
const BATCH = 10;

test.runIf(mayRun)('files are those of the real kernel after every operation', { timeout: 3_600_000 }, () => {
  const failures: string[] = [];
  for (let at = first; at < first + count; at += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, first + count - at) }, (_, i) => at + i);
    const programs = seeds.map((s) => fileProgram(s, length));
    const real = filesOnLinux(programs, SANDBOX);
    expect(real.length).toBe(programs.length);
    for (const [i, steps] of real.entries()) {
      const d = fileDifference(programs[i], steps);
      if (d === null) continue;
      const before = programs[i].ops.slice(Math.max(0, d.at - 20), d.at + 1).map((o) => JSON.stringify(o));
      failures.push(`seed ${seeds[i]} at ${d.at}\n${before.join('\n')}\n--- linux\n${d.linux}\n--- here\n${d.here}`);
    }
  }
  failures.sort((a, b) => a.length - b.length);
  expect(failures.slice(0, 2).join('\n\n')).toBe('');
});
