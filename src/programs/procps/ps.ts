// ps(1): a snapshot of the processes that the mounted /proc shows (procps-ng 4.0.2).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { readGroup, readPasswd } from '../../libc/passwd.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { type ProcessInfo, readProcess, readProcesses } from '../../libc/procfs.ts';
import { terminalWidth } from '../../libc/tty.ts';
import { closeStdout } from '../../libc/write-error.ts';
import { parsePsArgs } from './ps/args.ts';
import { type PsColumn, type PsContext, psColumn, psColumnNames } from './ps/columns.ts';
import { forest, hasProc, selectProcesses, unknownSelector } from './ps/select.ts';
import type { PsArgs } from './ps/state.ts';
import { PS_USAGE, psError } from './ps/usage.ts';

/** Ready-made formats by option. A column may be given another heading. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  default: ['pid', 'tname', 'time', 'ucmd'],
  bsd: ['pid', 'tname', 'stat', 'bsdtime', 'args'],
  '-f': ['uid_hack', 'pid', 'ppid', 'c', 'start_time', 'tname', 'time', 'cmd'],
  '-F': ['uid_hack', 'pid', 'ppid', 'c', 'sz', 'rss', 'psr', 'start_time', 'tname', 'time', 'cmd'],
  '-l': ['f', 's', 'uid', 'pid', 'ppid', 'c', 'opri', 'ni', 'addr_sz', 'wchan', 'tname', 'time', 'ucmd'],
  '-fl': ['f', 's', 'uid_hack', 'pid', 'ppid', 'c', 'opri', 'ni', 'addr_sz', 'wchan', 'start_time', 'tname', 'time', 'cmd'],
  '-Fl': ['f', 's', 'uid_hack', 'pid', 'ppid', 'c', 'opri', 'ni', 'addr_sz', 'wchan', 'rss', 'psr', 'start_time', 'tname', 'time', 'cmd'],
  '-c': ['pid', 'class', 'pri', 'tname', 'time', 'ucmd'],
  '-j': ['pid', 'pgid', 'sid', 'tname', 'time', 'ucmd'],
  u: ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tname', 'stat', 'start_time=START', 'bsdtime', 'args'],
  j: ['ppid', 'pid', 'pgid', 'sid', 'tname', 'tpgid', 'stat', 'uid', 'bsdtime', 'args'],
  l: ['f', 'uid', 'pid', 'ppid', 'priority', 'ni', 'vsz', 'rss', 'wchan', 'stat', 'tname', 'bsdtime', 'args'],
  v: ['pid', 'tname', 'stat', 'bsdtime', 'maj_flt', 'trs', 'drs', 'rss', '%mem', 'args'],
  s: ['uid', 'pid', 'pending', 'blocked', 'ignored', 'caught', 'stat', 'tname', 'bsdtime', 'args'],
  X: ['pid', 'stackp', 'esp', 'eip', 'tmout', 'alarm', 'stat', 'tname', 'bsdtime', 'args'],
};

function* main(p: Proc): Sys<number> {
  if (p.args.length === 1 && p.args[0] === 'L') {
    for (const name of psColumnNames()) p.print(`${name.padEnd(13)}${psColumn(name)?.heading ?? ''}\n`);
    return 0;
  }
  const args = yield* parsePsArgs(p);
  if (!hasProc(p.sys)) {
    yield* p.error('Error, do this: mount -t proc proc /proc\n');
    return 1;
  }
  const columns = yield* chooseColumns(p, args);
  const all = yield* readProcesses(p.sys);
  const me = (yield* readProcess(p.sys, p.sys.getpid())) ?? all[0];
  const base = yield* context(p, args, columns, all);
  const unknown = unknownSelector(p.sys, args.selectors, base);
  if (unknown !== null) return yield* psError(p, unknown);
  if (args.sort.some(({ key }) => psColumn(key) === undefined)) return yield* psError(p, 'unknown sort specifier');
  let list = selectProcesses(all, args, me, base);
  let tree: ReadonlyMap<number, string> = new Map();
  if (args.forest !== 'none') {
    const f = forest(list, args.forest);
    list = f.order;
    tree = f.tree;
  }
  yield* print(p, args, columns, list, { ...base, tree });
  return list.length > 0 ? 0 : 1;
}

function* chooseColumns(p: Proc, a: PsArgs): Sys<PsColumn[]> {
  const out: PsColumn[] = [];
  if (a.columns !== null) {
    for (const { name, heading, width } of a.columns) {
      const column = psColumn(name);
      if (column === undefined) return yield* psError(p, `unknown user-defined format specifier "${name}"`);
      out.push({
        ...column,
        align: a.isNumeric && IS_NAME.test(column.heading) ? 'right' : column.align,
        heading: heading ?? column.heading,
        width: width ?? Math.max(column.width, heading?.length ?? 0),
      });
    }
    return out;
  }
  for (const spec of yield* readyMade(p, a)) {
    const [name, heading] = spec.split('=');
    const column = psColumn(name);
    if (column === undefined) return yield* psError(p, `unknown user-defined format specifier "${name}"`);
    out.push(heading === undefined ? column : { ...column, heading });
  }
  return out;
}

/** The columns of the format that the letters choose together. */
function* readyMade(p: Proc, a: PsArgs): Sys<readonly string[]> {
  if (a.added !== null) {
    for (const name of a.added)
      if (psColumn(name) === undefined) return yield* psError(p, `unknown user-defined format specifier "${name}"`);
    return ['pid', ...a.added, 's', 'tname', 'time', 'args'];
  }
  const given = a.unixFormats;
  let key = a.format ?? (a.isBsd ? 'bsd' : a.hasClass ? '-c' : 'default');
  if (given.has('-l') && given.has('-F')) key = '-Fl';
  else if (given.has('-l') && given.has('-f')) key = '-fl';
  let names = [...FORMATS[key]];
  if (a.hasRss && key.endsWith('l')) names = names.flatMap((n) => (n === 'f' ? [] : n === 'addr_sz' ? ['rss', 'sz'] : [n]));
  if (a.threads !== 'none') {
    const after = names.includes('ppid') ? 'ppid' : 'pid';
    names = names.flatMap((n) => (n === after ? [n, a.threads] : n === 'c' && a.threads === 'lwp' ? [n, 'nlwp'] : [n]));
  }
  return a.hasLabel ? ['label', ...names] : names;
}

