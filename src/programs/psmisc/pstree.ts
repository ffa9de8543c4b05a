// pstree(1): the processes as a tree (psmisc 23.6 src/pstree.c). Identical branches are drawn once, with a count, unless something tells
// them apart.

import { Errno } from '../../abi/errno.ts';
import { AT_FDCWD } from '../../abi/flags.ts';
import { append } from '../../abi/list.ts';
import type { Sys } from '../../abi/sys.ts';
import { textWidth } from '../../abi/text.ts';
import { errx } from '../../libc/error.ts';
import { type OptionStyle, type Options, parseOptions } from '../../libc/options.ts';
import { getpwnam, NameCache } from '../../libc/passwd.ts';
import { Exit, type Proc, type Program } from '../../libc/proc.ts';
import { escapeControls, euid, type ProcessInfo, readProcesses } from '../../libc/procfs.ts';
import { isatty, terminalWidth } from '../../libc/tty.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `Usage: pstree [-acglpsStTuZ] [ -h | -H PID ] [ -n | -N type ]
              [ -A | -G | -U ] [ PID | USER ]
   or: pstree -V

Display a tree of processes.

  -a, --arguments     show command line arguments
  -A, --ascii         use ASCII line drawing characters
  -c, --compact-not   don't compact identical subtrees
  -C, --color=TYPE    color process by attribute
                      (age)
  -g, --show-pgids    show process group ids; implies -c
  -G, --vt100         use VT100 line drawing characters
  -h, --highlight-all highlight current process and its ancestors
  -H PID, --highlight-pid=PID
                      highlight this process and its ancestors
  -l, --long          don't truncate long lines
  -n, --numeric-sort  sort output by PID
  -N TYPE, --ns-sort=TYPE
                      sort output by this namespace type
                              (cgroup, ipc, mnt, net, pid, time, user, uts)
  -p, --show-pids     show PIDs; implies -c
  -s, --show-parents  show parents of the selected process
  -S, --ns-changes    show namespace transitions
  -t, --thread-names  show full thread names
  -T, --hide-threads  hide threads, show only processes
  -u, --uid-changes   show uid transitions
  -U, --unicode       use UTF-8 (Unicode) line drawing characters
  -V, --version       display version information
  -Z, --security-context
                      show security attributes

  PID    start at this PID; default is 1 (init)
  USER   show only trees rooted at processes of this user

`;

const VERSION = `pstree (PSmisc) 23.6
Copyright (C) 1993-2021 Werner Almesberger and Craig Small

PSmisc comes with ABSOLUTELY NO WARRANTY.
This is free software, and you are welcome to redistribute it under
the terms of the GNU General Public License.
For more information about these matters, see the files named COPYING.`;

const style: OptionStyle = { status: 1, version: VERSION, hint: usage.replace(/\n$/, '') };

const NS_TYPES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'];

interface Glyphs {
  readonly empty: string;
  readonly branch: string;
  readonly vertical: string;
  readonly last: string;
  readonly single: string;
  readonly first: string;
}

const ASCII: Glyphs = { empty: '  ', branch: '|-', vertical: '| ', last: '`-', single: '---', first: '-+-' };
const UNICODE: Glyphs = { empty: '  ', branch: '├─', vertical: '│ ', last: '└─', single: '───', first: '─┬─' };

interface Node {
  readonly process: ProcessInfo;
  readonly children: Node[];
  /** The name with what the options add. */
  readonly label: string;
  readonly isHighlighted: boolean;
}

interface View {
  readonly o: Options;
  readonly glyphs: Glyphs;
  readonly width: number;
}

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, style);
  const nsType = o.value('ns-sort');
  if (nsType !== undefined && !NS_TYPES.includes(nsType)) {
    yield* p.error(style.hint ?? '');
    throw new Exit(1);
  }
  const all = yield* readProcesses(p.sys);
  const [root] = o.operands;
  const user = root !== undefined && !/^\d+$/.test(root) ? yield* getpwnam(p.sys, root) : undefined;
  if (root !== undefined && !/^\d+$/.test(root) && user === undefined) {
    yield* p.error(`No such user name: ${root}\n`);
    return 1;
  }
  const nodes = yield* makeNodes(p, o, all);
  const isTty = yield* isatty(p.sys, 1);
  const locale = p.env.get('LC_ALL') ?? p.env.get('LC_CTYPE') ?? p.env.get('LANG') ?? '';
  const isUnicode = o.has('unicode') || (isTty && !o.has('ascii') && /utf-?8/i.test(locale));
  const width = o.has('long') || !isTty ? (o.has('long') ? Infinity : 132) : ((yield* terminalWidth(p.sys, 1)) ?? 80);
  const view: View = { o, glyphs: isUnicode ? UNICODE : ASCII, width };
  if (nsType !== undefined) yield* byNamespace(p, nodes, nsType, view);
  else for (const top of tops(nodes, o, root, user?.uid)) p.print(draw(top, view));
  return 0;
}

