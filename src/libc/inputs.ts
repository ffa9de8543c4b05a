// Filters over FILE…: each operand opened in turn, `-` or none being standard input; failures told as most of coreutils tell them.

import { Errno } from '../abi/errno.ts';
import type { Sys } from '../abi/sys.ts';
import { openInput, quotef } from './coreutils.ts';
import { type LineOptions, LineReader } from './lines.ts';
import type { Proc } from './proc.ts';

/** What is done with each input. */
export interface InputVisitor {
  file(lines: LineReader, name: string): Sys<void>;
}

/** The exit status: 1 when an input could not be read. */
export function* eachInput(p: Proc, names: readonly string[], visitor: InputVisitor, options: LineOptions = {}): Sys<number> {
  let status = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    const fd = yield* openInput(p, name);
    if (fd === null) {
      status = 1;
      continue;
    }
    try {
      yield* visitor.file(new LineReader(p.sys, fd, options), name);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
    if (name !== '-') p.sys.close(fd);
  }
  return status;
}
