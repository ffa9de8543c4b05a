// prlimit(1): shows or sets the resource limits of a process or of a command (util-linux 2.38 sys-utils/prlimit.c).

import {
  RLIMIT_AS,
  RLIMIT_CORE,
  RLIMIT_CPU,
  RLIMIT_DATA,
  RLIMIT_FSIZE,
  RLIMIT_LOCKS,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RSS,
  RLIMIT_RTPRIO,
  RLIMIT_RTTIME,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Rlimit } from '../../abi/syscalls.ts';
import { err, errx } from '../../libc/error.ts';
import { type Options, parseOptions, usageError, utilLinux } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { renderTable } from '../../libc/smartcols.ts';
import { launch } from './launch.ts';

const usage = `
Usage:
 prlimit [options] [--<resource>=<limit>] [-p PID]
 prlimit [options] [--<resource>=<limit>] COMMAND

Show or change the resource limits of a process.

Options:
 -p, --pid <pid>        process id
 -o, --output <list>    define which output columns to use
     --noheadings       don't print headings
     --raw              use the raw output format
     --verbose          verbose output
 -h, --help             display this help
 -V, --version          display version

Resources:
 -c, --core             maximum size of core files created
 -d, --data             maximum size of a process's data segment
 -e, --nice             maximum nice priority allowed to raise
 -f, --fsize            maximum size of files written by the process
 -i, --sigpending       maximum number of pending signals
 -l, --memlock          maximum size a process may lock into memory
 -m, --rss              maximum resident set size
 -n, --nofile           maximum number of open files
 -q, --msgqueue         maximum bytes in POSIX message queues
 -r, --rtprio           maximum real-time scheduling priority
 -s, --stack            maximum stack size
 -t, --cpu              maximum amount of CPU time in seconds
 -u, --nproc            maximum number of user processes
 -v, --as               size of virtual memory
 -x, --locks            maximum number of file locks
 -y, --rttime           CPU time in microseconds a process scheduled
                        under real-time scheduling

Arguments:
 <limit> is defined as a range soft:hard, soft:, :hard or a value to
         define both limits (e.g. -e=0:10 -r=:10).

Available output columns:
 DESCRIPTION  resource description
    RESOURCE  resource name
        SOFT  soft limit
        HARD  hard limit (ceiling)
       UNITS  units

For more details see prlimit(1).
`;

interface Resource {
  readonly key: string;
  readonly name: string;
  readonly help: string;
  readonly unit: string;
  readonly resource: number;
}

const row = (key: string, help: string, unit: string, resource: number): Resource => ({
  key,
  name: key.toUpperCase(),
  help,
  unit,
  resource,
});

/** In the order that they are listed in. */
const RESOURCES: readonly Resource[] = [
  row('as', 'address space limit', 'bytes', RLIMIT_AS),
  row('core', 'max core file size', 'bytes', RLIMIT_CORE),
  row('cpu', 'CPU time', 'seconds', RLIMIT_CPU),
  row('data', 'max data size', 'bytes', RLIMIT_DATA),
  row('fsize', 'max file size', 'bytes', RLIMIT_FSIZE),
  row('locks', 'max number of file locks held', 'locks', RLIMIT_LOCKS),
  row('memlock', 'max locked-in-memory address space', 'bytes', RLIMIT_MEMLOCK),
  row('msgqueue', 'max bytes in POSIX mqueues', 'bytes', RLIMIT_MSGQUEUE),
  row('nice', 'max nice prio allowed to raise', '', RLIMIT_NICE),
  row('nofile', 'max number of open files', 'files', RLIMIT_NOFILE),
  row('nproc', 'max number of processes', 'processes', RLIMIT_NPROC),
  row('rss', 'max resident set size', 'bytes', RLIMIT_RSS),
  row('rtprio', 'max real-time priority', '', RLIMIT_RTPRIO),
  row('rttime', 'timeout for real-time tasks', 'microsecs', RLIMIT_RTTIME),
  row('sigpending', 'max number of pending signals', 'signals', RLIMIT_SIGPENDING),
  row('stack', 'max stack size', 'bytes', RLIMIT_STACK),
];

/** The resources' options take a value, which the usage does not show. */
const HIDDEN = RESOURCES.map((r, i) => ` -${'vctdfxlqenumryis'[i]}, --${r.key}[=<limit>]\n`).join('');

const COLUMNS = ['RESOURCE', 'DESCRIPTION', 'SOFT', 'HARD', 'UNITS'] as const;
type ColumnName = (typeof COLUMNS)[number];
const isColumn = (name: string): name is ColumnName => (COLUMNS as readonly string[]).includes(name);

