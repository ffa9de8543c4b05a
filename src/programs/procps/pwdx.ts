// pwdx(1): the working directory of processes (procps-ng 4.0.2 src/pwdx.c).

import { ENOENT, Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `
Usage:
 pwdx [options] pid...

Options:
 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pwdx(1).
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, { status: 1, version: `${p.name} from procps-ng 4.0.2` });
  if (o.operands.length === 0) {
    yield* p.error(usage);
    return 1;
  }
  let status = 0;
  for (const name of o.operands) {
    const pid = name.replace(/^\/proc\//, '');
    if (!/^[1-9]\d*$/.test(pid)) {
      yield* p.warn(`invalid process id: ${name}`);
      return 1;
    }
    try {
      p.print(`${name}: ${p.sys.readlinkat(AT_FDCWD, `/proc/${pid}/cwd`)}\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.error(`${name}: ${e === ENOENT ? 'No such process' : e.text}\n`);
      status = 1;
    }
  }
  return status;
}

export const program: Program = { name: 'pwdx', usage, main };
