// xargs(1): builds and runs command lines from standard input (findutils 4.9 xargs/xargs.c).

import { byteLength } from '../../abi/bytes.ts';
import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_CLOEXEC, O_RDONLY } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Syscalls } from '../../abi/syscalls.ts';
import { WEXITSTATUS, WIFEXITED, WIFSTOPPED, WSTOPSIG, WTERMSIG } from '../../abi/wait.ts';
import { shellQuote } from '../../libc/coreutils.ts';
import { LineReader } from '../../libc/lines.ts';
import { gnuVersion, hintAndExit, type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { Exit, Proc, type Program } from '../../libc/proc.ts';
import { environ, execFailureStatus, execvp, waitFor } from '../../libc/spawn.ts';
import { ItemReader, QuoteError } from './xargs/items.ts';

const usage = `Usage: xargs [OPTION]... COMMAND [INITIAL-ARGS]...
Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.

Mandatory and optional arguments to long options are also
mandatory or optional for the corresponding short option.
  -0, --null                   items are separated by a null, not whitespace;
                                 disables quote and backslash processing and
                                 logical EOF processing
  -a, --arg-file=FILE          read arguments from FILE, not standard input
  -d, --delimiter=CHARACTER    items in input stream are separated by CHARACTER,
                                 not by whitespace; disables quote and backslash
                                 processing and logical EOF processing
  -E END                       set logical EOF string; if END occurs as a line
                                 of input, the rest of the input is ignored
                                 (ignored if -0 or -d was specified)
  -e, --eof[=END]              equivalent to -E END if END is specified;
                                 otherwise, there is no end-of-file string
  -I R                         same as --replace=R
  -i, --replace[=R]            replace R in INITIAL-ARGS with names read
                                 from standard input, split at newlines;
                                 if R is unspecified, assume {}
  -L, --max-lines=MAX-LINES    use at most MAX-LINES non-blank input lines per
                                 command line
  -l[MAX-LINES]                similar to -L but defaults to at most one non-
                                 blank input line if MAX-LINES is not specified
  -n, --max-args=MAX-ARGS      use at most MAX-ARGS arguments per command line
  -o, --open-tty               Reopen stdin as /dev/tty in the child process
                                 before executing the command; useful to run an
                                 interactive application.
  -P, --max-procs=MAX-PROCS    run at most MAX-PROCS processes at a time
  -p, --interactive            prompt before running commands
      --process-slot-var=VAR   set environment variable VAR in child processes
  -r, --no-run-if-empty        if there are no arguments, then do not run COMMAND;
                                 if this option is not given, COMMAND will be
                                 run at least once
  -s, --max-chars=MAX-CHARS    limit length of command line to MAX-CHARS
      --show-limits            show limits on command-line length
  -t, --verbose                print commands before executing them
  -x, --exit                   exit if the size (see -s) is exceeded
      --help                   display this help and exit
      --version                output version information and exit

Please see also the documentation at https://www.gnu.org/software/findutils/.
You can report (and track progress on fixing) bugs in the "xargs"
program via the GNU findutils bug-reporting page at
https://savannah.gnu.org/bugs/?group=findutils or, if
you have no web access, by sending email to <bug-findutils@gnu.org>.
`;

const DEFAULT_MAX_CHARS = 131072;
const ARG_MAX = 2097152;
/** POSIX leaves it to the environment. */
const HEADROOM = 2048;
const INT_MAX = 2147483647;

interface Wish {
  readonly command: readonly string[];
  readonly replace: string | null;
  readonly maxArgs: number;
  readonly maxLines: number;
  readonly maxProcs: number;
  readonly maxChars: number;
  readonly runsEmpty: boolean;
  readonly isVerbose: boolean;
  readonly asks: boolean;
  readonly opensTty: boolean;
  readonly slotVariable: string | null;
  readonly exitsWhenTooLong: boolean;
}

function* limit(p: Proc, o: { name: string; value: string | undefined }, style: OptionStyle, least: number): Sys<number> {
  const letter = o.name.startsWith('--') ? o.name.slice(2) : o.name.slice(1);
  const shown =
    letter.length === 1 ? letter : ({ 'max-args': 'n', 'max-lines': 'L', 'max-procs': 'P', 'max-chars': 's' }[letter] ?? letter);
  const text = o.value ?? '1';
  if (!/^[+-]?\d+$/.test(text)) {
    yield* p.warn(`invalid number "${text}" for -${shown} option`);
    yield* hintAndExit(p, style);
  }
  if (Number(text) < least) {
    yield* p.warn(`value ${text} for -${shown} option should be >= ${least}`);
    yield* hintAndExit(p, style);
  }
  return Number(text);
}

/** Of options that exclude each other the last one counts. */
function* exclude(p: Proc, now: string, ...before: readonly (string | false)[]): Sys<void> {
  for (const name of before)
    if (name !== false) yield* p.warn(`warning: options ${name} and ${now} are mutually exclusive, ignoring previous ${name} value`);
}

function* readWish(p: Proc, o: Options, style: OptionStyle): Sys<Wish> {
  let [maxArgs, maxLines, maxProcs, maxChars] = [Infinity, Infinity, 1, DEFAULT_MAX_CHARS];
  let replace: string | null = null;
  for (const g of o.given) {
    if (g.key === 'max-args') {
      maxArgs = yield* limit(p, g, style, 1);
      // -n 1 does not undo -I.
      if (maxArgs === 1 && replace !== null) maxArgs = Infinity;
      else {
        yield* exclude(p, '--max-args/-n', maxLines !== Infinity && '--max-lines', replace !== null && '--replace');
        maxLines = Infinity;
        replace = null;
      }
    } else if (g.key === 'max-lines' || g.key === 'l') {
      yield* exclude(p, g.name === '-L' ? '-L' : '--max-lines/-l', maxArgs !== Infinity && '--max-args', replace !== null && '--replace');
      maxLines = yield* limit(p, g, style, 1);
      maxArgs = Infinity;
      replace = null;
    } else if (g.key === 'replace' || g.key === 'I' || g.key === 'i') {
      yield* exclude(p, '--replace/-I/-i', maxLines !== Infinity && '--max-lines', maxArgs !== Infinity && '--max-args');
      replace = g.value ?? '{}';
      maxArgs = Infinity;
      maxLines = Infinity;
    } else if (g.key === 'max-procs') maxProcs = (yield* limit(p, g, style, 0)) || Infinity;
    else if (g.key === 'max-chars') maxChars = yield* limit(p, g, style, 1);
  }
  return {
    command: o.operands.length === 0 ? ['echo'] : o.operands,
    replace,
    maxArgs,
    maxLines,
    maxProcs,
    maxChars,
    runsEmpty: !o.has('no-run-if-empty') && replace === null,
    isVerbose: o.has('verbose') || o.has('interactive'),
    asks: o.has('interactive'),
    opensTty: o.has('open-tty'),
    slotVariable: o.value('process-slot-var') ?? null,
    exitsWhenTooLong: replace !== null || maxLines !== Infinity || (o.has('exit') && maxArgs !== Infinity),
  };
}

function* child(sys: Syscalls, parent: Proc, w: Wish, argv: readonly string[], slot: number): Sys<number> {
  const p = new Proc(parent.program, sys, parent.argv, parent.env);
  try {
    const input = yield* sys.openat(AT_FDCWD, w.opensTty ? '/dev/tty' : '/dev/null', O_RDONLY);
    if (input !== 0) {
      sys.dup2(input, 0);
      sys.close(input);
    }
    const env = w.slotVariable === null ? parent.env : new Map([...parent.env, [w.slotVariable, String(slot)]]);
    return yield* execvp(sys, argv[0], argv, env);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`${argv[0]}: ${e.text}`);
    return execFailureStatus(e);
  }
}

