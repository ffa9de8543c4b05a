// nproc(1): how many processors may be used (coreutils 9.1 src/nproc.c).

import type { Sys } from '../../abi/sys.ts';
import { extraOperand, quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/nproc [OPTION]...
Print the number of processing units available to the current process,
which may be less than the number of online processors

      --all      print the number of installed processors
      --ignore=N  if possible, exclude N processing units
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nproc>
or available locally via: info '(coreutils) nproc invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  const ignore = o.value('ignore');
  if (ignore !== undefined && !/^\d+$/.test(ignore)) yield* errx(p, 1, `invalid number: ${quote(ignore)}`);
  const available = p.sys.sched_getaffinity(0).length;
  const limit = Number(p.env.get('OMP_THREAD_LIMIT') ?? Infinity) || Infinity;
  const wished = Number(p.env.get('OMP_NUM_THREADS') ?? available) || available;
  const count = o.has('all') ? available : Math.min(wished, limit);
  p.print(`${Math.max(1, count - Number(ignore ?? 0))}\n`);
  return 0;
}

const authors = 'Giuseppe Scrivano';

export const program: Program = { name: 'nproc', usage, main, authors };
