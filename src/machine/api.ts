// The machine as everybody above it sees it: bytes in, bytes out, time as an input, the log that repeats it all.

import type { KernelView } from '../inspect/view.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RunState } from '../kernel/sched/scheduler.ts';

/** Everything that comes from outside; the log of these is the whole history of a machine. */
export type Input =
  /** Keys typed at a terminal. */
  | { readonly kind: 'tty'; readonly tty: string; readonly bytes: Uint8Array }
  | { readonly kind: 'resize'; readonly tty: string; readonly rows: number; readonly cols: number }
  /** A new terminal with a login shell of `user` on it; `tty` is the name chosen by the caller ('A'). */
  | { readonly kind: 'open'; readonly tty: string; readonly rows: number; readonly cols: number; readonly user: string }
  /** The terminal's window is closed: SIGHUP. */
  | { readonly kind: 'hangup'; readonly tty: string }
  /** Starts a program as a script's shell is started, on the host's streams (no controlling terminal). */
  | {
      readonly kind: 'spawn';
      readonly argv: readonly string[];
      readonly env: readonly string[];
      readonly files: readonly HostFile[];
      readonly stdin: 'null' | 'pipe';
    }
  /** Standard input of the spawned program; empty bytes: end of file. */
  | { readonly kind: 'stdin'; readonly bytes: Uint8Array }
  /** The host's reader of a stream is gone: writes answer EPIPE. */
  | { readonly kind: 'closed'; readonly fd: 1 | 2 }
  /** A signal of the host for the spawned program's process group (^C at the host's terminal). */
  | { readonly kind: 'signal'; readonly sig: number }
  /** Live time: nanoseconds since boot. Never goes back. */
  | { readonly kind: 'clock'; readonly mono: number }
  /** Somebody above the machine answers /dev/ns-shell from now on (abi/control.ts); before, opening it fails with ENXIO. */
  | { readonly kind: 'attach' }
  /** The answer to the control request `id`. */
  | { readonly kind: 'control'; readonly id: number; readonly bytes: Uint8Array };

/** A file of the host given by name on the command line, visible at `path` in the machine. */
export interface HostFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

export interface LogEntry {
  readonly step: number;
  readonly input: Input;
}

/** A terminal's output, a stream of the spawned program, or the end of either. */
export type Output =
  | { readonly kind: 'tty'; readonly tty: string; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly fd: 1 | 2; readonly bytes: Uint8Array }
  /** The terminal's session has ended; `isKilled`: a signal has ended its shell. */
  | { readonly kind: 'closed'; readonly tty: string; readonly isKilled: boolean }
  /** The spawned program has ended, with its wait(2) status word. */
  | { readonly kind: 'exit'; readonly status: number }
  /** A request written to /dev/ns-shell by the process `pid` (initial PID namespace); its read sleeps until the answer comes in. */
  | { readonly kind: 'control'; readonly id: number; readonly pid: number; readonly bytes: Uint8Array };

export interface MachineConfig {
  /** Name of a profile (machine/profiles). */
  readonly profile: string;
  readonly seed: number;
  /** Seconds since the epoch at which the clock starts; default: the profile's. */
  readonly epoch?: number;
  /** Idle time jumps to the next timer (scripts, tests) or waits for clock inputs (a person at a terminal). */
  readonly time: 'virtual' | 'live';
}

export interface Machine {
  readonly config: MachineConfig;
  /** System calls and turns so far. */
  readonly step: number;
  readonly log: readonly LogEntry[];
  /** The kernel itself, for inspect; ui and web use view(). */
  readonly kernel: Kernel;
  /** Takes an input in and logs it; nothing runs until run(). */
  input(input: Input): void;
  /** Runs at most `maxSteps` steps. 'idle': everybody sleeps, see nextDeadline(). */
  run(maxSteps: number): RunState;
  /** Nanoseconds since boot at which a sleeper wakes by itself; Infinity for never. */
  nextDeadline(): number;
  /** The spawned program sleeps until it gets standard input. */
  readonly wantsInput: boolean;
  /** The device of the terminal opened as `tty` (`pts/0`, as TaskView.tty has it); null when it is not open. */
  ttyName(tty: string): string | null;
  onOutput(listener: (output: Output) => void): () => void;
  view(): KernelView;
  /** Runs a script with bash to its end, virtual time: what it printed on both streams and its status. */
  exec(script: string): ExecResult;
}

export interface ExecResult {
  /** Standard output and standard error in the order written. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}
