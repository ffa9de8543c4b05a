// What programs say at their end of output that could not be written. Each has a rule of its own, most of them by the package they come from.

import { EBADF, EPIPE, type Errno } from '../abi/errno.ts';

export interface WriteErrorRule {
  /** The exit status of a program that would have succeeded. */
  readonly status: number;
  /** The lines on standard error, each after `NAME: `; none: it ends as if nothing had happened. */
  lines(error: Errno): readonly string[];
}

const full = (error: Errno): readonly string[] => [`write error: ${error.text}`];
/** A failed fflush(3) leaves close_stream nothing but the stream's error flag. */
const bare = (error: Errno): readonly string[] => (error === EBADF ? full(error) : ['write error']);

/** close_stdout of gnulib; the status is the program's exit_failure. */
export const closeStdout = (status: number): WriteErrorRule => ({ status, lines: full });
/** The same of a program that flushes as it goes. */
export const flushed = (status: number): WriteErrorRule => ({ status, lines: bare });
/** close_stdout of util-linux: a standard output that is closed, or that nobody reads, is nothing to complain of. */
export const utilLinuxStdout = (status: number): WriteErrorRule => ({
  status,
  lines: (error) => (error === EBADF || error === EPIPE ? [] : full(error)),
});
/** Nobody looks. */
export const UNCHECKED: WriteErrorRule = { status: 0, lines: () => [] };
