// trap and kill (bash's builtins/trap.def, kill.def).

import { Errno } from '../../../abi/errno.ts';
import { NSIG, SIGTERM } from '../../../abi/signal.ts';
import type { Sys } from '../../../abi/sys.ts';
import { signalName, signalNumber } from '../../../libc/signals.ts';
import { Complaint } from '../errors.ts';
import { isAlive, jobState } from '../job-table.ts';
import { complain, flush, print, printError } from '../output.ts';
import { singleQuote } from '../quote.ts';
import type { Shell, TrapName } from '../state.ts';
import { setTrap, trapLabel, trapName } from '../traps.ts';
import { plain, sleeping } from './builtin.ts';
import { findJob } from './jobs.ts';
import { parseOptions, usage } from './options.ts';

/** The order in which `trap` lists: by number, EXIT first, the shell's own last. */
const ORDER = (name: TrapName): number =>
  name === 'EXIT' ? 0 : name === 'DEBUG' ? NSIG : name === 'ERR' ? NSIG + 1 : name === 'RETURN' ? NSIG + 2 : name;

/** kill -l: five in a row. */
export function signalTable(): string {
  let out = '';
  let column = 0;
  for (let nr = 1; nr < NSIG; nr++) {
    const name = signalName(nr);
    if (name === undefined) continue;
    column++;
    out += `${String(nr).padStart(2)}) SIG${name}`;
    out += column % 5 === 0 ? '\n' : '\t';
  }
  return column % 5 === 0 ? out : `${out}\n`;
}

function trap(sh: Shell, args: readonly string[]): number {
  const { flags, rest } = parseOptions(sh, args, 'lp');
  if (flags.has('l')) {
    print(sh, signalTable());
    return 0;
  }
  if (flags.has('p') || rest.length === 0) return showTraps(sh, rest, flags.has('p'));
  let command: string | null = rest[0];
  let names = rest.slice(1);
  // `trap SIG`, and a number in front: back to the default.
  if (names.length === 0 && trapName(command) !== null) {
    names = [command];
    command = null;
  } else if (/^\d+$/.test(command) && trapName(command) !== null) {
    names = rest.slice();
    command = null;
  } else if (command === '-') command = null;
  else if (names.length === 0) usage(sh, 'trap');
  let status = 0;
  for (const text of names) {
    const name = trapName(text);
    if (name === null) {
      complain(sh, `trap: ${text}: invalid signal specification`);
      status = 1;
    } else setTrap(sh, name, command);
  }
  return status;
}

function showTraps(sh: Shell, names: readonly string[], isAsked: boolean): number {
  const traps = new Map<TrapName, string>(sh.inheritedTraps ?? sh.traps);
  for (const nr of sh.ignoredAtStart) if (!traps.has(nr) && !sh.isInteractive) traps.set(nr, '');
  let status = 0;
  const show = (name: TrapName): void => {
    const command = traps.get(name);
    if (command !== undefined) print(sh, `trap -- ${singleQuote(command)} ${trapLabel(sh, name)}\n`);
    else if (isAsked && sh.options.posix) print(sh, `trap -- - ${trapLabel(sh, name)}\n`);
  };
  if (names.length === 0 && isAsked && sh.options.posix) {
    // In posix mode `trap -p` also tells of the signals that have no trap.
    const all: TrapName[] = ['EXIT', ...Array.from({ length: 64 }, (_, i) => i + 1), 'DEBUG', 'ERR', 'RETURN'];
    for (const name of all) show(name);
    return 0;
  }
  if (names.length === 0 || !isAsked) {
    for (const name of [...traps.keys()].sort((a, b) => ORDER(a) - ORDER(b))) show(name);
    return 0;
  }
  for (const text of names) {
    const name = trapName(text);
    if (name === null) {
      complain(sh, `trap: ${text}: invalid signal specification`);
      status = 1;
    } else show(name);
  }
  return status;
}

function* kill(sh: Shell, args: readonly string[]): Sys<number> {
  if (args.length === 1) return killUsage(sh);
  let spec: string | null = null;
  let lists = false;
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i];
    if (arg === '-l' || arg === '-L') lists = true;
    else if (arg === '-s' || arg === '-n') {
      spec = args[++i] ?? null;
      if (spec === null) throw new Complaint(`${arg}: option requires an argument`);
    } else if (/^-(?:s[A-Za-z]|n\d)/.test(arg)) spec = arg.slice(2);
    else if (arg === '--') {
      i++;
      break;
    } else if (arg === '-?') return killUsage(sh);
    else if (arg[0] === '-' && spec === null) spec = arg.slice(1);
    else break;
  }
  const targets = args.slice(i);
  if (lists) return listSignals(sh, targets);
  // In posix mode kill knows the names without SIG alone.
  const sig = spec === null ? SIGTERM : sh.options.posix && /^sig/i.test(spec) ? -1 : parseSignal(spec);
  if (sig < 0) throw new Complaint(`${spec}: invalid signal specification`);
  if (targets.length === 0) return killUsage(sh);
  let sent = 0;
  for (const target of targets) if (yield* killTarget(sh, target, sig)) sent++;
  return sent > 0 ? 0 : 1;
}

const parseSignal = (spec: string): number => (spec === '0' || spec.toUpperCase() === 'EXIT' ? 0 : (signalNumber(spec) ?? -1));

function killUsage(sh: Shell): number {
  printError(sh, 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
  return 2;
}

function* killTarget(sh: Shell, target: string, sig: number): Sys<boolean> {
  if (/^-?\d+$/.test(target)) return yield* killOne(sh, Number(target), sig);
  if (target === '' || target === '-') {
    complain(sh, `kill: \`${target}': not a pid or valid job spec`);
    return false;
  }
  if (target[0] !== '%') {
    complain(sh, `kill: ${target}: arguments must be process or job IDs`);
    return false;
  }
  const job = findJob(sh, 'kill', target);
  if (job === null) return false;
  if (job.hasControl && jobState(job) !== 'done') return yield* killOne(sh, -job.pgid, sig);
  // Without job control all of a pipeline is told, up to the first that has ended (jobs.c kill_pid).
  for (const p of job.processes) {
    if (!isAlive(p)) break;
    if (!(yield* killOne(sh, p.pid, sig))) return false;
  }
  return true;
}

function* killOne(sh: Shell, pid: number, sig: number): Sys<boolean> {
  try {
    yield* flush(sh);
    yield* sh.sys.kill(pid, sig);
    return true;
  } catch (e) {
    if (!(e instanceof Errno)) throw e;
    complain(sh, `kill: (${pid}) - ${e.text}`);
    return false;
  }
}

function listSignals(sh: Shell, specs: readonly string[]): number {
  if (specs.length === 0) {
    print(sh, signalTable());
    return 0;
  }
  let status = 0;
  for (const spec of specs) {
    if (/^\d+$/.test(spec)) {
      const n = Number(spec);
      const nr = n > 128 ? n - 128 : n;
      const name = nr === 0 ? 'EXIT' : signalName(nr);
      if (name === undefined) {
        complain(sh, `kill: ${spec}: invalid signal specification`);
        status = 1;
      } else print(sh, `${name}\n`);
      continue;
    }
    const nr = parseSignal(spec);
    if (nr < 0) {
      complain(sh, `kill: ${spec}: invalid signal specification`);
      status = 1;
    } else print(sh, `${nr}\n`);
  }
  return status;
}

export const TRAP = [plain('trap', trap, { isSpecial: true }), sleeping('kill', kill)];