function* makeNodes(p: Proc, o: Options, all: readonly ProcessInfo[]): Sys<Map<number, Node>> {
  const names = new NameCache();
  const byPid = new Map(all.map((x) => [x.pid, x]));
  const marked = yield* ancestors(p, o, byPid);
  const nodes = new Map<number, Node>();
  for (const x of all) {
    const parent = byPid.get(x.ppid);
    const changes: string[] = [];
    if (o.has('show-pids')) changes.push(String(x.pid));
    if (o.has('show-pgids')) changes.push(String(x.pgid));
    if (o.has('uid-changes') && parent !== undefined && euid(parent) !== euid(x)) changes.push(yield* names.user(p.sys, euid(x)));
    if (o.has('ns-changes') && parent !== undefined)
      append(
        changes,
        NS_TYPES.filter((t) => differs(p, x.pid, parent.pid, t)),
      );
    nodes.set(x.pid, { process: x, children: [], label: label(x, o, changes), isHighlighted: marked.has(x.pid) });
  }
  const order = o.has('numeric-sort') ? byNumber : byName;
  for (const node of nodes.values()) {
    const parent = nodes.get(node.process.ppid);
    if (parent !== undefined && parent !== node) parent.children.push(node);
  }
  for (const node of nodes.values()) node.children.sort(order);
  return nodes;
}

const byNumber = (a: Node, b: Node): number => a.process.pid - b.process.pid;
const byName = (a: Node, b: Node): number =>
  a.process.comm < b.process.comm
    ? -1
    : a.process.comm > b.process.comm
      ? 1
      : euid(a.process) - euid(b.process) || a.process.pid - b.process.pid;

function label(x: ProcessInfo, o: Options, changes: readonly string[]): string {
  const name = escapeControls(x.comm);
  if (!o.has('arguments')) return name + (changes.length > 0 ? `(${changes.join(',')})` : '');
  const args = x.cmdline.slice(1).map(escapeControls);
  return name + changes.map((c) => `,${c}`).join('') + (args.length > 0 ? ` ${args.join(' ')}` : '');
}

function inode(p: Proc, pid: number, type: string): number {
  try {
    return p.sys.newfstatat(AT_FDCWD, `/proc/${pid}/ns/${type}`, 0).ino;
  } catch (e) {
    if (e instanceof Errno) return 0;
    throw e;
  }
}

const differs = (p: Proc, a: number, b: number, type: string): boolean => inode(p, a, type) !== inode(p, b, type);

function* ancestors(p: Proc, o: Options, byPid: ReadonlyMap<number, ProcessInfo>): Sys<Set<number>> {
  const out = new Set<number>();
  const given = o.value('highlight-pid');
  if (given === undefined && !o.has('highlight-all')) return out;
  if (given !== undefined && !/^\d+$/.test(given)) yield* errx(p, 1, `invalid pid: ${given}`);
  for (let pid = given === undefined ? p.sys.getpid() : Number(given); pid > 0 && !out.has(pid); pid = byPid.get(pid)?.ppid ?? 0)
    out.add(pid);
  return out;
}

/** Where drawing starts: a pid, the topmost processes of a user, or pid 1. */
function tops(nodes: ReadonlyMap<number, Node>, o: Options, root: string | undefined, uid: number | undefined): Node[] {
  if (uid !== undefined) {
    return [...nodes.values()].filter((n) => {
      const parent = nodes.get(n.process.ppid);
      return euid(n.process) === uid && (parent === undefined || euid(parent.process) !== uid);
    });
  }
  const start = nodes.get(root === undefined ? 1 : Number(root));
  if (start === undefined) return [];
  return [o.has('show-parents') ? withParents(start, nodes) : start];
}

