// unlink(1): calls unlink(2) (coreutils 9.1 src/unlink.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, quoteaf } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: unlink FILE
  or:  unlink OPTION
Call the unlink function to remove the specified FILE.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/unlink>
or available locally via: info '(coreutils) unlink invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const { operands } = yield* parseOptions(p, style);
  if (operands.length === 0) yield* missingOperand(p, style);
  if (operands.length > 1) yield* extraOperand(p, style, operands[1]);
  try {
    p.sys.unlinkat(AT_FDCWD, operands[0], 0);
    return 0;
  } catch (e) {
    return yield* err(p, 1, `cannot unlink ${quoteaf(operands[0])}`, e);
  }
}

const authors = 'Michael Stone';

export const program: Program = { name: 'unlink', usage, main, authors };
