// Whether a file that is there may be replaced: -i, and what mv asks of itself (coreutils 9.1 src/copy.c abandon_move, overwrite_ok).

import { Errno } from '../../../abi/errno.ts';
import { AT_FDCWD, W_OK } from '../../../abi/flags.ts';
import { isLnk, type Stat } from '../../../abi/stat.ts';
import type { Sys } from '../../../abi/sys.ts';
import { quoteaf } from '../../../libc/coreutils.ts';
import { modeString } from '../../../libc/modestring.ts';
import { isatty } from '../../../libc/tty.ts';
import type { CopyContext } from './context.ts';

export function* mayOverwrite(c: CopyContext, to: string, old: Stat, isDirectory: boolean): Sys<boolean> {
  const { w } = c;
  if (isDirectory && !w.isMove) return true;
  if (w.isMove) {
    if (w.asks === 'never') return true;
    const isProtected = !isLnk(old.mode) && !isWritable(c, to);
    if (w.asks === 'always' || (isProtected && (yield* isatty(c.p.sys, 0)))) return yield* c.ask(question(c, to, old, isProtected));
    return true;
  }
  if (w.asks !== 'always') return true;
  return yield* c.ask(question(c, to, old, !isLnk(old.mode) && !isWritable(c, to)));
}

function question(c: CopyContext, to: string, old: Stat, isProtected: boolean): string {
  const { w } = c;
  if (!isProtected) return `overwrite ${quoteaf(to)}? `;
  const verb = w.isMove || w.removesDestination || w.isForced ? 'replace' : 'unwritable';
  const mode = `${(old.mode & 0o7777).toString(8).padStart(4, '0')} (${modeString(old.mode).slice(1)})`;
  return verb === 'replace'
    ? `replace ${quoteaf(to)}, overriding mode ${mode}? `
    : `unwritable ${quoteaf(to)} (mode ${mode}); try anyway? `;
}

function isWritable(c: CopyContext, name: string): boolean {
  try {
    c.p.sys.faccessat2(AT_FDCWD, name, W_OK, 0);
    return true;
  } catch (e) {
    if (e instanceof Errno) return false;
    throw e;
  }
}
