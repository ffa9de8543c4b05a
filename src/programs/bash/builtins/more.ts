// The builtins that a plain script of commands does not need.

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
import { UNSET } from './unset.ts';

export const moreBuiltins = (): readonly Builtin[] =>
  [CD, COMPLETE, DECLARE, HISTORY, JOBS, MISC, PRINTF, READ, SET, COMMANDS, TEST, TRAP, TYPE, UNSET].flat();
