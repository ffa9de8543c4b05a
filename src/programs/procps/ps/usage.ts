// The end of a command line that ps(1) does not take.

import type { Sys } from '../../../abi/sys.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

export const PS_USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

export function* psError(p: Proc, message: string): Sys<never> {
  yield* p.error(`error: ${message}\n${PS_USAGE}`);
  throw new Exit(1);
}
