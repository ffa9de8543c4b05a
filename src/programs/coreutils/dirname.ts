// dirname(1): a name without its last part (coreutils 9.1 src/dirname.c).

import type { Sys } from '../../abi/sys.ts';
import { missingOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/dirname [OPTION] NAME...
Output each NAME with its last non-slash component and trailing slashes
removed; if NAME contains no /'s, output '.' (meaning the current directory).

  -z, --zero     end each output line with NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Examples:
  dirname /usr/bin/          -> "/usr"
  dirname dir1/str dir2/str  -> "dir1" followed by "dir2"
  dirname stdio.h            -> "."

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/dirname>
or available locally via: info '(coreutils) dirname invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  for (const name of o.operands) p.print(directory(name) + (o.has('zero') ? '\0' : '\n'));
  return 0;
}

function directory(name: string): string {
  const trimmed = name.replace(/\/+$/, '');
  if (trimmed === '') return name === '' ? '.' : '/';
  const slash = trimmed.lastIndexOf('/');
  if (slash < 0) return '.';
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/';
}

const authors = 'David MacKenzie and Jim Meyering';

export const program: Program = { name: 'dirname', usage, main, authors };
