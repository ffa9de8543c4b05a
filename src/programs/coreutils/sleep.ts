// sleep(1): waits (coreutils 9.1 src/sleep.c).

import { EINTR } from '../../abi/errno.ts';
import { CLOCK_MONOTONIC } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quote } from '../../libc/coreutils.ts';
import { parseDuration } from '../../libc/duration.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: sleep NUMBER[SUFFIX]...
  or:  sleep OPTION
Pause for NUMBER seconds.  SUFFIX may be 's' for seconds (the default),
'm' for minutes, 'h' for hours or 'd' for days.  NUMBER need not be an
integer.  Given two or more arguments, pause for the amount of time
specified by the sum of their values.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sleep>
or available locally via: info '(coreutils) sleep invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  let seconds = 0;
  let isBad = false;
  for (const word of o.operands) {
    const n = parseDuration(word);
    if (n === null) {
      yield* p.warn(`invalid time interval ${quote(word)}`);
      isBad = true;
    } else seconds += n;
  }
  if (isBad) yield* hintAndExit(p, style);
  yield* sleepUntil(p, now(p) + seconds * 1e9);
  return 0;
}

function now(p: Proc): number {
  const { sec, nsec } = p.sys.clock_gettime(CLOCK_MONOTONIC);
  return sec * 1e9 + nsec;
}

/** A handler that ran does not shorten the sleep. */
function* sleepUntil(p: Proc, end: number): Sys<void> {
  for (let left = end - now(p); left > 0; left = end - now(p)) {
    try {
      yield* p.sys.nanosleep(left);
      return;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
  }
}

const authors = 'Jim Meyering and Paul Eggert';

export const program: Program = { name: 'sleep', usage, main, authors };
