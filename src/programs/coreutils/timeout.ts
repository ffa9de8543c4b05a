// timeout(1): runs a command with a time limit (coreutils 9.1 src/timeout.c).

import { EINTR, Errno, ESRCH } from '../../abi/errno.ts';
import { WNOHANG } from '../../abi/flags.ts';
import { SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGQUIT, SIGTERM, SIGTTIN, SIGTTOU } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../abi/wait.ts';
import { quote } from '../../libc/coreutils.ts';
import { parseDuration } from '../../libc/duration.ts';
import { coreutils, hintAndExit, parseOptions, usageError } from '../../libc/options.ts';
import { Proc, type Program } from '../../libc/proc.ts';
import { signalName, signalNumber } from '../../libc/signals.ts';
import { execFailureStatus, execvp } from '../../libc/spawn.ts';
import { closeStdout } from '../../libc/write-error.ts';

const usage = `Usage: timeout [OPTION] DURATION COMMAND [ARG]...
  or:  timeout [OPTION]
Start COMMAND, and kill it if still running after DURATION.

Mandatory arguments to long options are mandatory for short options too.
      --preserve-status
                 exit with the same status as COMMAND, even when the
                   command times out
      --foreground
                 when not running timeout directly from a shell prompt,
                   allow COMMAND to read from the TTY and get TTY signals;
                   in this mode, children of COMMAND will not be timed out
  -k, --kill-after=DURATION
                 also send a KILL signal if COMMAND is still running
                   this long after the initial signal was sent
  -s, --signal=SIGNAL
                 specify the signal to be sent on timeout;
                   SIGNAL may be a name like 'HUP' or a number;
                   see 'kill -l' for a list of signals
  -v, --verbose  diagnose to stderr any signal sent upon timeout
      --help        display this help and exit
      --version     output version information and exit

DURATION is a floating point number with an optional suffix:
's' for seconds (the default), 'm' for minutes, 'h' for hours or 'd' for days.
A duration of 0 disables the associated timeout.

Upon timeout, send the TERM signal to COMMAND, if no other SIGNAL specified.
The TERM signal kills any process that does not block or catch that signal.
It may be necessary to use the KILL signal, since this signal can't be caught.

EXIT status:
  124  if COMMAND times out, and --preserve-status is not specified
  125  if the timeout command itself fails
  126  if COMMAND is found but cannot be invoked
  127  if COMMAND cannot be found
  137  if COMMAND (or timeout itself) is sent the KILL (9) signal (128+9)
  -    the exit status of COMMAND otherwise

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/timeout>
or available locally via: info '(coreutils) timeout invocation'
`;
const TIMED_OUT = 124;
const CANCELED = 125;

function* child(sys: Syscalls, parent: Proc, command: readonly string[]): Sys<number> {
  const p = new Proc(parent.program, sys, parent.argv, parent.env);
  for (const sig of [SIGTTIN, SIGTTOU]) sys.rt_sigaction(sig, { handler: 'default', flags: 0 });
  try {
    return yield* execvp(sys, command[0], command, parent.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to run command ${quote(command[0])}: ${e.text}`);
    return execFailureStatus(e);
  }
}

function* send(p: Proc, pid: number, sig: number): Sys<void> {
  try {
    yield* p.sys.kill(pid, sig);
  } catch (e) {
    if (e !== ESRCH) throw e;
  }
}

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, CANCELED), stopAtOperand: true };
  const o = yield* parseOptions(p, style);
  const [time, ...command] = o.operands;
  if (command.length === 0) return yield* hintAndExit(p, style);
  const duration = parseDuration(time) ?? (yield* usageError(p, style, `invalid time interval ${quote(time)}`));
  const killText = o.value('kill-after');
  const killAfter =
    killText === undefined ? 0 : (parseDuration(killText) ?? (yield* usageError(p, style, `invalid time interval ${quote(killText)}`)));
  const sigText = o.value('signal');
  let signal =
    sigText === undefined ? SIGTERM : (signalNumber(sigText) ?? (yield* usageError(p, style, `${quote(sigText)}: invalid signal`)));
  if (signal === 0) signal = SIGTERM;
  const isForeground = o.has('foreground');
  if (!isForeground) p.sys.setpgid(0, 0);
  let caught: number[] = [];
  const note = (sig: number): void => {
    caught.push(sig);
  };
  for (const sig of [SIGALRM, SIGINT, SIGQUIT, SIGHUP, SIGTERM, signal]) {
    if (sig !== SIGKILL) p.sys.rt_sigaction(sig, { handler: note, flags: 0 });
  }
  for (const sig of [SIGTTIN, SIGTTOU]) p.sys.rt_sigaction(sig, { handler: 'ignore', flags: 0 });
  yield* p.flush();
  const pid = p.sys.clone(0, (sys) => child(sys, p, command));
  const arm = (seconds: number): void => {
    if (seconds > 0 && seconds !== Infinity) p.sys.setitimer(Math.max(1, Math.round(seconds * 1e9)));
  };
  arm(duration);
  let hasTimedOut = false;
  let next = signal;
  let left = killAfter;
  for (;;) {
    let ended: number | null = null;
    try {
      const r = yield* p.sys.wait4(pid, 0);
      ended = r === null ? null : r.status;
    } catch (e) {
      if (e !== EINTR) throw e;
    }
    if (ended !== null) return yield* finish(p, ended, hasTimedOut, o.has('preserve-status'));
    const signals = caught;
    caught = [];
    for (const sig of signals) {
      const isAlarm = sig === SIGALRM;
      if (isAlarm) hasTimedOut = true;
      const out = isAlarm ? next : sig;
      if (o.has('verbose')) yield* p.warn(`sending signal ${signalName(out) ?? out} to command ${quote(command[0])}`);
      if (left > 0) {
        next = SIGKILL;
        arm(left);
        left = 0;
      }
      yield* send(p, pid, out);
      if (isForeground) continue;
      // The command's children too; not us.
      if (out !== SIGKILL) p.sys.rt_sigaction(out, { handler: 'ignore', flags: 0 });
      yield* send(p, 0, out === SIGKILL ? SIGCONT : out);
      if (out !== SIGKILL && out !== SIGCONT) yield* send(p, pid, SIGCONT);
      if (out === SIGKILL) {
        const done = yield* p.sys.wait4(pid, WNOHANG);
        if (done !== null) return yield* finish(p, done.status, hasTimedOut, o.has('preserve-status'));
      }
    }
  }
}

function* finish(p: Proc, status: number, hasTimedOut: boolean, preserves: boolean): Sys<number> {
  if (WIFEXITED(status)) return hasTimedOut && !preserves ? TIMED_OUT : WEXITSTATUS(status);
  const sig = WTERMSIG(status);
  if (!hasTimedOut || sig === SIGKILL) {
    // Ends as the command did.
    if (sig !== SIGKILL) p.sys.rt_sigaction(sig, { handler: 'default', flags: 0 });
    yield* p.sys.kill(p.sys.getpid(), sig);
  }
  return hasTimedOut && !preserves ? TIMED_OUT : 128 + sig;
}

const authors = 'Padraig Brady';

export const program: Program = { name: 'timeout', usage, main, authors, onWriteError: closeStdout(125) };
