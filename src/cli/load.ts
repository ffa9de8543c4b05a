// Programs by name: the chunk of a program's group is loaded when the first of them is executed (build/bundle.mjs).

import { createRequire } from 'node:module';
import type { Program } from '../libc/proc.ts';
import { registryRow } from '../programs/registry.ts';

const load = createRequire(import.meta.url);

export function loadProgram(name: string): Program | undefined {
  const row = registryRow(name);
  if (row === undefined) return undefined;
  const chunk = load(`./programs/${row.group}.cjs`) as Readonly<Record<string, Program>>;
  return chunk[row.file];
}
