// sum(1): the checksums of BSD and System V (coreutils 9.1 src/sum.c).

import type { Sys } from '../../abi/sys.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { flushed } from '../../libc/write-error.ts';
import { eachSum } from './sum/plain.ts';

const usage = `Usage: sum [OPTION]... [FILE]...
Print or check BSD (16-bit) checksums.

With no FILE, or when FILE is -, read standard input.

  -r              use BSD sum algorithm (the default), use 1K blocks
  -s, --sysv      use System V sum algorithm, use 512 bytes blocks
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sum>
or available locally via: info '(coreutils) sum invocation'
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const last = o.given.filter((g) => g.key === 'r' || g.key === 'sysv').at(-1)?.key;
  return yield* eachSum(p, last === 'sysv' ? 'sysv' : 'bsd', o.operands, '\n');
}

const authors = 'Kayvan Aghaiepour and David MacKenzie';

export const program: Program = { name: 'sum', usage, main, authors, onWriteError: flushed(1), closesInput: 'standard input' };
