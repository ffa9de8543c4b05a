// What pgrep(1) and pkill(1) share: the options that choose processes (procps-ng 4.0.2 src/pgrep.c).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD } from '../../../abi/flags.ts';
import type { Sys } from '../../../abi/sys.ts';
import { hintAndExit, type OptionStyle, type Options } from '../../../libc/options.ts';
import { getgrnam, getpwnam } from '../../../libc/passwd.ts';
import { Exit, type Proc, readFile } from '../../../libc/proc.ts';
import { egid, euid, type ProcessInfo, readProcesses, rgid, ruid, ttyName } from '../../../libc/procfs.ts';
import { compileRegex, RegexError } from '../../../libc/regex/regex.ts';

/** 0 matched, 1 nothing matched, 2 usage, 3 trouble (pgrep(1), EXIT STATUS). */
export const NOTHING = 1;

/** The end of both programs' --help: what they select by. */
export const SELECTION = ` -c, --count               count of matching processes
 -f, --full                use full process name to match
 -g, --pgroup <PGID,...>   match listed process group IDs
 -G, --group <GID,...>     match real group IDs
 -i, --ignore-case         match case insensitively
 -n, --newest              select most recently started
 -o, --oldest              select least recently started
 -O, --older <seconds>     select where older than seconds
 -P, --parent <PPID,...>   match only child processes of the given parent
 -s, --session <SID,...>   match session IDs
 -t, --terminal <tty,...>  match by controlling terminal
 -u, --euid <ID,...>       match by effective IDs
 -U, --uid <ID,...>        match by real IDs
 -x, --exact               match exactly with the command name
 -F, --pidfile <file>      read PIDs from file
 -L, --logpidfile          fail if PID file is not locked
 -r, --runstates <state>   match runstates [D,S,Z,...]
 -A, --ignore-ancestors    exclude our ancestors from results
 --cgroup <grp,...>        match by cgroup v2 names
 --ns <PID>                match the processes that belong to the same
                           namespace as <pid>
 --nslist <ns,...>         list which namespaces will be considered for
                           the --ns option.
                           Available namespaces: ipc, mnt, net, pid, user, uts

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see pgrep(1).
`;
const USAGE_ERROR = 2;

export const pgrepStyle = (p: Proc): OptionStyle => ({
  status: USAGE_ERROR,
  version: `${p.name} from procps-ng 4.0.2`,
  hint: p.program.usage.trimEnd(),
});

function* misused(p: Proc, message: string, status = USAGE_ERROR): Sys<never> {
  yield* p.warn(message);
  return yield* hintAndExit(p, { ...pgrepStyle(p), status, hint: `Try \`${p.name} --help' for more information.` });
}

const COMM_MAX = 15;

type Test = (x: ProcessInfo) => boolean;

/** The processes the options ask for, by pid; never the caller itself. */
export function* search(p: Proc, o: Options): Sys<ProcessInfo[]> {
  const tests = yield* makeTests(p, o);
  const own = p.sys.getpid();
  const found = (yield* readProcesses(p.sys)).filter((x) => x.pid !== own && tests.every((t) => t(x)) !== o.has('inverse'));
  const [pattern = ''] = o.operands;
  if (found.length === 0 && !o.has('full') && pattern.length > COMM_MAX) {
    yield* p.warn('pattern that searches for process name longer than 15 characters will result in zero matches');
    yield* p.error(`Try \`${p.name} -f' option to match against the complete command line.\n`);
  }
  if (o.has('newest')) return pick(found, (a, b) => a.start > b.start || (a.start === b.start && a.pid > b.pid));
  if (o.has('oldest')) return pick(found, (a, b) => a.start < b.start || (a.start === b.start && a.pid < b.pid));
  return found;
}

const pick = (list: ProcessInfo[], better: (a: ProcessInfo, b: ProcessInfo) => boolean): ProcessInfo[] =>
  list.length === 0 ? [] : [list.reduce((best, x) => (better(x, best) ? x : best))];

export function* fail(p: Proc, message: string): Sys<never> {
  yield* p.warn(message);
  throw new Exit(USAGE_ERROR);
}