/** The way down to a process, without the other branches. */
function withParents(node: Node, nodes: ReadonlyMap<number, Node>): Node {
  let top = node;
  for (let parent = nodes.get(node.process.ppid); parent !== undefined; parent = nodes.get(parent.process.ppid))
    top = { ...parent, children: [top] };
  return top;
}

/** One tree for each namespace of a type: branches are cut where they leave it. */
function* byNamespace(p: Proc, nodes: ReadonlyMap<number, Node>, type: string, view: View): Sys<void> {
  const of = new Map<number, number>();
  for (const node of nodes.values()) of.set(node.process.pid, inode(p, node.process.pid, type));
  const inside = (node: Node, ns: number): Node => ({
    ...node,
    children: node.children.filter((c) => of.get(c.process.pid) === ns).map((c) => inside(c, ns)),
  });
  for (const ns of [...new Set(of.values())].sort((a, b) => a - b)) {
    p.print(`[${ns}]\n`);
    for (const node of nodes.values()) {
      const { pid, ppid } = node.process;
      if (of.get(pid) === ns && of.get(ppid) !== ns) p.print(draw(inside(node, ns), view));
    }
  }
}

interface Group {
  readonly node: Node;
  readonly count: number;
}

/** Identical children together, unless numbers or arguments tell them apart. */
function grouped(children: readonly Node[], o: Options): Group[] {
  if (o.has('compact-not') || o.has('show-pids') || o.has('arguments')) return children.map((node) => ({ node, count: 1 }));
  const shapes = new Map<string, { node: Node; count: number }>();
  for (const node of children) {
    const key = shape(node, o);
    const seen = shapes.get(key);
    if (seen === undefined) shapes.set(key, { node, count: 1 });
    else seen.count++;
  }
  return [...shapes.values()];
}

const shape = (node: Node, o: Options): string =>
  `${node.label}[${grouped(node.children, o)
    .map((g) => `${g.count}*${shape(g.node, o)}`)
    .join(';')}]`;

const BOLD = '\x1b[1m';
const NORMAL = '\x1b[0m';

function draw(top: Node, view: View): string {
  return view.o.has('arguments') ? drawLong(top, view) : drawCompact(top, view);
}

/** -a: a line for each process, children below. */
function drawLong(top: Node, { glyphs, width, o }: View): string {
  let out = '';
  const walk = (node: Node, lead: string, rest: string): void => {
    const text = node.isHighlighted ? `${BOLD}${node.label}${NORMAL}` : node.label;
    out += `${truncate(lead + text, width, o)}\n`;
    node.children.forEach((child, i) => {
      const isLast = i === node.children.length - 1;
      walk(child, `${rest}${isLast ? glyphs.last : glyphs.branch}`, `${rest}${isLast ? glyphs.empty : glyphs.vertical}${glyphs.empty}`);
    });
  };
  walk(top, '', '  ');
  return out;
}

/** A longer line ends in `...` below the name that did not fit. */
function truncate(line: string, width: number, o: Options): string {
  return o.has('long') || line.length <= width ? line : `${line.slice(0, width - 3)}...`;
}

/** The default: the first child on the parent's own line. */
function drawCompact(top: Node, view: View): string {
  const lines: string[] = [];
  let line = '';
  const walk = (group: Group, lead: string): void => {
    const { node, count } = group;
    const text = count > 1 ? `${count}*[${node.label}` : node.label;
    line += node.isHighlighted ? `${BOLD}${text}${NORMAL}` : text;
    const closing = count > 1 ? ']' : '';
    const children = grouped(node.children, view.o);
    if (children.length === 0) {
      lines.push(line + closing);
      line = '';
      return;
    }
    const indent = lead + ' '.repeat(textWidth(text));
    children.forEach((child, i) => {
      const isLast = i === children.length - 1;
      if (i === 0) line += children.length === 1 ? view.glyphs.single : view.glyphs.first;
      else line = `${indent} ${isLast ? view.glyphs.last : view.glyphs.branch}`;
      const under = `${indent} ${isLast ? view.glyphs.empty : view.glyphs.vertical}`;
      walk({ node: child.node, count: child.count }, under);
      if (closing !== '' && isLast) lines[lines.length - 1] += closing;
    });
  };
  walk({ node: top, count: 1 }, '');
  return lines.map((l) => `${l.length > view.width ? `${l.slice(0, view.width - 1)}+` : l}\n`).join('');
}

export const program: Program = { name: 'pstree', usage, main, onWriteError: UNCHECKED };
