// Programs by name: the chunk of a program's group is loaded when the first of them is executed (build/bundle.mjs).

import { createRequire } from 'node:module';
import type { LoadProgram } from '../machine/index.ts';
import { registryRow } from '../programs/registry.ts';

const load = createRequire(import.meta.url);

export const loadProgram: LoadProgram = (name) => {
  const row = registryRow(name);
  if (row === undefined) return undefined;
  const chunk = load(`./programs/${row.group}.cjs`) as Readonly<Record<string, ReturnType<LoadProgram>>>;
  return chunk[row.file];
};
