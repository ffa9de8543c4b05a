// What the UI needs of the computer it runs on. The command line gives one (src/cli/host.ts); tests give their own.

import type { LessonFiles } from '../lesson/catalog.ts';
import type { Machine, MachineConfig } from '../machine/api.ts';

export type HostSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGCONT';

export interface Host {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: HostInput;
  readonly stdout: HostOutput;
  /** Monotonic milliseconds, with fractions. */
  now(): number;
  /** Seconds since the epoch. */
  epoch(): number;
  /** All files of the lessons folder, by path inside it. */
  lessons(): LessonFiles;
  /** A file of the state folder; null when there is none or it cannot be read. */
  readState(name: string): string | null;
  /** Replaces a file of the state folder at once or not at all. False: there is nowhere to write. */
  writeState(name: string, text: string): boolean;
  /** Calls back for signals that would end or wake the process; the returned function takes the listener away. */
  onSignal(listener: (signal: HostSignal) => void): () => void;
  /** Calls back for an exception or rejection that nobody caught; the process ends after it. */
  onCrash(listener: (error: unknown) => void): () => void;
  /** Calls back when the process ends, whatever the reason; nothing asynchronous happens after it. */
  onExit(listener: () => void): () => void;
  /** Ends the process by the signal itself, as its parent expects; the value is for where that is not possible. */
  endBy(signal: HostSignal): number;
  /** Stops the process as ^Z would; returns when it is continued. False where there is no job control (Windows). */
  suspend(): boolean;
  /** Makes the environment fit Ink: it must not think that it runs in CI or without colours. */
  prepareInk(): void;
}

export interface HostInput {
  readonly isTTY: boolean;
  setRawMode(isRaw: boolean): void;
  /** Begins reading. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** The terminal is gone or the input has ended. */
  onEnd(listener: () => void): () => void;
}

export interface HostOutput {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
  /** False: wait for onDrain. Errors (EPIPE) go to onError. */
  write(text: string | Uint8Array): boolean;
  onDrain(listener: () => void): () => void;
  onResize(listener: () => void): () => void;
  onError(listener: () => void): () => void;
}

export interface UiOptions {
  readonly createMachine: (config: MachineConfig) => Machine;
  readonly host: Host;
  /** A lesson's name or folder; `none`: a machine without a lesson; undefined: where the learner was, else the first. */
  readonly lesson: string | undefined;
  readonly lang: string | undefined;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii: boolean;
  /** As written: `^]`, `^b`; undefined: ^]. */
  readonly leader: string | undefined;
  readonly profile: string;
  readonly seed: number;
}
