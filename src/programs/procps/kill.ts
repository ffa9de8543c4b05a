// kill(1): sends a signal to processes (procps-ng 4.0.2 src/skill.c); bash has a builtin of that name.

import { Errno } from '../../abi/errno.ts';
import { append } from '../../abi/list.ts';
import { SIGTERM } from '../../abi/signal.ts';
import type { Sys } from '../../abi/sys.ts';
import type { Proc, Program } from '../../libc/proc.ts';
import { signalName, signalNumber } from '../../libc/signals.ts';
import { UNCHECKED } from '../../libc/write-error.ts';

const usage = `
Usage:
 kill [options] <pid> [...]

Options:
 <pid> [...]            send signal to every <pid> listed
 -<signal>, -s, --signal <signal>
                        specify the <signal> to be sent
 -q, --queue <value>    integer value to be sent with the signal
 -l, --list=[<signal>]  list all signal names, or convert one to a name
 -L, --table            list all signal names in a nice table

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see kill(1).
`;

/** The table of procps calls SIGIO by its other name. */
const shownName = (nr: number): string => (nr === 29 ? 'POLL' : (signalName(nr) ?? ''));

function list(p: Proc, text: string | undefined): number {
  if (text === undefined) {
    const names = Array.from({ length: 31 }, (_, i) => shownName(i + 1));
    p.print(`${names.slice(0, 16).join(' ')}\n${names.slice(16).join(' ')}\n`);
    return 0;
  }
  const nr = signalNumber(/^\d+$/.test(text) ? String(Number(text) & 127) : text);
  if (nr === undefined) return 1;
  p.print(`${/^\d+$/.test(text) ? (signalName(nr) ?? nr) : nr}\n`);
  return 0;
}

function table(p: Proc): number {
  let line = '';
  for (let nr = 1; nr <= 31; nr++) {
    line += `${String(nr).padStart(2)} ${shownName(nr).padEnd(8)}`;
    if (nr % 7 !== 0) continue;
    p.print(`${line.trimEnd()}\n`);
    line = '';
  }
  p.print(`${line}\n`);
  return 0;
}

function* main(p: Proc): Sys<number> {
  const args = [...p.args];
  let signal = SIGTERM;
  const pids: string[] = [];
  while (args.length > 0) {
    const arg = args.shift() ?? '';
    if (arg === '--') {
      append(pids, args.splice(0));
    } else if (arg === '-h' || arg === '--help') {
      p.print(usage);
      return 0;
    } else if (arg === '-V' || arg === '--version') {
      p.print('kill from procps-ng 4.0.2\n');
      return 0;
    } else if (arg === '-l' || arg === '--list') return list(p, args[0]);
    else if (arg === '-L' || arg === '--table') return table(p);
    else if (arg === '-q' || arg === '--queue') {
      yield* p.warn(`ns-shell: not simulated: ${arg}`);
      return 1;
    } else if (/^-./.test(arg) && !(pids.length > 0 && /^-\d+$/.test(arg))) {
      const text = arg === '-s' || arg === '--signal' ? (args.shift() ?? '') : arg.replace(/^(?:-s|--signal=|-)/, '');
      const nr = signalNumber(text);
      if (nr === undefined) {
        yield* p.error(`kill: invalid argument ${text[0] ?? ''}\n${usage}`);
        return 1;
      }
      signal = nr;
    } else pids.push(arg);
  }
  if (pids.length === 0) {
    yield* p.error(usage);
    return 1;
  }
  let status = 0;
  for (const text of pids) {
    if (!/^-?\d+$/.test(text)) {
      yield* p.warn(`failed to parse argument: '${text}'`);
      return 1;
    }
    try {
      yield* p.sys.kill(Number(text), signal);
    } catch (e) {
      if (!(e instanceof Errno)) throw e;
      yield* p.error(`${p.argv[0]}: (${text}): ${e.text}\n`);
      status = 1;
    }
  }
  return status;
}

export const program: Program = { name: 'kill', usage, main, onWriteError: UNCHECKED };
