// getpcaps(8): the capabilities of processes (libcap 2.66 progs/getpcaps.c).

import { CAP_FULL_SET } from '../../abi/caps.ts';
import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { type Proc, type Program, readFile } from '../../libc/proc.ts';
import { UNCHECKED } from '../../libc/write-error.ts';
import { capToText, type Iab, iabToText } from './text.ts';

const usage = `usage: getcaps [opts] <pid> [<pid> ...]

  This program displays the capabilities on the queried process(es).
  The capabilities are displayed in the cap_from_text(3) format.

  Optional arguments:
     --help, -h or --usage display this message.
     --verbose             use a more verbose output format.
     --ugly or --legacy    use the archaic legacy output format.
     --iab                 show IAB of process too.
     --license             display license info
`;

interface Style {
  readonly isIab: boolean;
  readonly format: 'plain' | 'verbose' | 'legacy';
}

const FORMATS: Readonly<Record<Style['format'], (pid: string, text: string) => string>> = {
  plain: (pid, text) => `${pid}: ${text}`,
  verbose: (pid, text) => `Capabilities for '${pid}': ${text}`,
  legacy: (pid, text) => `Capabilities for \`${pid}': ${text}`,
};

function* main(p: Proc): Sys<number> {
  let status = 0;
  let style: Style = { isIab: false, format: 'plain' };
  if (p.args.length === 0) {
    yield* p.error(usage);
    return 1;
  }
  for (const arg of p.args) {
    if (arg === '--help' || arg === '-h' || arg === '--usage') {
      yield* p.error(usage);
      return 0;
    }
    if (arg === '--license') {
      yield* p.error('ns-shell: not simulated: --license\n');
      return 1;
    }
    if (arg === '--verbose') style = { ...style, format: 'verbose' };
    else if (arg === '--ugly' || arg === '--legacy') style = { ...style, format: 'legacy' };
    else if (arg === '--iab') style = { ...style, isIab: true };
    else if (!/^-?\d+$/.test(arg)) {
      yield* p.error(`Cannot parse pid ${arg}: (Invalid argument)\n`);
      return 1;
    } else if (!(yield* show(p, arg, style))) status = 1;
  }
  return status;
}

/** False: there is no such process. */
function* show(p: Proc, pid: string, style: Style): Sys<boolean> {
  let text: string;
  try {
    text = capToText(p.sys.capget(Number(pid)));
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.error(`Failed to get cap's for process ${pid}: (${e.text})\n`);
    return false;
  }
  // No call tells another process's bounding and ambient sets; /proc does (cap_iab_get_pid(3)).
  const line = style.isIab ? withIab(pid, text, iabToText(yield* iabOf(p, pid)), style) : FORMATS[style.format](pid, text);
  if (style.format === 'legacy' && !style.isIab) yield* p.error(`${line}\n`);
  else p.print(`${line}\n`);
  return true;
}

/** What is empty shows only with --verbose or --legacy. */
function withIab(pid: string, text: string, iab: string, { format }: Style): string {
  const isAll = format !== 'plain';
  return `${pid}:${isAll || text !== '=' ? ` "${text}"` : ''}${isAll || iab !== '' ? ` [${iab}]` : ''}`;
}

function* iabOf(p: Proc, pid: string): Sys<Iab> {
  const status = yield* readFile(p.sys, `/proc/${pid}/status`);
  const set = (name: string) => BigInt(`0x${new RegExp(`^Cap${name}:\\t(\\w+)$`, 'm').exec(status)?.[1] ?? '0'}`);
  return { inheritable: set('Inh'), ambient: set('Amb'), dropped: CAP_FULL_SET & ~set('Bnd') };
}

export const program: Program = { name: 'getpcaps', usage, main, onWriteError: UNCHECKED };
