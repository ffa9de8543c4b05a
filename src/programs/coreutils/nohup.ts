// nohup(1): runs a command immune to hangups (coreutils 9.1 src/nohup.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_APPEND, O_CREAT, O_WRONLY } from '../../abi/flags.ts';
import { SIGHUP } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { missingOperand, quoteaf } from '../../libc/coreutils.ts';
import { joinPath } from '../../libc/dir.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { execFailureStatus, execvp } from '../../libc/spawn.ts';
import { isatty } from '../../libc/tty.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: nohup COMMAND [ARG]...
  or:  nohup OPTION
Run COMMAND, ignoring hangup signals.

      --help        display this help and exit
      --version     output version information and exit

If standard input is a terminal, redirect it from an unreadable file.
If standard output is a terminal, append output to 'nohup.out' if possible,
'$HOME/nohup.out' otherwise.
If standard error is a terminal, redirect it to standard output.
To save output to FILE, use 'nohup COMMAND > FILE'.

NOTE: your shell may have its own version of nohup, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nohup>
or available locally via: info '(coreutils) nohup invocation'
`;
const CANCELED = 125;

/** nohup.out here, or in the home directory; its fd and name. */
function* openOutput(p: Proc): Sys<{ fd: number; name: string }> {
  const flags = O_CREAT | O_WRONLY | O_APPEND;
  let first: Errno;
  try {
    return { fd: yield* p.sys.openat(AT_FDCWD, 'nohup.out', flags, 0o600), name: 'nohup.out' };
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    first = e;
  }
  yield* p.warn(`failed to open 'nohup.out': ${first.text}`);
  const home = p.env.get('HOME');
  if (home === undefined) throw new Exit(CANCELED);
  const name = joinPath(home, 'nohup.out');
  try {
    return { fd: yield* p.sys.openat(AT_FDCWD, name, flags, 0o600), name };
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to open ${quoteaf(name)}: ${e.text}`);
    throw new Exit(CANCELED);
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, CANCELED), stopAtOperand: true };
  const { operands } = yield* parseOptions(p, style);
  if (operands.length === 0) yield* missingOperand(p, style);
  const [ignoresInput, redirectsOutput, redirectsError] = [yield* isatty(p.sys, 0), yield* isatty(p.sys, 1), yield* isatty(p.sys, 2)];
  if (ignoresInput) {
    p.sys.close(0);
    yield* p.sys.openat(AT_FDCWD, '/dev/null', O_WRONLY);
    if (!redirectsOutput && !redirectsError) yield* p.warn('ignoring input');
  }
  if (redirectsOutput) {
    const { fd, name } = yield* openOutput(p);
    yield* p.warn(`${ignoresInput ? 'ignoring input and ' : ''}appending output to ${quoteaf(name)}`);
    p.sys.dup2(fd, 1);
    p.sys.close(fd);
  }
  if (redirectsError) {
    if (!redirectsOutput) yield* p.warn(`${ignoresInput ? 'ignoring input and ' : ''}redirecting stderr to stdout`);
    p.sys.dup2(1, 2);
  }
  p.sys.rt_sigaction(SIGHUP, { handler: 'ignore', flags: 0 });
  try {
    return yield* execvp(p.sys, operands[0], operands, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to run command ${quoteaf(operands[0])}: ${e.text}`);
    return execFailureStatus(e);
  }
}

const authors = 'Jim Meyering';

export const program: Program = { name: 'nohup', usage, main, authors, onWriteError: closeStdout(125) };
