// Programs by name: the chunk of a program's group is loaded when the first of them is executed (build/bundle.mjs).

import type { LoadProgram } from '../machine/index.ts';
import { registryRow } from '../programs/registry.ts';
import { coreGroups, type Group } from './programs.ts';
import { requireIn } from './require.ts';

/** @param dist the folder of the bundle */
export function programLoader(dist: string): LoadProgram {
  let load: NodeJS.Require | undefined;
  return (name) => {
    const row = registryRow(name);
    if (row === undefined) return undefined;
    const group = coreGroups[row.group];
    if (group !== undefined) return group[row.file];
    load ??= requireIn(dist);
    return (load(`./programs/${row.group}.cjs`) as Group)[row.file];
  };
}
