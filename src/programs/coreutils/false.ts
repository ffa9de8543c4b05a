// false(1): does nothing, unsuccessfully (coreutils 9.1 src/false.c).

import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/false [ignored command line arguments]
  or:  /usr/bin/false OPTION
Exit with a status code indicating failure.

      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of false, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/false>
or available locally via: info '(coreutils) false invocation'
`;

/** Only a single --help or --version is an option. */
function* main(p: Proc): Sys<number> {
  if (p.argv.length === 2 && p.argv[1] === '--help') p.print(usage);
  else if (p.argv.length === 2 && p.argv[1] === '--version') p.print('false (GNU coreutils) 9.1\n');
  return 1;
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'false', usage, main, authors };
