// users(1): who is logged in (coreutils 9.1 src/users.c). There is no utmp on this machine: nobody is on record.

import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: users [OPTION]... [FILE]
Output who is currently logged in according to FILE.
If FILE is not specified, use /var/run/utmp.  /var/log/wtmp as FILE is common.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/users>
or available locally via: info '(coreutils) users invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 1) yield* extraOperand(p, style, o.operands[1]);
  return 0;
}

const authors = 'Joseph Arceneaux and David MacKenzie';

export const program: Program = { name: 'users', usage, main, authors };
