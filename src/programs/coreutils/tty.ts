// tty(1): the name of the terminal on standard input (coreutils 9.1 src/tty.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { isatty, ttyname } from '../../libc/tty.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: /usr/bin/tty [OPTION]...
Print the file name of the terminal connected to standard input.

  -s, --silent, --quiet   print nothing, only return an exit status
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tty>
or available locally via: info '(coreutils) tty invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p, 2);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  const isTerminal = yield* isatty(p.sys, 0);
  if (!o.has('silent')) p.print(isTerminal ? `${ttyname(p.sys, 0) ?? '/dev/tty'}\n` : 'not a tty\n');
  return isTerminal ? 0 : 1;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'tty', usage, main, authors, onWriteError: closeStdout(3) };