class Runner {
  private readonly p: Proc;
  private readonly w: Wish;
  /** Slot of each running child. */
  private readonly running = new Map<number, number>();
  private terminal: LineReader | null = null;
  status = 0;

  constructor(p: Proc, wish: Wish) {
    this.p = p;
    this.w = wish;
  }

  *run(argv: readonly string[]): Sys<void> {
    const { p, w } = this;
    if (w.isVerbose) {
      yield* p.error(argv.map((a) => shellQuote(a, false)).join(' ') + (w.asks ? '' : '\n'));
      if (w.asks && !(yield* this.isConfirmed())) return;
    }
    while (this.running.size >= w.maxProcs) yield* this.reap(-1);
    let slot = 0;
    while ([...this.running.values()].includes(slot)) slot++;
    yield* p.flush();
    const pid = p.sys.clone(0, (sys) => child(sys, p, w, argv, slot));
    this.running.set(pid, slot);
    if (w.maxProcs === 1) yield* this.reap(pid);
  }

  private *isConfirmed(): Sys<boolean> {
    if (this.terminal === null) {
      try {
        this.terminal = new LineReader(this.p.sys, yield* this.p.sys.openat(AT_FDCWD, '/dev/tty', O_RDONLY | O_CLOEXEC));
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        yield* this.p.warn(`failed to open /dev/tty for reading: ${e.text}`);
        throw new Exit(1);
      }
    }
    yield* this.p.error('?...');
    return /^[yY]/.test((yield* this.terminal.next()) ?? '');
  }

