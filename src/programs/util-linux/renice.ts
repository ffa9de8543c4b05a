// renice(1): alters the priority of running processes (util-linux 2.38 sys-utils/renice.c).

import { Errno } from '../../abi/errno.ts';
import type { Sys } from '../../abi/sys.ts';
import { hintAndExit, utilLinux } from '../../libc/options.ts';
import { getpwnam } from '../../libc/passwd.ts';
import type { Proc, Program } from '../../libc/proc.ts';

const usage = `
Usage:
 renice [-n] <priority> [-p|--pid] <pid>...
 renice [-n] <priority>  -g|--pgrp <pgid>...
 renice [-n] <priority>  -u|--user <user>...

Alter the priority of running processes.

Options:
 -n, --priority <num>   specify the nice value
 -p, --pid              interpret arguments as process ID (default)
 -g, --pgrp             interpret arguments as process group ID
 -u, --user             interpret arguments as username or user ID

 -h, --help             display this help
 -V, --version          display version

For more details see renice(1).
`;

/** The numbers of getpriority(2). */
const KINDS = ['process ID', 'process group ID', 'user ID'] as const;
const SWITCH = new Map([
  ['-p', 0],
  ['--pid', 0],
  ['-g', 1],
  ['--pgrp', 1],
  ['-u', 2],
  ['--user', 2],
]);

function* badUsage(p: Proc, message: string): Sys<never> {
  yield* p.warn(message);
  return yield* hintAndExit(p, utilLinux(p));
}

function* main(p: Proc): Sys<number> {
  let args = p.args;
  if (args.length === 1 && (args[0] === '-h' || args[0] === '--help')) {
    p.print(usage);
    return 0;
  }
  if (args.length === 1 && (args[0] === '-V' || args[0] === '--version')) {
    p.print(`${p.name} from util-linux 2.38.1\n`);
    return 0;
  }
  if (args[0] === '-n' || args[0] === '--priority') args = args.slice(1);
  if (args.length < 2) return yield* badUsage(p, 'not enough arguments');
  const [text, ...whom] = args;
  if (!/^\s*[-+]?\d+$/.test(text)) return yield* badUsage(p, `invalid priority '${text}'`);
  let which = 0;
  let failed = 0;
  for (const word of whom) {
    const kind = SWITCH.get(word);
    if (kind !== undefined) which = kind;
    else failed |= yield* renice(p, which, word, Number(text));
  }
  return failed;
}

function* renice(p: Proc, which: number, word: string, nice: number): Sys<number> {
  let who = Number(word);
  if (which === 2) {
    const user = yield* getpwnam(p.sys, word);
    if (user !== undefined) who = user.uid;
    else if (!/^\d+$/.test(word)) {
      yield* p.warn(`unknown user ${word}`);
      return 1;
    }
  } else if (!/^\d+$/.test(word)) {
    yield* p.warn(`bad ${KINDS[which]} value: ${word}`);
    return 1;
  }
  let step = 'get';
  try {
    const old = p.sys.getpriority(which, who);
    step = 'set';
    p.sys.setpriority(which, who, nice);
    step = 'get';
    p.print(`${who} (${KINDS[which]}) old priority ${old}, new priority ${p.sys.getpriority(which, who)}\n`);
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    yield* p.warn(`failed to ${step} priority for ${who} (${KINDS[which]}): ${e.text}`);
    return 1;
  }
  return 0;
}

export const program: Program = { name: 'renice', usage, main };
