// The clocks. One monotonic count of nanoseconds since boot; real time is it plus an offset. Every system call costs a little time, so
// that two things never happen at once and a busy loop meets its timeout; idle time jumps to the next timer (headless) or follows the
// host's clock, which arrives as logged input (live). Follows kernel/time/timekeeping.c in shape only.

import { type Timespec, timespec } from '../../abi/stat.ts';

const SECOND = 1_000_000_000;

/** Nanoseconds of virtual time a system call takes. */
export const SYSCALL_COST = 1000;

export class Clock {
  /** Nanoseconds since boot, CLOCK_MONOTONIC of the initial time namespace. */
  mono: number;
  private epochSec: number;
  private epochNsec: number;
  private cached: Timespec = timespec(0, 0);
  private cachedAt = -1;

  /** @param epochSec real time at mono 0, in seconds; @param mono nanoseconds since boot to start with */
  constructor(epochSec: number, mono: number) {
    this.epochSec = epochSec;
    this.epochNsec = 0;
    this.mono = mono;
  }

  /** CLOCK_REALTIME; one shared object as long as time stands still. */
  now(): Timespec {
    if (this.cachedAt !== this.mono) {
      const ns = this.epochNsec + (this.mono % SECOND);
      const carry = ns >= SECOND ? 1 : 0;
      this.cached = timespec(this.epochSec + Math.floor(this.mono / SECOND) + carry, ns - carry * SECOND);
      this.cachedAt = this.mono;
    }
    return this.cached;
  }

  /** clock_settime(CLOCK_REALTIME). */
  set(time: Timespec): void {
    let nsec = time.nsec - (this.mono % SECOND);
    let sec = time.sec - Math.floor(this.mono / SECOND);
    if (nsec < 0) {
      nsec += SECOND;
      sec -= 1;
    }
    this.epochSec = sec;
    this.epochNsec = nsec;
    this.cachedAt = -1;
  }

  /** btime of /proc/stat: the epoch second of boot. */
  bootTime(): number {
    return this.epochSec;
  }
}
