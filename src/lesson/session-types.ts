// What a session is given, and what it tells.

import type { ControlReply } from '../abi/control.ts';
import type { Machine, MachineConfig } from '../machine/api.ts';
import type { LessonFiles } from './catalog.ts';
import type { Progress } from './progress.ts';

export interface Size {
  readonly rows: number;
  readonly cols: number;
}

export interface SessionConfig {
  readonly create: (config: MachineConfig) => Machine;
  readonly files: LessonFiles;
  readonly lang: string;
  /** Of the machine without a lesson. */
  readonly profile: string;
  readonly seed: number;
  readonly user: string;
  readonly progress: Progress;
  /** The host's monotonic clock in nanoseconds. */
  readonly mono: () => number;
  /** Seconds since the epoch now; undefined: the profile's time. */
  readonly epoch?: number | undefined;
}

export interface SessionListener {
  onOutput(terminal: string, bytes: Uint8Array): void;
  /** The shell of the terminal has ended, or a signal has ended it. */
  onClosed(terminal: string, isKilled: boolean): void;
  /** Another machine from here on: these terminals are open, and what they show comes again, up to onReplayed. */
  onReplaced(terminals: readonly string[]): void;
  onReplayed(): void;
  /** Step, goals, hints or notices changed. */
  onChange(): void;
  onProgress(progress: Progress): void;
  sizeOf(terminal: string): Size;
  /** A command of the solution was put into this terminal's prompt. */
  onTyped(terminal: string): void;
  /** A verb of the screen's own (`lesson term`, `lesson quit`); null when it is none. */
  onVerb(argv: readonly string[], terminal: string | null): ControlReply | null;
}
