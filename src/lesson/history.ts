// The way back: for each command line typed at a prompt, how long the machine's log was before its first key.

import type { StepState } from './run.ts';

/** Where a step began. */
export interface StepStart {
  readonly length: number;
  readonly state: StepState;
}

export interface Checkpoint {
  readonly length: number;
  readonly terminal: string;
  readonly state: StepState | null;
  readonly starts: readonly StepStart[];
}

const ENTER = 0x0d;

export class History {
  private checkpoints: Checkpoint[] = [];
  /** Log length at the first key of the line being typed, by terminal. */
  private readonly lineStart = new Map<string, number>();

  /** Keys on their way to a terminal. `atPrompt` is asked at the first key of a line. */
  key(
    terminal: string,
    bytes: Uint8Array,
    length: number,
    atPrompt: () => boolean,
    state: StepState | null,
    starts: readonly StepStart[],
  ): void {
    if (bytes[0] !== ENTER && !this.lineStart.has(terminal) && atPrompt()) this.lineStart.set(terminal, length);
    if (!bytes.includes(ENTER)) return;
    const start = this.lineStart.get(terminal);
    if (start !== undefined) this.checkpoints.push({ length: start, terminal, state, starts });
    this.lineStart.delete(terminal);
  }

  /** The last line of this terminal was a question to the lesson: it changed nothing. */
  forgetLast(terminal: string): void {
    if (this.checkpoints.at(-1)?.terminal === terminal) this.checkpoints.pop();
  }

  pop(): Checkpoint | undefined {
    return this.checkpoints.pop();
  }

  /** Forgets what came after this place in the log, and lines half typed. */
  cut(length: number): void {
    this.checkpoints = this.checkpoints.filter((c) => c.length < length);
    this.lineStart.clear();
  }
}
