// All builtins by name.

import { BASIC } from './basic.ts';
import type { Builtin } from './builtin.ts';
import { CD } from './cd.ts';
import { COMPLETE } from './complete.ts';
import { DECLARE } from './declare.ts';
import { HISTORY } from './history.ts';
import { JOBS } from './jobs.ts';
import { MISC } from './misc.ts';
import { PRINTF } from './printf.ts';
import { READ } from './read.ts';
import { SET } from './set.ts';
import { COMMANDS } from './source.ts';
import { TEST } from './test.ts';
import { TRAP } from './trap.ts';
import { TYPE } from './type.ts';

let table: Map<string, Builtin> | null = null;

/** Made at first use: the builtins' modules refer to one another. */
function builtins(): Map<string, Builtin> {
  if (table === null) {
    const all = [BASIC, CD, COMPLETE, DECLARE, HISTORY, JOBS, MISC, PRINTF, READ, SET, COMMANDS, TEST, TRAP, TYPE].flat() as Builtin[];
    table = new Map(all.map((b) => [b.name, b]));
  }
  return table;
}

export const builtinNamed = (name: string): Builtin | undefined => (table ?? builtins()).get(name);
export const builtinNames = (): string[] => [...builtins().keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