  private *reap(pid: number): Sys<void> {
    const { status, pid: who } = yield* waitFor(this.p.sys, pid);
    this.running.delete(who);
    const name = this.w.command[0];
    if (WIFEXITED(status)) {
      const code = WEXITSTATUS(status);
      if (code === 255) yield* this.stop(`${name}: exited with status 255; aborting`, 124);
      if (code === 126 || code === 127) yield* this.leave(code);
      if (code !== 0) this.status = 123;
    } else if (WIFSTOPPED(status)) yield* this.stop(`${name}: stopped by signal ${WSTOPSIG(status)}`, 125);
    else yield* this.stop(`${name}: terminated by signal ${WTERMSIG(status)}`, 125);
  }

  private *stop(message: string, status: number): Sys<never> {
    yield* this.p.warn(message);
    return yield* this.leave(status);
  }

  private *leave(status: number): Sys<never> {
    yield* this.all();
    throw new Exit(status);
  }

  *all(): Sys<void> {
    while (this.running.size > 0) {
      const { status, pid } = yield* waitFor(this.p.sys, -1);
      this.running.delete(pid);
      if (status !== 0 && this.status === 0) this.status = 123;
    }
  }
}

const sizeOf = (argv: readonly string[]): number => argv.reduce((n, a) => n + byteLength(a) + 1, 0);

/** --show-limits, as the real one computes them from _SC_ARG_MAX and the environment. */
function* showLimits(p: Proc, w: Wish): Sys<void> {
  const used = sizeOf(environ(p.env));
  yield* p.error(
    [
      `Your environment variables take up ${used} bytes`,
      `POSIX upper limit on argument length (this system): ${ARG_MAX - used - HEADROOM}`,
      'POSIX smallest allowable upper limit on argument length (all systems): 4096',
      `Maximum length of command we could actually use: ${ARG_MAX - 2 * used - HEADROOM}`,
      `Size of command buffer we are actually using: ${w.maxChars}`,
      `Maximum parallelism (--max-procs must be no greater): ${INT_MAX}`,
      '',
    ].join('\n'),
  );
}

