// The groups of programs that every run needs, already in memory. build/bundle.mjs replaces this module by those of the core chunk; from
// source there are none.
import type { LoadProgram } from '../machine/index.ts';

export type Group = Readonly<Record<string, ReturnType<LoadProgram>>>;

export const coreGroups: Readonly<Record<string, Group>> = {};