function* context(p: Proc, a: PsArgs, columns: readonly PsColumn[], all: readonly ProcessInfo[]): Sys<PsContext> {
  const uptime = Number((yield* readFile(p.sys, '/proc/uptime')).split(' ')[0]);
  const bootTime = Number(/^btime (\d+)/m.exec(yield* readFile(p.sys, '/proc/stat'))?.[1] ?? 0);
  const memory = Number(/^MemTotal:\s+(\d+)/m.exec(yield* readFile(p.sys, '/proc/meminfo'))?.[1] ?? 1);
  const userNames = new Map((yield* readPasswd(p.sys)).reverse().map((u) => [u.uid, u.name]));
  const groupNames = new Map((yield* readGroup(p.sys)).reverse().map((g) => [g.gid, g.name]));
  const cgroups = columns.some((c) => c.heading === 'CGROUP') ? yield* readCgroups(p, all) : new Map();
  const now = bootTime + Math.floor(uptime);
  return { sys: p.sys, userNames, groupNames, bootTime, uptime, now, memory, cgroups, isNumeric: a.isNumeric, tree: new Map() };
}

function* readCgroups(p: Proc, all: readonly ProcessInfo[]): Sys<Map<number, string>> {
  const found = new Map<number, string>();
  for (const { pid } of all) {
    try {
      const text = (yield* readFile(p.sys, `/proc/${pid}/cgroup`)).trim();
      if (text !== '0::/') found.set(pid, text);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
  }
  return found;
}

function* print(p: Proc, a: PsArgs, columns: readonly PsColumn[], list: readonly ProcessInfo[], ctx: PsContext): Sys<void> {
  const tty = yield* terminalWidth(p.sys, 1);
  const limit = a.columnsLimit ?? (a.wide >= 2 || tty === null ? Infinity : a.wide === 1 ? Math.max(132, tty) : tty);
  if (a.headings && columns.some((c) => c.heading !== ''))
    p.print(
      `${layout(
        columns,
        columns.map((c) => c.heading),
        true,
      )
        .slice(0, limit)
        .trimEnd()}\n`,
    );
  for (const proc of list)
    p.print(
      `${layout(
        columns,
        columns.map((c) => c.text(proc, ctx)),
      ).slice(0, limit)}\n`,
    );
}

/** A heading that is wider than its column is shown whole. */
function layout(columns: readonly PsColumn[], cells: readonly string[], isHeading = false): string {
  let line = '';
  columns.forEach((c, k) => {
    const isLast = k === columns.length - 1;
    const cell = isHeading || (isLast && c.align === 'open') ? cells[k] : fitCell(cells[k], c);
    line += c.align === 'right' ? cell.padStart(c.width) : isLast ? cell : cell.padEnd(c.width);
    if (!isLast) line += ' ';
  });
  return line;
}

/** Headings of columns that show the names of users and groups. */
const IS_NAME = /^(R|E|S|F|FS|SV)?(USER|UID|GROUP)$/;

/** Names that are too long end in `+`, other text is cut; numbers are shown whole. */
function fitCell(cell: string, column: PsColumn): string {
  if (cell.length <= column.width || column.align === 'right') return cell;
  const isName = IS_NAME.test(column.heading);
  return isName && column.width > 1 ? `${cell.slice(0, column.width - 1)}+` : cell.slice(0, column.width);
}

export const program: Program = { name: 'ps', usage: PS_USAGE, main, onWriteError: closeStdout(1) };
