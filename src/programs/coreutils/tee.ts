// tee(1): copies standard input to files and standard output (coreutils 9.1 src/tee.c).

import { EPIPE, Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from '../../abi/flags.ts';
import { SIGINT, SIGPIPE } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { quotef } from '../../libc/coreutils.ts';
import { coreutils, parseOptions } from '../../libc/options.ts';
import { type Proc, type Program, writeAll } from '../../libc/proc.ts';

const usage = `Usage: /usr/bin/tee [OPTION]... [FILE]...
Copy standard input to each FILE, and also to standard output.

  -a, --append              append to the given FILEs, do not overwrite
  -i, --ignore-interrupts   ignore interrupt signals
  -p                        diagnose errors writing to non pipes
      --output-error[=MODE]   set behavior on write error.  See MODE below
      --help        display this help and exit
      --version     output version information and exit

MODE determines behavior with write errors on the outputs:
  warn           diagnose errors writing to any output
  warn-nopipe    diagnose errors writing to any output not a pipe
  exit           exit on error writing to any output
  exit-nopipe    exit on error writing to any output not a pipe
The default MODE for the -p option is 'warn-nopipe'.
The default operation when --output-error is not specified, is to
exit immediately on error writing to a pipe, and diagnose errors
writing to non pipe outputs.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tee>
or available locally via: info '(coreutils) tee invocation'
`;

const CHUNK = 65536;

interface Sink {
  readonly name: string;
  readonly fd: number;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, coreutils(p));
  const mode = o.has('output-error') ? (o.value('output-error') ?? 'warn-nopipe') : o.has('p') ? 'warn-nopipe' : null;
  if (o.has('ignore-interrupts')) p.sys.rt_sigaction(SIGINT, { handler: 'ignore', flags: 0 });
  if (mode !== null) p.sys.rt_sigaction(SIGPIPE, { handler: 'ignore', flags: 0 });
  let status = 0;
  let sinks: Sink[] = [{ name: 'standard output', fd: 1 }];
  for (const name of o.operands) {
    try {
      sinks.push({ name, fd: yield* p.sys.openat(AT_FDCWD, name, O_WRONLY | O_CREAT | (o.has('append') ? O_APPEND : O_TRUNC), 0o666) });
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`${quotef(name)}: ${e.text}`);
      status = 1;
    }
  }
  p.readsInput = true;
  while (sinks.length > 0) {
    let data: Uint8Array;
    try {
      data = yield* p.sys.read(0, CHUNK);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`read error: ${e.text}`);
      status = 1;
      break;
    }
    if (data.length === 0) break;
    const left: Sink[] = [];
    for (const sink of sinks) {
      try {
        yield* writeAll(p.sys, sink.fd, data);
        left.push(sink);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        const isQuiet = e === EPIPE && mode !== null && mode.endsWith('-nopipe');
        if (!isQuiet) {
          yield* p.warn(`${quotef(sink.name)}: ${e.text}`);
          status = 1;
          if (mode?.startsWith('exit') === true) return 1;
        }
      }
    }
    sinks = left;
  }
  return status;
}

const authors = 'Mike Parker, Richard M. Stallman, and David MacKenzie';

export const program: Program = { name: 'tee', usage, main, authors, closesInput: 'standard input' };
