// nologin(8): the shell of accounts that nobody may use (shadow's src/nologin.c).

import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';

function* main(p: Proc): Sys<number> {
  p.print('This account is currently not available.\n');
  yield* p.flush();
  return 1;
}

export const program: Program = { name: 'nologin', usage: '', main };
