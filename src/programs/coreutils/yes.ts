// yes(1): says a line again and again (coreutils 9.1 src/yes.c).

import { encode } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, writeAll } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/yes [STRING]...
  or:  /usr/bin/yes OPTION
Repeatedly output a line with all specified STRING(s), or 'y'.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/yes>
or available locally via: info '(coreutils) yes invocation'
`;

/** Bytes of a write, as stdio would buffer. */
const BUFFER = 8192;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { ...coreutils(p), stopAtOperand: true });
  const line = `${o.operands.length === 0 ? 'y' : o.operands.join(' ')}\n`;
  const bytes = encode(line.repeat(Math.max(1, Math.floor(BUFFER / line.length))));
  for (;;) {
    try {
      yield* writeAll(p.sys, 1, bytes);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`standard output: ${e.text}`);
      return 1;
    }
  }
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'yes', usage, main, authors };
