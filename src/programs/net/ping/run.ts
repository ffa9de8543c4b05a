import { CLOCK_MONOTONIC } from '../../../abi/flags.ts';
import type { Family, Ip } from '../../../abi/inet.ts';
import type { Sys } from '../../../abi/sys.ts';
import type { Options } from '../../../libc/options.ts';
import { Exit, type Proc } from '../../../libc/proc.ts';

export const SECOND = 1_000_000_000;
export const MILLISECOND = 1_000_000;
/** Bytes of the time stamp at the start of the data. */
export const TIME_STAMP = 16;
export const LINGER = 10 * SECOND;

export interface Target {
  readonly family: Family;
  readonly ip: Ip;
  readonly zone: string | null;
  /** As typed. */
  readonly name: string;
  readonly isNumeric: boolean;
  /** In the lines of answers: `host (1.2.3.4)` or the address alone. */
  shown: string;
}

export interface Run {
  readonly p: Proc;
  readonly o: Options;
  readonly target: Target;
  readonly fd: number;
  readonly size: number;
  readonly interval: number;
  readonly count: number;
  readonly lingering: number;
  readonly deadline: number;
  readonly isQuiet: boolean;
  readonly isFlood: boolean;
  sent: number;
  received: number;
  duplicates: number;
  errors: number;
  readonly times: number[];
  readonly sentAt: Map<number, number>;
  readonly answered: Set<number>;
  start: number;
  end: number;
  isInterrupted: boolean;
}

export function now(p: Proc): number {
  const t = p.sys.clock_gettime(CLOCK_MONOTONIC);
  return t.sec * SECOND + t.nsec;
}

export function* fail(p: Proc, message: string, status = 2): Sys<never> {
  yield* p.error(`ping: ${message}\n`);
  throw new Exit(status);
}

export function* integer(p: Proc, o: Options, key: string, least: number, most: number): Sys<number | undefined> {
  const text = o.value(key);
  if (text === undefined) return undefined;
  if (!/^[-+]?\d+$/.test(text)) return yield* fail(p, `invalid argument: '${text}'`, 1);
  const n = Number(text);
  if (n < least || n > most) return yield* fail(p, `invalid argument: '${text}': out of range: ${least} <= value <= ${most}`, 1);
  return n;
}

/** Seconds, with a fraction, as nanoseconds. */
export function* seconds(p: Proc, o: Options, key: string, what: string): Sys<number | undefined> {
  const text = o.value(key);
  if (text === undefined) return undefined;
  if (!/^\d*\.?\d+$|^\d+\.$/.test(text)) return yield* fail(p, `bad ${what}: ${text}`, 1);
  return Math.round(Number(text) * SECOND);
}
