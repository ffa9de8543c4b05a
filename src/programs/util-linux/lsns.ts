// lsns(8): the namespaces that have a process which /proc shows (util-linux 2.38 sys-utils/lsns.c).

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD, O_RDONLY } from '../../abi/flags.ts';
import { AF_NETLINK } from '../../abi/inet.ts';
import { NETLINK_ROUTE, SOCK_CLOEXEC, SOCK_RAW } from '../../abi/net.ts';
import type { Sys } from '../../abi/sys.ts';
import { errx } from '../../libc/error.ts';
import { readMountInfo } from '../../libc/mountinfo.ts';
import { type Options, parseOptions, utilLinux } from '../../libc/options.ts';
import { readPasswd } from '../../libc/passwd.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { euid, type ProcessInfo, readProcesses } from '../../libc/procfs.ts';
import { type Column, type Line, renderTable } from '../../libc/smartcols.ts';
import { terminalWidth } from '../../libc/tty.ts';

const usage = `
Usage:
 lsns [options] [<namespace>]

List system namespaces.

Options:
 -J, --json             use JSON output format
 -l, --list             use list format output
 -n, --noheadings       don't print headings
 -o, --output <list>    define which output columns to use
     --output-all       output all columns
 -p, --task <pid>       print process namespaces
 -r, --raw              use the raw output format
 -u, --notruncate       don't truncate text in columns
 -W, --nowrap           don't use multi-line representation
 -t, --type <name>      namespace type (mnt, net, ipc, user, pid, uts, cgroup, time)
 -T, --tree <rel>       use tree format (parent, owner, or process)

 -h, --help             display this help
 -V, --version          display version

Available output columns:
          NS  namespace identifier (inode number)
        TYPE  kind of namespace
        PATH  path to the namespace
      NPROCS  number of processes in the namespace
         PID  lowest PID in the namespace
        PPID  PPID of the PID
     COMMAND  command line of the PID
         UID  UID of the PID
        USER  username of the PID
     NETNSID  namespace ID as used by network subsystem
        NSFS  nsfs mountpoint (usually used network subsystem)
         PNS  parent namespace identifier (inode number)
         ONS  owner namespace identifier (inode number)

For more details see lsns(8).
`;

const TYPES = ['mnt', 'net', 'ipc', 'user', 'pid', 'uts', 'cgroup', 'time'];

interface NsEntry {
  readonly ino: number;
  readonly type: string;
  readonly members: ProcessInfo[];
  /** Bind mounts of its file. */
  readonly files: readonly string[];
  /** Its id in the network namespace of whoever asks. */
  netnsid: string | null;
}

type Cell = (ns: NsEntry, first: ProcessInfo, users: ReadonlyMap<number, string>) => string | null;

const command = (p: ProcessInfo): string => (p.cmdline.length === 0 ? p.comm : p.cmdline.join(' '));

const COLUMNS: Readonly<Record<string, { readonly column: Omit<Column, 'name'>; readonly cell: Cell }>> = {
  NS: { column: { isRight: true, isTree: true, json: 'number' }, cell: (ns) => String(ns.ino) },
  TYPE: { column: {}, cell: (ns) => ns.type },
  PATH: { column: {}, cell: (ns, p) => `/proc/${p.pid}/ns/${ns.type}` },
  NPROCS: { column: { isRight: true, json: 'number' }, cell: (ns) => String(ns.members.length) },
  PID: { column: { isRight: true, json: 'number' }, cell: (_ns, p) => String(p.pid) },
  PPID: { column: { isRight: true, json: 'number' }, cell: (_ns, p) => String(p.ppid) },
  COMMAND: { column: { isTruncated: true }, cell: (_ns, p) => command(p) },
  UID: { column: { isRight: true, json: 'number' }, cell: (_ns, p) => String(euid(p)) },
  USER: { column: {}, cell: (_ns, p, users) => users.get(euid(p)) ?? String(euid(p)) },
  NETNSID: { column: { isRight: true }, cell: (ns) => ns.netnsid },
  NSFS: { column: {}, cell: (ns) => (ns.files.length === 0 ? null : ns.files.join(',')) },
  PNS: { column: { isRight: true, json: 'number' }, cell: () => null },
  ONS: { column: { isRight: true, json: 'number' }, cell: () => null },
};

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, utilLinux(p));
  const types = o.values('type');
  for (const t of types) if (!TYPES.includes(t)) yield* errx(p, 1, `unknown namespace type: ${t}`);
  const task = o.value('task');
  if (task !== undefined && !/^\d+$/.test(task)) yield* errx(p, 1, `invalid PID argument: '${task}'`);
  const wanted = o.operands[0];
  if (wanted !== undefined && !/^\d+$/.test(wanted)) yield* errx(p, 1, `invalid namespace argument: '${wanted}'`);
  const names = yield* columnNames(p, o, types);
  const all = yield* collect(p);
  const users = new Map((yield* readPasswd(p.sys)).reverse().map((u) => [u.uid, u.name]));
  if (wanted !== undefined) return yield* showMembers(p, o, all, Number(wanted), users);
  const list = all
    .filter((ns) => types.length === 0 || types.includes(ns.type))
    .filter((ns) => task === undefined || ns.members.some((m) => m.pid === Number(task)));
  if (list.length === 0) return 0;
  if (names.includes('NETNSID')) yield* findNetnsids(p, list);
  const lines = list.map((ns) => ({ cells: names.map((n) => COLUMNS[n].cell(ns, ns.members[0], users)), children: [] }));
  yield* print(
    p,
    o,
    names.map((n) => ({ name: n, ...COLUMNS[n].column })),
    o.has('tree') ? asTree(list, lines) : lines,
  );
  return 0;
}