function* makeTests(p: Proc, o: Options): Sys<Test[]> {
  const tests: Test[] = [];
  const [pattern, ...more] = o.operands;
  if (more.length > 0) {
    yield* misused(p, 'only one pattern can be provided');
  }
  yield* addIds(p, o, tests);
  const mine = (key: string, value: string): number =>
    value === '0' ? (key === 'session' ? p.sys.getsid(0) : p.sys.getpgid(0)) : Number(value);
  for (const [key, of] of [
    ['parent', (x: ProcessInfo) => x.ppid],
    ['pgroup', (x: ProcessInfo) => x.pgid],
    ['session', (x: ProcessInfo) => x.sid],
  ] as const) {
    const list = o.value(key);
    if (list === undefined) continue;
    const words = list.split(',');
    for (const w of words) if (!/^\d+$/.test(w)) yield* fail(p, `invalid process id: ${w}`);
    const numbers = words.map((w) => (key === 'parent' ? Number(w) : mine(key, w)));
    tests.push((x) => numbers.includes(of(x)));
  }
  const terminals = o.value('terminal')?.split(',');
  if (terminals !== undefined) tests.push((x) => terminals.includes(ttyName(x.tty)));
  const states = o.value('runstates');
  if (states !== undefined) tests.push((x) => states.includes(x.state));
  const ns = o.value('ns');
  if (ns !== undefined)
    tests.push(yield* sameNamespaces(p, ns, o.value('nslist')?.split(',') ?? ['ipc', 'mnt', 'net', 'pid', 'user', 'uts']));
  const file = o.value('pidfile');
  if (file !== undefined) {
    const pid = Number.parseInt(yield* readPidfile(p, file), 10);
    if (Number.isNaN(pid)) yield* misused(p, 'pidfile not valid', NOTHING);
    tests.push((x) => x.pid === pid);
  }
  const older = o.value('older');
  if (older !== undefined) {
    const uptime = Number((yield* readFile(p.sys, '/proc/uptime')).split(' ')[0]);
    tests.push((x) => uptime - x.start / 100 > Number(older));
  }
  if (pattern === undefined && tests.length === 0) {
    yield* misused(p, 'no matching criteria specified');
  }
  if (pattern !== undefined) tests.push(yield* byName(p, o, pattern));
  if (o.has('ignore-ancestors')) tests.push(yield* notAncestor(p));
  return tests;
}

function* readPidfile(p: Proc, file: string): Sys<string> {
  try {
    return yield* readFile(p.sys, file);
  } catch (e) {
    if (e instanceof Errno) return '';
    throw e;
  }
}

function* addIds(p: Proc, o: Options, tests: Test[]): Sys<void> {
  for (const [key, of, kind] of [
    ['euid', euid, 'user'],
    ['uid', ruid, 'user'],
    ['group', rgid, 'group'],
  ] as const) {
    const list = o.value(key);
    if (list === undefined) continue;
    const ids: number[] = [];
    for (const w of list.split(',')) {
      const id = /^\d+$/.test(w) ? Number(w) : kind === 'user' ? (yield* getpwnam(p.sys, w))?.uid : (yield* getgrnam(p.sys, w))?.gid;
      ids.push(id ?? (yield* fail(p, `invalid ${kind} name: ${w}`)));
    }
    tests.push((x) => ids.includes(of(x)) || (kind === 'group' && ids.includes(egid(x))));
  }
}

function* sameNamespaces(p: Proc, pid: string, kinds: readonly string[]): Sys<Test> {
  if (!/^\d+$/.test(pid)) yield* fail(p, `invalid process id: ${pid}`);
  const inode = (of: number, kind: string): number => {
    try {
      return p.sys.newfstatat(AT_FDCWD, `/proc/${of}/ns/${kind}`, 0).ino;
    } catch (e) {
      if (e instanceof Errno) return 0;
      throw e;
    }
  };
  const wanted = kinds.map((k) => inode(Number(pid), k));
  return (x) => kinds.every((k, i) => inode(x.pid, k) === wanted[i]);
}

/** The pattern against the name (15 characters), or the whole command line with -f. */
function* byName(p: Proc, o: Options, pattern: string): Sys<Test> {
  const source = o.has('exact') ? `^(${pattern})$` : pattern;
  try {
    const regex = compileRegex(source, { syntax: 'ere', icase: o.has('ignore-case') });
    return (x) => regex.exec(o.has('full') ? x.cmdline.join(' ') || x.comm : x.comm) !== null;
  } catch (e) {
    if (!(e instanceof RegexError)) throw e;
    return yield* fail(p, `regex error: ${e.message}`);
  }
}

function* notAncestor(p: Proc): Sys<Test> {
  const parents = new Map((yield* readProcesses(p.sys)).map((x) => [x.pid, x.ppid]));
  const above = new Set<number>();
  for (let pid = p.sys.getppid(); pid > 0 && !above.has(pid); pid = parents.get(pid) ?? 0) above.add(pid);
  return (x) => !above.has(x.pid);
}
