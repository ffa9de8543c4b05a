// A file that find(1) has come to, and the things its expression works with (findutils 4.9 find/defs.h).

import type { Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { NameCache } from '../../../libc/passwd.ts';
import type { Proc } from '../../../libc/proc.ts';
import type { Zone } from '../../../libc/strftime.ts';

export interface Entry {
  /** As printed: the starting point and the names below it. */
  readonly path: string;
  /** The starting point it was found under. */
  readonly top: string;
  readonly depth: number;
  readonly st: Stat;
  /** The symbolic link itself was not followed. */
  readonly isLink: boolean;
}

/** What an evaluation may do to the walk. */
export interface Walk {
  readonly p: Proc;
  readonly names: NameCache;
  /** -L: tests of the file look at what a link points to. */
  readonly follows: boolean;
  /** The time zone in force, once it was needed. */
  zone: Zone | null;
  isPruned: boolean;
  hasQuit: boolean;
  status: number;
}

export interface Expression {
  test(entry: Entry, walk: Walk): Sys<boolean>;
  /** What is left to be done at the end: -exec … +. */
  finish?(walk: Walk): Sys<void>;
}

/** What -printf %f and -execdir call a file: its last part, one slash behind it kept. */
export const shownName = (path: string): string => (/[^/]\/+$/.exec(path) === null ? baseName(path) : `${baseName(path)}/`);

/** basename of what -name looks at: trailing slashes aside. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? (path === '' ? '' : '/') : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