function* build(p: Proc, w: Wish, items: ItemReader, runner: Runner): Sys<void> {
  const { replace } = w;
  if (replace !== null) {
    for (let item = yield* items.line(); item !== null; item = yield* items.line()) {
      const text = item;
      yield* runner.run(w.command.map((a) => a.replaceAll(replace, () => text)));
    }
    return;
  }
  const room = Math.min(w.maxChars, ARG_MAX - sizeOf(environ(p.env)) - HEADROOM);
  const fixed = sizeOf(w.command);
  let args: string[] = [];
  let size = fixed;
  let lines = 0;
  let hasRun = false;
  for (let item = yield* items.next(); item !== null; item = yield* items.next()) {
    const n = byteLength(item) + 1;
    if (size + n > room) {
      if (args.length === 0 || w.exitsWhenTooLong) {
        yield* p.warn(args.length === 0 ? 'argument line too long' : 'argument list too long');
        throw new Exit(1);
      }
      yield* runner.run([...w.command, ...args]);
      hasRun = true;
      args = [];
      size = fixed;
    }
    args.push(item);
    size += n;
    if (items.endsLine) lines++;
    if (args.length < w.maxArgs && lines < w.maxLines) continue;
    yield* runner.run([...w.command, ...args]);
    hasRun = true;
    args = [];
    size = fixed;
    lines = 0;
  }
  if (args.length > 0 || (!hasRun && w.runsEmpty && items.failed === null)) yield* runner.run([...w.command, ...args]);
}

function* main(p: Proc): Sys<number> {
  const style: OptionStyle = {
    status: 1,
    version: gnuVersion(p, 'xargs (GNU findutils) 4.9.0'),
    stopAtOperand: true,
    hidden: '     --max-lines[=N]\n -I R\n -i[R]\n     --replace[=R]\n -e[END]\n     --eof[=END]\n',
  };
  const o = yield* parseOptions(p, style);
  const wish = yield* readWish(p, o, style);
  if (o.has('show-limits')) yield* showLimits(p, wish);
  const delimiter = yield* readDelimiter(p, o);
  const file = o.value('arg-file');
  let fd = 0;
  if (file !== undefined) {
    try {
      fd = yield* p.sys.openat(AT_FDCWD, file, O_RDONLY | O_CLOEXEC);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`Cannot open input file ‘${file}’: ${e.text}`);
      return 1;
    }
  }
  const eof = o.value('E') ?? o.value('eof') ?? o.value('e') ?? null;
  const items = new ItemReader(new LineReader(p.sys, fd, { delimiter: delimiter ?? 10 }), delimiter !== null, eof, (text) => p.warn(text));
  const runner = new Runner(p, wish);
  try {
    yield* build(p, wish, items, runner);
  } catch (e) {
    if (!(e instanceof QuoteError)) throw e;
    items.failed = e;
  }
  if (items.failed !== null) {
    yield* p.warn(items.failed.message);
    runner.status = 1;
  }
  yield* runner.all();
  return runner.status;
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '0': 0 };

/** -0 and -d; null: blanks and quotes. */
function* readDelimiter(p: Proc, o: Options): Sys<number | null> {
  let delimiter: number | null = null;
  for (const { key, value = '' } of o.given) {
    if (key === 'null') delimiter = 0;
    if (key !== 'delimiter') continue;
    if (value.length === 1) delimiter = value.charCodeAt(0);
    else if (/^\\x[0-9a-fA-F]{1,2}$/.test(value)) delimiter = Number.parseInt(value.slice(2), 16);
    else if (/^\\[0-7]+$/.test(value)) delimiter = Number.parseInt(value.slice(1), 8);
    else if (value.length === 2 && value[0] === '\\' && ESCAPES[value[1]] !== undefined) delimiter = ESCAPES[value[1]];
    else {
      yield* p.warn(
        value.startsWith('\\')
          ? `Invalid escape sequence ${value} in input delimiter specification.`
          : `Invalid input delimiter specification ${value}: the delimiter must be either a single character or an escape sequence starting with \\.`,
      );
      throw new Exit(1);
    }
  }
  return delimiter;
}

const authors = 'Eric B. Decker, James Youngman, and Kevin Dalley';

export const program: Program = { name: 'xargs', usage, main, authors };
