// pkill(1): sends a signal to processes by name and other attributes (procps-ng 4.0.2 src/pgrep.c).

import { Errno } from '../../abi/errno.ts';
import { SIGTERM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import { parseOptions } from '../../libc/options.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { signalNumber } from '../../libc/signals.ts';
import { fail, NOTHING, pgrepStyle, SELECTION, search } from './pgrep/match.ts';

const usage = `
Usage:
 pkill [options] <pattern>

Options:
 -<sig>, --signal <sig>    signal to send (either number or name)
 -q, --queue <value>       integer value to be sent with the signal
 -e, --echo                display what is killed
${SELECTION}`;

function* main(p: Proc): Sys<number> {
  const { signal, rest } = takeSignal(p.args);
  const o = yield* parseOptions(p, pgrepStyle(p), rest);
  const name = o.value('signal');
  const sig = name === undefined ? signal : (signalNumber(name) ?? (yield* fail(p, `unknown signal: ${name}`)));
  const found = yield* search(p, o);
  let killed = 0;
  for (const x of found) {
    try {
      yield* p.sys.kill(x.pid, sig);
      killed++;
      if (o.has('echo')) p.print(`${x.comm} killed (pid ${x.pid})\n`);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.warn(`killing pid ${x.pid} failed: ${e.text}`);
    }
  }
  if (o.has('count')) p.print(`${found.length}\n`);
  return killed > 0 ? 0 : NOTHING;
}

/** The signal may stand among the options as -9, -TERM or -SIGTERM. */
function takeSignal(args: readonly string[]): { signal: number; rest: readonly string[] } {
  for (let i = 0; i < args.length; i++) {
    const m = /^-(\d+|[A-Z][A-Z0-9+-]+)$/.exec(args[i]);
    const nr = m === null ? undefined : signalNumber(m[1]);
    if (nr !== undefined) return { signal: nr, rest: [...args.slice(0, i), ...args.slice(i + 1)] };
  }
  return { signal: SIGTERM, rest: args };
}

export const program: Program = { name: 'pkill', usage, main };
