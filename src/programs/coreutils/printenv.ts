// printenv(1): the environment, or some of its values (coreutils 9.1 src/printenv.c).

import type { Sys } from '../../abi/sys.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: /usr/bin/printenv [OPTION]... [VARIABLE]...
Print the values of the specified environment VARIABLE(s).
If no VARIABLE is specified, print name and value pairs for them all.

  -0, --null     end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of printenv, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/printenv>
or available locally via: info '(coreutils) printenv invocation'
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...coreutils(p, 2), stopAtOperand: true });
  const end = o.has('null') ? '\0' : '\n';
  if (o.operands.length === 0) {
    for (const [name, value] of p.env) p.print(`${name}=${value}${end}`);
    return 0;
  }
  let status = 0;
  for (const name of o.operands) {
    const value = p.env.get(name);
    if (value === undefined) status = 1;
    else p.print(value + end);
  }
  return status;
}

const authors = 'David MacKenzie and Richard Mlynarik';

export const program: Program = { name: 'printenv', usage, main, authors, onWriteError: closeStdout(2) };
