// rev(1): reverses lines characterwise (util-linux 2.38.1 text-utils/rev.c).

import { EILSEQ, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { LineReader } from '../../libc/lines.ts';
import { parseOptions, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `Usage: rev [options] [file ...]

Reverse lines characterwise.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see rev(1).
`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  let status = 0;
  for (const name of o.operands.length === 0 ? [null] : o.operands) {
    let fd = 0;
    try {
      if (name !== null) fd = yield* p.sys.openat(AT_FDCWD, name, O_RDONLY);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`cannot open ${name}: ${e.text}`);
      status = 1;
      continue;
    }
    const lines = new LineReader(p.sys, fd);
    let number = 0;
    try {
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
        // fgetws(3) reads no further than a byte that is no character.
        if (/[\udc80-\udcff]/u.test(line)) throw EILSEQ;
        p.print([...line].reverse().join('') + (lines.hadDelimiter ? '\n' : ''));
        if (p.isFull) yield* p.flush();
        number++;
      }
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${name ?? 'stdin'}: ${number}: ${e.text}`);
      status = 1;
    }
    if (name !== null) p.sys.close(fd);
  }
  return status;
}

export const program: Program = { name: 'rev', usage, main };
