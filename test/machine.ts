// Machines for tests: every program of the registry, loaded from its source.

import type { Program } from '../src/libc/proc.ts';
import { type CreateOptions, createMachine, type LoadProgram, type Machine } from '../src/machine/index.ts';
import { registryRow } from '../src/programs/registry.ts';

type Module = { readonly program?: Program };
declare global {
  interface ImportMeta {
    glob(pattern: readonly string[], options: { eager: true }): Record<string, Module>;
  }
}

const modules = import.meta.glob(['../src/programs/*/*.ts', '!../src/programs/*/*.test.ts'], { eager: true });

export const loadProgram: LoadProgram = (name) => {
  const row = registryRow(name);
  return row === undefined ? undefined : modules[`../src/programs/${row.group}/${row.file}.ts`]?.program;
};

export const testMachine = (options: Partial<CreateOptions> = {}): Machine => createMachine({ loadProgram, ...options });
