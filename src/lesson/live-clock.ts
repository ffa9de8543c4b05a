// The host's time as the machine gets it: nanoseconds since boot, from the moment of anchoring on as fast as the host's clock.

import type { Machine } from '../machine/api.ts';

/** Live time reaches the machine in steps of at least this many nanoseconds: each step is an entry of its log. */
const GRAIN = 1e6;

export class LiveClock {
  /** The host's monotonic clock, in nanoseconds. */
  private readonly now: () => number;
  private hostBase = 0;
  private base = 0;
  private sent = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** From here on the machine's time follows the host's. */
  anchor(machine: Machine): void {
    this.hostBase = this.now();
    this.base = machine.kernel.clock.mono;
    this.sent = this.base;
  }

  private get mono(): number {
    return this.base + (this.now() - this.hostBase);
  }

  /** Tells the machine how late it is. */
  tick(machine: Machine): void {
    const { mono } = this;
    if (mono < this.sent + GRAIN) return;
    this.sent = mono;
    machine.input({ kind: 'clock', mono });
  }

  /** Milliseconds until time alone changes something; Infinity for never. */
  untilDeadline(machine: Machine): number {
    const deadline = machine.nextDeadline();
    return deadline === Infinity ? Infinity : Math.max(0, (deadline - this.mono) / 1e6);
  }
}