interface Change {
  readonly what: Resource;
  /** null: as it is. */
  readonly soft: number | null;
  readonly hard: number | null;
}

/** `soft:hard`, `soft:`, `:hard` or one for both; null when it is none of these. */
function parseLimit(text: string): { readonly soft: number | null; readonly hard: number | null } | null {
  const m = /^(\d+|unlimited|-1)?(:)?(\d+|unlimited|-1)?$/.exec(text);
  if (m === null || (m[1] === undefined && m[3] === undefined)) return null;
  const number = (s: string | undefined): number | null => (s === undefined ? null : /^\d/.test(s) ? Number(s) : Infinity);
  const soft = number(m[1]);
  return { soft, hard: m[2] === undefined ? soft : number(m[3]) };
}

function* main(p: Proc): Sys<number> {
  const style = { ...utilLinux(p), stopAtOperand: true, shortOptional: true, hidden: HIDDEN };
  const o = yield* parseOptions(p, style);
  const asked: Resource[] = [];
  const changes: Change[] = [];
  for (const { key, value } of o.given) {
    const what = RESOURCES.find((r) => r.key === key);
    if (what === undefined) continue;
    if (value === undefined) {
      asked.push(what);
      continue;
    }
    const limit = parseLimit(value.replace(/^=/, ''));
    if (limit === null) return yield* errx(p, 1, `failed to parse ${what.name} limit`);
    changes.push({ what, ...limit });
  }
  const pidText = o.value('pid');
  if (pidText !== undefined && !/^\d+$/.test(pidText)) return yield* errx(p, 1, `invalid PID argument: '${pidText}'`);
  const pid = pidText === undefined ? 0 : Number(pidText);
  const command = o.operands;
  if (pidText !== undefined && command.length > 0) yield* errx(p, 1, 'options --pid and COMMAND are mutually exclusive');
  for (const change of changes) yield* apply(p, o, pid, change);
  if (asked.length > 0 || (changes.length === 0 && command.length === 0))
    yield* show(p, o, pid, asked.length > 0 ? asked : RESOURCES, style);
  if (command.length > 0) return yield* launch(p, command);
  return 0;
}

function* apply(p: Proc, o: Options, pid: number, { what, soft, hard }: Change): Sys<void> {
  let old: Rlimit;
  try {
    old = p.sys.prlimit64(pid, what.resource, null);
  } catch (e) {
    return yield* err(p, 1, `failed to get old ${what.name} limit`, e);
  }
  const next = { cur: soft ?? old.cur, max: hard ?? old.max };
  if (next.cur > next.max) yield* errx(p, 1, `the soft limit ${what.name} cannot exceed the hard limit`);
  if (o.has('verbose')) {
    const word = (n: number): string => (n === Infinity ? 'unlimited' : String(n));
    p.print(`New ${what.name} limit${pid === 0 ? '' : ` for pid ${pid}`}: <${word(next.cur)}:${word(next.max)}>\n`);
  }
  try {
    p.sys.prlimit64(pid, what.resource, next);
  } catch (e) {
    yield* err(p, 1, `failed to set the ${what.name} resource limit`, e);
  }
}

function* show(p: Proc, o: Options, pid: number, which: readonly Resource[], style: Parameters<typeof usageError>[1]): Sys<void> {
  const columns: ColumnName[] = [];
  for (const name of o.value('output')?.split(',') ?? COLUMNS) {
    const upper = name.toUpperCase();
    if (isColumn(upper)) columns.push(upper);
    else yield* usageError(p, style, `unknown column: ${name}`);
  }
  const word = (n: number): string => (n === Infinity ? 'unlimited' : String(n));
  const lines = [];
  for (const r of which) {
    let limit: Rlimit;
    try {
      limit = p.sys.prlimit64(pid, r.resource, null);
    } catch (e) {
      return yield* err(p, 1, `failed to get the ${r.name} resource limit`, e);
    }
    const cells = { RESOURCE: r.name, DESCRIPTION: r.help, SOFT: word(limit.cur), HARD: word(limit.max), UNITS: r.unit };
    lines.push({ cells: columns.map((c) => cells[c]), children: [] });
  }
  const look = columns.map((name) => ({ name, isRight: name === 'SOFT' || name === 'HARD' }));
  p.print(
    renderTable(look, lines, {
      format: o.has('raw') ? 'raw' : 'table',
      isTree: false,
      isAscii: false,
      hasHeadings: !o.has('noheadings'),
      isShell: false,
      title: 'prlimit',
      width: Infinity,
    }),
  );
}

export const program: Program = { name: 'prlimit', usage, main };
