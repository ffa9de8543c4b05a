// Programs by name: the chunk of a program's group is loaded when the first of them is executed (build/bundle.mjs).

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Program } from '../libc/proc.ts';
import type { LoadProgram } from '../machine/index.ts';
import { registryRow } from '../programs/registry.ts';

/** @param dist the folder of the bundle */
export function programLoader(dist: string): LoadProgram {
  const load = createRequire(join(dist, 'main.cjs'));
  return (name) => {
    const row = registryRow(name);
    if (row === undefined) return undefined;
    const chunk = load(`./programs/${row.group}.cjs`) as Readonly<Record<string, Program>>;
    return chunk[row.file];
  };
}
