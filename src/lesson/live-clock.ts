// The host's time as the machine gets it: nanoseconds since boot, from the moment of anchoring on as fast as the host's clock.

import type { Machine } from '../machine/api.ts';

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

  /** Tells the machine how late it is, in steps of at least `grain` milliseconds: each is an entry of its log. */
  tick(machine: Machine, grain: number): void {
    const { mono } = this;
    if (mono < this.sent + grain * 1e6) return;
    this.sent = mono;
    machine.input({ kind: 'clock', mono });
  }

  /** Milliseconds until time alone changes something; Infinity for never. */
  untilDeadline(machine: Machine): number {
    const deadline = machine.nextDeadline();
    return deadline === Infinity ? Infinity : Math.max(0, (deadline - this.mono) / 1e6);
  }
}
