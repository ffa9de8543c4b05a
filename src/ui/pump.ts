// Keeps a session's machine going between keys: runs it in slices so that input always gets in, waits for timers by the host's clock, and
// holds it back while the screen has not taken in what was printed.

import type { Session } from '../lesson/session.ts';

/** System calls in one turn of the event loop, and between two looks at the output: one call can print 64 KiB. */
const SLICE = 4096;
const CHUNK = 64;
/** Bytes of output not yet on the screen at which the machine waits. */
const MAX_BACKLOG = 1 << 18;
/** Milliseconds between two looks at the clock while the machine computes: each is an entry of its log. */
const BUSY_TICK = 20;
/** The longest setTimeout. */
const MAX_DELAY = 0x7fffffff;
/** Milliseconds of quiet after which the goals are looked at. */
const JUDGE_AFTER = 50;

export class Pump {
  private readonly session: Session;
  private readonly backlog: () => number;
  private readonly onIdle: () => void;
  private immediate: ReturnType<typeof setImmediate> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private judgeTimer: ReturnType<typeof setTimeout> | null = null;
  private isRunning = false;
  private isStopped = false;
  private isHeld = false;
  private isBusy = false;

  constructor(session: Session, backlog: () => number, onIdle: () => void) {
    this.session = session;
    this.backlog = backlog;
    this.onIdle = onIdle;
  }

  /** Runs now as far as one slice goes, the rest in turns with the event loop. */
  kick(): void {
    if (this.isRunning || this.isStopped || !this.session.isOpen) return;
    if (this.backlog() > MAX_BACKLOG) {
      this.isHeld = true;
      return;
    }
    this.isRunning = true;
    this.clear();
    this.session.tick(this.isBusy ? BUSY_TICK : 1);
    let state = this.session.run(CHUNK);
    for (let n = CHUNK; n < SLICE && state === 'busy' && this.backlog() <= MAX_BACKLOG; n += CHUNK) state = this.session.run(CHUNK);
    this.isRunning = false;
    this.isBusy = state === 'busy';
    this.judgeTimer ??= setTimeout(() => this.judge(), JUDGE_AFTER);
    if (state === 'busy') this.immediate = setImmediate(() => this.kick());
    else if (state === 'idle') this.sleep();
  }

  /** Output was taken in: a machine that was held back goes on. */
  drained(): void {
    if (!this.isHeld || this.backlog() > MAX_BACKLOG / 2) return;
    this.isHeld = false;
    this.kick();
  }

  stop(): void {
    this.isStopped = true;
    this.clear();
    if (this.judgeTimer !== null) clearTimeout(this.judgeTimer);
  }

  private sleep(): void {
    const ms = this.session.untilDeadline();
    if (ms === Infinity) return;
    this.timer = setTimeout(() => this.kick(), Math.min(MAX_DELAY, Math.ceil(ms) + 1));
  }

  private clear(): void {
    if (this.immediate !== null) clearImmediate(this.immediate);
    if (this.timer !== null) clearTimeout(this.timer);
    this.immediate = null;
    this.timer = null;
  }

  private judge(): void {
    this.judgeTimer = null;
    this.session.judge();
    this.onIdle();
  }
}
