// whoami(1): the name of the effective user (coreutils 9.1 src/whoami.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { getpwuid } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/whoami [OPTION]...
Print the user name associated with the current effective user ID.
Same as id -un.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/whoami>
or available locally via: info '(coreutils) whoami invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  const uid = p.sys.geteuid();
  const account = yield* getpwuid(p.sys, uid);
  if (account === undefined) {
    yield* p.warn(`cannot find name for user ID ${uid}`);
    return 1;
  }
  p.print(`${account.name}\n`);
  return 0;
}

const authors = 'Richard Mlynarik';

export const program: Program = { name: 'whoami', usage, main, authors };
