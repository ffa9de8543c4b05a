// Which processes ps(1) shows, in which order and with which tree.

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD } from '../../../abi/flags.ts';
import type { Syscalls } from '../../../abi/syscalls.ts';
import { egid, euid, type ProcessInfo, rgid, ruid, ttyName } from '../../../libc/procfs.ts';
import { type PsContext, psColumn } from './columns.ts';
import type { PsArgs, Selector } from './state.ts';

const idOf = (text: string, names: ReadonlyMap<number, string>): number => {
  if (/^\d+$/.test(text)) return Number(text);
  for (const [id, name] of names) if (name === text) return id;
  return -1;
};

function matches(p: ProcessInfo, s: Selector, ctx: PsContext): boolean {
  switch (s.by) {
    case 'pid':
      return s.numbers.includes(p.pid);
    case 'ppid':
      return s.numbers.includes(p.ppid);
    case 'sid':
      return s.numbers.includes(p.sid);
    case 'pgid':
      return s.numbers.includes(p.pgid);
    case 'comm':
      return s.names.some((n) => n.slice(0, 15) === p.comm);
    case 'tty':
      return s.names.some((n) => ttyName(p.tty) === n.replace(/^\/dev\//, '') || (n === '-' && p.tty === 0));
    case 'euser':
      return s.names.some((n) => idOf(n, ctx.userNames) === euid(p));
    case 'ruser':
      return s.names.some((n) => idOf(n, ctx.userNames) === ruid(p));
    case 'egroup':
      return s.names.some((n) => idOf(n, ctx.groupNames) === egid(p));
    case 'rgroup':
      return s.names.some((n) => idOf(n, ctx.groupNames) === rgid(p));
  }
}

/** What is wrong with a name that selects; null when they all exist. */
export function unknownSelector(sys: Syscalls, selectors: readonly Selector[], ctx: PsContext): string | null {
  const isKnown = (name: string, names: ReadonlyMap<number, string>): boolean => idOf(name, names) >= 0;
  for (const s of selectors) {
    if ((s.by === 'euser' || s.by === 'ruser') && !s.names.every((n) => isKnown(n, ctx.userNames))) return 'user name does not exist';
    if ((s.by === 'egroup' || s.by === 'rgroup') && !s.names.every((n) => isKnown(n, ctx.groupNames))) return 'group name does not exist';
    if (s.by === 'tty' && !s.names.every((n) => isTerminal(sys, n))) return 'TTY could not be found';
  }
  return null;
}

function isTerminal(sys: Syscalls, name: string): boolean {
  if (name === '-' || name === '?') return true;
  for (const path of [name, `/dev/${name}`, `/dev/tty${name}`, `/dev/pts/${name}`]) {
    try {
      sys.newfstatat(AT_FDCWD, path, 0);
      return true;
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
    }
  }
  return false;
}

/** "By default, ps selects all processes with the same effective user ID as the current user and associated with the same terminal" (ps(1)). */
function isDefault(p: ProcessInfo, a: PsArgs, me: ProcessInfo): boolean {
  if (a.isBsd || a.bsdAll || a.bsdNoTty) return (a.bsdAll || euid(p) === euid(me)) && (a.bsdNoTty || p.tty !== 0);
  return euid(p) === euid(me) && p.tty === me.tty;
}

export function selectProcesses(all: readonly ProcessInfo[], a: PsArgs, me: ProcessInfo, ctx: PsContext): ProcessInfo[] {
  const isChosen = (p: ProcessInfo): boolean => {
    const isLeader = p.sid === p.pid;
    if (a.withTty && p.tty !== 0 && !isLeader) return true;
    if (a.all) return !(a.noLeaders && isLeader);
    if (a.ownTty && p.tty === me.tty) return true;
    if (a.selectors.length > 0) return a.selectors.some((s) => matches(p, s, ctx)) || ((a.bsdAll || a.bsdNoTty) && isDefault(p, a, me));
    return !a.withTty && !a.ownTty && isDefault(p, a, me);
  };
  const chosen = all.filter((p) => isChosen(p) !== a.negate && (!a.onlyRunning || 'RD'.includes(p.state)));
  return sort(chosen, a, ctx);
}

function sort(list: ProcessInfo[], a: PsArgs, ctx: PsContext): ProcessInfo[] {
  if (a.sort.length === 0) return list;
  return [...list].sort((x, y) => {
    for (const { key, isDown } of a.sort) {
      const column = psColumn(key);
      if (column === undefined) continue;
      const order = compare(column.text(x, ctx).trim(), column.text(y, ctx).trim());
      if (order !== 0) return isDown ? -order : order;
    }
    return 0;
  });
}

const compare = (a: string, b: string): number => {
  if (/^-?[\d.]+$/.test(a) && /^-?[\d.]+$/.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
};

/** The list in tree order, and what to draw in front of each command. Children of pid 1 stand at the top (procps "adopted"). */
export function forest(list: readonly ProcessInfo[], style: 'art' | 'indent'): { order: ProcessInfo[]; tree: Map<number, string> } {
  const present = new Set(list.map((p) => p.pid));
  const isRoot = (p: ProcessInfo): boolean => !present.has(p.ppid) || p.ppid === p.pid || (style === 'art' && p.ppid === 1);
  const order: ProcessInfo[] = [];
  const tree = new Map<number, string>();
  const walk = (p: ProcessInfo, lead: string, level: number, isLast: boolean): void => {
    order.push(p);
    tree.set(p.pid, style === 'indent' ? '  '.repeat(level) : level === 0 ? '' : `${lead} \\_ `);
    const children = list.filter((c) => c.ppid === p.pid && !isRoot(c));
    children.forEach((c, i) => {
      walk(c, level === 0 ? '' : lead + (isLast ? '    ' : ' |  '), level + 1, i === children.length - 1);
    });
  };
  for (const p of list) if (isRoot(p)) walk(p, '', 0, true);
  return { order, tree };
}

/** Without /proc there is nothing to show: what ps says then. */
export const hasProc = (sys: Syscalls): boolean => {
  try {
    sys.newfstatat(AT_FDCWD, '/proc/self/stat', 0);
    return true;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
};
