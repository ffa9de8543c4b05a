// logname(1): the user's login name, of the session's terminal (coreutils 9.1 src/logname.c, getlogin(3)).

import { ENOENT } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { getpwuid } from '../../libc/passwd.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';

const usage = `Usage: logname [OPTION]
Print the user's login name.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/logname>
or available locally via: info '(coreutils) logname invocation'
`;
const UNSET = 4294967295;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  const uid = yield* loginUid(p);
  const user = uid === UNSET ? undefined : yield* getpwuid(p.sys, uid);
  if (user === undefined) {
    yield* p.warn('no login name');
    return 1;
  }
  p.print(`${user.name}\n`);
  return 0;
}

/** What glibc's getlogin reads first. */
function* loginUid(p: Proc): Sys<number> {
  try {
    return Number(yield* readFile(p.sys, '/proc/self/loginuid'));
  } catch (e) {
    if (e !== ENOENT) throw e;
    return UNSET;
  }
}

const authors = 'FIXME: unknown';

export const program: Program = { name: 'logname', usage, main, authors };
