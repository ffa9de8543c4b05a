// pgrep(1): lists processes by name and other attributes (procps-ng 4.0.2 src/pgrep.c).

import type { Sys } from '../../abi/sys.ts';
import { type Options, parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import type { ProcessInfo } from '../../libc/procfs.ts';
import { NOTHING, pgrepStyle, SELECTION, search } from './pgrep/match.ts';

const usage = `
Usage:
 pgrep [options] <pattern>

Options:
 -d, --delimiter <string>  specify output delimiter
 -l, --list-name           list PID and process name
 -a, --list-full           list PID and full command line
 -v, --inverse             negates the matching
 -w, --lightweight         list all TID
${SELECTION}`;

function* main(p: Proc): Sys<number> {
  const o = yield* parseOptions(p, pgrepStyle(p));
  const found = yield* search(p, o);
  if (o.has('count')) p.print(`${found.length}\n`);
  else if (found.length > 0) p.print(`${found.map((x) => line(x, o)).join(o.value('delimiter') ?? '\n')}\n`);
  return found.length > 0 ? 0 : NOTHING;
}

function line(x: ProcessInfo, o: Options): string {
  if (o.has('list-full')) return `${x.pid} ${fullCommand(x)}`;
  return o.has('list-name') ? `${x.pid} ${x.comm}` : String(x.pid);
}

const fullCommand = (x: ProcessInfo): string =>
  x.cmdline.length > 0 ? x.cmdline.join(' ') : x.state === 'Z' ? `[${x.comm}] <defunct>` : `[${x.comm}]`;

export const program: Program = { name: 'pgrep', usage, main };
