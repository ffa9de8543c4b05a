// killall(1): kills processes by name (psmisc 23.6 src/killall.c).

import { Errno, ESRCH } from '../../abi/errno.ts';
import { SIGTERM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { LineReader } from '../../libc/lines.ts';
import { parseOptions } from '../../libc/options.ts';
import { getpwnam } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { type ProcessInfo, readProcesses, ruid } from '../../libc/procfs.ts';
import { compileRegex } from '../../libc/regex/regex.ts';
import { signalName, signalNumber } from '../../libc/signals.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: killall [OPTION]... [--] NAME...
       killall -l, --list
       killall -V, --version

  -e,--exact          require exact match for very long names
  -I,--ignore-case    case insensitive process name match
  -g,--process-group  kill process group instead of process
  -y,--younger-than   kill processes younger than TIME
  -o,--older-than     kill processes older than TIME
  -i,--interactive    ask for confirmation before killing
  -l,--list           list all known signal names
  -q,--quiet          don't print complaints
  -r,--regexp         interpret NAME as an extended regular expression
  -s,--signal SIGNAL  send this signal instead of SIGTERM
  -u,--user USER      kill only process(es) running as USER
  -v,--verbose        report if the signal was successfully sent
  -V,--version        display version information
  -w,--wait           wait for processes to die
  -n,--ns PID         match processes that belong to the same namespaces
                      as PID
  -Z,--context REGEXP kill only process(es) having context
                      (must precede other arguments)

`;
const COMM_LENGTH = 15;

/** -9, -KILL and -SIGKILL are no options. */
function splitSignal(args: readonly string[]): { signal: string | null; rest: string[] } {
  let signal: string | null = null;
  const rest: string[] = [];
  for (const a of args) {
    if (/^-(?:\d+|SIG[A-Z0-9+-]+|[A-Z][A-Z0-9+-]+)$/.test(a) && signalNumber(a.slice(1)) !== undefined) signal = a.slice(1);
    else rest.push(a);
  }
  return { signal, rest };
}

function matches(info: ProcessInfo, name: string, ignoresCase: boolean): boolean {
  const fold = (t: string): string => (ignoresCase ? t.toLowerCase() : t);
  const comm = fold(info.comm);
  if (comm === fold(name)) return true;
  // A long name is cut in comm: the command line decides.
  const first = fold((info.cmdline[0] ?? '').replace(/^.*\//, ''));
  return comm.length >= COMM_LENGTH && fold(name).startsWith(comm) && first === fold(name);
}

/** psmisc calls it SIGPOLL. */
const SIGIO = 29;

/** The names in lines of less than 80 columns. */
function signalList(): string {
  const lines: string[] = [];
  let line = '';
  for (let i = 1; i <= 31; i++) {
    const name = i === SIGIO ? 'POLL' : (signalName(i) ?? '');
    if (line.length + name.length + 1 > 80) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? name : ` ${name}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}

const SECOND = 1e9;

/** -w: "wait for all killed processes to die", asking once a second. */
function* waitFor(p: Proc, pids: readonly number[]): Sys<void> {
  for (const pid of pids) {
    try {
      for (;;) {
        yield* p.sys.kill(pid, 0);
        yield* p.sys.nanosleep(SECOND);
      }
    } catch (e) {
      if (e !== ESRCH) throw e;
    }
  }
}

function* main(p: Proc): Sys<number> {
  const { signal: given, rest } = splitSignal(p.args);
  const o = yield* parseOptions(p, { status: 1, version: 'killall (PSmisc) 23.6', hint: usage, stopAtOperand: false }, rest);
  if (o.has('list')) {
    p.print(signalList());
    return 0;
  }
  for (const key of ['younger-than', 'older-than', 'ns', 'context'])
    if (o.has(key)) {
      yield* p.warn(`ns-shell: not simulated: --${key}`);
      return 1;
    }
  const text = given ?? o.value('signal') ?? 'TERM';
  const signal = signalNumber(text);
  if (signal === undefined) {
    yield* p.error(`${text}: unknown signal; killall -l lists signals.\n`);
    return 1;
  }
  const user = o.value('user');
  if (o.operands.length === 0 && user === undefined) {
    yield* p.error(usage);
    return 1;
  }
  const entry = user === undefined ? undefined : yield* getpwnam(p.sys, user);
  if (user !== undefined && entry === undefined) {
    yield* p.error(`Cannot find user ${user}\n`);
    return 1;
  }
  const all = (yield* readProcesses(p.sys)).filter((i) => i.pid !== p.sys.getpid() && (entry === undefined || ruid(i) === entry.uid));
  const answers = new LineReader(p.sys, 0);
  let isGood = true;
  const waited: number[] = [];
  for (const name of o.operands.length === 0 ? [null] : o.operands) {
    const regex = name !== null && o.has('regexp') ? compileRegex(name, { syntax: 'ere', icase: o.has('ignore-case') }) : null;
    const found = all.filter((i) => name === null || (regex !== null ? regex.test(i.comm) : matches(i, name, o.has('ignore-case'))));
    let killed = 0;
    for (const info of found) {
      if (o.has('interactive')) {
        p.print(`${signal === SIGTERM ? 'Kill' : `Signal`} ${info.comm}(${info.pid}) ? (y/N) `);
        yield* p.flush();
        if (!/^[yY]/.test((yield* answers.next()) ?? '')) continue;
      }
      try {
        yield* p.sys.kill(o.has('process-group') ? -p.sys.getpgid(info.pid) : info.pid, signal);
        if (o.has('verbose')) yield* p.error(`Killed ${info.comm}(${info.pid}) with signal ${signal}\n`);
        killed++;
        waited.push(info.pid);
      } catch (e) {
        if (!(e instanceof Errno)) throw e;
        yield* p.error(`${info.comm}(${info.pid}): ${e.text}\n`);
      }
    }
    if (killed > 0) continue;
    isGood = false;
    if (found.length === 0 && !o.has('quiet') && name !== null) yield* p.error(`${name}: no process found\n`);
  }
  if (o.has('wait')) yield* waitFor(p, waited);
  return isGood ? 0 : 1;
}

export const program: Program = { name: 'killall', usage, main, onWriteError: UNCHECKED };
