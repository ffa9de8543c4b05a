// link(1): calls link(2) (coreutils 9.1 src/link.c).

import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand, missingOperand, quoteaf } from '../../libc/coreutils.ts';
import { err } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: link FILE1 FILE2
  or:  link OPTION
Call the link function to create a link named FILE2 to an existing FILE1.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/link>
or available locally via: info '(coreutils) link invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const { operands } = yield* parseOptions(p, style);
  if (operands.length < 2) yield* missingOperand(p, style, operands[0]);
  if (operands.length > 2) yield* extraOperand(p, style, operands[2]);
  try {
    p.sys.linkat(AT_FDCWD, operands[0], AT_FDCWD, operands[1], 0);
    return 0;
  } catch (e) {
    return yield* err(p, 1, `cannot create link ${quoteaf(operands[1])} to ${quoteaf(operands[0])}`, e);
  }
}

const authors = 'Michael Stone';

export const program: Program = { name: 'link', usage, main, authors };
