// ps(1): a snapshot of the processes that the mounted /proc shows (procps-ng 4.0.2).

import type { Sys } from '../../abi/sys.ts';
import { readGroup, readPasswd } from '../../libc/passwd.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { type ProcessInfo, readProcess, readProcesses } from '../../libc/procfs.ts';
import { terminalWidth } from '../../libc/tty.ts';
import { PS_USAGE, type PsArgs, parsePsArgs, psError } from './ps/args.ts';
import { type PsColumn, type PsContext, psColumn, psColumnNames } from './ps/columns.ts';
import { forest, hasProc, selectProcesses } from './ps/select.ts';

/** Ready-made formats by option. A column may be given another heading. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  default: ['pid', 'tname', 'time', 'ucmd'],
  bsd: ['pid', 'tname', 'stat', 'bsdtime', 'args'],
  '-f': ['uid_hack', 'pid', 'ppid', 'c', 'start_time', 'tname', 'time', 'cmd'],
  '-F': ['uid_hack', 'pid', 'ppid', 'c', 'sz', 'rss', 'psr', 'start_time', 'tname', 'time', 'cmd'],
  '-l': ['f', 's', 'uid', 'pid', 'ppid', 'c', 'opri', 'ni', 'addr', 'sz', 'wchan', 'tname', 'time', 'ucmd'],
  '-j': ['pid', 'pgid', 'sid', 'tname', 'time', 'ucmd'],
  u: ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tname', 'stat', 'start_time=START', 'bsdtime', 'args'],
  j: ['ppid', 'pid', 'pgid', 'sid', 'tname', 'tpgid', 'stat', 'uid', 'bsdtime', 'args'],
  l: ['f', 'uid', 'pid', 'ppid', 'pri', 'ni', 'vsz', 'rss', 'wchan', 'stat', 'tname', 'bsdtime', 'args'],
  v: ['pid', 'tname', 'stat', 'bsdtime', 'maj_flt', 'trs', 'drs', 'rss', '%mem', 'args'],
  s: ['uid', 'pid', 'pending', 'blocked', 'ignored', 'caught', 'stat', 'tname', 'bsdtime', 'args'],
  X: ['pid', 'stat', 'tname', 'bsdtime', 'args'],
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
  const base = yield* context(p);
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
      out.push({ ...column, heading: heading ?? column.heading, width: width ?? Math.max(column.width, heading?.length ?? 0) });
    }
    return out;
  }
  const names = FORMATS[a.format ?? (a.isBsd ? 'bsd' : 'default')];
  for (const spec of names) {
    const [name, heading] = spec.split('=');
    const column = psColumn(name);
    if (column !== undefined) out.push(heading === undefined ? column : { ...column, heading });
    const spid = psColumn('spid');
    if (a.threads && name === 'pid' && spid !== undefined) out.push(spid);
  }
  return out;
}

function* context(p: Proc): Sys<PsContext> {
  const uptime = Number((yield* readFile(p.sys, '/proc/uptime')).split(' ')[0]);
  const bootTime = Number(/^btime (\d+)/m.exec(yield* readFile(p.sys, '/proc/stat'))?.[1] ?? 0);
  const memory = Number(/^MemTotal:\s+(\d+)/m.exec(yield* readFile(p.sys, '/proc/meminfo'))?.[1] ?? 1);
  const userNames = new Map((yield* readPasswd(p.sys)).reverse().map((u) => [u.uid, u.name]));
  const groupNames = new Map((yield* readGroup(p.sys)).reverse().map((g) => [g.gid, g.name]));
  return { sys: p.sys, userNames, groupNames, bootTime, uptime, now: bootTime + Math.floor(uptime), memory, tree: new Map() };
}

function* print(p: Proc, a: PsArgs, columns: readonly PsColumn[], list: readonly ProcessInfo[], ctx: PsContext): Sys<void> {
  const tty = yield* terminalWidth(p.sys, 1);
  const limit = a.columnsLimit ?? (a.wide >= 2 || tty === null ? Infinity : a.wide === 1 ? Math.max(132, tty) : tty);
  if (a.headings && columns.some((c) => c.heading !== ''))
    p.print(
      `${layout(
        columns,
        columns.map((c) => c.heading),
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

function layout(columns: readonly PsColumn[], cells: readonly string[]): string {
  let line = '';
  columns.forEach((c, k) => {
    const isLast = k === columns.length - 1;
    const cell = isLast && c.align === 'open' ? cells[k] : fitCell(cells[k], c);
    line += c.align === 'right' ? cell.padStart(c.width) : isLast ? cell : cell.padEnd(c.width);
    if (!isLast) line += ' ';
  });
  return line;
}

/** Names that are too long end in `+`, other text is cut; numbers are shown whole. */
function fitCell(cell: string, column: PsColumn): string {
  if (cell.length <= column.width || column.align === 'right') return cell;
  const isName = /^(R|E)?(USER|UID|GROUP)$/.test(column.heading);
  return isName && column.width > 1 ? `${cell.slice(0, column.width - 1)}+` : cell.slice(0, column.width);
}

export const program: Program = { name: 'ps', usage: PS_USAGE, main };
