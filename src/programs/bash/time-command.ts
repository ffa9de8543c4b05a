// `time pipeline` and the times of `times` (bash(1), Pipelines, TIMEFORMAT).

import { CLOCK_MONOTONIC } from '../../abi/flags.ts';
import type { Sys } from '../../abi/sys.ts';
import { report, writeError } from './output.ts';
import type { Shell } from './state.ts';
import { getVar } from './vars.ts';

/** Nanoseconds. */
export interface Times {
  readonly real: number;
  readonly user: number;
  readonly system: number;
}

export function timesNow(sh: Shell): Times {
  const t = sh.sys.clock_gettime(CLOCK_MONOTONIC);
  const self = sh.sys.getrusage('self');
  const children = sh.sys.getrusage('children');
  return { real: t.sec * 1e9 + t.nsec, user: self.utime + children.utime, system: self.stime + children.stime };
}

const POSIX_FORMAT = 'real %2R\nuser %2U\nsys %2S';
const BASH_FORMAT = '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';

export function* reportTimes(sh: Shell, from: Times, isPosix: boolean): Sys<void> {
  const to = timesNow(sh);
  const spent = { real: to.real - from.real, user: to.user - from.user, system: to.system - from.system };
  const format = isPosix ? POSIX_FORMAT : (getVar(sh, 'TIMEFORMAT') ?? BASH_FORMAT);
  const bad = badLetter(format);
  if (bad !== null) yield* report(sh, `TIMEFORMAT: \`${bad}': invalid format character`);
  else if (format !== '') yield* writeError(sh, `${formatTimes(format, spent)}\n`);
}

/** The first letter that no format has; a null byte for the end. A last `%` stands for itself. */
function badLetter(format: string): string | null {
  for (const [spec, letter] of format.matchAll(/%(?:[%P]|[0-9]?l?([\s\S]|$))/g))
    if (letter !== undefined && spec !== '%' && !'RUSE'.includes(letter)) return letter || '\0';
  return null;
}

export function formatTimes(format: string, t: Times): string {
  return format.replace(/%(?:([0-9])?(l)?([RUSE])|(P)|(%))/g, (_, digits?: string, long?: string, what?: string, percent?: string) => {
    if (percent !== undefined) return t.real === 0 ? '0.00' : ((100 * (t.user + t.system)) / t.real).toFixed(2);
    if (what === undefined) return '%';
    const ns = what === 'R' || what === 'E' ? t.real : what === 'U' ? t.user : t.system;
    return formatSeconds(ns, Math.min(3, digits === undefined ? 3 : Number(digits)), long !== undefined);
  });
}

/** `0.123`, long: `0m0.123s`. */
export function formatSeconds(ns: number, digits: number, long: boolean): string {
  const ms = Math.floor(ns / 1e6);
  const seconds = Math.floor(ms / 1000);
  const fraction =
    digits === 0
      ? ''
      : `.${String(ms % 1000)
          .padStart(3, '0')
          .slice(0, digits)}`;
  return long ? `${Math.floor(seconds / 60)}m${seconds % 60}${fraction}s` : `${seconds}${fraction}`;
}
