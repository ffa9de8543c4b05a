// `ns-shell FILE`, `-c`, a script on standard input: runs bash in a machine on the host's streams, in virtual time, and gives its status.

import type { Machine } from '../machine/index.ts';
import { createMachine, type LoadProgram, SCRIPT_ENV, shellStatus } from '../machine/index.ts';
import type { OwnOptions } from './args.ts';
import { bugReport } from './bug.ts';
import { isNullInput, readInput, readScript, say, scriptName, writeOutput } from './host.ts';

/** Steps between looks at the host. */
const SLICE = 65536;
const SIGINT = 2;

export interface ScriptCommand {
  readonly args: readonly string[];
  /** Index of the script's name in args; -1 for none. */
  readonly file: number;
  readonly options: OwnOptions;
}

export interface ScriptHost {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isInputTty: boolean;
  /** Calls back for ^C instead of ending the process; asked for once, when the script runs longer than a moment. */
  onInterrupt(listener: () => void): void;
  /** Lets the host's events in. */
  breathe(): Promise<void>;
  /** The next piece of standard input, for a terminal or a pipe that is not ready; empty: its end. */
  nextInput(): Promise<Uint8Array>;
}

/** Runs to the end; the value is the exit status. */
export async function runScript(command: ScriptCommand, host: ScriptHost, loadProgram: LoadProgram): Promise<number> {
  const args = [...command.args];
  const files = [];
  if (command.file >= 0) {
    const path = args[command.file];
    const read = readScript(path);
    if ('status' in read) {
      say(2, `${read.message}\n`);
      return read.status;
    }
    const name = scriptName(path, host.platform);
    args[command.file] = name;
    files.push({ path: `/root/${name}`, bytes: read.bytes, mode: read.mode | 0o400 });
  }
  const machine = createMachine({
    profile: command.options.profile,
    seed: Number(command.options.seed ?? 1),
    time: 'virtual',
    loadProgram,
  });
  // The process dies of SIGSEGV as after any bug; the rest of the machine and the script go on.
  machine.kernel.onBug = (task, error) => say(2, `${bugReport(task.comm, error)}\n`);
  const isNull = isNullInput(host);
  let status: number | null = null;
  machine.onOutput((o) => {
    if (o.kind === 'stream') {
      if (!writeOutput(o.fd, o.bytes)) machine.input({ kind: 'closed', fd: o.fd });
    } else if (o.kind === 'exit') status = shellStatus(o.status);
  });
  machine.input({ kind: 'spawn', argv: ['bash', ...args], env: environment(host.env), files, stdin: isNull ? 'null' : 'pipe' });
  for (let slices = 0; ; slices++) {
    const state = machine.run(SLICE);
    if (status !== null) return status;
    if (slices === 0) host.onInterrupt(() => machine.input({ kind: 'signal', sig: SIGINT }));
    if (state === 'idle' && machine.wantsInput) await giveInput(machine, host);
    else if (state === 'idle') return deadlocked();
    else if (state === 'halted') return 0;
    else await host.breathe();
  }
}

/** Everybody sleeps and nothing will wake them: a real shell would hang. */
function deadlocked(): number {
  say(2, 'ns-shell: every process sleeps and nothing can wake them; stopped\n');
  return 128 + SIGINT;
}

async function giveInput(machine: Machine, host: ScriptHost): Promise<void> {
  const bytes = host.isInputTty ? 'again' : readInput();
  machine.input({ kind: 'stdin', bytes: bytes === 'again' ? await host.nextInput() : bytes });
}

/** The machine's own environment, with the few settings of the host that are about what a person sees. */
function environment(env: Readonly<Record<string, string | undefined>>): string[] {
  const out = [...SCRIPT_ENV];
  if (env.NO_COLOR) out.push(`NO_COLOR=${env.NO_COLOR}`);
  return out;
}
