// env(1): runs a program in a changed environment (coreutils 9.1 src/env.c).

import { ENOENT, Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { quote, quoteaf } from '../../libc/coreutils.ts';
import { coreutils, hintAndExit, type Options, parseOptions, usageError } from '../../libc/options.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { execvp } from '../../libc/spawn.ts';
import { closeStdout } from '../../libc/write-error.ts';
import { listSignals, setSignals } from './env/signals.ts';
import { findSplit, splitWords } from './env/split.ts';

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
  if (o.has('ignore-environment') || o.operands[0] === '-') {
    p.env.clear();
    yield* debug(p, o, 'cleaning environ');
  }
  for (const name of o.values('unset')) {
    if (name === '' || name.includes('=')) {
      yield* p.warn(`cannot unset ${quote(name)}: Invalid argument`);
      throw new Exit(CANCELED);
    }
    yield* debug(p, o, `unset:    ${name}`);
    p.env.delete(name);
  }
  let i = o.operands[0] === '-' ? 1 : 0;
  for (; i < o.operands.length && o.operands[i].includes('='); i++) {
    const eq = o.operands[i].indexOf('=');
    yield* debug(p, o, `setenv:   ${o.operands[i]}`);
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
  yield* setSignals(p, o, style);
  if (o.has('list-signal-handling')) yield* listSignals(p);
  yield* changeDirectory(p, o);
  yield* debug(p, o, `executing: ${command[0]}`);
  for (const [k, arg] of command.entries()) yield* debug(p, o, `   arg[${k}]= ${quote(arg)}`);
  return yield* run(p, command);
}

/** -v: to standard error. */
function* debug(p: Proc, o: Options, text: string): Sys<void> {
  if (o.has('debug')) yield* p.error(`${text}\n`);
}

/** -S: the words of the string take the option's place. */
function* splitStrings(p: Proc): Sys<readonly string[]> {
  let args = p.args;
  for (let start = 0; ; ) {
    const place = findSplit(args, start);
    if (place === null) return args;
    const words = splitWords(place.text, p.env);
    if (!Array.isArray(words)) {
      yield* p.warn(words.problem);
      throw new Exit(CANCELED);
    }
    const before = [...args.slice(0, place.from), ...(place.flags === '' ? [] : [`-${place.flags}`])];
    if (words.length > 0 && before.some((arg) => /^-[i0]*v|^--debug$/.test(arg))) {
      yield* p.error(`split -S:  ${quote(place.text)}\n`);
      for (const [k, word] of words.entries()) yield* p.error(`${k === 0 ? ' into:    ' : '     &    '}${quote(word)}\n`);
    }
    start = before.length;
    args = [...before, ...words, ...args.slice(place.to)];
  }
}

function* changeDirectory(p: Proc, o: Options): Sys<void> {
  const dir = o.value('chdir');
  if (dir === undefined) return;
  yield* debug(p, o, `chdir:    ${quoteaf(dir)}`);
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

export const program: Program = { name: 'env', usage, main, authors, onWriteError: closeStdout(125) };
