// nice(1): runs a command with another niceness (coreutils 9.1 src/nice.c).

import { EACCES, EPERM, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote } from '../../libc/coreutils.ts';
import { errx } from '../../libc/error.ts';
import { coreutils, hintAndExit, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { execFailureStatus, execvp } from '../../libc/spawn.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: nice [OPTION] [COMMAND [ARG]...]
Run COMMAND with an adjusted niceness, which affects process scheduling.
With no COMMAND, print the current niceness.  Niceness values range from
-20 (most favorable to the process) to 19 (least favorable to the process).

Mandatory arguments to long options are mandatory for short options too.
  -n, --adjustment=N   add integer N to the niceness (default 10)
      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of nice, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nice>
or available locally via: info '(coreutils) nice invocation'
`;
const CANCELED = 125;
const PRIO_PROCESS = 0;

/** The obsolete -5, --5 and -+5 among the options: `--adjustment=5`, `-5`, `+5`. The argument of -n is left alone. */
function modern(args: readonly string[]): string[] {
  const out = [...args];
  for (let i = 0; i < out.length && out[i].startsWith('-') && out[i] !== '--'; i++) {
    if (out[i] === '-n' || out[i] === '--adjustment') i++;
    else if (/^-[-+]?\d/.test(out[i])) out[i] = `--adjustment=${out[i].slice(1)}`;
  }
  return out;
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, CANCELED), stopAtOperand: true };
  const o = yield* parseOptions(p, style, modern(p.args));
  const text = o.value('adjustment');
  const adjustment =
    text === undefined ? 10 : /^[+-]?\d+$/.test(text) ? Number(text) : yield* errx(p, CANCELED, `invalid adjustment ${quote(text)}`);
  const now = p.sys.getpriority(PRIO_PROCESS, 0);
  if (o.operands.length === 0) {
    if (text !== undefined) {
      yield* p.warn('a command must be given with an adjustment');
      yield* hintAndExit(p, style);
    }
    p.print(`${now}\n`);
    return 0;
  }
  try {
    p.sys.setpriority(PRIO_PROCESS, 0, Math.min(19, Math.max(-20, now + adjustment)));
  } catch (e) {
    if (e !== EPERM && e !== EACCES) throw e;
    yield* p.warn(`cannot set niceness: ${EACCES.text}`);
  }
  try {
    return yield* execvp(p.sys, o.operands[0], o.operands, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${quote(o.operands[0])}: ${e.text}`);
    return execFailureStatus(e);
  }
}

const authors = 'David MacKenzie';

export const program: Program = { name: 'nice', usage, main, authors, onWriteError: closeStdout(125) };
