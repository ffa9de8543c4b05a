// pwd(1): the name of the working directory (coreutils 9.1 src/pwd.c). Unlike bash's builtin it resolves symbolic links unless -L is given.

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { err } from '../../libc/error.ts';
import { getcwd } from '../../libc/getcwd.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { tryStat } from '../../libc/stat.ts';

const usage = `Usage: pwd [OPTION]...
Print the full filename of the current working directory.

  -L, --logical   use PWD from environment, even if it contains symlinks
  -P, --physical  avoid all symlinks
      --help        display this help and exit
      --version     output version information and exit

If no option is specified, -P is assumed.

NOTE: your shell may have its own version of pwd, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/pwd>
or available locally via: info '(coreutils) pwd invocation'
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  if (o.operands.length > 0) yield* p.warn('ignoring non-option arguments');
  const last = o.given.filter((g) => g.key === 'logical' || g.key === 'physical').at(-1)?.key;
  const named = p.env.get('PWD');
  if ((last === 'logical' || p.env.has('POSIXLY_CORRECT')) && last !== 'physical' && named !== undefined && isHere(p, named)) {
    p.print(`${named}\n`);
    return 0;
  }
  try {
    p.print(`${yield* getcwd(p.sys)}\n`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* err(p, 1, 'error retrieving current directory: getcwd: cannot access parent directories', e);
  }
  return 0;
}

function isHere(p: Proc, path: string): boolean {
  if (!path.startsWith('/') || /\/\.\.?(\/|$)/.test(path)) return false;
  const [a, b] = [tryStat(p.sys, path), tryStat(p.sys, '.')];
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'pwd', usage, main, authors };
