// mktime for awk: "YYYY MM DD HH MM SS [DST]".

import { LocalClock } from '../../../libc/date/civil.ts';
import type { Zone } from '../../../libc/strftime.ts';

/** Seconds since the epoch, -1 when it is no date. */
export function makeTime(text: string, zone: Zone): number {
  const parts = text
    .trim()
    .split(/[ \t]+/)
    .map(Number);
  if (parts.length < 6 || parts.some((part) => Number.isNaN(part))) return -1;
  const [year, month, day, hour, minute, second, summer = -1] = parts;
  return new LocalClock(zone).seconds({ year, month: month - 1, day, hour, minute, second }, summer < 0 ? null : summer > 0);
}
