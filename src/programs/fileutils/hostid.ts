// hostid(1): the number of the host (coreutils 9.1 src/hostid.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { extraOperand } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';

const usage = `Usage: hostid [OPTION]
Print the numeric identifier (in hexadecimal) for the current host.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/hostid>
or available locally via: info '(coreutils) hostid invocation'
`;

function* main(p: Proc): Sys<number> {
  const style = coreutils(p);
  const o = yield* parseOptions(p, style);
  if (o.operands.length > 0) yield* extraOperand(p, style, o.operands[0]);
  // gethostid(3): /etc/hostid, else the address of the host's name, its halves swapped.
  const name = p.sys.uname().nodename;
  let address = [0, 0, 0, 0];
  try {
    for (const line of (yield* readFile(p.sys, '/etc/hosts')).split('\n')) {
      const [number, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (names.includes(name) && /^\d+\.\d+\.\d+\.\d+$/.test(number)) address = number.split('.').map(Number);
    }
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
  }
  const [a, b, c, d] = address;
  p.print(`${[b, a, d, c].map((n) => n.toString(16).padStart(2, '0')).join('')}\n`);
  return 0;
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'hostid', usage, main, authors };
