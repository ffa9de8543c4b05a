// env(1): runs a program in a changed environment (coreutils 9.1 src/env.c).

import { ENOENT, Errno } from '../../abi/errno.ts';
import { SIG_BLOCK, SIG_SETMASK } from '../../abi/flags.ts';
import { addSignal, emptySet } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { coreutils, hintAndExit, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { signalNumber } from '../../libc/signals.ts';
import { execvp } from '../../libc/spawn.ts';

const usage = `Usage: /usr/bin/env [OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]
Set each NAME to VALUE in the environment and run COMMAND.

Mandatory arguments to long options are mandatory for short options too.
  -i, --ignore-environment  start with an empty environment
  -0, --null           end each output line with NUL, not newline
  -u, --unset=NAME     remove variable from the environment
  -C, --chdir=DIR      change working directory to DIR
  -S, --split-string=S  process and split S into separate arguments;
                        used to pass multiple arguments on shebang lines
      --block-signal[=SIG]    block delivery of SIG signal(s) to COMMAND
      --default-signal[=SIG]  reset handling of SIG signal(s) to the default
      --ignore-signal[=SIG]   set handling of SIG signal(s) to do nothing
      --list-signal-handling  list non default signal handling to stderr
  -v, --debug          print verbose information for each processing step
      --help        display this help and exit
      --version     output version information and exit

A mere - implies -i.  If no COMMAND, print the resulting environment.

SIG may be a signal name like 'PIPE', or a signal number like '13'.
Without SIG, all known signals are included.  Multiple signals can be
comma-separated.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/env>
or available locally via: info '(coreutils) env invocation'
`;

const CANCELED = 125;

function* main(p: Proc): Sys<number> {
  const style = { ...coreutils(p, CANCELED), stopAtOperand: true };
  const o = yield* parseOptions(p, style, yield* splitStrings(p));
  if (o.has('ignore-environment') || o.operands[0] === '-') p.env.clear();
  for (const name of o.values('unset')) {
    if (name === '' || name.includes('=')) {
      yield* p.warn(`cannot unset ${quote(name)}: Invalid argument`);
      throw new Exit(CANCELED);
    }
    p.env.delete(name);
  }
  let i = o.operands[0] === '-' ? 1 : 0;
  for (; i < o.operands.length && o.operands[i].includes('='); i++) {
    const eq = o.operands[i].indexOf('=');
    if (eq === 0) {
      yield* p.warn(`cannot set ${quote('')}: Invalid argument`);
      throw new Exit(CANCELED);
    }
    p.env.set(o.operands[i].slice(0, eq), o.operands[i].slice(eq + 1));
  }
  const command = o.operands.slice(i);
  if (command.length === 0) {
    if (o.has('chdir')) yield* usageError(p, style, 'must specify command with --chdir (-C)');
    for (const [name, value] of p.env) p.print(`${name}=${value}${o.has('null') ? '\0' : '\n'}`);
    return 0;
  }
  if (o.has('null')) {
    yield* p.warn('cannot specify --null (-0) with command');
    yield* hintAndExit(p, style);
  }
  yield* setSignals(p, o);
  yield* changeDirectory(p, o);
  return yield* run(p, command);
}

/** -S: the string takes the option's place as words, quotes and a few escapes being understood. */
function* splitStrings(p: Proc): Sys<string[]> {
  const out: string[] = [];
  for (let i = 0; i < p.args.length; i++) {
    const arg = p.args[i];
    const m = /^(?:-([iv0]*)S|--split-string=)(.*)$/s.exec(arg);
    if (m === null || out.some((a) => !a.startsWith('-'))) {
      out.push(arg);
      continue;
    }
    if (m[1] !== undefined && m[1] !== '') out.push(`-${m[1]}`);
    const text = m[2] !== '' || arg.startsWith('--') ? m[2] : (p.args[++i] ?? '');
    for (const word of text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs)) {
      if (word[0].startsWith('#')) break;
      out.push(
        word[0].replace(
          /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs,
          (_all, c?: string, dq?: string, sq?: string) => c ?? dq?.replace(/\\(.)/gs, '$1') ?? sq ?? '',
        ),
      );
    }
  }
  return out;
}

function* setSignals(p: Proc, o: Options): Sys<void> {
  for (const { key, value } of o.given) {
    if (!['default-signal', 'ignore-signal', 'block-signal'].includes(key)) continue;
    const names = value === undefined ? [] : value.split(',');
    for (const name of names) {
      const sig = signalNumber(name);
      if (sig === undefined || sig === 0) {
        yield* p.warn(`${quote(name)}: invalid signal`);
        yield* hintAndExit(p, coreutils(p, CANCELED));
      } else if (key === 'block-signal') {
        const set = emptySet();
        addSignal(set, sig);
        p.sys.rt_sigprocmask(SIG_BLOCK, set);
      } else p.sys.rt_sigaction(sig, { handler: key === 'ignore-signal' ? 'ignore' : 'default', flags: 0 });
    }
    if (names.length === 0 && key === 'default-signal') p.sys.rt_sigprocmask(SIG_SETMASK, emptySet());
  }
}

function* changeDirectory(p: Proc, o: Options): Sys<void> {
  const dir = o.value('chdir');
  if (dir === undefined) return;
  try {
    p.sys.chdir(dir);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`cannot change directory to ${quoteaf(dir)}: ${e.text}`);
    throw new Exit(CANCELED);
  }
}

function* run(p: Proc, command: readonly string[]): Sys<number> {
  yield* p.flush();
  try {
    return yield* execvp(p.sys, command[0], command, p.env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${quote(command[0])}: ${e.text}`);
    if (e === ENOENT && /\s/.test(command[0])) yield* p.warn('use -[v]S to pass options in shebang lines');
    return e === ENOENT ? 127 : 126;
  }
}

const authors = 'Richard Mlynarik, David MacKenzie, and Assaf Gordon';

export const program: Program = { name: 'env', usage, main, authors };
