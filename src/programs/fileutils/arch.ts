// arch(1): the machine's name, as uname -m (coreutils 9.1 src/uname.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: arch [OPTION]...
Print machine architecture.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/arch>
or available locally via: info '(coreutils) arch invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  p.print(`${p.sys.uname().machine}\n`);
  return 0;
}

const authors = 'David MacKenzie and Karel Zak';

export const program: Program = { name: 'arch', usage, main, authors };
