// Random mount programs on the real kernel (inside the oracle's sandbox) and in the simulator, mountinfo compared after every operation.
// Needs root on Linux: `MOUNTS=FIRST,COUNT,LENGTH npx vitest run test/differential`.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from './programs.ts';
import { canonical, type Step, simulate } from './simulate.ts';

/** Real answers: one list of steps a program. */
export function onLinux(programs: readonly (readonly Operation[])[], sandbox: string): (Step[] | { error: string })[] {
  // Not below /tmp: the sandbox covers it.
  const dir = mkdtempSync('/var/tmp/ns-shell-mounts-');
  const driver = readFileSync(join(import.meta.dirname, 'mounts.py'), 'utf8');
  writeFileSync(join(dir, 'driver.py'), driver);
  writeFileSync(join(dir, 'programs'), programs.map((p) => `${JSON.stringify(p)}\n`).join(''));
  writeFileSync(join(dir, 'case.sh'), `/usr/bin/python3 ${dir}/driver.py ${dir}/programs\n`);
  const { stdout } = spawnSync(sandbox, [join(dir, 'case.sh')], { encoding: 'utf8', maxBuffer: 1 << 30 });
  rmSync(dir, { recursive: true });
  return stdout
    .split('\n')
    .filter((l) => l.startsWith('[[') || l.startsWith('{'))
    .map((l) => JSON.parse(l) as Step[] | { error: string });
}

/** The first operation after which the two differ, or null. */
export function difference(program: readonly Operation[], real: readonly Step[]): { at: number; linux: string; here: string } | null {
  if (real.length === 0) return null;
  const here = simulate(program);
  for (let i = 0; i < real.length; i++) {
    const a = canonical(real[i]);
    const b = canonical(here[i]);
    if (a !== b) return { at: i, linux: a, here: b };
  }
  return null;
}
