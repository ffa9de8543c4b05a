// Kinds of sysctl rows and how they read and write (kernel/sysctl.c: proc_dostring, proc_dointvec_minmax; proc_sys(5)). The table is sys.ts.

import { EINVAL } from '../../../abi/errno.ts';
import type { UserNs } from '../../cred/userns.ts';
import type { Task } from '../../sched/task.ts';

export interface SysctlRow {
  /** `kernel/hostname` */
  readonly path: string;
  readonly mode: number;
  read?(task: Task): string;
  write?(task: Task, text: string): void;
  /** The user namespace whose root the file belongs to, as this task sees it; default: the machine's. */
  ownerOf?(task: Task): UserNs;
  /** The mode bits that count for this task, where the namespace says so; else those of root, by its global ids. */
  modeFor?(task: Task): number;
}

const dotted = (path: string): string => path.replaceAll('/', '.');

/** The whole number that the text begins with; what follows it after white space is left unread (do_proc_dointvec). EINVAL outside the bounds. */
export function parseInteger(text: string, min: number, max: number): number {
  const m = /^\s*(-?(?:0[xX][0-9a-fA-F]+|\d+))(?:[\s\0]|$)/.exec(text);
  if (m === null) throw EINVAL;
  const digits = m[1].startsWith('-') ? m[1].slice(1) : m[1];
  const base = /^0[xX]/.test(digits) ? 16 : digits.length > 1 && digits.startsWith('0') ? 8 : 10;
  const n = Number.parseInt(digits, base) * (m[1].startsWith('-') ? -1 : 1);
  if (Number.isNaN(n) || n < min || n > max) throw EINVAL;
  return n;
}

const INT_MAX = 2147483647;

/** A number of the machine's, kept in kernel.sysctl once written. */
export function integer(
  path: string,
  initial: number | ((task: Task) => number),
  min = -INT_MAX - 1,
  max = INT_MAX,
  mode = 0o644,
): SysctlRow {
  const name = dotted(path);
  return {
    path,
    mode,
    read: (task) => `${task.kernel.sysctl.get(name) ?? (typeof initial === 'number' ? initial : initial(task))}\n`,
    // proc_dointvec takes one number; what follows after a blank is another write's.
    write: (task, text) => {
      const first = /^\s*\S+(?=[ \t\n])/.exec(text);
      task.kernel.sysctl.set(name, String(parseInteger(first === null ? text : first[0], min, max)));
    },
  };
}

/** Up to the first newline, at most `size - 1` bytes. */
export const firstLine = (text: string, size: number): string => {
  const end = text.search(/[\n\0]/);
  return (end < 0 ? text : text.slice(0, end)).slice(0, size - 1);
};

/** A text of the machine's. */
export function string(path: string, initial: string, size: number): SysctlRow {
  const name = dotted(path);
  return {
    path,
    mode: 0o644,
    read: (task) => `${task.kernel.sysctl.get(name) ?? initial}\n`,
    write: (task, text) => {
      task.kernel.sysctl.set(name, firstLine(text, size));
    },
  };
}

export const readOnly = (path: string, read: (task: Task) => string | number): SysctlRow => ({
  path,
  mode: 0o444,
  read: (task) => `${read(task)}\n`,
});

/** Several numbers in one line, tabs between. */
export function vector(path: string, initial: readonly number[], mode = 0o644): SysctlRow {
  const name = dotted(path);
  return {
    path,
    mode,
    read: (task) => `${task.kernel.sysctl.get(name) ?? initial.join('\t')}\n`,
    write: (task, text) => {
      const values = text
        .trim()
        .split(/\s+/)
        .slice(0, initial.length)
        .map((w) => parseInteger(w, -INT_MAX - 1, INT_MAX));
      const old = (task.kernel.sysctl.get(name) ?? initial.join('\t')).split('\t');
      task.kernel.sysctl.set(name, old.map((v, i) => values[i] ?? v).join('\t'));
    },
  };
}
