// mkfifo(1): makes named pipes (coreutils 9.1 src/mkfifo.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import { S_IFIFO } from '../../abi/stat.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quoteaf } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { adjustMode, parseMode } from '../../libc/mode.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/mkfifo [OPTION]... NAME...
Create named pipes (FIFOs) with the given NAMEs.

Mandatory arguments to long options are mandatory for short options too.
  -m, --mode=MODE    set file permission bits to MODE, not a=rw - umask
  -Z                   set the SELinux security context to default type
      --context[=CTX]  like -Z, or if CTX is specified then set the SELinux
                         or SMACK security context to CTX
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/mkfifo>
or available locally via: info '(coreutils) mkfifo invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length === 0) yield* missingOperand(p, style);
  let mode = 0o666;
  const text = o.value('mode');
  if (text !== undefined) {
    const changes = parseMode(text);
    if (changes === null) return yield* errx(p, 1, 'invalid mode');
    const umask = p.sys.umask(0);
    mode = adjustMode(mode, false, umask, changes);
    if ((mode & ~0o777) !== 0) yield* errx(p, 1, 'mode must specify only file permission bits');
  }
  let status = 0;
  for (const name of o.operands) {
    try {
      p.sys.mknodat(AT_FDCWD, name, S_IFIFO | mode, 0);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot create fifo ${quoteaf(name)}: ${e.text}`);
      status = 1;
    }
  }
  return status;
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'mkfifo', usage, main, authors };
