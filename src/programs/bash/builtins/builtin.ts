// What a builtin is: a plain function when it cannot sleep, else a generator. args[0] is the name it was called by. Output goes through
// print and complain (output.ts); a thrown Complaint is `NAME: text` on standard error and the builtin's status.

import type { Sys } from '../../../abi/sys.ts';
import type { Shell } from '../state.ts';

interface Common {
  readonly name: string;
  /** A POSIX special builtin: found before functions in posix mode. */
  readonly isSpecial: boolean;
  /** `declare` and its kin: arguments that look like assignments are expanded as such. */
  readonly isDeclaration: boolean;
}

export interface PlainBuiltin extends Common {
  readonly sleeps: false;
  run(sh: Shell, args: readonly string[]): number;
}

export interface SleepingBuiltin extends Common {
  readonly sleeps: true;
  run(sh: Shell, args: readonly string[]): Sys<number>;
}

export type Builtin = PlainBuiltin | SleepingBuiltin;

export const plain = (name: string, run: PlainBuiltin['run'], more: Partial<Common> = {}): PlainBuiltin => ({
  name,
  isSpecial: false,
  isDeclaration: false,
  sleeps: false,
  run,
  ...more,
});

export const sleeping = (name: string, run: SleepingBuiltin['run'], more: Partial<Common> = {}): SleepingBuiltin => ({
  name,
  isSpecial: false,
  isDeclaration: false,
  sleeps: true,
  run,
  ...more,
});