function* columnNames(p: Proc, o: Options, types: readonly string[]): Sys<string[]> {
  const base = ['NS', 'TYPE', 'NPROCS', 'PID', 'USER', ...(types.includes('net') ? ['NETNSID', 'NSFS'] : []), 'COMMAND'];
  if (o.has('output-all')) return Object.keys(COLUMNS);
  const list = o.value('output');
  if (list === undefined) return base;
  const names = list.startsWith('+') ? [...base, ...list.slice(1).split(',')] : list.split(',');
  for (const n of names) if (!Object.hasOwn(COLUMNS, n.toUpperCase())) yield* errx(p, 1, `unknown column: ${n}`);
  return names.map((n) => n.toUpperCase());
}

/** get_netnsid: RTM_GETNSID, as ip-netns(8) asks for it. */
function* findNetnsids(p: Proc, list: readonly NsEntry[]): Sys<void> {
  const { sys } = p;
  const socket = sys.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  for (const ns of list) {
    if (ns.type !== 'net') continue;
    let nsid = -1;
    try {
      const fd = yield* sys.openat(AT_FDCWD, `/proc/${ns.members[0].pid}/ns/net`, O_RDONLY);
      const reply = sys.rtnetlink(socket, 'RTM_GETNSID', { fd }, 0);
      sys.close(fd);
      if (reply.error === null) nsid = reply.answer[0].nsid;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
    ns.netnsid = nsid < 0 ? 'unassigned' : String(nsid);
  }
  sys.close(socket);
}

/** Every namespace that some process's link can be read of, by number. */
function* collect(p: Proc): Sys<NsEntry[]> {
  const found = new Map<number, NsEntry>();
  const mounts = (yield* readMountInfo(p.sys)).filter((m) => m.fstype === 'nsfs');
  for (const process of yield* readProcesses(p.sys)) {
    for (const type of TYPES) {
      let ino: number;
      try {
        ino = p.sys.newfstatat(AT_FDCWD, `/proc/${process.pid}/ns/${type}`, 0).ino;
      } catch (e) {
        if (e instanceof Errno) continue;
        throw e;
      }
      const entry = found.get(ino);
      if (entry !== undefined) entry.members.push(process);
      else
        found.set(ino, {
          ino,
          type,
          members: [process],
          files: [...new Set(mounts.filter((m) => m.root === `${type}:[${ino}]`).map((m) => m.target))],
          netnsid: null,
        });
    }
  }
  return [...found.values()].sort((a, b) => a.ino - b.ino);
}

/** All others hang below the user namespace that has the most of their processes; with one there is one tree. */
function asTree(list: readonly NsEntry[], lines: readonly Line[]): Line[] {
  const root = list.findIndex((ns) => ns.type === 'user');
  if (root < 0) return [...lines];
  return [{ cells: lines[root].cells, children: lines.filter((_, i) => i !== root) }];
}

function* showMembers(p: Proc, o: Options, all: readonly NsEntry[], ino: number, users: ReadonlyMap<number, string>): Sys<number> {
  const ns = all.find((x) => x.ino === ino);
  if (ns === undefined) {
    yield* p.warn(`not found namespace: ${ino}`);
    throw new Exit(1);
  }
  const list = o.value('output');
  const names = list === undefined ? ['PID', 'PPID', 'USER', 'COMMAND'] : list.toUpperCase().split(',');
  const lines = ns.members.map((m) => ({ cells: names.map((n) => COLUMNS[n].cell(ns, m, users)), children: [] }));
  yield* print(
    p,
    o,
    names.map((n) => ({ name: n, ...COLUMNS[n].column, isTree: n === 'COMMAND' })),
    lines,
  );
  return 0;
}

function* print(p: Proc, o: Options, columns: readonly Column[], lines: readonly Line[]): Sys<void> {
  const isTree = o.has('tree');
  const width = o.has('notruncate') ? Infinity : ((yield* terminalWidth(p.sys, 1)) ?? Infinity);
  p.print(
    renderTable(
      columns.map((c) => (isTree && c.isTree === true ? { ...c, isRight: false } : c)),
      lines,
      {
        format: o.has('json') ? 'json' : o.has('raw') ? 'raw' : 'table',
        isTree,
        isAscii: false,
        hasHeadings: !o.has('noheadings'),
        isShell: false,
        title: 'namespaces',
        width,
      },
    ),
  );
}

export const program: Program = { name: 'lsns', usage, main };
