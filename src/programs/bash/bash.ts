// bash, the GNU Bourne-Again SHell (bash(1)). As `sh` it begins in posix mode.

import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { runShell } from './startup.ts';
import { Shell } from './state.ts';

function* main(proc: Proc): Sys<number> {
  const sh = new Shell(proc.sys, proc.argv[0] ?? 'bash');
  return yield* runShell(sh, proc.argv, proc.env);
}

export const program: Program = { name: 'bash', usage: 'Usage: bash [GNU long option] [option] ...\n', main };
