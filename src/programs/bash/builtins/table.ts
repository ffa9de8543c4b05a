// All builtins by name. The usual ones are at hand; the others come together, at the first use of one (the command's bundle loads them then).

import { BASIC } from './basic.ts';
import type { Builtin } from './builtin.ts';
import { moreBuiltins } from './more.ts';
import { SYNOPSES } from './synopses.ts';

const usual = new Map<string, Builtin>(BASIC.map((b) => [b.name, b]));
let all: Map<string, Builtin> | null = null;

function builtins(): Map<string, Builtin> {
  all ??= new Map([...usual, ...moreBuiltins().map((b) => [b.name, b] as const)]);
  return all;
}

export function builtinNamed(name: string): Builtin | undefined {
  return usual.get(name) ?? (Object.hasOwn(SYNOPSES, name) ? builtins().get(name) : undefined);
}

export const builtinNames = (): string[] => [...builtins().keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
