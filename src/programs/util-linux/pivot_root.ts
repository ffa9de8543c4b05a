// pivot_root(8): changes the root mount (util-linux 2.38 sys-utils/pivot_root.c).

import type { Sys } from '../../abi/sys.ts';
import { err } from '../../libc/error.ts';
import { hintAndExit, parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `
Usage:
 pivot_root [options] new_root put_old

Change the root filesystem.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see pivot_root(8).
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  if (o.operands.length !== 2) {
    yield* p.warn('bad usage');
    yield* hintAndExit(p, utilLinux(p));
  }
  const [newRoot, putOld] = o.operands;
  try {
    p.sys.pivot_root(newRoot, putOld);
  } catch (e) {
    yield* err(p, 1, `failed to change root from \`${newRoot}' to \`${putOld}'`, e);
  }
  return 0;
}

export const program: Program = { name: 'pivot_root', usage, main };
